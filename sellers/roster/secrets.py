"""What is sealed in a member's row: her phone, and how she is reached without one."""

from typing import Any

from onboarding.tenancy.scope import current_board_id
from onboarding.vault.crypto import blind_index, blind_indexes, decrypt, encrypt
from sellers.models import Member, Seller


def phone_purpose() -> str:
    """Return what a phone is indexed for: equal ones are found inside the open board and nowhere else."""
    return f"member phone of board {current_board_id()}"


def index_of_phone(phone: str) -> bytes | None:
    return blind_index(phone, phone_purpose()) if phone else None


def same_phone(phone: str) -> list[bytes]:
    """Return the indexes under which this phone may lie, one for each key of the environment."""
    return blind_indexes(phone, phone_purpose())


def seal_contacts(member: Member, group: Seller, *, phone: str, reach: str) -> None:
    """Put phone and words into the row, sealed under the group's key. Saves nothing."""
    member.sealed_phone = encrypt(phone, group.data_key, place_of(group.board_id, "phone")) if phone else None
    member.phone_index = index_of_phone(phone)
    member.sealed_reach = encrypt(reach, group.data_key, place_of(group.board_id, "reach")) if reach else None


def phone_of(member: Member) -> str:
    """Return the phone in clear, or an empty text. Raises KeyDestroyed once the group was erased."""
    return opened(member, member.sealed_phone, "phone")


def reach_of(member: Member) -> str:
    return opened(member, member.sealed_reach, "reach")


def opened(member: Member, sealed: Any, what: str) -> str:
    if sealed is None:
        return ""
    return decrypt(bytes(sealed), member.seller.data_key, place_of(member.board_id, what))


def place_of(board_id: Any, what: str) -> str:
    return f"{board_id}:sellers.member:{what}"
