"""The reference fixtures in the database: exact counts, sources kept, nothing guessed."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from marketplaces.sandbox.product_types import ProductTypes
from onboarding.boards.models import Craft, District

pytestmark = pytest.mark.django_db

CRAFTS_BY_HOME = {
    "banarasi-silk-saree": ("Varanasi", "5007", "SAREE", 5),
    "locks-hardware": ("Aligarh", "8301", "LOCK", 18),
    "moradabad-brassware": ("Moradabad", "8306", "FIGURINE", 5),
    "bhadohi-carpet": ("Bhadohi", "57", "RUG", 5),
    "chikankari": ("Lucknow", "5810", "KURTA", 5),
    "kanpur-leather": ("Kanpur Nagar", "4202", "HANDBAG", 18),
    "agra-footwear": ("Agra", "6403", "SHOES", 5),
    "meerut-sports": ("Meerut", "9506", "", 5),
    "saharanpur-wood": ("Saharanpur", "4420", "SCULPTURE", 5),
}


def load() -> str:
    said = StringIO()
    call_command("load_reference", stdout=said)
    return said.getvalue()


def rows() -> list[dict[str, Any]]:
    return [*District.objects.order_by("pk").values(), *Craft.objects.order_by("pk").values()]


def test_it_loads_75_districts_and_nine_crafts_and_says_so() -> None:
    said = load()

    assert said == ("Districts: 75 added, 0 changed, 0 as they were.\nCrafts: 9 added, 0 changed, 0 as they were.\n")
    assert District.objects.filter(state_lgd_code=9).count() == District.objects.count() == 75
    assert Craft.objects.count() == 9


def test_a_second_run_changes_nothing() -> None:
    load()
    before = rows()

    said = load()

    assert said == ("Districts: 0 added, 0 changed, 75 as they were.\nCrafts: 0 added, 0 changed, 9 as they were.\n")
    assert rows() == before


def test_a_fact_that_was_altered_is_put_right_and_a_name_in_a_third_language_is_kept() -> None:
    load()
    varanasi = District.objects.get(pk=187)
    varanasi.division, varanasi.name = "Elsewhere", {**varanasi.name, "ur": "وارانسی"}
    varanasi.save()

    said = load()

    varanasi.refresh_from_db()
    assert "Districts: 0 added, 1 changed, 74 as they were." in said
    assert varanasi.division == "Varanasi"
    assert varanasi.name == {"en": "Varanasi", "hi": "वाराणसी", "ur": "وارانسی"}


def test_every_district_and_craft_has_a_name_in_hindi_and_english() -> None:
    load()

    for row in [*District.objects.all(), *Craft.objects.all()]:
        assert set(row.name) == {"en", "hi"}
        assert all(row.name.values())
        assert any("\u0900" <= letter <= "\u097f" for letter in row.name["hi"])


def test_a_district_keeps_its_products_apart_and_each_fact_its_source() -> None:
    load()

    agra = District.objects.get(pk=118)

    assert agra.division == "Agra"
    assert agra.products == [{"en": "Leather products"}, {"en": "Marble and stone inlay handicrafts"}]
    assert agra.sources["products"] == {
        "status": "corroborated",
        "source": "ANI 2020-12-31; India Today 2022-11-21; Statesman 2025-05-11; seed 0",
        "added_2025": [{"en": "Petha industry"}, {"en": "All types of footwear"}],
    }
    assert agra.sources["census2011_code"] == {"value": "146"}


def test_a_comma_does_not_part_one_product_in_two() -> None:
    load()

    etah = District.objects.get(name__en="Etah")

    assert etah.products == [{"en": "Ankle bells (ghungroo), bells and brass products"}]


def test_the_nine_crafts_have_home_hsn_product_type_and_gst_as_researched() -> None:
    load()

    found = {
        craft.code: (
            str(craft.home_district),
            craft.hsn,
            craft.amazon_product_type,
            craft.facts["gst_rate_pct"]["value"],
        )
        for craft in Craft.objects.select_related("home_district")
    }

    assert found == CRAFTS_BY_HOME


def test_what_no_source_knows_stays_empty() -> None:
    load()

    meerut = Craft.objects.get(pk="meerut-sports")
    amethi = District.objects.get(name__en="Amethi")

    assert meerut.amazon_product_type == ""
    assert meerut.facts["amazon_product_type"] == {"value": None, "status": "unverified"}
    assert meerut.facts["gi_tag"]["value"] is None
    assert amethi.sources["census2011_code"] == {"value": None}
    assert amethi.sources["note"] == {"value": None}
    assert amethi.sources["products"]["added_2025"] == []
    without_census_code = [row for row in District.objects.all() if not row.sources["census2011_code"]["value"]]
    assert len(without_census_code) == 4


def test_each_product_type_of_a_craft_is_one_that_the_sandbox_knows() -> None:
    load()

    named = {craft.amazon_product_type for craft in Craft.objects.exclude(amazon_product_type="")}

    assert len(named) == 8
    assert named <= set(ProductTypes().names())
