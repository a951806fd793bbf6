"""Form fields for people: words that can be read, and choices whose rows carry `{language: text}` names."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from onboarding.forms import refusal_of
from onboarding.pages.templatetags.pages import localtext

# What no keyboard writes: control signs but tab and line break, halves of a character, the mark that stands for
# bytes that were no text, and the signs that turn the direction of what follows. Joiners stay: Hindi needs them.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffd-\uffff]")


class TextField(forms.CharField):
    """Words as a person writes them; what nobody can read, and what may not be kept, is refused here.

    `takes_long_numbers`: a bank account or a list of phones, in which twelve digits are nothing to hide.
    """

    default_error_messages = {
        "unreadable": _("There are signs in this that we cannot read. Delete them, or write it again.")
    }

    def __init__(self, *args: Any, takes_long_numbers: bool = False, **kwargs: Any) -> None:
        self.takes_long_numbers = takes_long_numbers
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text and UNREADABLE.search(text):
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        refusal = refusal_of(self, text or "")
        if refusal:
            raise ValidationError(str(refusal.message), code=refusal.code)
        return text


class TextModelChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A choice among rows, each shown by its `name` in the reader's language, in that order."""

    default_error_messages = {
        "required": _("Choose one from the list."),
        "invalid_choice": _("Choose one from the list."),
    }

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and UNREADABLE.search(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        try:
            return super().to_python(value)
        except ValidationError as refusal:
            # What is no UUID is refused in a sentence that repeats it.
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from refusal

    def label_from_instance(self, row: Any) -> str:
        return localtext(row.name)
