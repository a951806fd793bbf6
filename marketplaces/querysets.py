"""Named reads of publications."""

from typing import Self
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from marketplaces.states import DOWN
from onboarding.tenancy.models import BoardQuerySet
from sellers.consents.purposes import MARKETPLACE_SHARE
from sellers.models import Consent
from sellers.states import SellerStatus


class PublicationQuerySet(BoardQuerySet):
    def dead(self) -> Self:
        return self.filter(dead_at__isnull=False)

    def of_seller(self, seller_id: UUID) -> Self:
        return self.filter(listing__seller=seller_id)

    def wanted_up(self) -> Self:
        return self.exclude(desired_hash=DOWN)

    def may_be_called_for(self) -> Self:
        """Leave out whatever is wanted up for a seller who is stopping or has stopped: she allows take-downs only.

        So does one who no longer lets this marketplace see her goods. The function marketplaces_due_accounts says the
        first in SQL; the second holds for the moments only until the event of her answer takes the rows down.
        """
        share = Consent.objects.filter(
            seller=OuterRef("listing__seller"),
            member=None,
            purpose=MARKETPLACE_SHARE.code,
            recipient=OuterRef("account__marketplace"),
            is_given=True,
            withdrawn_at=None,
        )
        allowed = Q(Exists(share), listing__seller__status=SellerStatus.ACTIVE)
        return self.filter(Q(desired_hash=DOWN) | allowed)

    def in_flight(self) -> Self:
        """Narrow to rows in the hands of a worker, whose call may be under way."""
        return self.filter(lease_until__gte=Now())

    def in_district(self, district_id: int | None) -> Self:
        """Narrow to the listings of one district; None is the whole board."""
        return self if district_id is None else self.filter(listing__district_id=district_id)
