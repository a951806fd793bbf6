import pytest

from onboarding.vault.errors import NotOurs
from onboarding.vault.sealing import seal, unseal

KEY = bytes(range(32))
AAD = "1:sellers.seller:pan"


def opened(sealed: bytes, aad: str = AAD) -> bytes:
    return unseal(sealed, find_key=lambda key_id: KEY, aad=aad)


def test_a_sealed_value_opens_to_what_was_sealed() -> None:
    assert opened(seal(b"ABCDE1234F", key=KEY, key_id=b"k1", aad=AAD)) == b"ABCDE1234F"


def test_the_layout_is_version_key_id_nonce_and_ciphertext_with_its_tag() -> None:
    sealed = seal(b"0123456789", key=KEY, key_id=b"k1", aad=AAD)

    assert sealed[:4] == b"\x01\x02k1"
    assert len(sealed) == 2 + 2 + 12 + 10 + 16
    assert b"0123456789" not in sealed


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert len({seal(b"same", key=KEY, key_id=b"k1", aad=AAD) for _ in range(100)}) == 100


def test_a_value_moved_to_another_field_or_board_does_not_open() -> None:
    sealed = seal(b"ABCDE1234F", key=KEY, key_id=b"k1", aad=AAD)

    for elsewhere in ("1:sellers.seller:bank_account", "2:sellers.seller:pan", ""):
        with pytest.raises(NotOurs):
            opened(sealed, aad=elsewhere)


def test_a_change_of_any_single_bit_is_noticed() -> None:
    sealed = seal(b"ABCDE1234F", key=KEY, key_id=b"k1", aad=AAD)

    for position in range(len(sealed) * 8):
        altered = bytearray(sealed)
        altered[position // 8] ^= 1 << position % 8
        with pytest.raises(NotOurs):
            opened(bytes(altered))


def test_a_value_cut_at_any_length_is_noticed() -> None:
    sealed = seal(b"ABCDE1234F", key=KEY, key_id=b"k1", aad=AAD)

    for length in range(len(sealed)):
        with pytest.raises(NotOurs):
            opened(sealed[:length])
