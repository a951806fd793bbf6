"""Getting in and staying in: tokens that expire, are shared, are taken back, or never come."""

from collections.abc import Callable

import pytest

from marketplaces.adapters.amazon.adapter import AmazonAdapter
from marketplaces.adapters.amazon.tokens import MemoryTokenCache
from marketplaces.adapters.port import (
    ApplicationRefused,
    ContractBroken,
    LoginExpired,
    MarketplaceError,
    TryLater,
)
from tests.marketplaces.adapters.conftest import Watch
from tests.marketplaces.conftest import Sandbox
from tests.marketplaces.factories import make_desired

MakeAdapter = Callable[..., AmazonAdapter]


class CountingCache(MemoryTokenCache):
    """A shared cache that counts the exchanges which filled it."""

    puts = 0

    def put(self, key: str, token: str, ttl_s: int) -> None:
        self.puts += 1
        self.lifetime_s = ttl_s
        super().put(key, token, ttl_s)


def test_an_expired_token_is_renewed_once_and_the_call_goes_through(
    sandbox: Sandbox, make_adapter: MakeAdapter, watch: Watch
) -> None:
    cache = CountingCache()
    adapter = make_adapter(sandbox.new_seller(), cache=cache)
    adapter.put_listing(make_desired())
    sandbox.clock(advance_s=3601)
    before = len(watch.listing_calls())

    outcome = adapter.put_listing(make_desired(quantity=1))

    statuses = [answer.status_code for _, answer in watch.listing_calls()[before:]]
    assert outcome.accepted is True
    assert statuses == [403, 200]
    assert (cache.puts, cache.lifetime_s) == (2, 3540)


def test_one_cache_serves_all_workers_of_a_seller_and_no_other_seller(
    sandbox: Sandbox, make_adapter: MakeAdapter
) -> None:
    cache = CountingCache()
    seller, other = sandbox.new_seller(), sandbox.new_seller()

    for worker in (make_adapter(seller, cache=cache), make_adapter(seller, cache=cache)):
        worker.read_listing("HS-SAREE-1")
    assert cache.puts == 1
    make_adapter(other, cache=cache).read_listing("HS-SAREE-1")

    assert cache.puts == 2


def test_consent_taken_back_is_login_expired(sandbox: Sandbox, make_adapter: MakeAdapter) -> None:
    seller = sandbox.new_seller()
    adapter = make_adapter(seller)
    adapter.put_listing(make_desired())
    sandbox.fault("token", "invalid_grant", seller_id=seller)
    sandbox.fault("*", "unauthorized", seller_id=seller)

    with pytest.raises(LoginExpired) as caught:
        adapter.put_listing(make_desired())

    assert caught.value.call.operation == "token"
    assert len(sandbox.submissions(seller)) == 1


def test_a_fresh_token_that_opens_no_door_is_login_expired_and_not_tried_again(
    sandbox: Sandbox, make_adapter: MakeAdapter, watch: Watch
) -> None:
    seller = sandbox.new_seller()
    sandbox.fault("getListingsItem", "unauthorized", seller_id=seller)

    with pytest.raises(LoginExpired):
        make_adapter(seller).read_listing("HS-SAREE-1")

    assert len(watch.listing_calls()) == 1


def test_a_refresh_token_of_nobody_is_login_expired(sandbox: Sandbox, make_adapter: MakeAdapter) -> None:
    adapter = make_adapter(sandbox.new_seller(), refresh_token="Atzr|of-nobody")

    with pytest.raises(LoginExpired):
        adapter.read_listing("HS-SAREE-1")


def test_our_own_wrong_secret_is_not_blamed_on_the_seller(sandbox: Sandbox, make_adapter: MakeAdapter) -> None:
    adapter = make_adapter(sandbox.new_seller(), client_secret="wrong")

    with pytest.raises(ApplicationRefused):
        adapter.read_listing("HS-SAREE-1")


@pytest.mark.parametrize("kind", ["500", "503", "429", "html", "empty", "no_verdict", "huge", "redirect", "hang_up"])
def test_trouble_while_logging_in_is_always_one_of_the_ports_errors(
    sandbox: Sandbox, make_adapter: MakeAdapter, kind: str
) -> None:
    seller = sandbox.new_seller()
    sandbox.fault("token", kind, seller_id=seller)

    with pytest.raises(MarketplaceError) as caught:
        make_adapter(seller).put_listing(make_desired())

    expected = TryLater if kind in ("500", "503", "429", "hang_up") else ContractBroken
    assert isinstance(caught.value, expected)
    assert caught.value.may_have_acted is False
    assert sandbox.submissions(seller) == []
