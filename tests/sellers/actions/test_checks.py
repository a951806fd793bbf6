"""Checks by registries: asked for when a file is sent, answered one by one, asked for again, never in the way."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from onboarding.event_routes import ROUTES
from onboarding.outbox.actions import Event
from onboarding.outbox.models import OutboxEvent
from onboarding.outbox.relay import Final, Postponed, relay_due
from onboarding.tenancy.scope import board_scope
from sellers.actions.answers import save_answers
from sellers.actions.applications import Fault, approve_application, send_back_application, submit_application
from sellers.actions.checks import ask_again, ask_registries, record_answer
from sellers.actions.marks import look_again
from sellers.models import Application, Check
from sellers.review.changes import needing_another_look
from sellers.review.evidence import evidence_of
from sellers.review.reading import read_file
from sellers.review.standing import standings_of
from tests import factories
from tests.marketplaces.conftest import Sandbox
from tests.sellers import files

GSTIN, UDYAM, ACCOUNT, IFSC = "09ABCPE1234F1Z4", "UDYAM-UP-75-0001234", "123456781234", "SBIN0001234"


def gstin(digits: str) -> str:
    """A number whose digits choose what the sandbox says of it."""
    return f"09ABCPE{digits}F1Z4"


def hear(name: str) -> list[Any]:
    """Let each waiting event of this name reach its handlers; return what each raised, or None."""
    raised = []
    for row in OutboxEvent.objects.filter(name=name, done_at=None).order_by("pk"):
        for handler in ROUTES[name]:
            try:
                handler(Event(row.pk, row.board_id, row.name, row.object_id, row.payload))
                raised.append(None)
            except (Final, Postponed) as error:
                raised.append(error)
    return raised


def make_file(**answers: Any) -> Application:
    """A file with the board, whose owner lets the registers be asked."""
    return files.make_file(agrees_to_registers=True, **answers)


def checked(**answers: Any) -> Application:
    """A file with the board whose facts the registries have been asked about, and have answered."""
    application = make_file(**answers)
    hear("application.submitted")
    hear("check.asked")
    return application


def results(application: Application) -> dict[str, str]:
    return dict(Check.objects.filter(seller=application.seller, stale_at=None).values_list("method", "result"))


def states(application: Application) -> dict[str, list[tuple[str, str]]]:
    """What counts, by question: method and state."""
    file = Application.objects.select_related("seller__data_key").get(pk=application.pk)
    found = standings_of(read_file(file))
    return {code: [(each.check.method, str(each.state)) for each in each_code] for code, each_code in found.items()}


def approve(application: Application) -> None:
    officer = factories.make_officer(application.board)
    approve_application(application.pk, officer=officer, programme_id=factories.make_programme().pk)


def make_older(days: int, **fields: Any) -> None:
    """Let everything that was checked be so many days old."""
    moment = timezone.now() - timedelta(days=days)
    Check.objects.update(asked_at=moment, **{"answered_at": moment, **fields})
    Application.objects.update(status_since=moment)


# Asking


def test_a_sent_file_asks_each_registry_for_its_fact(board: Any, registries: Sandbox) -> None:
    application = make_file(gstin=GSTIN, udyam=UDYAM, bank_account=ACCOUNT, ifsc=IFSC)

    hear("application.submitted")

    checks = Check.objects.filter(seller=application.seller).order_by("code")
    assert list(checks.values_list("code", "method", "result")) == [
        ("bank_account", "bank", "pending"),
        ("gstin", "gst", "pending"),
        ("udyam", "udyam", "pending"),
    ]
    events = OutboxEvent.objects.filter(name="check.asked").order_by("object_id").values_list("object_id", flat=True)
    assert list(events) == sorted(str(check.pk) for check in checks)


def test_what_was_asked_is_not_asked_again(board: Any, registries: Sandbox) -> None:
    application = make_file(gstin=GSTIN, udyam=UDYAM)
    hear("application.submitted")

    hear("application.submitted")  # an event may come twice
    hear("check.asked")
    asked = ask_registries(application.seller_id)

    assert asked == 0
    assert Check.objects.count() == 2


def test_without_a_registry_the_check_is_left_to_the_officer(board: Any, settings: Any) -> None:
    settings.REGISTRY_URL = ""
    make_file(gstin=GSTIN)

    hear("application.submitted")

    assert not Check.objects.exists()


def test_an_account_without_its_branch_is_not_asked_about(board: Any, registries: Sandbox) -> None:
    make_file(bank_account=ACCOUNT)

    hear("application.submitted")

    assert not Check.objects.exists()


def test_without_her_yes_no_registry_is_asked(board: Any, registries: Sandbox) -> None:
    files.make_file(gstin=GSTIN)

    hear("application.submitted")

    assert not Check.objects.exists()


def test_a_no_that_comes_before_the_call_stops_it(board: Any, registries: Sandbox) -> None:
    application = make_file(gstin=GSTIN)
    hear("application.submitted")
    factories.give_consent(application.seller, "registry_checks", is_given=False)

    assert hear("check.asked") == [None]

    assert results(application) == {"gst": "unreachable"}


# Answers


@pytest.mark.parametrize(
    ("digits", "result"),
    [("1234", "match"), ("4090", "mismatch"), ("4100", "cancelled"), ("4040", "not_found"), ("4220", "unsure")],
)
def test_the_registrys_answer_is_kept_for_a_year(board: Any, registries: Sandbox, digits: str, result: str) -> None:
    application = checked(gstin=gstin(digits))

    check = Check.objects.select_related("seller__data_key").get()
    assert (check.result, check.expires_on) == (result, timezone.localdate() + timedelta(days=365))
    assert check.answered_at is not None
    evidence = evidence_of(check, check.seller.data_key)
    assert evidence.of == {"gstin": gstin(digits), "name": "Sunita Devi"}
    assert evidence.said["result"] == result
    assert states(application) == {"gstin": [("gst", result)]}


def test_the_evidence_is_sealed(board: Any, registries: Sandbox) -> None:
    checked(gstin=GSTIN, bank_account=ACCOUNT, ifsc=IFSC)

    for check in Check.objects.all():
        sealed = bytes(check.sealed_evidence)
        assert not any(text.encode() in sealed for text in (GSTIN, ACCOUNT, "Sunita"))


def test_the_bank_is_asked_for_account_branch_and_name(board: Any, registries: Sandbox) -> None:
    application = checked(bank_account="123456784090", ifsc=IFSC)

    check = Check.objects.select_related("seller__data_key").get()
    assert evidence_of(check, check.seller.data_key).said["legal_name"] == "Kamla Prajapati"
    assert states(application) == {"bank_account": [("bank", "mismatch")]}


# A registry that is away


def test_a_registry_that_is_down_is_asked_later(board: Any, registries: Sandbox) -> None:
    application = make_file(gstin=gstin("5030"))
    hear("application.submitted")

    (raised,) = hear("check.asked")

    assert type(raised) is Postponed
    assert 30 <= raised.delay_s <= 60
    assert results(application) == {"gst": "pending"}


def test_after_a_day_without_an_answer_the_check_says_so_and_can_be_revived(board: Any, registries: Sandbox) -> None:
    application = make_file(gstin=gstin("5030"))
    hear("application.submitted")
    Check.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))

    (raised,) = hear("check.asked")
    after_a_day = results(application)

    assert type(raised) is Final
    assert after_a_day == {"gst": "unreachable"}
    assert states(application) == {"gstin": [("gst", "unreachable")]}


def test_a_buried_question_is_answered_once_it_is_revived(board: Any, registries: Sandbox) -> None:
    application = make_file(gstin=GSTIN)
    hear("application.submitted")
    Check.objects.update(result="unreachable", answered_at=timezone.now())

    assert hear("check.asked") == [None]

    assert results(application) == {"gst": "match"}


def test_a_registry_that_refuses_us_is_not_asked_again_and_again(
    board: Any, registries: Sandbox, settings: Any
) -> None:
    settings.REGISTRY_TOKEN = "another-token"
    application = make_file(gstin=GSTIN)
    hear("application.submitted")

    (raised,) = hear("check.asked")

    assert type(raised) is Final
    assert results(application) == {"gst": "unreachable"}
    assert Check.objects.get().reason == "The registry does not take our token."


def test_a_question_whose_worker_died_reads_as_unanswered_in_the_end(board: Any, registries: Sandbox) -> None:
    application = make_file(gstin=GSTIN)
    hear("application.submitted")
    Check.objects.update(asked_at=timezone.now() - timedelta(days=3))

    assert states(application) == {"gstin": [("gst", "unreachable")]}


# Values that change


def test_a_number_that_changed_meanwhile_is_not_asked_about(board: Any, registries: Sandbox) -> None:
    application = make_file(gstin=GSTIN)
    hear("application.submitted")
    change(application, gstin=gstin("5678"))

    assert hear("check.asked") == [None]

    check = Check.objects.get(method="gst")
    assert (check.result, check.stale_at is None) == ("unreachable", False)


def test_an_answer_about_a_branch_that_changed_meanwhile_is_stale(board: Any, registries: Sandbox) -> None:
    application = make_file(bank_account=ACCOUNT, ifsc=IFSC)
    hear("application.submitted")
    change(application, ifsc="HDFC0000001")

    check = record_answer(Check.objects.get(method="bank").pk, result="match", said={})

    assert check.stale_at is not None
    assert states(application) == {}


def test_a_check_of_a_name_that_changed_counts_no_more(board: Any, registries: Sandbox) -> None:
    application = checked(gstin=GSTIN)
    assert states(application) == {"gstin": [("gst", "match")]}

    change(application, name="Sunita Kumari")

    assert states(application) == {}


def change(application: Application, **answers: Any) -> None:
    """The officer sends the file back, and the seller changes these answers."""
    faults = [Fault(code, "incomplete") for code in answers]
    send_back_application(application.pk, officer=factories.make_officer(application.board), faults=faults)
    save_answers(application.pk, answers, by=factories.actor_of(application.seller))


def test_a_mended_number_is_asked_about_anew(board: Any, registries: Sandbox) -> None:
    application = checked(gstin=gstin("4040"))
    change(application, gstin=GSTIN)
    OutboxEvent.objects.update(done_at=timezone.now())
    submit_application(application.pk, by=factories.actor_of(application.seller))

    hear("application.submitted")
    hear("check.asked")

    assert states(application) == {"gstin": [("gst", "match")]}


# Asked again


def test_facts_of_an_approved_file_are_asked_about_again_after_a_week(board: Any, registries: Sandbox) -> None:
    application = checked(gstin=GSTIN, udyam=UDYAM)
    approve(application)
    make_older(8)

    assert ask_again() == 2

    waits = OutboxEvent.objects.filter(name="check.asked").order_by("-pk").values_list("payload", flat=True)[:2]
    assert sorted(each["wait_s"] for each in waits) == [0, 3]
    assert ask_again() == 0, "they are on their way"


def test_who_took_her_yes_back_is_not_asked_about_again(board: Any, registries: Sandbox) -> None:
    application = checked(gstin=GSTIN)
    approve(application)
    make_older(8)
    factories.give_consent(application.seller, "registry_checks", is_given=False)

    assert ask_again() == 0


@pytest.mark.parametrize(("days", "is_approved"), [(6, True), (8, False)], ids=["this week", "not approved"])
def test_others_are_left_in_peace(board: Any, registries: Sandbox, days: int, is_approved: bool) -> None:
    application = checked(gstin=GSTIN)
    if is_approved:
        approve(application)
    make_older(days)

    assert ask_again() == 0


def test_a_check_near_its_end_is_asked_for_again(board: Any, registries: Sandbox) -> None:
    checked(gstin=GSTIN)
    make_older(340, expires_on=timezone.localdate() + timedelta(days=25))

    assert ask_again() == 1


def test_no_more_are_asked_at_once_than_allowed_and_the_oldest_first(board: Any, registries: Sandbox) -> None:
    old, new = checked(gstin=GSTIN), checked(gstin=gstin("5678"))
    for application in (old, new):
        approve(application)
    make_older(8)
    Check.objects.filter(seller=old.seller).update(answered_at=timezone.now() - timedelta(days=9))

    assert ask_again(limit=1) == 1

    assert Check.objects.filter(result="pending").get().seller == old.seller


def test_a_question_of_a_sweep_waits_its_turn(board: Any, registries: Sandbox) -> None:
    application = checked(gstin=GSTIN, udyam=UDYAM)
    approve(application)
    make_older(8)
    OutboxEvent.objects.update(done_at=timezone.now())
    ask_again()

    raised = hear("check.asked")

    assert [type(each) for each in raised] == [type(None), Postponed]


def asked_again_and_cancelled(registries: Sandbox) -> Application:
    """An approved file whose GST number was cancelled since."""
    application = checked(gstin=GSTIN)
    approve(application)
    make_older(8)
    OutboxEvent.objects.update(done_at=timezone.now())
    registries._control("POST", "registries", {"number": GSTIN, "result": "cancelled"})
    ask_again()
    OutboxEvent.objects.filter(done_at=None).update(payload={"wait_s": 0})
    hear("check.asked")
    registries._control("POST", "registries", {"number": GSTIN, "result": None})
    return application


def test_a_number_cancelled_since_makes_its_file_need_another_look(board: Any, registries: Sandbox) -> None:
    still_good = checked(gstin=gstin("5678"))
    approve(still_good)
    OutboxEvent.objects.update(done_at=timezone.now())

    application = asked_again_and_cancelled(registries)

    assert states(application) == {"gstin": [("gst", "cancelled")]}
    assert [file.pk for file in needing_another_look()] == [application.pk]


def test_an_officers_word_ends_that(board: Any, registries: Sandbox) -> None:
    application = asked_again_and_cancelled(registries)

    look_again(application.pk, "gstin", officer=factories.make_officer(board), reason="She has a new one, seen.")

    assert not needing_another_look().exists()


def test_what_the_officer_knew_when_she_approved_needs_no_other_look(board: Any, registries: Sandbox) -> None:
    """The negative control."""
    approve(checked(gstin=gstin("4220")))
    application = checked(bank_account="123456784040", ifsc=IFSC)
    approve(application)

    assert states(application) == {"bank_account": [("bank", "not_found")]}
    assert not needing_another_look().exists()


# Outside any transaction


class Watcher(BaseHTTPRequestHandler):
    """A registry that looks, while it is asked, whether the asker holds a transaction open."""

    held: list[int] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        with connection.cursor() as cursor:  # this thread's own, of the same role: others' states are not shown
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
            )
            self.held.append(cursor.fetchone()[0])
        connection.close()
        body = b'{"result": "match", "as_of": "2026-11-21T10:00:00+00:00", "reference": "r1"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def watcher(settings: Any) -> Iterator[type[Watcher]]:
    Watcher.held = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Watcher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.REGISTRY_URL, settings.REGISTRY_TOKEN = f"http://127.0.0.1:{server.server_port}", "token"
    yield Watcher
    server.shutdown()
    server.server_close()


@pytest.mark.django_db(transaction=True)
def test_a_registry_is_asked_outside_any_transaction(watcher: type[Watcher]) -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        application = make_file(gstin=GSTIN)

    while relay_due():
        pass

    with board_scope(board.pk):
        assert results(application) == {"gst": "match"}
        assert OutboxEvent.objects.filter(name="check.asked", done_at=None).count() == 0
    assert watcher.held == [0]


@pytest.mark.django_db(transaction=True)
def test_the_watcher_sees_a_transaction_that_is_held(watcher: type[Watcher]) -> None:
    """The negative control."""
    board = factories.make_board()
    with board_scope(board.pk):
        make_file(gstin=GSTIN)
        hear("application.submitted")
        hear("check.asked")

    assert watcher.held == [1]
