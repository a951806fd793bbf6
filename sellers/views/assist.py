"""Assisted mode: an operator fills in for a seller, who confirms; and the files that are looked at again."""

from uuid import UUID

from django.contrib import messages
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onboarding.accounts.confirming import Gate, visit_code_page
from onboarding.accounts.models import Purpose
from onboarding.boards.requests import OfficerRequest
from onboarding.errors import DomainError, show_refusal
from sellers.actions.applications import submit_application
from sellers.actions.assistance import (
    Found,
    NeedsHerCode,
    begin_assistance,
    confirm_file,
    is_confirmed,
    join_file,
    write_outcome,
)
from sellers.actions.numbers import phone_masked
from sellers.admission import assist as work_in
from sellers.admission import stop_assisting
from sellers.consents.reading import asks_in_application
from sellers.forms.people import AssistForm, OutcomeForm
from sellers.guards import stopped_at_wall
from sellers.models import Application, Assistance, Seller
from sellers.questions.progress import progress_of
from sellers.requests import SellerRequest
from sellers.states import ApplicationStatus, SellerStatus
from sellers.views.consents import asked_first

UNSENT = (ApplicationStatus.DRAFT, ApplicationStatus.NEEDS_CHANGES)
MOST_IN_HAND = 50

# The operator's pages


def assist(request: OfficerRequest) -> HttpResponse:
    """Whom the operator fills in for, and the form to begin with somebody."""
    form = AssistForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        said = form.cleaned_data
        try:
            begun = begin_assistance(said["phone"], said["name"], language=said["language"], operator=request.actor)
        except NeedsHerCode as known:
            return redirect("assist_open", request.board.slug, known.seller.pk)
        except DomainError as refusal:
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            return go_on(request, begun)
    newest = list(in_hand_of(request).order_by("-began_at").select_related("seller")[: 2 * MOST_IN_HAND])
    # Who joined a file again after it was confirmed goes on in the newer assistance.
    waiting = {each.seller_id: each for each in reversed(newest)}
    context = {"form": form, "waiting": [*reversed(waiting.values())][:MOST_IN_HAND]}
    return render(request, "sellers/pages/assist.html", context, status=status)


def assist_open(request: OfficerRequest, seller_id: UUID) -> HttpResponse:
    """A file that stands is opened by a code to the seller's phone, which she reads out."""
    seller = Seller.objects.select_related("user").get(pk=seller_id)
    gate = Gate(Purpose.CONFIRM_FILE, f"open:{seller.pk}:{request.actor.id}", seller.user.phone or "", seller.language)
    page = visit_code_page(request, gate)
    if page.is_proved:
        return go_on(request, join_file(seller.pk, operator=request.actor))
    context = {"page": page, "form": page.form, "phone": phone_masked(seller.user.phone or "")}
    return render(request, "sellers/pages/assist_open.html", context, status=page.status)


@require_POST
def assist_go_on(request: OfficerRequest, assistance_id: UUID) -> HttpResponse:
    """Go on with a file that this operator began and that is not confirmed, or not sent yet."""
    return go_on(request, in_hand_of(request).get(pk=assistance_id))


@require_POST
def assist_stop(request: OfficerRequest) -> HttpResponse:
    stop_assisting(request.session, request.board)
    messages.success(request, _("You have left the file. What you filled in is saved."))
    return redirect("assist", request.board.slug)


def in_hand_of(request: OfficerRequest) -> "QuerySet[Assistance]":
    """Return what this operator has still to bring to the board: not confirmed yet, or confirmed and never sent."""
    unsent = Application.objects.filter(status=ApplicationStatus.DRAFT, seller__status=SellerStatus.ACTIVE)
    mine = Assistance.objects.filter(operator_id=int(request.actor.id))
    return mine.filter(Q(confirmed_at=None) | Q(seller__in=unsent.values("seller_id")))


def go_on(request: OfficerRequest, assistance: Assistance) -> HttpResponse:
    work_in(request.session, request.board, assistance)
    return redirect("application", request.board.slug)


# Confirmed by the seller


def file_confirm(request: SellerRequest) -> HttpResponse:
    """The seller says that what was filled in for her is right: by a code beside the operator, or on her own phone."""
    seller = request.seller
    if seller is None or is_confirmed(seller):
        return redirect("application_check", request.board.slug)
    if request.on_behalf_of is not None:
        return confirm_by_code(request, seller)
    stopped = stopped_at_wall(request)
    if stopped:
        return stopped
    if request.method == "POST":
        confirm_file(seller.pk, by=request.actor)
        messages.success(request, _("Thank you. You have confirmed your file."))
        return after_confirming(request, seller)
    waiting = Assistance.objects.filter(seller=seller, confirmed_at=None).select_related("operator")
    names = [assistance.operator.name for assistance in waiting]
    context = {"names": names, "is_sent_too": file_to_send(seller) is not None}
    return render(request, "sellers/pages/file_confirm.html", context)


def confirm_by_code(request: SellerRequest, seller: Seller) -> HttpResponse:
    gate = Gate(Purpose.CONFIRM_FILE, f"seller:{seller.pk}", seller.user.phone or "", seller.language)
    page = visit_code_page(request, gate)
    if page.is_proved and request.on_behalf_of is not None:
        confirm_file(seller.pk, by=request.on_behalf_of)
        messages.success(request, _("The file is confirmed."))
        return after_confirming(request, seller)
    is_sent_too = file_to_send(seller) is not None
    context = {"page": page, "form": page.form, "name": seller.name, "is_sent_too": is_sent_too}
    return render(request, "sellers/pages/file_confirm_code.html", context, status=page.status)


def file_to_send(seller: Seller) -> Application | None:
    """Return the file if nothing but her word is missing before it goes to the board."""
    progress = progress_of(seller)
    saved = progress.application
    return saved if saved and progress.is_complete and saved.status in UNSENT else None


def after_confirming(request: SellerRequest, seller: Seller) -> HttpResponse:
    """Send the file, since sending it is what her word was asked for. What cannot go stays confirmed, and says why."""
    saved = file_to_send(seller)
    check = reverse("application_check", args=[request.board.slug])
    if saved is None:
        return redirect(check)
    if asked := asked_first(request, asks_in_application(seller), check):
        return asked
    try:
        submit_application(saved.pk, by=request.actor, on_behalf_of=request.on_behalf_of)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(check)
    return redirect("application_sent", request.board.slug)


# Looked at again


def drawn(request: OfficerRequest) -> HttpResponse:
    """The files that were drawn for a call or a visit and wait for its outcome, oldest first."""
    rows = drawn_for(request).filter(outcome__in=("", Assistance.Outcome.NOT_REACHED))
    return render(request, "sellers/pages/officer_drawn.html", {"rows": rows.order_by("confirmed_at", "id")[:100]})


def drawn_outcome(request: OfficerRequest, assistance_id: UUID) -> HttpResponse:
    """Whom to ask, and what she said."""
    assistance = drawn_for(request).get(pk=assistance_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        found = Found(form.cleaned_data["outcome"], form.cleaned_data["note"])
        try:
            write_outcome(assistance.pk, found, officer=request.actor)
        except DomainError as refusal:
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            messages.success(request, _("Saved."))
            return redirect("assist_drawn", request.board.slug)
    context = {"form": form, "assistance": assistance, "phone": assistance.seller.user.phone}
    return render(request, "sellers/pages/officer_drawn_outcome.html", context, status=status)


def drawn_for(request: OfficerRequest) -> "QuerySet[Assistance]":
    """Return the drawn files that this officer reviews; `sent_file` is the application, once it was sent."""
    if not request.actor.reviews:
        raise Http404
    reviewed = Application.objects.in_district(request.actor.district_id).values("seller_id")
    sent = Application.objects.filter(seller=OuterRef("seller_id"), submitted_at__isnull=False)
    drawn_files = Assistance.objects.filter(is_drawn=True, seller__in=reviewed)
    drawn_files = drawn_files.annotate(sent_file=Subquery(sent.values("pk")[:1]))
    return drawn_files.select_related("seller__user", "operator")
