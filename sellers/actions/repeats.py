"""The same phone, account or number in several files of a board, or its own people's: found, named, decided."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onboarding.audit.actions import record
from onboarding.boards.models import Membership
from onboarding.boards.policies import Officer
from onboarding.errors import DomainError, IllegalMove, NotAllowed, ReasonMissing
from onboarding.tenancy.scope import current_board_id
from sellers.models import Application, Assistance, Fact, Repeat, Seller
from sellers.policies import can_review_application, require_not_own_work
from sellers.questions.catalogue import QUESTIONS, Reach, Text
from sellers.secrets import same_anywhere, same_in_board, value_of
from sellers.states import ApplicationStatus, SellerStatus

PHONE, BANK = "phone", "bank_account"
UNIQUE = tuple(code for code, question in QUESTIONS.items() if question.reach is not Reach.NOBODY)
ANYWHERE = tuple(code for code, question in QUESTIONS.items() if question.reach is Reach.ANYWHERE)
MOST_FOR_ONE = 5  # a group's account stands in hundreds of files; the oldest few say what it is
RELATIONS: dict[str, Text] = {
    "family": pgettext_lazy("relation", "Same family"),
    "household": pgettext_lazy("relation", "Same household or workshop"),
    "group_account": pgettext_lazy("relation", "Account or number of their group"),
    "same_person": pgettext_lazy("relation", "The same person twice"),
    "helper": pgettext_lazy("relation", "Helps her with the phone"),
    "other": pgettext_lazy("relation", "Something else"),
}


class RelationMissing(DomainError):
    code = "repeat.relation_missing"
    message = _("Choose how the two belong together.")

    def __init__(self) -> None:
        super().__init__(field="relation")


class RepeatsOpen(DomainError):
    code = "repeats.open"
    message = _("Something in this file also stands in another one. Say how they belong together before you approve.")


class RepeatRefused(DomainError):
    code = "repeats.refused"
    message = _("What this file shares with another one was not allowed. Send it back, or do not approve it.")


def find_repeats(seller: Seller) -> None:
    """Keep each repeat between this file and the others of the board as a question; drop those no longer true.

    Runs in the caller's transaction. Two files that come at the same moment wait for each other, so that the second
    one finds the first.
    """
    marks = marks_of(seller)
    wait_in_line(seller, marks)
    found = {*in_other_files(seller, marks), *of_the_boards_people(seller, marks)}
    known = Repeat.objects.filter(Q(seller=seller) | Q(other=seller)).select_related("seller", "other")
    gone = [row.pk for row in known if (row.code, other_than(seller, row)) not in found and not is_true(row, marks)]
    Repeat.objects.filter(pk__in=gone).delete()
    asked = {(row.code, other_than(seller, row)) for row in known if row.pk not in gone}
    Repeat.objects.bulk_create(
        [Repeat(seller=seller, code=code, other_id=other) for code, other in sorted(found - asked, key=str)],
        ignore_conflicts=True,
    )


def marks_of(seller: Seller) -> dict[str, list[bytes]]:
    """Return the indexes of each value of hers that should be hers alone, by the code of its question."""
    facts = Fact.objects.filter(seller=seller, code__in=UNIQUE).select_related("seller__data_key")
    return {fact.code: same_in_board(fact.code, value_of(fact)) for fact in facts}


def wait_in_line(seller: Seller, marks: dict[str, list[bytes]]) -> None:
    """Hold the line for each of her values until the transaction ends."""
    lines = [mark for found in marks.values() for mark in found]
    lines.append(f"phone of {seller.user_id} at {current_board_id()}".encode())
    with connection.cursor() as cursor:
        for line in sorted(lines):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 0))", [line])


def in_other_files(seller: Seller, marks: dict[str, list[bytes]]) -> Iterator[tuple[str, UUID]]:
    """Yield what stands in other files that lie with the board, the oldest few of each kind."""
    sent = Q(seller__applications__isnull=False) & ~Q(seller__applications__status=ApplicationStatus.DRAFT)
    every = [mark for found in marks.values() for mark in found]
    facts = Fact.objects.filter(sent, board_index__in=every).exclude(seller=seller)
    facts = facts.exclude(seller__status=SellerStatus.ERASED)
    pairs = list(facts.order_by("seller__created_at", "pk").values_list("code", "seller_id")[:1000])
    phones = Seller.objects.filter(user=seller.user_id).exclude(pk=seller.pk).exclude(status=SellerStatus.ERASED)
    phones = phones.exclude(applications__status=ApplicationStatus.DRAFT).exclude(applications=None)
    pairs += [(PHONE, pk) for pk in phones.order_by("created_at", "pk").values_list("pk", flat=True)[:MOST_FOR_ONE]]
    taken: dict[str, int] = {}
    for code, other in pairs:
        taken[code] = taken.get(code, 0) + 1
        if taken[code] <= MOST_FOR_ONE:
            yield code, other


def of_the_boards_people(seller: Seller, marks: dict[str, list[bytes]]) -> Iterator[tuple[str, None]]:
    """Yield the phone that is one of the board's people's, and the account of an operator who filled in this file."""
    operators = set(Assistance.objects.filter(seller=seller).values_list("operator_id", flat=True))
    # An operator who works for the board no more still counts for what she filled in.
    people = Membership.objects.filter(board_id=current_board_id(), user_id=seller.user_id)
    if seller.user_id in operators or people.exists():
        yield PHONE, None
    accounts = Fact.objects.filter(seller__user__in=operators, code=BANK, board_index__in=marks.get(BANK, []))
    if operators and accounts.exclude(seller=seller).exists():
        yield BANK, None


def is_true(row: Repeat, marks: dict[str, list[bytes]]) -> bool:
    """Tell whether the two still share it, though it was not found among the oldest few."""
    if row.other is None:
        return False
    if row.code == PHONE:
        return bool(row.seller.user_id == row.other.user_id)
    both = Fact.objects.filter(seller__in=(row.seller_id, row.other_id), board_index__in=marks.get(row.code, []))
    return both.count() == 2


def other_than(seller: Seller, row: Repeat) -> UUID | None:
    return row.other_id if row.seller_id == seller.pk else row.seller_id


@transaction.atomic
def decide_repeat(
    repeat_id: UUID, *, officer: Officer, relation: str, decision: str, reason: str, seen: str = ""
) -> Repeat:
    """The relation is named and the repeat allowed or not, for this reason.

    `seen` is the row's `mark_of_decision` on the page. Raises IllegalMove when somebody decided meanwhile,
    RelationMissing, ReasonMissing, NotAllowed for an officer of neither file, OwnWork for who filled in or owns one.
    """
    repeat: Repeat = Repeat.objects.locked().select_related("seller", "other").get(pk=repeat_id)
    require_can_decide(officer, repeat)
    if mark_of_decision(repeat) != seen:
        raise IllegalMove
    if relation not in RELATIONS:
        raise RelationMissing
    if decision not in Repeat.Decision.values:
        raise DomainError(code="repeat.decision_unknown")
    if not reason.strip():
        raise ReasonMissing
    repeat.relation, repeat.decision, repeat.reason = relation, decision, reason.strip()[:500]
    repeat.decided_by, repeat.decided_at = officer.name, timezone.now()
    repeat.save(update_fields=["relation", "decision", "reason", "decided_by", "decided_at"])
    record(f"repeat.{decision}", repeat, by=officer, fields=(repeat.code,), reason=repeat.reason)
    return repeat


def require_can_decide(officer: Officer, repeat: Repeat) -> None:
    """Raise NotAllowed unless she reviews one of the two files, and OwnWork if either is her own work."""
    files = Application.objects.filter(seller__in=[repeat.seller_id, repeat.other_id or repeat.seller_id])
    if not any(can_review_application(officer, file) for file in files):
        raise NotAllowed
    require_not_own_work(officer, repeat.seller)
    if repeat.other:
        require_not_own_work(officer, repeat.other)


def mark_of_decision(repeat: Repeat) -> str:
    """Return the mark by which a form says what it showed; empty while nobody has decided."""
    return repeat.decided_at.isoformat() if repeat.decided_at else ""


def repeats_of(seller: Seller) -> Any:
    """Return what this file shares with others, from either side, the oldest first."""
    rows = Repeat.objects.filter(Q(seller=seller) | Q(other=seller)).select_related("seller", "other")
    return rows.order_by("found_at", "pk")


def require_repeats_decided(seller: Seller) -> None:
    """Raise RepeatsOpen while a repeat waits for its officer, RepeatRefused for what was not allowed to this file."""
    rows = list(repeats_of(seller))
    if any(not row.decision for row in rows):
        raise RepeatsOpen
    if any(row.decision == Repeat.Decision.REFUSED and row.seller_id == seller.pk for row in rows):
        raise RepeatRefused


def is_registered_elsewhere(values: dict[str, str]) -> bool:
    """Tell whether one of these answers stands in a file of another board; which one and where, nobody learns."""
    marks = [mark for code in ANYWHERE if values.get(code) for mark in same_anywhere(code, values[code])]
    if not marks:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT sellers_registered_elsewhere(%s::bytea[], %s)", [marks, current_board_id()])
        return bool(cursor.fetchone()[0])


def sellers_with_open_repeats(seller_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the sellers whose file shares something that nobody has decided yet."""
    rows = Repeat.objects.filter(Q(seller__in=seller_ids) | Q(other__in=seller_ids), decision="")
    return {pk for pair in rows.values_list("seller_id", "other_id") for pk in pair if pk in set(seller_ids)}
