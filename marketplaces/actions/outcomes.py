"""What came of a call, written only while the publication is still the caller's and still wants what was sent."""

from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from marketplaces.adapters.port import (
    ApplicationRefused,
    Issue,
    LoginExpired,
    MarketplaceError,
    PushOutcome,
    Readback,
    Refused,
    TryLater,
)
from marketplaces.models import Account, Publication
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.moves import move
from onboarding.outbox.actions import publish
from onboarding.outbox.claims import MAX_ATTEMPTS, bury, finish, retry, settle, wait

FIRST_LOOK_S = 2
ACCOUNT_CLOSED_S = 300
LAST_LOOK_S = 1800
GRACE = timedelta(seconds=30)  # an accepted listing may be absent for a while before it shows

PUMP = Actor.system("pump")


@transaction.atomic
def record_push(claimed: Publication, outcome: PushOutcome) -> None:
    """Accepted is not live: look again soon. Refused waits for a change by people."""
    publication = still_wanted(claimed)
    if publication is None:
        return
    if not outcome.accepted:
        refuse(publication, outcome.issues)
        return
    move(publication, "send")
    look_again(publication, attempts=0, last_error="", issues=as_rows(outcome.issues))


@transaction.atomic
def record_unsure_push(claimed: Publication, error: MarketplaceError) -> None:
    """The marketplace may have acted: read back before sending again. Costs an attempt, and the last one buries it."""
    publication = still_wanted(claimed)
    if publication is None:
        return
    move(publication, "send")
    if publication.attempts >= MAX_ATTEMPTS:
        bury(publication, reason_of(error))
    else:
        look_again(publication, last_error=reason_of(error))


@transaction.atomic
def record_readback(claimed: Publication, seen: Readback) -> None:
    """Write what the marketplace shows: live at last, refused late, gone, or still under check."""
    publication = still_wanted(claimed)
    if publication is None:
        return
    age = timezone.now() - publication.status_since
    if seen.state == "live" and seen.matches is not False:
        go_live(publication, seen)
    elif seen.state == "refused":
        refuse(publication, seen.issues)
    elif seen.state == "absent" and age > GRACE:
        move(publication, "queue")
        wait(publication, 0)
    else:
        wait(publication, min(max(FIRST_LOOK_S, age.total_seconds() / 5), LAST_LOOK_S))


@transaction.atomic
def record_failure(claimed: Publication, error: MarketplaceError) -> None:
    """Keep the row with its reason: later without cost when throttled, refused for good, or tried again."""
    publication = still_wanted(claimed)
    if publication is None:
        return
    if isinstance(error, Refused):
        refuse(publication, error.issues or (Issue(code="refused", message=str(error)),))
    elif isinstance(error, TryLater) and error.throttled:
        wait(publication, error.retry_after_s)
    elif isinstance(error, LoginExpired | ApplicationRefused):
        # Not this row's fault: it waits, with the reason in sight, until people have mended the account.
        wait(publication, ACCOUNT_CLOSED_S, last_error=reason_of(error))
    else:
        retry(publication, reason_of(error))


@transaction.atomic
def record_fault(claimed: Publication, error: Exception) -> None:
    """Keep the row that failed by our own fault with its reason: tried again, and buried after the last attempt."""
    publication = still_wanted(claimed)
    if publication is not None:
        retry(publication, reason_of(error))


def record_no_adapter(account: Account, missing: Exception) -> None:
    """Bury what is due on the account: officers see why, and may revive it once there is an adapter."""
    waiting = Publication.objects.filter(account=account, done_at=None, dead_at=None)
    waiting.update(dead_at=Now(), last_error=reason_of(missing))


def reason_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def still_wanted(claimed: Publication) -> Publication | None:
    """Return the row, locked, or None when another worker has it or something newer is wanted, which is due at once."""
    publication = Publication.objects.locked().get(pk=claimed.pk)
    if publication.fence != claimed.fence:
        return None
    if publication.desired_hash != claimed.desired_hash or publication.status != claimed.status:
        settle(publication, run_after=Now())
        return None
    return publication


def go_live(publication: Publication, seen: Readback) -> None:
    before = move(publication, "go_live")
    finish(
        publication,
        confirmed_hash=publication.desired_hash,
        marketplace_id=seen.marketplace_id,
        issues=as_rows(seen.issues),
        live_at=timezone.now(),
    )
    record("publication.live", publication, by=PUMP, before=before)
    publish("publication.live", publication)


def refuse(publication: Publication, issues: tuple[Issue, ...]) -> None:
    """Wait for a change by people; the issues say which."""
    before = move(publication, "refuse")
    finish(publication, issues=as_rows(issues))
    record("publication.refused", publication, by=PUMP, before=before)
    publish("publication.refused", publication)


def look_again(publication: Publication, **changes: object) -> None:
    settle(
        publication,
        run_after=Now() + timedelta(seconds=FIRST_LOOK_S),
        sent_hash=publication.desired_hash,
        **changes,
    )


def as_rows(issues: tuple[Issue, ...]) -> list[dict[str, object]]:
    return [asdict(issue) for issue in issues]
