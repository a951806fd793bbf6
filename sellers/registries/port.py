"""The port: what every registry takes, gives back and raises.

A registry makes one outside call a method, keeps no queue, never sleeps and never retries: pace, retries and
bookkeeping belong to the caller, which owns the database. Identifiers are canonical (`sellers.identifiers`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, get_args

Result = Literal["match", "mismatch", "cancelled", "not_found", "unsure"]
RESULTS: frozenset[str] = frozenset(get_args(Result))
# All that may be kept of an answer; a registry that says more is not listened to.
FACTS = frozenset(
    {
        "trade_name", "state_code", "registered_on", "cancelled_on", "enterprise_kind", "bank", "branch", "document",
        "last_four", "valid_until",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a registry holds. Names and facts are personal: they appear in no repr and no log.

    `match`: known, valid, and of the name asked about if one was. `mismatch`: known under another name. `cancelled`:
    was valid once. `unsure`: the registry itself could not tell. `as_of` is the time of the registry's own record,
    UTC; `reference` is what its support asks for.
    """

    result: Result
    as_of: datetime
    reference: str
    legal_name: str = field(default="", repr=False)
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)


class RegistryError(Exception):
    """A call that gave no answer; `operation` is the method of the port. The text names no person and no number."""

    def __init__(self, message: str, *, operation: str) -> None:
        super().__init__(message)
        self.operation = operation


class TryLater(RegistryError):
    """The registry is throttling, down, slow or out of reach."""

    def __init__(self, message: str, *, operation: str, retry_after_s: float) -> None:
        super().__init__(message, operation=operation)
        self.retry_after_s = retry_after_s


class Refused(RegistryError):
    """The request was refused and will be again; `code` is the registry's own, `unauthorized` for our token."""

    def __init__(self, message: str, *, operation: str, code: str) -> None:
        super().__init__(message, operation=operation)
        self.code = code


class ContractBroken(RegistryError):
    """The answer is none that the contract allows: not JSON, no result, too large, or a whole Aadhaar number in it."""


class Registry(Protocol):
    """One way to all registries. Each method raises RegistryError's kinds, nothing else."""

    def look_up_gst(self, gstin: str, *, name: str = "") -> Answer:
        """Look up a GSTIN; with a `name`, also compare it with the legal and the trade name."""

    def look_up_udyam(self, udyam: str, *, name: str = "") -> Answer:
        """Look up a Udyam number, written with its hyphens."""

    def check_bank_account(self, account: str, ifsc: str, name: str) -> Answer:
        """Ask the bank whose account it is; `legal_name` is the holder as the bank writes it, if it says so."""

    def fetch_digilocker(self, token: str, document: str) -> Answer:
        """Fetch what one consented, single-use `token` opens: `facts` hold the document and the last four digits."""
