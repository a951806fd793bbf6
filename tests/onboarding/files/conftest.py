import pytest
from django.apps import apps


def make_board_id(slug: str) -> int:
    return int(apps.get_model("boards.Board").objects.create(slug=slug, name={"en": slug}).pk)


@pytest.fixture
def board_id(db: None) -> int:
    return make_board_id("files-one")


@pytest.fixture
def other_board_id(db: None) -> int:
    return make_board_id("files-two")
