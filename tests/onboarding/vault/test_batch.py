"""What is sealed, wrapped and indexed by the thousand is what one by one gives."""

import base64

import pytest
from pytest_django import Settings

from onboarding.tenancy.scope import board_scope
from onboarding.vault.batch import Indexer, new_keys
from onboarding.vault.crypto import blind_index, blind_indexes, decrypt
from onboarding.vault.errors import NotOurs
from onboarding.vault.models import DataKey

K0 = "k0:" + base64.b64encode(b"0" * 32).decode()
K1 = "k1:" + base64.b64encode(b"1" * 32).decode()
PLACE = "1:sellers.fact:pan"


@pytest.mark.django_db
def test_a_value_sealed_in_a_batch_is_read_like_any_other(board_id: int) -> None:
    first, second = new_keys(2, board_id=board_id)
    sealed = first.sealer.seal("ABCPD1234E जरी".encode(), PLACE.encode())

    with board_scope(board_id):
        key, other = (
            DataKey.objects.create(id=new.id, wrapped=new.wrapped, wrapped_with=new.wrapped_with)
            for new in (first, second)
        )
        assert decrypt(sealed, key, PLACE) == "ABCPD1234E जरी"
        with pytest.raises(NotOurs):
            decrypt(sealed, key, "1:sellers.fact:gstin")
    assert first.wrapped != second.wrapped
    assert key.pk != other.pk


@pytest.mark.django_db
def test_a_key_made_for_one_board_opens_at_no_other(board_id: int, other_board_id: int) -> None:
    (new,) = new_keys(1, board_id=board_id)
    sealed = new.sealer.seal(b"ABCPD1234E", PLACE.encode())

    with board_scope(other_board_id):
        moved = DataKey.objects.create(id=new.id, wrapped=new.wrapped, wrapped_with=new.wrapped_with)
        with pytest.raises(NotOurs):
            decrypt(sealed, moved, PLACE)


def test_equal_values_seal_differently_each_time() -> None:
    (new,) = new_keys(1, board_id=1)

    assert new.sealer.seal(b"x", b"place") != new.sealer.seal(b"x", b"place")


def test_indexes_are_those_that_one_by_one_gives_also_during_a_rotation(settings: Settings) -> None:
    settings.FIELD_KEYS = f"{K1},{K0}"
    indexer = Indexer("pan of board 7")

    assert indexer.index("ABCPD1234E") == blind_index("ABCPD1234E", "pan of board 7")
    assert indexer.indexes("ABCPD1234E") == blind_indexes("ABCPD1234E", "pan of board 7")
    assert len(indexer.indexes("ABCPD1234E")) == 2
    assert indexer.index("ABCPD1234E") != Indexer("pan of board 8").index("ABCPD1234E")
