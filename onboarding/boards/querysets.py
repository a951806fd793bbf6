"""Named reads of programmes."""

from datetime import date
from typing import Self

from django.db.models import Q

from onboarding.boards.states import ProgrammeStatus
from onboarding.tenancy.models import BoardQuerySet


class ProgrammeQuerySet(BoardQuerySet):
    def open_on(self, day: date) -> Self:
        """Programmes that are active and whose dates, where set, hold the day."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day),
            Q(ends_on=None) | Q(ends_on__gte=day),
            status=ProgrammeStatus.ACTIVE,
        )

    def for_district(self, district_id: int | None) -> Self:
        """Programmes that name the district, or none; for None only those that name none."""
        return self.filter(Q(districts=None) | Q(districts__district_id=district_id)).distinct()
