"""One reading of a file: every answer by its question, the papers, and the checks that were made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sellers.models import Application, Check, Document, Fact
from sellers.questions.catalogue import QUESTIONS, Kept
from sellers.questions.progress import column_of
from sellers.review.evidence import Evidence, evidence_of
from sellers.secrets import name_on, value_of

MOST_CHECKS = 300  # a file has some twenty; more are old ones, and a page must stay bounded


@dataclass(frozen=True)
class FileReading:
    """`values` are the canonical answers; a picture's is the id of its row. `checks` stand, newest first."""

    application: Application
    values: Mapping[str, str]
    documents: Mapping[str, Document]
    facts: Mapping[str, Fact]
    checks: Sequence[Check]

    @cached_property
    def evidence(self) -> Mapping[UUID, Evidence]:
        """Return what each check looked at and what its source said."""
        return {check.pk: evidence_of(check, self.application.seller.data_key) for check in self.checks}

    @property
    def name(self) -> str:
        return self.values.get("name", "")

    def name_on(self, document: Document) -> str:
        """Return the name as this paper spells it; empty once the person was erased."""
        return "" if self.is_erased else name_on(document)

    @property
    def is_erased(self) -> bool:
        return self.application.seller.data_key.wrapped is None


def read_file(application: Application) -> FileReading:
    """Read the file in three queries. The application comes with its seller and the seller's data key."""
    seller = application.seller
    facts = {fact.code: fact for fact in Fact.objects.filter(seller=seller)}
    papers = Document.objects.filter(seller=seller, replaced_at=None).select_related("file")
    documents = {paper.code: paper for paper in papers}
    for row in (*facts.values(), *documents.values()):
        row.seller = seller  # its data key is read already
    checks = Check.objects.filter(seller=seller, stale_at=None).order_by("-asked_at", "-id")[:MOST_CHECKS]
    is_erased = seller.data_key.wrapped is None
    values = {
        **columns_of(application),
        **({} if is_erased else {code: value_of(fact) for code, fact in facts.items()}),
        **{code: str(paper.pk) for code, paper in documents.items()},
    }
    return FileReading(application, values, documents, facts, [] if is_erased else list(checks))


def columns_of(application: Application) -> dict[str, str]:
    """Return the answers that are columns, each as text; choices by their key."""
    rows = {Kept.SELLER: application.seller, Kept.APPLICATION: application}
    found = {
        code: getattr(rows[question.kept], column_of(code))
        for code, question in QUESTIONS.items()
        if question.kept in rows
    }
    return {code: str(value) for code, value in found.items() if value}
