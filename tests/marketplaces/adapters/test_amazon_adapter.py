"""The adapter against the sandbox over real HTTP; `watch` holds every exchange against the official model."""

import time
from collections.abc import Callable

import pytest

from marketplaces.adapters.amazon.adapter import AmazonAdapter
from marketplaces.adapters.amazon.exchange import MAX_BODY_BYTES
from marketplaces.adapters.port import ContractBroken, Refused, TryLater
from tests.marketplaces.adapters.conftest import Watch
from tests.marketplaces.conftest import Sandbox
from tests.marketplaces.factories import make_desired
from tests.marketplaces.swagger import LISTINGS_MODEL, WHY_SKIPPED, SwaggerModel

MakeAdapter = Callable[..., AmazonAdapter]


def test_an_accepted_listing_is_checked_and_then_live_with_amazons_own_id(
    sandbox: Sandbox, make_adapter: MakeAdapter
) -> None:
    seller = sandbox.new_seller()
    adapter = make_adapter(seller)
    desired = make_desired()

    outcome = adapter.put_listing(desired)
    checking = adapter.read_listing(desired.sku, expecting=desired)
    sandbox.clock(advance_s=2)
    live = adapter.read_listing(desired.sku, expecting=desired)

    assert (outcome.accepted, outcome.issues) == (True, ())
    assert len(outcome.submission_id) == 32
    assert (checking.state, checking.marketplace_id, checking.matches) == ("checking", "", True)
    assert (live.state, live.matches, live.issues) == ("live", True, ())
    assert len(live.marketplace_id) == 10 and live.marketplace_id.startswith("B0")
    assert [row["event"] for row in sandbox.live_events(seller)] == ["live"]


def test_every_outcome_says_the_rate_that_amazon_applied(sandbox: Sandbox, make_adapter: MakeAdapter) -> None:
    sandbox.rates(3)
    adapter = make_adapter(sandbox.new_seller())

    put = adapter.put_listing(make_desired())
    read = adapter.read_listing("HS-SAREE-1")

    assert (put.call.operation, put.call.per_second) == ("put_listing", 15.0)
    assert (read.call.operation, read.call.per_second) == ("read_listing", 15.0)
    assert len(put.call.request_id) == 36


def test_a_listing_never_sent_reads_as_absent(sandbox: Sandbox, make_adapter: MakeAdapter) -> None:
    readback = make_adapter(sandbox.new_seller()).read_listing("HS-NOTHING")

    assert (readback.state, readback.marketplace_id, readback.matches) == ("absent", "", None)


def test_a_live_listing_with_another_price_does_not_match_until_the_change_shows(
    sandbox: Sandbox, make_adapter: MakeAdapter
) -> None:
    seller = sandbox.new_seller()
    adapter = make_adapter(seller)
    adapter.put_listing(make_desired())
    sandbox.clock(advance_s=2)
    dearer = make_desired(price_paise=1_400_000)

    adapter.put_listing(dearer)
    before = adapter.read_listing(dearer.sku, expecting=dearer)
    sandbox.clock(advance_s=2)
    after = adapter.read_listing(dearer.sku, expecting=dearer)

    assert (before.state, before.matches) == ("live", False)
    assert (after.state, after.matches) == ("live", True)
    assert [row["event"] for row in sandbox.live_events(seller)] == ["live", "changed"]


def test_a_refused_listing_comes_back_with_each_issue_and_is_never_live(
    sandbox: Sandbox, make_adapter: MakeAdapter
) -> None:
    seller = sandbox.new_seller()
    adapter = make_adapter(seller)

    outcome = adapter.put_listing(make_desired(attributes={"material": "Silk"}, hsn="57"))
    sandbox.clock(advance_s=2)

    assert outcome.accepted is False
    assert [(issue.code, issue.severity, issue.attribute_names) for issue in outcome.issues] == [
        ("90220", "ERROR", ("color",)),
        ("4000001", "ERROR", ("external_product_information",)),
    ]
    assert adapter.read_listing("HS-SAREE-1").state == "absent"
    assert sandbox.live_events(seller) == []


def test_a_price_above_the_mrp_is_refused(sandbox: Sandbox, make_adapter: MakeAdapter) -> None:
    outcome = make_adapter(sandbox.new_seller()).put_listing(make_desired(mrp_paise=1_299_949))

    assert [(issue.code, issue.attribute_names) for issue in outcome.issues] == [("4000001", ("purchasable_offer",))]


def test_a_listing_without_photo_is_live_with_a_warning(sandbox: Sandbox, make_adapter: MakeAdapter) -> None:
    adapter = make_adapter(sandbox.new_seller())

    outcome = adapter.put_listing(make_desired(image_urls=()))
    sandbox.clock(advance_s=2)
    readback = adapter.read_listing("HS-SAREE-1")

    assert outcome.accepted is True
    assert readback.state == "live"
    assert [(issue.code, issue.severity) for issue in readback.issues] == [("18320", "WARNING")]


def test_an_issue_after_acceptance_reads_as_refused_and_a_new_put_mends_it(
    sandbox: Sandbox, make_adapter: MakeAdapter
) -> None:
    seller = sandbox.new_seller()
    adapter = make_adapter(seller)
    sandbox.fault("putListingsItem", "late_issue", seller_id=seller, count=1, code="8015", message="No approval.")

    outcome = adapter.put_listing(make_desired())
    sandbox.clock(advance_s=2)
    refused = adapter.read_listing("HS-SAREE-1")
    adapter.put_listing(make_desired())
    sandbox.clock(advance_s=2)
    mended = adapter.read_listing("HS-SAREE-1")

    assert outcome.accepted is True
    assert refused.state == "refused"
    assert [(issue.code, issue.message) for issue in refused.issues] == [("8015", "No approval.")]
    assert mended.state == "live"
    assert [row["event"] for row in sandbox.live_events(seller)] == ["refused", "live"]


@pytest.mark.parametrize("sku", ["A/B", "A#B", "A%2FB", "A%B", "A B", "A?B&C=D", "साड़ी", "..%2f", "A+B", "A;B"])
def test_any_printable_sku_arrives_as_it_was_sent(sandbox: Sandbox, make_adapter: MakeAdapter, sku: str) -> None:
    seller = sandbox.new_seller()
    adapter = make_adapter(seller)

    adapter.put_listing(make_desired(sku=sku))
    sandbox.clock(advance_s=2)

    assert adapter.read_listing(sku).state == "live"
    assert list(sandbox.state(seller)["listings"][seller]) == [sku]


def test_a_deleted_listing_goes_down_and_deleting_it_again_is_accepted(
    sandbox: Sandbox, make_adapter: MakeAdapter
) -> None:
    seller = sandbox.new_seller()
    adapter = make_adapter(seller)
    adapter.put_listing(make_desired())
    sandbox.clock(advance_s=2)

    first = adapter.delete_listing("HS-SAREE-1")
    sandbox.clock(advance_s=2)
    second = adapter.delete_listing("HS-SAREE-1")

    assert (first.accepted, second.accepted) == (True, True)
    assert adapter.read_listing("HS-SAREE-1").state == "absent"
    assert [row["event"] for row in sandbox.live_events(seller)] == ["live", "down"]


def test_a_spent_quota_is_try_later_and_nothing_is_written(sandbox: Sandbox, make_adapter: MakeAdapter) -> None:
    seller = sandbox.new_seller()
    adapter = make_adapter(seller)
    accepted = 0

    with pytest.raises(TryLater) as caught:
        for number in range(40):
            adapter.put_listing(make_desired(sku=f"HS-{number}"))
            accepted += 1

    assert (caught.value.throttled, caught.value.may_have_acted) == (True, False)
    assert 0 < caught.value.retry_after_s <= 5
    assert 10 <= accepted < 40
    assert len(sandbox.submissions(seller)) == accepted


@pytest.mark.parametrize("kind", ["500", "503"])
def test_a_server_error_is_try_later_that_may_have_acted(
    sandbox: Sandbox, make_adapter: MakeAdapter, kind: str
) -> None:
    seller = sandbox.new_seller()
    sandbox.fault("token", kind, seller_id=seller, count=1)
    sandbox.fault("putListingsItem", kind, seller_id=seller, count=1)
    adapter = make_adapter(seller)

    with pytest.raises(TryLater) as token:
        adapter.put_listing(make_desired())
    with pytest.raises(TryLater) as put:
        adapter.put_listing(make_desired())
    outcome = adapter.put_listing(make_desired())

    assert (token.value.call.operation, token.value.may_have_acted) == ("token", False)
    assert (put.value.call.operation, put.value.may_have_acted) == ("put_listing", True)
    assert put.value.throttled is False
    assert outcome.accepted is True


@pytest.mark.parametrize("kind", ["html", "empty", "no_verdict", "huge", "redirect"])
def test_an_answer_outside_the_contract_is_contract_broken_and_no_success(
    sandbox: Sandbox, make_adapter: MakeAdapter, watch: Watch, kind: str
) -> None:
    watch.answers_are_spoilt = True
    seller = sandbox.new_seller()
    adapter = make_adapter(seller)
    sandbox.fault("putListingsItem", kind, seller_id=seller)
    sandbox.fault("getListingsItem", kind, seller_id=seller)

    with pytest.raises(ContractBroken) as put:
        adapter.put_listing(make_desired())
    with pytest.raises(ContractBroken) as read:
        adapter.read_listing("HS-SAREE-1")

    assert put.value.may_have_acted is (kind != "redirect")
    assert read.value.may_have_acted is False
    assert sandbox.submissions(seller) == []


def test_the_huge_answer_is_larger_than_what_we_read(sandbox: Sandbox) -> None:
    """The control of the case above: without the bound, the huge body would have been read."""
    seller = sandbox.new_seller()
    sandbox.fault("token", "huge", seller_id=seller)

    form = {"refresh_token": sandbox.refresh_token(seller)}
    answer = sandbox.http.post(sandbox.token_url, data=form)

    assert len(answer.content) > MAX_BODY_BYTES


def test_a_time_out_after_acceptance_may_have_acted_and_the_read_back_shows_that_it_did(
    sandbox: Sandbox, make_adapter: MakeAdapter
) -> None:
    seller = sandbox.new_seller()
    adapter = make_adapter(seller, timeout_s=0.5)
    adapter.read_listing("HS-SAREE-1")
    sandbox.fault("putListingsItem", "timeout_after_accept", seller_id=seller, count=1, seconds=3)
    began = time.monotonic()

    with pytest.raises(TryLater) as caught:
        adapter.put_listing(make_desired())
    took_s = time.monotonic() - began
    readback = adapter.read_listing("HS-SAREE-1", expecting=make_desired())
    other = adapter.read_listing("HS-SAREE-1", expecting=make_desired(quantity=4))

    assert took_s < 2
    assert (caught.value.may_have_acted, caught.value.throttled) == (True, False)
    assert (readback.state, readback.matches) == ("checking", True)
    assert other.matches is False
    assert len(sandbox.submissions(seller)) == 1


def test_a_connection_that_is_hung_up_is_try_later(sandbox: Sandbox, make_adapter: MakeAdapter) -> None:
    seller = sandbox.new_seller()
    adapter = make_adapter(seller)
    sandbox.fault("putListingsItem", "hang_up", seller_id=seller)

    with pytest.raises(TryLater) as caught:
        adapter.put_listing(make_desired())

    assert caught.value.may_have_acted is True


def test_nobody_listening_is_try_later_that_cannot_have_acted(
    own_sandbox: Sandbox, make_adapter: MakeAdapter, sandbox: Sandbox
) -> None:
    sandbox_port, sandbox.port = sandbox.port, own_sandbox.port
    adapter = make_adapter("SELLER1")
    sandbox.port = sandbox_port
    own_sandbox.kill()

    with pytest.raises(TryLater) as caught:
        adapter.put_listing(make_desired())

    assert caught.value.may_have_acted is False


def test_a_request_that_amazon_cannot_read_is_refused_with_its_reason(
    sandbox: Sandbox, make_adapter: MakeAdapter
) -> None:
    seller = sandbox.new_seller()

    with pytest.raises(Refused) as caught:
        make_adapter(seller).put_listing(make_desired(product_type="SPACESHIP"))

    assert [issue.code for issue in caught.value.issues] == ["InvalidInput"]
    assert caught.value.may_have_acted is False
    assert sandbox.submissions(seller) == []


@pytest.mark.skipif(not LISTINGS_MODEL.exists(), reason=WHY_SKIPPED)
def test_the_watch_over_these_tests_would_catch_a_request_outside_the_model(
    sandbox: Sandbox, make_adapter: MakeAdapter, watch: Watch
) -> None:
    model = SwaggerModel(LISTINGS_MODEL, mount="/amazon")
    make_adapter(sandbox.new_seller()).put_listing(make_desired())
    ((sent, _),) = watch.listing_calls()

    as_sent = model.request_faults(sent.method, str(sent.url), sent.headers, sent.content)
    with_more = model.request_faults(sent.method, f"{sent.url}&debug=1", sent.headers, sent.content)

    assert (as_sent, with_more) == ([], ["query debug is unknown"])


def test_the_rates_are_the_models_and_named_like_the_methods() -> None:
    rates = {
        name: (rate.per_second, rate.burst)
        for name, rate in AmazonAdapter.rates.fget(None).items()  # type: ignore[attr-defined]
    }

    assert rates == {"put_listing": (5, 10), "read_listing": (5, 10), "delete_listing": (5, 5)}
