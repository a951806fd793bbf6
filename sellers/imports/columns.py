"""What a column of an office's list can hold, and the words that offices put above it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """One thing that we take from a list. `headers` are words seen above it; their order does not matter."""

    code: str
    label: str | Promise
    headers: tuple[str, ...]
    is_required: bool = False
    is_secret: bool = False


ALL: tuple[Column, ...] = (
    Column(
        "name",
        _("Name"),
        (
            "name", "full name", "name artisan", "name weaver", "name seller", "name beneficiary", "name applicant",
            "name entrepreneur", "name unit", "name shg", "name group", "name society", "name institution", "name firm",
            "name craftsman", "name member", "नाम", "पूरा नाम", "कारीगर नाम", "बुनकर नाम", "लाभार्थी नाम", "आवेदक नाम",
            "विक्रेता नाम", "शिल्पी नाम", "शिल्पकार नाम", "समूह नाम", "समिति नाम", "संस्था नाम", "इकाई नाम", "फर्म नाम",
            "उद्यमी नाम", "हस्तशिल्पी नाम",
        ),
        is_required=True,
    ),
    Column(
        "phone",
        _("Mobile number"),
        (
            "phone", "mobile", "mobile phone", "cell", "contact", "telephone", "whatsapp", "phone mobile", "mob",
            "contact mobile", "contact phone", "registered mobile", "mobile 1", "phone 1", "ph", "फोन", "मोबाइल",
            "मोबाईल", "मो", "मो०", "दूरभाष", "संपर्क", "मोबाइल फोन", "फोन मोबाइल", "व्हाट्सएप", "संपर्क मोबाइल", "चलभाष",
        ),
        is_required=True,
    ),
    Column(
        "district",
        _("District"),
        (
            "district", "district name", "dist", "distt", "lgd", "lgd code", "district code", "district lgd",
            "district lgd code", "lgd district code", "home district", "जिला", "जनपद", "जिला नाम", "जनपद नाम",
            "जिला कोड", "गृह जनपद", "गृह जिला", "एलजीडी कोड",
        ),
        is_required=True,
    ),
    Column(
        "craft",
        _("Craft"),
        (
            "craft", "craft name", "trade", "product", "products", "odop product", "odop", "type craft", "skill",
            "work", "craft practised", "craft practiced", "item", "product name", "craft code", "शिल्प", "शिल्प नाम",
            "कला", "काम", "हुनर", "उत्पाद", "उत्पाद नाम", "ओडीओपी उत्पाद", "ओडीओपी", "शिल्प प्रकार", "ट्रेड", "व्यवसाय", "विधा",
        ),
    ),
    Column(
        "address",
        _("Address"),
        (
            "address", "full address", "postal address", "residential address", "street", "house", "locality", "place",
            "address 1", "permanent address", "present address", "पता", "पूरा पता", "स्थायी पता", "वर्तमान पता", "मोहल्ला",
            "निवास", "स्थान", "गली", "मकान",
        ),
    ),
    Column(
        "village",
        _("Village"),
        ("village", "village name", "village town", "town", "gram", "gram panchayat", "panchayat", "city", "ward",
         "village city", "गांव", "ग्राम", "गांव नाम", "ग्राम नाम", "ग्राम पंचायत", "शहर", "नगर", "वार्ड", "कस्बा"),
    ),
    Column(
        "block",
        _("Block or tehsil"),
        ("block", "block name", "tehsil", "tahsil", "taluka", "sub district", "ब्लॉक", "ब्लाक", "तहसील", "विकास खंड",
         "विकासखंड", "ब्लॉक नाम", "तहसील नाम"),
    ),
    Column(
        "pin",
        _("PIN code"),
        ("pin", "pin code", "pincode", "postal code", "zip", "zip code", "post code", "पिन", "पिन कोड", "पिनकोड",
         "डाक कोड"),
    ),
    Column(
        "pan",
        _("PAN"),
        ("pan", "pan card", "permanent account", "income tax pan", "पैन", "पैन कार्ड"),
        is_secret=True,
    ),
    Column(
        "gstin",
        _("GSTIN"),
        ("gstin", "gst", "gst in", "gst registration", "gst gstin", "gstin uin", "जीएसटी", "जीएसटीएन", "जीएसटीआईएन",
         "जीएसटी पंजीकरण"),
        is_secret=True,
    ),
    Column(
        "enrolment_id",
        _("GST enrolment number"),
        ("gst enrolment", "gst enrolment id", "gst enrollment", "gst enrollment id", "जीएसटी नामांकन",
         "जीएसटी नामांकन आईडी"),
    ),
    Column(
        "udyam",
        _("Udyam number"),
        ("udyam", "udyam registration", "udyam reg", "msme", "msme registration", "udyam aadhaar", "udyam certificate",
         "msme udyam", "उद्यम", "उद्यम पंजीकरण", "एमएसएमई", "उद्यम पंजीयन", "उद्यम रजिस्ट्रेशन"),
    ),
    Column(
        "bank_account",
        _("Bank account"),
        ("bank account", "account", "a c", "bank a c", "ac", "acc", "acct", "bank ac", "savings account",
         "saving account", "bank account a c", "beneficiary account", "खाता", "बैंक खाता", "बचत खाता", "लाभार्थी खाता"),
        is_secret=True,
    ),
    Column(
        "ifsc",
        _("IFSC"),
        ("ifsc", "ifsc code", "bank ifsc", "bank ifsc code", "branch ifsc", "ifs code", "आईएफएससी", "आईएफएससी कोड",
         "आई एफ एस सी", "आईएफएस कोड", "बैंक आईएफएससी"),
    ),
    Column(
        "artisan_card",
        _("Artisan or weaver card"),
        ("artisan card", "weaver card", "pehchan", "pehchan card", "artisan id", "artisan id card",
         "artisan identity card", "weaver id", "weaver id card", "pahchan card", "pehchan id", "artisan card pehchan",
         "हस्तशिल्प कार्ड", "पहचान कार्ड", "बुनकर कार्ड", "कारीगर कार्ड", "शिल्पी पहचान पत्र", "कारीगर पहचान पत्र",
         "बुनकर पहचान पत्र", "शिल्पी कार्ड"),
    ),
    Column(
        "khadi_certificate",
        _("Khadi certificate"),
        ("khadi certificate", "kvic certificate", "kvic", "khadi mark", "खादी प्रमाण पत्र", "खादी प्रमाणपत्र"),
    ),
    Column(
        "kind",
        _("Who sells"),
        ("kind", "category seller", "type seller", "seller kind", "seller type", "kind seller", "type unit",
         "type applicant", "unit type", "applicant type", "constitution", "विक्रेता प्रकार", "इकाई प्रकार",
         "आवेदक प्रकार", "संस्था प्रकार"),
    ),
    Column(
        "language",
        _("Language"),
        ("language", "preferred language", "sms language", "भाषा", "पसंदीदा भाषा"),
    ),
)  # fmt: skip
COLUMNS: Mapping[str, Column] = {column.code: column for column in ALL}
REQUIRED = tuple(column.code for column in ALL if column.is_required)

# The two columns that our error file adds. They are known again when the mended file comes back, and passed over.
REASON = "reason"
REASON_HEADERS = ("कारण – क्यों नहीं जुड़ा", "Reason – why it was not added")
LEFT_OUT = ""
