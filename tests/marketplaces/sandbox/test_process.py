"""The process: starts, keeps its state through kill -9, ends at once."""

import subprocess
import sys
import threading
import time

import httpx
import pytest

from tests.marketplaces.conftest import CHECKOUT, Sandbox, start_sandbox
from tests.marketplaces.sandbox.calls import Caller, make_caller


def run_sandbox(*options: str) -> subprocess.CompletedProcess[str]:
    """Run a sandbox that is expected to give up."""
    command = [sys.executable, "-m", "marketplaces.sandbox", *options]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=10, check=False)


def test_everything_answered_before_a_kill_is_there_after_it(own_sandbox: Sandbox) -> None:
    caller = make_caller(own_sandbox)
    own_sandbox.rates(100)
    own_sandbox.clock(speed=1, advance_s=100_000)
    token_after_jump = make_caller(own_sandbox)
    for number in range(50):
        assert token_after_jump.put(f"HS-{number}").status_code == 200
    shown = own_sandbox.state()["clock"]["now"]

    own_sandbox.kill()
    again = start_sandbox(own_sandbox.state_dir)

    try:
        revived = Caller(again, token_after_jump.seller_id, token_after_jump.token)
        assert len(again.submissions(revived.seller_id)) == 50
        assert again.state()["clock"]["now"] >= shown
        assert again.state()["rates"] == {"scale": 100.0}
        again.clock(advance_s=2)
        assert revived.call("GET", "HS-7").json()["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]
        assert again.state()["live"] == 50
        assert Caller(again, caller.seller_id, caller.token).call("GET").status_code == 403
    finally:
        assert again.stop() == 0


def test_a_kill_between_acceptance_and_live_makes_it_live_exactly_once(own_sandbox: Sandbox) -> None:
    caller = make_caller(own_sandbox)
    caller.put()
    own_sandbox.kill()

    again = start_sandbox(own_sandbox.state_dir)
    again.clock(advance_s=2)
    events = again.live_events(caller.seller_id)
    again.kill()
    third = start_sandbox(own_sandbox.state_dir)

    assert [row["event"] for row in events] == ["live"]
    assert third.live_events(caller.seller_id) == events
    third.kill()


def test_a_kill_under_load_loses_no_answered_put(own_sandbox: Sandbox) -> None:
    own_sandbox.rates(1000)
    callers = [make_caller(own_sandbox) for _ in range(4)]
    answered: set[tuple[str, str]] = set()

    def put_until_killed(caller: Caller) -> None:
        for number in range(100_000):
            try:
                status = caller.put(f"HS-{number}").status_code
            except httpx.HTTPError:
                return
            if status == 200:
                answered.add((caller.seller_id, f"HS-{number}"))

    threads = [threading.Thread(target=put_until_killed, args=(caller,)) for caller in callers]
    for thread in threads:
        thread.start()
    time.sleep(0.7)
    own_sandbox.kill()
    for thread in threads:
        thread.join()
    again = start_sandbox(own_sandbox.state_dir)

    logged = {(row["seller_id"], row["sku"]) for row in again.submissions("")}
    again.kill()
    assert len(answered) > 20
    assert answered <= logged
    assert len(logged) <= len(answered) + len(callers)


def test_sigterm_ends_it_at_once_though_answers_are_held_and_connections_open(own_sandbox: Sandbox) -> None:
    caller = make_caller(own_sandbox)
    own_sandbox.fault("getListingsItem", "slow", seconds=30)
    held = threading.Thread(target=_swallow, args=(caller,))
    held.start()
    time.sleep(0.2)
    began = time.monotonic()

    code = own_sandbox.stop()

    assert (code, time.monotonic() - began < 2) == (0, True)
    held.join(timeout=5)
    assert not held.is_alive()


def test_a_second_process_on_the_same_state_refuses_clearly(own_sandbox: Sandbox) -> None:
    second = run_sandbox("--port", "0", "--smtp-port", "0", "--state-dir", str(own_sandbox.state_dir))

    assert second.returncode == 1
    assert second.stderr == f"Another sandbox keeps its state in {own_sandbox.state_dir}.\n"


@pytest.mark.parametrize("taken", ["--port", "--smtp-port"])
def test_a_taken_port_is_said_clearly(
    own_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory, taken: str
) -> None:
    ports = {"--port": "0", "--smtp-port": "0", taken: str(own_sandbox.port)}
    options = [word for pair in ports.items() for word in pair]

    second = run_sandbox(*options, "--state-dir", str(tmp_path_factory.mktemp("other")))

    assert second.returncode == 1
    assert second.stderr.startswith(f"Cannot listen on 127.0.0.1 port {own_sandbox.port}: ")
    assert "Traceback" not in second.stderr


def test_healthz_answers_and_other_paths_are_404(sandbox: Sandbox) -> None:
    assert sandbox.http.get(f"{sandbox.url}/healthz").json() == {"status": "ok"}
    assert sandbox.http.get(f"{sandbox.url}/flipkart").status_code == 404
    assert sandbox.http.get(f"{sandbox.url}/").status_code == 404


def test_a_connection_serves_many_calls(sandbox: Sandbox) -> None:
    with httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=1)) as client:
        began = time.monotonic()
        for _ in range(100):
            client.get(f"{sandbox.url}/healthz")

    # Two packets an answer would cost 40 ms each: 4 seconds.
    assert time.monotonic() - began < 2


def _swallow(caller: Caller) -> None:
    try:
        caller.call("GET")
    except httpx.HTTPError:
        return
