import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from onboarding.vault.errors import UnknownKey
from onboarding.vault.keys import parse_field_keys


def encoded(byte: int, length: int = 32) -> str:
    return base64.b64encode(bytes([byte]) * length).decode()


def test_the_first_key_is_the_current_one_and_every_one_is_found_by_its_id() -> None:
    keys = parse_field_keys(f"k2:{encoded(2)}, k1:{encoded(1)}")

    assert keys.current_id == "k2"
    assert keys.by_id == {"k2": bytes([2]) * 32, "k1": bytes([1]) * 32}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "id:base64"),
        ("k1", "0 bytes"),
        (encoded(1), "id:base64"),
        (f"k1:{encoded(1, 31)}", "31 bytes"),
        (f"k1:{encoded(1, 16)}", "16 bytes"),
        (f"k1:{encoded(1, 33)}", "33 bytes"),
        ("k1:not*base64", "not base64"),
        (f"k1:{encoded(1)},k1:{encoded(2)}", "twice"),
        (f"K 1:{encoded(1)}", "id:base64"),
        (f"k1:{encoded(1)},", "id:base64"),
    ],
)
def test_keys_that_cannot_serve_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=reason):
        parse_field_keys(text)


def test_neither_a_refusal_nor_a_repr_shows_the_bytes_of_a_key() -> None:
    secret = encoded(7, 31)

    with pytest.raises(ImproperlyConfigured) as refusal:
        parse_field_keys(f"k1:{secret}")

    assert secret not in str(refusal.value)
    assert "by_id" not in repr(parse_field_keys(f"k1:{encoded(7)}"))


def test_each_purpose_has_a_key_of_its_own_that_never_changes() -> None:
    keys = parse_field_keys(f"k1:{encoded(1)}")

    # HKDF-SHA256 without salt (RFC 5869): a different value here would make every sealed value unreadable.
    assert keys.derive("k1", "value").hex() == "eeb1ad47bb0f3c7167aa61b75896c8bbe6f186841da3594c8b1a0c9ddc67b433"
    assert keys.derive("k1", "wrap") != keys.derive("k1", "value")


def test_a_key_that_is_not_listed_is_unknown() -> None:
    with pytest.raises(UnknownKey):
        parse_field_keys(f"k1:{encoded(1)}").derive("k0", "value")
