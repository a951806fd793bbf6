"""How far a seller has come with her application: what is answered, what is missing, what must be mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sellers.models import Application, Document, Fact, Finding, Member, Seller, SellerKind
from sellers.questions.catalogue import QUESTIONS, Kept, Step
from sellers.questions.requirements import REQUIRED, requirements_of, steps_asking
from sellers.states import ApplicationStatus

StepState = Literal["done", "todo", "optional", "mend", "fixed"]


@dataclass(frozen=True)
class Progress:
    """One reading of a file. `asked` is what this kind of seller is asked, `answered` the codes that have an answer.

    `has_signatory` is about a group's list of members; None where no list is kept. `mended` are the codes answered
    since the file was sent back.
    """

    application: Application | None
    asked: Mapping[str, str]
    answered: frozenset[str]
    findings: Mapping[str, Finding]
    has_signatory: bool | None = None
    mended: frozenset[str] = frozenset()

    @property
    def steps(self) -> list[Step]:
        return steps_asking(self.asked)

    @property
    def required(self) -> list[str]:
        return [code for step in self.steps for code in step.questions if self.asked[code] == REQUIRED]

    @property
    def missing(self) -> list[str]:
        """Return the required questions without an answer, in the order they are asked."""
        return [code for code in self.required if code not in self.answered and not self.is_answered_otherwise(code)]

    def is_answered_otherwise(self, code: str) -> bool:
        """Tell whether another question answers this one: a craft may be one that our list does not know."""
        return code == "craft" and "other_craft" in self.answered

    @property
    def to_mend(self) -> list[str]:
        return [code for step in self.steps for code in step.questions if code in self.findings]

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.findings and self.has_signatory is not False

    def state_of(self, step: Step) -> StepState:
        if any(code in self.findings for code in step.questions):
            return "mend"
        if self.has_answer(step) and not self.may_change(step):
            return "fixed"
        if any(code in self.missing for code in step.questions):
            return "todo"
        return "done" if self.has_answer(step) else "optional"

    def has_answer(self, step: Step) -> bool:
        return any(code in self.answered for code in step.questions)

    def may_change(self, step: Step) -> bool:
        """Tell whether the seller may answer this step now: what the officer found right stays right.

        While she mends, what she never answered is open too, and what she wrote since it was sent back.
        """
        status = self.application.status if self.application else ApplicationStatus.DRAFT
        if status == ApplicationStatus.DRAFT:
            return True
        if status != ApplicationStatus.NEEDS_CHANGES:
            return False
        # Sent back with words alone, the whole file is open: the officer named no question.
        if not self.findings or not self.has_answer(step):
            return True
        return any(code in self.findings or code in self.missing or code in self.mended for code in step.questions)

    @property
    def is_being_mended(self) -> bool:
        return self.application is not None and self.application.status == ApplicationStatus.NEEDS_CHANGES

    @property
    def done_count(self) -> int:
        return sum(self.state_of(step) in ("done", "fixed") for step in self.steps) + (self.has_signatory is True)


def progress_of(seller: Seller | None) -> Progress:
    """Read a seller's progress in five queries, a group's in six.

    None is somebody who has not begun, and is asked as one artisan.
    """
    if seller is None:
        return Progress(None, requirements_of(SellerKind.INDIVIDUAL), frozenset(), {})
    application = Application.objects.filter(seller=seller).first()
    findings = Finding.objects.filter(application=application, mended_at=None) if application else ()
    facts = Fact.objects.filter(seller=seller).values_list("code", "saved_at")
    pictures = Document.objects.filter(seller=seller, replaced_at=None).values_list("code", "created_at")
    saved_at = dict([*facts, *pictures])
    return Progress(
        application=application,
        asked=requirements_of(seller.kind),
        answered=frozenset({*saved_at, *columns_answered(seller, application)}),
        findings={finding.code: finding for finding in findings},
        has_signatory=has_signatory(seller) if seller.is_group else None,
        mended=frozenset(code for code, at in saved_at.items() if application and at > application.status_since),
    )


def has_signatory(group: Seller) -> bool:
    """Tell whether somebody on the group's list may sign for it."""
    return bool(Member.objects.counted().filter(seller=group, is_signatory=True).exists())


def columns_answered(seller: Seller, application: Application | None) -> set[str]:
    """Return the codes whose answer is a column and stands there."""
    rows: Mapping[Kept, object] = {Kept.SELLER: seller, Kept.APPLICATION: application}
    columns = ((code, rows[question.kept]) for code, question in QUESTIONS.items() if question.kept in rows)
    return {code for code, row in columns if row is not None and getattr(row, column_of(code))}


def column_of(code: str) -> str:
    """Return the attribute that tells without a query whether a column's answer stands."""
    return f"{code}_id" if code in ("district", "craft", "cluster") else code
