"""Why something must be mended, and why an application is turned down: codes whose words exist in each language."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError
from sellers.questions.catalogue import QUESTIONS, Kept, Text

OF_PICTURES: Mapping[str, Text] = {
    "blurred": _("The photo is blurred. Take it again, in daylight."),
    "cut_off": _("A part of the paper is cut off. All four corners should be in the photo."),
    "other_paper": _("This is another paper than the one we need."),
    "expired": _("This paper is too old. Do you have the new one?"),
    "other_person": _("This paper is in another person's name."),
    "missing_photo": _("We need this photo too. Please take it."),
    "hide_aadhaar": _("A whole Aadhaar number can be seen. Cover the first eight digits and take the photo again."),
}
OF_ANSWERS: Mapping[str, Text] = {
    "not_readable": _("We cannot read this. Please write it again."),
    "not_as_on_paper": _("This is not what the paper shows. Please compare them."),
    "not_known": _("The register does not know this number. Please look at the paper again."),
    "cancelled": _("The register says that this was cancelled."),
    "other_name": _("The register has this in another name."),
    "incomplete": _("Something is missing here."),
    "missing": _("We need this too. Please fill it in."),
}
OF_REJECTIONS: Mapping[str, Text] = {
    "not_maker": _("We could not see that you make the goods yourself."),
    "other_district": _("Your district is not part of this programme."),
    "registered_twice": _("You are registered already, with another file."),
    "false_papers": _("A paper is not genuine."),
    "no_answer": _("We asked several times and got no answer."),
    "other": _("For another reason, which the officer has written below."),
}


MISSING = ("missing", "missing_photo")  # what can be said of a question that has no answer


class UnknownReason(DomainError):
    code = "reason.unknown"
    message = _("Choose a reason from the list.")


def require_reason(code: str, reason: str) -> None:
    """Raise UnknownReason unless this reason fits this question."""
    if code not in QUESTIONS or reason not in reasons_for(code):
        raise UnknownReason(field=code)


def reasons_for(code: str) -> Mapping[str, Text]:
    """Return the reasons that fit this question, by code."""
    return OF_PICTURES if QUESTIONS[code].kept is Kept.DOCUMENT else OF_ANSWERS


def reason_text(reason: str) -> Text:
    """Return the reason's sentence in the reader's language; an unknown code has none."""
    return {**OF_PICTURES, **OF_ANSWERS, **OF_REJECTIONS}.get(reason, "")
