"""The file as rows: each answer with its checks and the officer's marks, its papers beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from onboarding.pages.templatetags.pages import localtext
from sellers.models import Check, Document, Finding
from sellers.questions.catalogue import QUESTIONS, STEPS, Kept, Text
from sellers.questions.reasons import MISSING, reason_text, reasons_for
from sellers.review.names import Spelling
from sellers.review.reading import FileReading
from sellers.review.standing import Result, Standing
from sellers.secrets import masked
from sellers.views.review.forms import MARK, NOTE, RIGHT, LookForm, ShowForm

# The papers that are looked at beside the answers of a step. What no step names stands beside the first.
PAPERS_BESIDE: Mapping[str, tuple[str, ...]] = {
    "who": ("registration_photo", "resolution_photo"),
    "craft": ("work_photo",),
    "card": ("artisan_card_photo",),
    "pan": ("pan_photo",),
    "gst": ("gst_photo",),
    "bank": ("bank_photo",),
    "udyam": ("udyam_photo",),
    "khadi": ("khadi_photo",),
}
STATUS_OF: Mapping[str, str] = {
    Result.MATCH: "verified",
    Result.PENDING: "pending",
    Result.MISMATCH: "invalid",
    Result.CANCELLED: "invalid",
    Result.NOT_FOUND: "invalid",
    Result.UNSURE: "needs",
    Result.UNREACHABLE: "needs",
}


@dataclass(frozen=True)
class CheckLine:
    """One check in words: what came of it, who said so, when, and what was said besides."""

    status: str
    text: str
    source: str
    by: str
    at: datetime | None
    said: str


@dataclass(frozen=True)
class Option:
    value: str
    label: Text
    is_chosen: bool


@dataclass
class Row:
    """One answer or paper. `options` are what the officer may say of it, empty where she may say nothing now."""

    code: str
    label: Text
    value: str = ""
    expires_on: date | None = None
    has_expired: bool = False
    is_secret: bool = False
    is_shown: bool = False
    checks: list[CheckLine] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    note: str = ""
    wish: str = ""  # what was asked of the seller and is not mended yet
    show_form: Form | None = None
    look_form: Form | None = None

    @property
    def is_right(self) -> bool:
        return any(option.value == RIGHT and option.is_chosen for option in self.options)

    @property
    def reasons(self) -> list[Option]:
        return [option for option in self.options if option.value != RIGHT]

    @property
    def has_reason(self) -> bool:
        return any(option.is_chosen for option in self.reasons)


@dataclass
class Paper(Row):
    """A paper with the addresses of its pages, and the name as it spells it."""

    pages: list[str] = field(default_factory=list)
    width: int = 0
    height: int = 0
    spelled: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Group:
    """The answers of one step and the papers that show them."""

    code: str
    title: Text
    rows: list[Row]
    papers: list[Paper]


@dataclass(frozen=True)
class Sheet:
    """All that a row needs to know besides its own answer."""

    slug: str
    reading: FileReading
    standings: Mapping[str, list[Standing]]
    findings: Mapping[str, Finding]
    asked: Mapping[str, str]
    may_mark: bool
    unconfirmed: frozenset[str]
    shown: Mapping[str, str]  # secrets in clear, on this one page
    sent: Mapping[str, Any]  # what the officer marked and could not be kept
    boards: Mapping[str, str]  # names by slug, of boards where a copied answer was verified
    forms: Mapping[str, Form]


def groups_of(sheet: Sheet) -> list[Group]:
    """Return the file in the order in which it is asked; a group without answers is left out."""
    groups = []
    for step in STEPS:
        if step.picture:
            continue
        codes = [*step.questions, *PAPERS_BESIDE.get(step.code, ())]
        answered = [code for code in codes if sheet.reading.values.get(code)]
        rows = [row_of(sheet, code) for code in answered if QUESTIONS[code].kept is not Kept.DOCUMENT]
        papers = [paper_of(sheet, code) for code in answered if QUESTIONS[code].kept is Kept.DOCUMENT]
        if rows or papers:
            groups.append(Group(step.code, step.title, rows, papers))
    return groups


def missing_rows(sheet: Sheet) -> list[Row]:
    """Return what is asked of this kind of seller and not answered, in the order in which it is asked."""
    codes = [code for step in STEPS for code in step.questions if code in sheet.asked]
    return [missing_row(sheet, code) for code in codes if not sheet.reading.values.get(code)]


def row_of(sheet: Sheet, code: str) -> Row:
    question = QUESTIONS[code]
    fact = sheet.reading.facts.get(code)
    expires_on = fact.expires_on if fact else None
    is_shown = code in sheet.shown
    may_show = question.is_secret and not is_shown
    return Row(
        **common(sheet, code),
        value=sheet.shown[code] if is_shown else text_of(sheet.reading, code),
        expires_on=expires_on,
        has_expired=bool(expires_on and expires_on < timezone.localdate()),
        is_secret=question.is_secret,
        is_shown=is_shown,
        show_form=sheet.forms.get(f"show-{code}", ShowForm.about(code)) if may_show else None,
        look_form=sheet.forms.get(f"look-{code}", LookForm.about(code)) if code in sheet.unconfirmed else None,
    )


def paper_of(sheet: Sheet, code: str) -> Paper:
    document = sheet.reading.documents[code]
    return Paper(
        **common(sheet, code),
        expires_on=document.expires_on,
        has_expired=bool(document.expires_on and document.expires_on < timezone.localdate()),
        pages=page_urls(sheet.slug, document),
        width=document.file.width,
        height=document.file.height,
        spelled=sheet.reading.name_on(document),
        sent_at=document.created_at,
    )


def missing_row(sheet: Sheet, code: str) -> Row:
    """Return the row of a question without an answer: all that can be said is that it is needed."""
    reasons = [reason for reason in reasons_for(code) if reason in MISSING]
    chosen, note = said_of(sheet, code)
    options = [Option(reason, reason_text(reason), reason == chosen) for reason in reasons] if sheet.may_mark else []
    return Row(code, QUESTIONS[code].label, options=options, note=note, wish=wish_of(sheet, code))


def common(sheet: Sheet, code: str) -> dict[str, Any]:
    chosen, note = said_of(sheet, code)
    reasons = [(RIGHT, ""), *((code, text) for code, text in reasons_for(code).items() if code not in MISSING)]
    return {
        "code": code,
        "label": QUESTIONS[code].label,
        "checks": [*elsewhere(sheet, code), *(check_line(standing) for standing in sheet.standings.get(code, []))],
        "options": [Option(value, text, value == chosen) for value, text in reasons] if sheet.may_mark else [],
        "note": note,
        "wish": wish_of(sheet, code),
    }


def said_of(sheet: Sheet, code: str) -> tuple[str, str]:
    """Return the officer's mark and words: as just sent, else as kept."""
    if MARK + code in sheet.sent:
        return str(sheet.sent.get(MARK + code, "")), str(sheet.sent.get(NOTE + code, ""))
    hers = (each for each in sheet.standings.get(code, []) if each.check.method == Check.Method.OFFICER)
    kept = next(hers, None)
    if kept is None:
        return "", ""
    if kept.state == Result.MATCH:
        return RIGHT, ""
    return kept.check.reason, str(kept.evidence.said.get("note", ""))


def wish_of(sheet: Sheet, code: str) -> str:
    finding = sheet.findings.get(code)
    return f"{reason_text(finding.reason)} {finding.note}".strip() if finding else ""


def check_line(standing: Standing) -> CheckLine:
    check = standing.check
    is_officer = check.method == Check.Method.OFFICER
    said = str(standing.evidence.said.get("note" if is_officer else "legal_name", ""))
    reason = str(reason_text(check.reason) or check.reason) if is_officer else ""
    is_asked = is_officer and standing.state == Result.PENDING  # she has renewed it, and this officer may be the one
    return CheckLine(
        status=STATUS_OF[standing.state],
        text=_("To be looked at") if is_asked else str(Check.Result(standing.state).label),
        source="" if is_asked else check.get_method_display(),
        by=check.by if is_officer else "",
        at=check.answered_at or check.asked_at,
        said=" ".join(filter(None, (reason, said))),
    )


def elsewhere(sheet: Sheet, code: str) -> list[CheckLine]:
    """Return where and how a copied answer was verified, as one line."""
    row = sheet.reading.facts.get(code) or sheet.reading.documents.get(code)
    proof = row.verified_elsewhere if row else {}
    if not proof:
        return []
    methods = dict(Check.Method.choices)
    board = sheet.boards.get(proof["board"], "")
    source = " · ".join(filter(None, (board, str(methods.get(proof.get("method", ""), "")))))
    at = datetime.fromisoformat(proof["at"]) if proof.get("at") else None
    return [CheckLine("verified", _("Right at another board"), source, "", at, "")]


def text_of(reading: FileReading, code: str) -> str:
    """Return one answer as the officer reads it, secrets masked."""
    application, value = reading.application, reading.values[code]
    match code:
        case "kind":
            return str(application.seller.get_kind_display())
        case "district" | "craft" | "cluster":
            return localtext(getattr(application, code).name)
    return masked(value) if QUESTIONS[code].is_secret else value


def page_urls(slug: str, document: Document) -> list[str]:
    pages = range(1, document.file.pages + 1)
    return [reverse("officer_document", args=[slug, document.pk, page]) for page in pages]


def open_names(spellings: Iterable[Spelling]) -> list[str]:
    return sorted({spelling.name for spelling in spellings if spelling.is_open})
