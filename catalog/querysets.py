"""Named reads of listings."""

from typing import Self

from catalog.states import ListingStatus
from onboarding.tenancy.models import BoardQuerySet


class ListingQuerySet(BoardQuerySet):
    def awaiting_review(self) -> Self:
        return self.filter(status=ListingStatus.SUBMITTED)

    def approved(self) -> Self:
        return self.filter(status=ListingStatus.APPROVED)

    def in_district(self, district_id: int | None) -> Self:
        """Narrow to the sellers of one district; None is the whole board."""
        return self if district_id is None else self.filter(district_id=district_id)

    def oldest_first(self) -> Self:
        return self.order_by("submitted_at", "id").select_related("seller", "district", "craft")
