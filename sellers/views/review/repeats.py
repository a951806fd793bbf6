"""What a file shares with others, as its page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.forms import Form
from django.utils.translation import gettext as _

from onboarding.boards.policies import Officer
from sellers.actions.repeats import PHONE, RELATIONS
from sellers.models import Application, Repeat, Seller
from sellers.policies import can_review_application
from sellers.questions.catalogue import QUESTIONS, Text
from sellers.views.review.forms import RepeatForm


@dataclass(frozen=True)
class RepeatLine:
    """One thing shared: what, with whom, how they belong together as an officer said, and her form."""

    repeat: Repeat
    what: Text
    other: str  # the other's name; empty for what belongs to the board's people
    file: Application | None  # the other's file, where this officer may open it
    relation: Text
    form: Form


def lines_of(
    repeats: Iterable[Repeat], seller: Seller, officer: Officer, forms: Mapping[str, Form]
) -> list[RepeatLine]:
    found = list(repeats)
    others = [other_of(repeat, seller) for repeat in found]
    files = {
        file.seller_id: file
        for file in Application.objects.filter(seller__in=[other for other in others if other])
        if can_review_application(officer, file)
    }
    return [
        RepeatLine(
            repeat=repeat,
            what=_("Phone") if repeat.code == PHONE else QUESTIONS[repeat.code].label,
            other=other.name if other else "",
            file=files.get(other.pk) if other else None,
            relation=RELATIONS.get(repeat.relation, ""),
            form=forms.get(f"repeat-{repeat.pk}", RepeatForm.about(repeat)),
        )
        for repeat, other in zip(found, others, strict=True)
    ]


def other_of(repeat: Repeat, seller: Seller) -> Seller | None:
    other: Seller | None = repeat.other if repeat.seller_id == seller.pk else repeat.seller
    return other
