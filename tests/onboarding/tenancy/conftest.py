from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import owner_connection


@pytest.fixture
def owner(db: None) -> Iterator[Any]:
    """A cursor of the owner beside Django's connection; what it does is rolled back at the end."""
    connection = owner_connection()
    connection.autocommit = False
    with connection.cursor() as cursor:
        yield cursor
    connection.rollback()
    connection.close()
