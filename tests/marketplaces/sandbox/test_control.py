"""What `/_control` tells, and what it can make go wrong."""

import threading
from typing import Any

import pytest

from marketplaces.sandbox.faults import Fault, Faults
from tests.marketplaces.conftest import Sandbox
from tests.marketplaces.sandbox.calls import make_caller


def test_state_counts_calls_by_operation_and_outcome(own_sandbox: Sandbox) -> None:
    caller = make_caller(own_sandbox)
    for _ in range(3):
        caller.put()
    caller.call("GET")
    for _ in range(8):
        caller.call("DELETE")

    state = own_sandbox.state()

    deletes = state["requests"]["deleteListingsItem"]
    assert state["requests"]["putListingsItem"] == {"total": 3, "200": 3}
    assert state["requests"]["getListingsItem"] == {"total": 1, "200": 1}
    assert state["requests"]["token"] == {"total": 1, "200": 1}
    assert (deletes["total"], deletes["429"]) == (8, state["throttled"])
    assert state["throttled"] >= 1


def test_state_shows_each_listing_with_its_puts_and_how_often_it_went_live(sandbox: Sandbox) -> None:
    caller = make_caller(sandbox)
    caller.put("HS-1")
    caller.put("HS-1")
    sandbox.clock(advance_s=2)
    caller.put("HS-2")

    listings = sandbox.state(caller.seller_id)["listings"][caller.seller_id]

    told = {sku: (row["state"], row["puts"], row["went_live"]) for sku, row in listings.items()}
    assert told == {"HS-1": ("live", 2, 1), "HS-2": ("checking", 1, 0)}


def test_state_tells_how_many_calls_were_in_flight_for_one_sku(own_sandbox: Sandbox) -> None:
    caller = make_caller(own_sandbox)
    caller.put("HS-1")
    one_at_a_time = own_sandbox.state()["max_concurrent_per_sku"]
    own_sandbox.fault("putListingsItem", "slow", seconds=0.5)

    threads = [threading.Thread(target=caller.put, args=(sku,)) for sku in ("HS-1", "HS-1", "HS-2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (one_at_a_time, own_sandbox.state()["max_concurrent_per_sku"]) == (1, 2)


def test_the_logs_page_by_seq_and_narrow_by_sku(sandbox: Sandbox) -> None:
    caller = make_caller(sandbox)
    for sku in ("HS-1", "HS-2", "HS-1"):
        caller.put(sku)
    rows = sandbox.submissions(caller.seller_id)

    url = f"{sandbox.control_url}/submissions"
    later = sandbox.http.get(url, params={"seller": caller.seller_id, "after": rows[0]["seq"]}).json()["rows"]
    of_one = sandbox.http.get(url, params={"seller": caller.seller_id, "sku": "HS-1"}).json()["rows"]

    assert [row["sku"] for row in rows] == ["HS-1", "HS-2", "HS-1"]
    assert later == rows[1:]
    assert of_one == [rows[0], rows[2]]
    assert sandbox.http.get(url, params={"after": "x"}).status_code == 400


def test_a_faster_clock_brings_listings_live_sooner(sandbox: Sandbox) -> None:
    caller = make_caller(sandbox)
    sandbox.clock(speed=10_000)

    caller.put()

    assert sandbox.state(caller.seller_id)["listings"][caller.seller_id]["HS-1"]["state"] == "live"


def test_the_delay_is_settable(sandbox: Sandbox) -> None:
    caller = make_caller(sandbox)
    sandbox.clock(delay_s=0)

    caller.put()

    assert caller.call("GET").json()["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]


def test_a_counted_fault_falls_so_many_times_and_no_more(sandbox: Sandbox) -> None:
    caller = make_caller(sandbox)
    sandbox.fault("putListingsItem", "500", count=2, seller_id=caller.seller_id)

    statuses = [caller.put().status_code for _ in range(4)]

    assert statuses == [500, 500, 200, 200]
    assert sandbox.state()["faults"][0]["hits"] == 2


def test_a_500_after_acceptance_did_act(sandbox: Sandbox) -> None:
    caller = make_caller(sandbox)
    sandbox.fault("putListingsItem", "500_after_accept", count=1)

    assert caller.put().status_code == 500
    assert len(sandbox.submissions(caller.seller_id)) == 1


def test_faults_are_cleared_by_delete_and_by_an_empty_list(sandbox: Sandbox) -> None:
    for clear in (
        lambda: sandbox.http.delete(f"{sandbox.control_url}/faults"),
        lambda: sandbox.http.post(f"{sandbox.control_url}/faults", json={"faults": []}),
        lambda: sandbox.http.post(f"{sandbox.control_url}/faults", json=[]),
    ):
        sandbox.fault("*", "500")
        assert clear().status_code == 200
        assert sandbox.state()["faults"] == []


def test_a_list_of_faults_stands_in_place_of_the_others(sandbox: Sandbox) -> None:
    sandbox.fault("*", "500")
    orders = [{"operation": "token", "kind": "slow"}, {"operation": "sendSms", "kind": "429"}]

    sandbox.http.post(f"{sandbox.control_url}/faults", json=orders)

    assert [each["kind"] for each in sandbox.state()["faults"]] == ["slow", "429"]


@pytest.mark.parametrize(
    ("door", "order"),
    [
        ("faults", {"operation": "*", "kind": "earthquake"}),
        ("faults", {"operation": "*"}),
        ("faults", {"kind": "500"}),
        ("faults", {"operation": "*", "kind": "500", "share": -1}),
        ("faults", {"operation": "*", "kind": "500", "share": "half"}),
        ("faults", {"operation": "*", "kind": "500", "often": True}),
        ("faults", {"operation": "*", "kind": ["500"]}),
        ("faults", {"seed": "x"}),
        ("faults", {"faults": {}}),
        ("faults", "500"),
        ("clock", {"speed": -1}),
        ("clock", {"speed": "fast"}),
        ("clock", {"now": 5}),
        ("rates", {"scale": 0}),
        ("rates", {"scale": True}),
        ("rates", {}),
    ],
    ids=range(16),
)
def test_a_senseless_order_is_refused_and_changes_nothing(sandbox: Sandbox, door: str, order: Any) -> None:
    before = sandbox.state()

    answer = sandbox.http.post(f"{sandbox.control_url}/{door}", json=order)

    after = sandbox.state()
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert [after[name] for name in ("faults", "seed", "rates")] == [
        before[name] for name in ("faults", "seed", "rates")
    ]


def draws(seed: int, share: float) -> list[bool]:
    faults = Faults()
    faults.seed = seed
    faults.add(Fault("putListingsItem", "500", share=share))
    return [faults.draw("putListingsItem", "S1", f"HS-{number}") is not None for number in range(1000)]


def test_a_seed_repeats_a_run_and_another_seed_does_not() -> None:
    assert draws(1, 0.2) == draws(1, 0.2)
    assert draws(1, 0.2) != draws(2, 0.2)


def test_a_share_is_met_about_and_its_ends_exactly() -> None:
    assert 160 <= sum(draws(1, 0.2)) <= 240
    assert (sum(draws(1, 0.0)), sum(draws(1, 1.0))) == (0, 1000)
