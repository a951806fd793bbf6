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
from onboarding.moves import move
from onboarding.outbox.actions import publish
from sellers.models import Application, Enrolment, Seller
from sellers.states import ApplicationStatus, EnrolmentStatus


class ProgrammeClosed(DomainError):
    code = "programme.closed"
    message = _("This programme takes no sellers of this district now. Choose another one.")

    def __init__(self) -> None:
        super().__init__(field="programme")


def enrol_seller(seller: Seller, programme_id: UUID, *, district_id: int | None, by: Actor) -> Enrolment:
    """Give the seller a place, or one in the waitlist when the cap is reached. Runs in the caller's transaction.

    Raises ProgrammeClosed when the programme is not active today or not for this district.
    """
    programme = (
        Programme.objects.open_on(timezone.localdate()).for_district(district_id).filter(pk=programme_id).first()
    )
    if programme is None:
        raise ProgrammeClosed
    has_place = not is_awaited(programme) and take_place(programme)
    enrolment = Enrolment.objects.create(
        programme=programme,
        seller=seller,
        status=EnrolmentStatus.ENROLLED if has_place else EnrolmentStatus.WAITLISTED,
    )
    record("seller.enrolled" if has_place else "seller.waitlisted", enrolment, by=by)
    if has_place:
        publish("seller.enrolled", enrolment)
    return enrolment


def is_awaited(programme: Programme) -> bool:
    """Tell whether others wait for a place: one that becomes free is theirs, once an officer gives it to them."""
    return Enrolment.objects.filter(programme=programme, status=EnrolmentStatus.WAITLISTED).exists()


def end_enrolments(seller: Seller, *, by: Actor) -> list[Enrolment]:
    """Free the seller's places and her places in waitlists. Runs in the caller's transaction, which locks the seller.

    Nobody moves up by it: an officer decides who of the waitlist gets the free place.
    """
    standing = Enrolment.objects.exclude(status=EnrolmentStatus.ENDED).filter(seller=seller)
    # By programme, so that two sellers who leave the same programmes never wait for each other crosswise.
    ended = list(standing.locked().order_by("programme_id"))
    for enrolment in ended:
        before = move(enrolment, "end")
        if before == EnrolmentStatus.ENROLLED:
            Programme.objects.filter(pk=enrolment.programme_id).update(enrolled_count=F("enrolled_count") - 1)
        record("enrolment.ended", enrolment, by=by, before=before)
    return ended


def enrol_again(seller: Seller, *, by: Actor) -> list[Enrolment]:
    """Give a seller who came back a place, or one at the end of the waitlist, in the programmes that she had left.

    A programme that takes nobody now is left out. Runs in the caller's transaction, which locks the seller.
    """
    application = Application.objects.filter(seller=seller, status=ApplicationStatus.APPROVED).first()
    if application is None or application.district_id is None:
        return []
    left = Enrolment.objects.filter(seller=seller, status=EnrolmentStatus.ENDED).values("programme")
    open_now = Programme.objects.open_on(timezone.localdate()).for_district(application.district_id)
    programmes = open_now.filter(pk__in=left).order_by("pk").values_list("pk", flat=True)
    return [enrol_seller(seller, each, district_id=application.district_id, by=by) for each in programmes]


def take_place(programme: Programme) -> bool:
    """Count one more seller unless the cap is reached; the row's lock orders the takers, so this is exact."""
    below_cap = Q(seller_cap=None) | Q(enrolled_count__lt=F("seller_cap"))
    free = Programme.objects.filter(below_cap, pk=programme.pk, status=ProgrammeStatus.ACTIVE)
    return bool(free.update(enrolled_count=F("enrolled_count") + 1))
