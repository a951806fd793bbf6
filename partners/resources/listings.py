"""Approved listings of the programmes that name a partner. Nothing about the person who made them.

The serializers are the contract (schema and documentation); pages are read by `values_list` and built by one plain
row function, which a test holds equal to the serializer: objects and serializer fields cost several times the query.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from rest_framework import serializers

from catalog.models import Listing
from catalog.models.listing import sku_of
from catalog.states import ListingStatus
from marketplaces.models import Publication
from marketplaces.states import PublicationStatus
from onboarding.boards.models import Programme
from partners.paging import Key, PageRequest, after_key, write_cursor
from sellers.models import Enrolment
from sellers.states import EnrolmentStatus

CURRENCY = "INR"
ORDERED_BY = "status_since"  # when it was approved: a listing joins at the end, never behind a cursor already passed
COLUMNS = (
    ORDERED_BY,
    "id",
    "craft_id",
    "title",
    "description",
    "price_paise",
    "mrp_paise",
    "quantity",
    "status",
)


class PublicationSerializer(serializers.Serializer[Publication]):
    marketplace = serializers.ChoiceField(Programme.Marketplace.values, source="account.marketplace")
    status = serializers.ChoiceField(PublicationStatus.values)
    marketplace_id = serializers.SerializerMethodField(help_text="The marketplace's own id, once it gave one.")

    def get_marketplace_id(self, publication: Publication) -> str | None:
        return publication.marketplace_id or None


class ListingSerializer(serializers.Serializer[Listing]):
    id = serializers.UUIDField()
    sku = serializers.CharField(help_text="The listing's code on every marketplace; it never changes.")
    craft = serializers.CharField(source="craft_id")
    title = serializers.DictField(child=serializers.CharField(), help_text="Text by language: en, hi.")
    description = serializers.DictField(child=serializers.CharField(), help_text="Text by language: en, hi.")
    price_paise = serializers.IntegerField(help_text="In hundredths of the currency, taxes included.")
    mrp_paise = serializers.IntegerField(help_text="Maximum retail price, taxes included.")
    currency = serializers.SerializerMethodField()
    quantity = serializers.IntegerField()
    status = serializers.ChoiceField([ListingStatus.APPROVED.value])
    status_since = serializers.DateTimeField(default_timezone=UTC)
    publications = PublicationSerializer(many=True)

    def get_currency(self, listing: Listing) -> str:
        return CURRENCY


class ListingPageSerializer(serializers.Serializer[Any]):
    items = ListingSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Pass it as `after` for the next page; null on the last.")


def read_listings(programme_ids: Sequence[UUID], page: PageRequest, *, place: str) -> dict[str, Any]:
    """Return one page of the approved listings of sellers enrolled in these programmes, in two queries."""
    rows = after_key(listings_of(programme_ids), page.after, moment=ORDERED_BY)
    found = list(rows.values_list(*COLUMNS)[: page.limit + 1])
    columns = found[: page.limit]
    publications = publications_by_listing(programme_ids, [row[1] for row in columns])
    has_more = len(found) > page.limit
    return {
        "items": [listing_row(row, publications[row[1]]) for row in columns],
        "next": write_cursor(Key(*columns[-1][:2]), place=place) if has_more else None,
    }


def listings_of(programme_ids: Sequence[UUID]) -> "QuerySet[Listing]":
    """Return the approved listings of the sellers who have a place in one of the programmes."""
    places = enrolled_in(programme_ids).filter(seller=OuterRef("seller"))
    return Listing.objects.filter(Exists(places), status=ListingStatus.APPROVED)


def publications_of(programme_ids: Sequence[UUID]) -> "QuerySet[Publication]":
    """Return the publications on a marketplace for which the maker has a place in one of the programmes.

    The same listing on another marketplace is that one's business.
    """
    places = enrolled_in(programme_ids).filter(
        seller=OuterRef("listing__seller"), programme__marketplace=OuterRef("account__marketplace")
    )
    return Publication.objects.filter(Exists(places)).order_by("account__marketplace", "id")


def enrolled_in(programme_ids: Sequence[UUID]) -> "QuerySet[Enrolment]":
    return Enrolment.objects.filter(programme__in=programme_ids, status=EnrolmentStatus.ENROLLED)


def publications_by_listing(programme_ids: Sequence[UUID], listing_ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    of_page = publications_of(programme_ids).filter(listing__in=listing_ids)
    for listing_id, *columns in of_page.values_list("listing_id", "account__marketplace", "status", "marketplace_id"):
        found[listing_id].append(columns)
    return found


def listing_row(columns: tuple[Any, ...], publications: Iterable[Sequence[str]]) -> dict[str, Any]:
    """Return COLUMNS and the publications' columns as ListingSerializer would show them."""
    status_since, listing_id, craft, title, description, price_paise, mrp_paise, quantity, status = columns
    return {
        "id": str(listing_id),
        "sku": sku_of(listing_id),
        "craft": craft,
        "title": title,
        "description": description,
        "price_paise": price_paise,
        "mrp_paise": mrp_paise,
        "currency": CURRENCY,
        "quantity": quantity,
        "status": status,
        "status_since": rfc3339(status_since),
        "publications": [
            {"marketplace": marketplace, "status": publication_status, "marketplace_id": marketplace_id or None}
            for marketplace, publication_status, marketplace_id in publications
        ],
    }


def rfc3339(moment: datetime) -> str:
    """Return the moment as serializers show it: UTC, ending in Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
