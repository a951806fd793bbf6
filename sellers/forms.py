from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.phones import western_digit
from onboarding.boards.models import Craft, District, Programme
from onboarding.pages.fields import TextField, TextModelChoiceField


class PinField(TextField):
    """A PIN code as people write it (226 003, digits of any script), cleaned to its six western digits."""

    default_validators = [RegexValidator(r"^[1-9][0-9]{5}$", _("A PIN code has 6 digits, for example 221001."))]

    def to_python(self, value: object) -> str:
        return "".join(western_digit(letter) for letter in super().to_python(value) if not letter.isspace())


class ApplicationForm(forms.Form):
    name = TextField(label=_("Your name"), help_text=_("As it stands on your bank book."), max_length=120)
    district = TextModelChoiceField(District.objects.all(), label=_("Your district"), empty_label=_("Choose"))
    address = TextField(label=_("Village or locality, and street"), max_length=300)
    pin = PinField(
        label=_("PIN code"),
        help_text=_("6 digits. It is on your letters."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code", "class": "short"}),
    )
    craft = TextModelChoiceField(Craft.objects.all(), label=_("What do you make?"), empty_label=_("Choose"))
    pan = TextField(
        label=_("PAN number"),
        help_text=_("The 10 letters and digits of your PAN card. You can add it later. We keep it locked."),
        max_length=14,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "short"}),
    )


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
