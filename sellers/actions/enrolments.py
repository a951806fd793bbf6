"""Places in a programme under its cap."""

from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.models import Programme
from onboarding.boards.states import ProgrammeStatus
from onboarding.errors import DomainError
from onboarding.outbox.actions import publish
from sellers.models import Enrolment, Seller
from sellers.states import EnrolmentStatus


class ProgrammeClosed(DomainError):
    code = "programme.closed"
    message = _("This programme takes no sellers of this district now. Choose another one.")

    def __init__(self) -> None:
        super().__init__(field="programme")


def enrol_seller(seller: Seller, programme_id: UUID, *, district_id: int, by: Actor) -> Enrolment:
    """Give the seller a place, or one in the waitlist when the cap is reached. Runs in the caller's transaction.

    Raises ProgrammeClosed when the programme is not active today or not for this district.
    """
    programme = (
        Programme.objects.open_on(timezone.localdate()).for_district(district_id).filter(pk=programme_id).first()
    )
    if programme is None:
        raise ProgrammeClosed
    has_place = take_place(programme)
    enrolment = Enrolment.objects.create(
        programme=programme,
        seller=seller,
        status=EnrolmentStatus.ENROLLED if has_place else EnrolmentStatus.WAITLISTED,
    )
    record("seller.enrolled" if has_place else "seller.waitlisted", enrolment, by=by)
    if has_place:
        publish("seller.enrolled", enrolment)
    return enrolment


def take_place(programme: Programme) -> bool:
    """Count one more seller unless the cap is reached; the row's lock orders the takers, so this is exact."""
    below_cap = Q(seller_cap=None) | Q(enrolled_count__lt=F("seller_cap"))
    free = Programme.objects.filter(below_cap, pk=programme.pk, status=ProgrammeStatus.ACTIVE)
    return bool(free.update(enrolled_count=F("enrolled_count") + 1))
