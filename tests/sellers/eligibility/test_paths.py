"""Who may sell where: every combination of answers, and the days on which the answer changes."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import translation

from sellers.eligibility.answers import CHOICES, Answers, Bank, Make, Papers, Reach, Who, answers_in
from sellers.eligibility.needs import Need
from sellers.eligibility.paths import Path, Reason, Verdict, selling_paths, turnover_limit_rupees
from sellers.eligibility.table import (
    ENROLMENT_BEGAN,
    LAWS,
    LICENCES,
    TERMS,
    TURNOVER_LIMITS,
    Source,
    Standing,
    Terms,
    in_force,
)
from sellers.eligibility.texts import headline, where_to_get

TODAY = date(2026, 11, 21)
BOARDS_OWN = ("amazon", "flipkart")
ALL_ANSWERS = [
    Answers(Make(make), Who(who), Papers(papers), Reach(reach), Bank(bank))
    for make, who, papers, reach, bank in product(*(choices.values for choices in CHOICES.values()))
]


def answers(**given: str) -> Answers:
    """A weaver with a PAN and a bank account who sells in her own state, but for what is given."""
    usual = {"make": "cloth", "who": "alone", "papers": "pan", "reach": "state", "bank": "yes"}
    complete = Answers.complete({**usual, **given})
    assert complete is not None
    return complete


def verdicts(given: Answers, on: date = TODAY) -> dict[str, Verdict]:
    return {path.marketplace: path.verdict for path in selling_paths(given, on=on)}


def path_at(marketplace: str, given: Answers, on: date = TODAY) -> Path:
    return next(path for path in selling_paths(given, on=on) if path.marketplace == marketplace)


# Every combination


def test_there_are_180_combinations() -> None:
    assert len(ALL_ANSWERS) == len(set(ALL_ANSWERS)) == 180


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_combination_has_an_answer_and_a_reason_for_every_marketplace(language: str) -> None:
    with translation.override(language):
        for given in ALL_ANSWERS:
            paths = selling_paths(given, on=TODAY, first=BOARDS_OWN)
            assert [path.marketplace for path in paths] == ["amazon", "flipkart", "ondc", "indiahandmade", "meesho"]
            for path in paths:
                assert str(path.verdict.label)
                assert str(path.reason.label) % {"name": "Amazon"}
                assert all(str(source.name) and str(source.standing.label) for source in path.sources)
            assert all(headline(paths))


def test_whoever_cannot_sell_yet_is_told_what_is_missing_and_where_to_get_it() -> None:
    limit = in_force(TURNOVER_LIMITS, TODAY)

    for given in ALL_ANSWERS:
        for path in selling_paths(given, on=TODAY):
            assert bool(path.needs) or path.verdict != Verdict.NOT_YET
            assert all(where_to_get(need, given.who, limit) for need in path.needs)


def test_nothing_that_is_had_already_is_asked_for() -> None:
    for given in ALL_ANSWERS:
        needs = {need for path in selling_paths(given, on=TODAY) for need in path.needs}
        has_pan = given.papers != Papers.NONE
        assert not (has_pan and Need.PAN in needs)
        assert not (given.papers == Papers.GSTIN and needs & {Need.GSTIN, Need.ENROLMENT_ID})
        assert not (given.bank == Bank.OWN and Need.BANK_ACCOUNT in needs)


def test_without_a_gstin_nothing_is_ever_open_beyond_the_own_state() -> None:
    for given in ALL_ANSWERS:
        if given.papers != Papers.GSTIN:
            assert Verdict.YES not in verdicts(given).values()


def test_without_a_bank_account_nothing_is_open() -> None:
    for given in ALL_ANSWERS:
        paths = selling_paths(given, on=TODAY)
        assert any(path.is_open for path in paths) <= (given.bank == Bank.OWN)


# Single answers

NOT_YET, STATE, YES, OTHER = Verdict.NOT_YET, Verdict.OWN_STATE, Verdict.YES, Verdict.OTHER_GOODS


@pytest.mark.parametrize(
    ("given", "expected"),  # at Amazon, Flipkart, ONDC, Indiahandmade, Meesho
    [
        ({}, (NOT_YET, NOT_YET, STATE, STATE, STATE)),
        ({"reach": "india"}, (NOT_YET, NOT_YET, STATE, STATE, STATE)),
        ({"papers": "gstin"}, (YES, YES, YES, YES, YES)),
        ({"papers": "gstin", "who": "firm", "reach": "india"}, (YES, YES, YES, YES, YES)),
        ({"papers": "gstin", "bank": "no"}, (NOT_YET, NOT_YET, NOT_YET, NOT_YET, NOT_YET)),
        ({"papers": "none"}, (NOT_YET, NOT_YET, NOT_YET, NOT_YET, NOT_YET)),
        ({"bank": "no"}, (NOT_YET, NOT_YET, NOT_YET, NOT_YET, NOT_YET)),
        ({"who": "group"}, (NOT_YET, NOT_YET, STATE, NOT_YET, STATE)),
        ({"who": "firm"}, (NOT_YET, NOT_YET, STATE, NOT_YET, STATE)),
        ({"make": "food"}, (NOT_YET, NOT_YET, STATE, OTHER, STATE)),
        ({"make": "cosmetics", "papers": "gstin"}, (YES, YES, YES, OTHER, YES)),
    ],
)
def test_the_answer_by_marketplace(given: dict[str, str], expected: tuple[Verdict, ...]) -> None:
    found = verdicts(answers(**given))

    assert list(found) == ["amazon", "flipkart", "ondc", "indiahandmade", "meesho"]
    assert tuple(found.values()) == expected


def test_a_marketplace_that_asks_more_than_the_law_is_named_as_the_reason() -> None:
    path = path_at("amazon", answers())

    assert path.reason == Reason.ASKS_GSTIN
    assert path.needs == (Need.GSTIN,)


def test_the_enrolment_number_opens_one_state_and_no_more() -> None:
    near, far = path_at("meesho", answers()), path_at("meesho", answers(reach="india"))

    assert (near.verdict, near.reason) == (Verdict.OWN_STATE, Reason.ENROLMENT_OWN_STATE)
    assert (far.verdict, far.reason) == (Verdict.OWN_STATE, Reason.ENROLMENT_NOT_ALL_INDIA)
    assert near.needs == far.needs == (Need.ENROLMENT_ID,)


def test_everything_missing_is_named_at_once() -> None:
    path = path_at("meesho", answers(papers="none", bank="no", make="food"))

    assert path.reason == Reason.NO_PAN
    assert path.needs == (Need.PAN, Need.ENROLMENT_ID, Need.BANK_ACCOUNT, Need.FOOD_LICENCE)


def test_a_group_is_told_that_others_need_no_gstin() -> None:
    path = path_at("indiahandmade", answers(who="group"))

    assert path.reason == Reason.ASKS_GROUPS_FOR_GSTIN
    assert path.needs == (Need.GSTIN, Need.PEHCHAN)


@pytest.mark.parametrize(
    ("make", "need"),
    [("food", Need.FOOD_LICENCE), ("cosmetics", Need.COSMETICS_LICENCE), ("other", Need.GOODS_LICENCE)],
)
def test_goods_under_licence_need_it_wherever_they_are_sold(make: str, need: Need) -> None:
    paths = selling_paths(answers(make=make, papers="gstin"), on=TODAY)

    assert [path.needs for path in paths if path.is_open] == [(need,)] * 4


def test_the_boards_own_marketplaces_come_first() -> None:
    order = [path.marketplace for path in selling_paths(answers(), on=TODAY, first=("meesho", "flipkart"))]

    assert order == ["meesho", "flipkart", "amazon", "ondc", "indiahandmade"]


def test_a_boards_marketplace_that_the_table_does_not_know_is_a_question_to_us() -> None:
    path = selling_paths(answers(), on=TODAY, first=("bazaar",))[0]

    assert (path.marketplace, path.verdict, path.reason) == ("bazaar", Verdict.ASK, Reason.UNKNOWN)
    assert str(path.reason.label) % {"name": "Bazaar"}


# Days


def test_before_the_notification_nobody_sold_without_a_gstin() -> None:
    eve = ENROLMENT_BEGAN - timedelta(days=1)

    path = path_at("amazon", answers(), on=eve)

    assert verdicts(answers(), on=eve) == {"amazon": Verdict.NOT_YET, "flipkart": Verdict.NOT_YET}
    assert path.reason == Reason.LAW_ASKS_GSTIN
    assert turnover_limit_rupees(on=eve) is None


def test_from_its_day_on_they_may_inside_one_state() -> None:
    assert date(2023, 10, 1) == ENROLMENT_BEGAN
    assert verdicts(answers(), on=ENROLMENT_BEGAN)["ondc"] == Verdict.OWN_STATE
    assert path_at("amazon", answers(), on=ENROLMENT_BEGAN).reason == Reason.ASKS_GSTIN
    assert turnover_limit_rupees(on=ENROLMENT_BEGAN) == 20_00_000


def test_a_new_row_changes_the_answer_from_its_day_and_not_before() -> None:
    changes_on = date(2027, 4, 1)
    source = Source("Letter of 1 March 2027", Standing.VERIFIED)
    terms = (*TERMS, Terms("amazon", "Amazon", changes_on, source, enrolment_id_from=frozenset(Who)))

    def verdict(on: date) -> Verdict:
        return selling_paths(answers(), on=on, terms=terms, first=("amazon",))[0].verdict

    assert verdict(changes_on - timedelta(days=1)) == Verdict.NOT_YET
    assert verdict(changes_on) == Verdict.OWN_STATE
    assert path_at("amazon", answers(), on=changes_on).verdict == Verdict.NOT_YET  # the control: without the row


def test_before_there_was_any_gst_the_boards_marketplaces_are_a_question() -> None:
    paths = selling_paths(answers(), on=date(2016, 1, 1), first=BOARDS_OWN)

    assert [path.verdict for path in paths] == [Verdict.ASK, Verdict.ASK]


def test_no_two_rows_of_a_kind_begin_on_one_day() -> None:
    keys = [("law", row.since) for row in LAWS]
    keys += [("limit", row.since) for row in TURNOVER_LIMITS]
    keys += [(row.marketplace, row.since) for row in TERMS]
    keys += [(row.make, row.since) for row in LICENCES]

    assert len(keys) == len(set(keys))


def test_no_row_claims_to_be_verified_without_saying_where() -> None:
    sources = [row.source for rows in (LAWS, TURNOVER_LIMITS, TERMS, LICENCES) for row in rows]

    assert [str(each.name) for each in sources if each.standing != Standing.UNVERIFIED and not each.url] == []
    assert {each.read_on for each in sources} == {date(2026, 11, 21)}


# Addresses


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"make": "gold"},
        {"make": ""},
        {"make": "CLOTH"},
        {"make": "\ufffd"},
        {"name": "Sunita"},
        {"make": "x" * 9999},
    ],
)
def test_what_no_question_offers_is_no_answer(query: dict[str, str]) -> None:
    assert answers_in(query) == {}
    assert Answers.complete(answers_in(query)) is None


def test_answers_are_read_in_the_order_of_the_questions() -> None:
    query = {"bank": "yes", "who": "alone", "make": "cloth", "papers": "?"}

    assert list(answers_in(query).items()) == [("make", "cloth"), ("who", "alone"), ("bank", "yes")]
