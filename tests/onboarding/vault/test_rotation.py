"""After a rotation nothing hangs on the old key: it goes, and everything still opens and is still found."""

import base64
import threading
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt as decrypt_second_factor
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from marketplaces.connections import place_of_token
from marketplaces.models import Account
from onboarding.accounts.actions import request_code, take_code_for_sending
from onboarding.boards.models import Board
from onboarding.messages.actions import contents_of, send_sms
from onboarding.messages.models import Message
from onboarding.tenancy.scope import board_scope
from onboarding.vault.crypto import decrypt_env
from onboarding.vault.errors import UnknownKey
from onboarding.vault.models import DataKey
from onboarding.vault.places import Declared, declared, places
from onboarding.vault.rotation import rotate
from sellers.actions.answers import save_answers
from sellers.models import Fact, Member, Seller
from sellers.roster.secrets import phone_of, same_phone, seal_contacts
from sellers.secrets import same_anywhere, same_in_board, value_of
from tests import factories


def key(name: str, byte: int) -> str:
    return f"{name}:{base64.b64encode(bytes([byte]) * 32).decode()}"


OLD, NEW = key("old", 11), key("new", 22)
PAN, PHONE = "ABCPE1234F", "+919812345678"


@pytest.fixture
def old_keys(settings: Any) -> Any:
    settings.FIELD_KEYS = OLD
    return settings


@pytest.fixture
def board(transactional_db: None, old_keys: Any) -> Iterator[Board]:
    yield factories.make_board()


def seller_with_secrets() -> Seller:
    seller = factories.make_application(pan=PAN).seller
    member = Member(seller=seller, name="Asha Devi")
    seal_contacts(member, seller, phone=PHONE, reach="")
    member.save()
    return seller


def fill(board: Board) -> None:
    """One value in every place there is."""
    with board_scope(board.pk):
        seller_with_secrets()
        factories.make_account(merchant_id="A1")
        factories.make_sms_texts()
        send_sms(PHONE, "seller_withdrawn", "en", {})
        request_code(PHONE, language="en")
        officer = factories.make_user(email="officer@example.org")
    TOTP.activate(officer, generate_totp_secret())
    RecoveryCodes.activate(officer)


def pan_of(seller: Seller) -> str:
    return value_of(Fact.objects.select_related("seller__data_key").get(seller=seller, code="pan"))


def command() -> str:
    out = StringIO()
    call_command("rotate_field_keys", "--passes", "2", stdout=out)
    return out.getvalue()


def test_after_a_rotation_the_old_key_goes_and_everything_opens_and_is_found(board: Board, settings: Any) -> None:
    fill(board)
    settings.FIELD_KEYS = f"{NEW},{OLD}"

    said = command()

    assert "Nothing is left under key old: it may be removed from FIELD_KEYS." in said
    assert "accounts.PhoneChallenge.sealed_code: 1 renewed under new" in said
    assert "sellers.Fact.board_index,anywhere_index: 1 renewed under new" in said
    assert "mfa.Authenticator.data: 2 renewed under new" in said
    settings.FIELD_KEYS = NEW
    totp, codes = Authenticator.objects.order_by("pk")
    assert len(decrypt_second_factor(totp.data["secret"])) == 32
    assert len(codes.wrap().get_unused_codes()) == 10
    with board_scope(board.pk):
        account = Account.objects.get()
        assert decrypt_env(bytes(account.sealed_refresh_token), place_of_token(account)) == "Atzr|sandbox-A1"
        assert contents_of(Message.objects.get())[0] == PHONE
        challenge = apps.get_model("accounts.PhoneChallenge").objects.get()
        assert len(take_code_for_sending(challenge.pk)[1] or "") == 6
        found = Fact.objects.filter(board_index__in=same_in_board("pan", PAN)).select_related("seller__data_key")
        assert value_of(found.get()) == PAN
        assert Fact.objects.filter(anywhere_index__in=same_anywhere("pan", PAN)).count() == 1
        member = Member.objects.select_related("seller__data_key").get(phone_index__in=same_phone(PHONE))
        assert phone_of(member) == PHONE


def test_without_a_rotation_nothing_opens_once_the_old_key_is_gone(board: Board, settings: Any) -> None:
    """The control of the test above: the old key is really needed before."""
    fill(board)

    settings.FIELD_KEYS = NEW

    with board_scope(board.pk):
        with pytest.raises(UnknownKey):
            pan_of(Seller.objects.get())
        assert not Fact.objects.filter(board_index__in=same_in_board("pan", PAN)).exists()
        with pytest.raises(UnknownKey):
            contents_of(Message.objects.get())


def test_a_second_rotation_renews_nothing(board: Board, settings: Any) -> None:
    fill(board)
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    first = rotate(pause_s=0)
    with board_scope(board.pk):
        before = list(DataKey.objects.values_list("wrapped", flat=True))

    second = rotate(pause_s=0)

    assert sum(first.renewed.values()) == 9
    assert not second.renewed
    with board_scope(board.pk):
        assert [bytes(each) for each in DataKey.objects.values_list("wrapped", flat=True)] == [
            bytes(each) for each in before
        ]


def test_who_is_stopped_half_way_goes_on_where_it_stopped(board: Board, settings: Any) -> None:
    with board_scope(board.pk):
        for _number in range(3):
            factories.make_application()
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    keys = places()[0]
    rows_of_one_batch(board)

    rotation = rotate(batch=2, pause_s=0)

    assert keys.model is DataKey
    assert rotation.renewed["vault.DataKey.wrapped,wrapped_with"] == 2
    assert rotation.removable == ["old"]


def rows_of_one_batch(board: Board) -> None:
    """Renew the first key, as a run does that is killed after its first batch."""
    from_start = places()[0]
    with board_scope(board.pk):
        row = DataKey.objects.order_by("pk").first()
        from_start.renew(row)
        row.save()


def test_what_somebody_holds_is_left_and_named_and_the_next_run_takes_it(board: Board, settings: Any) -> None:
    fill(board)
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    is_held, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with board_scope(board.pk):
                Account.objects.locked().get()
                is_held.set()
                may_go.wait(30)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert is_held.wait(30)
    try:
        with pytest.raises(CommandError) as refusal:
            call_command("rotate_field_keys", "--passes", "1", stdout=StringIO())
    finally:
        may_go.set()
        holder.join()

    assert "Left under key old: marketplaces.Account.sealed_refresh_token: 1." in str(refusal.value)
    assert "Nothing is left under key old" in command()


def test_writers_go_on_while_keys_are_rotated_and_lose_nothing(board: Board, settings: Any) -> None:
    with board_scope(board.pk):
        application = factories.make_application(pan=PAN)
        actor = factories.actor_of(application.seller)
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    written: list[str] = []
    is_writing, stop = threading.Event(), threading.Event()

    def write() -> None:
        try:
            while not stop.is_set():
                pan = f"ABCPE{len(written):04d}F"
                with board_scope(board.pk):
                    save_answers(application.pk, {"pan": pan}, by=actor)
                written.append(pan)
                is_writing.set()
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert is_writing.wait(30)
    try:
        for _turn in range(5):
            rotation = rotate(batch=1, pause_s=0.05)
    finally:
        stop.set()
        writer.join()

    assert rotation.removable == ["old"]
    settings.FIELD_KEYS = NEW
    with board_scope(board.pk):
        assert pan_of(application.seller) == written[-1]
        assert Fact.objects.filter(board_index__in=same_in_board("pan", written[-1])).count() == 1


def test_a_key_that_is_no_longer_listed_is_named_and_its_rows_are_untouched(board: Board, settings: Any) -> None:
    fill(board)
    settings.FIELD_KEYS = NEW

    with pytest.raises(CommandError) as refusal:
        call_command("rotate_field_keys", "--passes", "1", stdout=StringIO())

    assert "Left under key old, which is not in FIELD_KEYS: put it back:" in str(refusal.value)
    settings.FIELD_KEYS = OLD
    with board_scope(board.pk):
        assert pan_of(Seller.objects.get()) == PAN


def test_an_index_of_somebody_erased_goes_with_the_old_key(board: Board, settings: Any) -> None:
    with board_scope(board.pk):
        seller = factories.make_application(pan=PAN).seller
        DataKey.objects.filter(pk=seller.data_key_id).update(wrapped=None, destroyed_at=seller.created_at)
    settings.FIELD_KEYS = f"{NEW},{OLD}"

    rotation = rotate(pause_s=0)

    assert rotation.removable == ["old"]
    with board_scope(board.pk):
        assert Fact.objects.get(code="pan").board_index is None


def undeclared(candidates: Iterable[type[models.Model]], known: Iterable[Declared]) -> set[str]:
    """Return the columns that look like sealed or indexed ones and that no room has declared."""
    named = {(place.model, name) for place in known for name in place.fields}
    found = {
        (model, each.name)
        for model in candidates
        for each in model._meta.get_fields()
        if isinstance(each, models.BinaryField) and (each.name.startswith("sealed_") or each.name.endswith("_index"))
    }
    return {f"{model._meta.label}.{name}" for model, name in found - named}


def test_every_sealed_and_indexed_column_is_declared_by_its_room() -> None:
    assert undeclared(apps.get_models(), declared()) == set()


def test_a_column_that_nobody_declared_is_noticed() -> None:
    some = [place for place in declared() if place.model is not Account]

    assert undeclared(apps.get_models(), some) == {"marketplaces.Account.sealed_refresh_token"}
