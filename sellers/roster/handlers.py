"""The SMS around a group's list: to whom it lists, and to its own people when she says that it is not her."""

from datetime import timedelta
from operator import itemgetter
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onboarding.accounts.budgets import Budget, take
from onboarding.boards.models import Board
from onboarding.messages.actions import send_sms
from onboarding.messages.models import Message
from onboarding.outbox.actions import Event
from onboarding.outbox.relay import Postponed
from onboarding.tenancy.scope import board_scope
from sellers.actions.members import untold
from sellers.models import Fact, Member, Seller
from sellers.roster.links import member_token
from sellers.roster.secrets import phone_of
from sellers.secrets import value_of
from sellers.states import MemberStatus, SellerStatus

BATCH = 100
AGAIN_AFTER_S = 6 * 3600.0
# Over all groups and boards: a list may hold a stranger's number many times, and she must not pay for it with peace.
TOLD_A_DAY = Budget("member.told.phone", 3, timedelta(days=1))


def tell_members_they_are_listed(event: Event) -> None:
    """Queue the SMS to each member who was not told yet: who listed her, that it is free, and where to answer.

    A number that got three such messages today waits for another day.
    """
    waiting: set[UUID] = set()
    while True:
        with board_scope(event.board_id):
            group = Seller.objects.select_related("data_key", "user").get(pk=event.object_id)
            if group.status != SellerStatus.ACTIVE:
                return
            batch = list(untold(group).exclude(pk__in=waiting).select_for_update(of=("self",))[:BATCH])
            waiting |= tell(batch, group)
        if len(batch) < BATCH:
            break
    if waiting:
        raise Postponed(AGAIN_AFTER_S)


def tell(members: list[Member], group: Seller) -> set[UUID]:
    """Queue the SMS of these members and note that they were told; return whose numbers have to wait.

    Each allowance stays locked until the end, so all take them in one order: two groups that list the same people
    would else wait for each other for ever.
    """
    waiting = set()
    who = speaker_of(group)
    for member in members:
        member.seller = group
    for phone, member in sorted(((phone_of(member), member) for member in members), key=itemgetter(0)):
        if not take(TOLD_A_DAY, phone):
            waiting.add(member.pk)
            continue
        said = {"who": who, "group": group.name, "token": member_token(member)}
        send_sms(phone, "member_listed", group.language, said, source=f"member:{member.pk.hex}")
        Member.objects.filter(pk=member.pk).update(told_at=timezone.now())
    return waiting


def tell_group_of_doubt(event: Event) -> None:
    """Queue the SMS to the group's phone and to who may sign for it: a line of their list needs a look.

    A number that got its messages of today waits for another day; a line that was settled meanwhile needs no look.
    """
    with board_scope(event.board_id), transaction.atomic():
        rows = Member.objects.select_related("seller__data_key", "seller__user")
        member = rows.get(pk=event.object_id)
        if member.status != MemberStatus.DISPUTED:
            return
        group = member.seller
        signatories = Member.objects.counted().filter(seller=group, is_signatory=True).order_by("created_at", "id")
        # By number, and the mark of who it is: the same one when the event comes again.
        phones = {group.user.phone or "": "group"}
        for each in signatories[:5]:
            each.seller = group
            phones.setdefault(phone_of(each), each.pk.hex[-8:])
        help_phone = Board.objects.get(pk=event.board_id).help_phone
        said = {"name": member.name, "group": group.name, "phone": help_phone}
        own = phone_of(member)  # who has this number is the one who said it
        is_waiting = False
        for phone, mark in sorted(phones.items()):  # the order in which `tell` takes them too
            source = f"{event.source}:{mark}"
            if phone in ("", own) or Message.objects.filter(source=source).exists():
                continue
            if take(TOLD_A_DAY, phone):
                send_sms(phone, "member_in_doubt", group.language, said, source=source)
            else:
                is_waiting = True
    if is_waiting:
        raise Postponed(AGAIN_AFTER_S)


def speaker_of(group: Seller) -> str:
    """Return who speaks for the group, or the group's own name where nobody is written down."""
    fact = Fact.objects.filter(seller=group, code="contact_name").select_related("seller__data_key").first()
    return value_of(fact) if fact else str(group.name)
