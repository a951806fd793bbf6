"""How every form on the site is drawn, and the inputs that a phone fills easily."""

from typing import Any

from django.forms import FileInput, NumberInput, RadioSelect, TextInput
from django.forms.renderers import TemplatesSetting


class HaatRenderer(TemplatesSetting):
    """Draws forms and fields with the project's own templates: label, hint, error, then the input."""

    form_template_name = "onboarding/parts/form.html"
    field_template_name = "onboarding/parts/field.html"


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
    """Opens the phone's back camera or its gallery; shows what the photo is for."""

    template_name = "onboarding/widgets/photo.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/*", "capture": "environment", **(attrs or {})})


class ChoiceList(RadioSelect):
    """A short list of choices, each a full-width touch target."""

    template_name = "onboarding/widgets/choices.html"
