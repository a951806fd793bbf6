"""A person's file at one board becomes a draft at another: by her yes, sealed anew, and never over her own answers."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import storages
from django.utils import timezone, translation

from onboarding.audit.actors import Actor
from onboarding.boards.models import Board
from onboarding.outbox.actions import Event
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from onboarding.vault.actions import destroy_data_key
from sellers.actions.active import FileAtRest
from sellers.actions.answers import save_answers
from sellers.actions.applications import approve_application, submit_application
from sellers.actions.consents import end_consents
from sellers.actions.copying import NothingToCopy, agree_to_copy, copied_rows
from sellers.actions.withdrawal import stop_seller
from sellers.elsewhere import board_names, boards_with_file_of, verified_elsewhere
from sellers.handlers import copy_agreed_file
from sellers.models import Application, Check, Document, Fact, Seller
from sellers.policies import HelperMayNot, OperatorMayNot
from sellers.review.evidence import Evidence, seal_evidence
from sellers.secrets import name_on, value_of
from tests import factories
from tests.sellers.files import make_paper
from tests.watching import refused

PAN = "AAAPZ1234C"
ACCOUNT = "123456789012"

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Two:
    """A board that holds her approved file, and another at which she may have nothing yet."""

    here: Board
    there: Board
    seller: Seller

    def agree(self) -> Event:
        with board_scope(self.here.pk):
            consent = agree_to_copy(self.seller.pk, self.there, by=factories.actor_of(self.seller), language="hi")
            row = OutboxEvent.objects.filter(name="file.copy_agreed").latest("pk")
            assert row.object_id == str(consent.pk)
            return Event(row.pk, self.here.pk, row.name, row.object_id, row.payload)

    def copy(self) -> None:
        copy_agreed_file(self.agree())

    def answers_there(self) -> dict[str, str]:
        with board_scope(self.there.pk):
            facts = Fact.objects.select_related("seller__data_key")
            return {fact.code: value_of(fact) for fact in facts}


@pytest.fixture
def two(transactional_db: None) -> Two:
    here, there = factories.make_board("up-odop"), factories.make_board("up-khadi")
    with board_scope(here.pk):
        application = factories.make_application(
            pan=PAN, bank_account=ACCOUNT, ifsc="SBIN0001234", artisan_card="DC 12/345",
            artisan_card__expires=date(2028, 5, 1), language="hi",
        )  # fmt: skip
        make_paper(application, "artisan_card_photo", "Suneeta Devi")
        by, programme = factories.make_officer(here), factories.make_programme()
        submit_application(application.pk, by=factories.actor_of(application.seller))
        approve_application(application.pk, officer=by, programme_id=programme.pk)
    return Two(here, there, application.seller)


def test_her_answers_and_papers_become_a_draft_there(two: Two) -> None:
    two.copy()

    with board_scope(two.there.pk):
        application = Application.objects.select_related("seller__data_key").get()
        seller = application.seller
        assert (application.status, application.district_id, application.craft_id) == (
            "draft",
            187,
            "banarasi-silk-saree",
        )
        assert (seller.name, seller.kind, seller.origin, seller.user_id) == (
            "Sunita Devi", "individual", "copy", two.seller.user_id,
        )  # fmt: skip
        card = Fact.objects.get(code="artisan_card")
        assert (card.origin, card.expires_on) == ("copy", date(2028, 5, 1))
        paper = Document.objects.select_related("file", "seller__data_key").get()
        assert (paper.code, paper.origin, name_on(paper)) == ("artisan_card_photo", "copy", "Suneeta Devi")
    assert two.answers_there() == {
        "address": "Madanpura",
        "pin": "221001",
        "pan": PAN,
        "bank_account": ACCOUNT,
        "ifsc": "SBIN0001234",
        "artisan_card": "DC 12/345",
    }


def test_the_copy_is_sealed_under_the_other_boards_key_and_outlives_the_first(two: Two) -> None:
    two.copy()

    with board_scope(two.here.pk):
        destroy_data_key(two.seller.data_key)
        before = {bytes(value) for value in Fact.objects.values_list("sealed_value", flat=True)}
    assert two.answers_there()["pan"] == PAN
    with board_scope(two.there.pk):
        after = {bytes(value) for value in Fact.objects.values_list("sealed_value", flat=True)}
        assert Seller.objects.get().data_key_id != two.seller.data_key_id
    assert not before & after


def test_the_picture_is_a_file_of_the_other_board(two: Two) -> None:
    two.copy()

    with board_scope(two.here.pk):
        first = Document.objects.select_related("file").get().file
    with board_scope(two.there.pk):
        copied = Document.objects.select_related("file").get().file
    assert copied.original_name.startswith(f"{two.there.pk}/")
    storage = storages["uploads"]
    assert copied.sha256 == first.sha256
    for name in (copied.original_name, copied.rendition_name("1600"), copied.rendition_name("320")):  # type: ignore[arg-type]
        assert storage.size(name) > 0
    assert storage.open(copied.original_name).read() == storage.open(first.original_name).read()


def test_nothing_in_clear_lies_in_the_outbox(two: Two) -> None:
    event = two.agree()

    assert event.payload == {"to_board": two.there.pk}
    assert UUID(event.object_id)
    with board_scope(two.here.pk):
        waiting = json.dumps(list(OutboxEvent.objects.values("payload", "object_id")), default=str)
    assert PAN not in waiting
    assert ACCOUNT not in waiting


# Where it was verified


def test_each_fact_keeps_where_how_by_whom_and_when_it_was_verified(two: Two) -> None:
    at = timezone.now()
    with board_scope(two.here.pk):
        make_check(two.seller, {"pan": PAN}, Check.Method.OFFICER, at)
        account = {"bank_account": ACCOUNT, "ifsc": "SBIN0001234", "name": "Sunita Devi"}
        make_check(two.seller, account, Check.Method.BANK, at)

    two.copy()

    with board_scope(two.there.pk), translation.override("en"):
        facts = list(Fact.objects.all())
        verified = {fact.code: verified_elsewhere(fact) for fact in facts}
        pan, bank, pin = (verified[code] for code in ("pan", "bank_account", "pin"))
        assert pan and bank and pin
        assert (pan.board, pan.method, pan.by, pan.at) == ("up-odop", "officer", "officer", at)
        assert (bank.method, bank.by) == ("bank", "registry")
        assert (pin.method, pin.by) == ("approval", "officer")  # read with the rest, and approved
        assert pan.sentence(board_names(facts)).startswith("Verified at Board up-odop on ")
        assert "Anita" not in json.dumps(list(Fact.objects.values_list("verified_elsewhere", flat=True)))
        assert verified_elsewhere(Document.objects.get()) is not None


def make_check(seller: Seller, of: dict[str, str], method: str, at: datetime, result: str = "match") -> None:
    check = Check(seller=seller, code=next(iter(of)), method=method, result=result, by="Anita Rao", answered_at=at)
    seal_evidence(check, Evidence(of), seller.data_key)
    check.save()


def verified_there(two: Two, code: str) -> tuple[str, str] | None:
    two.copy()
    with board_scope(two.there.pk):
        verified = verified_elsewhere(Fact.objects.get(code=code))
    return (verified.method, verified.by) if verified else None


@pytest.mark.parametrize("result", ["mismatch", "cancelled", "not_found"])
def test_what_a_check_found_wrong_arrives_as_unverified(two: Two, result: str) -> None:
    at = timezone.now()
    with board_scope(two.here.pk):
        make_check(two.seller, {"pin": "221001"}, Check.Method.OFFICER, at)
        make_check(two.seller, {"pin": "221001"}, Check.Method.VISIT, at + timedelta(minutes=1), result)

    assert verified_there(two, "pin") is None


def test_what_an_officer_found_right_after_it_was_found_wrong_is_verified_by_her(two: Two) -> None:
    at = timezone.now()
    with board_scope(two.here.pk):
        make_check(two.seller, {"pin": "221001"}, Check.Method.VISIT, at, "mismatch")
        make_check(two.seller, {"pin": "221001"}, Check.Method.OFFICER, at + timedelta(minutes=1))

    assert verified_there(two, "pin") == ("officer", "officer")


@pytest.mark.parametrize("result", ["match", "mismatch"])
def test_a_check_of_an_earlier_answer_says_nothing(two: Two, result: str) -> None:
    with board_scope(two.here.pk):
        make_check(two.seller, {"pin": "221002"}, Check.Method.VISIT, timezone.now(), result)

    assert verified_there(two, "pin") == ("approval", "officer")


def test_what_she_changed_after_the_approval_was_approved_by_nobody(two: Two) -> None:
    with board_scope(two.here.pk):
        since = Application.objects.get().status_since
        Fact.objects.filter(code="pin").update(saved_at=since)
        Fact.objects.filter(code="address").update(saved_at=since + timedelta(microseconds=1))
        Document.objects.update(created_at=since + timedelta(microseconds=1))

    assert verified_there(two, "pin") == ("approval", "officer")
    with board_scope(two.there.pk):
        assert verified_elsewhere(Fact.objects.get(code="address")) is None
        assert verified_elsewhere(Document.objects.get()) is None


def test_her_own_answer_was_verified_nowhere_else(two: Two) -> None:
    with board_scope(two.here.pk):
        assert verified_elsewhere(Fact.objects.get(code="pan")) is None


# Twice, and beside her own answers


def test_the_event_twice_and_a_second_yes_copy_once(two: Two) -> None:
    event = two.agree()
    copy_agreed_file(event)
    with board_scope(two.there.pk):
        before = (list(Fact.objects.order_by("pk").values()), list(Document.objects.order_by("pk").values()))

    copy_agreed_file(event)
    two.copy()

    with board_scope(two.there.pk):
        after = (list(Fact.objects.order_by("pk").values()), list(Document.objects.order_by("pk").values()))
        assert Seller.objects.count() == 1
    assert comparable(before) == comparable(after)


def comparable(rows: Any) -> Any:
    return [
        [{key: bytes(value) if isinstance(value, memoryview) else value for key, value in row.items()} for row in each]
        for each in rows
    ]


def test_what_she_answered_there_herself_stays(two: Two) -> None:
    with board_scope(two.there.pk):
        own = factories.make_application(
            user=two.seller.user, address="Her own words", pan="", bank_account="999988887777", craft=None,
            other_craft="Toys",
        )  # fmt: skip
        paper = make_paper(own, "artisan_card_photo", "S. Devi")

    two.copy()

    answers = two.answers_there()
    assert (answers["address"], answers["bank_account"]) == ("Her own words", "999988887777")
    assert "ifsc" not in answers  # another bank's branch would be wrong beside her own account
    assert answers["pan"] == PAN
    with board_scope(two.there.pk):
        application = Application.objects.get()
        assert (application.pk, application.craft_id, application.other_craft) == (own.pk, None, "Toys")
        assert Document.objects.get().pk == paper.pk


def test_an_answer_that_she_changed_after_the_copy_stays(two: Two) -> None:
    two.copy()
    with board_scope(two.there.pk):
        application = Application.objects.select_related("seller__user").get()
        save_answers(application.pk, {"address": "Changed"}, by=factories.actor_of(application.seller))

    two.copy()

    assert two.answers_there()["address"] == "Changed"
    with board_scope(two.there.pk):
        assert verified_elsewhere(Fact.objects.get(code="address")) is None  # what was verified is not this any more


def test_a_file_that_was_sent_there_already_is_not_touched(two: Two) -> None:
    with board_scope(two.there.pk):
        factories.make_application(user=two.seller.user, status="submitted")
    before = two.answers_there()

    two.copy()

    assert two.answers_there() == before


def test_another_person_on_the_same_phone_keeps_her_own_file(two: Two) -> None:
    with board_scope(two.there.pk):
        other = factories.make_application(user=two.seller.user, name="Asha Devi").seller

    two.copy()

    with board_scope(two.there.pk):
        assert set(Seller.objects.values_list("name", flat=True)) == {"Asha Devi", "Sunita Devi"}
        assert not Fact.objects.filter(seller=other, origin="copy").exists()


# Not copied


@pytest.mark.parametrize("kept_from", ["taken_back", "left", "another_id"])
def test_nothing_is_copied_once_she_took_it_back(two: Two, kept_from: str) -> None:
    event = two.agree()
    with board_scope(two.here.pk):
        if kept_from == "taken_back":
            end_consents(two.seller)
        elif kept_from == "left":
            stop_seller(two.seller.pk, by=factories.actor_of(two.seller))
        else:
            event = Event(event.id, event.board_id, event.name, str(uuid4()), event.payload)

    copy_agreed_file(event)

    with board_scope(two.there.pk):
        assert Seller.objects.count() == 0


def test_only_she_herself_agrees(two: Two) -> None:
    for actor, refusal in (
        (Actor(kind="helper", id="1"), HelperMayNot),
        (Actor(kind="operator", id="1"), OperatorMayNot),
    ):
        with board_scope(two.here.pk), refused(refusal):
            agree_to_copy(two.seller.pk, two.there, by=actor, language="hi")


def test_a_file_that_is_not_approved_or_rests_is_not_copied(two: Two) -> None:
    with board_scope(two.here.pk):
        draft = factories.make_application().seller
        with refused(NothingToCopy):
            agree_to_copy(draft.pk, two.there, by=factories.actor_of(draft), language="hi")
        stop_seller(two.seller.pk, by=factories.actor_of(two.seller))
        with refused(FileAtRest):
            agree_to_copy(two.seller.pk, two.there, by=factories.actor_of(two.seller), language="hi")


# What the other board may know


def test_the_other_board_learns_where_an_approved_file_is_and_no_more(two: Two) -> None:
    stranger = factories.make_user()
    with board_scope(two.there.pk):
        assert [each.slug for each in boards_with_file_of(two.seller.user, other_than=two.there)] == ["up-odop"]
        assert boards_with_file_of(stranger, other_than=two.there) == []
        assert Fact.objects.count() == 0
    with board_scope(two.here.pk):
        assert boards_with_file_of(two.seller.user, other_than=two.here) == []
        stop_seller(two.seller.pk, by=factories.actor_of(two.seller))
    with board_scope(two.there.pk):
        assert boards_with_file_of(two.seller.user, other_than=two.there) == []


def test_what_goes_along_is_answers_and_papers_only(two: Two) -> None:
    with board_scope(two.here.pk):
        facts, papers = copied_rows(two.seller)

    assert {row.code for row in facts} == {"address", "pin", "pan", "bank_account", "ifsc", "artisan_card"}
    assert [row.code for row in papers] == ["artisan_card_photo"]
