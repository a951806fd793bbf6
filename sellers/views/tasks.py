"""The list of steps as the seller's pages show it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sellers.consents.reading import Ask, asks_in_application
from sellers.models import Check, Seller
from sellers.questions.catalogue import Step, Text
from sellers.questions.progress import Progress, StepState
from sellers.questions.reasons import reason_text
from sellers.requests import SellerRequest
from sellers.review.identity import identity_of, is_asked
from sellers.review.reading import read_file
from sellers.review.standing import standings_of
from sellers.views.consents import ask_url


@dataclass(frozen=True)
class Task:
    """One line of the list: where it leads, how it stands, and what the officer asks of it.

    `is_right`: an officer looked at every answer of a fixed step and found it right.
    """

    code: str
    title: Text
    url: str
    state: StepState
    wishes: list[str]
    is_right: bool = False


def all_tasks(request: SellerRequest, progress: Progress) -> list[Task]:
    """Return every line of her list; who fills in for her sees neither identity nor consents."""
    tasks, slug = tasks_of(progress, request.board.slug), request.board.slug
    if request.on_behalf_of is not None:
        return tasks
    return [*tasks, *identity_tasks(request.seller, slug), *consent_tasks(asks_in_application(request.seller), slug)]


def place_of(step: Step, request: SellerRequest, progress: Progress) -> dict[str, int]:
    """Return which line of the list this step is, of how many."""
    codes = [task.code for task in all_tasks(request, progress)]
    return {"place": codes.index(step.code) + 1, "places": len(codes)}


def tasks_of(progress: Progress, slug: str) -> list[Task]:
    """Return a line for each step, and for a group one for its list of members."""
    right = codes_found_right(progress)
    tasks = [
        Task(
            code=step.code,
            title=step.title,
            url=step_url(step, slug),
            state=progress.state_of(step),
            wishes=wishes_of(step, progress),
            is_right=right.issuperset(progress.answered.intersection(step.questions)),
        )
        for step in progress.steps
    ]
    if progress.has_signatory is not None:
        state: StepState = "done" if progress.has_signatory else "todo"
        tasks.append(Task("members", _("Your members"), reverse("members", args=[slug]), state, wishes=[]))
    return tasks


def codes_found_right(progress: Progress) -> frozenset[str]:
    """Return the questions whose answers, as they stand, an officer saw and found right, in a file sent back."""
    if progress.application is None or not progress.is_being_mended:
        return frozenset()
    standings = standings_of(read_file(progress.application))
    return frozenset(
        code
        for code, found in standings.items()
        if any(each.check.method == Check.Method.OFFICER and each.state == Check.Result.MATCH for each in found)
    )


def consent_tasks(asks: list[Ask], slug: str) -> list[Task]:
    """Return a line for each question of consent that has come up by now; none of them holds the application up."""
    back = reverse("application", args=[slug])
    return [
        Task(
            code=ask.purpose.code,
            title=ask.title,
            url=ask_url(slug, ask, back),
            state="done" if ask.answer else "optional",
            wishes=[],
        )
        for ask in asks
    ]


def identity_tasks(seller: Seller | None, slug: str) -> list[Task]:
    """Return the line by which one artisan may show who she is; a group has none."""
    if seller is None or not is_asked(seller):
        return []
    state: StepState = "done" if identity_of(seller).is_shown else "optional"
    url = reverse("application_identity", args=[slug])
    return [Task(code="identity", title=_("Show who you are"), url=url, state=state, wishes=[])]


def step_url(step: Step, slug: str) -> str:
    return reverse("application_picture" if step.picture else "application_step", args=[slug, step.code])


def wishes_of(step: Step, progress: Progress) -> list[str]:
    """Return what the officer asks of this step, each as a sentence with her own words after it."""
    findings = (progress.findings[code] for code in step.questions if code in progress.findings)
    return [f"{reason_text(finding.reason)} {finding.note}".strip() for finding in findings]


def url_after(step: Step, progress: Progress, slug: str) -> str:
    """Return where she goes on from a step: the next one that lacks an answer, else the list.

    Who mends goes back to the list, where she sees what is left to mend.
    """
    codes = [each.code for each in progress.steps]
    later = progress.steps[codes.index(step.code) + 1 :] if step.code in codes else []
    following = next((each for each in later if progress.state_of(each) in ("todo", "optional")), None)
    if following is None or progress.is_being_mended:
        return reverse("application", args=[slug])
    return step_url(following, slug)
