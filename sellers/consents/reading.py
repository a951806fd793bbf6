"""What a seller has answered, and what is still to be asked of her."""

from dataclasses import dataclass

from django.db.models import QuerySet

from onboarding.boards.models import Board, Programme
from onboarding.boards.states import ProgrammeStatus
from onboarding.pages.templatetags.pages import localtext
from sellers.consents.purposes import COPY_FILE, MARKETPLACE_SHARE, PURPOSES, Moment, Purpose, Text, Wording
from sellers.models import Consent, Document, Enrolment, Fact, Member, Seller
from sellers.states import EnrolmentStatus


@dataclass(frozen=True)
class Ask:
    """One question to one seller, with the answer that stands, if she gave one."""

    purpose: Purpose
    recipient: str = ""
    answer: Consent | None = None

    @property
    def title(self) -> Text:
        return str(self.purpose.title) % {"recipient": self.recipient_name}

    @property
    def wording(self) -> Wording:
        return self.purpose.wording(self.recipient_name)

    @property
    def recipient_name(self) -> str:
        return name_of(self.purpose, self.recipient)


def may_use(seller: Seller, purpose: str, recipient: str = "", *, member: Member | None = None) -> bool:
    """Tell whether her answer to this purpose is yes, now. Never asked is no, and leaving ends every yes.

    Ask it in the transaction of the use, after locking the seller, where a no must not come in between.
    """
    return standing(seller, member).filter(purpose=purpose, recipient=recipient, is_given=True).exists()


def recipients_allowed(seller: Seller, purpose: str) -> set[str]:
    """Return to whom she said yes."""
    given = standing(seller).filter(purpose=purpose, is_given=True)
    return set(given.values_list("recipient", flat=True))


def unasked_marketplaces(seller: Seller) -> list[str]:
    """Return where she has a place to sell and was never asked, or not since she came back."""
    answered = standing(seller).filter(purpose=MARKETPLACE_SHARE.code).values_list("recipient", flat=True)
    places = Enrolment.objects.filter(seller=seller, status=EnrolmentStatus.ENROLLED, programme__sells=True)
    wanted = places.exclude(programme__marketplace__in=set(answered)).values_list("programme__marketplace", flat=True)
    return sorted(set(wanted))


def asks_of(seller: Seller) -> list[Ask]:
    """Return all that this seller may be asked at this board, and what she agreed to copy, with her answers."""
    answers = {(each.purpose, each.recipient): each for each in standing(seller)}
    keys = [
        *((code, "") for code, purpose in PURPOSES.items() if is_asked_once(purpose)),
        *((MARKETPLACE_SHARE.code, marketplace) for marketplace in marketplaces_of_board()),
    ]
    keys += [key for key in answers if key not in keys and key[0] in PURPOSES]
    return [Ask(PURPOSES[code], recipient, answers.get((code, recipient))) for code, recipient in keys]


def ask_of(seller: Seller, code: str, recipient: str = "") -> Ask | None:
    """Return this one question, or None where there is none that she could answer on its own page."""
    found = next((each for each in asks_of(seller) if (each.purpose.code, each.recipient) == (code, recipient)), None)
    return found if found and found.purpose is not COPY_FILE else None


def asks_in_application(seller: Seller | None) -> list[Ask]:
    """Return what her application must ask by now, because of what she has answered or photographed."""
    if seller is None:
        return []
    codes = {code for purpose in PURPOSES.values() for code in purpose.after}
    facts = Fact.objects.filter(seller=seller, code__in=codes).values_list("code", flat=True)
    papers = Document.objects.filter(seller=seller, code__in=codes, replaced_at=None).values_list("code", flat=True)
    present = {*facts, *papers}
    if not present:
        return []
    asks = (each for each in asks_of(seller) if each.purpose.moment is Moment.APPLICATION)
    return [each for each in asks if present.intersection(each.purpose.after)]


def is_asked_once(purpose: Purpose) -> bool:
    """Tell whether the seller herself is asked, once for all recipients."""
    return purpose.is_asked and not purpose.is_per_recipient and purpose.moment is not Moment.GROUP


def marketplaces_of_board() -> list[str]:
    sold_on = Programme.objects.filter(sells=True, status=ProgrammeStatus.ACTIVE)
    return sorted(set(sold_on.values_list("marketplace", flat=True)))


def name_of(purpose: Purpose, recipient: str) -> str:
    """Return the recipient as people call it: a marketplace's name, a board's."""
    if purpose is MARKETPLACE_SHARE:
        return str(Programme.Marketplace(recipient).label)
    if purpose is COPY_FILE:
        board = Board.objects.filter(slug=recipient).first()
        return localtext(board.name) if board else recipient
    return recipient


def standing(seller: Seller, member: Member | None = None) -> QuerySet[Consent]:
    """Return the answers that count: of each question the newest, as long as she has not left since."""
    return Consent.objects.filter(seller=seller, member=member, withdrawn_at=None)
