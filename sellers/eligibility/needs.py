"""What a seller may still need; the codes of facts about her are those that her application uses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Need(TextChoices):
    PAN = "pan", _("PAN")
    ENROLMENT_ID = "enrolment_id", _("GST enrolment number")
    GSTIN = "gstin", _("GSTIN")
    BANK_ACCOUNT = "bank_account", _("Bank account")
    PEHCHAN = "pehchan", _("Pehchan or weaver card")
    FOOD_LICENCE = "food_licence", _("FSSAI number")
    COSMETICS_LICENCE = "cosmetics_licence", _("Licence to make cosmetics")
    GOODS_LICENCE = "goods_licence", _("Perhaps a licence for your goods")
