import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from onboarding.files import limits
from onboarding.files.decoding import HEIC_LIMITS, PDF_LIMITS
from onboarding.files.limits import Answer, Limits, NoTurn, Stopped, run_limited
from tests.onboarding.files import limited, pdfs
from tests.onboarding.files.corpus import heic

ROOMY = Limits(memory_bytes=512 * 1024**2, cpu_s=5, wall_s=20, answer_bytes=1024**2)


def run(name: str, content: bytes = b"", within: Limits = ROOMY, **options: Any) -> Answer:
    return run_limited(f"tests.onboarding.files.limited:{name}", content, limits=within, **options)


def why_stopped(name: str, content: bytes = b"", within: Limits = ROOMY) -> str:
    with pytest.raises(Stopped) as stopped:
        run(name, content, within)
    return stopped.value.why


def test_a_function_answers_from_a_process_and_group_of_its_own() -> None:
    answer = run("reversed_bytes", b"abc", times=2)

    assert answer.parts == [b"cba", b"cba"]
    assert answer.notes["times"] == 2
    assert answer.notes["pid"] == answer.notes["group"] != os.getpid()


def test_a_child_dies_of_memory_and_the_parent_serves_on() -> None:
    assert why_stopped("hungry", within=replace(ROOMY, memory_bytes=150 * 1024**2)) == "memory"

    assert run("hungry").notes == {"bytes": 200 * 1024**2}


def test_a_child_dies_of_processor_time_and_the_parent_serves_on() -> None:
    assert why_stopped("busy", within=replace(ROOMY, cpu_s=1)) == "time"

    assert run("reversed_bytes", b"ab").parts == [b"ba"]


def test_a_child_that_only_waits_is_killed_at_its_wall_and_reaped(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen
    monkeypatch.setattr(
        "onboarding.files.limits.subprocess.Popen",
        lambda *arguments, **options: children.append(start(*arguments, **options)) or children[-1],
    )
    started = time.monotonic()

    assert why_stopped("asleep", within=replace(ROOMY, wall_s=0.5)) == "time"
    assert time.monotonic() - started < 30
    assert [child.returncode for child in children] == [-signal.SIGKILL]
    with pytest.raises(ProcessLookupError):
        os.killpg(children[0].pid, 0)
    assert run("reversed_bytes", b"ab").parts == [b"ba"]


def test_nobody_whom_a_child_started_stays_behind() -> None:
    left = run("leaving_somebody", within=replace(ROOMY, threads=True)).notes["left"]

    assert is_gone(left)


def is_gone(process: int) -> bool:
    """Tell whether it is gone or a zombie within a few seconds; its new parent may reap it late."""
    for _ in range(100):
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


AS_NOBODY = """
import os, sys
from onboarding.files import limits
from onboarding.files.decoding import HEIC_LIMITS, PDF_LIMITS
from onboarding.files.drawing import heic, pdf
from tests.onboarding.files import limited, pdfs
from tests.onboarding.files.corpus import heic
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
limits._serve(*sys.argv[1:])
"""


def answer_as_nobody(function: str, content: bytes, within: Limits, **options: int) -> Any:
    """The notes of a child that is not root, whom some limits do not bind."""
    arguments = [sys.executable, "-c", AS_NOBODY, function, json.dumps(asdict(within)), json.dumps(options)]
    done = subprocess.run(arguments, input=content, capture_output=True, cwd=limits.CHECKOUT, timeout=60)
    return json.loads(done.stdout.partition(b"\n")[0])["notes"] if done.stdout else done.stderr.decode()[-300:]


def test_a_user_who_is_not_root_draws_heic_and_pdf_within_the_limits() -> None:
    heic_options = {"max_pixels": 1_000_000, "long_side_px": 320}
    pdf_options = {"max_pages": 1, "long_side_px": 320, "max_aspect": 20}

    drawn_heic = answer_as_nobody("onboarding.files.drawing.heic:draw_heic", heic(), HEIC_LIMITS, **heic_options)
    drawn_pdf = answer_as_nobody("onboarding.files.drawing.pdf:draw_pdf", pdfs.pdf(), PDF_LIMITS, **pdf_options)

    without_threads = replace(HEIC_LIMITS, threads=False)

    assert answer_as_nobody("onboarding.files.drawing.heic:draw_heic", heic(), without_threads, **heic_options) == {
        "refused": "damaged"
    }
    assert (drawn_heic["sizes"], drawn_pdf["sizes"]) == ([[320, 249]], [[227, 320]])


def test_a_user_who_is_not_root_starts_nobody_where_that_is_shut() -> None:
    shut = answer_as_nobody("tests.onboarding.files.limited:leaving_somebody", b"", ROOMY)

    assert "BlockingIOError" in shut


def test_other_threads_go_on_while_a_child_is_at_work() -> None:
    ticks = []
    worker = threading.Thread(target=lambda: ticks.append(why_stopped("asleep", within=replace(ROOMY, wall_s=0.5))))
    worker.start()
    while worker.is_alive():
        ticks.append("tick")
        time.sleep(0.01)

    assert ticks.count("tick") > 5
    assert "time" in ticks


def test_a_crash_is_told_apart() -> None:
    assert why_stopped("crashing") == "crash"


def test_a_child_that_says_too_much_is_stopped_at_the_limit_of_its_file() -> None:
    assert why_stopped("talkative") == "crash"
    assert len(run("talkative", within=replace(ROOMY, answer_bytes=8 * 1024**2)).parts) == 8


@pytest.mark.parametrize(
    "lie",
    [
        b"",
        b"rubbish",
        b"{}\n",
        b"[" * 4000,
        b'{"notes": {}, "lengths": [5]}\nabc',
        b'{"notes": {}, "lengths": [-1]}\nabc',
        b'{"notes": {}, "lengths": [true]}\nabc',
        b'{"notes": {}, "lengths": ["1"]}\nabc',
        b'{"notes": {}, "lengths": 1}\nabc',
        b'{"notes": [], "lengths": []}\n',
        b'{"notes": {}, "lengths": [99999999999]}\n',
        b'{"notes": {"x": "' + b"x" * 5000 + b'"}, "lengths": []}\n',
        b"\x80\x04\x95 a pickle.",
    ],
)
def test_an_answer_that_does_not_hold_together_is_none(lie: bytes) -> None:
    assert why_stopped("lying", lie) == "crash"


def test_an_honest_answer_written_by_hand_is_believed() -> None:
    head = json.dumps({"notes": {"a": 1}, "lengths": [1, 2]}).encode()

    assert run("lying", head + b"\nxyz") == Answer({"a": 1}, [b"x", b"yz"])


def test_a_child_opens_nothing_reaches_nobody_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")

    found = run("curious").notes

    assert (found["opens"], found["connects"]) == (False, False)
    assert set(found["environment"]) == {"PATH", "LC_ALL", "PYTHONDONTWRITEBYTECODE"}


def test_without_the_shut_doors_it_could() -> None:
    assert (limited.opens(), limited.connects()) == (True, True)


def test_one_child_at_a_time_and_the_next_waits_no_longer_than_its_patience() -> None:
    with limits._ONE_CHILD, pytest.raises(NoTurn):
        run("reversed_bytes", b"ab", patience_s=0.01)

    assert run("reversed_bytes", b"ab").parts == [b"ba"]
