"""The reserved board comes with the tables, and goes with them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from onboarding.boards.models import PLATFORM_SLUG, Board

pytestmark = pytest.mark.django_db

migration = import_module("onboarding.boards.migrations.0002_platform_board")


def test_the_platform_board_stands_closed_after_migrating() -> None:
    platform = Board.objects.get(slug=PLATFORM_SLUG)

    assert migration.SLUG == PLATFORM_SLUG
    assert platform.is_open is False
    assert set(platform.name) == {"en", "hi"}


def test_nobody_can_enter_it_or_see_it() -> None:
    assert Client().get(f"/join/{PLATFORM_SLUG}/").status_code == 404
    assert f"/join/{PLATFORM_SLUG}/" not in Client().get("/").content.decode()


def test_the_migration_can_be_taken_back_and_made_again() -> None:
    with connection.schema_editor(atomic=False) as editor:
        migration.delete_platform_board(apps, editor)
        assert not Board.objects.filter(slug=PLATFORM_SLUG).exists()

        migration.create_platform_board(apps, editor)
        assert Board.objects.filter(slug=PLATFORM_SLUG).count() == 1
