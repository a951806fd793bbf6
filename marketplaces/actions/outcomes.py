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
from marketplaces.states import DOWN, PublicationStatus
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.moves import move
from onboarding.outbox.actions import publish
from onboarding.outbox.claims import MAX_ATTEMPTS, bury, finish, retry, settle, wait

FIRST_LOOK_S = 2
ACCOUNT_CLOSED_S = 300
LAST_LOOK_S = 1800
GRACE = timedelta(seconds=30)  # an accepted listing may be absent for a while before it shows
TAKE_DOWN_AGAIN = timedelta(minutes=15)  # accepted, but shown all the same for so long: ask again

PUMP = Actor.system("pump")


@transaction.atomic
def record_push(claimed: Publication, outcome: PushOutcome) -> None:
    """Accepted is not live, nor gone: look again soon. A refused listing waits for a change by people."""
    publication = still_wanted(claimed)
    if publication is None:
        return
    if outcome.accepted:
        move(publication, "send")
        look_again(publication, attempts=0, last_error="", issues=as_rows(outcome.issues))
    elif publication.wants_down:
        look_before_again(publication, "; ".join(issue.message for issue in outcome.issues) or "Refused.")
    else:
        refuse(publication, outcome.issues)


@transaction.atomic
def record_unsure_push(claimed: Publication, error: MarketplaceError) -> None:
    """The marketplace may have acted: read back before sending again. Costs an attempt, and the last one buries it."""
    publication = still_wanted(claimed)
    if publication is not None:
        look_before_again(publication, reason_of(error))


@transaction.atomic
def record_readback(claimed: Publication, seen: Readback) -> None:
    """Write what the marketplace shows: live at last, refused late, gone, or still under check."""
    publication = still_wanted(claimed)
    if publication is None:
        return
    age = timezone.now() - publication.status_since
    if publication.wants_down:
        record_take_down(publication, seen, age)
    elif seen.state == "live" and seen.matches is not False:
        go_live(publication, seen)
    elif seen.state == "refused":
        refuse(publication, seen.issues)
    elif seen.state == "absent" and age > GRACE:
        move(publication, "queue")
        wait(publication, 0)
    else:
        wait(publication, pause_s(age))


@transaction.atomic
def record_failure(claimed: Publication, error: MarketplaceError) -> None:
    """Keep the row with its reason: later without cost when throttled, refused for good, or tried again."""
    publication = still_wanted(claimed)
    if publication is None:
        return
    if isinstance(error, Refused) and publication.wants_down:
        refuse_take_down(publication, error)
    elif isinstance(error, Refused):
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


def record_take_down(publication: Publication, seen: Readback, age: timedelta) -> None:
    """Gone at last, or still shown: asked for again after a while, at once when the last answer never came."""
    is_in_doubt = bool(publication.last_error)
    if seen.state == "absent" and (age > GRACE or not is_in_doubt):
        take_down(publication)
    elif seen.state != "absent" and age > (GRACE if is_in_doubt else TAKE_DOWN_AGAIN):
        move(publication, "queue")
        wait(publication, 0)
    else:
        wait(publication, pause_s(age))


def take_down(publication: Publication) -> None:
    before = move(publication, "take_down")
    finish(publication, confirmed_hash=DOWN, issues=[])
    record("publication.taken_down", publication, by=PUMP, before=before)


def refuse_take_down(publication: Publication, error: Refused) -> None:
    """Look whether it stands at all, for one that is unknown there may be refused; nobody else can mend a take-down."""
    if publication.status == PublicationStatus.SENT:
        retry(publication, reason_of(error))
    else:
        look_before_again(publication, reason_of(error))


def look_before_again(publication: Publication, reason: str) -> None:
    """Read back before the call is made again. Costs an attempt, and the last one buries it."""
    move(publication, "send")
    if publication.attempts >= MAX_ATTEMPTS:
        bury(publication, reason)
    else:
        look_again(publication, last_error=reason)


def pause_s(age: timedelta) -> float:
    return min(max(FIRST_LOOK_S, age.total_seconds() / 5), LAST_LOOK_S)


def look_again(publication: Publication, **changes: object) -> None:
    settle(
        publication,
        run_after=Now() + timedelta(seconds=FIRST_LOOK_S),
        sent_hash=publication.desired_hash,
        **changes,
    )


def as_rows(issues: tuple[Issue, ...]) -> list[dict[str, object]]:
    return [asdict(issue) for issue in issues]
