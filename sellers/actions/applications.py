"""What happens to an application, from the first saved line to the officer's decision."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.models import User
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.models import Craft, District
from onboarding.boards.policies import Officer
from onboarding.errors import DomainError, ReasonMissing
from onboarding.moves import move, require_unmoved
from onboarding.outbox.actions import publish
from onboarding.vault.actions import new_data_key
from onboarding.vault.crypto import blind_index, decrypt, encrypt
from sellers.actions.enrolments import enrol_seller
from sellers.models import Application, Enrolment, Seller
from sellers.policies import require_can_review_application, seller_actor

PAN_FORM = re.compile(r"[A-Z]{5}[0-9]{4}[A-Z]")  # source: Income-tax Department's published structure


class BadPan(DomainError):
    code = "pan.invalid"
    message = _("A PAN has 5 letters, 4 digits and 1 letter, for example ABCPE1234F. Look at the card again.")

    def __init__(self) -> None:
        super().__init__(field="pan")


@dataclass(frozen=True)
class Facts:
    """What a seller says of herself. `pan` may be empty."""

    name: str
    district: District
    craft: Craft
    address: str
    pin: str
    pan: str = ""


@transaction.atomic
def save_application(user: User, facts: Facts, *, language: str) -> Application:
    """Save the person's application at this board, opening her file on the first save.

    Raises IllegalMove once it was sent, BadPan for a malformed PAN.
    """
    seller = open_file(user, facts.name, language=language)
    application = Application.objects.locked().filter(seller=seller).first() or Application(seller=seller)
    application.MOVES.require(application.status, "submit")
    application.district, application.craft = facts.district, facts.craft
    application.address, application.pin = facts.address, facts.pin
    seal_pan(application, facts.pan)
    application.save()
    record(
        "application.saved",
        application,
        by=seller_actor(user, seller),
        fields=("name", "district", "craft", "address", "pin", "pan"),
    )
    return application


def open_file(user: User, name: str, *, language: str) -> Seller:
    """Return the person's file at this board with the name she gave last."""
    # The person's row is locked, so that a form sent twice does not open two files.
    User.objects.select_for_update().get(pk=user.pk)
    seller = Seller.objects.filter(user=user).first()
    if seller is None:
        return Seller.objects.create(user=user, name=name, language=language, data_key=new_data_key())
    seller.name, seller.language = name, language
    seller.save(update_fields=["name", "language"])
    return seller


def seal_pan(application: Application, typed: str) -> None:
    pan = typed.strip().upper()
    if not pan:
        application.sealed_pan = application.pan_index = None
        return
    if not PAN_FORM.fullmatch(pan):
        raise BadPan
    application.sealed_pan = encrypt(pan, application.seller.data_key, place_of_pan(application))
    application.pan_index = blind_index(pan, f"pan of board {application.board_id}")


def pan_of(application: Application) -> str:
    """Return the PAN in clear, or an empty text."""
    if application.sealed_pan is None:
        return ""
    return decrypt(bytes(application.sealed_pan), application.seller.data_key, place_of_pan(application))


def place_of_pan(application: Application) -> str:
    return f"{application.board_id}:sellers.application:pan"


@transaction.atomic
def submit_application(application_id: UUID, *, by: Actor) -> Application:
    """Send the application to the board. Raises IllegalMove when it lies there already."""
    application = Application.objects.locked().get(pk=application_id, seller_id=by.id)
    before = move(application, "submit")
    application.submitted_at = timezone.now()
    application.officer_note = ""
    application.save(update_fields=["submitted_at", "officer_note"])
    record("application.submitted", application, by=by, before=before)
    return application


@transaction.atomic
def approve_application(
    application_id: UUID, *, officer: Officer, programme_id: UUID, seen: str = "", reason: str = ""
) -> Enrolment:
    """Approve the application and give the seller a place in the programme, or in its waitlist when it is full.

    `seen` is the mark of what the officer saw. Raises IllegalMove if it moved meanwhile, NotAllowed for
    another district's officer, ProgrammeClosed when the programme takes nobody.
    """
    application = locked_for_review(application_id, officer, seen)
    before = move(application, "approve")
    record("application.approved", application, by=officer, before=before, reason=reason)
    enrolment = enrol_seller(application.seller, programme_id, district_id=application.district_id, by=officer)
    publish("application.decided", application, status=application.status)
    return enrolment


@transaction.atomic
def send_back_application(application_id: UUID, *, officer: Officer, seen: str = "", reason: str) -> Application:
    """Give the application back to the seller with what she should mend."""
    return decide_against(
        application_id, "send_back", "application.sent_back", officer=officer, seen=seen, reason=reason
    )


@transaction.atomic
def reject_application(application_id: UUID, *, officer: Officer, seen: str = "", reason: str) -> Application:
    """Turn the application down, with the reason that the seller reads."""
    step, action = "reject", "application.rejected"
    return decide_against(application_id, step, action, officer=officer, seen=seen, reason=reason)


def decide_against(
    application_id: UUID, step: str, action: str, *, officer: Officer, seen: str = "", reason: str
) -> Application:
    if not reason.strip():
        raise ReasonMissing
    application = locked_for_review(application_id, officer, seen)
    before = move(application, step)
    application.officer_note = reason.strip()
    application.save(update_fields=["officer_note"])
    record(action, application, by=officer, before=before, reason=application.officer_note)
    publish("application.decided", application, status=application.status)
    return application


def locked_for_review(application_id: UUID, officer: Officer, seen: str) -> Application:
    application = Application.objects.locked().select_related("seller").get(pk=application_id)
    require_can_review_application(officer, application)
    require_unmoved(application, seen)
    return application
