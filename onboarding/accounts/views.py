"""Signing in by phone, at one board's door."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onboarding.accounts.actions import Verdict, request_code, try_code, user_of_phone
from onboarding.accounts.forms import CodeForm, PhoneForm
from onboarding.accounts.models import PhoneChallenge
from onboarding.accounts.phones import normalise_phone
from onboarding.accounts.requests import DoorRequest
from onboarding.errors import DomainError, show_refusal

CHALLENGE_KEY = "phone_challenge"


def join(request: DoorRequest) -> HttpResponse:
    """Ask for the phone and send a code to it; who is signed in already goes on to her road."""
    if request.user.is_authenticated and request.user.phone:
        return redirect("road", request.board.slug)
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            challenge = code_on_its_way(request, phone) or request_code(phone, language=get_language() or "hi")
        except DomainError as refusal:
            show_refusal(form, refusal)
            return render(request, "accounts/pages/join_phone.html", {"form": form}, status=refusal.http_status)
        request.session[CHALLENGE_KEY] = str(challenge.pk)
        return redirect("join_code", request.board.slug)
    return render(request, "accounts/pages/join_phone.html", {"form": form}, status=422 if form.is_bound else 200)


def join_code(request: DoorRequest) -> HttpResponse:
    """Ask for the code and sign in."""
    challenge = challenge_of(request)
    if challenge is None:
        # Whoever sent the right code twice is signed in already; the road brings all others to the join page.
        return redirect("road", request.board.slug)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        verdict = try_code(challenge.pk, form.cleaned_data["code"])
        if verdict is Verdict.RIGHT:
            return sign_in(request, challenge)
        form.add_error("code", refusal_text(verdict))
    context = {"form": form, "challenge": challenge}
    return render(request, "accounts/pages/join_code.html", context, status=422 if form.is_bound else 200)


@require_POST
def join_again(request: DoorRequest) -> HttpResponse:
    """Send a new code to the same number, or say that it is too early for one."""
    challenge = challenge_of(request)
    if challenge is None:
        return redirect("join", request.board.slug)
    if code_on_its_way(request, challenge.phone):
        messages.info(request, _("The code is on its way. You can ask for a new one in a minute."))
        return redirect("join_code", request.board.slug)
    try:
        fresh = request_code(challenge.phone, language=get_language() or "hi")
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("join_code", request.board.slug)
    request.session[CHALLENGE_KEY] = str(fresh.pk)
    messages.success(request, _("We sent you a new code."))
    return redirect("join_code", request.board.slug)


def challenge_of(request: DoorRequest) -> PhoneChallenge | None:
    challenge_id = request.session.get(CHALLENGE_KEY)
    return PhoneChallenge.objects.filter(pk=challenge_id).first() if challenge_id else None


def code_on_its_way(request: DoorRequest, typed_phone: str) -> PhoneChallenge | None:
    """Return this visitor's last code if a new one for the number would be too early, as when a form is sent twice."""
    challenge = challenge_of(request)
    if challenge is None or challenge.phone != normalise_phone(typed_phone) or timezone.now() >= challenge.resend_at:
        return None
    return challenge if challenge.may_be_tried else None


def sign_in(request: DoorRequest, challenge: PhoneChallenge) -> HttpResponse:
    login(request, user_of_phone(challenge.phone), backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session.pop(CHALLENGE_KEY, None)
    return redirect("road", request.board.slug)


def refusal_text(verdict: Verdict) -> str:
    return {
        Verdict.WRONG: _("This code is not right. Look at the newest SMS and try again."),
        Verdict.EXPIRED: _("This code is too old. Ask for a new one."),
        Verdict.USED_UP: _("This code was tried too often. Ask for a new one."),
    }[verdict]


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("home")
