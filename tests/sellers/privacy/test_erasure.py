"""Erasure is a schedule: nothing goes before its day, on its day everything does, and the history stays whole."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone

from catalog.forgetting import empty_products
from catalog.models import Listing, Photo
from catalog.states import ListingStatus
from onboarding.accounts.models import User
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.audit.models import AuditEntry
from onboarding.audit.seal import seal_board
from onboarding.audit.verify import verify_board
from onboarding.boards.models import Board
from onboarding.event_routes import ROUTES
from onboarding.files.forgetting import names_of
from onboarding.files.models import StoredFile
from onboarding.outbox.actions import Event
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from onboarding.vault.crypto import encrypt
from onboarding.vault.errors import KeyDestroyed
from onboarding.vault.models import DataKey
from sellers.actions.withdrawal import come_back
from sellers.models import Consent, Document, Erasure, Fact, Seller
from sellers.policies import HelperMayNot, OperatorMayNot
from sellers.privacy.actions import (
    AskedAlready,
    BeingErased,
    NotWithdrawn,
    ask_erasure,
    cancel_erasure,
    erase_if_due,
    open_erasure,
)
from sellers.privacy.handlers import keep_whoever_came_back
from sellers.privacy.retention import Hold, years_after
from sellers.privacy.schedule import erase_due
from sellers.secrets import value_of
from sellers.states import SellerStatus
from tests import factories
from tests.sellers.privacy.people import ADDRESS, NAME, PAN, SECRETS, after_days, full_seller, leave, photograph
from tests.watching import refused

HELD_UNTIL = date(2035, 3, 31)
SALES = Hold("sales", HELD_UNTIL)


def hold_of_sales(seller: Seller) -> Hold:
    """What the accounts will say of somebody who sold something."""
    return SALES


HOLDS = (hold_of_sales,)


def asked(seller: Seller) -> Erasure:
    return ask_erasure(seller.pk, by=factories.actor_of(seller))


def fresh(seller: Seller) -> Seller:
    return Seller.objects.select_related("user", "data_key").get(pk=seller.pk)


def heard_by_others() -> None:
    """Let the rooms above hear of what was erased."""
    for event in OutboxEvent.objects.filter(name="seller.erased").order_by("pk"):
        for handler in ROUTES[event.name]:
            handler(Event(event.pk, event.board_id, event.name, event.object_id, event.payload))


def everything_in_clear() -> str:
    """Every text and number of every table that this board's scope shows, as one text. Sealed bytes are left out."""
    found = []
    for model in apps.get_models():
        columns = [column.name for column in model._meta.concrete_fields if column.get_internal_type() != "BinaryField"]
        found.append(json.dumps(list(model._base_manager.values(*columns)), default=str, ensure_ascii=False))
    return "\n".join(found)


def traces() -> set[str]:
    text = everything_in_clear()
    return {secret for secret in SECRETS if secret in text}


def files_on_disk(files: list[StoredFile]) -> list[str]:
    return [name for stored in files for name in names_of(stored) if storages["uploads"].exists(name)]


# Asking


def test_a_seller_who_has_not_left_cannot_ask(board: Board) -> None:
    seller = factories.make_seller()

    with refused(NotWithdrawn):
        asked(seller)

    assert Erasure.objects.count() == 0


def test_nobody_asks_for_her(board: Board) -> None:
    seller = leave(factories.make_application().seller)
    helper, operator = Actor("helper", "1"), Actor("operator", "1")

    with refused(HelperMayNot):
        ask_erasure(seller.pk, by=helper)
    with refused(OperatorMayNot):
        ask_erasure(seller.pk, by=operator)


def test_the_day_is_a_year_after_the_last_use_and_she_is_told_why(board: Board) -> None:
    seller = leave(factories.make_application().seller)

    erasure = asked(seller)

    assert erasure.due_on == years_after(timezone.localdate(), 1)
    assert erasure.held_for == "law_year"
    with refused(AskedAlready):
        asked(seller)


def test_what_was_sold_keeps_the_file_for_longer(board: Board, settings: Any) -> None:
    settings.ERASURE_HOLDS = "tests.sellers.privacy.test_erasure.HOLDS"
    seller = leave(factories.make_application().seller)

    erasure = asked(seller)

    assert (erasure.due_on, erasure.held_for) == (HELD_UNTIL, "sales")


def test_a_year_after_a_leap_day_is_never_a_day_early() -> None:
    assert years_after(date(2028, 2, 29), 1) == date(2029, 3, 1)


# Before the day


def test_nothing_happens_before_the_day(board: Board) -> None:
    seller = leave(full_seller(board))
    erasure = asked(seller)

    with after_days(364):
        outcome = erase_if_due(erasure.pk)

    assert not outcome.is_done
    assert value_of(Fact.objects.select_related("seller__data_key").get(code="pan")) == PAN
    assert NAME in everything_in_clear()


def test_she_may_take_it_back_before_the_day_and_not_after(board: Board) -> None:
    seller = leave(factories.make_application().seller)
    asked(seller)
    me = factories.actor_of(seller)

    cancelled = cancel_erasure(seller.pk, by=me)
    again = asked(seller)

    assert cancelled is not None and cancelled.cancelled_at is not None
    with after_days(367), pytest.raises(BeingErased):
        cancel_erasure(seller.pk, by=me)
    assert open_erasure(seller) == again


def test_coming_back_takes_her_off_the_schedule(board: Board) -> None:
    seller = leave(factories.make_seller())
    erasure = asked(seller)
    come_back(seller.pk, by=factories.actor_of(seller))

    with after_days(400):
        outcome = erase_if_due(erasure.pk)

    assert not outcome.is_done
    assert fresh(seller).status == SellerStatus.ACTIVE
    assert Erasure.objects.get().cancelled_at is not None


def test_the_news_that_she_is_back_cancels_it_and_for_who_stays_away_it_stands(board: Board) -> None:
    seller, away = leave(factories.make_seller()), leave(factories.make_seller())
    erasure, kept = asked(seller), asked(away)
    come_back(seller.pk, by=factories.actor_of(seller))

    (row,) = OutboxEvent.objects.filter(name="seller.active_again", handler__endswith="keep_whoever_came_back")
    for object_id in (row.object_id, row.object_id, str(away.pk)):
        keep_whoever_came_back(Event(row.pk, board.pk, row.name, object_id, row.payload))

    erasure.refresh_from_db()
    assert erasure.cancelled_at is not None
    assert AuditEntry.objects.filter(action="erasure.cancelled").count() == 1
    assert open_erasure(seller) is None
    assert open_erasure(away) == kept


def test_a_file_that_something_still_keeps_is_postponed_with_the_reason(board: Board, settings: Any) -> None:
    seller = leave(full_seller(board))
    erasure = asked(seller)
    settings.ERASURE_HOLDS = "tests.sellers.privacy.test_erasure.HOLDS"

    with after_days(366):
        outcome = erase_if_due(erasure.pk)

    erasure.refresh_from_db()
    assert not outcome.is_done
    assert (erasure.due_on, erasure.held_for, erasure.done_at) == (HELD_UNTIL, "sales", None)
    assert AuditEntry.objects.filter(action="erasure.postponed", reason="sales until 2035-03-31").count() == 1
    assert value_of(Fact.objects.select_related("seller__data_key").get(code="pan")) == PAN


# On the day


def test_on_its_day_nothing_of_her_is_left_and_the_history_is_whole(board: Board) -> None:
    seller = leave(full_seller(board))
    person, key = seller.user_id, seller.data_key
    sealed = encrypt(NAME, key, f"{board.pk}:audit")
    record("seller.noted", seller, by=Actor.system("test"), personal=sealed)
    files = list(StoredFile.objects.filter(pk__in=Document.objects.values("file")))
    asked(seller)
    assert traces() == set(SECRETS) - {PAN, ADDRESS, "9812345678", "Kalavatis red pot"}  # sealed, or of another test
    assert len(files_on_disk(files)) == 3

    connection.check_constraints()
    with after_days(366):
        done = erase_in_scope()
        heard_by_others()

    assert done == 1
    assert traces() == set()
    assert files_on_disk(files) == []
    assert not User.objects.filter(pk=person).exists()
    tomb = fresh(seller)
    assert (tomb.status, tomb.name, tomb.user.phone) == (SellerStatus.ERASED, "", None)
    assert tomb.data_key.destroyed_at is not None
    with pytest.raises(KeyDestroyed):
        encrypt("anything", tomb.data_key, "anywhere")
    assert Consent.objects.filter(seller=seller).exists()
    while seal_board():
        pass
    assert list(verify_board({})) == []
    assert bytes(AuditEntry.objects.get(action="seller.noted").personal) == sealed


def erase_in_scope() -> int:
    """What the nightly round does for the open board."""
    due = Erasure.objects.filter(done_at=None, cancelled_at=None, due_on__lte=timezone.localdate())
    return sum(erase_if_due(pk).is_done for pk in due.values_list("pk", flat=True))


def test_a_second_run_changes_nothing(board: Board) -> None:
    seller = leave(full_seller(board))
    erasure = asked(seller)

    with after_days(366):
        erase_if_due(erasure.pk)
        entries = AuditEntry.objects.count()
        outcome = erase_if_due(erasure.pk)

    assert not outcome.is_done
    assert AuditEntry.objects.count() == entries


def test_her_products_lose_words_and_photos_and_keep_their_numbers(board: Board) -> None:
    listing = factories.make_listing(status=ListingStatus.APPROVED, title="Kalavatis red pot")
    files = list(StoredFile.objects.filter(pk__in=Photo.objects.values("file")))
    seller = leave(listing.seller)
    erasure = asked(seller)

    with after_days(366):
        erase_if_due(erasure.pk)
        heard_by_others()
        heard_by_others()

    emptied = Listing.objects.get(pk=listing.pk)
    assert (emptied.title, emptied.description, emptied.attributes) == ({}, {}, {})
    assert emptied.sku == listing.sku
    assert Photo.objects.count() == 0
    assert files_on_disk(files) == []


def test_products_of_somebody_who_was_not_erased_are_never_emptied(board: Board) -> None:
    listing = factories.make_listing(title="Kalavatis red pot")

    with pytest.raises(Seller.DoesNotExist):
        empty_products(listing.seller_id)

    assert Listing.objects.get().title == {"en": "Kalavatis red pot"}


def test_who_is_killed_half_way_finishes_the_next_time(board: Board) -> None:
    seller = leave(full_seller(board))
    erasure = asked(seller)
    files = list(StoredFile.objects.filter(pk__in=Document.objects.values("file")))

    with after_days(366):
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            erase_if_due(erasure.pk)
            raise KeyboardInterrupt  # before the commit, when the files are gone already
        half_way = (Document.objects.count(), len(files_on_disk(files)), fresh(seller).status)
        outcome = erase_if_due(erasure.pk)

    assert half_way == (1, 0, SellerStatus.WITHDRAWN)
    assert outcome.is_done
    assert Document.objects.count() == 0
    assert fresh(seller).status == SellerStatus.ERASED


def test_people_on_the_same_phone_keep_theirs(board: Board) -> None:
    user = factories.make_user()
    other = factories.make_application(user=user, name="Asha Devi", pan="ABCPE9999F").seller
    seller = leave(full_seller(board, user=user))
    erasure = asked(seller)

    with after_days(366):
        outcome = erase_if_due(erasure.pk)

    assert outcome.is_done and outcome.gone_user is None
    assert fresh(other).user == user
    assert value_of(Fact.objects.select_related("seller__data_key").get(seller=other, code="pan")) == "ABCPE9999F"


def test_her_file_at_another_board_and_her_account_stay(transactional_db: None) -> None:
    here, there = factories.make_board(), factories.make_board()
    user = factories.make_user()
    with board_scope(there.pk):
        kept = factories.make_application(user=user, name=NAME, pan=PAN).seller
    with board_scope(here.pk):
        seller = leave(full_seller(here, user=user))
        asked(seller)

    with after_days(366):
        done = erase_due()

    assert done == 1
    with board_scope(there.pk):
        fact = Fact.objects.select_related("seller__data_key").get(code="pan")
        assert value_of(fact) == PAN
        assert (fresh(kept).name, fresh(kept).user) == (NAME, user)
    with board_scope(here.pk):
        assert fresh(seller).status == SellerStatus.ERASED
        assert DataKey.objects.get().wrapped is None


def test_one_file_that_fails_holds_up_nobody(transactional_db: None) -> None:
    board = factories.make_board()
    with board_scope(board.pk):
        drafts = [factories.make_application() for _each in range(2)]
        for draft in drafts:
            photograph(draft)
        first, second = (leave(draft.seller) for draft in drafts)
        bad = asked(first)
        asked(second)
        Erasure.objects.filter(pk=bad.pk).update(due_on=bad.due_on - timedelta(days=1))
        cannot_be_deleted(StoredFile.objects.get(pk__in=Document.objects.filter(seller=first).values("file")))

    with after_days(367):
        done = erase_due()

    with board_scope(board.pk):
        assert done == 1
        assert fresh(first).status == SellerStatus.WITHDRAWN
        assert fresh(second).status == SellerStatus.ERASED


def cannot_be_deleted(stored: StoredFile) -> None:
    """Put a folder with something in it where the file was: no program deletes that as a file."""
    place = Path(storages["uploads"].path(stored.original_name))
    place.unlink()
    place.mkdir()
    (place / "stuck").touch()
