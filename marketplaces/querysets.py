"""Named reads of publications."""

from typing import Self

from onboarding.tenancy.models import BoardQuerySet


class PublicationQuerySet(BoardQuerySet):
    def dead(self) -> Self:
        return self.filter(dead_at__isnull=False)

    def in_district(self, district_id: int | None) -> Self:
        """Narrow to the listings of one district; None is the whole board."""
        return self if district_id is None else self.filter(listing__district_id=district_id)
