"""The same keys, seals and indexes as one by one, for thousands at once: what costs much is derived once."""

import hmac
import os
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onboarding.vault.crypto import place_of_key
from onboarding.vault.keys import KEY_BYTES, field_keys
from onboarding.vault.sealing import NONCE_BYTES, VERSION


class Sealer:
    """Seals values as `sealing.seal` does, under one key whose cipher is set up once."""

    __slots__ = ("_cipher", "_header")

    def __init__(self, key: bytes, key_id: bytes) -> None:
        self._cipher = AESGCM(key)
        self._header = bytes([VERSION, len(key_id)]) + key_id

    def seal(self, plain: bytes, place: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return self._header + nonce + self._cipher.encrypt(nonce, plain, self._header + place)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A fresh data key that stands in no row yet: the columns of its row, and a sealer for its owner's values."""

    id: UUID
    wrapped: bytes
    wrapped_with: str
    sealer: Sealer = field(repr=False)


def new_keys(count: int, *, board_id: int) -> list[NewKey]:
    """Return fresh keys for this board, each wrapped by the environment's current key. Saves nothing."""
    keys = field_keys()
    wrapping = Sealer(keys.derive(keys.current_id, "wrap"), keys.current_id.encode())
    fresh = []
    for _number in range(count):
        key_id, secret = uuid4(), os.urandom(KEY_BYTES)
        wrapped = wrapping.seal(secret, place_of_key(board_id, key_id).encode())
        fresh.append(NewKey(key_id, wrapped, keys.current_id, Sealer(secret, key_id.bytes)))
    return fresh


class Indexer:
    """The blind indexes of many values for one purpose, as `crypto.blind_index` gives them one by one."""

    def __init__(self, purpose: str) -> None:
        keys = field_keys()
        self._current = keys.current_id
        self._secrets = {
            key_id: (key_id.encode() + b":", keys.derive(key_id, f"blind-index:{purpose}")) for key_id in keys.by_id
        }

    def index(self, value: str) -> bytes:
        """Return the index under the current key."""
        name, secret = self._secrets[self._current]
        return name + hmac.digest(secret, value.encode(), "sha256")

    def indexes(self, value: str) -> list[bytes]:
        """Return the index under every listed key, current first: look up by these during a rotation."""
        return [name + hmac.digest(secret, value.encode(), "sha256") for name, secret in self._secrets.values()]
