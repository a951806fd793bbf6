"""Every purpose for which others see something of a seller, and the sentence that asks her.

The sentences stand here in both languages, beside their version, and not among the translations: a consent is worth
what was read, so who changes a sentence gives it a new version. Each has at most 40 words and names who sees what.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Text = str | Promise
FALLBACK = "en"


class Basis(StrEnum):
    """Why the board may do it, in the words of the Digital Personal Data Protection Act 2023."""

    REQUEST = "request"  # section 7(a): she gave it for this purpose herself
    CONSENT = "consent"  # section 6: she was asked, and may take it back as easily


class Moment(StrEnum):
    """When she is asked: once it is needed, and not before."""

    NEVER = "never"  # she is told, not asked
    APPLICATION = "application"
    LISTING = "listing"
    COPY = "copy"
    GROUP = "group"


@dataclass(frozen=True)
class Wording:
    """The question in one language; `who` and `what` stand in it word for word."""

    ask: str
    who: str
    what: str


@dataclass(frozen=True)
class Purpose:
    """One use of her data. `on_no` says what happens then; `%(recipient)s` is whom she is asked about, one by one.

    `after` are the codes of answers without which there is nothing to ask yet.
    """

    code: str
    title: Text
    on_no: Text
    version: str
    wordings: Mapping[str, Wording]
    moment: Moment
    basis: Basis = Basis.CONSENT
    is_per_recipient: bool = False
    after: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        return self.moment is not Moment.NEVER

    def wording(self, recipient: str = "", language: str | None = None) -> Wording:
        """Return the question in this language, or the reader's, with the recipient's name in its place."""
        found = self.wordings.get(language or get_language() or FALLBACK, self.wordings[FALLBACK])
        named = {"recipient": recipient}
        return Wording(found.ask % named, found.who % named, found.what % named)

    @property
    def basis_text(self) -> Text:
        return _("Because you asked for it") if self.basis is Basis.REQUEST else _("Only if you say yes")


BOARD_READS = Purpose(
    "board_reads",
    _("The board reads your file"),
    _("Without it nobody can decide about your application."),
    "2026-1",
    {
        "en": Wording(
            "You ask the board to look at your application, so the officers of your district read "
            "your answers and papers. Nobody else sees them unless you say so.",
            "the officers of your district",
            "your answers and papers",
        ),
        "hi": Wording(
            "आप चाहते हैं कि बोर्ड आपकी अर्ज़ी देखे, इसलिए आपके ज़िले के अधिकारी आपके जवाब और काग़ज़ पढ़ते हैं। "
            "आपके कहे बिना कोई और नहीं देखता।",
            "आपके ज़िले के अधिकारी",
            "आपके जवाब और काग़ज़",
        ),
    },
    Moment.NEVER,
    Basis.REQUEST,
)
REGISTRY_CHECKS = Purpose(
    "registry_checks",
    _("Asking the registers"),
    _("An officer looks at your papers instead. It may take some days longer."),
    "2026-1",
    {
        "en": Wording(
            "May the board ask the GST, Udyam and bank registers if your name and numbers are right? "
            "They see nothing else. If you say no, an officer looks at your papers.",
            "the GST, Udyam and bank registers",
            "your name and numbers",
        ),
        "hi": Wording(
            "क्या बोर्ड जीएसटी, उद्यम और बैंक से पूछे कि आपका नाम और नंबर सही हैं? "
            "वे और कुछ नहीं देखेंगे। आप मना करें तो अधिकारी ख़ुद आपके काग़ज़ देखेंगे।",
            "जीएसटी, उद्यम और बैंक",
            "आपका नाम और नंबर",
        ),
    },
    Moment.APPLICATION,
    after=("gstin", "udyam", "bank_account"),
)
MARKETPLACE_SHARE = Purpose(
    "marketplace_share",
    _("Selling on %(recipient)s"),
    _("Nothing of yours is shown there. Everything else goes on, and you can say yes later."),
    "2026-1",
    {
        "en": Wording(
            "May the board give %(recipient)s your name, district, craft, goods and photos? Every buyer can see them "
            "there. If you say no, nothing of yours is sold on %(recipient)s.",
            "%(recipient)s",
            "your name, district, craft, goods and photos",
        ),
        "hi": Wording(
            "क्या बोर्ड %(recipient)s को आपका नाम, ज़िला, हुनर, सामान और फ़ोटो दे? वहाँ हर ख़रीदार देख सकेगा। "
            "आप मना करें तो %(recipient)s पर आपका कुछ नहीं बिकेगा।",
            "%(recipient)s",
            "आपका नाम, ज़िला, हुनर, सामान और फ़ोटो",
        ),
    },
    Moment.LISTING,
    is_per_recipient=True,
)
COPY_FILE = Purpose(
    "copy_file",
    _("A copy of your file for %(recipient)s"),
    _("Nothing is copied. You answer the questions there yourself."),
    "2026-1",
    {
        "en": Wording(
            "May we copy your answers, papers and how they were checked to %(recipient)s? Its officers read them. "
            "Your file here stays as it is. If you say no, nothing is copied.",
            "%(recipient)s",
            "your answers, papers and how they were checked",
        ),
        "hi": Wording(
            "क्या हम आपके जवाब, काग़ज़ और उनकी जाँच %(recipient)s को दें? वहाँ के अधिकारी पढ़ेंगे। "
            "यहाँ की फ़ाइल वैसी ही रहेगी। आप मना करें तो कुछ नहीं जाएगा।",
            "%(recipient)s",
            "आपके जवाब, काग़ज़ और उनकी जाँच",
        ),
    },
    Moment.COPY,
    is_per_recipient=True,
)
MEMBER_LISTING = Purpose(
    "member_listing",
    _("Your name in the group's list"),
    _("The group takes your name out of its list."),
    "2026-1",
    {
        "en": Wording(
            "May %(recipient)s tell the board your name, your craft and how you are paid? "
            "The officers of your district see it. If you say no, the group takes your name out.",
            "The officers of your district",
            "your name, your craft and how you are paid",
        ),
        "hi": Wording(
            "क्या %(recipient)s बोर्ड को आपका नाम, आपका हुनर और आपकी मज़दूरी या हिस्सा बताए? ज़िले के अधिकारी यह देखेंगे। "
            "आप मना करें तो समूह आपका नाम हटा देगा।",
            "ज़िले के अधिकारी",
            "आपका नाम, आपका हुनर और आपकी मज़दूरी या हिस्सा",
        ),
    },
    Moment.GROUP,
)

PURPOSES: Mapping[str, Purpose] = {
    purpose.code: purpose
    for purpose in (
        BOARD_READS,
        REGISTRY_CHECKS,
        MARKETPLACE_SHARE,
        COPY_FILE,
        MEMBER_LISTING,
    )
}
