from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.models import Listing
from catalog.states import ListingStatus
from marketplaces.models.account import Account
from marketplaces.querysets import PublicationQuerySet
from marketplaces.states import DOWN, PUBLICATION_MOVES, PublicationStatus
from onboarding.moves import HasStatus
from onboarding.outbox.models import Claimable
from onboarding.tenancy.models import BoardKey, BoardModel


class Publication(HasStatus, Claimable, BoardModel):
    """One listing on one account: what the board wants there against what the marketplace last confirmed.

    It is done once `confirmed_hash` has caught up with `desired_hash`; `sent_hash` is what was last accepted.
    `desired` is a port.DesiredListing as JSON whose `image_urls` hold the ids of stored files. Where nothing of hers
    shall stand, it is empty and its hash is DOWN; taking down is reconciled like everything else.
    """

    MOVES = PUBLICATION_MOVES

    listing = BoardKey(Listing, related_name="publications")
    account = BoardKey(Account, related_name="publications")
    status = models.CharField(max_length=10, choices=PublicationStatus, default=PublicationStatus.WAITING)
    sku = models.CharField(max_length=40)
    desired = models.JSONField()
    desired_hash = models.CharField(max_length=64)
    sent_hash = models.CharField(max_length=64, blank=True)
    confirmed_hash = models.CharField(max_length=64, blank=True)
    marketplace_id = models.CharField(max_length=40, blank=True)
    issues = models.JSONField(default=list)
    live_at = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "account", "listing"], name="publication_once"),
            models.UniqueConstraint(fields=["board", "account", "sku"], name="publication_sku_once"),
        ]
        indexes = [
            models.Index(
                fields=["account", "run_after", "id"],
                name="publication_due",
                condition=Q(done_at=None, dead_at=None),
            )
        ]

    @property
    def trouble(self) -> str:
        """Return what stands in the way, in the marketplace's own words or ours; empty when nothing does."""
        found = [issue["message"] for issue in self.issues if issue["severity"] == "ERROR"]
        return "; ".join(found) or self.last_error

    @property
    def wants_down(self) -> bool:
        return self.desired_hash == DOWN

    @property
    def state_text(self) -> str:
        """Return the status in words; a take-down under way is not said to be "sent" or "waiting"."""
        if self.wants_down and self.status != PublicationStatus.TAKEN_DOWN:
            return _("Being taken down")
        return str(self.get_status_display())

    @property
    def is_stuck(self) -> bool:
        """Tell whether people must act for it to move again."""
        return self.dead_at is not None or self.status == PublicationStatus.REFUSED

    @property
    def may_retry(self) -> bool:
        """Tell whether trying again is the way on; what has gone back to its seller is first mended and approved."""
        return self.is_stuck and (self.wants_down or self.listing.status == ListingStatus.APPROVED)
