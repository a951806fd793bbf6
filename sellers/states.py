"""Statuses of applications and enrolments, and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from onboarding.moves import Move, Moves


class ApplicationStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "Sent to the board")
    NEEDS_CHANGES = "needs_changes", pgettext_lazy("application", "Needs changes")
    APPROVED = "approved", pgettext_lazy("application", "Approved")
    REJECTED = "rejected", pgettext_lazy("application", "Not approved")


APPLICATION_MOVES = Moves(
    initial=(ApplicationStatus.DRAFT,),
    steps=(
        Move("submit", (ApplicationStatus.DRAFT, ApplicationStatus.NEEDS_CHANGES), ApplicationStatus.SUBMITTED),
        Move("send_back", (ApplicationStatus.SUBMITTED,), ApplicationStatus.NEEDS_CHANGES),
        Move("approve", (ApplicationStatus.SUBMITTED,), ApplicationStatus.APPROVED),
        Move("reject", (ApplicationStatus.SUBMITTED,), ApplicationStatus.REJECTED),
    ),
)


class EnrolmentStatus(TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("enrolment", "Enrolled")
    WAITLISTED = "waitlisted", pgettext_lazy("enrolment", "On the waitlist")


ENROLMENT_MOVES = Moves(initial=(EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITLISTED), steps=())
