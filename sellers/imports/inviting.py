"""Telling the people of a finished import that their board began a file for them."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from onboarding.boards.models import Board
from onboarding.messages.actions import send_sms
from onboarding.outbox.actions import Event, publish
from onboarding.tenancy.scope import board_scope
from sellers.models import Import, Seller
from sellers.states import ApplicationStatus, SellerStatus

SLICE = 200
NOBODY = str(UUID(int=0))


def invite_people(event: Event) -> None:
    """Queue the SMS to the next people whom this import brought in, and an event for those after them.

    A person is told once, however often the event comes.
    """
    with board_scope(event.board_id):
        people = list(
            to_be_told(UUID(event.object_id))
            .filter(pk__gt=event.payload.get("after", NOBODY))
            .order_by("pk")
            .select_related("user")[:SLICE]
        )
        said = {"phone": Board.objects.get(pk=event.board_id).help_phone}
        for seller in people:
            source = f"invited:{seller.pk.hex}"
            send_sms(seller.user.phone or "", "file_begun_by_board", seller.language, said, source=source)
        if len(people) == SLICE:
            publish("import.finished", Import.objects.get(pk=event.object_id), after=str(people[-1].pk))


def to_be_told(import_id: UUID) -> QuerySet[Seller]:
    """Return whose drafts this import began and nobody sent; of several people on one phone the first.

    The text names nobody, and a list may hold the office's own number a thousand times.
    """
    drafts = Seller.objects.filter(
        imported_by=import_id, status=SellerStatus.ACTIVE, applications__status=ApplicationStatus.DRAFT
    )
    # Of the sellers of this import alone: whether the first one's file moved on meanwhile does not make the second one
    # the first.
    before = Seller.objects.filter(imported_by=import_id, user=OuterRef("user"), pk__lt=OuterRef("pk"))
    return drafts.filter(~Exists(before)).exclude(user__phone=None)
