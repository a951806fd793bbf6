"""The road over plain HTTP, as `make walkthrough` drives it."""

from onboarding.supervisor.stack import Stack
from tests.walkthrough.people import expect
from tests.walkthrough.road import ROAD
from tests.walkthrough.runner import Step, run
from tests.walkthrough.world import meet


def test_the_whole_road_holds(stack: Stack) -> None:
    said: list[str] = []

    held = run(ROAD, meet(stack), said.append)

    assert held, "\n".join(said)
    assert len(said) == len(ROAD) + 1


def test_the_first_step_that_fails_ends_the_road_and_shows_what_was_seen(stack: Stack) -> None:
    said: list[str] = []
    steps = [
        Step("seller", "sees a colour", lambda _world: "red"),
        Step("seller", "sees another", lambda _world: str(expect(False, "green", "blue"))),
        Step("seller", "sees nothing any more", lambda _world: "never"),
    ]

    held = run(steps, meet(stack), said.append)

    assert not held
    assert said[:2] == ["ok    1  seller      sees a colour: red", "FAIL  2  seller      sees another"]
    assert said[2].splitlines()[:2] == ["      NotAsExpected: expected: green", "      saw: blue"]
    assert len(said) == 3
