from uuid import UUID

from django.db import models

from catalog.querysets import ListingQuerySet
from catalog.states import LISTING_MOVES, ListingStatus
from onboarding.boards.models import Craft, District
from onboarding.moves import HasStatus
from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.models import Seller


class Listing(HasStatus, BoardModel):
    """What a seller offers and the board approves. A draft may be empty; texts are `{language: text}`.

    `district` is the seller's, kept here because it decides who reviews.
    """

    MOVES = LISTING_MOVES

    seller = BoardKey(Seller, related_name="listings")
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    craft = models.ForeignKey(Craft, models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=ListingStatus, default=ListingStatus.DRAFT)
    title = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    price_paise = models.BigIntegerField(null=True)
    mrp_paise = models.BigIntegerField(null=True)
    quantity = models.PositiveIntegerField(default=1)
    attributes = models.JSONField(default=dict)  # material, color, size: by the port's names
    officer_note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True)

    objects = ListingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(price_paise__gt=0), name="listing_price_positive"),
            models.CheckConstraint(
                condition=models.Q(price_paise__lte=models.F("mrp_paise")), name="listing_price_within_mrp"
            ),
        ]
        indexes = [
            models.Index(fields=["board", "status", "submitted_at", "id"], name="listing_queue"),
            models.Index(fields=["board", "status", "status_since", "id"], name="listing_by_status"),
        ]

    @property
    def sku(self) -> str:
        return sku_of(self.pk)


def sku_of(listing_id: UUID) -> str:
    """Return the listing's own code on every marketplace: fixed, and safe in addresses."""
    return f"HS-{listing_id.hex[:16].upper()}"
