"""Links that let a marketplace fetch one rendition without signing in, until they run out."""

import time
from uuid import UUID

from django.conf import settings
from django.core import signing

from onboarding.files.errors import BadLink
from onboarding.files.models import StoredFile
from onboarding.files.renditions import Size

SALT = "onboarding.files.links"


def signed_photo_url(stored: StoredFile, size: str, *, expires_s: int) -> str:
    """Return an address that shows this rendition to whoever holds it, for `expires_s` seconds from now.

    It differs from call to call: leave it out of whatever is hashed or compared. Raises ValueError for a document:
    evidence has no address that works without signing in.
    """
    if stored.kind != StoredFile.Kind.PHOTO:
        raise ValueError("only photos get a link")
    content = [stored.board_id, stored.pk.hex, Size(size).value, int(time.time()) + expires_s]
    return f"{settings.PUBLIC_URL.rstrip('/')}/photo/{_signer().sign_object(content)}"


def verify_signed(token: str) -> tuple[int, UUID, Size]:
    """Return (board id, file id, size) of a token that we signed and that has not run out. Raises BadLink."""
    try:
        board_id, file_id, size, expires_at = _signer().unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise BadLink from None
    if time.time() >= expires_at:
        raise BadLink
    return board_id, UUID(hex=file_id), Size(size)


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")
