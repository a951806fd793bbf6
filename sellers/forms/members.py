"""What a group types about its members: the shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.phones import normalise_phone, western_digit
from onboarding.boards.models import Craft
from onboarding.errors import DomainError
from onboarding.forms import PhoneInput, RupeesInput
from onboarding.pages.fields import TextField, TextModelChoiceField
from sellers.actions.members import NewMember
from sellers.forms.people import NameField

MAX_WAGE_PAISE = 1_00_000_00  # a lakh of rupees for one piece: above it someone mistyped
LIST_CHARS = 60_000


class PhoneField(TextField):
    """A mobile number, made canonical; empty where she has none."""

    widget = PhoneInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(takes_long_numbers=True, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return normalise_phone(typed) if typed else ""
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal.message), code=refusal.code) from refusal


class WholeField(TextField):
    """A whole number in digits of any script, or None."""

    def __init__(self, *, least: int, most: int, wrong: Any, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)
        self.least, self.most, self.wrong = least, most, wrong

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        digits = "".join(western_digit(sign) for sign in typed if sign not in "₹%, \u00a0")
        if not typed:
            return None
        if not (digits.isascii() and digits.isdecimal()) or not self.least <= int(digits) <= self.most:
            raise forms.ValidationError(self.wrong, code="number.range")
        return int(digits)


class MemberForm(forms.Form):
    name = NameField(label=_("Her or his name"), max_length=240)
    phone = PhoneField(
        label=_("Mobile number"),
        help_text=_("We tell her by SMS that she is on this list. It costs her nothing."),
        max_length=40,
        required=False,
    )
    reach = TextField(
        label=_("No phone? How is she reached?"),
        help_text=_("For example: through her sister Meena, or at the weaving centre on Mondays."),
        max_length=200,
        required=False,
    )
    craft = TextModelChoiceField(
        Craft.objects.all(), label=_("What does she make?"), empty_label=_("As the group"), required=False
    )
    share_percent = WholeField(
        label=_("Her share of what is sold, in percent"),
        least=0,
        most=100,
        wrong=_("Write a whole number from 0 to 100."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )
    piece_wage = WholeField(
        label=_("Or her wage for each piece, in rupees"),
        least=1,
        most=MAX_WAGE_PAISE // 100,
        wrong=_("Write whole rupees, from 1 to 1,00,000."),
        widget=RupeesInput,
    )
    is_signatory = forms.BooleanField(label=_("She may sign for the group."), required=False)

    def clean_reach(self) -> str:
        return " ".join(self.cleaned_data["reach"].split())

    @property
    def member(self) -> NewMember:
        """Return what was typed, once the form is valid."""
        typed = self.cleaned_data
        wage = typed["piece_wage"]
        return NewMember(
            name=typed["name"],
            phone=typed["phone"],
            reach=typed["reach"],
            craft=typed["craft"],
            share_percent=typed["share_percent"],
            piece_wage_paise=wage * 100 if wage is not None else None,
            is_signatory=typed["is_signatory"],
        )


def initial_of(member: NewMember) -> dict[str, Any]:
    """Return a member as the form shows her."""
    wage = member.piece_wage_paise
    return {
        "name": member.name,
        "phone": member.phone.removeprefix("+91"),
        "reach": member.reach,
        "craft": member.craft.pk if member.craft else None,
        "share_percent": member.share_percent,
        "piece_wage": wage // 100 if wage is not None else None,
        "is_signatory": member.is_signatory,
    }


class MemberListForm(forms.Form):
    lines = TextField(
        label=_("One line a member: name, phone"),
        help_text=_("For example: Asha Devi, 98765 43210. Without a phone: Asha Devi, through her sister Meena."),
        max_length=LIST_CHARS,
        takes_long_numbers=True,  # phones with 91 before them; each line is looked at by itself
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"max_length": _("This is too long for one time. Send the first 500 lines, then the rest.")},
    )
