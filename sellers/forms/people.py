"""What people type about themselves, a number, a PIN or a helper: the shape only."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError
from onboarding.forms import ChoiceList, PhoneInput
from onboarding.pages.fields import TextField
from sellers.actions.helpers import Relation
from sellers.identifiers.names import clean_name
from sellers.models import Assistance


class PinInput(forms.PasswordInput):
    """A box for a PIN: hidden from who looks over the shoulder, with the number pad on phones."""

    def __init__(self, autocomplete: str = "off") -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": autocomplete, "class": "code", "maxlength": "6"})


class PinField(TextField):
    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label=label, max_length=40, widget=PinInput(), **kwargs)


class NameField(TextField):
    """A person's name, made canonical and refused as the application does it."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return clean_name(text) if text else str(text)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal.message), code=refusal.code) from refusal


class PinForm(forms.Form):
    pin = PinField(_("Your secret PIN"))


class NewPinForm(forms.Form):
    pin = PinField(
        _("Your new secret PIN"),
        help_text=_("4 to 6 digits that only you know: not in a row, not all the same, no year."),
    )
    again = PinField(_("The same PIN once more"))

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "pin" in self.cleaned_data and again != self.cleaned_data["pin"]:
            raise forms.ValidationError(_("The two are not the same. Write the PIN once more."), code="pin.differs")
        return again


class ChangePinForm(NewPinForm):
    old = PinField(_("Your PIN until now"))
    field_order = ["old", "pin", "again"]


class NumberForm(forms.Form):
    phone = TextField(
        label=_("Your new mobile number"),
        help_text=_("We send a code to it, and then one to the old number."),
        max_length=40,
        widget=PhoneInput,
    )


class ReasonForm(forms.Form):
    """An officer's reason for the history, where a person shows herself."""

    reason = TextField(
        label=_("How do you know her?"),
        help_text=_("For example which paper she showed. It stays in the history."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


class LostNumberForm(ReasonForm):
    phone = TextField(
        label=_("Her new mobile number"),
        help_text=_("She reads you the code that we send to it."),
        max_length=40,
        widget=PhoneInput,
    )
    field_order = ["phone", "reason"]


class HelperForm(forms.Form):
    name = NameField(label=_("Name of your helper"), max_length=240)
    phone = TextField(
        label=_("Her or his mobile number"),
        help_text=_("We send a code to it, and you write it here."),
        max_length=40,
        widget=PhoneInput,
    )
    relation = forms.ChoiceField(label=_("Who is it?"), choices=Relation.choices, widget=ChoiceList)
    is_adult = forms.BooleanField(
        label=_("My helper is 18 years or older."),
        error_messages={"required": _("A helper must be 18 or older.")},
    )


class AssistForm(forms.Form):
    phone = TextField(
        label=_("Mobile number of the artisan"),
        help_text=_("Her own: she confirms by a code to it."),
        max_length=40,
        widget=PhoneInput,
    )
    name = NameField(
        label=_("Name of the artisan or group"), help_text=_("As it stands on the bank book."), max_length=240
    )
    language = forms.ChoiceField(
        label=_("Her language"),
        help_text=_("Her messages come in it."),
        choices=settings.LANGUAGES,
        initial="hi",
        widget=ChoiceList,
    )


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What did she say?"), choices=Assistance.Outcome.choices, widget=ChoiceList)
    note = TextField(label=_("Your note"), required=False, max_length=500, widget=forms.Textarea({"rows": 3}))
