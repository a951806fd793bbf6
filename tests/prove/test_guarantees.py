"""docs/guarantees.md names tests: each of them exists."""

import ast
import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def named_tests() -> list[tuple[str, str]]:
    return NAMED.findall((PROJECT / "docs" / "guarantees.md").read_text())


def exists(path: str, name: str) -> bool:
    file = PROJECT / path
    return file.exists() and any(
        isinstance(node, ast.FunctionDef) and node.name == name for node in ast.parse(file.read_text()).body
    )


def test_every_test_that_the_page_names_exists() -> None:
    missing = [f"{path}::{name}" for path, name in named_tests() if not exists(path, name)]

    assert missing == []
    assert len(named_tests()) >= 20


def test_a_test_that_is_gone_is_noticed() -> None:
    assert exists("tests/prove/test_guarantees.py", "test_a_test_that_is_gone_is_noticed")
    assert not exists("tests/prove/test_guarantees.py", "test_that_never_was")
    assert not exists("tests/prove/test_gone.py", "test_that_never_was")
