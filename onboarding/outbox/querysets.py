"""Named reads of events."""

from typing import Self

from onboarding.tenancy.models import BoardQuerySet


class OutboxEventQuerySet(BoardQuerySet):
    def dead(self) -> Self:
        return self.filter(dead_at__isnull=False)
