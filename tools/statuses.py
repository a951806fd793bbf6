"""docs/statuses.md, written from MOVES: every status, and every step between two."""

import os
import sys
from pathlib import Path
from typing import Any

import django
from django.apps import apps

PAGE = Path(__file__).parents[1] / "docs" / "statuses.md"
HEAD = """# Statuses

Written from the `states.py` of each room by `python -m tools.statuses`; `make check` compares. A status changes only
through `move()` in `onboarding/moves.py`, and a trigger of the same steps guards the table.
"""


def page() -> str:
    """Return the page for every model that has a status, in the order of the rooms."""
    models = [model for model in apps.get_models() if hasattr(model, "MOVES")]
    return "\n".join([HEAD, *map(section, models)])


def section(model: Any) -> str:
    moves = model.MOVES
    lines = [f"## {model.__name__}", "", f"Begins as {listed(moves.initial)}.", ""]
    if moves.steps:
        lines += ["| step | from | to |", "|---|---|---|"]
        lines += [f"| {step.name} | {listed(step.sources)} | `{step.target}` |" for step in moves.steps]
        lines.append("")
    return "\n".join(lines)


def listed(statuses: tuple[str, ...]) -> str:
    return ", ".join(f"`{status}`" for status in statuses)


def main(arguments: list[str]) -> int:
    """Write the page, or with --check say whether it is true."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onboarding.settings")
    django.setup()
    if "--check" not in arguments:
        PAGE.write_text(page())
        return 0
    if PAGE.exists() and PAGE.read_text() == page():
        return 0
    print(f"{PAGE.name} is stale. Run: .venv/bin/python -m tools.statuses")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
