"""Keeping the picture of a paper."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.files.actions import store_document
from onboarding.files.documents import DocumentPicture
from sellers.actions.answers import locked_application, mend
from sellers.models import Check, Document, Seller
from sellers.policies import origin_of, require_may_change, require_may_fill_in
from sellers.secrets import seal_name


@dataclass(frozen=True)
class Paper:
    """A paper as the seller sent it. `upload_id` is the form's own, the same each time a lost upload is repeated."""

    code: str
    picture: DocumentPicture
    upload_id: UUID
    spelled_name: str = ""
    expires_on: date | None = None


@transaction.atomic
def save_document(application_id: UUID, paper: Paper, *, by: Actor, on_behalf_of: Actor | None = None) -> Document:
    """Keep the picture as the newest of its kind; the one before stays as history.

    An upload that comes twice is kept once. Raises NotAllowed where the application is not open for it.
    """
    application = locked_application(application_id)
    seller = application.seller
    require_may_fill_in(by, seller)
    known: Document | None = Document.objects.filter(seller=seller, upload_id=paper.upload_id).first()
    if known:
        return known
    require_may_change(application, [paper.code])
    document = put_document(seller, paper, origin=origin_of(by, on_behalf_of))
    mend(application, [paper.code])
    record("document.saved", document, by=by, fields=(paper.code,), on_behalf_of=on_behalf_of)
    return document


def put_document(seller: Seller, paper: Paper, *, origin: str) -> Document:
    """Keep the picture as the newest of its kind, and let what was said of the one before count no more."""
    now = timezone.now()
    Document.objects.filter(seller=seller, code=paper.code, replaced_at=None).update(replaced_at=now)
    Check.objects.filter(seller=seller, code=paper.code, stale_at=None).update(stale_at=now)
    document = Document(
        seller=seller,
        code=paper.code,
        file=store_document(paper.picture),
        upload_id=paper.upload_id,
        expires_on=paper.expires_on,
        origin=origin,
    )
    seal_name(document, paper.spelled_name)
    document.save(force_insert=True)
    return document
