"""The seller's application, on her phone: a list of steps, one step a page, her answers once more, sent."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from onboarding.boards.models import Board
from onboarding.errors import DomainError, show_refusal
from onboarding.pages.templatetags.pages import localtext
from sellers.actions.answers import EXPIRY, begin_application, save_answers
from sellers.actions.applications import NotComplete, submit_application
from sellers.actions.assistance import NotConfirmed
from sellers.admission import is_recent
from sellers.consents.purposes import BOARD_READS
from sellers.consents.reading import asks_in_application
from sellers.elsewhere import boards_with_file_of
from sellers.forms.application import StepForm
from sellers.models import Application, Document, Fact, Member, Origin, Seller
from sellers.questions.catalogue import QUESTIONS, STEP_OF, STEPS, Kept, Step
from sellers.questions.progress import Progress, column_of, progress_of
from sellers.requests import SellerRequest
from sellers.secrets import masked, value_of
from sellers.states import ApplicationStatus
from sellers.views.consents import asked_first
from sellers.views.copying import copying_key
from sellers.views.tasks import all_tasks, place_of, step_url, url_after, wishes_of

COPY_TAKES = timedelta(minutes=5)
OPEN = (ApplicationStatus.DRAFT, ApplicationStatus.NEEDS_CHANGES)
BEING_READ = (ApplicationStatus.SUBMITTED, ApplicationStatus.IN_REVIEW)


def application(request: SellerRequest) -> HttpResponse:
    """The list of steps, each with its state."""
    progress = progress_of(request.seller)
    if progress.application and progress.application.status not in OPEN:
        return redirect("application_sent", request.board.slug)
    tasks = all_tasks(request, progress)
    context = {
        "application": progress.application,
        "tasks": tasks,
        "copies": copies_offered(request, progress),
        "done_count": sum(task.state in ("done", "fixed") for task in tasks),
        "is_complete": progress.is_complete,
        "next_url": next((task.url for task in tasks if task.state in ("mend", "todo")), ""),
    }
    return render(request, "sellers/pages/application.html", context)


def application_step(request: SellerRequest, step: str) -> HttpResponse:
    """One step: its questions, why they are asked, and what the officer wished; saving leads to the next one."""
    progress = progress_of(request.seller)
    asked = next((each for each in progress.steps if each.code == step and not each.picture), None)
    if asked is None:
        return redirect_or_404(request, step)
    if progress.application is None and "name" not in asked.questions:
        messages.info(request, _("First write your name."))
        return redirect("application", request.board.slug)
    if not progress.may_change(asked):
        return redirect("application", request.board.slug)
    form = step_form(request, asked, progress)
    status = 200
    if form.is_bound:
        form.is_valid()
        try:
            save_step(request, asked, form, progress)
        except DomainError as refusal:
            show_refusal(form, refusal)
        if not form.errors:
            return go_on_from(asked, request)
        status = 422
    context = {
        "form": form,
        "step": asked,
        "questions": [QUESTIONS[code] for code in asked.questions],
        "wishes": wishes_of(asked, progress),
        **place_of(asked, request, progress),
    }
    return render(request, "sellers/pages/application_step.html", context, status=status)


def go_on_from(step: Step, request: SellerRequest) -> HttpResponse:
    """Lead to the next step, or stay where an answer brought up one more question, as choosing a group does."""
    progress = progress_of(file_of(request))
    if any(STEP_OF[code].code == step.code and code not in step.questions for code in progress.missing):
        messages.info(request, _("One more question came up here. Please answer it too."))
        return redirect(step_url(step, request.board.slug))
    return redirect(url_after(step, progress, request.board.slug))


def application_check(request: SellerRequest) -> HttpResponse:
    """Show the answers once more, and send them; while the board reads them, show what was sent."""
    progress = progress_of(request.seller)
    saved = progress.application
    if saved and saved.status not in OPEN and request.method == "GET":
        context = {"application": saved, "rows": answer_rows(progress), "is_sent": True}
        return render(request, "sellers/pages/application_check.html", context)
    if saved and saved.status not in OPEN:
        return redirect("application_sent", request.board.slug)
    if saved is None or not progress.is_complete:
        return redirect("application", request.board.slug)
    here = reverse("application_check", args=[request.board.slug])
    if asked := asked_first(request, asks_in_application(request.seller), here):
        return asked
    if request.method == "POST":
        try:
            submit_application(saved.pk, by=request.actor, on_behalf_of=request.on_behalf_of)
        except NotComplete as refusal:
            messages.error(request, str(refusal.message))
            return redirect("application", request.board.slug)
        except NotConfirmed:
            return redirect("file_confirm", request.board.slug)
        return redirect("application_sent", request.board.slug)
    context = {"application": saved, "rows": answer_rows(progress), "notice": BOARD_READS.wording()}
    return render(request, "sellers/pages/application_check.html", context)


def application_sent(request: SellerRequest) -> HttpResponse:
    """Say what happens next with what she sent; once it is decided, her road says how."""
    saved = application_of(request)
    if saved is None or saved.status in OPEN:
        return redirect("application", request.board.slug)
    if saved.status not in BEING_READ:
        return redirect("road", request.board.slug)
    return render(request, "sellers/pages/application_sent.html", {"application": saved})


def application_of(request: SellerRequest) -> Application | None:
    return Application.objects.filter(seller=request.seller).first() if request.seller else None


def copies_offered(request: SellerRequest, progress: Progress) -> list[Board]:
    """Return the boards whose approved file could be copied into this draft, until one was."""
    is_draft = progress.application is None or progress.application.status == ApplicationStatus.DRAFT
    copied = Fact.objects.filter(seller=request.seller, origin=Origin.COPY)
    if not is_draft or request.on_behalf_of is not None or (request.seller and copied.exists()):
        return []
    if is_recent(request.session.get(copying_key(request.board)), COPY_TAKES):
        return []
    return boards_with_file_of(request.user, other_than=request.board)


def redirect_or_404(request: SellerRequest, step: str) -> HttpResponse:
    """A step that this kind of seller is not asked leads back to the list; one that does not exist is absent."""
    if any(each.code == step for each in STEPS):
        return redirect("application", request.board.slug)
    raise Http404


def step_form(request: SellerRequest, step: Step, progress: Progress) -> StepForm:
    typed = request.POST if request.method == "POST" else None
    district = progress.application.district if progress.application else None
    initial = answers_before(request.seller, progress, step.questions)
    locked = {
        code: masked(initial.pop(code)) for code in step.questions if QUESTIONS[code].is_secret and code in initial
    }
    return StepForm(step.questions, typed, needed=progress.required, locked=locked, initial=initial, district=district)


def save_step(request: SellerRequest, step: Step, form: StepForm, progress: Progress) -> None:
    """Save what was typed well; the first step opens the file."""
    answers = form.answers
    saved = progress.application
    if saved is None:
        if "name" not in answers:
            return
        saved = begin_application(request.user, language=get_language() or "hi", by=request.actor)
    save_answers(saved.pk, answers, by=request.actor, on_behalf_of=request.on_behalf_of)


def file_of(request: SellerRequest) -> Seller | None:
    """Return the file this request is about, also when it was opened a moment ago."""
    if request.seller:
        request.seller.refresh_from_db(fields=["kind", "name"])  # what is asked follows from the kind just saved
        return request.seller
    return Seller.objects.filter(user=request.user).order_by("created_at").last()


def answers_before(seller: Seller | None, progress: Progress, codes: tuple[str, ...]) -> dict[str, Any]:
    """Return what stands already, by the names of a step's form."""
    if seller is None:
        return {}
    rows = {Kept.SELLER: seller, Kept.APPLICATION: progress.application}
    columns = {
        code: getattr(rows[QUESTIONS[code].kept], column_of(code), None)
        for code in codes
        if QUESTIONS[code].kept in rows
    }
    facts = Fact.objects.filter(seller=seller, code__in=codes).select_related("seller__data_key")
    before: dict[str, Any] = {**columns}
    for fact in facts:
        before[fact.code] = value_of(fact)
        before[fact.code + EXPIRY] = fact.expires_on
    return before


def answer_rows(progress: Progress) -> list[dict[str, Any]]:
    """Return the answers as label and value, papers as small pictures, each with the way to change it if she may."""
    saved = progress.application
    if saved is None:
        return []
    seller, slug = saved.seller, saved.board.slug
    facts = {fact.code: fact for fact in Fact.objects.filter(seller=seller).select_related("seller__data_key")}
    papers = dict(Document.objects.filter(seller=seller, replaced_at=None).values_list("code", "pk"))
    rows: list[dict[str, Any]] = []
    for step in progress.steps:
        url = step_url(step, slug) if progress.may_change(step) else ""
        for code in step.questions:
            picture = reverse("seller_document", args=[slug, papers[code]]) if code in papers else ""
            value = shown(code, seller, saved, facts)
            rows.append({"label": QUESTIONS[code].label, "value": value, "picture": picture, "url": url})
    if progress.has_signatory is not None:
        rows.append(members_row(seller, slug))
    return [row for row in rows if row["value"] or row["picture"]]


def members_row(group: Seller, slug: str) -> dict[str, Any]:
    count = Member.objects.counted().filter(seller=group).count()
    value = ngettext("%(count)s member", "%(count)s members", count) % {"count": count}
    return {"label": _("Your members"), "value": value, "picture": "", "url": reverse("members", args=[slug])}


def shown(code: str, seller: Seller, saved: Application, facts: dict[str, Fact]) -> str:
    """Return one answer as a page shows it, secrets masked."""
    question = QUESTIONS[code]
    match question.kept:
        case Kept.SELLER:
            return seller.get_kind_display() if code == "kind" else str(getattr(seller, code))
        case Kept.APPLICATION:
            row = getattr(saved, code)
            return localtext(row.name) if hasattr(row, "name") else str(row or "")
        case Kept.FACT if code in facts:
            value = value_of(facts[code])
            return masked(value) if question.is_secret else value
    return ""
