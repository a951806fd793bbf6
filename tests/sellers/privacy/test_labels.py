"""Every action of the history that can be about a seller has words, and so has every code beside it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sellers.consents.purposes import PURPOSES
from sellers.models import Assistance, Repeat
from sellers.privacy.labels import ACTIONS
from sellers.privacy.words import label_of
from sellers.registries.port import FACTS

ROOMS = ("sellers", "catalog", "marketplaces", "onboarding/accounts")
ROOT = Path(__file__).parents[3]
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
OTHERWISE_NAMED = {"publish", "Budget"}  # events and budgets are named like actions
NOT_ABOUT_A_SELLER = {"sellers.imported"}  # about a file of rows
# Names put together while running: the beginning, and what may follow.
COMPOSED = {"assistance.": Assistance.Outcome.values, "repeat.": Repeat.Decision.values}


def strings_given(source: str) -> Iterator[str]:
    """Yield the strings that a module which writes history gives to calls, also by the names of its constants."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    if "record" not in {call.func.id for call in calls if isinstance(call.func, ast.Name)}:
        return
    constants = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in OTHERWISE_NAMED:
            continue
        given = [*call.args, *(each.value for each in call.keywords if each.arg == "action")]
        for node in (part for each in given if not isinstance(each, ast.Call) for part in ast.walk(each)):
            found = constants.get(node.id) if isinstance(node, ast.Name) else node
            if isinstance(found, ast.Constant) and isinstance(found.value, str):
                yield found.value


def actions_in(source: str) -> set[str]:
    strings = set(strings_given(source))
    composed = {f"{start}{end}" for start in strings & set(COMPOSED) for end in COMPOSED[start]}
    return {each for each in strings if ACTION.fullmatch(each)} | composed


def unknown_beginnings(source: str) -> set[str]:
    return {each for each in strings_given(source) if re.fullmatch(r"[a-z_]+\.", each)} - set(COMPOSED)


def sources() -> Iterator[str]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            yield path.read_text()


def test_every_action_about_a_seller_has_words_and_no_words_are_left_over() -> None:
    found = {action for source in sources() for action in actions_in(source)}

    assert found - NOT_ABOUT_A_SELLER == set(ACTIONS)
    assert not {beginning for source in sources() for beginning in unknown_beginnings(source)}


def test_an_action_is_found_as_text_by_name_and_put_together() -> None:
    source = """
SEEN = "paper.seen"
record(SEEN, paper, by=her)
record("paper.lost" if lost else "paper.kept", paper)
record(f"repeat.{decision}", repeat)
publish("paper.sent", paper)
begin(paper, action="paper.begun")
"""
    assert actions_in(source) == {
        "paper.seen",
        "paper.lost",
        "paper.kept",
        "paper.begun",
        "repeat.allowed",
        "repeat.refused",
    }
    assert unknown_beginnings('record(f"paper.{move}", paper)') == {"paper."}


def test_purposes_and_what_a_register_says_are_called_something() -> None:
    codes = {*PURPOSES, *FACTS, "legal_name", "as_of", "result", "photos", "page", "json", "aadhaar"}

    assert {code for code in codes if label_of(code) == code} == set()
