"""Showing who a seller is, as pages."""

from typing import Any

import pytest
from django.urls import reverse

from sellers.models import Check
from tests import factories
from tests.sessions import browser_of, browser_of_officer

WHOLE = "234567890124"


@pytest.fixture(autouse=True)
def registry_is_configured(settings: Any) -> None:
    settings.REGISTRY_URL = "http://127.0.0.1:9/registries"  # no page asks it


def page_of(board: Any, seller: Any, **posted: str) -> Any:
    browser, url = browser_of(seller.user), reverse("application_identity", args=[board.slug])
    headers = {"Accept-Language": "en"}
    return browser.post(url, posted, headers=headers) if posted else browser.get(url, headers=headers)


def test_a_code_needs_her_yes_first_and_is_then_taken(board: Any) -> None:
    seller = factories.make_application().seller

    before = page_of(board, seller).content.decode()
    factories.give_consent(seller, "registry_checks")
    after = page_of(board, seller).content.decode()
    sent = page_of(board, seller, token="consent-9876")
    told = page_of(board, seller).content.decode()

    assert ('name="token"' in before, f"/seller/{board.slug}/consents/registry_checks/?next=" in before) == (
        False,
        True,
    )
    assert ('name="token"' in after, 'autocomplete="off"' in after) == (True, True)
    assert (sent.status_code, sent.url) == (302, reverse("application_identity", args=[board.slug]))
    assert "DigiLocker is being asked. Look here again later." in told
    assert "consent-9876" not in told


@pytest.mark.parametrize("typed", [WHOLE, "short"])
def test_what_was_typed_as_a_code_never_comes_back(board: Any, typed: str) -> None:
    seller = factories.make_application().seller
    factories.give_consent(seller, "registry_checks")

    answer = page_of(board, seller, token=typed)

    assert 400 <= answer.status_code < 500
    assert typed not in answer.content.decode().replace("-short", "").replace('"short"', "")
    assert not Check.objects.exists()


def test_without_a_registry_there_is_the_officer(board: Any, settings: Any) -> None:
    settings.REGISTRY_URL = ""

    page = page_of(board, factories.make_application().seller).content.decode()

    assert ("With DigiLocker" in page, "Show your card to an officer" in page) == (False, True)


@pytest.mark.parametrize(("kind", "is_there"), [("individual", True), ("shg", False)])
def test_the_list_of_steps_leads_one_artisan_there_and_no_group(board: Any, kind: str, is_there: bool) -> None:
    seller = factories.make_application(kind=kind).seller
    url = reverse("application_identity", args=[board.slug])

    steps = browser_of(seller.user).get(reverse("application", args=[board.slug])).content.decode()

    assert (url in steps) == is_there
    assert page_of(board, seller).status_code == (200 if is_there else 302)


def test_a_pin_guards_the_page(board: Any) -> None:
    """Two people share the phone: what is kept of one is not shown to the other."""
    seller = factories.make_application().seller
    factories.make_application(user=seller.user, name="Vimla Devi")

    answer = page_of(board, seller)

    assert (answer.status_code, answer.url.split("?")[0].rstrip("/").split("/")[-1]) in ((302, "pin"), (302, "whose"))


def officer_post(board: Any, application: Any, **posted: str) -> Any:
    browser = browser_of_officer(factories.make_officer(board))
    url = reverse("officer_identity", args=[board.slug, application.pk])
    return browser, browser.post(url, posted, headers={"Accept-Language": "en"})


def test_an_officer_says_that_she_saw_the_card(board: Any) -> None:
    application = factories.make_application(status="submitted")

    browser, sent = officer_post(board, application, aadhaar_last_four="1234", result="agrees", where="visit")
    page = browser.get(sent.url, headers={"Accept-Language": "en"}).content.decode()

    assert (sent.status_code, sent.url) == (302, reverse("officer_application", args=[board.slug, application.pk]))
    assert ("ends in 1234" in page, "By a visit: Officer" in page, "Aadhaar card seen" in page) == (True, True, True)
    assert list(Check.objects.values_list("code", "method", "result")) == [("aadhaar", "visit", "match")]


@pytest.mark.parametrize(
    ("typed", "status"), [(WHOLE, 422), ("234567890125", 400), ("12345", 400), ("२३४५ ६७८९ ०१२४", 422)]
)
def test_a_whole_number_is_refused_and_not_shown_again(board: Any, typed: str, status: int) -> None:
    application = factories.make_application(status="submitted")

    _browser, answer = officer_post(board, application, aadhaar_last_four=typed, result="agrees", where="office")

    assert answer.status_code == status
    assert f'value="{typed}"' not in answer.content.decode()
    assert 'id="identity-aadhaar_last_four_error"' in answer.content.decode()
    assert not Check.objects.exists()


def test_a_group_has_no_card_to_see(board: Any) -> None:
    application = factories.make_application(kind="firm", contact_name="Asha Devi", status="submitted")

    _browser, answer = officer_post(board, application, aadhaar_last_four="1234", result="agrees", where="office")

    assert answer.status_code == 403
    assert not Check.objects.exists()
