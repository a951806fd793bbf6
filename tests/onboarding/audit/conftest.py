from collections.abc import Callable
from typing import Any

import pytest

from tests.onboarding.audit.history import guard_lifted, make_board


@pytest.fixture
def board_object(db: None) -> Any:
    return make_board("audit-one")


@pytest.fixture
def board_id(board_object: Any) -> int:
    return int(board_object.pk)


@pytest.fixture
def other_board_id(db: None) -> int:
    return int(make_board("audit-two").pk)


@pytest.fixture
def tamper(board_id: int) -> Callable[[str], int]:
    """Run one statement as the owner with the guard lifted, and return how many rows it met."""

    def run(statement: str) -> int:
        with guard_lifted(board_id) as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)

    return run
