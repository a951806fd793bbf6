"""A board with one account in the sandbox, and what a test does with its publications."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Now

from catalog.models import Listing
from catalog.states import ListingStatus
from marketplaces import pump
from marketplaces.actions.planning import plan_publications
from marketplaces.adapters.port import Call
from marketplaces.connections import adapter_of
from marketplaces.models import Account, Publication
from marketplaces.pace import Pace
from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board
from onboarding.outbox.claims import claim
from tests import factories

if TYPE_CHECKING:
    from tests.marketplaces.conftest import Sandbox

FAST = 1000.0


@dataclass
class Shop:
    """The board's scope is open. No time passes by itself: `make_due` stands for waiting."""

    board: Board
    account: Account
    sandbox: Sandbox

    @classmethod
    def open(cls, board: Board, sandbox: Sandbox) -> Shop:
        account = factories.make_account(merchant_id=sandbox.new_seller())
        return cls(board, account, sandbox)

    def publication(self, **details: Any) -> Publication:
        """A publication of a newly approved listing, due."""
        listing = factories.make_listing(status=ListingStatus.APPROVED, **details)
        return plan_publications(listing.pk)[0]

    def change_price(self, publication: Publication, price_paise: int) -> None:
        """The board wants a newer version."""
        Listing.objects.filter(pk=publication.listing_id).update(price_paise=price_paise)
        plan_publications(publication.listing_id)

    def pump(self) -> int:
        self.run_fast()
        return pump.pump_account(self.board.pk, self.account.pk)

    def run_fast(self) -> None:
        """Let our own pace keep no test waiting."""
        for operation in ("put_listing", "read_listing", "delete_listing"):
            self.pace.learn(Call(operation, FAST))

    @property
    def pace(self) -> Pace:
        return Pace(self.account, adapter_of(self.account).rates)

    def make_due(self, publication: Publication) -> None:
        """Let the time pass for which the row waits."""
        Publication.objects.filter(pk=publication.pk).update(run_after=Now())

    def end_lease(self, publication: Publication) -> None:
        """Let the lease run out, as after the death of its worker."""
        Publication.objects.filter(pk=publication.pk).update(lease_until=Now() - timedelta(seconds=1))

    def pass_grace(self, publication: Publication) -> None:
        """Let the minute pass in which an accepted listing may be absent."""
        Publication.objects.filter(pk=publication.pk).update(status_since=Now() - timedelta(minutes=1))

    def pump_until_settled(self, publication: Publication, *, at_most: int = 40) -> int:
        """Pump, with all the waiting between, until the row is done or dead; return how many rounds it took."""
        for round_ in range(1, at_most + 1):
            self.make_due(publication)
            self.pass_grace(publication)
            self.pump()
            publication.refresh_from_db()
            if publication.done_at or publication.dead_at:
                return round_
        raise AssertionError(f"still due after {at_most} rounds: {publication.status} {publication.last_error}")

    def shown(self, publication: Publication) -> dict[str, Any]:
        """What buyers and the seller see in the sandbox."""
        found: dict[str, Any] = self.sandbox.state(self.account.merchant_id)["listings"].get(
            self.account.merchant_id, {}
        )
        return found.get(publication.sku, {})

    def fault(self, operation: str, kind: str, **more: Any) -> None:
        """Order a fault for this account alone."""
        self.sandbox.fault(operation, kind, seller_id=self.account.merchant_id, **more)


def history_of(publication: Publication) -> list[tuple[str, str, str]]:
    """What the audit holds on the publication, oldest first: action, status before, status after."""
    entries = AuditEntry.objects.filter(object_id=str(publication.pk)).order_by("pk")
    return list(entries.values_list("action", "before", "after"))


def claimed(publication: Publication) -> Publication:
    """The row in the hands of a worker."""
    (row,) = claim(Publication.objects.filter(pk=publication.pk), limit=1)
    return row


def make_call(shop: Shop, row: Publication) -> None:
    """The worker that holds the row makes its call."""
    shop.run_fast()
    assert pump.step(row, adapter_of(shop.account), shop.pace, stop_at=time.monotonic() + 10)
