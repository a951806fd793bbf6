"""What a seller allows: all her answers on one page, and one page for each question."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sellers.actions.consents import Answer, answer_consent
from sellers.consents.purposes import BOARD_READS, COPY_FILE
from sellers.consents.reading import Ask, ask_of, asks_of
from sellers.guards import guarded
from sellers.requests import SellerRequest
from sellers.states import SellerStatus

ANSWERS = {"yes": True, "no": False}


@guarded
def consents(request: SellerRequest) -> HttpResponse:
    """All questions with her answers and their days, each with the way to change it."""
    seller = request.seller
    if seller is None:
        return redirect("road", request.board.slug)
    asks = asks_of(seller)
    context = {
        "notice": BOARD_READS,
        "asks": [(each, ask_url(request.board.slug, each)) for each in asks if each.purpose is not COPY_FILE],
        "copies": [each for each in asks if each.purpose is COPY_FILE],
        "is_active": seller.status == SellerStatus.ACTIVE,
    }
    return render(request, "sellers/pages/consents.html", context)


@guarded
def consent(request: SellerRequest, code: str, recipient: str = "") -> HttpResponse:
    """One question with yes and no; both lead back to where she was."""
    seller = request.seller
    if seller is None:
        return redirect("road", request.board.slug)
    asked = ask_of(seller, code, recipient)
    if asked is None:
        raise Http404
    typed = ANSWERS.get(request.POST.get("answer", ""))
    if request.method == "POST" and typed is not None:
        answer = Answer(code, typed, recipient, get_language() or "hi")
        answer_consent(seller.pk, answer, by=request.actor)
        messages.success(request, _("Saved. You can change this at any time."))
        return redirect(next_url(request))
    context = {"ask": asked, "is_unanswered": request.method == "POST"}
    return render(request, "sellers/pages/consent.html", context, status=422 if request.method == "POST" else 200)


def ask_url(slug: str, ask: Ask, next_url: str = "") -> str:
    """Return the page of this question; she goes on to `next_url` from there."""
    place = [slug, ask.purpose.code, *([ask.recipient] if ask.recipient else [])]
    return reverse("consent", args=place) + (f"?{urlencode({'next': next_url})}" if next_url else "")


def next_url(request: SellerRequest) -> str:
    """Return where she was going, if that is a page of hers here; else the list of her answers."""
    wanted = request.GET.get("next", "")
    is_own = wanted.startswith(reverse("road", args=[request.board.slug]))
    if is_own and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("consents", args=[request.board.slug])


def asked_first(request: SellerRequest, asks: list[Ask], next_url: str) -> HttpResponse | None:
    """Return the way to the first of these questions that she never answered, or None where there is none.

    Nobody is led there who acts for her: only she can answer, and does so when she comes herself.
    """
    unanswered = next((each for each in asks if each.answer is None), None)
    if unanswered is None or request.on_behalf_of is not None:
        return None
    return redirect(ask_url(request.board.slug, unanswered, next_url))
