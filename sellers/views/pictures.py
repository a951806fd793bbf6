"""The camera page of a paper: one page a paper, with a frame of its shape."""

from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from onboarding.errors import DomainError, show_refusal
from onboarding.files.documents import read_document
from onboarding.files.errors import Busy
from onboarding.files.serving import rendition_response
from onboarding.routes import body_limit
from sellers.actions.documents import Paper, save_document
from sellers.forms.application import PictureForm
from sellers.models import Document
from sellers.questions.catalogue import Question, Step
from sellers.questions.progress import Progress, progress_of
from sellers.requests import SellerRequest
from sellers.secrets import name_on
from sellers.views.tasks import place_of, url_after, wishes_of

# Above the form's own limit, so that it is the form that answers a file that is too large.
ROUTE_MAX_BYTES = settings.PHOTO_MAX_BYTES * 5 // 2


@body_limit(ROUTE_MAX_BYTES)
def application_picture(request: SellerRequest, step: str) -> HttpResponse:
    """Take the picture of one paper; the one she sent before is shown beside it."""
    progress = progress_of(request.seller)
    asked = next((each for each in progress.steps if each.code == step and each.picture), None)
    application = progress.application
    if application is None:
        messages.info(request, _("First write your name."))
    if asked is None or asked.picture is None or application is None or not progress.may_change(asked):
        return redirect("application", request.board.slug)
    before = newest(request, asked.picture)
    form = picture_form(request, asked.picture, before)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            refusal = keep(request, application.pk, form, asked.picture)
            if refusal is None:
                return redirect(url_after(asked, progress_of(request.seller), request.board.slug))
            if isinstance(refusal, Busy):
                status = refusal.http_status  # by which upload.js knows that it may send again
    return render(
        request, "sellers/pages/picture.html", context_of(request, form, asked, progress, before), status=status
    )


def newest(request: SellerRequest, question: Question) -> Document | None:
    documents = Document.objects.filter(seller=request.seller, code=question.code, replaced_at=None)
    return documents.select_related("file", "seller__data_key").first()


def picture_form(request: SellerRequest, question: Question, before: Document | None) -> PictureForm:
    # Empty at first: her own name, offered here, would come back as what the paper says.
    initial = {"spelled_name": name_on(before) if before else "", "upload_id": uuid4()}
    if request.method != "POST":
        return PictureForm(question, initial=initial)
    return PictureForm(question, request.POST, request.FILES, initial=initial)


def keep(request: SellerRequest, application_id: UUID, form: PictureForm, question: Question) -> DomainError | None:
    """Read and keep the picture, or return why it was refused; the form says it too."""
    try:
        # Decoded before any row is locked: a heavy picture must hold up nobody.
        paper = Paper(
            code=question.code,
            picture=read_document(form.cleaned_data["picture"]),
            upload_id=form.cleaned_data["upload_id"] or uuid4(),
            spelled_name=form.cleaned_data.get("spelled_name", ""),
            expires_on=form.cleaned_data.get("expires_on"),
        )
        save_document(application_id, paper, by=request.actor, on_behalf_of=request.on_behalf_of)
    except DomainError as refusal:
        refusal.field = refusal.field if refusal.field in form.fields else "picture"
        show_refusal(form, refusal)
        return refusal
    return None


def context_of(
    request: SellerRequest, form: PictureForm, step: Step, progress: Progress, before: Document | None
) -> dict[str, object]:
    return {
        "form": form,
        "step": step,
        "question": step.picture,
        "wishes": wishes_of(step, progress),
        "before_url": reverse("seller_document", args=[request.board.slug, before.pk]) if before else "",
        "before_at": before.created_at if before else None,
        **place_of(step, request, progress),
    }


def seller_document(request: SellerRequest, document_id: UUID) -> HttpResponseBase:
    """Show a seller the small picture of her own paper."""
    document = Document.objects.select_related("file").get(pk=document_id, seller=request.seller)
    return rendition_response(document.file, "320")
