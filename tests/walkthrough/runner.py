"""Takes the steps one after the other, and says of each what it saw."""

import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.walkthrough.world import World

Take = Callable[[World], str]


@dataclass(frozen=True)
class Step:
    """What one reader does next. `take` returns what was seen, and raises when that is not as expected."""

    reader: str
    does: str
    take: Take


def run(steps: Sequence[Step], world: World, say: Callable[[str], None]) -> bool:
    """Take the steps until one fails; return whether all of them held."""
    started = time.monotonic()
    for number, step in enumerate(steps, start=1):
        try:
            seen = step.take(world)
        except Exception as fault:
            say(f"FAIL {number:2}  {step.reader:12}{step.does}")
            say(explained(fault))
            return False
        say(f"ok   {number:2}  {step.reader:12}{step.does}: {seen}")
    say(f"\nThe whole road holds: {len(steps)} steps in {time.monotonic() - started:.1f} s.")
    return True


def explained(fault: Exception) -> str:
    """The fault's own words, indented, and where in the walkthrough it arose."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    own = [frame for frame in traceback.extract_tb(fault.__traceback__) if "walkthrough" in frame.filename]
    place = own[-1] if own else place
    lines = f"{type(fault).__name__}: {fault}".splitlines()
    return "\n".join(
        [*(f"      {line}" for line in lines), f"      at {place.filename}:{place.lineno} in {place.name}"]
    )
