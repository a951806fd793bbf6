"""Statuses of the sellers' rows and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from onboarding.moves import Move, Moves


class SellerStatus(TextChoices):
    ACTIVE = "active", pgettext_lazy("seller", "Active")
    STOPPING = "stopping", pgettext_lazy("seller", "Stopping")
    WITHDRAWN = "withdrawn", pgettext_lazy("seller", "Withdrawn")
    ERASED = "erased", pgettext_lazy("seller", "Erased")


SELLER_MOVES = Moves(
    initial=(SellerStatus.ACTIVE,),
    steps=(
        Move("stop", (SellerStatus.ACTIVE,), SellerStatus.STOPPING),
        Move("withdraw", (SellerStatus.STOPPING,), SellerStatus.WITHDRAWN),
        Move("come_back", (SellerStatus.WITHDRAWN,), SellerStatus.ACTIVE),
        Move("erase", (SellerStatus.WITHDRAWN,), SellerStatus.ERASED),
    ),
)


class ApplicationStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "Sent to the board")
    IN_REVIEW = "in_review", pgettext_lazy("application", "Being read")
    NEEDS_CHANGES = "needs_changes", pgettext_lazy("application", "Needs changes")
    APPROVED = "approved", pgettext_lazy("application", "Approved")
    REJECTED = "rejected", pgettext_lazy("application", "Not approved")


_A = ApplicationStatus
APPLICATION_MOVES = Moves(
    initial=(_A.DRAFT,),
    steps=(
        Move("submit", (_A.DRAFT, _A.NEEDS_CHANGES), _A.SUBMITTED),
        Move("take", (_A.SUBMITTED,), _A.IN_REVIEW),
        Move("approve", (_A.SUBMITTED, _A.IN_REVIEW), _A.APPROVED),
        Move("send_back", (_A.SUBMITTED, _A.IN_REVIEW), _A.NEEDS_CHANGES),
        Move("reject", (_A.SUBMITTED, _A.IN_REVIEW), _A.REJECTED),
        Move("reconsider", (_A.REJECTED,), _A.IN_REVIEW),
    ),
)


class EnrolmentStatus(TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("enrolment", "Enrolled")
    WAITLISTED = "waitlisted", pgettext_lazy("enrolment", "On the waitlist")
    ENDED = "ended", pgettext_lazy("enrolment", "Ended")


_E = EnrolmentStatus
ENROLMENT_MOVES = Moves(
    initial=(_E.ENROLLED, _E.WAITLISTED),
    steps=(Move("end", (_E.ENROLLED, _E.WAITLISTED), _E.ENDED),),
)


class MemberStatus(TextChoices):
    LISTED = "listed", pgettext_lazy("member", "Listed")
    CONFIRMED = "confirmed", pgettext_lazy("member", "Said yes")
    DISPUTED = "disputed", pgettext_lazy("member", "Said: not me")
    LEFT = "left", pgettext_lazy("member", "Left the group")


_M = MemberStatus
MEMBER_MOVES = Moves(
    initial=(_M.LISTED,),
    steps=(
        Move("confirm", (_M.LISTED, _M.DISPUTED), _M.CONFIRMED),
        Move("dispute", (_M.LISTED, _M.CONFIRMED), _M.DISPUTED),
        Move("leave", (_M.LISTED, _M.CONFIRMED, _M.DISPUTED), _M.LEFT),
    ),
)


class NumberChangeStatus(TextChoices):
    ASKED = "asked", pgettext_lazy("number change", "Asked for")
    PROVED = "proved", pgettext_lazy("number change", "New number proved")
    DONE = "done", pgettext_lazy("number change", "Changed")
    REFUSED = "refused", pgettext_lazy("number change", "Refused")


_N = NumberChangeStatus
NUMBER_CHANGE_MOVES = Moves(
    initial=(_N.ASKED,),
    steps=(
        Move("prove", (_N.ASKED,), _N.PROVED),
        Move("change", (_N.PROVED,), _N.DONE),
        Move("refuse", (_N.ASKED, _N.PROVED), _N.REFUSED),
    ),
)


class ImportStatus(TextChoices):
    UPLOADED = "uploaded", pgettext_lazy("import", "Waiting for its columns")
    RUNNING = "running", pgettext_lazy("import", "Running")
    DONE = "done", pgettext_lazy("import", "Done")
    REFUSED = "refused", pgettext_lazy("import", "Not readable")


_I = ImportStatus
IMPORT_MOVES = Moves(
    initial=(_I.UPLOADED,),
    steps=(
        Move("start", (_I.UPLOADED,), _I.RUNNING),
        Move("finish", (_I.RUNNING,), _I.DONE),
        Move("refuse", (_I.UPLOADED, _I.RUNNING), _I.REFUSED),
    ),
)
