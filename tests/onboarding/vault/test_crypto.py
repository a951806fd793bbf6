import base64

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from onboarding.tenancy.scope import board_scope
from onboarding.vault.actions import destroy_data_key, new_data_key
from onboarding.vault.crypto import blind_index, blind_indexes, decrypt, decrypt_env, encrypt, encrypt_env
from onboarding.vault.errors import KeyDestroyed, NotOurs, UnknownKey
from onboarding.vault.models import DataKey

K0 = "k0:" + base64.b64encode(b"0" * 32).decode()
K1 = "k1:" + base64.b64encode(b"1" * 32).decode()
AAD = "1:sellers.seller:pan"


@pytest.mark.django_db
def test_a_value_comes_back_from_the_database_as_it_was_entered(board_id: int) -> None:
    with board_scope(board_id):
        sealed = encrypt("ABCDE1234F जरी", new_data_key(), AAD)
        key = DataKey.objects.get()

        assert decrypt(memoryview(sealed), key, AAD) == "ABCDE1234F जरी"


@pytest.mark.django_db
def test_the_database_holds_no_secret_in_the_clear(board_id: int, settings: Settings) -> None:
    settings.FIELD_KEYS = f"{K1},{K0}"

    with board_scope(board_id):
        key = new_data_key()
        with connection.cursor() as cursor:
            cursor.execute("SELECT wrapped_with, wrapped FROM vault_datakey")
            [(wrapped_with, wrapped)] = cursor.fetchall()

    assert (wrapped_with, bytes(wrapped)[:4]) == ("k1", b"\x01\x02k1")
    assert len(bytes(wrapped)) == 2 + 2 + 12 + 32 + 16
    assert key.destroyed_at is None


@pytest.mark.django_db
def test_one_persons_key_does_not_open_anothers_value(board_id: int) -> None:
    with board_scope(board_id):
        hers, his = new_data_key(), new_data_key()
        sealed = encrypt("ABCDE1234F", hers, AAD)

        with pytest.raises(UnknownKey):
            decrypt(sealed, his, AAD)
        assert decrypt(sealed, hers, AAD) == "ABCDE1234F"


@pytest.mark.django_db
def test_a_ciphertext_moved_to_another_field_is_refused(board_id: int) -> None:
    with board_scope(board_id):
        key = new_data_key()

        with pytest.raises(NotOurs):
            decrypt(encrypt("ABCDE1234F", key, AAD), key, "1:sellers.seller:bank_account")


@pytest.mark.django_db
def test_a_wrapped_key_copied_into_another_row_does_not_open(board_id: int) -> None:
    with board_scope(board_id):
        hers, his = new_data_key(), new_data_key()
        sealed = encrypt("ABCDE1234F", hers, AAD)
        DataKey.objects.filter(pk=his.pk).update(wrapped=hers.wrapped)
        his.refresh_from_db()

        with pytest.raises(NotOurs):
            decrypt(sealed, his, AAD)


@pytest.mark.django_db
def test_once_the_key_is_destroyed_nothing_opens_and_nothing_is_sealed(board_id: int) -> None:
    with board_scope(board_id):
        key = new_data_key()
        sealed = encrypt("ABCDE1234F", key, AAD)

        destroy_data_key(key)

        reloaded = DataKey.objects.get(pk=key.pk)
        assert reloaded.wrapped is None
        assert reloaded.destroyed_at is not None
        for same in (key, reloaded):
            with pytest.raises(KeyDestroyed):
                decrypt(sealed, same, AAD)
            with pytest.raises(KeyDestroyed):
                encrypt("ABCDE1234F", same, AAD)


@pytest.mark.django_db
def test_destroying_twice_keeps_the_first_time(board_id: int) -> None:
    with board_scope(board_id):
        key = new_data_key()
        destroy_data_key(key)
        first = key.destroyed_at

        destroy_data_key(DataKey.objects.get(pk=key.pk))

        assert DataKey.objects.get().destroyed_at == first


@pytest.mark.django_db
def test_the_database_refuses_a_key_that_is_neither_wrapped_nor_destroyed(board_id: int) -> None:
    with board_scope(board_id):
        key = new_data_key()

        with pytest.raises(IntegrityError), transaction.atomic():
            DataKey.objects.filter(pk=key.pk).update(wrapped=None)

        assert DataKey.objects.get().wrapped is not None


@pytest.mark.django_db
def test_another_board_sees_no_key_and_can_destroy_none(board_id: int, other_board_id: int) -> None:
    with board_scope(board_id):
        key = new_data_key()

    with board_scope(other_board_id):
        assert not DataKey.objects.exists()
        with pytest.raises(DataKey.DoesNotExist):
            destroy_data_key(key)

    with board_scope(board_id):
        assert DataKey.objects.get().destroyed_at is None


@pytest.mark.django_db
def test_a_key_wrapped_before_a_rotation_opens_until_its_environment_key_is_taken_away(
    board_id: int, settings: Settings
) -> None:
    settings.FIELD_KEYS = K0
    with board_scope(board_id):
        key = new_data_key()
    sealed = encrypt("ABCDE1234F", key, AAD)

    settings.FIELD_KEYS = f"{K1},{K0}"
    assert decrypt(sealed, key, AAD) == "ABCDE1234F"

    settings.FIELD_KEYS = K1
    with pytest.raises(UnknownKey):
        decrypt(sealed, key, AAD)


def test_a_value_of_the_environment_opens_at_its_place_under_any_listed_key(settings: Settings) -> None:
    settings.FIELD_KEYS = K0
    sealed = encrypt_env("Atzr|token", "1:marketplaces.account:refresh_token")

    settings.FIELD_KEYS = f"{K1},{K0}"
    assert decrypt_env(sealed, "1:marketplaces.account:refresh_token") == "Atzr|token"
    with pytest.raises(NotOurs):
        decrypt_env(sealed, "2:marketplaces.account:refresh_token")

    settings.FIELD_KEYS = K1
    with pytest.raises(UnknownKey):
        decrypt_env(sealed, "1:marketplaces.account:refresh_token")


def test_equal_values_have_equal_indexes_and_others_do_not(settings: Settings) -> None:
    settings.FIELD_KEYS = K1

    index = blind_index("ABCDE1234F", "1:pan")

    assert index == blind_index("ABCDE1234F", "1:pan")
    assert index != blind_index("ABCDE1234G", "1:pan")
    assert index != blind_index("ABCDE1234F", "2:pan")
    assert (index[:3], len(index)) == (b"k1:", 35)


def test_the_index_needs_the_key(settings: Settings) -> None:
    settings.FIELD_KEYS = K1
    index = blind_index("ABCDE1234F", "1:pan")

    settings.FIELD_KEYS = "k1:" + base64.b64encode(b"2" * 32).decode()

    assert blind_index("ABCDE1234F", "1:pan") != index


def test_during_a_rotation_a_value_is_found_by_its_older_index(settings: Settings) -> None:
    settings.FIELD_KEYS = K0
    written_before = blind_index("ABCDE1234F", "1:pan")

    settings.FIELD_KEYS = f"{K1},{K0}"

    assert blind_indexes("ABCDE1234F", "1:pan") == [blind_index("ABCDE1234F", "1:pan"), written_before]
