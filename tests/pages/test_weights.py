"""The first view of an artisan's page costs at most 45 KB on the wire, photos apart."""

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.http import HttpResponseBase

from catalog.states import ListingStatus
from sellers.states import ApplicationStatus
from tests import factories
from tests.pages.conftest import Place, Visitor
from tests.walkthrough.pages import read_page

MOST_BYTES = 45 * 1024
MOST_SCRIPT_BYTES = 25 * 1024
MOST_BYTES_AGAIN = 10 * 1024  # the page alone: what it loads lies in the phone already
ENCODINGS = "gzip, deflate, br"  # what a phone's browser offers
LOADED = (("link", "href"), ("script", "src"), ("img", "src"))
PHOTOS = "/photos/"


def first_view(visitor: Visitor, path: str) -> dict[str, int]:
    """Return the bytes on the wire of the page and of each thing it loads, by address."""
    answer = visitor.http.get(path, headers={"accept-encoding": ENCODINGS})
    assert answer.status_code == 200, (path, answer.status_code)
    assert answer.headers["Content-Encoding"] == "gzip"
    weights = {path: len(answer.content)}
    html = visitor.http.get(path).content.decode()
    for address in loaded_by(html):
        served = visitor.http.get(urljoin(path, address), headers={"accept-encoding": ENCODINGS})
        assert served.status_code == 200, address
        weights[address] = len(body_of(served))
    return weights


def loaded_by(html: str) -> Iterator[str]:
    for tag, attribute in LOADED:
        for node in read_page(html).root.find_all(tag):
            address = node.attrs.get(attribute, "")
            if address and PHOTOS not in address:
                yield address


def body_of(answer: HttpResponseBase) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]


def visits(place: Place, language: str) -> Iterator[tuple[Visitor, str]]:
    """Every artisan's page, with somebody who may open it."""
    anyone, newcomer = place.anyone(language), place.newcomer(language)
    yield anyone, "/"
    yield anyone, anyone.join()
    anyone.post(anyone.join(), {"phone": "98765 43210"})
    yield anyone, anyone.join("code/")
    yield newcomer, newcomer.seller()
    yield newcomer, newcomer.seller("application/")
    yield newcomer, newcomer.seller("application/who/")
    sent = place.owner(language, factories.make_application, status=ApplicationStatus.SUBMITTED)
    yield sent, sent.seller("application/sent/")
    begun = place.owner(language, factories.make_application)
    for step in ("", "place/", "craft/", "bank/", "pictures/bank-photo/", "check/"):
        yield begun, begun.seller(f"application/{step}")
    yield from listing_visits(place, language)


def listing_visits(place: Place, language: str) -> Iterator[tuple[Visitor, str]]:
    draft = place.owner(language, factories.make_listing, title="Red saree")
    yield draft, draft.seller("listings/new/")
    for step in ("photo/", "details/", "check/", ""):
        yield draft, draft.seller(f"listings/{draft.made.pk}/{step}")  # type: ignore[attr-defined]
    listed = place.owner(language, factories.make_listing, title="Red saree", status=ListingStatus.APPROVED)
    yield listed, listed.seller()


@pytest.mark.parametrize("language", ["hi", "en"])
def test_no_artisans_page_is_heavier_than_45_kb(place: Place, language: str) -> None:
    views = [(path, first_view(visitor, path)) for visitor, path in visits(place, language)]

    assert [path for path, weights in views if sum(weights.values()) > MOST_BYTES] == []
    assert [path for path, weights in views if scripts(weights) > MOST_SCRIPT_BYTES] == []
    assert [path for path, weights in views if weights[path] > MOST_BYTES_AGAIN] == []
    assert len(views) == 19


def scripts(weights: dict[str, int]) -> int:
    return sum(weight for address, weight in weights.items() if address.endswith(".js"))


def test_what_a_page_loads_stays_in_the_phone(place: Place) -> None:
    visitor = place.anyone("hi")
    html = visitor.http.get(visitor.join()).content.decode()

    kept = {address: visitor.http.get(address).headers["Cache-Control"] for address in loaded_by(html)}

    assert len(kept) >= 3
    assert {header for header in kept.values() if "immutable" not in header} == set()


def test_a_view_is_weighed_with_all_that_it_loads(place: Place) -> None:
    newcomer = place.newcomer("hi")

    weights = first_view(newcomer, newcomer.seller())

    kinds = {address.rsplit(".", 1)[-1] for address in weights if address.startswith("/static/")}
    assert kinds == {"css", "js", "svg"}
    assert all(address.startswith("/") for address in weights)
    assert min(weights.values()) > 100


def test_the_stylesheet_loads_no_font_and_no_picture(place: Place) -> None:
    visitor = place.anyone("hi")
    sheet = next(address for address in loaded_by(visitor.http.get("/").content.decode()) if address.endswith(".css"))

    text = body_of(visitor.http.get(sheet)).decode()

    assert "url(" not in text
    assert "@font-face" not in text
