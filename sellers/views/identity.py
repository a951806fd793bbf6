"""Showing who a seller is: her own page, and the officer's word that he saw the card."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from onboarding.boards.requests import OfficerRequest
from onboarding.errors import DomainError, show_refusal
from sellers.actions.identity import give_token, see_card
from sellers.consents.purposes import REGISTRY_CHECKS
from sellers.consents.reading import ask_of, may_use
from sellers.forms.identity import AGREES, VISIT, SeenForm, TokenForm
from sellers.guards import guarded
from sellers.models import Check
from sellers.questions.catalogue import Text
from sellers.requests import SellerRequest
from sellers.review.identity import Look, identity_of, is_asked
from sellers.views.consents import ask_url
from sellers.views.review.file import Attempt, file_page, reviewable

Result = Check.Result
NO_CLEAR_ANSWER = gettext_lazy("DigiLocker gave no clear answer. Show your card to an officer instead.")
FROM_DIGILOCKER = {
    Result.MATCH: gettext_lazy("DigiLocker has confirmed that you are you."),
    Result.MISMATCH: gettext_lazy(
        "DigiLocker knows another name than the one in your application. Mend your name there, or show your card to "
        "an officer."
    ),
    Result.CANCELLED: NO_CLEAR_ANSWER,
    Result.NOT_FOUND: NO_CLEAR_ANSWER,
    Result.UNSURE: gettext_lazy(
        "DigiLocker spells your name a little differently. An officer looks at both; you need not do anything."
    ),
    Result.UNREACHABLE: gettext_lazy(
        "DigiLocker did not answer. That was not your fault. Try again with a new code, or show your card to an "
        "officer."
    ),
}
CODE_REFUSED = gettext_lazy(
    "DigiLocker did not take this code. A code holds for a short time only: get a new one and type it here."
)
OTHER_NAME_NOW = gettext_lazy("You have changed your name since. Please show once more who you are.")


@guarded
def application_identity(request: SellerRequest) -> HttpResponse:
    """Two ways to show who she is, and what came of them so far."""
    seller = request.seller
    if seller is None or not is_asked(seller):
        return redirect("application", request.board.slug)
    form = TokenForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        try:
            if form.is_valid():
                give_token(seller.pk, form.cleaned_data["token"], by=request.actor)
                messages.success(request, _("Thank you. DigiLocker is being asked; you need not wait here."))
                return redirect("application_identity", request.board.slug)
            status = 422
        except DomainError as refusal:
            show_refusal(form, refusal)
            status = refusal.http_status
    identity = identity_of(seller)
    here = reverse("application_identity", args=[request.board.slug])
    ask = ask_of(seller, REGISTRY_CHECKS.code)
    context = {
        "form": form,
        "identity": identity,
        "said": said_by_digilocker(identity.digilocker),
        "has_digilocker": bool(settings.REGISTRY_URL),
        "may_ask": may_use(seller, REGISTRY_CHECKS.code),
        "consent_url": ask_url(request.board.slug, ask, here) if ask else "",
    }
    return render(request, "sellers/pages/identity.html", context, status=status)


def said_by_digilocker(look: Look | None) -> Text:
    """Return in words what came of her newest code."""
    if look is None:
        return ""
    if look.is_code_refused:
        return CODE_REFUSED
    return FROM_DIGILOCKER[look.state] if look.is_of_her_name else OTHER_NAME_NOW


@require_POST
def identity_seen(request: OfficerRequest, application_id: UUID) -> HttpResponse:
    """Take the officer's word that she saw the card, and whose it is."""
    file = reviewable(request, application_id)
    form = SeenForm(request.POST)
    attempt = Attempt(forms={"identity": form}, http_status=422)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            see_card(
                file.pk,
                typed["aadhaar_last_four"],
                agrees=typed["result"] == AGREES,
                on_visit=typed["where"] == VISIT,
                officer=request.actor,
            )
        except DomainError as refusal:
            attempt.refuse(form, refusal)
        else:
            messages.success(request, _("Kept: you saw the card. Give it back, and keep no copy."))
            return redirect("officer_application", request.board.slug, file.pk)
    return file_page(request, file, attempt)
