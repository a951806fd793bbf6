"""Everything about a person is declared: what her file shows of it, and how it ends."""

import pytest
from django.apps import apps

from catalog.models import Listing
from onboarding.held_rows import EXCUSED, HELD
from sellers.models import Fact, Seller
from sellers.privacy.held import End, Held, all_held, models_about_sellers, unsaid_columns
from sellers.privacy.labels import COLUMNS


def forgotten(declared: tuple[Held, ...], excused: dict[str, str]) -> set[str]:
    """Return the models from which a way leads to a seller, and of which no room has said anything."""
    about = models_about_sellers(apps.get_models())
    return {model._meta.label for model in about - {held.model for held in declared}} - set(excused)


def test_every_model_about_a_seller_is_in_her_file_or_excused_with_a_reason() -> None:
    assert forgotten(HELD, EXCUSED) == set()
    assert all(EXCUSED.values())


def test_a_model_that_nobody_declared_is_noticed() -> None:
    assert forgotten(tuple(held for held in HELD if held.model is not Listing), EXCUSED) == {"catalog.Listing"}


@pytest.mark.parametrize("held", all_held(), ids=lambda held: held.model._meta.label)
def test_every_column_is_shown_or_left_out_for_a_reason(held: Held) -> None:
    assert unsaid_columns(held) == set()
    assert all(held.left_out.values())
    assert {*held.shown, *held.read} <= set(COLUMNS)


def test_a_column_of_which_nothing_is_said_is_noticed() -> None:
    assert unsaid_columns(Held(Fact, "seller", "Answers", shown=("code",), left_out={"origin": "said"})) >= {
        "sealed_value",
        "expires_on",
    }


def test_what_is_emptied_says_which_columns_and_sealed_values_are_never_kept() -> None:
    for held in all_held():
        assert bool(held.emptied) is (held.end is End.EMPTIED)
        sealed = [column.name for column in held.model._meta.concrete_fields if column.name.startswith("sealed_")]
        assert not sealed or held.end is End.DELETED, held.model


def test_the_way_to_a_seller_is_found_through_other_rows() -> None:
    about = {model._meta.label for model in models_about_sellers(apps.get_models())}

    assert {"sellers.Seller", "sellers.Finding", "catalog.Photo", "marketplaces.Publication"} <= about
    assert not about & {"sellers.Import", "boards.Board", "files.StoredFile", "vault.DataKey"}
    assert Seller in models_about_sellers([])
