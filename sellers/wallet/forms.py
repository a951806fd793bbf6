"""What a seller writes of a mark or card: the shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onboarding.forms import DocumentInput
from sellers.forms.application import AnswerField, ExpiryField
from sellers.questions.catalogue import QUESTIONS, Question
from sellers.wallet.marks import PAPER_OF


class MarkForm(forms.Form):
    """The number, until when it is valid, and the picture of the paper where the mark has one."""

    upload_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, code: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = QUESTIONS[code]
        self.fields["number"] = AnswerField(
            question,
            label=_("Number on it"),
            help_text=question.hint,
            error_messages={"required": _("Write the number that is printed on it.")},
        )
        self.fields["expires_on"] = ExpiryField()
        if code in PAPER_OF:
            self.fields["picture"] = picture_field(QUESTIONS[PAPER_OF[code]])


def picture_field(question: Question) -> forms.FileField:
    return forms.FileField(
        label=str(question.label),
        help_text=str(question.hint),
        required=False,
        widget=DocumentInput(frame=question.frame),  # type: ignore[arg-type]  # one of its frames, as tests hold
        error_messages={"empty": _("The file is empty. Choose another one.")},
    )
