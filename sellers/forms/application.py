"""What a seller and an officer type: the shape only."""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from onboarding.boards.models import Cluster, Craft, District, Programme
from onboarding.errors import DomainError
from onboarding.forms import ChoiceList, DocumentInput
from onboarding.pages.fields import TextField, TextModelChoiceField
from sellers.actions.answers import EXPIRY
from sellers.models import SellerKind
from sellers.questions.catalogue import QUESTIONS, Question

if TYPE_CHECKING:
    from django.db.models import QuerySet

WIDGETS: Mapping[str, Mapping[str, Any]] = {
    "name": {"autocomplete": "name"},
    "address": {"autocomplete": "street-address"},
    "pin": {"inputmode": "numeric", "autocomplete": "postal-code", "class": "short"},
    "pan": {"autocomplete": "off", "autocapitalize": "characters", "class": "short"},
    "gstin": {"autocomplete": "off", "autocapitalize": "characters"},
    "bank_account": {"inputmode": "numeric", "autocomplete": "off"},
    "ifsc": {"autocomplete": "off", "autocapitalize": "characters", "class": "short"},
    "udyam": {"autocomplete": "off", "autocapitalize": "characters"},
    # Off also keeps a number out of the browser's memory of forms and out of the tab's (haat.js).
    "artisan_card": {"autocomplete": "off"},
    "enrolment_id": {"autocomplete": "off"},
    "khadi_certificate": {"autocomplete": "off"},
    "handloom_mark": {"autocomplete": "off"},
    "silk_mark": {"autocomplete": "off"},
    "gi_user": {"autocomplete": "off"},
}


KEPT_LOCKED = _("We have it: {}. Write it again only to change it.")


class AnswerField(TextField):
    """One answer in words or digits, made canonical by its question; refused in the question's own sentence."""

    def __init__(self, question: Question, **kwargs: Any) -> None:
        self.question = question
        widget = forms.TextInput(attrs=dict(WIDGETS.get(question.code, {})))
        # Room for spaces and hyphens that people put between digits; the question knows the true length.
        takes_long_numbers = question.code == "bank_account"
        super().__init__(
            max_length=question.max_length * 2, widget=widget, takes_long_numbers=takes_long_numbers, **kwargs
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text or self.question.normalise is None:
            return str(text)
        try:
            return self.question.normalise(text)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal.message), code=refusal.code) from refusal


class ExpiryField(forms.DateField):
    """Until when a paper holds, from the phone's own calendar or typed as 31.12.2027."""

    def __init__(self) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
        formats = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"]
        super().__init__(label=_("Valid until"), required=False, widget=widget, input_formats=formats)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not 2000 <= day.year <= 2100:
            raise forms.ValidationError(_("Look at the year again."), code="expiry.year")
        return day


class StepForm(forms.Form):
    """The questions of one step. An answer may wait, even a needed one: what is missing shows in the list.

    `locked` are secret answers that stand already, masked, by code: they do not come back into the form, and a box left
    empty keeps them.
    """

    def __init__(
        self,
        codes: Iterable[str],
        *args: Any,
        needed: Container[str] = (),
        locked: Mapping[str, str] | None = None,
        district: District | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.locked = locked or {}
        for code in codes:
            for name, field in fields_of(QUESTIONS[code], district):
                field.is_needed = name in needed  # type: ignore[attr-defined]  # field.html says what is optional
                self.fields[name] = field
        for code, masked in self.locked.items():
            self.fields[code].help_text = format_lazy(KEPT_LOCKED, masked)

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was typed well, so that one bad answer does not cost the others."""
        well = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        return {name: value for name, value in well.items() if value or name not in self.locked}


def fields_of(question: Question, district: District | None) -> list[tuple[str, forms.Field]]:
    """Return the form fields of one question by name; `district` narrows the clusters."""
    help_text = format_lazy("{} {}", question.why, question.hint) if question.hint else question.why
    texts: dict[str, Any] = {"label": question.label, "help_text": help_text, "required": False}
    match question.code:
        case "kind":
            texts |= {"required": True, "initial": SellerKind.INDIVIDUAL}
            # Django's own sentence repeats what was sent.
            wrong = {"invalid_choice": _("Choose one from the list.")}
            kinds = forms.ChoiceField(choices=SellerKind.choices, widget=ChoiceList, error_messages=wrong, **texts)
            return [("kind", kinds)]
        case "district":
            return [("district", TextModelChoiceField(District.objects.all(), empty_label=_("Choose"), **texts))]
        case "craft":
            return [("craft", TextModelChoiceField(Craft.objects.all(), empty_label=_("Choose"), **texts))]
        case "cluster":
            clusters = Cluster.objects.filter(district=district) if district else Cluster.objects.none()
            return [("cluster", TextModelChoiceField(clusters, empty_label=_("I do not know"), **texts))]
        case "name":
            return [("name", AnswerField(question, **{**texts, "required": True}))]
    found: list[tuple[str, forms.Field]] = [(question.code, AnswerField(question, **texts))]
    if question.has_expiry:
        found.append((question.code + EXPIRY, ExpiryField()))
    return found


class PictureForm(forms.Form):
    """The picture of a paper and the words beside it. The picture is read by files, under its own limits."""

    upload_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"] = forms.FileField(
            label=str(question.label),
            help_text=str(question.hint),
            widget=DocumentInput(frame=question.frame),  # type: ignore[arg-type]  # one of its frames, as tests hold
            error_messages={
                "required": _("Take a photo or choose one, then send it."),
                "empty": _("The file is empty. Choose another one."),
            },
        )
        if question.spells_name:
            self.fields["spelled_name"] = TextField(
                label=_("The name as this paper spells it"),
                help_text=_("Letter by letter, even if it is spelled wrong."),
                max_length=120,
                required=False,
            )
        if question.has_expiry:
            self.fields["expires_on"] = ExpiryField()


class ProgrammeForm(forms.Form):
    """The programme that a seller joins. A single one is chosen already; among several the officer must choose."""

    programme = TextModelChoiceField(
        Programme.objects.none(),
        label=_("Programme"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the programme that the seller joins.")},
    )

    def __init__(self, *args: object, programmes: "QuerySet[Programme]", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        if len(programmes) == 1:
            self.initial["programme"] = programmes[0]
