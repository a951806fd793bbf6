"""The seller's application, on her phone."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onboarding.errors import DomainError, show_refusal
from onboarding.pages.templatetags.pages import localtext
from sellers.actions.applications import Facts, pan_of, save_application, submit_application
from sellers.forms import ApplicationForm
from sellers.models import Application
from sellers.requests import SellerRequest


def application(request: SellerRequest) -> HttpResponse:
    """Ask for the facts and save them."""
    saved = application_of(request)
    if saved and "submit" not in saved.MOVES.leading_from(saved.status):
        return redirect("application_sent", request.board.slug)
    form = ApplicationForm(request.POST if request.method == "POST" else None, initial=typed_before(saved))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            save_application(request.user, Facts(**form.cleaned_data), language=get_language() or "hi")
        except DomainError as refusal:
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            return redirect("application_check", request.board.slug)
    return render(request, "sellers/pages/application.html", {"form": form, "application": saved}, status=status)


def application_check(request: SellerRequest) -> HttpResponse:
    """Show the answers once more, and send them."""
    saved = application_of(request)
    if saved is None:
        return redirect("application", request.board.slug)
    if "submit" not in saved.MOVES.leading_from(saved.status):
        return redirect("application_sent", request.board.slug)
    if request.method == "POST":
        submit_application(saved.pk, by=request.actor)
        return redirect("application_sent", request.board.slug)
    return render(request, "sellers/pages/application_check.html", {"application": saved, "rows": answer_rows(saved)})


def application_sent(request: SellerRequest) -> HttpResponse:
    saved = application_of(request)
    if saved is None:
        return redirect("application", request.board.slug)
    return render(request, "sellers/pages/application_sent.html", {"application": saved})


def application_of(request: SellerRequest) -> Application | None:
    files = Application.objects.select_related("seller__data_key", "district", "craft")
    return files.filter(seller=request.seller).first() if request.seller else None


def typed_before(saved: Application | None) -> dict[str, Any]:
    if saved is None:
        return {}
    return {
        "name": saved.seller.name,
        "district": saved.district_id,
        "craft": saved.craft_id,
        "address": saved.address,
        "pin": saved.pin,
        "pan": pan_of(saved),
    }


def answer_rows(saved: Application) -> list[dict[str, str]]:
    """Return the answers as label and value, each with the way to change it."""
    url = reverse("application", args=[saved.board.slug])
    answers = [
        (_("Your name"), saved.seller.name, "name"),
        (_("Your district"), localtext(saved.district.name), "district"),
        (_("Village or locality, and street"), saved.address, "address"),
        (_("PIN code"), saved.pin, "pin"),
        (_("What do you make?"), localtext(saved.craft.name), "craft"),
        (_("PAN number"), masked(pan_of(saved)), "pan"),
    ]
    return [{"label": label, "value": value, "url": f"{url}#id_{field}"} for label, value, field in answers]


def masked(secret: str) -> str:
    """Show only the last four characters."""
    return "●" * max(len(secret) - 4, 0) + secret[-4:] if secret else ""
