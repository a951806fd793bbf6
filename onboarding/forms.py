"""How every form on the site is drawn, and the inputs that a phone fills easily."""

import unicodedata
from functools import cache
from typing import Any, Literal

from django.conf import settings
from django.forms import BoundField, Field, FileInput, NumberInput, RadioSelect, TextInput
from django.forms.renderers import TemplatesSetting
from django.utils.module_loading import import_string

from onboarding.errors import DomainError


class ShownAgain(BoundField):
    """A field as a refused form shows it again: with what was typed, unless that may not be repeated."""

    def value(self) -> Any:
        value = super().value()
        return "" if self.form.is_bound and isinstance(value, str) and refusal_of(self.field, value) else value


def refusal_of(field: Field, text: str) -> DomainError | None:
    """Return why this text may be neither kept nor shown again, in the words of settings.TYPED_TEXT_GUARD."""
    if getattr(field, "takes_long_numbers", False):
        return None
    digits = "".join(str(unicodedata.decimal(sign)) for sign in text[:40] if sign.isdecimal())
    if getattr(field.widget, "input_type", "") == "tel" and digits.lstrip("0").startswith("91"):
        return None  # a phone with its country code has twelve digits too
    try:
        typed_text_guard()(text)
    except DomainError as refusal:
        return refusal
    return None


@cache
def typed_text_guard() -> Any:
    return import_string(settings.TYPED_TEXT_GUARD)


class HaatRenderer(TemplatesSetting):
    """Draws forms and fields with the project's own templates: label, hint, error, then the input."""

    form_template_name = "onboarding/parts/form.html"
    field_template_name = "onboarding/parts/field.html"
    bound_field_class = ShownAgain


class PhoneInput(TextInput):
    """A box for ten digits, with +91 shown before it and the number pad on phones."""

    input_type = "tel"
    template_name = "onboarding/widgets/phone.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "tel-national", "class": "digits", **(attrs or {})})


class CodeInput(TextInput):
    """A box for a one-time code; phones offer the code from the message."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        defaults = {
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "class": "code",
            "spellcheck": "false",
        }
        super().__init__({**defaults, **(attrs or {})})


class RupeesInput(TextInput):
    """A box for rupees, with ₹ shown before it; a text box, so that 1,200 may be typed as people write it."""

    template_name = "onboarding/widgets/rupees.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "digits", **(attrs or {})})


class CountInput(NumberInput):
    """A small box for a whole number of pieces."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "min": "0", "class": "short", **(attrs or {})})


class PhotoInput(FileInput):
    """Offers the phone's gallery and, with JavaScript, its camera by a button of its own.

    `capture` in the markup would shut the gallery on Android; without it newer Androids hide the camera.
    """

    template_name = "onboarding/widgets/photo.html"
    accepted = "image/*"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": self.accepted, **(attrs or {})})


class DocumentInput(PhotoInput):
    """Asks for a picture of a document inside a frame of its shape, or for its PDF.

    The frames: "card" (PAN, Pehchan), "book" (an opened bank book), "page" (a certificate, upright),
    "scene" (no document: a person at work).
    """

    template_name = "onboarding/widgets/document.html"
    accepted = "image/*,application/pdf"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, frame: Literal["card", "book", "page", "scene"] = "card"
    ) -> None:
        super().__init__(attrs)
        self.frame = frame

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["frame"] = self.frame
        return context


class ChoiceList(RadioSelect):
    """A short list of choices, each a full-width touch target."""

    template_name = "onboarding/widgets/choices.html"
