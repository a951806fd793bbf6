"""Writing down what a seller, or a maker of her group, answers to a question of consent."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.errors import DomainError
from onboarding.outbox.actions import publish
from sellers.actions.active import require_active
from sellers.consents.purposes import PURPOSES
from sellers.consents.reading import standing
from sellers.models import Consent, Member, Seller
from sellers.policies import OperatorMayNot, require_herself


class NoSuchQuestion(DomainError):
    code = "consent.unknown"


@dataclass(frozen=True)
class Answer:
    """Yes or no to one purpose, for one recipient where the purpose has several, in the language that she read."""

    purpose: str
    is_given: bool
    recipient: str = ""
    language: str = "hi"
    means: str = Consent.Means.PAGE


@transaction.atomic
def answer_consent(seller_id: UUID, answer: Answer, *, by: Actor, member: Member | None = None) -> Consent:
    """Keep her answer; it counts from this commit on instead of the one before. The same answer again is no new row.

    `by` is the seller, or with `member` that maker (see `member_actor`): nobody answers for another. Raises
    HelperMayNot, OperatorMayNot, FileAtRest once she is leaving, NoSuchQuestion.
    """
    purpose = PURPOSES.get(answer.purpose)
    if purpose is None or not purpose.is_asked:
        raise NoSuchQuestion
    seller: Seller = Seller.objects.get(pk=seller_id)
    require_own_answer(by, seller, member)
    require_active(seller)
    before = standing(seller, member).filter(purpose=answer.purpose, recipient=answer.recipient).first()
    if before and (before.is_given, before.wording) == (answer.is_given, purpose.version):
        return before
    if before:
        Consent.objects.filter(pk=before.pk).update(withdrawn_at=timezone.now())
    consent: Consent = Consent.objects.create(
        seller=seller,
        member=member,
        purpose=answer.purpose,
        recipient=answer.recipient,
        is_given=answer.is_given,
        wording=purpose.version,
        language=answer.language,
        means=answer.means,
    )
    record("consent.given" if answer.is_given else "consent.refused", consent, by=by, fields=(answer.purpose,))
    if member is None:
        publish("consent.changed", seller, purpose=answer.purpose, recipient=answer.recipient)
    return consent


def member_actor(member: Member) -> Actor:
    """Return a maker who answers on her own phone; the caller has checked a code that was sent to it."""
    return Actor(kind="seller", id=f"member:{member.pk}", name=member.name)


def require_own_answer(by: Actor, seller: Seller, member: Member | None) -> None:
    if member is None:
        require_herself(by, seller)
    elif by != member_actor(member):
        raise OperatorMayNot(member.name)


def end_consents(seller: Seller) -> int:
    """Let none of her answers count any more, yes or no: should she come back, she is asked anew.

    What makers answered about the group's list stays theirs. Runs in the caller's transaction.
    """
    return standing(seller).update(withdrawn_at=timezone.now())
