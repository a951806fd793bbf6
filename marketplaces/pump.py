"""Pushes the due publications of one account, at the pace its marketplace allows, outside any transaction."""

import logging
import time
from dataclasses import replace
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

from marketplaces.actions.outcomes import (
    record_failure,
    record_fault,
    record_no_adapter,
    record_push,
    record_readback,
    record_unsure_push,
)
from marketplaces.actions.planning import desired_of, with_photo_links
from marketplaces.adapters.port import Adapter, MarketplaceError, TryLater
from marketplaces.connections import NoAdapter, adapter_of
from marketplaces.models import Account, Publication
from marketplaces.pace import Pace
from marketplaces.states import PublicationStatus
from onboarding.outbox.claims import claim, wait
from onboarding.tenancy.models import scope_of
from onboarding.tenancy.scope import board_scope

logger = logging.getLogger(__name__)

PUMP_S = 25.0
PATIENCE_S = 1.0  # a slot further away than this is not slept for: the row waits in the table instead


def accounts_with_due_work() -> list[tuple[int, UUID]]:
    """Return (board id, account id) of every account that has a publication due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT board_id, account_id FROM marketplaces_due_accounts()")
        return list(cursor.fetchall())


def pump_account(board_id: int, account_id: UUID) -> int:
    """Push until nothing is due or PUMP_S have passed; return how many calls were made.

    On a marketplace without an adapter, what is due is buried with that reason.
    """
    stop_at = time.monotonic() + PUMP_S
    with board_scope(board_id):
        account = Account.objects.get(pk=account_id)
        try:
            adapter = adapter_of(account)
        except NoAdapter as missing:
            record_no_adapter(account, missing)
            return 0
    pace = Pace(account, adapter.rates)
    calls = 0
    while time.monotonic() < stop_at and (publication := next_due(account)):
        if not step(publication, adapter, pace, stop_at=stop_at):
            break  # the next row would find no slot either; the sweep comes back when this one is due
        calls += 1
    return calls


def next_due(account: Account) -> Publication | None:
    """Claim one row: the marketplace's pace bounds the work, and a worker that dies takes only this row with it."""
    with scope_of(account):
        rows = Publication.objects.filter(account=account).may_be_called_for()
        claimed = next(iter(claim(rows, limit=1)), None)
        # Writing the lease asks again whether the seller allows the call: if she stopped in between, there is none.
        if claimed is None or not Publication.objects.in_flight().filter(pk=claimed.pk, fence=claimed.fence).exists():
            return None
        return claimed


def step(publication: Publication, adapter: Adapter, pace: Pace, *, stop_at: float) -> bool:
    """Make the publication's next call and record what came of it; False when there was no slot for it."""
    operation = next_call_of(publication)
    delay_s = pace.wait_for_slot(operation, patience_s=PATIENCE_S)
    if delay_s > 0 or time.monotonic() > stop_at:
        with scope_of(publication):
            wait(publication, delay_s)
        return False
    try:
        CALLS[operation](publication, adapter, pace)
    except MarketplaceError as error:
        logger.warning("%s: %s: %s", publication.sku, type(error).__name__, error)
        slow_down(pace, error)
        with scope_of(publication):
            record_unsure_push(publication, error) if error.may_have_acted else record_failure(publication, error)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # one row that fails by our own fault must not hold up the rest
        logger.exception("%s failed", publication.sku)
        with scope_of(publication):
            record_fault(publication, error)
    return True


def next_call_of(publication: Publication) -> str:
    """Return the adapter's method whose turn it is: what was sent is read back, whether it came or went."""
    if publication.status == PublicationStatus.SENT:
        return "read_listing"
    return "delete_listing" if publication.wants_down else "put_listing"


def slow_down(pace: Pace, error: MarketplaceError) -> None:
    pace.learn(error.call)
    if isinstance(error, TryLater) and error.throttled:
        pace.back_off(error.call.operation, error.retry_after_s)


def push(publication: Publication, adapter: Adapter, pace: Pace) -> None:
    with scope_of(publication):
        desired = with_photo_links(desired_of(publication))
    outcome = adapter.put_listing(desired)
    pace.learn(outcome.call)
    with scope_of(publication):
        record_push(publication, outcome)


def take_down(publication: Publication, adapter: Adapter, pace: Pace) -> None:
    outcome = adapter.delete_listing(publication.sku)
    pace.learn(outcome.call)
    with scope_of(publication):
        record_push(publication, outcome)


def read_back(publication: Publication, adapter: Adapter, pace: Pace) -> None:
    # Links to photos differ from push to push, so the rest of the listing is what is compared.
    expected = None if publication.wants_down else replace(desired_of(publication), image_urls=())
    seen = adapter.read_listing(publication.sku, expecting=expected)
    pace.learn(seen.call)
    with scope_of(publication):
        record_readback(publication, seen)


CALLS = {"put_listing": push, "delete_listing": take_down, "read_listing": read_back}
