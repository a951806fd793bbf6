"""What is opened only to a person who proved that she is herself, and not only that she holds the phone.

Asked for when several people share the phone, when the number was silent so long that it may have a new owner, and
when she has a PIN. A right PIN holds for a quarter of an hour in this browser.
"""

from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from onboarding.accounts.freshness import phone_proved_at
from sellers.admission import is_recent, refusal_for
from sellers.models import Assistance, Consent, Document, Fact, Origin, Seller
from sellers.questions.catalogue import QUESTIONS, STEPS
from sellers.requests import SellerRequest
from sellers.states import SellerStatus

PROVED_FOR = timedelta(minutes=15)
CODE_IS_FRESH_FOR = timedelta(minutes=15)
MAX_MISSES = 60
STEP_PAGES = ("application_step", "application_picture")
GUARDED_STEPS = frozenset(step.code for step in STEPS if any(QUESTIONS[code].is_guarded for code in step.questions))


class Wall(Enum):
    """What stands before a guarded page."""

    OPEN = "open"
    ASK = "ask"  # her PIN
    SET = "set"  # she has none yet, and needs one
    IN_PERSON = "in_person"  # nothing on this phone can prove her: an officer must see her


def needs_pin(seller: Seller) -> bool:
    """Tell whether the phone alone does not prove this person."""
    return bool(seller.pin_hash) or is_back_after_silence(seller) or is_shared(seller)


def is_shared(seller: Seller) -> bool:
    """Tell whether other people have files on this phone at this board.

    A draft that an operator or a list of the board put on the phone counts once somebody there took it as her own:
    else anybody's typing could bring a PIN before a stranger's file.
    """
    others = Seller.objects.filter(user_id=seller.user_id).exclude(pk=seller.pk).exclude(name="")
    return others.exclude(status=SellerStatus.ERASED).filter(was_taken_up()).exists()


def was_taken_up() -> Q:
    """Match files in which somebody on the phone began, confirmed, answered, allowed or proved something."""
    hers = {"seller": OuterRef("pk")}
    return (
        ~Q(origin__in=(Origin.OPERATOR, Origin.IMPORT))
        | ~Q(pin_hash="")
        | Q(proved_at__isnull=False)
        | Q(Exists(Assistance.objects.filter(confirmed_at__isnull=False, **hers)))
        | Q(Exists(Fact.objects.filter(origin=Origin.SELF, **hers)))
        | Q(Exists(Consent.objects.filter(**hers)))
    )


def is_worn_out(seller: Seller) -> bool:
    """Tell whether her PIN was guessed at so often that it counts no more."""
    return bool(seller.pin_hash) and seller.pin_misses >= MAX_MISSES


def is_for_officer(seller: Seller) -> bool:
    """Tell whether a code to the phone takes no PIN away, so that an officer must see her."""
    return seller.pin_in_person or is_worn_out(seller) or is_back_after_silence(seller) or is_shared(seller)


def is_back_after_silence(seller: Seller) -> bool:
    """Tell whether the number fell silent for 90 days, and nobody proved since that its owner is the same."""
    back = seller.user.back_after_silence_at
    return back is not None and (seller.proved_at is None or seller.proved_at < back)


def wall_before(session: SessionBase, seller: Seller) -> Wall:
    """Return what this browser must do before it sees or changes this person's guarded answers."""
    if not needs_pin(seller):
        return Wall.OPEN
    if seller.pin_hash:
        is_proved = has_proved(session, seller) and not is_back_after_silence(seller)
        if is_proved:
            return Wall.OPEN
        return Wall.IN_PERSON if is_worn_out(seller) else Wall.ASK
    return Wall.IN_PERSON if is_back_after_silence(seller) else Wall.SET


def may_see_guarded(request: SellerRequest) -> bool:
    """Tell whether a page may show this seller's guarded answers to who looks at it now."""
    seller = request.seller
    if seller is None or request.on_behalf_of is None:
        return seller is None or wall_before(request.session, seller) is Wall.OPEN
    return request.actor.kind == "operator" and not seller.pin_hash and not is_back_after_silence(seller)


def stopped_at_wall(request: SellerRequest) -> HttpResponse | None:
    """Return the way to the page that proves her, or None when she may go on. Each guarded page begins with it.

    Raises OperatorMayNot or HelperMayNot where somebody acts for her and she alone could prove herself.
    """
    if may_see_guarded(request):
        note_still_there(request)
        return None
    if request.on_behalf_of is not None:
        raise refusal_for(request.actor, request.seller)
    asked_for = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponseRedirect(f"{reverse('pin', args=[request.board.slug])}?{urlencode({'next': asked_for})}")


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let the view be called only for a person who proved herself; for consents, withdrawal, money and the like."""

    @wraps(view)
    def behind_wall(request: SellerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return stopped_at_wall(request) or view(request, *args, **kwargs)

    return behind_wall


def is_guarded_page(request: SellerRequest, page: str, kwargs: dict[str, Any]) -> bool:
    """Tell whether an application's page shows or changes guarded answers."""
    if page in STEP_PAGES:
        return kwargs.get("step") in GUARDED_STEPS
    if page == "seller_document":
        code = Document.objects.filter(pk=kwargs["document_id"], seller=request.seller).values_list("code", flat=True)
        return any(QUESTIONS[each].is_guarded for each in code)
    return page == "application_check"


def mark_proved(session: SessionBase, seller: Seller) -> None:
    """Remember in this browser that the PIN was right."""
    at = timezone.now().isoformat()
    session[proof_key(seller)] = {"at": at, "seal": seal_of(seller, at)}


def has_proved(session: SessionBase, seller: Seller) -> bool:
    """Tell whether the PIN that she has now was right in this browser a short while ago."""
    mark = session.get(proof_key(seller))
    if not isinstance(mark, dict) or not is_recent(mark.get("at"), PROVED_FOR):
        return False
    return constant_time_compare(str(mark.get("seal")), seal_of(seller, str(mark["at"])))


def note_still_there(request: SellerRequest) -> None:
    """Count the quarter of an hour from the last guarded page, so that a form typed slowly is not lost."""
    if request.seller and request.on_behalf_of is None and has_proved(request.session, request.seller):
        mark_proved(request.session, request.seller)


def proof_key(seller: Seller) -> str:
    return f"proved:{seller.pk}"


def seal_of(seller: Seller, at: str) -> str:
    """Bind a mark to the PIN it was given for: with another PIN it is worth nothing."""
    return salted_hmac(f"proved:{seller.pk}", f"{seller.pin_hash}:{at}", algorithm="sha256").hexdigest()


def has_fresh_code(session: SessionBase, seller: Seller) -> bool:
    """Tell whether the phone was proved in this browser just now, be it to sign in or to choose a PIN."""
    moments = (phone_proved_at(session), session.get(code_key(seller)))
    return any(is_recent(moment, CODE_IS_FRESH_FOR) for moment in moments)


def mark_fresh_code(session: SessionBase, seller: Seller) -> None:
    session[code_key(seller)] = timezone.now().isoformat()


def code_key(seller: Seller) -> str:
    return f"pin_code:{seller.pk}"
