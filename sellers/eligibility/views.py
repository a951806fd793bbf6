"""Can I sell here? Five questions before any sign-up. The answers stand in the address and nowhere else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onboarding.boards.models import Programme
from onboarding.boards.requests import BoardRequest
from onboarding.pages.templatetags.pages import localtext
from sellers.eligibility.answers import CHOICES, Answers, answers_in
from sellers.eligibility.needs import Need
from sellers.eligibility.paths import Path, selling_paths
from sellers.eligibility.table import TURNOVER_LIMITS, Source, TurnoverLimit, in_force
from sellers.eligibility.texts import headline, question_of, where_to_get

STEPS = list(CHOICES)


@dataclass(frozen=True)
class Choice:
    label: str
    query: str
    is_given: bool


@dataclass(frozen=True)
class Card:
    """A marketplace's answer as the page shows it."""

    path: Path
    name: str
    programmes: str
    reason: str
    exception: str
    about: str


@require_safe
def can_i_sell(request: BoardRequest) -> HttpResponse:
    """Ask the first question that the address does not answer; after the fifth, give the answer."""
    given = answers_in(request.GET)
    answers = Answers.complete(given)
    changed = request.GET.get("change", "")
    if answers is None or changed in CHOICES:
        asked = changed if changed in CHOICES else next(name for name in STEPS if name not in given)
        response = render(request, "sellers/pages/eligibility_question.html", question(asked, given))
    else:
        response = render(request, "sellers/pages/eligibility_answer.html", answer(answers, timezone.localdate()))
    # Nothing here is about a person, so Back need not cross a weak network again.
    response["Cache-Control"] = "private, max-age=300"
    return response


def question(asked: str, given: Mapping[str, str]) -> dict[str, object]:
    """Return what one question's page shows. Each choice is a link to the next page: one tap, no form to be refused."""
    text, hint = question_of(asked, given.get("who"))
    choices = [
        Choice(str(label), query_of({**given, asked: value}), value == given.get(asked))
        for value, label in CHOICES[asked].choices
    ]
    step = STEPS.index(asked)
    is_change = Answers.complete(given) is not None
    before = given if is_change else {name: given[name] for name in STEPS[: max(step - 1, 0)] if name in given}
    return {
        "text": text,
        "hint": hint,
        "choices": choices,
        "number": step + 1,
        "total": len(STEPS),
        "back": query_of(before) if is_change or step else None,
    }


def answer(answers: Answers, on: date) -> dict[str, object]:
    """Return what the answer's page shows, the board's own marketplaces first."""
    programmes = list(Programme.objects.open_on(on).filter(sells=True).order_by("slug"))
    own = list(dict.fromkeys(programme.marketplace for programme in programmes))
    paths = selling_paths(answers, on=on, first=own)
    title, lead = headline(paths)
    limit = in_force(TURNOVER_LIMITS, on)
    needs = list(dict.fromkeys(need for path in paths for need in path.needs))
    sources = sources_of(paths, limit if Need.ENROLMENT_ID in needs else None)
    return {
        "title": title,
        "lead": lead,
        "own": [card(path, answers, programmes) for path in paths if path.marketplace in own],
        "others": [card(path, answers, programmes) for path in paths if path.marketplace not in own],
        "needs": [{"label": need.label, "where": where_to_get(need, answers.who, limit)} for need in needs],
        "rows": answer_rows(answers),
        "sources": sources,
        "as_of": min((source.read_on for source in sources), default=on),  # we know no more than on that day
    }


def card(path: Path, answers: Answers, programmes: Iterable[Programme]) -> Card:
    terms = path.terms
    name = str(terms.name) if terms else Programme.Marketplace(path.marketplace).label
    named = [localtext(each.name) for each in programmes if each.marketplace == path.marketplace]
    reason = str(path.reason.label) % {"name": name}
    is_excepted = terms is not None and Need.GSTIN in path.needs and answers.make in terms.exception_for
    exception = str(terms.exception) if terms and is_excepted else ""
    return Card(path, name, ", ".join(named), reason, exception, str(terms.about) if terms else "")


def sources_of(paths: Iterable[Path], limit: TurnoverLimit | None) -> list[Source]:
    limits = [limit.source] if limit else []
    return list(dict.fromkeys([*(source for path in paths for source in path.sources), *limits]))


def answer_rows(answers: Answers) -> list[dict[str, str]]:
    """Return her answers in words, each with the way to change it."""
    given = {name: str(getattr(answers, name)) for name in STEPS}
    labels = {
        "make": _("What you make"),
        "who": _("Who you are"),
        "papers": _("Papers"),
        "reach": _("Where you want to sell"),
        "bank": _("Bank account"),
    }
    return [
        {
            "label": labels[name],
            "value": str(CHOICES[name](given[name]).label),
            "url": query_of({**given, "change": name}),
        }
        for name in STEPS
    ]


def query_of(given: Mapping[str, str]) -> str:
    """Return the address's query, the questions in their order."""
    names = [name for name in (*STEPS, "change") if name in given]
    return "?" + urlencode({name: given[name] for name in names})
