"""A gate that any room can put before a step: a code to a phone, good for this purpose and subject only.

    gate = Gate(Purpose.WITHDRAW, f"seller:{seller.pk}", seller.user.phone)
    page = visit_code_page(request, gate)
    if page.is_proved:
        withdraw(seller, ...)                    # the action comes after the proof, never around it
        return redirect(...)
    context = {"page": page, "form": page.form}  # the form is for the error summary
    return render(request, "sellers/pages/withdraw_code.html", context, status=page.status)

The template includes "accounts/parts/code_form.html". A view that was just asked for the step may call `send_code`
and redirect to this page; else the page offers a button that sends the first code. GET sends nothing.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from onboarding.accounts.actions import Verdict, request_code, try_code
from onboarding.accounts.channels import channel_asked_for, other_channels
from onboarding.accounts.forms import CodeForm
from onboarding.accounts.models import Channel, PhoneChallenge, Purpose
from onboarding.accounts.network import network_of
from onboarding.accounts.phones import normalise_phone
from onboarding.errors import DomainError, show_refusal


class CodeRefused(DomainError):
    """The typed code does not open the gate. The try is counted, so nobody may roll back around it."""

    code = "code.wrong"
    message = gettext_lazy("This code is not right. Look at the newest SMS and try again.")
    http_status = 422

    def __init__(self) -> None:
        super().__init__(field="code")


class CodeTooOld(CodeRefused):
    code = "code.expired"
    message = gettext_lazy("This code is too old. Ask for a new one.")


class CodeUsedUp(CodeRefused):
    code = "code.used_up"
    message = gettext_lazy("This code was tried too often. Ask for a new one.")


class TooManyTriesToday(CodeRefused):
    code = "code.too_many_today"
    message = gettext_lazy("Too many wrong codes today. Try again tomorrow, or call us and we will help.")
    http_status = 429


class NoCodeSent(CodeRefused):
    code = "code.none_sent"
    message = gettext_lazy("No code was sent for this yet. Ask for one.")


class TooEarly(DomainError):
    code = "code.on_its_way"
    message = gettext_lazy("The code is on its way. You can ask for a new one in a minute.")
    http_status = 429


REFUSALS: dict[Verdict, type[CodeRefused]] = {
    Verdict.WRONG: CodeRefused,
    Verdict.EXPIRED: CodeTooOld,
    Verdict.USED_UP: CodeUsedUp,
    Verdict.TOO_MANY_TODAY: TooManyTriesToday,
}


@dataclass(frozen=True)
class Gate:
    """What is to be confirmed, about which row, from which phone (as typed or normalised).

    `language` is that of the phone's owner, where somebody else reads the page.
    """

    purpose: str
    subject: str
    phone: str
    language: str = ""

    @property
    def session_key(self) -> str:
        if self.purpose == Purpose.SIGN_IN:
            return "phone_challenge"
        return f"code:{self.purpose}:{self.subject}"


@dataclass(frozen=True)
class CodePage:
    """All that "accounts/parts/code_form.html" needs to know, and whether the gate is open."""

    form: CodeForm
    challenge: PhoneChallenge | None
    other_channels: tuple[str, ...]
    is_proved: bool = False
    status: int = 200


def visit_code_page(request: HttpRequest, gate: Gate) -> CodePage:
    """Carry out one visit of a page with the code form: show it, send a code, or read the typed one.

    A button named `again` sends, by the channel that is its value.
    """
    if request.method == "POST" and "again" in request.POST:
        status = send_code_and_say_so(request, gate, channel_asked_for(request.POST["again"]))
        challenge = challenge_of(request, gate)
        return page_of(form_for(challenge), challenge, status=status)
    challenge = challenge_of(request, gate)
    form = form_for(challenge, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            confirm(request, gate, form.cleaned_data["code"])
        except DomainError as refusal:
            show_refusal(form, refusal)
            return page_of(form, challenge, status=refusal.http_status)
        return page_of(form, challenge, is_proved=True)
    return page_of(form, challenge, status=422 if form.is_bound else 200)


def send_code_and_say_so(request: HttpRequest, gate: Gate, channel: Channel) -> int:
    """Send a code, or say calmly why not, above the next page; return the status of that answer."""
    try:
        send_code(request, gate, channel=channel)
    except TooEarly as refusal:
        messages.info(request, str(refusal.message))
        return 200  # pressed twice: what was asked for is happening
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return refusal.http_status
    messages.success(request, said_of(channel))
    return 200


def send_code(request: HttpRequest, gate: Gate, *, channel: str = Channel.SMS) -> PhoneChallenge:
    """Send a code for the gate and keep its challenge in the session.

    Raises TooEarly while the last one may still be on its way, BadPhone, or TooManyCodes.
    """
    before = challenge_of(request, gate)
    if before and not before.may_be_sent_anew:
        raise TooEarly
    challenge = request_code(
        gate.phone,
        language=gate.language or get_language() or "hi",
        purpose=gate.purpose,
        subject=gate.subject,
        network=network_of(request),
        channel=channel,
    )
    request.session[gate.session_key] = str(challenge.pk)
    return challenge


def sign_in_gate(request: HttpRequest) -> Gate | None:
    """Return the gate that this visitor's last code to sign in was sent for."""
    challenge_id = request.session.get(Gate(Purpose.SIGN_IN, "", "").session_key)
    challenge = PhoneChallenge.objects.filter(pk=challenge_id).first() if challenge_id else None
    return Gate(Purpose.SIGN_IN, "", challenge.phone) if challenge else None


def challenge_of(request: HttpRequest, gate: Gate) -> PhoneChallenge | None:
    """Return this visitor's challenge for the gate, if one was sent to this phone."""
    challenge_id = request.session.get(gate.session_key)
    if not challenge_id:
        return None
    mine = PhoneChallenge.objects.filter(pk=challenge_id, purpose=gate.purpose, subject=gate.subject)
    return mine.filter(phone=normalise_phone(gate.phone)).first()


def confirm(request: HttpRequest, gate: Gate, typed_code: str) -> None:
    """Return when the code is right; it is used up by that. Raises CodeRefused or one of its kinds.

    Call it outside the action's own transaction: the try counts also when the action fails.
    """
    challenge = challenge_of(request, gate)
    if challenge is None:
        raise NoCodeSent
    verdict = try_code(challenge.pk, typed_code, purpose=gate.purpose, subject=gate.subject)
    if verdict is not Verdict.RIGHT:
        raise REFUSALS[verdict]
    del request.session[gate.session_key]


def form_for(challenge: PhoneChallenge | None, typed: QueryDict | None = None) -> CodeForm:
    return CodeForm(typed, channel=challenge.channel if challenge else Channel.SMS)


def page_of(
    form: CodeForm, challenge: PhoneChallenge | None, *, is_proved: bool = False, status: int = 200
) -> CodePage:
    return CodePage(form, challenge, other_channels(), is_proved, status)


def said_of(channel: str) -> str:
    return {
        Channel.SMS: _("We sent you a new code."),
        Channel.VOICE: _("We are calling you now and say the code."),
        Channel.WHATSAPP: _("We sent you a new code by WhatsApp."),
    }[Channel(channel)]
