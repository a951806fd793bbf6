"""What is typed to show who somebody is: the shape only. Neither box ever shows again what was typed into it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onboarding.forms import ChoiceList
from onboarding.pages.fields import TextField

AGREES, DIFFERS = "agrees", "differs"
OFFICE, VISIT = "office", "visit"


class UnseenInput(forms.PasswordInput):
    """A box of words that can be read while they are typed, and that a refused form shows empty."""

    input_type = "text"

    def __init__(self, **attrs: str) -> None:
        super().__init__({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", **attrs})


class TokenForm(forms.Form):
    token = TextField(
        label=_("The code that DigiLocker showed you"),
        help_text=_("Letters and digits, at least 8. It is not your Aadhaar number."),
        max_length=250,
        widget=UnseenInput(),
    )


class SeenForm(forms.Form):
    """What an officer saw on a card. The box is no shorter than a card's number: a cut one would give the wrong end."""

    aadhaar_last_four = TextField(
        label=_("The last four digits on the card"),
        help_text=_("Only these four, never the whole number."),
        max_length=40,
        widget=UnseenInput(inputmode="numeric", **{"class": "short"}),
    )
    result = forms.ChoiceField(
        label=_("Do name and face agree with this file?"),
        choices=[(AGREES, _("Yes, it is this person")), (DIFFERS, _("No, they differ"))],
        widget=ChoiceList,
        error_messages={"required": _("Choose yes or no."), "invalid_choice": _("Choose yes or no.")},
    )
    where = forms.ChoiceField(
        label=_("Where did you see it?"),
        choices=[(OFFICE, _("At the office or a workshop")), (VISIT, _("On a visit to her"))],
        initial=OFFICE,
        widget=ChoiceList,
        error_messages={"required": _("Choose one from the list."), "invalid_choice": _("Choose one from the list.")},
    )

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent, auto_id="identity-%s")
