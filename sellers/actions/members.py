"""The roster of a group: who is listed, what she says of it herself, and what an officer settles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.models import Craft
from onboarding.boards.policies import Officer
from onboarding.errors import IllegalMove, ReasonMissing
from onboarding.moves import move
from onboarding.outbox.actions import publish
from sellers.actions.active import require_active
from sellers.actions.consents import Answer, answer_consent, member_actor
from sellers.consents.purposes import MEMBER_LISTING
from sellers.consents.reading import standing
from sellers.identifiers.names import compare_names
from sellers.models import Application, Member, Seller
from sellers.policies import require_can_review_application, require_may_fill_in
from sellers.querysets import MemberQuerySet
from sellers.questions.progress import has_signatory
from sellers.roster.refusals import (
    WHOLE,
    ListedAlready,
    NoContact,
    NotAGroup,
    SaidNotMe,
    ShareOrWage,
    SharesAboveWhole,
    SignatoryMissing,
    TooManyMembers,
)
from sellers.roster.secrets import phone_of, reach_of, same_phone, seal_contacts
from sellers.states import ApplicationStatus, MemberStatus

MAX_MEMBERS = 5000
MAX_NEW_A_DAY = 1000  # each may cost an SMS to a stranger
WRITTEN = (
    "name",
    "craft",
    "sealed_phone",
    "phone_index",
    "sealed_reach",
    "share_percent",
    "piece_wage_paise",
    "is_signatory",
)


@dataclass(frozen=True)
class NewMember:
    """What the group says of a member. `phone` is as `normalise_phone` gives it; without one `reach` says the way."""

    name: str
    phone: str = ""
    reach: str = ""
    craft: Craft | None = None
    share_percent: int | None = None
    piece_wage_paise: int | None = None
    is_signatory: bool = False


@dataclass(frozen=True)
class Added:
    """What came of a pasted list: how many are new, and how many stood on the list before."""

    new: int
    known: int


@transaction.atomic
def add_member(seller_id: UUID, new: NewMember, *, by: Actor, on_behalf_of: Actor | None = None) -> Member:
    """List one more member. Once the application was sent, an SMS tells her.

    Raises NoContact, ShareOrWage, SharesAboveWhole, ListedAlready, SaidNotMe, TooManyMembers, NotAGroup,
    NotAllowed, FileAtRest.
    """
    group = locked_group(seller_id, by)
    require_undisputed(group, [new])
    if is_listed(group, new):
        raise ListedAlready
    (member,) = list_members(group, [new])
    require_shares_fit(group)
    record("member.added", member, by=by, on_behalf_of=on_behalf_of)
    tell_new_members(group)
    return member


@transaction.atomic
def add_members(seller_id: UUID, new: Sequence[NewMember], *, by: Actor, on_behalf_of: Actor | None = None) -> Added:
    """List all of these, or none when one is refused; who stands on the list with that name and phone is left alone."""
    group = locked_group(seller_id, by)
    known = {(member.name, phone_of(member)) for member in with_contacts(Member.objects.on_roster(), group)}
    fresh = [each for each in dict.fromkeys(new) if (each.name, each.phone) not in known]
    list_members(group, fresh)
    require_shares_fit(group)
    if fresh:
        record("members.added", group, by=by, on_behalf_of=on_behalf_of, reason=str(len(fresh)))
        tell_new_members(group)
    return Added(len(fresh), len(new) - len(fresh))


@transaction.atomic
def change_member(member_id: UUID, new: NewMember, *, by: Actor, on_behalf_of: Actor | None = None) -> Member:
    """The member's line says this now.

    Who was told that she is listed answered for her name and number. With others it is another person: the old line
    ends, and a new one begins whom nobody has told yet. Raises as `add_member` does, IllegalMove for one who left.
    """
    group = locked_group(Member.objects.get(pk=member_id).seller_id, by)
    member = locked_member(member_id, group)
    if member.status == MemberStatus.DISPUTED:
        raise SaidNotMe(member.name)
    member.MOVES.require(member.status, "leave")
    if member.told_at and is_another_person(member, new):
        before = move(member, "leave")
        record("member.left", member, by=by, before=before, on_behalf_of=on_behalf_of)
        return add_member(group.pk, new, by=by, on_behalf_of=on_behalf_of)
    require_contact_and_pay(new)
    if new.phone and new.phone != phone_of(member):
        require_undisputed(group, [new])
    if is_listed(group, new, but=member):
        raise ListedAlready
    write(member, new, group)
    member.save(update_fields=WRITTEN)
    require_shares_fit(group)
    record("member.changed", member, by=by, on_behalf_of=on_behalf_of)
    tell_new_members(group)
    return member


@transaction.atomic
def end_membership(member_id: UUID, *, by: Actor, on_behalf_of: Actor | None = None) -> Member:
    """She has left the group; her line stays as history. Raises SaidNotMe where an officer has to look first."""
    group = locked_group(Member.objects.get(pk=member_id).seller_id, by)
    member = locked_member(member_id, group)
    if member.status == MemberStatus.DISPUTED:
        raise SaidNotMe(member.name)
    before = move(member, "leave")
    record("member.left", member, by=by, before=before, on_behalf_of=on_behalf_of)
    return member


@transaction.atomic
def confirm_membership(member_id: UUID, *, language: str) -> Member:
    """She says herself that she is this member, and agrees to be listed. The caller has read her own link.

    Harmless when she said so before. Raises IllegalMove when she is not on the list any more, FileAtRest.
    """
    # The group's row first, as where the group itself changes its list.
    require_active(Member.objects.select_related("seller").get(pk=member_id).seller)
    member = locked_member(member_id)
    member.MOVES.require(member.status, "dispute" if member.status == MemberStatus.CONFIRMED else "confirm")
    answer = Answer(MEMBER_LISTING.code, is_given=True, language=language)
    answer_consent(member.seller_id, answer, by=member_actor(member), member=member)
    if member.status != MemberStatus.CONFIRMED:
        before = move(member, "confirm")
        record("member.confirmed", member, by=member_actor(member), before=before)
    return member


@transaction.atomic
def dispute_membership(member_id: UUID) -> Member:
    """She says herself that it is not her: from this commit on she counts no more, and the group's people are told.

    Harmless when she said so before. Raises IllegalMove when she is not on the list any more.
    """
    member = locked_member(member_id)
    if member.status == MemberStatus.DISPUTED:
        return member
    before = move(member, "dispute")
    standing(member.seller, member).update(withdrawn_at=timezone.now())
    record("member.disputed", member, by=member_actor(member), before=before)
    publish("member.disputed", member)
    return member


@transaction.atomic
def settle_dispute(member_id: UUID, *, officer: Officer, reason: str) -> Member:
    """The officer has looked: the line ends, and the group may list this number again.

    Raises ReasonMissing, IllegalMove for a line that nobody disputes, NotAllowed for another district's officer.
    """
    if not reason.strip():
        raise ReasonMissing
    member = locked_member(member_id)
    require_can_review_application(officer, Application.objects.get(seller=member.seller))
    if member.status != MemberStatus.DISPUTED:
        raise IllegalMove
    before = move(member, "leave")
    record("member.dispute_settled", member, by=officer, before=before, reason=reason.strip())
    return member


def require_roster(seller: Seller) -> None:
    """Raise SignatoryMissing for a group nobody of which may sign. Whoever is no group needs no list."""
    if seller.is_group and not has_signatory(seller):
        raise SignatoryMissing


def tell_new_members(group: Seller) -> None:
    """Let an SMS tell each member who has a phone and was not told yet, once the group's application was sent."""
    sent = Application.objects.filter(seller=group).exclude(status=ApplicationStatus.DRAFT)
    if group.is_group and sent.exists() and untold(group).exists():
        publish("member.listed", group)


def untold(group: Seller) -> MemberQuerySet:
    return Member.objects.filter(
        seller=group, status=MemberStatus.LISTED, told_at=None, sealed_phone__isnull=False
    ).order_by("created_at", "id")


def locked_group(seller_id: UUID, by: Actor) -> Seller:
    """Return the group, locked, so that shares and numbers are counted one change after the other."""
    group: Seller = Seller.objects.locked().select_related("data_key", "user").get(pk=seller_id)
    if not group.is_group:
        raise NotAGroup
    require_may_fill_in(by, group)
    require_active(group)
    return group


def locked_member(member_id: UUID, group: Seller | None = None) -> Member:
    member: Member = Member.objects.locked().select_related("seller__data_key", "seller__user").get(pk=member_id)
    if group is not None:
        member.seller = group
    return member


def list_members(group: Seller, new: Sequence[NewMember]) -> list[Member]:
    """Write these lines after all that may speak against them; they were not told yet."""
    for each in new:
        require_contact_and_pay(each)
    require_undisputed(group, new)
    require_room(group, new)
    members = []
    for each in new:
        member = Member(seller=group)
        write(member, each, group)
        members.append(member)
    created: list[Member] = Member.objects.bulk_create(members, batch_size=500)
    return created


def write(member: Member, new: NewMember, group: Seller) -> None:
    member.name, member.craft = new.name, new.craft
    member.share_percent, member.piece_wage_paise = new.share_percent, new.piece_wage_paise
    member.is_signatory = new.is_signatory
    seal_contacts(member, group, phone=new.phone, reach=new.reach)


def require_contact_and_pay(new: NewMember) -> None:
    if not new.phone and not new.reach:
        raise NoContact
    if new.share_percent is not None and new.piece_wage_paise is not None:
        raise ShareOrWage


def require_undisputed(group: Seller, new: Iterable[NewMember]) -> None:
    """Raise SaidNotMe for a number whose owner said that she is not in this group, until an officer has settled it."""
    disputed = Member.objects.filter(seller=group, status=MemberStatus.DISPUTED).exclude(phone_index=None)
    indexes = {bytes(index) for index in disputed.values_list("phone_index", flat=True)}
    if not indexes:
        return
    for each in new:
        if each.phone and indexes.intersection(same_phone(each.phone)):
            raise SaidNotMe(each.name)


def require_room(group: Seller, new: Sequence[NewMember]) -> None:
    """Raise where the lines of one day would let the group write to more strangers than any group has members."""
    lines = Member.objects.filter(seller=group)
    today = lines.filter(created_at__gt=timezone.now() - timedelta(days=1))
    if today.count() + len(new) > MAX_NEW_A_DAY or lines.on_roster().count() + len(new) > MAX_MEMBERS:
        raise TooManyMembers


def require_shares_fit(group: Seller) -> None:
    shares = Member.objects.on_roster().filter(seller=group).aggregate(total=Sum("share_percent"))
    if (shares["total"] or 0) > WHOLE:
        raise SharesAboveWhole(shares["total"])


def is_listed(group: Seller, new: NewMember, but: Member | None = None) -> bool:
    """Tell whether a line of this name and phone stands; two people of one name and no phone are two people."""
    if not new.phone:
        return False
    lines = Member.objects.on_roster().filter(seller=group, name=new.name, phone_index__in=same_phone(new.phone))
    return lines.exclude(pk=but.pk).exists() if but else lines.exists()


def is_another_person(member: Member, new: NewMember) -> bool:
    return new.phone != phone_of(member) or compare_names(member.name, new.name).result != "same"


def with_contacts(rows: MemberQuerySet, group: Seller) -> list[Member]:
    """Return the group's lines among these, each with the group whose key opens it."""
    members = list(rows.filter(seller=group))
    for member in members:
        member.seller = group
    return members


def as_written(member: Member) -> NewMember:
    """Return what the group says of this member, as a form shows it."""
    return NewMember(
        name=member.name,
        phone=phone_of(member),
        reach=reach_of(member),
        craft=member.craft,
        share_percent=member.share_percent,
        piece_wage_paise=member.piece_wage_paise,
        is_signatory=member.is_signatory,
    )
