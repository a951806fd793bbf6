"""Signing in by phone, at one board's door."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from onboarding.accounts.actions import note_seen, user_of_phone
from onboarding.accounts.channels import channel_asked_for
from onboarding.accounts.confirming import (
    Gate,
    TooEarly,
    send_code,
    send_code_and_say_so,
    sign_in_gate,
    visit_code_page,
)
from onboarding.accounts.forms import PhoneForm
from onboarding.accounts.freshness import note_phone_proved
from onboarding.accounts.models import Purpose
from onboarding.accounts.requests import DoorRequest
from onboarding.errors import DomainError, show_refusal


def join(request: DoorRequest) -> HttpResponse:
    """Ask for the phone and send a code to it; who is signed in already goes on to her road."""
    if request.user.is_authenticated and request.user.phone:
        return redirect("road", request.board.slug)
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        gate = Gate(Purpose.SIGN_IN, "", form.cleaned_data["phone"])
        try:
            send_code(request, gate)
        except TooEarly:
            pass  # the form came twice: its code is on its way
        except DomainError as refusal:
            show_refusal(form, refusal)
            return render(request, "accounts/pages/join_phone.html", {"form": form}, status=refusal.http_status)
        return redirect("join_code", request.board.slug)
    return render(request, "accounts/pages/join_phone.html", {"form": form}, status=422 if form.is_bound else 200)


def join_code(request: DoorRequest) -> HttpResponse:
    """Ask for the code and sign in."""
    gate = sign_in_gate(request)
    if gate is None:
        # Whoever sent the right code twice is signed in already; the road brings all others to the join page.
        return redirect("road", request.board.slug)
    page = visit_code_page(request, gate)
    if page.is_proved:
        return sign_in(request, gate.phone)
    context = {"form": page.form, "page": page, "challenge": page.challenge}
    return render(request, "accounts/pages/join_code.html", context, status=page.status)


@require_POST
def join_again(request: DoorRequest) -> HttpResponse:
    """Send a new code to the same number by the way asked for, or say that it is too early for one."""
    gate = sign_in_gate(request)
    if gate is None:
        return redirect("join", request.board.slug)
    send_code_and_say_so(request, gate, channel_asked_for(request.POST.get("again", "")))
    return redirect("join_code", request.board.slug)


def sign_in(request: DoorRequest, phone: str) -> HttpResponse:
    user = user_of_phone(phone)
    note_seen(user)  # before login() writes its own time, from which silence could no longer be told
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    note_phone_proved(request.session)
    return redirect("road", request.board.slug)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("home")
