"""What a call says: the code digit by digit, slowly, and twice.

Calls need no registered text, so the words stand here. A comma is a short pause of the gateway's voice, a full stop
a long one.
"""

from collections.abc import Mapping

from onboarding.accounts.models import Purpose

DIGITS: Mapping[str, tuple[str, ...]] = {
    "hi": ("शून्य", "एक", "दो", "तीन", "चार", "पाँच", "छह", "सात", "आठ", "नौ"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
SENTENCES: Mapping[str, str] = {
    "hi": "नमस्ते। यह हाट सेतु है। {what} आपका कोड है। {code}। एक बार फिर सुनिए। {code}। यह कोड किसी को मत बताइए।",
    "en": "Hello. This is Haat Setu. Your code {what} is: {code}. Once more: {code}. Tell this code to nobody.",
}
WHAT: Mapping[str, Mapping[str, str]] = {
    Purpose.SIGN_IN: {"hi": "अंदर आने का", "en": "to sign in"},
    Purpose.CONFIRM_FILE: {
        "hi": "हमारे साथी ने आपकी जो फ़ाइल भरी है, उसे सही मानने का",
        "en": "to confirm the file that our helper filled in for you",
    },
    Purpose.WITHDRAW: {"hi": "हाट सेतु छोड़ने का", "en": "to leave Haat Setu"},
    Purpose.CHANGE_NUMBER: {"hi": "फ़ोन नंबर बदलने का", "en": "to change your phone number"},
    Purpose.MEMBER_CONSENT: {
        "hi": "समूह में अपना नाम जोड़ने की हाँ का",
        "en": "to agree that a group lists you as its member",
    },
    Purpose.COPY_FILE: {
        "hi": "अपनी फ़ाइल दूसरे बोर्ड को देने का",
        "en": "to give a copy of your file to another board",
    },
    Purpose.RESET_PIN: {"hi": "नया पिन बनाने का", "en": "to choose a new PIN"},
    Purpose.HELP: {"hi": "किसी के सामान बेचने में मदद करने का", "en": "to help a seller with her goods"},
    Purpose.MY_DATA: {"hi": "आपके बारे में जो लिखा है वह देखने का", "en": "to see all that is kept about you"},
}


def spoken_code(code: str, *, purpose: str, language: str) -> str:
    """Return the words of the call, in the language if we speak it, else in English."""
    language = language if language in SENTENCES else "en"
    digits = ", ".join(DIGITS[language][int(digit)] for digit in code)
    return SENTENCES[language].format(what=WHAT[purpose][language], code=digits)
