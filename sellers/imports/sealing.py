"""The sealed facts of many sellers: the same bytes as `sellers.secrets` makes, with what costs much derived once."""

from onboarding.vault.batch import Indexer, Sealer
from sellers.imports.rows import FACTS
from sellers.questions.catalogue import QUESTIONS, Reach
from sellers.secrets import anywhere_purpose, board_purpose, place_of


class FactSealer:
    """Seals and indexes the facts of one board; its scope is open when this is made."""

    def __init__(self, board_id: int) -> None:
        codes = (*FACTS, "address")
        self._places = {code: place_of(board_id, code).encode() for code in codes}
        reaches = {code: QUESTIONS[code].reach for code in codes}
        self._in_board = {
            code: Indexer(board_purpose(code)) for code, reach in reaches.items() if reach is not Reach.NOBODY
        }
        self._anywhere = {
            code: Indexer(anywhere_purpose(code)) for code, reach in reaches.items() if reach is Reach.ANYWHERE
        }

    def seal(self, sealer: Sealer, code: str, text: str) -> tuple[bytes, bytes | None, bytes | None]:
        """Return the sealed value and its two indexes, as a Fact keeps them."""
        in_board, anywhere = self._in_board.get(code), self._anywhere.get(code)
        return (
            sealer.seal(text.encode(), self._places[code]),
            in_board.index(text) if in_board else None,
            anywhere.index(text) if anywhere else None,
        )

    def indexes_in_board(self, code: str, text: str) -> list[bytes]:
        """Return the indexes under which the value may lie in the board, one for each key of the environment."""
        return self._in_board[code].indexes(text)
