"""The short address at which a member says whether she is rightly listed.

Its token has at most 30 signs, which is what an operator lets one variable of an SMS be: the board (4 bytes), the last
day it works (2), the first half of the member's random id (8), and 8 bytes of a keyed hash over these. A guess is
right once in 2**64, and says nothing about any other member.
"""

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.crypto import salted_hmac

from sellers.models import Member

SALT = "sellers.roster.links"
LIFETIME = timedelta(days=90)
DAY_ONE = date(2020, 1, 1)
CONTENT = struct.Struct(">IH8s")
MAC_BYTES = 8


@dataclass(frozen=True)
class Linked:
    """Which row of which board a link is about. `first` and `last` bound the ids that begin as the member's does."""

    board_id: int
    first: UUID
    last: UUID


def member_token(member: Member) -> str:
    """Return the token for this member that works for 90 days from today."""
    until = (timezone.localdate() + LIFETIME - DAY_ONE).days
    content = CONTENT.pack(member.board_id, until, member.pk.bytes[:8])
    return base64.urlsafe_b64encode(content + mac_of(content)).rstrip(b"=").decode()


def read_token(token: str) -> Linked | None:
    """Return whom the token names, or None for one that we did not make, or so long ago."""
    try:
        signed = base64.b64decode(token.encode() + b"==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    content, mac = signed[: CONTENT.size], signed[CONTENT.size :]
    if len(content) != CONTENT.size or not hmac.compare_digest(mac, mac_of(content)):
        return None
    board_id, until, half = CONTENT.unpack(content)
    if timezone.localdate() > DAY_ONE + timedelta(days=until):
        return None
    return Linked(board_id, UUID(bytes=half + bytes(8)), UUID(bytes=half + b"\xff" * 8))


def member_of(linked: Linked) -> Member:
    """Return the member; the scope of her board is open. Raises Member.DoesNotExist."""
    rows = Member.objects.select_related("seller__user", "seller__data_key", "craft")
    member: Member = rows.get(pk__gte=linked.first, pk__lte=linked.last)
    return member


def mac_of(content: bytes) -> bytes:
    return salted_hmac(SALT, content, algorithm="sha256").digest()[:MAC_BYTES]
