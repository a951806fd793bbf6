"""The questions of a file that an officer answers one by one: names, repeats, hidden numbers, a second look."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onboarding.boards.requests import OfficerRequest
from onboarding.errors import DomainError
from sellers.actions.marks import look_again, settle_names
from sellers.actions.repeats import decide_repeat, repeats_of
from sellers.actions.unmasking import show_secret
from sellers.models import Application
from sellers.questions.catalogue import QUESTIONS
from sellers.views.review.file import Attempt, file_page, reviewable
from sellers.views.review.forms import LookForm, NamesForm, RepeatForm, ShowForm


@require_POST
def names(request: OfficerRequest, application_id: UUID) -> HttpResponse:
    """Take the officer's word that other spellings are the same person's."""
    file = reviewable(request, application_id)
    form = NamesForm(request.POST, auto_id="names-%s")
    attempt = Attempt(forms={"names": form}, http_status=422)
    if form.is_valid():
        try:
            settle_names(
                file.pk,
                request.POST.getlist("name"),
                officer=request.actor,
                seen=form.cleaned_data["seen"],
                reason=form.cleaned_data["reason"],
            )
        except DomainError as refusal:
            attempt.refuse(form, refusal)
        else:
            return back_to(request, file, _("Kept: it is the same person."))
    return file_page(request, file, attempt)


@require_POST
def repeat(request: OfficerRequest, application_id: UUID, repeat_id: UUID) -> HttpResponse:
    """Take the officer's decision on what this file shares with another."""
    file = reviewable(request, application_id)
    found = repeats_of(file.seller).get(pk=repeat_id)
    form = RepeatForm.about(found, request.POST)
    attempt = Attempt(forms={f"repeat-{found.pk}": form}, http_status=422)
    if form.is_valid():
        try:
            decide_repeat(
                found.pk,
                officer=request.actor,
                relation=form.cleaned_data["relation"],
                decision=request.POST.get("decision", ""),
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
            )
        except DomainError as refusal:
            attempt.refuse(form, refusal)
        else:
            return back_to(request, file, _("Your decision is kept."))
    return file_page(request, file, attempt)


@require_POST
def show(request: OfficerRequest, application_id: UUID) -> HttpResponse:
    """Show one hidden number on this one page."""
    file = reviewable(request, application_id)
    code = known_code(request)
    form = ShowForm.about(code, request.POST)
    attempt = Attempt(forms={f"show-{code}": form}, http_status=422)
    if form.is_valid():
        why, words = form.cleaned_data["why"], form.cleaned_data["words"]
        try:
            value = show_secret(file.pk, code, officer=request.actor, why=why, words=words)
        except DomainError as refusal:
            attempt.refuse(form, refusal)
        else:
            attempt = Attempt(shown={code: value})
    return file_page(request, file, attempt)


@require_POST
def look(request: OfficerRequest, application_id: UUID) -> HttpResponse:
    """Take the officer's word on a fact that a registry no longer confirms."""
    file = reviewable(request, application_id)
    code = known_code(request)
    form = LookForm.about(code, request.POST)
    attempt = Attempt(forms={f"look-{code}": form}, http_status=422)
    if form.is_valid():
        try:
            look_again(file.pk, code, officer=request.actor, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            attempt.refuse(form, refusal)
        else:
            return back_to(request, file, _("Kept: you looked at it again."))
    return file_page(request, file, attempt)


def known_code(request: OfficerRequest) -> str:
    """Return the question that was sent, or nothing for what is none: a page never repeats it."""
    code = request.POST.get("code", "")
    return code if code in QUESTIONS else ""


def back_to(request: OfficerRequest, file: Application, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("officer_application", request.board.slug, file.pk)
