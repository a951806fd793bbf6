"""The keys of the environment: the first one seals, every listed one opens."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from onboarding.vault.errors import UnknownKey

KEY_BYTES = 32
KEY_ID = re.compile(r"[a-z0-9_-]{1,16}")


@dataclass(frozen=True)
class FieldKeys:
    """Keys by id. A new one is put in front; an old one stays listed until nothing is sealed under it."""

    current_id: str
    by_id: Mapping[str, bytes] = field(repr=False)

    def derive(self, key_id: str, purpose: str) -> bytes:
        """Return the 32-byte key for one purpose; no key serves two. Raises UnknownKey if not listed."""
        key = self.by_id.get(key_id)
        if key is None:
            raise UnknownKey(f"field key {key_id} is not in FIELD_KEYS")
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(key)


def field_keys() -> FieldKeys:
    """Return the keys of settings.FIELD_KEYS. Raises ImproperlyConfigured when they cannot serve."""
    return parse_field_keys(settings.FIELD_KEYS)


@lru_cache(maxsize=4)
def parse_field_keys(text: str) -> FieldKeys:
    """Read "id:base64,id:base64", current first. Raises ImproperlyConfigured, never showing the keys."""
    by_id: dict[str, bytes] = {}
    for entry in text.split(","):
        key_id, _, encoded = entry.strip().partition(":")
        if not KEY_ID.fullmatch(key_id):
            raise ImproperlyConfigured("FIELD_KEYS: each key is id:base64, its id 1-16 of a-z, 0-9, _ and -.")
        if key_id in by_id:
            raise ImproperlyConfigured(f"FIELD_KEYS: the id {key_id} stands there twice.")
        by_id[key_id] = _decoded(key_id, encoded)
    return FieldKeys(current_id=next(iter(by_id)), by_id=by_id)


def _decoded(key_id: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ImproperlyConfigured(f"FIELD_KEYS: the key {key_id} is not base64.") from None
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"FIELD_KEYS: the key {key_id} has {len(key)} bytes, not {KEY_BYTES}.")
    return key
