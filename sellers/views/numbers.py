"""A changed phone number: on the seller's own pages, and at the office when the old number is lost."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onboarding.accounts.actions import note_seen
from onboarding.accounts.confirming import Gate, send_code, visit_code_page
from onboarding.accounts.models import Purpose
from onboarding.boards.requests import OfficerRequest
from onboarding.errors import DomainError, show_refusal
from sellers.actions.numbers import (
    OPEN,
    ask_for_number,
    begin_lost_number,
    change_number,
    confirm_lost_number,
    new_phone_of,
    phone_masked,
    prove_new_number,
    stop_number_change,
)
from sellers.actions.pins import clear_pin_in_person, confirm_in_person
from sellers.admission import choose
from sellers.forms.people import LostNumberForm, NumberForm, ReasonForm
from sellers.guards import guarded, is_back_after_silence
from sellers.models import Application, NumberChange, Seller
from sellers.policies import seller_actor
from sellers.requests import SellerRequest
from sellers.states import NumberChangeStatus

PERSON_MOVES = {"confirm": confirm_in_person, "clear_pin": clear_pin_in_person}


# The seller's own


@guarded
def number(request: SellerRequest) -> HttpResponse:
    """Ask for the new number; the code goes there first."""
    seller = request.seller
    if seller is None:
        return redirect("road", request.board.slug)
    form = NumberForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            change = ask_for_number(seller.pk, form.cleaned_data["phone"], by=request.actor)
            send_code(request, gate_new(change))
        except DomainError as refusal:
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            return redirect("number_new", request.board.slug, change.pk)
    context = {"form": form, "phone": phone_masked(seller.user.phone or "")}
    return render(request, "sellers/pages/number.html", context, status=status)


@guarded
def number_new(request: SellerRequest, change_id: UUID) -> HttpResponse:
    """The code that came to the new number."""
    change = own_change(request, change_id)
    if change.status != NumberChangeStatus.ASKED:
        return redirect("number_old", request.board.slug, change.pk)
    page = visit_code_page(request, gate_new(change))
    if page.is_proved:
        prove_new_number(change.pk, by=request.actor)
        return redirect("number_old", request.board.slug, change.pk)
    context = {"page": page, "form": page.form, "is_new": True, "place": 1, "places": 2}
    return render(request, "sellers/pages/number_code.html", context, status=page.status)


@guarded
def number_old(request: SellerRequest, change_id: UUID) -> HttpResponse:
    """The code that came to the old number; with it the change is done, and she is signed in with the new one."""
    change = own_change(request, change_id)
    if change.status == NumberChangeStatus.ASKED:
        return redirect("number_new", request.board.slug, change.pk)
    if change.status != NumberChangeStatus.PROVED:
        return redirect("number", request.board.slug)
    page = visit_code_page(request, gate_old(change))
    if page.is_proved:
        done = change_number(change.pk, by=request.actor)
        sign_in_anew(request, done.seller)
        messages.success(request, _("Your number is changed. From now on sign in with the new one."))
        return redirect("road", request.board.slug)
    context = {"page": page, "form": page.form, "is_new": False, "place": 2, "places": 2}
    return render(request, "sellers/pages/number_code.html", context, status=page.status)


@require_POST
def number_stop(request: SellerRequest, change_id: UUID) -> HttpResponse:
    """Stop a change that was not her wish. Asked for no PIN: who reads the warning must be able to act at once."""
    change = NumberChange.objects.select_related("seller__user").get(pk=change_id, seller__user=request.user)
    stop_number_change(change.pk, by=seller_actor(request.user, change.seller))
    messages.success(request, _("The change is stopped. The file stays with this number."))
    return redirect("road", request.board.slug)


def own_change(request: SellerRequest, change_id: UUID) -> NumberChange:
    """Return a change that the seller asked for herself; one that officers began is theirs."""
    changes = NumberChange.objects.select_related("seller__user", "seller__data_key")
    change: NumberChange = changes.get(pk=change_id, seller=request.seller, is_old_lost=False)
    return change


def sign_in_anew(request: SellerRequest, seller: Seller) -> None:
    user = seller.user
    note_seen(user)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    choose(request.session, request.board, seller)


def gate_new(change: NumberChange) -> Gate:
    return Gate(Purpose.CHANGE_NUMBER, f"number:{change.pk}:new", new_phone_of(change))


def gate_old(change: NumberChange) -> Gate:
    return Gate(Purpose.CHANGE_NUMBER, f"number:{change.pk}:old", change.seller.user.phone or "")


# At the office


def person(request: OfficerRequest, seller_id: UUID) -> HttpResponse:
    """A seller stands before the officer: that she is herself, a forgotten PIN, a lost number."""
    seller = reviewed_seller(request, seller_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        act = PERSON_MOVES.get(request.POST.get("move", ""))
        if act is None:
            raise DomainError(code="move.unknown")
        act(seller.pk, officer=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("Saved. She is told by SMS."))
        return redirect("officer_person", request.board.slug, seller.pk)
    context = {
        "form": form,
        "seller": seller,
        "phone": phone_masked(seller.user.phone or ""),
        "is_silent": is_back_after_silence(seller),
        "change": NumberChange.objects.filter(seller=seller, is_old_lost=True, status__in=OPEN).first(),
    }
    return render(request, "sellers/pages/officer_person.html", context, status=status)


def lost_number(request: OfficerRequest, seller_id: UUID) -> HttpResponse:
    """Begin a change of number for somebody whose old phone is lost."""
    seller = reviewed_seller(request, seller_id)
    form = LostNumberForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        phone, reason = form.cleaned_data["phone"], form.cleaned_data["reason"]
        try:
            change = begin_lost_number(seller.pk, phone, officer=request.actor, reason=reason)
            send_code(request, gate_new(change))
        except DomainError as refusal:
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            return redirect("officer_number", request.board.slug, change.pk)
    context = {"form": form, "seller": seller, "phone": phone_masked(seller.user.phone or "")}
    return render(request, "sellers/pages/officer_lost_number.html", context, status=status)


def lost_numbers(request: OfficerRequest) -> HttpResponse:
    """The changes that wait for officers, oldest first."""
    mine = NumberChange.objects.filter(is_old_lost=True, status__in=OPEN, seller__in=sellers_of(request))
    rows = mine.select_related("seller", "first_officer").order_by("asked_at", "id")[:100]
    return render(request, "sellers/pages/officer_numbers.html", {"rows": rows})


def lost_number_change(request: OfficerRequest, change_id: UUID) -> HttpResponse:
    """One change: the code from the new number, then two officers' words."""
    change = reviewed_change(request, change_id)
    context = {
        "change": change,
        "seller": change.seller,
        "old_phone": phone_masked(change.seller.user.phone or ""),
        "new_phone": phone_masked(new_phone_of(change)),
        "is_first": str(change.first_officer_id) == request.actor.id,
    }
    if change.status == NumberChangeStatus.ASKED:
        page = visit_code_page(request, gate_new(change))
        if page.is_proved:
            prove_new_number(change.pk, by=request.actor)
            return redirect("officer_number", request.board.slug, change.pk)
        context |= {"page": page, "form": page.form}
        return render(request, "sellers/pages/officer_number.html", context, status=page.status)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            confirm_lost_number(change.pk, officer=request.actor, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            return redirect("officer_number", request.board.slug, change.pk)
    return render(request, "sellers/pages/officer_number.html", context | {"form": form}, status=status)


def sellers_of(request: OfficerRequest) -> list[UUID]:
    """Return the sellers that this officer reviews."""
    if not request.actor.reviews:
        raise Http404
    return Application.objects.in_district(request.actor.district_id).values("seller_id")  # type: ignore[return-value]


def reviewed_seller(request: OfficerRequest, seller_id: UUID) -> Seller:
    """Return a seller of the officer's own district; another district's is as absent as another board's."""
    sellers = Seller.objects.filter(pk__in=sellers_of(request)).select_related("user", "data_key")
    found: Seller = sellers.get(pk=seller_id)
    return found


def reviewed_change(request: OfficerRequest, change_id: UUID) -> NumberChange:
    changes = NumberChange.objects.filter(is_old_lost=True, seller__in=sellers_of(request))
    found: NumberChange = changes.select_related("seller__user", "seller__data_key", "first_officer").get(pk=change_id)
    return found
