"""The demo: faithful to the reports, whole after one run, unchanged by a second, and open to its people."""

import hashlib
import json
import stat
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pyotp
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from catalog.models import Listing
from insights.demo.people_file import read_people_file
from insights.demo.seed import seed as demo
from marketplaces.connections import place_of_token
from marketplaces.models import Account
from onboarding.accounts.models import User
from onboarding.boards.models import Benefit, Board, Craft, District, Membership, Programme
from onboarding.messages.defaults import default_texts
from onboarding.messages.models import SmsTemplate
from onboarding.tenancy.scope import board_scope
from onboarding.vault.crypto import decrypt_env
from sellers.models import Application, Enrolment, Seller
from training.models import Workshop

pytestmark = pytest.mark.django_db

SLUGS = ["up-odop", "up-khadi", "dc-handlooms", "dget"]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Nine officers' Argon2 hashes would cost each test a second."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def people_file(tmp_path: Path) -> Path:
    return tmp_path / "people.json"


@pytest.fixture
def seeded(people_file: Path) -> dict[str, Any]:
    return seed(people_file)


@pytest.fixture
def up_odop(seeded: dict[str, Any]) -> Iterator[Board]:
    board = Board.objects.get(slug="up-odop")
    with board_scope(board.pk):
        yield board


def seed(people_file: Path, *options: str) -> dict[str, Any]:
    call_command("seed_demo", "--people-file", str(people_file), *options, verbosity=0)
    written: dict[str, Any] = json.loads(people_file.read_text(encoding="utf-8"))
    return written


def person(seeded: dict[str, Any], email: str) -> dict[str, str]:
    (found,) = [each for each in seeded["people"] if each["email"] == email]
    return dict(found)


def fingerprint() -> dict[str, tuple[int, str]]:
    """Count and hash the rows of every table, board by board."""
    found: dict[str, tuple[int, str]] = {}
    for board in Board.objects.order_by("pk"):
        with board_scope(board.pk), connection.cursor() as cursor:
            for table in sorted(connection.introspection.table_names(cursor)):
                cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
                rows = [row[0] for row in cursor.fetchall()]
                found[f"{board.slug} {table}"] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def test_the_four_boards_stand_with_texts_in_two_languages(seeded: dict[str, Any]) -> None:
    boards = Board.objects.filter(slug__in=SLUGS).order_by("pk")

    assert [board.slug for board in boards] == SLUGS
    assert len({board.colour for board in boards}) == 4
    for board in boards:
        with board_scope(board.pk):
            assert SmsTemplate.objects.count() == len(default_texts())
            texts = [board.name, *(row.name for row in [*Programme.objects.all(), *Benefit.objects.all()])]
        assert all(set(text) == {"en", "hi"} and all(text.values()) for text in texts)
        assert board.help_phone.startswith("+91180000000")


def test_kala_haat_has_nine_districts_300_places_and_four_benefits(up_odop: Board) -> None:
    kala_haat = Programme.objects.get(slug="amazon-kala-haat")

    named = {row.district.name["en"] for row in kala_haat.districts.select_related("district")}
    homes = {craft.home_district.name["en"] for craft in Craft.objects.select_related("home_district")}
    assert len(named) == 9
    assert named == homes
    assert (kala_haat.marketplace, kala_haat.seller_cap, kala_haat.status) == ("amazon", 300, "active")
    assert set(kala_haat.benefits.values_list("code", flat=True)) == {
        "training",
        "advertising-marketing",
        "account-management",
        "storage-delivery",
    }


def test_one_seller_is_enrolled_on_two_marketplaces(up_odop: Board) -> None:
    seller = Seller.objects.get(user__phone="+919000000101")

    enrolled = Enrolment.objects.filter(seller=seller, status="enrolled")

    assert sorted(enrolled.values_list("programme__marketplace", flat=True)) == ["amazon", "flipkart"]
    assert Programme.objects.get(slug="amazon-kala-haat").enrolled_count == 2
    assert Programme.objects.get(slug="flipkart-pilot").enrolled_count == 1


def test_khadi_holds_a_workshop_in_each_of_four_cities_in_an_october_that_is_over(seeded: dict[str, Any]) -> None:
    with board_scope(Board.objects.get(slug="up-khadi").pk):
        workshops = list(Workshop.objects.select_related("district"))

    assert [each.district.name["en"] for each in workshops] == ["Kanpur Nagar", "Varanasi", "Ghaziabad", "Lucknow"]
    assert all(each.held_on and each.held_on.month == 10 and each.held_on < date.today() for each in workshops)


def test_handlooms_is_for_all_of_india_with_five_benefits(seeded: dict[str, Any]) -> None:
    with board_scope(Board.objects.get(slug="dc-handlooms").pk):
        programme = Programme.objects.get()
        assert not programme.districts.exists()
        assert (programme.marketplace, programme.sells) == ("flipkart", True)
        assert set(programme.benefits.values_list("code", flat=True)) == {
            "brand-name",
            "data-analytics",
            "customer-acquisition",
            "packaging-collecting-delivery",
            "cluster-reviews",
        }


def test_dget_trains_5000_by_the_end_of_the_year_and_sells_nothing(seeded: dict[str, Any]) -> None:
    with board_scope(Board.objects.get(slug="dget").pk):
        programme = Programme.objects.get()

    assert (programme.sells, programme.trainee_target, programme.marketplace) == (False, 5000, "flipkart")
    assert programme.trainee_target_on == date(date.today().year, 12, 31)


def test_the_amazon_boards_have_an_account_whose_token_the_sandbox_takes(seeded: dict[str, Any]) -> None:
    tokens = {}
    for board in Board.objects.filter(slug__in=SLUGS):
        with board_scope(board.pk):
            for account in Account.objects.all():
                tokens[board.slug] = decrypt_env(bytes(account.sealed_refresh_token), place_of_token(account))

    assert tokens == {"up-odop": "Atzr|sandbox-A1DEMOODOPEMPOR", "up-khadi": "Atzr|sandbox-A1DEMOKHADIEMPO"}


def test_officers_have_something_to_read_and_to_check(up_odop: Board) -> None:
    statuses = list(Application.objects.values_list("status", flat=True))
    listings = list(Listing.objects.values_list("status", flat=True))

    assert {status: statuses.count(status) for status in statuses} == {
        "submitted": 6,
        "approved": 2,
        "needs_changes": 1,
        "draft": 1,
    }
    assert {status: listings.count(status) for status in listings} == {"submitted": 2, "approved": 2}
    assert all(set(listing.title) == {"en", "hi"} and listing.photos.count() == 1 for listing in Listing.objects.all())


def test_every_invented_person_is_marked_as_one(seeded: dict[str, Any]) -> None:
    for board in Board.objects.filter(slug__in=SLUGS):
        with board_scope(board.pk):
            assert all(seller.name.endswith("(demo)") for seller in Seller.objects.all())
    officers = User.objects.exclude(email=None)
    assert all(officer.name.startswith("Demo ") and str(officer.email).endswith(".example") for officer in officers)


def test_a_second_run_changes_no_row_and_nobodys_way_in(people_file: Path) -> None:
    written = seed(people_file)
    before = fingerprint()

    people = demo(read_people_file(people_file))

    assert [asdict(each) for each in people] == written["people"]
    assert fingerprint() == before
    assert before["up-odop sellers_application"][0] == 10


def test_a_second_run_writes_the_same_file(people_file: Path) -> None:
    assert seed(people_file) == seed(people_file)


def test_the_fingerprint_does_see_a_changed_row(seeded: dict[str, Any]) -> None:
    before = fingerprint()

    District.objects.filter(pk=187).update(division="Elsewhere")

    assert {key for key, value in fingerprint().items() if before[key] != value} == {
        f"{slug} boards_district" for slug in [*SLUGS, "platform"]
    }


def test_what_people_did_since_is_kept(people_file: Path) -> None:
    seed(people_file)
    board = Board.objects.get(slug="up-odop")
    with board_scope(board.pk):
        Seller.objects.filter(user__phone="+919000000103").update(name="Rekha, with a new name")
        Programme.objects.filter(slug="flipkart-pilot").update(seller_cap=40)

    seed(people_file)

    with board_scope(board.pk):
        assert Seller.objects.get(user__phone="+919000000103").name == "Rekha, with a new name"
        assert Programme.objects.get(slug="flipkart-pilot").seller_cap == 40


def test_the_file_lists_officers_sellers_and_the_partner_and_only_its_owner_reads_it(people_file: Path) -> None:
    seeded = seed(people_file)

    roles = [each["role"] for each in seeded["people"]]
    assert {role: roles.count(role) for role in roles} == {
        "administrator": 4,
        "state_officer": 4,
        "district_officer": 1,
        "operator": 4,
        "seller": 13,
    }
    assert all(set(each) == {"role", "board", "email", "password", "totp_secret", "phone"} for each in seeded["people"])
    assert all(each["phone"] for each in seeded["people"] if each["role"] == "seller")
    (client,) = seeded["clients"]
    assert set(client) == {"partner", "client_id", "client_secret", "token_url", "scopes"}
    assert stat.S_IMODE(people_file.stat().st_mode) == 0o600


def test_the_district_officer_is_bound_to_varanasi(seeded: dict[str, Any]) -> None:
    membership = Membership.objects.get(user__email="officer.varanasi@up-odop.example")

    assert (membership.role, membership.district_id) == ("district_officer", 187)


@pytest.mark.parametrize(
    ("email", "board"),
    [
        ("officer@up-odop.example", "up-odop"),
        ("officer.varanasi@up-odop.example", "up-odop"),
        ("administrator@dget.example", "dget"),
    ],
)
def test_an_officer_signs_in_with_password_and_second_factor(seeded: dict[str, Any], email: str, board: str) -> None:
    officer, browser = person(seeded, email), Client()

    first = browser.post("/account/login/", {"login": email, "password": officer["password"]})
    assert first.headers["Location"] == "/account/2fa/authenticate/"
    assert browser.get(f"/board/{board}/").status_code == 302
    browser.post("/account/2fa/authenticate/", {"code": pyotp.TOTP(officer["totp_secret"]).now()})

    assert browser.get(f"/board/{board}/").status_code == 200


def test_a_wrong_second_factor_does_not_let_an_officer_in(seeded: dict[str, Any]) -> None:
    officer, browser = person(seeded, "officer@up-odop.example"), Client()
    browser.post("/account/login/", {"login": officer["email"], "password": officer["password"]})

    browser.post("/account/2fa/authenticate/", {"code": "000000"})

    assert browser.get("/board/up-odop/").status_code == 302


def test_the_password_that_was_chosen_works_for_every_officer_and_is_kept_later(people_file: Path) -> None:
    seed(people_file, "--password", "a long enough passphrase")
    again = seed(people_file)

    officers = [each for each in again["people"] if each["email"]]
    assert {each["password"] for each in officers} == {"a long enough passphrase"}
    assert all(User.objects.get(email=each["email"]).check_password(each["password"]) for each in officers[:2])


def test_a_lost_people_file_is_written_anew_with_passwords_that_work(people_file: Path) -> None:
    before = person(seed(people_file), "officer@up-odop.example")
    people_file.unlink()

    after = person(seed(people_file), "officer@up-odop.example")

    assert after["password"] != before["password"]
    assert after["totp_secret"] == before["totp_secret"]
    assert User.objects.get(email=after["email"]).check_password(after["password"])


def test_a_short_password_or_a_spoilt_file_is_refused_before_anything_is_written(people_file: Path) -> None:
    with pytest.raises(CommandError, match="The password is refused"):
        seed(people_file, "--password", "short")

    people_file.write_text("[]")
    with pytest.raises(CommandError, match="is no file of demo people"):
        seed(people_file)

    assert not Board.objects.filter(slug__in=SLUGS).exists()


def test_the_front_page_shows_the_boards_in_both_languages(seeded: dict[str, Any]) -> None:
    browser = Client()

    english = browser.get("/", headers={"accept-language": "en"}).content.decode()
    hindi = browser.get("/", headers={"accept-language": "hi"}).content.decode()

    assert "ODOP with Amazon Kala Haat" in english
    assert "ओडीओपी और अमेज़न कला हाट" in hindi
