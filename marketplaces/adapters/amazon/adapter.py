"""Amazon behind the port: one seller's account in the Indian marketplace."""

from collections.abc import Mapping
from types import MappingProxyType

import httpx

from marketplaces.adapters.amazon import answers
from marketplaces.adapters.amazon.attributes import amazon_attributes, put_body
from marketplaces.adapters.amazon.client import SellingPartnerClient
from marketplaces.adapters.amazon.exchange import new_http_client
from marketplaces.adapters.amazon.tokens import AmazonLogin, Application, MemoryTokenCache, TokenCache
from marketplaces.adapters.port import Credentials, DesiredListing, PushOutcome, Rate, Readback

# As the models' usage plans state them; answers correct them per seller.
RATES: Mapping[str, Rate] = MappingProxyType(
    {"put_listing": Rate(5, 10), "read_listing": Rate(5, 10), "delete_listing": Rate(5, 5)}
)


class AmazonAdapter:
    """The port's Adapter over the Selling Partner API. Safe to share between threads."""

    def __init__(
        self,
        *,
        api_url: str,
        application: Application,
        credentials: Credentials,
        http: httpx.Client | None = None,
        cache: TokenCache | None = None,
    ) -> None:
        http = http or new_http_client()
        # "or" would drop a cache that is empty and says so by its length.
        cache = MemoryTokenCache() if cache is None else cache
        login = AmazonLogin(application, credentials, http, cache)
        self._client = SellingPartnerClient(http, api_url, login, credentials.seller_id)

    @property
    def rates(self) -> Mapping[str, Rate]:
        """The stated limit of each method."""
        return RATES

    def put_listing(self, desired: DesiredListing) -> PushOutcome:
        """Create the listing, or replace it whole. Source: putListingsItem 2021-08-01."""
        return answers.submission(self._client.put_listings_item(desired.sku, put_body(desired)), desired.sku)

    def read_listing(self, sku: str, *, expecting: DesiredListing | None = None) -> Readback:
        """Return the listing as Amazon shows it now. Source: getListingsItem 2021-08-01."""
        included = ("summaries", "issues") if expecting is None else ("summaries", "issues", "attributes")
        expected = None if expecting is None else amazon_attributes(expecting)
        return answers.item(self._client.get_listings_item(sku, included), sku, expected)

    def delete_listing(self, sku: str) -> PushOutcome:
        """Take the listing down. Source: deleteListingsItem 2021-08-01."""
        return answers.submission(self._client.delete_listings_item(sku), sku)
