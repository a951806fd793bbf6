"""What an officer should look at in a group's list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from sellers.models import Application, Member, Seller
from sellers.querysets import MemberQuerySet
from sellers.roster.secrets import phone_of, reach_of
from sellers.states import ApplicationStatus, MemberStatus, SellerStatus

SHOWN = 20  # of each kind; the counts say how many there are


@dataclass(frozen=True)
class Contact:
    """A member with her number or the way to her, in clear."""

    member: Member
    phone: str
    reach: str


@dataclass(frozen=True)
class SharedNumber:
    """One number that stands on several lines: of this list, and of other groups' files."""

    phone: str
    names: Sequence[str]
    elsewhere: Sequence[Application]


@dataclass(frozen=True)
class Roster:
    """A group's list in counts, and the few lines of it that need an eye."""

    listed: int
    confirmed: int
    disputed: int
    left: int
    without_phone: int
    signatories: Sequence[Contact]
    in_doubt: Sequence[Contact]
    no_phone: Sequence[Contact]
    shared: Sequence[SharedNumber]

    @property
    def total(self) -> int:
        return self.listed + self.confirmed + self.disputed


def roster_of(group: Seller) -> Roster | None:
    """Read the list in at most eight queries, however long it is; None for who keeps no list, or was erased."""
    if not group.is_group or group.data_key.wrapped is None:
        return None
    lines = Member.objects.filter(seller=group)
    on_it = lines.counted()
    counts = lines.aggregate(
        listed=Count("pk", filter=Q(status=MemberStatus.LISTED)),
        confirmed=Count("pk", filter=Q(status=MemberStatus.CONFIRMED)),
        disputed=Count("pk", filter=Q(status=MemberStatus.DISPUTED)),
        left=Count("pk", filter=Q(status=MemberStatus.LEFT)),
        without_phone=Count("pk", filter=Q(status__in=(MemberStatus.LISTED, MemberStatus.CONFIRMED), phone_index=None)),
    )
    return Roster(
        **counts,
        signatories=contacts(on_it.filter(is_signatory=True), group),
        in_doubt=contacts(lines.filter(status=MemberStatus.DISPUTED), group),
        no_phone=contacts(on_it.filter(phone_index=None), group),
        shared=shared_numbers(group),
    )


def contacts(rows: MemberQuerySet, group: Seller) -> list[Contact]:
    found = []
    for member in rows.order_by("created_at", "id")[:SHOWN]:
        member.seller = group
        found.append(Contact(member, phone_of(member), reach_of(member)))
    return found


def shared_numbers(group: Seller) -> list[SharedNumber]:
    """Return the numbers that stand on several lines of the board, this group's among them, most lines first."""
    own = Member.objects.on_roster().filter(seller=group).exclude(phone_index=None)
    standing = Member.objects.on_roster().filter(phone_index__in=own.values("phone_index"))
    several = (
        standing.exclude(seller__status=SellerStatus.ERASED)
        .values("phone_index")
        .annotate(lines=Count("pk"))
        .filter(lines__gt=1)
        .order_by("-lines", "phone_index")[:SHOWN]
    )
    indexes = [bytes(row["phone_index"]) for row in several]
    if not indexes:
        return []
    by_index: dict[bytes, list[Member]] = {index: [] for index in indexes}
    # Of a number that stands on hundreds of lines a few say enough.
    for member in standing.filter(phone_index__in=indexes).order_by("created_at", "id")[: SHOWN * SHOWN]:
        by_index[bytes(member.phone_index)].append(member)
    files = files_of({member.seller_id for found in by_index.values() for member in found} - {group.pk})
    return [shared for found in by_index.values() if (shared := shared_number(found, group, files))]


def shared_number(lines: Sequence[Member], group: Seller, files: Mapping[UUID, Application]) -> SharedNumber | None:
    own = [member for member in lines if member.seller_id == group.pk]
    if not own:
        return None
    own[0].seller = group
    others = dict.fromkeys(member.seller_id for member in lines if member.seller_id in files)
    elsewhere = [files[seller_id] for seller_id in others]
    if len(own) < 2 and not elsewhere:
        return None
    return SharedNumber(phone_of(own[0]), [member.name for member in own], elsewhere)


def files_of(sellers: set[UUID]) -> dict[UUID, Application]:
    """Return the files of these groups that lie with the board."""
    files = Application.objects.filter(seller__in=sellers).exclude(status=ApplicationStatus.DRAFT)
    return {file.seller_id: file for file in files.select_related("seller")}
