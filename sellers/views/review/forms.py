"""What an officer types on a file's page: the shape only."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onboarding.pages.fields import TextField
from sellers.actions.applications import Fault
from sellers.actions.marks import Mark
from sellers.actions.repeats import RELATIONS, mark_of_decision
from sellers.actions.unmasking import WHY
from sellers.models import Repeat
from sellers.questions.catalogue import QUESTIONS
from sellers.questions.reasons import OF_REJECTIONS

RIGHT = "right"
MARK, NOTE = "mark-", "note-"
NEEDED = {"required": _("Write it down, so that others can follow your decision.")}


class MarksForm(forms.Form):
    """What the officer marked, answer by answer: right, or a reason and words. What she left alone is left out."""

    def __init__(self, sent: Mapping[str, Any] | None = None) -> None:
        super().__init__(sent)
        for code in QUESTIONS:
            self.fields[MARK + code] = TextField(required=False, max_length=40)
            self.fields[NOTE + code] = TextField(required=False, max_length=500, label=QUESTIONS[code].label)

    @property
    def marks(self) -> list[Mark]:
        found = []
        for code in QUESTIONS:
            said = self.cleaned_data.get(MARK + code, "")
            if said:
                note = self.cleaned_data.get(NOTE + code, "")
                found.append(Mark(code) if said == RIGHT else Mark(code, said, note))
        return found

    @property
    def faults(self) -> list[Fault]:
        return [Fault(mark.code, mark.reason, mark.note) for mark in self.marks if mark.reason]

    @property
    def right(self) -> list[str]:
        return [mark.code for mark in self.marks if not mark.reason]


class RejectForm(forms.Form):
    """Why an application is turned down; the words below are the officer's own."""

    why = forms.ChoiceField(
        choices=[("", _("Choose")), *OF_REJECTIONS.items()],
        label=_("Reason; the seller reads it in her language"),
        error_messages={"required": _("Choose a reason from the list.")},
    )


class NamesForm(forms.Form):
    """The officer's word that other spellings are the same person's. The names are those that her page showed."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    reason = TextField(
        max_length=500,
        error_messages=NEEDED,
        label=_("How do you know that it is the same person?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RepeatForm(forms.Form):
    """How two files belong together, and whether that is allowed."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    relation = forms.ChoiceField(
        choices=[("", _("Choose")), *RELATIONS.items()],
        label=_("How do they belong together?"),
        error_messages={"required": _("Choose how the two belong together.")},
    )
    reason = TextField(
        max_length=500,
        error_messages=NEEDED,
        label=_("How do you know, and why do you decide so?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def about(cls, repeat: Repeat, sent: Mapping[str, Any] | None = None) -> "RepeatForm":
        initial = {"seen": mark_of_decision(repeat), "relation": repeat.relation}
        return cls(sent, initial=initial, auto_id=f"repeat-{repeat.pk}-%s")


class ShowForm(forms.Form):
    """Why an officer must see a masked value."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    why = forms.ChoiceField(
        choices=[("", _("Choose")), *WHY.items()],
        label=_("Why must you see it?"),
        error_messages={"required": _("Choose a reason from the list.")},
    )
    words = TextField(required=False, max_length=200, label=_("Your words"))

    @classmethod
    def about(cls, code: str, sent: Mapping[str, Any] | None = None) -> "ShowForm":
        return cls(sent, initial={"code": code}, auto_id=f"show-{code}-%s")


class LookForm(forms.Form):
    """Why an approved file stands although a registry says something else now."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    reason = TextField(
        max_length=500,
        error_messages=NEEDED,
        label=_("What did you find out?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def about(cls, code: str, sent: Mapping[str, Any] | None = None) -> "LookForm":
        return cls(sent, initial={"code": code}, auto_id=f"look-{code}-%s")
