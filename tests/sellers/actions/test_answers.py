"""Saving a seller's answers, step by step."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from onboarding.audit.models import AuditEntry
from onboarding.errors import NotAllowed
from onboarding.tenancy.scope import board_scope
from sellers.actions.answers import (
    BankLocked,
    PanDisagrees,
    SamePersonAgain,
    begin_application,
    save_answers,
)
from sellers.actions.applications import Fault, NotComplete, send_back_application, submit_application
from sellers.models import Application, Check, Fact, Finding, Requirement, Seller
from sellers.policies import seller_actor
from sellers.questions.progress import progress_of
from sellers.secrets import same_anywhere, same_in_board, value_of
from tests import factories
from tests.watching import history, refused

PAN = "ABCPE1234F"


@pytest.fixture
def draft(board: factories.Board) -> Application:
    return factories.make_application()


def save(application: Application, **answers: Any) -> Application:
    return save_answers(application.pk, answers, by=factories.actor_of(application.seller))


def fact(application: Application, code: str) -> Fact | None:
    return Fact.objects.filter(seller=application.seller, code=code).select_related("seller__data_key").first()


def text_of(application: Application, code: str) -> str:
    found = fact(application, code)
    return value_of(found) if found else ""


def test_a_file_begins_empty_and_as_a_draft(board: factories.Board) -> None:
    user = factories.make_user()

    application = begin_application(user, language="hi", by=seller_actor(user, None))

    seller = application.seller
    assert (seller.user, seller.name, seller.language, seller.status) == (user, "", "hi", "active")
    assert (application.status, application.district_id, application.craft_id) == ("draft", None, None)
    assert history(application) == [("application.begun", "seller", "", "draft")]


def test_beginning_twice_before_the_first_answer_opens_one_file(board: factories.Board) -> None:
    user = factories.make_user()

    first, second = (begin_application(user, language="hi", by=seller_actor(user, None)) for _time in range(2))

    assert first == second
    assert Seller.objects.count() == 1


def test_two_people_share_one_phone_with_a_file_each(board: factories.Board) -> None:
    user = factories.make_user()

    for name in ("Sunita Devi", "Rekha Devi"):
        factories.make_application(user=user, name=name)

    assert set(Seller.objects.values_list("name", flat=True)) == {"Sunita Devi", "Rekha Devi"}


def test_the_same_name_on_the_same_phone_is_refused(board: factories.Board) -> None:
    user = factories.make_user()
    factories.make_application(user=user, name="Sunita Devi")
    again = begin_application(user, language="hi", by=seller_actor(user, None))

    with refused(SamePersonAgain):
        save(again, name="sunita   DEVI")


def test_answers_lie_where_their_questions_say(draft: Application) -> None:
    save(draft, address="Lanka", other_craft="", brand_name="Kashi")

    draft.refresh_from_db()
    assert (draft.district_id, draft.craft_id) == (187, "banarasi-silk-saree")
    assert (text_of(draft, "address"), text_of(draft, "brand_name")) == ("Lanka", "Kashi")
    assert AuditEntry.objects.latest("pk").fields == ["address", "other_craft", "brand_name"]


def test_a_fact_is_sealed_and_found_by_its_indexes_alone(draft: Application) -> None:
    save(draft, pan=PAN)

    found = fact(draft, "pan")
    assert found is not None
    assert value_of(found) == PAN
    assert PAN.encode() not in bytes(found.sealed_value)
    assert bytes(found.board_index or b"") in same_in_board("pan", PAN)
    assert bytes(found.anywhere_index or b"") in same_anywhere("pan", PAN)
    assert bytes(found.board_index or b"") not in same_in_board("pan", "ABCPE1234G")


def test_an_answer_nobody_compares_has_no_index(draft: Application) -> None:
    found = fact(draft, "address")

    assert found is not None
    assert (found.board_index, found.anywhere_index) == (None, None)


def test_an_answer_taken_back_leaves_nothing(draft: Application) -> None:
    save(draft, pan=PAN)

    save(draft, pan="")

    assert fact(draft, "pan") is None


def test_a_paper_keeps_its_expiry_beside_it(draft: Application) -> None:
    save(draft, silk_mark="SM 12", silk_mark__expires=date(2027, 3, 31))
    save(draft, silk_mark="SM 12", silk_mark__expires=date(2028, 3, 31))

    found = fact(draft, "silk_mark")
    assert found is not None
    assert found.expires_on == date(2028, 3, 31)


def test_a_pan_that_is_not_inside_the_gst_number_is_refused(draft: Application) -> None:
    save(draft, gstin="09ABCPE1234F1ZX")

    with refused(PanDisagrees):
        save(draft, pan="ABCPE1234G")


def test_the_pan_inside_the_gst_number_is_taken(draft: Application) -> None:
    save(draft, gstin="09ABCPE1234F1ZX", pan=PAN)

    assert text_of(draft, "pan") == PAN


def test_a_changed_answer_makes_its_checks_stale_and_the_same_answer_does_not(draft: Application) -> None:
    save(draft, pan=PAN)
    Check.objects.create(seller=draft.seller, code="pan", method="officer", result="match")

    save(draft, pan=PAN)
    assert Check.objects.filter(stale_at=None).count() == 1

    save(draft, pan="ABCPE1234G")
    assert Check.objects.filter(stale_at=None).count() == 0


def test_the_bank_account_waits_after_a_change_of_number(draft: Application) -> None:
    save(draft, bank_account="123456789012")
    Seller.objects.filter(pk=draft.seller_id).update(bank_locked_until=timezone.now() + timedelta(days=7))

    with refused(BankLocked):
        save(draft, bank_account="999956789012")
    save(draft, bank_account="123456789012", address="Lanka")  # the same account again is no change
    assert text_of(draft, "address") == "Lanka"


@pytest.mark.parametrize("status", ["submitted", "approved"])
def test_a_file_that_lies_with_the_board_takes_no_answer(board: factories.Board, status: str) -> None:
    application = factories.make_application(status=status)

    with refused(NotAllowed):
        save(application, address="Lanka")


def test_what_was_right_stays_right_and_what_was_wrong_is_mended(board: factories.Board) -> None:
    application = factories.make_application(status="submitted", pan=PAN)
    officer = factories.make_officer(board)
    send_back_application(application.pk, officer=officer, faults=[Fault("pan", "not_as_on_paper")])

    with refused(NotAllowed):
        save(application, address="Lanka")
    with refused(NotComplete):
        submit_application(application.pk, by=factories.actor_of(application.seller))
    save(application, pan="ABCPE1234G")

    assert Finding.objects.filter(mended_at=None).count() == 0
    again = submit_application(application.pk, by=factories.actor_of(application.seller))
    assert (again.status, again.officer_note) == ("submitted", "")


def test_a_file_sent_back_with_words_alone_is_open(board: factories.Board) -> None:
    application = factories.make_application(status="submitted")
    send_back_application(application.pk, officer=factories.make_officer(board), reason="Which lane is it?")

    save(application, address="Lanka, lane 4")

    assert text_of(application, "address") == "Lanka, lane 4"


def test_an_application_with_a_required_answer_missing_is_not_sent(board: factories.Board) -> None:
    application = factories.make_application(pin="")

    with refused(NotComplete):
        submit_application(application.pk, by=factories.actor_of(application.seller))
    assert progress_of(application.seller).missing == ["pin"]


def test_a_board_asks_more_of_a_kind_and_a_programme_more_still(board: factories.Board) -> None:
    programme = factories.make_programme()
    Requirement.objects.create(kind="individual", code="pan", ask="required")
    Requirement.objects.create(kind="individual", code="udyam", ask="not_asked")
    Requirement.objects.create(kind="individual", code="udyam", ask="required", programme=programme)
    application = factories.make_application()

    progress = progress_of(application.seller)

    assert progress.missing == ["pan"]
    assert "udyam" not in progress.asked


def test_a_craft_that_our_list_lacks_is_written_in_words(board: factories.Board) -> None:
    application = factories.make_application(craft=None, other_craft="Sikki grass baskets")

    sent = submit_application(application.pk, by=factories.actor_of(application.seller))

    assert (sent.craft_id, sent.other_craft) == (None, "Sikki grass baskets")


def test_a_craft_from_the_list_takes_the_place_of_words(board: factories.Board) -> None:
    application = factories.make_application(craft=None, other_craft="Saree")

    saved = save(application, craft=factories.make_craft())

    assert (saved.craft_id, saved.other_craft) == ("banarasi-silk-saree", "")


def test_an_operators_answer_keeps_both_names(draft: Application) -> None:
    operator = factories.make_officer(draft.board, role="operator")
    seller = factories.actor_of(draft.seller)

    save_answers(draft.pk, {"address": "Lanka"}, by=operator, on_behalf_of=seller)

    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor_id, entry.on_behalf_of) == (operator.id, seller.reference)
    found = fact(draft, "address")
    assert found is not None
    assert found.origin == "operator"


@pytest.mark.django_db
def test_one_person_has_a_file_and_a_key_of_her_own_at_each_board() -> None:
    user = factories.make_user()
    pans = []

    for pan in (PAN, "XYZPE9876K"):
        with board_scope(factories.make_board().pk):
            application = factories.make_application(user=user, pan=pan)
            assert Seller.objects.count() == 1
            pans.append(text_of(application, "pan"))

    assert pans == [PAN, "XYZPE9876K"]


@pytest.mark.django_db
def test_another_board_finds_no_file_to_save() -> None:
    with board_scope(factories.make_board().pk):
        application = factories.make_application()

    with board_scope(factories.make_board().pk), refused(Application.DoesNotExist):
        save(application, address="Lanka")
