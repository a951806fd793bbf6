from django import forms
from django.utils.translation import gettext_lazy as _

from onboarding.forms import CodeInput, PhoneInput
from onboarding.pages.fields import TextField


class PhoneForm(forms.Form):
    phone = TextField(
        label=_("Your mobile number"),
        help_text=_("We send a code by SMS. It is free."),
        max_length=40,
        widget=PhoneInput,
    )


class CodeForm(forms.Form):
    code = TextField(label=_("The 6 digits from the SMS"), max_length=20, widget=CodeInput)
