"""One file, many boards: a person lets another board have a copy of her file.

She agrees at the board that holds it. The copy is made later, outside every request: each part is read and opened
under the one board, and sealed anew under the other. Nothing of it lies in the outbox.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.models import User
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.models import Board
from onboarding.errors import DomainError
from onboarding.files.copying import FileInHand, keep_file, take_file
from onboarding.outbox.actions import publish
from onboarding.tenancy.scope import board_scope
from sellers.actions.active import is_active
from sellers.actions.answers import begin_application
from sellers.actions.consents import Answer, answer_consent
from sellers.consents.purposes import COPY_FILE
from sellers.elsewhere import APPROVAL, BY_OFFICER, BY_REGISTRY, METHODS_OF_OFFICERS
from sellers.identifiers.names import name_key
from sellers.models import Application, Check, Consent, Document, Fact, Origin, Seller
from sellers.policies import seller_actor
from sellers.questions.catalogue import QUESTIONS
from sellers.review.reading import read_file
from sellers.review.standing import BAD, standings_of
from sellers.secrets import index_of, name_on, seal, seal_name, value_of
from sellers.states import ApplicationStatus, SellerStatus

COLUMNS = ("district_id", "craft_id", "other_craft")
# Half of such a pair from one board and half from another would be wrong together.
TOGETHER = ({"pan", "gstin"}, {"bank_account", "ifsc"})


class NothingToCopy(DomainError):
    code = "copy.not_approved"
    message = _("This file can be copied once its board has approved it.")
    http_status = 409


@dataclass(frozen=True)
class Part:
    """One answer or paper on its way. `text` is the answer, or the name as the paper spells it, in clear."""

    code: str
    text: str = field(repr=False)
    expires_on: date | None
    verified: Mapping[str, str]


@dataclass(frozen=True)
class FileCopy:
    """An approved file as it stands at its board, but for its papers' pictures."""

    user: User
    name: str
    kind: str
    language: str
    columns: Mapping[str, Any]
    facts: tuple[Part, ...]
    papers: tuple[Part, ...]


@transaction.atomic
def agree_to_copy(seller_id: UUID, to: Board, *, by: Actor, language: str) -> Consent:
    """Keep her yes to a copy for that board and let it be made; asked again, what is still missing there is copied.

    The caller has checked a code that was sent to her phone. Raises HelperMayNot, OperatorMayNot, FileAtRest, and
    NothingToCopy before this board has approved the file.
    """
    if not Application.objects.filter(seller=seller_id, status=ApplicationStatus.APPROVED).exists():
        raise NothingToCopy
    answer = Answer(COPY_FILE.code, True, to.slug, language, Consent.Means.CODE)
    consent = answer_consent(seller_id, answer, by=by)
    publish("file.copy_agreed", consent, to_board=to.pk)
    return consent


def copy_file(consent_id: UUID, *, from_board: int, to_board: int) -> None:
    """Fill her draft at the other board with what it lacks; what she answered there herself stays. Idempotent.

    Runs outside every scope. Nothing is copied once she took her yes back, or when her file there is no draft.
    """
    with board_scope(from_board):
        found = read_file_copy(consent_id)
    if found is None:
        return
    with board_scope(to_board):
        application_id, wanted = fill_in(found)
    for paper in (each for each in found.papers if each.code in wanted):
        with board_scope(from_board):
            picture = read_picture(consent_id, paper.code)
        if picture and application_id:
            with board_scope(to_board):
                # By her yes and the question: a copy that is made twice at the same moment is kept once.
                keep_paper(application_id, paper, picture, upload_id=uuid5(consent_id, paper.code))


def agreed_seller(consent_id: UUID) -> Seller | None:
    """Return whose file may be copied by this consent now."""
    standing = Consent.objects.filter(
        pk=consent_id, purpose=COPY_FILE.code, is_given=True, withdrawn_at=None, seller__status=SellerStatus.ACTIVE
    )
    consent = standing.select_related("seller__data_key", "seller__user").first()
    return consent.seller if consent else None


def read_file_copy(consent_id: UUID) -> FileCopy | None:
    seller = agreed_seller(consent_id)
    application = (
        Application.objects.filter(seller=seller, status=ApplicationStatus.APPROVED).first() if seller else None
    )
    if seller is None or application is None:
        return None
    application.seller = seller  # its data key is read already
    board = Board.objects.get(pk=application.board_id)
    words = last_words(application)

    def part(row: Fact | Document, text: str) -> Part:
        return Part(row.code, text, row.expires_on, proof_of(row, words.get(row.code), application, board))

    facts, papers = copied_rows(seller)
    return FileCopy(
        user=seller.user,
        name=seller.name,
        kind=seller.kind,
        language=seller.language,
        columns={name: getattr(application, name) for name in COLUMNS},
        facts=tuple(part(row, value_of(row)) for row in facts),
        papers=tuple(part(row, name_on(row)) for row in papers),
    )


def copied_rows(seller: Seller) -> tuple[list[Fact], list[Document]]:
    """Return what of this file goes along: its answers and newest papers, never its consents, PIN or members."""
    of_seller = {"seller": seller, "code__in": list(QUESTIONS)}
    facts = Fact.objects.filter(**of_seller).select_related("seller__data_key")
    papers = Document.objects.filter(**of_seller, replaced_at=None).select_related("seller__data_key")
    return list(facts), list(papers)


def last_words(application: Application) -> dict[str, Check]:
    """Return by question the newest check that counts for the answer as it stands and found it right or wrong."""
    counting = chain.from_iterable(standings_of(read_file(application)).values())
    said = [each.check for each in counting if each.state == Check.Result.MATCH or each.state in BAD]
    return {check.code: check for check in sorted(said, key=lambda check: check.answered_at or check.asked_at)}


def proof_of(row: Fact | Document, check: Check | None, application: Application, board: Board) -> Mapping[str, str]:
    """Return where and how this was verified; empty when a check says otherwise, or it changed after the approval."""
    if check:
        return proof_by(check, board) if check.result == Check.Result.MATCH else {}
    if row.verified_elsewhere:
        return dict(row.verified_elsewhere)
    approved_at = application.status_since
    if (row.saved_at if isinstance(row, Fact) else row.created_at) > approved_at:
        return {}
    return {"board": board.slug, "method": APPROVAL, "by": BY_OFFICER, "at": approved_at.isoformat()}


def proof_by(check: Check, board: Board) -> dict[str, str]:
    by = BY_OFFICER if check.method in METHODS_OF_OFFICERS else BY_REGISTRY
    at = check.answered_at or check.asked_at
    return {"board": board.slug, "method": check.method, "by": by, "at": at.isoformat()}


def read_picture(consent_id: UUID, code: str) -> FileInHand | None:
    """Return the picture of the newest paper of this kind, unless she took her yes back meanwhile."""
    seller = agreed_seller(consent_id)
    document = Document.objects.filter(seller=seller, code=code, replaced_at=None).select_related("file").first()
    return take_file(document.file) if seller and document else None


@transaction.atomic
def fill_in(found: FileCopy) -> tuple[UUID | None, set[str]]:
    """Answer what her draft here lacks; return its id and the papers that it lacks. None where there is no draft."""
    # The phone's row is locked, as when she begins a file herself.
    User.objects.select_for_update().get(pk=found.user.pk)
    application = draft_of(found)
    if application is None:
        return None, set()
    seller = application.seller
    has_papers = Document.objects.filter(seller=seller, replaced_at=None).values_list("code", flat=True)
    wanted = {paper.code for paper in found.papers}.difference(has_papers)
    answered = set(Fact.objects.filter(seller=seller).values_list("code", flat=True))
    missing = [part for part in found.facts if part.code not in together_with(answered)]
    for part in missing:
        copy_fact(seller, part)
    columns = copy_columns(application, found)
    fields = tuple(sorted({*columns, *(part.code for part in missing)}))
    if fields:
        record("application.copied", application, by=seller_actor(found.user, seller), fields=fields)
    return application.pk, wanted


def draft_of(found: FileCopy) -> Application | None:
    """Return her draft at the open board, begun now if she has no file here; None if her file here is no draft."""
    here = Seller.objects.filter(user=found.user, name_key=name_key(found.name)).first()
    if here is None:
        begun = begin_application(
            found.user, language=found.language, by=seller_actor(found.user, None), origin=Origin.COPY
        )
        here = begun.seller
    files = Application.objects.locked().select_related("seller__data_key", "seller__user")
    application: Application | None = files.filter(seller=here, status=ApplicationStatus.DRAFT).first()
    return application if is_active(here) else None


def together_with(answered: Iterable[str]) -> set[str]:
    """Return these codes, and those that must come from the same hand."""
    known = set(answered)
    return known.union(*(pair for pair in TOGETHER if pair & known))


def copy_fact(seller: Seller, part: Part) -> None:
    board_index, anywhere_index = index_of(part.code, part.text)
    Fact.objects.create(
        seller=seller,
        code=part.code,
        sealed_value=seal(seller, part.code, part.text),
        board_index=board_index,
        anywhere_index=anywhere_index,
        expires_on=part.expires_on,
        origin=Origin.COPY,
        verified_elsewhere=dict(part.verified),
    )


def copy_columns(application: Application, found: FileCopy) -> list[str]:
    """Fill the columns that are empty; a file that has no name yet takes name, kind and language along."""
    seller = application.seller
    changed = []
    if not seller.name:
        seller.name, seller.name_key = found.name, name_key(found.name)
        seller.kind, seller.language = found.kind, found.language
        seller.save(update_fields=["name", "name_key", "kind", "language"])
        changed += ["name", "kind"]
    has_craft = application.craft_id or application.other_craft
    for column, value in found.columns.items():
        is_craft = column in ("craft_id", "other_craft")
        if value and not getattr(application, column) and not (is_craft and has_craft):
            setattr(application, column, value)
            changed.append(column.removesuffix("_id"))
    application.save(update_fields=["district", "craft", "other_craft"])
    return changed


@transaction.atomic
def keep_paper(application_id: UUID, paper: Part, picture: FileInHand, *, upload_id: UUID) -> None:
    """Keep the paper at the open board, unless her draft has one meanwhile, or is no draft any more."""
    files = Application.objects.locked().select_related("seller__data_key", "seller__user")
    application = files.filter(pk=application_id, status=ApplicationStatus.DRAFT).first()
    if application is None or not is_active(application.seller):
        return
    known = Document.objects.filter(seller=application.seller)
    if known.filter(code=paper.code, replaced_at=None).exists() or known.filter(upload_id=upload_id).exists():
        return
    document = Document(
        seller=application.seller,
        code=paper.code,
        file=keep_file(picture),
        upload_id=upload_id,
        expires_on=paper.expires_on,
        origin=Origin.COPY,
        verified_elsewhere=dict(paper.verified),
    )
    seal_name(document, paper.text)
    document.save(force_insert=True)
    record(
        "document.copied", document, by=seller_actor(application.seller.user, application.seller), fields=(paper.code,)
    )


def goes_along(seller: Seller) -> list[str]:
    """Return the codes of what a copy would hold, in the order in which the questions are asked."""
    facts, papers = copied_rows(seller)
    present = {fact.code for fact in facts} | {paper.code for paper in papers}
    return [code for code in QUESTIONS if code in present or code in ("name", "district", "craft")]
