"""The sealed values of a seller's file: sealing, reading, and finding equal ones without reading them."""

from typing import Any

from onboarding.tenancy.scope import current_board_id
from onboarding.vault.crypto import blind_index, blind_indexes, decrypt, encrypt
from sellers.models import Document, Fact, Seller
from sellers.questions.catalogue import QUESTIONS, Reach


def place_of(board_id: Any, code: str) -> str:
    return f"{board_id}:sellers.fact:{code}"


def place_of_name(board_id: Any, code: str) -> str:
    return f"{board_id}:sellers.document:{code}:name"


def seal(seller: Seller, code: str, text: str) -> bytes:
    return encrypt(text, seller.data_key, place_of(seller.board_id, code))


def value_of(fact: Fact) -> str:
    """Return the answer in clear. Raises KeyDestroyed once the person was erased."""
    return decrypt(bytes(fact.sealed_value), fact.seller.data_key, place_of(fact.board_id, fact.code))


def name_on(document: Document) -> str:
    """Return the name as this paper spells it, or an empty text."""
    if document.sealed_name is None:
        return ""
    place = place_of_name(document.board_id, document.code)
    return decrypt(bytes(document.sealed_name), document.seller.data_key, place)


def seal_name(document: Document, name: str) -> None:
    place = place_of_name(document.board_id, document.code)
    document.sealed_name = encrypt(name, document.seller.data_key, place) if name else None


def index_of(code: str, text: str) -> tuple[bytes | None, bytes | None]:
    """Return the two indexes of a value, inside the open board and over all boards; None where nobody compares it."""
    reach = QUESTIONS[code].reach
    in_board = blind_index(text, board_purpose(code)) if reach is not Reach.NOBODY else None
    anywhere = blind_index(text, anywhere_purpose(code)) if reach is Reach.ANYWHERE else None
    return in_board, anywhere


def same_in_board(code: str, text: str) -> list[bytes]:
    """Return the indexes under which this value may lie in the open board, one for each key of the environment."""
    return blind_indexes(text, board_purpose(code))


def same_anywhere(code: str, text: str) -> list[bytes]:
    return blind_indexes(text, anywhere_purpose(code))


def board_purpose(code: str) -> str:
    return f"{code} of board {current_board_id()}"


def anywhere_purpose(code: str) -> str:
    return f"{code} anywhere"


def masked(secret: str) -> str:
    """Show only the last four characters."""
    return "●" * max(len(secret) - 4, 0) + secret[-4:] if secret else ""
