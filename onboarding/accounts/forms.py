from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.models import Channel
from onboarding.forms import CodeInput, PhoneInput
from onboarding.pages.fields import TextField


class PhoneForm(forms.Form):
    phone = TextField(
        label=_("Your mobile number"),
        help_text=_("We send a code by SMS. It is free."),
        max_length=40,
        widget=PhoneInput,
    )


CODE_LABELS = {
    Channel.SMS: _("The 6 digits from the SMS"),
    Channel.VOICE: _("The 6 digits that you heard"),
    Channel.WHATSAPP: _("The 6 digits from WhatsApp"),
}


class CodeForm(forms.Form):
    code = TextField(max_length=20, widget=CodeInput)

    def __init__(self, *args: Any, channel: str = Channel.SMS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = CODE_LABELS[Channel(channel)]
