"""The PIN pages: asked, chosen, changed, forgotten."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onboarding.accounts.confirming import Gate, visit_code_page
from onboarding.accounts.models import Purpose
from onboarding.errors import DomainError, show_refusal
from sellers.actions.pins import PinVerdict, change_pin, clear_pin_by_code, prove_pin, set_pin
from sellers.forms.people import ChangePinForm, NewPinForm, PinForm
from sellers.guards import (
    Wall,
    has_fresh_code,
    is_back_after_silence,
    is_for_officer,
    is_shared,
    is_worn_out,
    mark_fresh_code,
    mark_proved,
    wall_before,
)
from sellers.models import Seller
from sellers.requests import SellerRequest

REFUSALS = {
    PinVerdict.WRONG: (422, gettext_lazy("This PIN is not right. Try again.")),
    PinVerdict.LOCKED: (429, gettext_lazy("The PIN was tried too often. Wait an hour, or call us and we will help.")),
}


def pin(request: SellerRequest) -> HttpResponse:
    """Ask for the PIN, or lead to where one is chosen; afterwards go on where she wanted to go."""
    seller = request.seller
    if seller is None:
        return redirect("road", request.board.slug)
    match wall_before(request.session, seller):
        case Wall.OPEN:
            return redirect(next_url(request))
        case Wall.SET:
            return redirect(page_url(request, "pin_new"))
        case Wall.IN_PERSON:
            return render(request, "sellers/pages/pin_in_person.html", why_in_person(seller))
    form = PinForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        verdict = prove_pin(seller.pk, form.cleaned_data["pin"], by=request.actor)
        if verdict is PinVerdict.RIGHT:
            mark_proved(request.session, Seller.objects.get(pk=seller.pk))
            return redirect(next_url(request))
        status = show_verdict(form, "pin", verdict)
    context = {"form": form, "forgot_url": page_url(request, "pin_forgot")}
    return render(request, "sellers/pages/pin.html", context, status=status)


def pin_new(request: SellerRequest) -> HttpResponse:
    """Choose the first PIN, by the phone proved a moment ago, or another one by the one that stands."""
    seller = request.seller
    if seller is None:
        return redirect("road", request.board.slug)
    if is_worn_out(seller) or (not seller.pin_hash and is_back_after_silence(seller)):
        return render(request, "sellers/pages/pin_in_person.html", why_in_person(seller))
    if not seller.pin_hash and not has_fresh_code(request.session, seller):
        return redirect(page_url(request, "pin_code"))
    form_class = ChangePinForm if seller.pin_hash else NewPinForm
    form = form_class(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        status = save_pin(request, seller, form)
        if status == 200:
            messages.success(request, _("Your PIN is saved. Tell it to nobody."))
            return redirect(next_url(request))
    context = {"form": form, "is_shared": is_shared(seller), "has_pin": bool(seller.pin_hash)}
    return render(request, "sellers/pages/pin_new.html", context, status=status)


def save_pin(request: SellerRequest, seller: Seller, form: NewPinForm) -> int:
    """Set or change the PIN; return the status of the answer, 200 when it is saved."""
    try:
        if not seller.pin_hash:
            set_pin(seller.pk, form.cleaned_data["pin"], by=request.actor)
        else:
            old, new = form.cleaned_data["old"], form.cleaned_data["pin"]
            verdict = change_pin(seller.pk, old, new, by=request.actor)
            if verdict is not PinVerdict.RIGHT:
                return show_verdict(form, "old", verdict)
    except DomainError as refusal:
        show_refusal(form, refusal)
        return refusal.http_status
    mark_proved(request.session, Seller.objects.get(pk=seller.pk))
    return 200


def pin_code(request: SellerRequest) -> HttpResponse:
    """Prove the phone by a fresh code before a PIN is chosen."""
    seller = request.seller
    if seller is None or seller.pin_hash:
        return redirect("pin", request.board.slug)
    page = visit_code_page(request, reset_gate(seller))
    if page.is_proved:
        mark_fresh_code(request.session, seller)
        return redirect(page_url(request, "pin_new"))
    return render(request, "sellers/pages/pin_code.html", {"page": page, "form": page.form}, status=page.status)


def pin_forgot(request: SellerRequest) -> HttpResponse:
    """A forgotten PIN: by a code where the phone is hers alone, else at the office."""
    seller = request.seller
    if seller is None or not seller.pin_hash:
        return redirect("pin", request.board.slug)
    if is_for_officer(seller):
        return render(request, "sellers/pages/pin_in_person.html", why_in_person(seller))
    page = visit_code_page(request, reset_gate(seller))
    if page.is_proved:
        clear_pin_by_code(seller.pk, by=request.actor)
        mark_fresh_code(request.session, seller)
        return redirect(page_url(request, "pin_new"))
    context = {"page": page, "form": page.form, "is_forgotten": True}
    return render(request, "sellers/pages/pin_code.html", context, status=page.status)


def reset_gate(seller: Seller) -> Gate:
    return Gate(Purpose.RESET_PIN, f"seller:{seller.pk}", seller.user.phone or "")


def why_in_person(seller: Seller) -> dict[str, bool]:
    return {"is_silent": is_back_after_silence(seller), "is_worn_out": is_worn_out(seller)}


def show_verdict(form: NewPinForm | PinForm, field: str, verdict: PinVerdict) -> int:
    status, sentence = REFUSALS[verdict]
    form.add_error(field, sentence)
    return status


def next_url(request: SellerRequest) -> str:
    """Return where she wanted to go, if that is a page of hers here; else her road."""
    wanted = request.GET.get("next", "")
    own = reverse("road", args=[request.board.slug])
    is_own = wanted.startswith(own) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_own else own


def page_url(request: SellerRequest, name: str) -> str:
    wanted = request.GET.get("next", "")
    return reverse(name, args=[request.board.slug]) + (f"?{urlencode({'next': wanted})}" if wanted else "")
