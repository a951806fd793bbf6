"""Encrypt one value under a person's key or the environment's, decrypt it, and index what must be found.

`aad` names the place of the value, "board id:model:field": a ciphertext copied elsewhere does not open there.
"""

import hmac
from functools import partial
from typing import Any
from uuid import UUID

from onboarding.vault.errors import KeyDestroyed, UnknownKey
from onboarding.vault.keys import FieldKeys, field_keys
from onboarding.vault.models import DataKey
from onboarding.vault.sealing import seal, unseal


def encrypt(text: str, key: DataKey, aad: str) -> bytes:
    """Return `text` sealed under the person's key. Raises KeyDestroyed once the person was erased."""
    return seal(text.encode(), key=unwrap(key), key_id=key.pk.bytes, aad=aad)


def decrypt(sealed: bytes | memoryview, key: DataKey, aad: str) -> str:
    """Return the text. Raises KeyDestroyed, UnknownKey for another key, NotOurs if moved or altered."""
    secret = unwrap(key)

    def secret_of(key_id: bytes) -> bytes:
        if key_id != key.pk.bytes:
            raise UnknownKey("the value was sealed under another key")
        return secret

    return unseal(sealed, find_key=secret_of, aad=aad).decode()


def encrypt_env(text: str, aad: str) -> bytes:
    """Return `text` sealed under the environment's current key, for what belongs to no person."""
    keys = field_keys()
    secret = keys.derive(keys.current_id, "value")
    return seal(text.encode(), key=secret, key_id=keys.current_id.encode(), aad=aad)


def decrypt_env(sealed: bytes | memoryview, aad: str) -> str:
    """Return the text. Raises UnknownKey when its key left FIELD_KEYS, NotOurs if altered or moved."""
    return unseal(sealed, find_key=partial(_environment_key, field_keys(), "value"), aad=aad).decode()


def blind_index(value: str, purpose: str) -> bytes:
    """Return the bytes by which equal values are found without being read, under the current key.

    The caller normalises `value` first, and names the board in `purpose` when boards must not be compared.
    It begins with the key's id, so that a rotation finds the rows it has still to index anew.
    """
    keys = field_keys()
    return _indexed(keys, keys.current_id, value, purpose)


def blind_indexes(value: str, purpose: str) -> list[bytes]:
    """Return the index under every listed key, current first: look up by these during a rotation."""
    keys = field_keys()
    return [_indexed(keys, key_id, value, purpose) for key_id in keys.by_id]


def wrap(secret: bytes, key: DataKey) -> None:
    """Put the secret into the key row, wrapped by the environment's current key. Saves nothing."""
    keys = field_keys()
    wrapping = keys.derive(keys.current_id, "wrap")
    key.wrapped = seal(secret, key=wrapping, key_id=keys.current_id.encode(), aad=place_of_key(key.board_id, key.pk))
    key.wrapped_with = keys.current_id


def unwrap(key: DataKey) -> bytes:
    """Return the key row's secret. Raises KeyDestroyed, or UnknownKey if its wrapping key left FIELD_KEYS."""
    if key.wrapped is None:
        raise KeyDestroyed
    place = place_of_key(key.board_id, key.pk)
    return unseal(key.wrapped, find_key=partial(_environment_key, field_keys(), "wrap"), aad=place)


def _environment_key(keys: FieldKeys, purpose: str, key_id: bytes) -> bytes:
    return keys.derive(key_id.decode(errors="replace"), purpose)


def _indexed(keys: FieldKeys, key_id: str, value: str, purpose: str) -> bytes:
    secret = keys.derive(key_id, f"blind-index:{purpose}")
    return key_id.encode() + b":" + hmac.digest(secret, value.encode(), "sha256")


def place_of_key(board_id: Any, key_id: UUID) -> str:
    """Return the place that a wrapped key is bound to: its own row."""
    return f"{board_id}:vault.datakey:{key_id}"
