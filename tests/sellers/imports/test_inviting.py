"""Who was brought in by a list is told so by one SMS, and by no second one."""

import pytest

from onboarding.boards.models import Board
from onboarding.boards.reference.actions import load_reference
from onboarding.messages.actions import contents_of
from onboarding.messages.models import Message
from onboarding.outbox.actions import Event
from onboarding.outbox.models import OutboxEvent
from sellers.imports import inviting
from sellers.imports.inviting import invite_people
from sellers.models import Application, Seller
from tests.factories import make_officer, make_sms_texts
from tests.sellers.imports.builders import RAM, SUNITA
from tests.sellers.imports.factories import BAD, make_done_import

REKHA = ("Rekha Devi", SUNITA[1], "Varanasi")  # on Sunita's phone


@pytest.fixture(autouse=True)
def reference(board: Board) -> None:
    load_reference()
    make_sms_texts()


def waiting() -> list[Event]:
    rows = OutboxEvent.objects.filter(name="import.finished").order_by("pk")
    return [Event(row.pk, row.board_id, row.name, row.object_id, row.payload) for row in rows]


def hear_all() -> int:
    """Hear each event, also those that follow from the ones heard, and return how many there were."""
    heard: set[int] = set()
    while fresh := [event for event in waiting() if event.id not in heard]:
        for event in fresh:
            invite_people(event)
            heard.add(event.id)
    return len(heard)


def invited() -> list[str]:
    return sorted(contents_of(message)[0] for message in Message.objects.filter(purpose="file_begun_by_board"))


def test_each_new_person_is_told_once(board: Board) -> None:
    make_done_import(make_officer(board), SUNITA, RAM, BAD)

    assert (hear_all(), hear_all()) == (1, 1)

    assert invited() == ["+919123456780", "+919876543210"]
    _to, body = contents_of(Message.objects.filter(purpose="file_begun_by_board")[0])
    assert body == f"The board began a file for you. Questions: {board.help_phone}"


def test_who_was_there_before_is_not_told_again(board: Board) -> None:
    officer = make_officer(board)
    make_done_import(officer, SUNITA)
    hear_all()

    make_done_import(officer, SUNITA, RAM)
    hear_all()

    assert invited() == ["+919123456780", "+919876543210"]


def test_a_phone_that_stands_in_many_rows_gets_one_message(board: Board) -> None:
    make_done_import(make_officer(board), SUNITA, REKHA)

    hear_all()

    assert Seller.objects.count() == 2
    assert invited() == ["+919876543210"]


def test_who_has_sent_her_file_meanwhile_is_not_told(board: Board) -> None:
    make_done_import(make_officer(board), SUNITA, RAM)
    Application.objects.filter(seller__name=RAM[0]).update(status="submitted")

    hear_all()

    assert invited() == ["+919876543210"]


def test_many_people_are_told_slice_by_slice(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "SLICE", 2)
    people = [(f"Sunita {letter}", f"987654320{n}", "Varanasi") for n, letter in enumerate("abcde")]
    file = make_done_import(make_officer(board), *people)

    assert hear_all() == 3

    assert invited() == [f"+91987654320{n}" for n in range(5)]
    assert [set(event.payload) for event in waiting()] == [set(), {"after"}, {"after"}]
    assert {event.object_id for event in waiting()} == {str(file.pk)}
