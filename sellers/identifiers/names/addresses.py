"""Links and numbers kept out of names: a name stands in SMS to strangers, under the board's own header."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sellers.identifiers.names.words import SPELLED_OUT, TITLES

WEB_ADDRESS = _("Write the name without a web address, and leave a space after each dot.")
SLASH = _("Write the name without the sign /; only M/s before a firm, or w/o, s/o and d/o between two names, may stay.")
AT_SIGN = _("Write the name only, without the sign @ and what belongs to it.")
LONG_NUMBER = _("Write the name only, without a phone number or another long number.")

MARKED_ADDRESS = re.compile(r"(?i)://|(?:^|\s)www\.").search
DOTTED = re.compile(r"[^\s.,'’&/()]+(?:\.[^\s.,'’&/()]+)+")
FIRM_START = re.compile(r"(?i)^\s*m\s?/\s?s(?=[\s.]|$)")
# What `words.RELATION` reads as "wife of", "care of" and so on.
RELATION = re.compile(r"(?i)(?<=\s)[wsdch]\s?/\s?o(?=[\s.]|$)")
# A run of five, or eight with spaces or signs between: a PIN code, a phone number, an account.
DIGITS = re.compile(r"\d{5}|\d(?:[\s.,'’&()-]{0,2}\d){7}").search
# What is written before a dot without a space: "Md.Aslam", "Pvt.Ltd".
SHORT_FORMS = TITLES | SPELLED_OUT.keys() | {"pvt", "co", "regd"}
# Behind such a short form only these endings give a web address away. Not "dev": S.Dev is a person.
ENDINGS = frozenset({
    "com", "net", "org", "edu", "gov", "info", "biz", "xyz", "top", "app", "link", "site", "online", "shop",
    "store", "club", "live", "icu", "vip", "bank", "pay", "fun", "win", "bid", "pro", "click", "tech",
    "website", "space", "page", "work", "money", "loan", "cash", "help", "support", "cloud", "zip", "mobi",
    "buzz", "today", "world", "life", "web", "भारत", "भारतम्", "संगठन", "कॉम", "नेट", "بھارت", "ভারত", "ভাৰত",
    "ભારત", "ਭਾਰਤ", "ଭାରତ", "భారత్", "ಭಾರತ", "ഭാരതം", "இந்தியா",
})  # fmt: skip
LATIN_END = "\u0250"


def is_web_address(text: str) -> bool:
    """Return whether a phone may make a link of a part of the text: "bit.ly" is one, "S.K.Verma" is a name."""
    return any(_reads_like_address(found[0].casefold().split(".")) for found in DOTTED.finditer(text))


def has_strange_slash(text: str) -> bool:
    """Return whether a slash stands anywhere but in M/s before a firm, or in w/o and its like between two names."""
    return "/" in RELATION.sub("", FIRM_START.sub("", text, count=1))


def _reads_like_address(parts: Sequence[str]) -> bool:
    for place, part in enumerate(parts[1:], start=1):
        ending = part.split("-")[0]
        if ending in ENDINGS:
            return True
        letters = sum(sign.isalpha() for sign in part)
        # In other scripts words are short and dots common; there only the known endings tell.
        if letters < 2 or not any(sign < LATIN_END for sign in part):
            continue
        if not all(len(before) == 1 or before in SHORT_FORMS for before in parts[:place]):
            return True
        # Two letters are a country's: "t.co". No family name is as short.
        if letters == 2 and (place == len(parts) - 1 or part not in SHORT_FORMS):
            return True
    return False
