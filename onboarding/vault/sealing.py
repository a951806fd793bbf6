"""One sealed value: version byte, length and text of the key id, nonce, AES-256-GCM ciphertext with its tag.

The additional data bind it to its header and to the place it was sealed for, so it opens nowhere else.
"""

import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onboarding.vault.errors import NotOurs

VERSION = 1
NONCE_BYTES = 12
TAG_BYTES = 16


def seal(plain: bytes, *, key: bytes, key_id: bytes, aad: str) -> bytes:
    """Return `plain` sealed under `key` for the place that `aad` names."""
    header = bytes([VERSION, len(key_id)]) + key_id
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, plain, header + aad.encode())


def unseal(sealed: bytes | memoryview, *, find_key: Callable[[bytes], bytes], aad: str) -> bytes:
    """Return the plain bytes; `find_key` answers the key of an id or raises. Raises NotOurs on any change."""
    whole = bytes(sealed)
    if whole[:1] != bytes([VERSION]) or len(whole) == 1:
        raise NotOurs("not a sealed value of this version")
    end_of_header = 2 + whole[1]
    end_of_nonce = end_of_header + NONCE_BYTES
    if len(whole) < end_of_nonce + TAG_BYTES:
        raise NotOurs("the sealed value was cut")
    header, nonce = whole[:end_of_header], whole[end_of_header:end_of_nonce]
    try:
        return AESGCM(find_key(header[2:])).decrypt(nonce, whole[end_of_nonce:], header + aad.encode())
    except InvalidTag:
        raise NotOurs("the sealed value was altered, or moved from another place") from None
