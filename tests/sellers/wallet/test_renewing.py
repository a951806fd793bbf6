"""Marks and cards: renewed at any time, looked at by an officer, and spoken of before they run out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from onboarding.boards.models import Board
from onboarding.messages.actions import contents_of
from onboarding.messages.models import Message
from onboarding.moves import move
from onboarding.tenancy.scope import board_scope
from sellers.actions import wallet as actions
from sellers.actions.active import FileAtRest
from sellers.actions.answers import save_answers
from sellers.actions.marks import look_again
from sellers.actions.wallet import ExpiredAlready, NotInWallet, NumberMissing, Renewal, renew_mark
from sellers.models import Application, Check, Document, Fact, Repeat
from sellers.policies import HelperMayNot, OperatorMayNot
from sellers.review.changes import needing_another_look
from sellers.secrets import value_of
from sellers.tasks import remind_of_expiring_marks
from sellers.wallet.marks import NAMES, expiring_marks, wallet_of
from tests import factories
from tests.queries import queries_of
from tests.sellers.people import in_english
from tests.sessions import browser_of, browser_of_officer
from tests.watching import history, refused

NOON = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)  # noon in India


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def a_file(
    status: str = "approved", *, days: int | None = 400, code: str = "handloom_mark", **fields: Any
) -> Application:
    """A file with one mark in it."""
    application = factories.make_application(**fields)
    answers = {code: "HL-1234", code + "__expires": in_days(days) if days is not None else None}
    save_answers(application.pk, answers, by=factories.actor_of(application.seller))
    if status != "draft":
        actor = factories.actor_of(application.seller)
        application = factories.submit_application(application.pk, by=actor)
    if status == "approved":
        officer = factories.make_officer(application.board)
        programme = factories.make_programme()
        factories.approve_application(application.pk, officer=officer, programme_id=programme.pk)
    return read(application)


def read(application: Application) -> Application:
    rows = Application.objects.select_related("seller__data_key", "seller__user")
    found: Application = rows.get(pk=application.pk)
    return found


def renew(application: Application, number: str = "HL-5678", days: int | None = 800, **fields: Any) -> bool:
    renewal = Renewal("handloom_mark", number, in_days(days) if days is not None else None, **fields)
    return renew_mark(application.pk, renewal, by=factories.actor_of(application.seller))


def state_of(application: Application, code: str = "handloom_mark") -> str:
    return next(mark.state for mark in wallet_of(read(application)) if mark.code == code)


def fact_of(application: Application) -> Fact:
    rows = Fact.objects.select_related("seller__data_key")
    found: Fact = rows.get(seller=application.seller, code="handloom_mark")
    return found


# Renewed


def test_an_approved_file_stays_approved_and_its_officer_is_asked_about_the_mark(board: Board) -> None:
    application = a_file()

    assert renew(application) is True

    assert read(application).status == "approved"
    assert (value_of(fact_of(application)), fact_of(application).expires_on) == ("HL-5678", in_days(800))
    assert history(application)[-1] == ("mark.renewed", "seller", "", "approved")
    assert state_of(application) == "pending"
    assert list(needing_another_look()) == [application]


def test_an_approved_file_without_a_renewal_asks_for_no_look(board: Board) -> None:
    """The negative control."""
    a_file()

    assert list(needing_another_look()) == []


def test_what_an_officer_said_of_the_mark_before_counts_no_more(board: Board) -> None:
    application, officer = a_file(), factories.make_officer(board)
    look_again(application.pk, "handloom_mark", officer=officer, reason="Seen at the office.")
    before = state_of(application)

    renew(application, number="HL-1234", days=900)  # the same number with a new day

    assert (before, state_of(application)) == ("verified", "pending")


def test_once_an_officer_has_looked_it_is_right_and_leaves_her_list(board: Board) -> None:
    application, officer = a_file(), factories.make_officer(board)
    renew(application)

    look_again(application.pk, "handloom_mark", officer=officer, reason="Seen the new one.")

    assert state_of(application) == "verified"
    assert list(needing_another_look()) == []


def test_a_card_that_stands_in_another_file_too_is_an_officers_question(board: Board) -> None:
    first, second = a_file(code="artisan_card"), a_file()

    renew_mark(second.pk, Renewal("artisan_card", "HL-1234"), by=factories.actor_of(second.seller))

    assert [(row.code, {row.seller, row.other}) for row in Repeat.objects.all()] == [
        ("artisan_card", {first.seller, second.seller})
    ]


def test_an_officers_question_does_not_run_out_by_waiting(board: Board) -> None:
    application = a_file()
    renew(application)

    Check.objects.update(asked_at=timezone.now() - timedelta(days=30))

    assert state_of(application) == "pending"


def test_the_same_again_is_no_news(board: Board) -> None:
    application = a_file()
    renew(application)
    checks, entries = Check.objects.count(), history(application)

    assert renew(application) is False
    assert (Check.objects.count(), history(application)) == (checks, entries)


def test_a_draft_takes_a_mark_and_asks_nobody(board: Board) -> None:
    application = a_file("draft")

    renew(application)

    assert (read(application).status, state_of(application), Check.objects.count()) == ("draft", "unseen", 0)


@pytest.mark.parametrize(
    ("renewal", "error"),
    [
        (Renewal("handloom_mark", ""), NumberMissing),
        (Renewal("handloom_mark", "HL-9", date(2020, 1, 1)), ExpiredAlready),
        (Renewal("pan", "ABCPE1234F"), NotInWallet),
    ],
)
def test_what_is_no_renewal_is_refused_and_nothing_is_written(board: Board, renewal: Renewal, error: Any) -> None:
    application = a_file()

    with refused(error):
        renew_mark(application.pk, renewal, by=factories.actor_of(application.seller))

    assert (value_of(fact_of(application)), Check.objects.count()) == ("HL-1234", 0)


def test_nobody_renews_for_her(board: Board) -> None:
    application = a_file()
    renewal = Renewal("handloom_mark", "HL-5678")

    with refused(OperatorMayNot):
        renew_mark(application.pk, renewal, by=factories.Actor(kind="operator", id="1"))
    with refused(HelperMayNot):
        renew_mark(application.pk, renewal, by=factories.Actor(kind="helper", id="1"))


def test_a_file_at_rest_renews_nothing(board: Board) -> None:
    application = a_file()
    move(application.seller, "stop")

    with refused(FileAtRest):
        renew(application)


# The pages


def test_the_wallet_says_what_she_has_until_when_and_what_she_could_add(board: Board) -> None:
    application = a_file(days=20)
    browser = in_english(browser_of(application.seller.user))

    page = browser.get(f"/seller/{board.slug}/wallet/")

    body = page.content.decode()
    assert [mark.code for mark in page.context["held"]] == ["handloom_mark"]
    assert [mark.code for mark in page.context["others"]] == ["artisan_card", "silk_mark", "gi_user"]
    assert ("HL-1234" in body, "in 20 days. Renew it now." in body, "Nobody has looked at it yet" in body) == (
        True,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "Ran out on"),
        (0, "Today is its last day"),
        (1, "in 1 day."),
        (60, "in 60 days"),
        (61, "Valid until"),
        (None, "You wrote no date"),
    ],
)
def test_the_wallet_says_in_words_how_long_a_mark_is_valid(board: Board, days: int | None, words: str) -> None:
    application = a_file(days=days)

    page = in_english(browser_of(application.seller.user)).get(f"/seller/{board.slug}/wallet/")

    assert words in page.content.decode()


def test_a_mark_is_renewed_on_its_page_with_a_picture_where_it_has_one(board: Board) -> None:
    application = a_file(code="artisan_card")
    browser = browser_of(application.seller.user)
    address = f"/seller/{board.slug}/wallet/artisan_card/"
    upload_id = browser.get(address).context["form"]["upload_id"].value()
    typed = {"number": "PC-777", "expires_on": "31.12.2030", "upload_id": upload_id}

    for _lost_and_sent_again in range(2):
        picture = SimpleUploadedFile("card.jpg", factories.jpeg(colour=(9, 9, 9)), "image/jpeg")
        assert browser.post(address, {**typed, "picture": picture}).status_code == 302

    fact = Fact.objects.select_related("seller__data_key").get(seller=application.seller, code="artisan_card")
    assert (value_of(fact), fact.expires_on) == ("PC-777", date(2030, 12, 31))
    assert Document.objects.filter(seller=application.seller, code="artisan_card_photo").count() == 1
    assert Check.objects.filter(code="artisan_card", result="pending").count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": "", "expires_on": "2030-01-01"}, "number"),
        ({"number": "HL-9", "expires_on": "2020-01-01"}, "expires_on"),
        ({"number": "HL-9", "expires_on": "soon"}, "expires_on"),
    ],
)
def test_what_is_not_right_stays_typed(board: Board, typed: dict[str, str], field: str) -> None:
    application = a_file()
    browser = browser_of(application.seller.user)

    answer = browser.post(f"/seller/{board.slug}/wallet/handloom_mark/", typed)

    assert 400 <= answer.status_code < 500
    assert field in answer.context["form"].errors
    assert all(value in answer.content.decode() for value in typed.values())
    assert value_of(fact_of(application)) == "HL-1234"


def test_a_mark_that_is_not_hers_to_have_is_absent(board: Board) -> None:
    application = a_file()
    browser = browser_of(application.seller.user)

    for code in ("khadi_certificate", "pan", "no-such"):
        assert browser.get(f"/seller/{board.slug}/wallet/{code}/").status_code == 404


def test_who_has_no_file_is_led_to_begin_one(board: Board) -> None:
    answer = browser_of(factories.make_user()).get(f"/seller/{board.slug}/wallet/")

    assert answer.headers["Location"] == f"/seller/{board.slug}/application/"


def test_the_wallet_costs_the_same_with_one_mark_and_with_four(board: Board) -> None:
    application = a_file()
    browser = browser_of(application.seller.user)
    address = f"/seller/{board.slug}/wallet/"
    few = queries_of(browser, address)
    for code in ("silk_mark", "gi_user", "artisan_card"):
        renew_mark(application.pk, Renewal(code, "N-1"), by=factories.actor_of(application.seller))

    assert queries_of(browser, address) == few


def test_my_road_shows_what_runs_out_within_sixty_days(board: Board) -> None:
    application = a_file(days=60)
    browser = in_english(browser_of(application.seller.user))
    later = a_file(days=61)

    page = browser.get(f"/seller/{board.slug}/")

    assert [(mark.code, mark.days_left) for mark in page.context["expiring"]] == [("handloom_mark", 60)]
    assert "60 days left" in page.content.decode()
    assert expiring_marks(later.seller) == []


def test_the_officers_file_offers_to_look_at_the_renewed_mark(board: Board) -> None:
    application = a_file()
    browser = in_english(browser_of_officer(factories.make_officer(board)))
    renew(application)

    queue = browser.get(f"/board/{board.slug}/applications/", {"status": "again"})
    page = browser.get(f"/board/{board.slug}/applications/{application.pk}/")

    assert [row.pk for row in queue.context["rows"]] == [application.pk]
    rows = {row.code: row for group in page.context["groups"] for row in group.rows}
    assert rows["handloom_mark"].look_form is not None
    assert rows["name"].look_form is None


# Reminders


@pytest.fixture
def texts(board: Board) -> None:
    factories.make_sms_texts()


def sent() -> list[str]:
    reminders = Message.objects.filter(purpose="mark_expires").order_by("created_at")
    return [message.source.rpartition(":")[2] for message in reminders]


def remind() -> None:
    after: actions.Cursor | None = None
    while True:
        after = actions.remind_of_facts(after)
        if after is None:
            break
    actions.remind_of_papers()


def test_each_of_four_reminders_goes_out_once_whatever_the_days_bring(texts: None) -> None:
    told: dict[int, list[str]] = {}
    with time_machine.travel(NOON, tick=False):
        a_file(days=70)
    for day in range(75):
        with time_machine.travel(NOON + timedelta(days=day), tick=False):
            remind()
            remind()
            told[70 - day] = sent()

    assert [days for days in range(70, -5, -1) if told[days] != told.get(days + 1, [])] == [60, 30, 7, 0]
    assert told[-4] == ["60", "30", "7", "0"]


def test_a_day_that_was_missed_is_made_up_for(texts: None) -> None:
    with time_machine.travel(NOON, tick=False):
        a_file(days=31)
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        remind()

    assert sent() == ["30"]


def test_a_renewed_mark_is_spoken_of_anew_in_its_own_time(texts: None) -> None:
    with time_machine.travel(NOON, tick=False):
        application = a_file(days=20)
        remind()
        renew(application, number="HL-1234", days=50)
        remind()

    assert sorted(sent()) == ["30", "60"]


def test_the_sms_names_the_mark_and_the_day_in_her_language(texts: None) -> None:
    with time_machine.travel(NOON, tick=False):
        application = a_file(days=20)
        type(application.seller).objects.filter(pk=application.seller_id).update(language="en")
        remind()

    message = Message.objects.get(purpose="mark_expires")
    to, body = contents_of(message)
    assert (to, body) == (application.seller.user.phone, "Handloom Mark is valid until 11 December 2026.")


def test_every_name_fits_an_sms_in_both_languages() -> None:
    for language in ("hi", "en"):
        with override(language):
            assert {str(name) for name in NAMES.values() if len(str(name)) > 30} == set()


def test_who_left_who_never_sent_and_what_has_no_date_is_not_spoken_of(texts: None) -> None:
    a_file("draft", days=20)
    a_file(days=None)
    gone = a_file(days=20)
    move(gone.seller, "stop")

    remind()

    assert sent() == []


def test_a_dated_paper_is_spoken_of_where_the_number_has_no_date(texts: None) -> None:
    dated, undated = a_file(days=20), a_file(days=None)
    for number, application in enumerate((dated, undated)):
        browser = browser_of(application.seller.user)
        picture = SimpleUploadedFile("card.jpg", factories.jpeg(), "image/jpeg")
        typed = {
            "number": f"PC-{number}",
            "expires_on": in_days(20) if application == dated else "",
            "picture": picture,
        }
        address = f"/seller/{application.board.slug}/wallet/artisan_card/"
        assert browser.post(address, typed).status_code == 302
    Document.objects.update(expires_on=in_days(5))

    Fact.objects.filter(code="handloom_mark").update(expires_on=None)

    remind()

    assert sorted(sent()) == ["30", "7"]


def test_many_are_gone_through_in_batches(texts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    for days in (20, 20, 20, 25, 30):
        a_file(days=days)

    remind()

    assert sent() == ["30"] * 5


def test_the_daily_task_goes_through_every_board_and_stays_in_its_scope(db: None) -> None:
    boards = [factories.make_board() for _each in range(2)]
    for board in boards:
        with board_scope(board.pk):
            factories.make_sms_texts()
            a_file(days=20)

    for _each in range(2):
        remind_of_expiring_marks()

    for board in boards:
        with board_scope(board.pk):
            assert sent() == ["30"]


def test_the_number_of_another_sellers_upload_stands_in_nobodys_way(board: Board) -> None:
    first, second = a_file("submitted", code="artisan_card"), a_file("submitted", code="artisan_card")
    typed = {"number": "PC-777", "expires_on": "31.12.2030", "upload_id": str(uuid4())}

    for application in (first, second):
        picture = SimpleUploadedFile("card.jpg", factories.jpeg(), "image/jpeg")
        address = f"/seller/{board.slug}/wallet/artisan_card/"
        answer = browser_of(application.seller.user).post(address, {**typed, "picture": picture})
        assert answer.status_code == 302

    papers = Document.objects.filter(upload_id=typed["upload_id"])
    assert {paper.seller_id for paper in papers} == {first.seller_id, second.seller_id}
