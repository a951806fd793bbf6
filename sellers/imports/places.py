"""Districts, crafts, kinds and languages as people write them in a list."""

import difflib
import re
from collections.abc import Iterable, Mapping

from sellers.identifiers.signs import western_digits
from sellers.imports.problems import (
    DISTRICT_CLOSED,
    DISTRICT_MEANT,
    DISTRICT_TWICE,
    UNKNOWN_DISTRICT,
    UNKNOWN_KIND,
    UNKNOWN_LANGUAGE,
    refused,
)
from sellers.imports.words import closed_up, compared
from sellers.models.seller import SellerKind

# Names that districts of Uttar Pradesh had before, or go by, at the LGD code that stayed. Source: the state's
# notifications of renaming.
OTHER_NAMES: Mapping[int, tuple[str, ...]] = {
    120: ("Allahabad", "इलाहाबाद", "Ilahabad"),
    133: ("Badaun", "Badayun", "बदायूं"),
    140: ("Faizabad", "फैजाबाद", "फ़ैज़ाबाद"),
    144: ("G B Nagar", "GB Nagar", "Gautam Budh Nagar", "Gautambudh Nagar", "गौतमबुद्धनगर", "Noida", "नोएडा"),
    154: ("Jyotiba Phule Nagar", "J P Nagar", "ज्योतिबा फुले नगर"),
    159: ("Lakhimpur Kheri", "Lakhimpur", "लखीमपुर", "खीरी"),
    163: ("Mahamaya Nagar", "महामाया नगर"),
    179: ("Sant Ravidas Nagar", "संत रविदास नगर"),
    187: ("Banaras", "Benares", "Kashi", "बनारस", "काशी"),
    633: ("Kanshi Ram Nagar", "Kanshiram Nagar", "कांशीराम नगर"),
    640: ("Chhatrapati Shahuji Maharaj Nagar", "C S M Nagar"),
    659: ("Bhim Nagar", "भीम नगर"),
    660: ("Prabuddha Nagar", "प्रबुद्ध नगर"),
    661: ("Panchsheel Nagar", "पंचशील नगर"),
}
SAYING_DISTRICT = frozenset(compared("district dist distt jila zila janpad जिला ज़िला जनपद").split())
PARTS = re.compile(r"[/|(),\-–]")
MAX_REMEMBERED = 10_000
MAX_SUGGESTED = 200  # each costs a comparison with every name

KINDS: Mapping[str, tuple[str, ...]] = {
    SellerKind.INDIVIDUAL: (
        "individual", "artisan", "weaver", "single", "person", "self", "proprietor", "individual artisan",
        "one artisan or weaver", "individual weaver", "craftsperson", "व्यक्तिगत", "व्यक्ति", "एकल", "कारीगर", "बुनकर",
        "शिल्पी", "स्वयं", "हस्तशिल्पी",
    ),
    SellerKind.GROUP: (
        "shg", "self help group", "group", "jlg", "स्वयं सहायता समूह", "समूह", "एसएचजी", "महिला समूह",
    ),
    SellerKind.COOPERATIVE: (
        "cooperative", "co operative", "cooperative society", "co operative society", "society", "coop", "samiti",
        "handloom cooperative", "pwcs", "सहकारी समिति", "समिति", "बुनकर समिति", "सहकारी",
    ),
    SellerKind.KHADI: (
        "khadi", "khadi institution", "khadi sanstha", "institution", "खादी संस्था", "खादी", "संस्था",
    ),
    SellerKind.FIRM: (
        "firm", "company", "msme", "firm or company", "proprietorship", "partnership", "pvt ltd", "private limited",
        "llp", "enterprise", "unit", "फर्म", "कंपनी", "इकाई", "उद्यम", "प्रतिष्ठान",
    ),
}  # fmt: skip
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "hi": ("hi", "hin", "hindi", "हिंदी", "हिन्दी"),
    "en": ("en", "eng", "english", "अंग्रेज़ी", "अंग्रेजी", "इंग्लिश"),
}
KIND_OF = {closed_up(word): kind for kind, words in KINDS.items() for word in words}
LANGUAGE_OF = {closed_up(word): language for language, words in LANGUAGES.items() for word in words}


def kind_of(text: str) -> str:
    """Return the kind of seller that is meant. Raises CellRefused."""
    found = KIND_OF.get(text) or KIND_OF.get(closed_up(text))
    if found is None:
        raise refused(UNKNOWN_KIND)
    return found


def language_of(text: str) -> str:
    """Return "hi" or "en". Raises CellRefused."""
    found = LANGUAGE_OF.get(text) or LANGUAGE_OF.get(closed_up(text))
    if found is None:
        raise refused(UNKNOWN_LANGUAGE)
    return found


class Districts:
    """The districts we know by code, by name in any language, and by the names they had before.

    `open_to` bounds them to those of a programme; None leaves all.
    """

    def __init__(self, rows: Iterable[tuple[int, Mapping[str, str]]], open_to: frozenset[int] | None = None) -> None:
        self.open_to = open_to
        self.codes: set[int] = set()
        self.by_name: dict[str, set[int]] = {}
        self.spelled: dict[str, str] = {}
        for code, names in rows:
            self.codes.add(code)
            for name in (*names.values(), *OTHER_NAMES.get(code, ())):
                self.by_name.setdefault(closed_up(name), set()).add(code)
                self.spelled.setdefault(closed_up(name), name)
        self.remembered: dict[str, int] = {}
        self.suggested: dict[str, str] = {}

    def find(self, text: str) -> int:
        """Return the LGD code. Raises CellRefused for a name that we do not know or that several districts have."""
        code = self.remembered.get(text)
        if code is None:
            code = self.look_up(text)
            if len(self.remembered) < MAX_REMEMBERED:
                self.remembered[text] = code
        return code

    def look_up(self, text: str) -> int:
        codes = self.named(text)
        if len(codes) != 1:
            raise refused(DISTRICT_TWICE) if codes else self.unknown(text)
        (code,) = codes
        if self.open_to is not None and code not in self.open_to:
            raise refused(DISTRICT_CLOSED)
        return code

    def named(self, text: str) -> set[int]:
        number = western_digits(text).removesuffix(".0")
        if number.isascii() and number.isdigit():
            return {int(number)} & self.codes if len(number) < 10 else set()
        if found := self.by_name.get(closed_up(text)):
            return found
        words = [word for word in compared(text).split() if word not in SAYING_DISTRICT]
        if found := self.by_name.get("".join(words)):
            return found
        parts = [self.by_name[name] for part in PARTS.split(text) if (name := closed_up(part)) in self.by_name]
        return set.intersection(*parts) if parts else set()

    def unknown(self, text: str) -> Exception:
        name = closed_up(text)
        if name not in self.suggested and len(self.suggested) < MAX_SUGGESTED and len(name) < 60:
            close = difflib.get_close_matches(name, self.by_name, n=1, cutoff=0.75)
            self.suggested[name] = self.spelled[close[0]] if close else ""
        meant = self.suggested.get(name)
        return refused(DISTRICT_MEANT, name=meant) if meant else refused(UNKNOWN_DISTRICT)


class Crafts:
    """The crafts we know, by code and by name in any language."""

    def __init__(self, rows: Iterable[tuple[str, Mapping[str, str]]]) -> None:
        self.by_name: dict[str, str] = {}
        for code, names in rows:
            self.by_name[closed_up(code)] = code
            for name in names.values():
                self.by_name.setdefault(closed_up(name), code)
        self.remembered: dict[str, str | None] = {}

    def find(self, text: str) -> str | None:
        """Return the code of the craft, or None for one that our list has no word for."""
        if text not in self.remembered:
            if len(self.remembered) >= MAX_REMEMBERED:
                return self.by_name.get(closed_up(text))
            self.remembered[text] = self.by_name.get(closed_up(text))
        return self.remembered[text]
