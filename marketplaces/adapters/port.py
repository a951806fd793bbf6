"""The port: what every marketplace adapter takes, gives back and raises. Plain Python, no Django.

An adapter makes one outside call a method (renewing a login that ran out apart), keeps no queue, never sleeps
and never retries: pace, retries and bookkeeping belong to the caller, which owns the database.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Literal, Protocol

AttributeValue = str | int | bool | Sequence[str]
Severity = Literal["ERROR", "WARNING", "INFO"]
ListingState = Literal["absent", "checking", "live", "refused"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """One seller's consent on one marketplace; the refresh token never appears in a repr or a log."""

    seller_id: str
    refresh_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit as the marketplace states it: `per_second` calls, after at most `burst` at once."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Call:
    """What an answer said about the call itself: rides on every outcome and on every error.

    `operation` is the adapter's method, or `token` when the trouble came while logging in. `per_second` is
    the limit that the marketplace applied to the operation, None where it did not say; the caller corrects
    its token bucket with it. `request_id` is what the marketplace's support asks for.
    """

    operation: str
    per_second: float | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that the marketplace says about a listing, in its own words."""

    code: str
    message: str
    severity: Severity = "ERROR"
    attribute_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredListing:
    """One listing as the board approved it, in our words; each adapter maps it to its marketplace's.

    Prices are paise including tax. `attributes` are craft attributes by our names (`material`, `color`,
    `weave_method`, ...). `image_urls` are public addresses, the main photo first. Manufacturer and packer are
    name and address in one text, as the Legal Metrology rules want them printed.
    """

    sku: str
    product_type: str
    title: str
    description: str
    price_paise: int
    mrp_paise: int
    quantity: int
    hsn: str
    image_urls: tuple[str, ...]
    brand: str = "Generic"
    bullet_points: tuple[str, ...] = ()
    country_of_origin: str = "IN"
    manufacturer: str = ""
    packer: str = ""
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PushOutcome:
    """The verdict on a put or a delete. Accepted is not live: read the listing back to see it go live."""

    accepted: bool
    submission_id: str
    call: Call
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Readback:
    """One listing as the marketplace shows it now.

    `checking`: known there, neither live nor refused yet. `marketplace_id` is the marketplace's own id (an
    ASIN, an FSN) or empty. `matches` is True or False when the reader said what it expected and the
    marketplace shows contents to compare, else None.
    """

    state: ListingState
    call: Call
    marketplace_id: str = ""
    issues: tuple[Issue, ...] = ()
    matches: bool | None = None


class MarketplaceError(Exception):
    """A call that gave no verdict.

    `may_have_acted` is True when the marketplace may have taken the request all the same: read the listing
    back before sending it again.
    """

    def __init__(self, message: str, *, call: Call, may_have_acted: bool = False) -> None:
        super().__init__(message)
        self.call = call
        self.may_have_acted = may_have_acted


class TryLater(MarketplaceError):
    """The marketplace is throttling, down or out of reach; `throttled` tells a spent quota from a fault."""

    def __init__(
        self,
        message: str,
        *,
        call: Call,
        retry_after_s: float,
        throttled: bool = False,
        may_have_acted: bool = False,
    ) -> None:
        super().__init__(message, call=call, may_have_acted=may_have_acted)
        self.retry_after_s = retry_after_s
        self.throttled = throttled


class Refused(MarketplaceError):
    """The request itself was refused; the same request will be refused again."""

    def __init__(self, message: str, *, call: Call, issues: tuple[Issue, ...] = ()) -> None:
        super().__init__(message, call=call)
        self.issues = issues


class LoginExpired(MarketplaceError):
    """The seller's consent no longer opens the account: only the seller can mend it."""


class ApplicationRefused(MarketplaceError):
    """Our own application's credentials were refused: only we can mend it, for all sellers at once."""


class ContractBroken(MarketplaceError):
    """The answer is none that the marketplace's contract allows: not JSON, no verdict, empty or too large."""


class Adapter(Protocol):
    """One seller's account on one marketplace. Each method raises MarketplaceError's kinds, nothing else."""

    @property
    def rates(self) -> Mapping[str, Rate]:
        """The stated limit of each method, by its name: where the caller's buckets start."""

    def put_listing(self, desired: DesiredListing) -> PushOutcome:
        """Create the listing, or replace it whole; sending the same one twice changes nothing more."""

    def read_listing(self, sku: str, *, expecting: DesiredListing | None = None) -> Readback:
        """Return the listing as the marketplace shows it now; an unknown SKU is `absent`, not an error."""

    def delete_listing(self, sku: str) -> PushOutcome:
        """Take the listing down; taking down an absent one is accepted too."""


def payload_hash(desired: DesiredListing) -> str:
    """Return the SHA-256 of the listing's canonical JSON: equal exactly when the contents are equal."""
    contents = {each.name: getattr(desired, each.name) for each in fields(desired)}
    contents["attributes"] = dict(desired.attributes)
    canonical = json.dumps(contents, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
