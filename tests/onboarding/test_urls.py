"""Every URL has one kind of reader and refuses the others; another board's ids answer as absent ones."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from catalog.models import Listing
from marketplaces.models import Publication
from onboarding.accounts.models import User
from onboarding.boards.models import Board, Programme
from onboarding.boards.policies import Officer
from onboarding.outbox.actions import publish
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from sellers.actions.numbers import ask_for_number, begin_lost_number
from sellers.models import Application, Assistance, Document, Helper, Member, NumberChange, Repeat, Seller
from sellers.policies import ASSIST_PAGES
from tests.factories import (
    actor_of,
    make_board,
    make_listing,
    make_officer,
    make_programme,
    make_seller,
    make_user,
)
from tests.onboarding import probes
from tests.onboarding.tenancy.snapshot import snapshot
from tests.partners.calls import caller, sign_in
from tests.partners.factories import make_api_client, make_enrolled_seller, make_offer, make_publication
from tests.sellers.files import make_file
from tests.sellers.imports.factories import make_done_import
from tests.sessions import browser_of, browser_of_officer

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

# Anyone may knock here; each row is a decision. What needs a person asks for her itself.
OPEN_TO_ALL = {
    "",
    "language/",
    "sign-out/",
    "after-sign-in/",
    "photo/<str:token>",
    "m/<str:token>",  # a signed name of one member: her phone got it by SMS, and a GET changes nothing
    "m/<str:token>/no",
    "join/<slug:board_slug>/",
    "join/<slug:board_slug>/code/",
    "join/<slug:board_slug>/code/again/",
    "join/<slug:board_slug>/can-i-sell/",
    "healthz",
    "readyz",
    "hooks/messages/<str:token>/",  # a signed name of one message is all that a gateway needs
    "api/v1/",
    "api/v1/<path:absent>",
    "api/v1/openapi.json",
    "api/v1/oauth/token",
}
ACCOUNT = {  # how officers sign in
    "account/login/",
    "account/logout/",
    "account/inactive/",
    "account/reauthenticate/",
    "account/password/change/",
    "account/password/reset/",
    "account/password/reset/done/",
    "account/password/reset/key/done/",
    "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "account/2fa/",
    "account/2fa/authenticate/",
    "account/2fa/reauthenticate/",
    "account/2fa/totp/activate/",
    "account/2fa/totp/deactivate/",
    "account/2fa/recovery-codes/",
    "account/2fa/recovery-codes/download/",
    "account/2fa/recovery-codes/generate/",
}
GUARDED = {"seller/<slug:board_slug>/", "board/<slug:board_slug>/", "api/v1/boards/<slug:board_slug>/"}

# Fields of every form there is, so that each POST would be taken were its sender let in.
BODY = {
    "name": "Sunita Devi",
    "address": "Madanpura",
    "pin": "221001",
    "title": "Red silk saree",
    "description": "Woven by hand in twelve days.",
    "price_paise": "2400",
    "mrp_paise": "3000",
    "quantity": "3",
    "move": "approve",
    "reason": "All is well.",
    "token": "consent-9876",
    "aadhaar_last_four": "1234",
    "result": "agrees",
    "where": "office",
}


def routes_of(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        found += routes_of(pattern.url_patterns, route) if isinstance(pattern, URLResolver) else [route]
    return found


def unclassified(routes: Iterable[str]) -> set[str]:
    """Return the routes that nobody has decided about."""
    return {route for route in routes if not route.startswith(tuple(GUARDED)) and route not in OPEN_TO_ALL | ACCOUNT}


def names_a_row(route: str) -> bool:
    return "<uuid:" in route or "<int:" in route


def is_for_operators(route: str) -> bool:
    """Tell whether a console page is one of those where operators fill in for sellers."""
    some = {"uuid": uuid4(), "int": 1, "slug": "some", "str": "some"}
    path = "/" + re.sub(r"<(\w+):\w+>", lambda match: str(some[match[1]]), route)
    return resolve(path).url_name in ASSIST_PAGES


ROUTES = routes_of(get_resolver("onboarding.urls").url_patterns)
SELLER_ROUTES = [route for route in ROUTES if route.startswith("seller/")]
OFFICER_ROUTES = [route for route in ROUTES if route.startswith("board/")]
API_ROUTES = [route for route in ROUTES if route.startswith("api/v1/boards/")]


NEIGHBOUR = "neighbour"  # a board to which a seller may have her file copied


@dataclass(frozen=True)
class Holding:
    """One board with one of everything."""

    board: Board
    programme: Programme
    seller: Seller
    another_seller: Seller
    draft: Listing
    listing: Listing
    application: Application
    publication: Publication
    officer: Officer
    draft_file_id: UUID
    listing_file_id: UUID
    dead_event_id: int
    own_change: NumberChange
    lost_change: NumberChange
    helper: Helper
    assistance: Assistance
    paper: Document
    own_paper: Document
    repeat: Repeat
    operator: Officer
    import_id: UUID
    member: Member
    own_member: Member

    def ids(self, route: str) -> dict[str, Any]:
        is_hers = route.startswith("seller/")
        return {
            "board_slug": self.board.slug,
            "application_id": self.application.pk,
            "listing_id": self.draft.pk if is_hers else self.listing.pk,
            "file_id": self.draft_file_id if is_hers else self.listing_file_id,
            "publication_id": self.publication.pk,
            "event_id": self.dead_event_id,
            "size": "320",
            "step": "place",
            "code": self.code(route),
            "recipient": "amazon",
            "to": NEIGHBOUR,
            "seller_id": self.seller.pk,
            "change_id": self.own_change.pk if is_hers else self.lost_change.pk,
            "helper_id": self.helper.pk,
            "assistance_id": self.assistance.pk,
            "document_id": self.own_paper.pk if is_hers else self.paper.pk,
            "page": 1,
            "repeat_id": self.repeat.pk,
            "import_id": self.import_id,
            "member_id": self.own_member.pk if is_hers else self.member.pk,
        }

    def code(self, route: str) -> str:
        if "wallet" in route:
            return "handloom_mark"
        return "marketplace_share" if "recipient" in route else "registry_checks"


@dataclass(frozen=True)
class World:
    mine: Holding
    theirs: Holding
    seller: Client
    another_seller: Client
    officer: Client
    foreign_officer: Client
    officer_without_second_factor: Client
    partner: Client

    def snapshot(self) -> Mapping[tuple[int, str], str]:
        return snapshot([self.mine.board.pk, self.theirs.board.pk])


def make_holding() -> Holding:
    board = make_board()
    if not Board.objects.filter(slug=NEIGHBOUR).exists():
        make_board(NEIGHBOUR)
    with board_scope(board.pk):
        programme = make_programme()
        seller = make_seller(programme=programme)
        draft, listing = make_listing(seller=seller), make_listing(status="submitted", seller=seller)
        application, officer = make_file(papers={"pan_photo": ""}), make_officer(board)
        paper = Document.objects.get()
        operator = make_officer(board, role="operator")
        return Holding(
            board,
            programme,
            seller,
            make_enrolled_seller(programme),
            draft,
            listing,
            application,
            make_publication(make_offer(seller)),
            officer,
            draft.photos.get().file_id,
            listing.photos.get().file_id,
            make_dead_event(listing),
            ask_for_number(seller.pk, "98765 43210", by=actor_of(seller)),
            begin_lost_number(application.seller_id, "98765 43211", officer=officer, reason="She is here."),
            Helper.objects.create(seller=seller, user=make_user(), name="Ravi", relation="family"),
            Assistance.objects.create(seller=application.seller, operator_id=operator.id, is_drawn=True),
            paper,
            Document.objects.create(seller=seller, code="pan_photo", file=paper.file),
            Repeat.objects.create(seller=application.seller, other=seller, code="pan", decision="allowed"),
            operator,
            make_done_import(officer).pk,
            Member.objects.create(seller=application.seller, name="Asha Devi"),
            Member.objects.create(seller=seller, name="Asha Devi"),
        )


def make_dead_event(listing: Listing) -> int:
    publish("listing.approved", listing)
    event = OutboxEvent.objects.latest("pk")
    OutboxEvent.objects.filter(pk=event.pk).update(dead_at=Now())
    return event.pk


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Two full boards, made once for the module in a transaction that is rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        mine, theirs = make_holding(), make_holding()
        yield World(
            mine,
            theirs,
            seller=browser_of(mine.seller.user),
            another_seller=browser_of(mine.another_seller.user),
            officer=browser_of_officer(mine.officer),
            foreign_officer=browser_of_officer(theirs.officer),
            officer_without_second_factor=browser_of(User.objects.get(pk=mine.officer.id)),
            partner=caller(sign_in(make_api_client())),
        )
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def undone(world: World) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def path_of(route: str, values: Mapping[str, Any]) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), route)


def call(browser: Client, method: str, path: str, **fields: Any) -> Any:
    if method == "POST":
        return browser.post(path, BODY | fields, headers={"Accept-Language": "en"})
    return browser.generic(method, path, headers={"Accept-Language": "en"})


def refusal(browser: Client, method: str, path: str) -> tuple[int, str | None]:
    answer = call(browser, method, path)
    return answer.status_code, answer.get("Location")


def told(answer: Any, *names: Any) -> tuple[Any, ...]:
    """All that the answer says, but for tokens and the names that the caller sent herself."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "csrf", text)
    text = text.replace(answer["X-Request-Id"], "request")
    # The longest first: a short one may stand by chance inside a random id.
    for name in sorted(names, key=lambda name: len(str(name)), reverse=True):
        # A short number stands in many a text by itself; in an address it stands between slashes.
        text = text.replace(f"/{name}/", "/name/") if isinstance(name, int) else text.replace(str(name), "name")
    return answer.status_code, answer.get("Location"), answer.get("Content-Type"), text


# Classified


def test_every_url_has_its_reader() -> None:
    assert unclassified(ROUTES) == set()


def test_no_decision_is_about_a_url_that_is_gone() -> None:
    assert (OPEN_TO_ALL | ACCOUNT) - set(ROUTES) == set()


def test_a_new_url_is_noticed() -> None:
    """The negative control."""
    new = unclassified(routes_of(probes.urlpatterns))

    assert {"probe/swallow/", "join/<slug:board_slug>/probe/swallow/"} <= new
    assert unclassified(["backoffice/", "seller/", "boards/<slug:board_slug>/"]) == {
        "backoffice/",
        "seller/",
        "boards/<slug:board_slug>/",
    }


def test_there_is_something_to_try() -> None:
    assert (len(SELLER_ROUTES), len(OFFICER_ROUTES), len(API_ROUTES)) >= (10, 8, 1)


# Refused


@pytest.mark.parametrize("route", SELLER_ROUTES)
def test_a_sellers_url_refuses_all_others(world: World, route: str) -> None:
    path = path_of(route, world.mine.ids(route))
    others = {"anonymous": Client(), "officer": world.officer, "partner": world.partner}
    before = world.snapshot()

    refusals = {(name, method): refusal(others[name], method, path) for name in others for method in METHODS}

    assert refusals == dict.fromkeys(refusals, (302, f"/join/{world.mine.board.slug}/"))
    assert world.snapshot() == before


@pytest.mark.parametrize("route", OFFICER_ROUTES)
def test_an_officers_url_refuses_all_others(world: World, route: str) -> None:
    path = path_of(route, world.mine.ids(route))
    others = {
        Client(): (302, f"/account/login/?next={path}"),
        world.partner: (302, f"/account/login/?next={path}"),
        world.seller: (404, None),
        world.foreign_officer: (404, None),
        world.officer_without_second_factor: (302, "/account/2fa/totp/activate/"),
    }
    before = world.snapshot()

    for browser, expected in others.items():
        refusals = {method: refusal(browser, method, path) for method in METHODS}
        assert refusals == dict.fromkeys(METHODS, expected)
    assert world.snapshot() == before


@pytest.mark.parametrize("route", [route for route in OFFICER_ROUTES if not is_for_operators(route)])
def test_a_reviewers_url_refuses_an_operator(world: World, route: str) -> None:
    path, operator = path_of(route, world.mine.ids(route)), browser_of_officer(world.mine.operator)
    before = world.snapshot()

    refusals = {method: refusal(operator, method, path) for method in METHODS}

    home = route == "board/<slug:board_slug>/"
    assert refusals == dict.fromkeys(METHODS, (302, f"{path}assist/") if home else (403, None))
    assert world.snapshot() == before


def test_operators_have_pages_of_their_own(world: World) -> None:
    """The negative control."""
    routes = [route for route in OFFICER_ROUTES if is_for_operators(route)]

    assert len(routes) == len(ASSIST_PAGES)
    operator = browser_of_officer(world.mine.operator)
    assert refusal(operator, "GET", f"/board/{world.mine.board.slug}/assist/") == (200, None)


@pytest.mark.parametrize("route", API_ROUTES)
def test_an_api_url_refuses_all_others(world: World, route: str) -> None:
    path = path_of(route, world.mine.ids(route))
    others = [Client(), world.seller, world.officer, caller("no such token")]
    before = world.snapshot()

    for browser in others:
        statuses = {method: refusal(browser, method, path)[0] for method in METHODS}
        assert (statuses["GET"], statuses["HEAD"]) == (401, 401)
        assert set(statuses.values()) <= {401, 405}  # a method that the resource lacks may be answered first
    # A partner whom no programme of the board names.
    assert refusal(world.partner, "GET", path) == (404, None)
    assert world.snapshot() == before


@pytest.mark.parametrize("route", SELLER_ROUTES + OFFICER_ROUTES)
def test_each_url_lets_its_own_reader_in(world: World, route: str) -> None:
    """The negative control: the ids above are good ones, so that it was the reader who was refused."""
    browser = world.seller if route in SELLER_ROUTES else world.officer

    status, location = refusal(browser, "GET", path_of(route, world.mine.ids(route)))

    inside = f"/{route.split('/')[0]}/{world.mine.board.slug}/"
    assert status in (200, 405) or str(location).startswith(inside)


# Another's ids


@pytest.mark.parametrize(
    "route", [route for route in SELLER_ROUTES + OFFICER_ROUTES if "<uuid:" in route or "<int:" in route]
)
def test_another_boards_id_in_a_path_answers_as_an_absent_one(world: World, route: str) -> None:
    browser = world.seller if route in SELLER_ROUTES else world.officer
    slug = {"board_slug": world.mine.board.slug, "size": "320", "step": "place"}
    foreign = world.theirs.ids(route) | slug

    assert_absent(world, browser, route, foreign, absent_ids(foreign) | slug)


@pytest.mark.parametrize("route", [route for route in SELLER_ROUTES if "<uuid:" in route])
def test_another_sellers_id_of_the_same_board_answers_as_an_absent_one(world: World, route: str) -> None:
    own = world.mine.ids(route)

    absent = {name: uuid4() for name, value in own.items() if isinstance(value, UUID)}

    assert_absent(world, world.another_seller, route, own, own | absent)


@pytest.mark.parametrize("route", OFFICER_ROUTES)
def test_another_board_answers_as_an_absent_one(world: World, route: str) -> None:
    foreign = world.theirs.ids(route)

    assert_absent(world, world.officer, route, foreign, foreign | {"board_slug": "never-was"})


def absent_ids(ids: Mapping[str, Any]) -> dict[str, Any]:
    """Ids of nothing, each in the form of the one it stands for."""
    return {name: 10**9 if isinstance(value, int) else uuid4() for name, value in ids.items()}


def assert_absent(
    world: World, browser: Client, route: str, foreign: Mapping[str, Any], absent: Mapping[str, Any]
) -> None:
    """Every method answers alike for both, in every letter, and writes nothing."""
    before = world.snapshot()
    for method in METHODS:
        answers = [told(call(browser, method, path_of(route, ids)), *ids.values()) for ids in (foreign, absent)]
        assert answers[0] == answers[1]
        assert answers[0][0] in (404, 405)
    assert world.snapshot() == before


@pytest.mark.parametrize("route", [route for route in OFFICER_ROUTES if not names_a_row(route)])
def test_another_boards_id_in_a_query_answers_as_an_absent_one(world: World, route: str) -> None:
    path = path_of(route, world.mine.ids(route))
    ids = [world.theirs.application.pk, world.theirs.listing.pk, world.theirs.publication.pk]
    moment = "2026-01-01T00:00:00+00:00"

    def answer(some_id: Any) -> tuple[Any, ...]:
        query = (
            f"?after={moment.replace('+', '%2B')}~{some_id}&application_id={some_id}&board_id={some_id}&id={some_id}"
        )
        return told(world.officer.get(path + query), some_id)

    absent = answer(uuid4())
    assert absent[0] in (200, 405)  # some take a POST only
    assert [answer(foreign) for foreign in ids] == [absent] * len(ids)


def test_the_board_cannot_be_named_by_query_or_header(world: World) -> None:
    path = f"/board/{world.mine.board.slug}/applications/"
    slug, board_id = world.theirs.board.slug, str(world.theirs.board.pk)

    answers = [
        world.officer.get(path),
        world.officer.get(path, {"board_slug": slug, "board": slug, "board_id": board_id}),
        world.officer.get(path, headers={"X-Board": slug, "App-Board": board_id}),
    ]

    assert [[row.pk for row in answer.context["rows"]] for answer in answers] == [[world.mine.application.pk]] * 3


def test_another_boards_programme_in_a_body_answers_as_an_absent_one(world: World) -> None:
    route = "board/<slug:board_slug>/applications/<uuid:application_id>/"
    path = path_of(route, world.mine.ids(route))
    before = world.snapshot()

    answers = []
    for programme_id in (world.theirs.programme.pk, uuid4()):
        answers.append(told(call(world.officer, "POST", path, programme=programme_id), programme_id))

    assert answers[0] == answers[1]
    assert answers[0][0] == 400
    assert world.snapshot() == before


def test_the_boards_own_programme_in_that_body_is_taken(world: World) -> None:
    """The negative control."""
    route = "board/<slug:board_slug>/applications/<uuid:application_id>/"
    path = path_of(route, world.mine.ids(route))
    before = world.snapshot()

    answer = call(world.officer, "POST", path, programme=world.mine.programme.pk)

    assert answer.status_code == 302
    changed = {
        (board_id, table) for (board_id, table), mark in world.snapshot().items() if before[board_id, table] != mark
    }
    assert changed == {
        (world.mine.board.pk, table)
        for table in (
            "audit_auditentry",
            "audit_unsealedentry",
            "boards_programme",
            "outbox_outboxevent",
            "sellers_application",
            "sellers_enrolment",
        )
    }


def test_a_signed_in_seller_is_a_stranger_at_another_board(world: World) -> None:
    """She proved her phone, so the other board lets her in as someone without a file there."""
    before = world.snapshot()

    answer = world.seller.get(f"/seller/{world.theirs.board.slug}/")

    assert answer.status_code == 200
    assert "Red silk saree" not in answer.content.decode()
    assert world.snapshot() == before
