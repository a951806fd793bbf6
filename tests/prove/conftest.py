"""How a proof is run and written down."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

PROOFS = pytest.StashKey[list["Proof"]]()


@dataclass
class Proof:
    """One promise, how often it was tried, each way in which it was broken, and whether the control broke it."""

    promise: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    control_fails: bool = False
    seconds: float = 0.0


Prove = Callable[[str], AbstractContextManager[Proof]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="proofs in full size, as make prove runs them")
    parser.addoption("--proofs", type=Path, help="the file that the results of the proofs are written to")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[PROOFS] = []


def pytest_sessionfinish(session: pytest.Session) -> None:
    proofs, file = session.config.stash[PROOFS], session.config.getoption("--proofs", None)
    if file:
        rows = [
            asdict(proof) | {"failures": len(proof.failures), "seconds": round(proof.seconds, 1)} for proof in proofs
        ]
        file.write_text(json.dumps(rows, indent=2) + "\n")


@pytest.fixture
def is_full(pytestconfig: pytest.Config) -> bool:
    """Tell whether there is time for the whole proof."""
    return bool(pytestconfig.getoption("--full", False))


@pytest.fixture
def prove(pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]) -> Prove:
    """Run a block that fills in a Proof; the test passes when nothing broke and the control did."""

    @contextmanager
    def run(promise: str) -> Iterator[Proof]:
        proof = Proof(promise)
        pytestconfig.stash[PROOFS].append(proof)
        started = time.monotonic()
        try:
            yield proof
        except BaseException as error:
            proof.failures.append(f"the proof itself stopped: {error!r}")
            raise
        finally:
            proof.seconds = time.monotonic() - started
        with capsys.disabled():
            print(
                f"\n{promise}: tried {proof.tried} times in {proof.seconds:.0f} s, broken {len(proof.failures)} times"
            )
        assert proof.failures == []
        assert proof.control_fails, "the negative control did not break: this proof would notice nothing"

    return run
