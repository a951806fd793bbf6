"""The seller's wallet: her marks and cards, and renewing one."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from onboarding.errors import DomainError, show_refusal
from onboarding.files.documents import read_document
from onboarding.routes import body_limit
from sellers.actions.documents import Paper
from sellers.actions.wallet import Renewal, renew_mark
from sellers.guards import guarded
from sellers.models import Application
from sellers.questions.catalogue import QUESTIONS
from sellers.requests import SellerRequest
from sellers.views.pictures import ROUTE_MAX_BYTES
from sellers.wallet.forms import MarkForm
from sellers.wallet.marks import PAPER_OF, Mark, wallet_of


@guarded
def wallet(request: SellerRequest) -> HttpResponse:
    """What she has, whether it was looked at, and until when it is valid."""
    application = application_of(request)
    if application is None:
        return redirect("application", request.board.slug)
    marks = wallet_of(application)
    context = {
        "held": [mark for mark in marks if mark.number],
        "others": [mark for mark in marks if not mark.number],
    }
    return render(request, "sellers/pages/wallet.html", context)


@body_limit(ROUTE_MAX_BYTES)
@guarded
def wallet_mark(request: SellerRequest, code: str) -> HttpResponse:
    """One mark or card: add it, or write down the new one."""
    application = application_of(request)
    if application is None:
        return redirect("application", request.board.slug)
    mark = next((each for each in wallet_of(application) if each.code == code), None)
    if mark is None:
        raise Http404
    form = mark_form(request, mark)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            is_news = renew_mark(application.pk, renewal_of(form, code), by=request.actor)
        except DomainError as refusal:
            refusal.field = refusal.field or "picture"
            show_refusal(form, refusal)
            status = refusal.http_status
        else:
            if is_news:
                messages.success(request, _("%(name)s: saved.") % {"name": mark.name})
            return redirect("wallet", request.board.slug)
    context = {"form": form, "mark": mark, "question": QUESTIONS[code], "has_picture": code in PAPER_OF}
    return render(request, "sellers/pages/wallet_mark.html", context, status=status)


def application_of(request: SellerRequest) -> Application | None:
    rows = Application.objects.select_related("seller__data_key", "seller__user")
    return rows.filter(seller=request.seller).first() if request.seller else None


def mark_form(request: SellerRequest, mark: Mark) -> MarkForm:
    initial = {"number": mark.number, "expires_on": mark.expires_on, "upload_id": uuid4()}
    if request.method != "POST":
        return MarkForm(mark.code, initial=initial)
    return MarkForm(mark.code, request.POST, request.FILES, initial=initial)


def renewal_of(form: MarkForm, code: str) -> Renewal:
    """Return what she wrote; the picture is decoded here, before any row is locked."""
    typed = form.cleaned_data
    paper = None
    if typed.get("picture"):
        paper = Paper(PAPER_OF[code], read_document(typed["picture"]), typed["upload_id"] or uuid4())
    return Renewal(code, typed["number"], typed["expires_on"], paper)
