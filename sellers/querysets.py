"""Named reads of the sellers' files."""

from typing import Self

from onboarding.tenancy.models import BoardQuerySet
from sellers.states import ApplicationStatus, MemberStatus, SellerStatus


class ApplicationQuerySet(BoardQuerySet):
    def awaiting_review(self) -> Self:
        return self.filter(status__in=(ApplicationStatus.SUBMITTED, ApplicationStatus.IN_REVIEW))

    def in_district(self, district_id: int | None) -> Self:
        """Narrow to one district; None is the whole board."""
        return self if district_id is None else self.filter(district_id=district_id)

    def oldest_first(self) -> Self:
        return self.order_by("submitted_at", "id").select_related("seller", "district", "craft")

    def selling(self) -> Self:
        """Narrow to approved files whose sellers have not left."""
        return self.filter(status=ApplicationStatus.APPROVED, seller__status=SellerStatus.ACTIVE)


class MemberQuerySet(BoardQuerySet):
    def on_roster(self) -> Self:
        """Narrow to whom the group lists now, also who said that it is not her."""
        return self.exclude(status=MemberStatus.LEFT)

    def counted(self) -> Self:
        """Narrow to whom nobody doubts: not who left, and not who said that it is not her."""
        return self.filter(status__in=(MemberStatus.LISTED, MemberStatus.CONFIRMED))

    def makers(self) -> Self:
        """Narrow to the makers of groups that sell now. Sellers are counted apart, by their files."""
        return self.counted().filter(
            seller__status=SellerStatus.ACTIVE, seller__applications__status=ApplicationStatus.APPROVED
        )

    def in_district(self, district_id: int | None) -> Self:
        """Narrow to groups of one district; None is the whole board."""
        return self if district_id is None else self.filter(seller__applications__district_id=district_id)
