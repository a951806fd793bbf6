"""Can I sell here? as anybody sees it: five questions, an answer, and nothing kept."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sellers.eligibility.answers import CHOICES
from tests import factories
from tests.pages.conftest import Place, Visitor
from tests.pages.test_weights import MOST_BYTES, first_view

STEPS = list(CHOICES)
WEAVER = "make=cloth&who=alone&papers=pan&reach=india&bank=yes"
QUESTIONS = {
    "make": "What do you make?",
    "who": "Who makes and sells it?",
    "papers": "Which of these do you have?",
    "reach": "Where do you want to sell?",
    "bank": "Do you have a bank account in your own name?",
}


@pytest.fixture
def place(db: None) -> Place:
    return Place()


def asked(visitor: Visitor, query: str = "") -> str:
    page = visitor.get(visitor.join(f"can-i-sell/{query}"))
    assert visitor.status == 200
    return page.heading


def choices_of(visitor: Visitor, query: str) -> list[str]:
    page = visitor.get(visitor.join(f"can-i-sell/{query}"))
    return [node.attrs["href"] for node in page.root.find_all("a") if node.attrs.get("class") == "choice"]


def test_five_taps_lead_to_an_answer(place: Place) -> None:
    visitor, query, headings = place.anyone("en"), "", []

    for _step in STEPS:
        headings.append(asked(visitor, query))
        query = choices_of(visitor, query)[0]

    assert headings == list(QUESTIONS.values())
    assert query == "?make=cloth&who=alone&papers=gstin&reach=state&bank=yes"
    assert asked(visitor, query) == "Yes, you can sell"


def test_every_choice_of_every_question_leads_on(place: Place) -> None:
    visitor = place.anyone("en")
    whole = dict(pair.split("=") for pair in WEAVER.split("&"))

    for step, name in enumerate(STEPS):
        before = "?" + "&".join(f"{each}={whole[each]}" for each in STEPS[:step])
        offered = choices_of(visitor, before)
        assert [parse_qs(urlsplit(each).query)[name] for each in offered] == [[v] for v in CHOICES[name].values]
        assert all(asked(visitor, each) != QUESTIONS[name] for each in offered)


def test_a_group_is_asked_for_its_own_papers(place: Place) -> None:
    visitor = place.anyone("en")

    assert asked(visitor, "?make=cloth&who=group") == "Which of these does your group or firm have?"
    assert (
        asked(visitor, "?make=cloth&who=group&papers=pan&reach=state")
        == "Is there a bank account in the name of your group or firm?"
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?make=gold", "make"),
        ("?make=%ED%A0%80", "make"),
        ("?make=%FF%FE", "make"),
        ("?make=cloth&make=gold", "make"),
        ("?who=alone&papers=pan&reach=state&bank=yes", "make"),
        ("?make=cloth&who=' OR 1=1", "who"),
        (f"?{WEAVER.replace('papers=pan', 'papers=aadhaar')}", "papers"),
        ("?make[]=cloth&%25=%25", "make"),
        ("?make=" + "x" * 3000, "make"),
        ("?change=nothing", "make"),
        ("?change=bank", "bank"),
    ],
)
def test_an_answer_that_was_never_offered_is_asked_again(place: Place, query: str, expected: str) -> None:
    assert asked(place.anyone("en"), query) == QUESTIONS[expected]


def test_an_address_with_a_nul_is_refused_calmly(place: Place) -> None:
    visitor = place.anyone("en")

    page = visitor.get(visitor.join("can-i-sell/?make=%00"))

    assert (visitor.status, page.heading) == (400, "We could not read that")


def test_back_leads_to_the_question_before(place: Place) -> None:
    visitor = place.anyone("en")

    page = visitor.get(visitor.join("can-i-sell/?make=cloth&who=alone"))
    back = page.root.find("a", **{"class": "back"})

    assert back is not None
    assert asked(visitor, back.attrs["href"]) == QUESTIONS["who"]
    assert back.attrs["href"] == "?make=cloth"


def test_one_answer_can_be_changed_and_the_others_stay(place: Place) -> None:
    visitor = place.anyone("en")

    page = visitor.get(visitor.join(f"can-i-sell/?{WEAVER}&change=papers"))
    chosen = page.root.find("a", **{"aria-current": "true"})
    back = page.root.find("a", **{"class": "back"})

    assert page.heading == QUESTIONS["papers"]
    assert chosen is not None
    assert chosen.text.strip() == "No GSTIN, but a PAN card"
    assert back is not None
    assert back.attrs["href"] == f"?{WEAVER}"
    assert choices_of(visitor, f"?{WEAVER}&change=papers")[0] == f"?{WEAVER.replace('papers=pan', 'papers=gstin')}"


@pytest.mark.parametrize(
    ("language", "title", "reason", "begin"),
    [
        (
            "en",
            "Yes, inside your state",
            "The law lets you sell inside your state with a PAN and no GSTIN, but Amazon asks for one.",
            "Begin",
        ),
        (
            "hi",
            "हाँ, अपने राज्य में",
            "पैन हो तो क़ानून जीएसटी नंबर के बिना भी अपने राज्य में बेचने देता है, पर अमेज़न यह नंबर माँगता है।",
            "शुरू करें",
        ),
    ],
)
def test_the_answer_has_its_reasons_and_one_way_on(
    place: Place, language: str, title: str, reason: str, begin: str
) -> None:
    visitor = place.anyone(language)

    page = visitor.get(visitor.join(f"can-i-sell/?{WEAVER}"))
    buttons = [node for node in page.root.find_all("a") if "button" in node.attrs.get("class", "")]

    assert page.heading == title
    assert reason in page.main_text
    assert "gst.gov.in" in page.main_text
    assert "₹20,00,000" in page.main_text
    assert [(node.text.strip(), node.attrs["href"]) for node in buttons] == [(begin, visitor.join())]


def test_the_boards_programmes_come_first_and_are_named(place: Place) -> None:
    with place.scope():
        factories.make_programme(marketplace="flipkart", name={"en": "Looms with Flipkart"}, slug="a-looms")
    visitor = place.anyone("en")

    page = visitor.get(visitor.join(f"can-i-sell/?{WEAVER}"))
    order = [node.text.split()[0] for node in page.root.find_all("h3") if node.attrs.get("class") == "market"]

    assert order == ["Flipkart", "Amazon", "ONDC", "Indiahandmade", "Meesho"]
    assert "Your board's programme: Looms with Flipkart" in page.main_text


def test_a_board_that_only_trains_shows_all_places(db: None) -> None:
    place = Place()
    with place.scope():
        place.programme.sells = False
        place.programme.save()
    visitor = place.anyone("en")

    page = visitor.get(visitor.join(f"can-i-sell/?{WEAVER}"))

    assert "Your board's programme" not in page.main_text
    assert "Amazon" in page.main_text


def test_the_day_and_the_sources_are_shown_and_what_is_unchecked_is_said(place: Place) -> None:
    visitor = place.anyone("en")

    page = visitor.get(visitor.join(f"can-i-sell/?{WEAVER}"))

    assert "Notification 34/2023 – Central Tax of 31 July 2023" in page.main_text
    assert "Section 22 (1) of the CGST Act 2017" in page.main_text
    assert "We have not checked this. Ask us before you rely on it." in page.main_text
    assert "As of 21 November 2026." in page.main_text  # the day on which the sources were read


def test_nothing_is_written_and_no_session_begins(place: Place) -> None:
    visitor = place.anyone("en")
    before = place.rows()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        asked(visitor, "?make=cloth")
        asked(visitor, f"?{WEAVER}")

    assert place.rows() == before
    assert [each["sql"] for each in queries if each["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")] == []
    assert set(visitor.http.cookies) == {"django_language", "csrftoken"}  # the language button's own


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_there_is_nothing_to_send_here(place: Place, method: str) -> None:
    visitor = place.anyone("en")

    answer = getattr(visitor.http, method)(visitor.join("can-i-sell/"))

    assert answer.status_code == 405


def test_a_step_back_needs_no_network(place: Place) -> None:
    visitor = place.anyone("en")

    answer = visitor.http.get(visitor.join("can-i-sell/?make=cloth"))

    assert answer["Cache-Control"] == "private, max-age=300"
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in answer["Vary"].split(",")}


def test_a_board_that_is_not_there_answers_as_any_absent_page(place: Place) -> None:
    visitor = place.anyone("en")

    visitor.get("/join/never-was/can-i-sell/")

    assert visitor.status == 404


@pytest.mark.parametrize("language", ["hi", "en"])
def test_no_page_is_heavier_than_45_kb(place: Place, language: str) -> None:
    visitor = place.anyone(language)
    paths = [visitor.join("can-i-sell/"), visitor.join(f"can-i-sell/?{WEAVER}")]

    weights = {path: sum(first_view(visitor, path).values()) for path in paths}

    assert [weight for weight in weights.values() if weight > MOST_BYTES] == []


def test_the_front_page_leads_here(place: Place) -> None:
    visitor = place.anyone("en")

    page = visitor.get("/")

    assert visitor.join("can-i-sell/") in [node.attrs.get("href") for node in page.root.find_all("a")]


def test_the_join_page_leads_here(place: Place) -> None:
    visitor = place.anyone("en")

    page = visitor.get(visitor.join())

    assert visitor.join("can-i-sell/") in [node.attrs.get("href") for node in page.root.find_all("a")]
