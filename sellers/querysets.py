"""Named reads of the sellers' files."""

from typing import Self

from onboarding.tenancy.models import BoardQuerySet
from sellers.states import ApplicationStatus


class ApplicationQuerySet(BoardQuerySet):
    def awaiting_review(self) -> Self:
        return self.filter(status=ApplicationStatus.SUBMITTED)

    def in_district(self, district_id: int | None) -> Self:
        """Narrow to one district; None is the whole board."""
        return self if district_id is None else self.filter(district_id=district_id)

    def oldest_first(self) -> Self:
        return self.order_by("submitted_at", "id").select_related("seller", "district", "craft")
