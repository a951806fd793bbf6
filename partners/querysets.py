"""Named reads of clients and grants."""

from typing import Any, Self
from uuid import UUID

from django.db import models

from onboarding.tenancy.models import BoardQuerySet


class PartnerClientQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        """Clients that may sign in."""
        return self.filter(revoked_at=None)


class ProgrammePartnerQuerySet(BoardQuerySet):
    def programmes_naming(self, partner_id: int) -> tuple[UUID, ...]:
        """Return the ids of the open board's programmes that name the partner."""
        return tuple(self.filter(partner_id=partner_id).values_list("programme_id", flat=True))
