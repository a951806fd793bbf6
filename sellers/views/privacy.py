"""What is held about a person: the page that says it in plain words, her whole file, and her wish to be forgotten."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from onboarding.accounts.confirming import Gate, visit_code_page
from onboarding.accounts.models import Purpose
from sellers.admission import is_recent
from sellers.consents.purposes import BOARD_READS
from sellers.consents.reading import asks_of
from sellers.guards import CODE_IS_FRESH_FOR, guarded
from sellers.models import Seller
from sellers.privacy.actions import NotWithdrawn, ask_erasure, cancel_erasure, note_reading, open_erasure
from sellers.privacy.held import all_held
from sellers.privacy.reading import as_data, everything_about, looks_at, times_read
from sellers.privacy.retention import HOLD_TEXTS, RULES, due_on, holds_of
from sellers.requests import SellerRequest
from sellers.states import SellerStatus

PAGES_BEHIND_CODE = ("privacy_file", "privacy_erase")


def proved_by_code(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let the view be called only for the person herself, who proved herself and wrote a code sent for this, just now.

    Signing in by code is not enough: a phone that lies open on a table was signed in with one.
    """

    @wraps(view)
    def behind_code(request: SellerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.seller is None:
            return redirect("road", request.board.slug)
        if not is_recent(request.session.get(mark_of(request.seller)), CODE_IS_FRESH_FOR):
            name = request.resolver_match.url_name if request.resolver_match else ""
            asked = {"for": name, **({"as": "json"} if request.GET.get("as") == "json" else {})}
            return redirect(f"{reverse('privacy_code', args=[request.board.slug])}?{urlencode(asked)}")
        return view(request, *args, **kwargs)

    return guarded(behind_code)


@guarded
@require_safe
def privacy(request: SellerRequest) -> HttpResponse:
    """What is held, why, for how long, who saw it and to whom it was given; and the ways to the file and out."""
    seller = request.seller
    if seller is None:
        return redirect("road", request.board.slug)
    erasure = open_erasure(seller)
    asks = asks_of(seller)
    context = {
        "kinds": [(held.title, count) for held in all_held() if (count := held.rows_of(seller).count())],
        "notice": BOARD_READS,
        "asks": asks,
        "given_to": [each for each in asks if each.answer and each.answer.is_given],
        "looks": looks_at(seller)[:50],
        "rules": RULES,
        "times_read": times_read(seller),
        "erasure": erasure,
        "held_for": HOLD_TEXTS.get(erasure.held_for, "") if erasure else "",
        "may_cancel": bool(erasure and erasure.due_on > timezone.localdate()),
        "is_withdrawn": seller.status == SellerStatus.WITHDRAWN,
        "is_active": seller.status == SellerStatus.ACTIVE,
    }
    return render(request, "sellers/pages/privacy.html", context)


@guarded
def privacy_code(request: SellerRequest) -> HttpResponse:
    """The code that opens her file, or lets her ask to be forgotten, for a quarter of an hour."""
    seller = request.seller
    if seller is None:
        return redirect("road", request.board.slug)
    wanted = request.GET.get("for", "")
    page = visit_code_page(request, gate_of(seller))
    if page.is_proved:
        request.session[mark_of(seller)] = timezone.now().isoformat()
        as_json = "?as=json" if request.GET.get("as") == "json" else ""
        target = wanted if wanted in PAGES_BEHIND_CODE else "privacy"
        return redirect(reverse(target, args=[request.board.slug]) + as_json)
    context = {"page": page, "form": page.form, "is_erasure": wanted == "privacy_erase"}
    return render(request, "sellers/pages/privacy_code.html", context, status=page.status)


@never_cache
@require_safe
@proved_by_code
def privacy_file(request: SellerRequest) -> HttpResponse:
    """All that is held about her, in clear: a page that prints, or data that another program reads."""
    seller: Seller = request.seller  # type: ignore[assignment]  # there is one behind the code
    form = "json" if request.GET.get("as") == "json" else "page"
    note_reading(seller.pk, by=request.actor, form=form)
    sections = everything_about(seller, request.board)
    if form == "json":
        told = {"board": request.board.slug, "made_at": timezone.now().isoformat(), **as_data(sections)}
        answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer["Content-Disposition"] = 'attachment; filename="haat-setu.json"'
        return answer
    context = {"sections": list(sections), "made_at": timezone.now(), "seller": seller}
    return render(request, "sellers/pages/privacy_file.html", context)


@proved_by_code
def privacy_erase(request: SellerRequest) -> HttpResponse:
    """What being forgotten means and until when it takes; her last word puts it on the schedule."""
    seller: Seller = request.seller  # type: ignore[assignment]  # there is one behind the code
    if seller.status != SellerStatus.WITHDRAWN:
        refusal = NotWithdrawn()
        return render(request, "sellers/pages/privacy_leave_first.html", {"refusal": refusal}, status=409)
    if open_erasure(seller) is not None:
        return redirect("privacy", request.board.slug)
    if request.method == "POST":
        ask_erasure(seller.pk, by=request.actor)
        messages.success(request, _("It is noted. The day stands on this page, and you can take it back until then."))
        return redirect("privacy", request.board.slug)
    day, held_for = due_on(holds_of(seller))
    context = {"day": day, "held_for": HOLD_TEXTS.get(held_for, "")}
    return render(request, "sellers/pages/privacy_erase.html", context)


@guarded
@require_POST
def privacy_keep(request: SellerRequest) -> HttpResponse:
    """She changed her mind."""
    if request.seller is not None and cancel_erasure(request.seller.pk, by=request.actor):
        messages.success(request, _("Your file stays."))
    return redirect("privacy", request.board.slug)


def gate_of(seller: Seller) -> Gate:
    return Gate(Purpose.MY_DATA, f"seller:{seller.pk}", seller.user.phone or "")


def mark_of(seller: Seller) -> str:
    return f"my_data:{seller.pk}"
