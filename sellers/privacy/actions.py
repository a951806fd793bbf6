"""A seller asks to be forgotten, may change her mind, and on the day nothing of her is left that anybody can read.

The law keeps her data for a while, so this is a schedule. At its end her rows and files go, and then her data key:
what the history and the backups still hold sealed under it opens for nobody, and the chain of the history stays whole.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.budgets import Budget, take
from onboarding.accounts.forgetting import forget_codes_of, forget_person, nobody
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.errors import DomainError
from onboarding.files.forgetting import forget_files
from onboarding.files.models import StoredFile
from onboarding.messages.forgetting import forget_recipient
from onboarding.moves import move
from onboarding.outbox.actions import publish
from onboarding.vault.actions import destroy_data_key
from sellers.actions.pins import keep_pins_of_phone
from sellers.models import Document, Erasure, Repeat, Seller
from sellers.policies import require_herself
from sellers.privacy.held import end_rows
from sellers.privacy.own import HELD
from sellers.privacy.retention import due_on, holds_of
from sellers.states import SellerStatus

SCHEDULE = Actor.system("erasure")
READS_A_DAY = Budget("my_data.day", 20, timedelta(days=1))


class NotWithdrawn(DomainError):
    """Whoever still takes part cannot be forgotten: she leaves first."""

    code = "erasure.not_withdrawn"
    message = _("First leave the board. Then ask again, and we delete your file when the law allows it.")
    http_status = 409


class AskedAlready(DomainError):
    code = "erasure.asked_already"
    message = _("You asked for this already. The day stands below.")
    http_status = 409


class BeingErased(DomainError):
    code = "erasure.begun"
    message = _("The day has come and your file is being deleted. It cannot be stopped any more.")
    http_status = 409


class ReadTooOften(DomainError):
    code = "my_data.too_often"
    message = _("You opened this many times today. It goes on tomorrow.")
    http_status = 429


@dataclass(frozen=True)
class Outcome:
    """What came of one due erasure: postponed, given up because she came back, or done."""

    is_done: bool = False
    gone_user: int | None = None


@transaction.atomic
def note_reading(seller_id: UUID, *, by: Actor, form: str) -> None:
    """Keep in the history that she opened her whole file. Raises ReadTooOften, NotAllowed for anybody else."""
    seller = Seller.objects.get(pk=seller_id)
    require_herself(by, seller)
    if not take(READS_A_DAY, str(seller.pk)):
        raise ReadTooOften
    record("my_data.read", seller, by=by, fields=(form,))


@transaction.atomic
def ask_erasure(seller_id: UUID, *, by: Actor) -> Erasure:
    """Put her file on the schedule. The caller has checked a code that was sent to her phone.

    Raises NotWithdrawn, AskedAlready, NotAllowed for anybody but her.
    """
    seller = locked_seller(seller_id)
    require_herself(by, seller)
    if seller.status != SellerStatus.WITHDRAWN:
        raise NotWithdrawn
    if open_erasure(seller) is not None:
        raise AskedAlready
    day, held_for = due_on(holds_of(seller))
    erasure: Erasure = Erasure.objects.create(seller=seller, due_on=day, held_for=held_for)
    record("erasure.asked", seller, by=by)
    return erasure


@transaction.atomic
def cancel_erasure(seller_id: UUID, *, by: Actor) -> Erasure | None:
    """Take her file off the schedule; nothing happens when it stands on none. Raises BeingErased from its day on."""
    seller = locked_seller(seller_id)
    require_herself(by, seller)
    erasure = open_erasure(seller)
    if erasure is None:
        return None
    if erasure.due_on <= timezone.localdate():
        raise BeingErased
    return give_up(erasure, by=by)


@transaction.atomic
def drop_erasure(seller_id: UUID) -> None:
    """Whoever came back is not to be forgotten. Nothing happens for anybody else."""
    seller = locked_seller(seller_id)
    erasure = open_erasure(seller)
    if erasure is not None and seller.status == SellerStatus.ACTIVE:
        give_up(erasure, by=SCHEDULE)


@transaction.atomic
def erase_if_due(erasure_id: UUID) -> Outcome:
    """Erase the file when its day has come and nothing keeps it; else write down until when it waits, and for what.

    Harmless when asked twice. Whoever is killed half-way has committed nothing but the loss of files that were to go,
    and the next run finds the rest.
    """
    seller_id = Erasure.objects.values_list("seller_id", flat=True).get(pk=erasure_id)
    seller = locked_seller(seller_id)
    erasure = open_erasure(seller)
    if erasure is None or erasure.pk != erasure_id or erasure.due_on > timezone.localdate():
        return Outcome()
    if seller.status != SellerStatus.WITHDRAWN:
        give_up(erasure, by=SCHEDULE)
        return Outcome()
    holds = holds_of(seller)
    if holds:
        postpone(erasure, *due_on(holds))
        return Outcome()
    return Outcome(is_done=True, gone_user=erase(seller, erasure))


def erase(seller: Seller, erasure: Erasure) -> int | None:
    """Destroy what is held about this seller here, and return the id of her account if that went too."""
    user = seller.user
    documents = Document.objects.filter(seller=seller)
    files = list(StoredFile.objects.filter(pk__in=documents.values("file_id")))
    Repeat.objects.filter(other=seller).delete()
    keep_pins_of_phone(seller)
    end_rows(seller, HELD)
    forget_files(files)
    if user.phone and not Seller.objects.filter(user=user).exclude(pk=seller.pk).exists():
        forget_recipient(user.phone)
        forget_codes_of(user.phone)
    seller.refresh_from_db()
    seller.user = nobody()
    seller.save(update_fields=["user"])
    before = move(seller, "erase")
    erasure.done_at = timezone.now()
    erasure.held_for = ""
    erasure.save(update_fields=["done_at", "held_for"])
    record("seller.erased", seller, by=SCHEDULE, before=before)
    destroy_data_key(seller.data_key)
    publish("seller.erased", seller)
    return user.pk if forget_person(user.pk) else None


def postpone(erasure: Erasure, day: date, held_for: str) -> None:
    erasure.due_on, erasure.held_for = day, held_for
    erasure.save(update_fields=["due_on", "held_for"])
    record("erasure.postponed", erasure.seller, by=SCHEDULE, reason=f"{held_for} until {day}")


def give_up(erasure: Erasure, *, by: Actor) -> Erasure:
    erasure.cancelled_at = timezone.now()
    erasure.save(update_fields=["cancelled_at"])
    record("erasure.cancelled", erasure.seller, by=by)
    return erasure


def open_erasure(seller: Seller) -> Erasure | None:
    """Return the erasure that is on the schedule."""
    return Erasure.objects.filter(seller=seller, done_at=None, cancelled_at=None).first()


def locked_seller(seller_id: UUID) -> Seller:
    seller: Seller = Seller.objects.locked().select_related("user", "data_key").get(pk=seller_id)
    return seller
