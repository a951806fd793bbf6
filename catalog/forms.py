import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.phones import western_digit
from onboarding.boards.models import Craft
from onboarding.forms import CountInput, PhotoInput, RupeesInput
from onboarding.pages.fields import TextField, TextModelChoiceField

MAX_PRICE_PAISE = 10_00_00_000_00  # ten crore rupees: above it someone mistyped
PRICE_FORM = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,2})?")


class PriceField(TextField):
    """Rupees as people write them (₹2,400 or 2400.50, digits of any script), cleaned to integer paise."""

    widget = RupeesInput

    def clean(self, value: object) -> int:
        typed = super().clean(value)
        compact = "".join(western_digit(letter) for letter in typed if letter not in "₹, \u00a0")
        if not PRICE_FORM.fullmatch(compact):
            raise ValidationError(_("Write the price in digits, for example 2400 or 2400.50."), code="price.invalid")
        paise = int(Decimal(compact) * 100)
        if not 0 < paise <= MAX_PRICE_PAISE:
            raise ValidationError(_("The price must be more than ₹0 and at most ₹10 crore."), code="price.range")
        return paise


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("A photo of the piece"),
        widget=PhotoInput,
        allow_empty_file=True,
        error_messages={"required": _("Take a photo first, or choose one.")},
    )


class DetailsForm(forms.Form):
    title = TextField(
        label=_("What is it called?"),
        help_text=_("For example: Red Banarasi silk saree with zari border"),
        max_length=150,
    )
    description = TextField(
        label=_("Tell the buyer about it"),
        help_text=_("What it is made of, how long it took, how to care for it."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    craft = TextModelChoiceField(Craft.objects.all(), label=_("Craft"), empty_label=_("Choose"))
    material = TextField(
        label=_("What is it made of?"), help_text=_("For example: pure silk, brass, sheesham wood"), max_length=60
    )
    color = TextField(label=_("Colour"), max_length=40)
    size = TextField(label=_("Size"), help_text=_("For example: 5.5 metres, 7, or M"), max_length=30, required=False)
    price_paise = PriceField(
        label=_("Your price for one piece"), help_text=_("In rupees. This is what the buyer pays.")
    )
    mrp_paise = PriceField(label=_("MRP"), help_text=_("The highest price, printed on the label, taxes included."))
    quantity = forms.IntegerField(
        label=_("How many pieces are ready?"), min_value=1, max_value=100_000, initial=1, widget=CountInput
    )
