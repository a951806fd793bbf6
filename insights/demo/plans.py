"""What a demo board is made of, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from onboarding.audit.actors import Actor

Text = Mapping[str, str]
Outcome = Literal["draft", "submitted", "needs_changes", "approved"]

SEEDER = Actor.system("seed_demo")

# LGD codes of the districts that the demo names.
AGRA, ALIGARH, BHADOHI, GHAZIABAD, KANPUR_NAGAR, LUCKNOW = 118, 119, 179, 145, 157, 162
MEERUT, MORADABAD, SAHARANPUR, VARANASI = 169, 171, 177, 187


@dataclass(frozen=True, kw_only=True)
class WorkshopPlan:
    topic: Text
    districts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ProgrammePlan:
    """A programme; without districts it is for all of India. The trainees are wanted by the end of the year."""

    slug: str
    name: Text
    marketplace: str
    benefits: Mapping[str, Text]
    districts: tuple[int, ...] = ()
    seller_cap: int | None = None
    trainee_target: int | None = None
    sells: bool = True
    workshops: WorkshopPlan | None = None


@dataclass(frozen=True, kw_only=True)
class Cloth:
    """The colours of a drawn picture."""

    ground: str
    border: str
    motif: str


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A listing that its seller has sent; the board has approved it or not yet."""

    title: Text
    description: Text
    price_rupees: int
    mrp_rupees: int
    quantity: int
    material: str
    color: str
    cloth: Cloth
    size: str = ""
    is_approved: bool = False


@dataclass(frozen=True, kw_only=True)
class SellerPlan:
    """A seller and how far she has come. An approved one has a place in each of `programmes`, the first by approval.

    `to_mend` are the questions that the officer sent back, each with the code of its reason.
    """

    phone: str
    name: str
    district: int
    craft: str
    address: str
    pin: str
    outcome: Outcome = "submitted"
    reason: str = ""
    to_mend: tuple[tuple[str, str], ...] = ()
    pan: str = ""
    programmes: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OfficerPlan:
    role: str
    email: str
    name: str
    district: int | None = None


@dataclass(frozen=True, kw_only=True)
class ClusterPlan:
    name: Text
    district: int
    craft: str


@dataclass(frozen=True, kw_only=True)
class BoardPlan:
    """A board with all that it begins with. `merchant_id` is its emporium's account on Amazon, if it has one.

    `required` are the questions that it asks of every single artisan beyond what all boards ask.
    """

    slug: str
    name: Text
    colour: str
    help_phone: str
    programmes: tuple[ProgrammePlan, ...]
    officers: tuple[OfficerPlan, ...]
    sellers: tuple[SellerPlan, ...] = ()
    clusters: tuple[ClusterPlan, ...] = ()
    required: tuple[str, ...] = ()
    appeal_contact: Text = field(default_factory=dict)
    merchant_id: str = ""
    holder_name: str = ""
    sms_entity_id: str = "0" * 19  # in the form of a DLT id, plainly none


def officers_of(slug: str) -> tuple[OfficerPlan, ...]:
    """Return the people that every demo board has, under the domain that is reserved for examples."""
    return (
        OfficerPlan(role="administrator", email=f"administrator@{slug}.example", name=f"Demo administrator, {slug}"),
        OfficerPlan(role="state_officer", email=f"officer@{slug}.example", name=f"Demo officer, {slug}"),
        OfficerPlan(role="operator", email=f"operator@{slug}.example", name=f"Demo operator, {slug}"),
    )
