"""What is known of who a seller is: her Aadhaar as DigiLocker or an officer saw it, never its number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sellers.models import Check, Seller, SellerKind
from sellers.review.evidence import evidence_of
from sellers.review.standing import ANSWERED, state_of

CODE = "aadhaar"
DIGILOCKER = (Check.Method.DIGILOCKER,)
IN_PERSON = (Check.Method.OFFICER, Check.Method.VISIT)
CODE_REFUSED = "code_refused"  # a check's reason: her code was no good, and a new one may be


@dataclass(frozen=True)
class Look:
    """One look at her Aadhaar. `is_of_her_name` is False once she changed the name that was compared."""

    check: Check
    state: Check.Result
    last_four: str
    name: str
    is_of_her_name: bool

    @property
    def is_proof(self) -> bool:
        return self.state == Check.Result.MATCH and self.is_of_her_name

    @property
    def is_code_refused(self) -> bool:
        return self.check.reason == CODE_REFUSED


@dataclass(frozen=True)
class Identity:
    """The newest look of either kind; a question on its way stands beside the answer before it."""

    digilocker: Look | None = None
    on_its_way: Look | None = None
    in_person: Look | None = None

    @property
    def is_shown(self) -> bool:
        return any(look is not None and look.is_proof for look in (self.digilocker, self.in_person))


def is_asked(seller: Seller) -> bool:
    """Tell whether this seller is one person, who can show who she is; a group has papers instead."""
    return bool(seller.kind == SellerKind.INDIVIDUAL)


def identity_of(seller: Seller) -> Identity:
    """Read what is known, in one query. The seller comes with her data key; of an erased one nothing is known."""
    if seller.data_key.wrapped is None:
        return Identity()
    checks = Check.objects.filter(seller=seller, code=CODE, stale_at=None).order_by("-asked_at", "-id")
    looks = [look_of(check, seller) for check in checks[:20]]
    settled = [look for look in looks if look.state != Check.Result.PENDING]
    return Identity(
        digilocker=newest(settled, DIGILOCKER),
        on_its_way=newest((look for look in looks if look.state == Check.Result.PENDING), DIGILOCKER),
        in_person=newest(settled, IN_PERSON),
    )


def look_of(check: Check, seller: Seller) -> Look:
    evidence = evidence_of(check, seller.data_key)
    said = evidence.said
    is_of_her_name = check.result not in ANSWERED or evidence.of.get("name") == seller.name
    return Look(check, state_of(check), str(said.get("last_four", "")), str(said.get("name", "")), is_of_her_name)


def newest(looks: Iterable[Look], methods: tuple[Any, ...]) -> Look | None:
    return next((look for look in looks if look.check.method in methods), None)
