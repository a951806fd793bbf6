"""Every question there is. A board chooses among them (Requirement); an answer's place follows from its question."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.identifiers.aadhaar import refuse_aadhaar
from sellers.identifiers.bank_account import normalise_bank_account
from sellers.identifiers.certificate import normalise_certificate_number, normalise_enrolment_id
from sellers.identifiers.gstin import normalise_gstin
from sellers.identifiers.ifsc import normalise_ifsc
from sellers.identifiers.names import clean_name
from sellers.identifiers.pan import normalise_pan
from sellers.identifiers.pin import normalise_pin
from sellers.identifiers.udyam import normalise_udyam

Text = str | Promise


class Kept(StrEnum):
    """Where an answer lies."""

    SELLER = "seller"  # a column of the seller
    APPLICATION = "application"  # a column of the application, since queues are cut by it
    FACT = "fact"
    DOCUMENT = "document"


class Reach(StrEnum):
    """Among whom an answer should be the only one of its value."""

    NOBODY = "nobody"
    BOARD = "board"
    ANYWHERE = "anywhere"


@dataclass(frozen=True)
class Question:
    """One question. `why` is said beside it and read aloud; `normalise` gives the canonical text or raises DomainError.

    A secret answer is shown masked. `is_guarded`: on a shared phone, and after a long silence, it is shown and changed
    only to the person who proved herself. `frame` is the shape drawn on a document's camera page.
    """

    code: str
    label: Text
    why: Text
    kept: Kept = Kept.FACT
    normalise: Callable[[str], str] | None = None
    hint: Text = ""
    max_length: int = 40
    reach: Reach = Reach.NOBODY
    is_secret: bool = False
    is_guarded: bool = False
    has_expiry: bool = False
    frame: str = ""
    spells_name: bool = False


def free_text(text: str) -> str:
    """Return the text without spaces at its ends. Raises when a whole Aadhaar number hides in it."""
    refuse_aadhaar(text)
    return text.strip()


ALL: tuple[Question, ...] = (
    Question("kind", _("Who sells?"), _("A group or a firm needs other papers than one artisan."), Kept.SELLER),
    Question(
        "name",
        _("Your name"),
        _("The officer and the bank compare it. For a group or a firm, write its own name."),
        Kept.SELLER,
        clean_name,
        _("As it stands on your bank book."),
        120,
    ),
    Question(
        "contact_name",
        _("Who speaks for the group?"),
        _("So that the officer knows whom to ask for when she calls."),
        normalise=clean_name,
        max_length=120,
    ),
    Question(
        "district", _("Your district"), _("The officers of your district read your application."), Kept.APPLICATION
    ),
    Question(
        "address",
        _("Village or locality, and street"),
        _("The courier comes here to fetch what you sell."),
        normalise=free_text,
        max_length=300,
    ),
    Question(
        "pin",
        _("PIN code"),
        _("The post finds you by it."),
        normalise=normalise_pin,
        hint=_("6 digits. It is on your letters."),
    ),
    Question("craft", _("What do you make?"), _("Each craft has its own buyers, photos and taxes."), Kept.APPLICATION),
    Question(
        "other_craft",
        _("Not in the list? Write what you make."),
        _("Then we add your craft to the list."),
        Kept.APPLICATION,
        free_text,
        max_length=120,
    ),
    Question(
        "cluster",
        _("Your cluster"),
        _("Workshops are held by cluster, so you hear of those near you."),
        Kept.APPLICATION,
    ),
    Question(
        "artisan_card",
        _("Number of your artisan or weaver card"),
        _("A Pehchan or weaver card shows at once that you make things by hand."),
        normalise=normalise_certificate_number,
        hint=_("As it is printed on the card."),
        reach=Reach.ANYWHERE,
        is_guarded=True,
        has_expiry=True,
    ),
    Question(
        "pan",
        _("PAN number"),
        _("Marketplaces must know it before they pay you. With it, less tax is kept back."),
        normalise=normalise_pan,
        hint=_("The 10 letters and digits of your PAN card. We keep it locked."),
        reach=Reach.ANYWHERE,
        is_secret=True,
        is_guarded=True,
    ),
    Question(
        "gstin",
        _("GST number (GSTIN)"),
        _("With a GST number you can sell in all of India. Without one you can begin in your own state."),
        normalise=normalise_gstin,
        hint=_("15 letters and digits, if you have one."),
        reach=Reach.ANYWHERE,
        is_guarded=True,
    ),
    Question(
        "enrolment_id",
        _("GST enrolment number"),
        _("Without a GST number, the GST site gives you this number free. It lets you sell inside your state."),
        normalise=normalise_enrolment_id,
        reach=Reach.ANYWHERE,
        is_guarded=True,
    ),
    Question(
        "bank_account",
        _("Bank account number"),
        _("What buyers pay goes to this account, and to no other."),
        normalise=normalise_bank_account,
        hint=_("It is in your bank book."),
        reach=Reach.ANYWHERE,
        is_secret=True,
        is_guarded=True,
    ),
    Question(
        "ifsc",
        _("IFSC of the branch"),
        _("It names your bank's branch, so that the money finds the way."),
        normalise=normalise_ifsc,
        hint=_("11 letters and digits, in your bank book."),
        is_guarded=True,
    ),
    Question(
        "udyam",
        _("Udyam number"),
        _("With it you get help that is meant for small businesses. It costs nothing."),
        normalise=normalise_udyam,
        hint=_("For example UDYAM-UP-75-0001234."),
        reach=Reach.ANYWHERE,
    ),
    Question(
        "khadi_certificate",
        _("Khadi certificate"),
        _("Only who has it may sell under the name Khadi."),
        normalise=normalise_certificate_number,
        reach=Reach.ANYWHERE,
        has_expiry=True,
    ),
    Question(
        "handloom_mark",
        _("Handloom Mark"),
        _("Buyers pay more when they see that it was woven by hand."),
        normalise=normalise_certificate_number,
        has_expiry=True,
    ),
    Question(
        "silk_mark",
        _("Silk Mark"),
        _("It shows that the silk is pure."),
        normalise=normalise_certificate_number,
        has_expiry=True,
    ),
    Question(
        "gi_user",
        _("GI authorised user number"),
        _("It lets you sell under the protected name of your place, as in Banaras brocade."),
        normalise=normalise_certificate_number,
        has_expiry=True,
    ),
    Question(
        "brand_name", _("Brand name"), _("If you sell under a name of your own."), normalise=free_text, max_length=60
    ),
    Question(
        "artisan_card_photo",
        _("Photo of your artisan or weaver card"),
        _("The officer compares it with what you wrote."),
        Kept.DOCUMENT,
        frame="card",
        spells_name=True,
        is_guarded=True,
    ),
    Question(
        "pan_photo",
        _("Photo of your PAN card"),
        _("The officer compares it with what you wrote."),
        Kept.DOCUMENT,
        frame="card",
        spells_name=True,
        is_guarded=True,
    ),
    Question(
        "bank_photo",
        _("Photo of your bank book"),
        _("So that no digit of the account is wrong."),
        Kept.DOCUMENT,
        hint=_("The page with your name and the account number, or a cancelled cheque."),
        frame="book",
        spells_name=True,
        is_guarded=True,
    ),
    Question(
        "udyam_photo",
        _("Udyam certificate"),
        _("The officer compares it with the number."),
        Kept.DOCUMENT,
        frame="page",
        spells_name=True,
    ),
    Question(
        "gst_photo",
        _("GST certificate"),
        _("The officer compares it with the number."),
        Kept.DOCUMENT,
        frame="page",
        spells_name=True,
    ),
    Question(
        "registration_photo",
        _("Registration paper of the group or firm"),
        _("It shows that the group or firm exists."),
        Kept.DOCUMENT,
        frame="page",
        spells_name=True,
    ),
    Question(
        "resolution_photo",
        _("Letter of the group: who may sign"),
        _("So that nobody sells in the group's name without the group."),
        Kept.DOCUMENT,
        frame="page",
    ),
    Question(
        "khadi_photo",
        _("Khadi certificate"),
        _("The officer compares it with the number."),
        Kept.DOCUMENT,
        frame="page",
        spells_name=True,
    ),
    Question(
        "work_photo",
        _("A photo of you at your work"),
        _("It shows that you make it yourself, if you have no card."),
        Kept.DOCUMENT,
        hint=_("At your loom, wheel or bench."),
        frame="scene",
    ),
)
QUESTIONS = {question.code: question for question in ALL}


@dataclass(frozen=True)
class Step:
    """What one page asks. A picture has a page of its own."""

    code: str
    title: Text
    questions: tuple[str, ...]

    @property
    def picture(self) -> Question | None:
        question = QUESTIONS[self.questions[0]]
        return question if question.kept is Kept.DOCUMENT else None


STEPS: tuple[Step, ...] = (
    Step("who", _("Who sells?"), ("kind", "name", "contact_name")),
    Step("place", _("Where do you live and work?"), ("district", "address", "pin")),
    Step("craft", _("What do you make?"), ("craft", "other_craft", "cluster")),
    Step("card", _("Your artisan or weaver card"), ("artisan_card",)),
    Step("card-photo", _("Photo of your artisan or weaver card"), ("artisan_card_photo",)),
    Step("work-photo", _("A photo of you at your work"), ("work_photo",)),
    Step("pan", _("Your PAN"), ("pan",)),
    Step("pan-photo", _("Photo of your PAN card"), ("pan_photo",)),
    Step("gst", _("GST: with a number, or without"), ("gstin", "enrolment_id")),
    Step("gst-photo", _("GST certificate"), ("gst_photo",)),
    Step("bank", _("Your bank account"), ("bank_account", "ifsc")),
    Step("bank-photo", _("Photo of your bank book"), ("bank_photo",)),
    Step("udyam", _("Udyam number"), ("udyam",)),
    Step("udyam-photo", _("Udyam certificate"), ("udyam_photo",)),
    Step("registration-photo", _("Registration paper of the group or firm"), ("registration_photo",)),
    Step("resolution-photo", _("Letter of the group: who may sign"), ("resolution_photo",)),
    Step("khadi", _("Khadi certificate"), ("khadi_certificate",)),
    Step("khadi-photo", _("Photo of the Khadi certificate"), ("khadi_photo",)),
    Step("marks", _("Marks and brand"), ("handloom_mark", "silk_mark", "gi_user", "brand_name")),
)
STEP_OF = {code: step for step in STEPS for code in step.questions}

# What a seller may add and renew at any time, on her wallet page; the rest is fixed once the board has approved it.
WALLET = ("artisan_card", "khadi_certificate", "handloom_mark", "silk_mark", "gi_user")
