"""The shapes of rows that belong to a board."""

import uuid
from contextlib import AbstractContextManager
from typing import Any, Self

from django.db import models

from onboarding.tenancy.scope import board_scope, current_board_id


class BoardQuerySet(models.QuerySet[Any]):
    def locked(self) -> Self:
        """Lock the rows until the transaction ends; joined rows stay free."""
        return self.select_for_update(of=("self",))


class BoardOwned(models.Model):
    board = models.ForeignKey(
        "boards.Board",
        on_delete=models.PROTECT,
        default=current_board_id,
        editable=False,
        db_index=False,  # UNIQUE (board_id, id) of ProtectBoardTable serves it
        related_name="+",
    )

    class Meta:
        abstract = True


def scope_of(row: BoardOwned) -> AbstractContextManager[None]:
    """Open the scope of the row's own board."""
    return board_scope(row.board_id)  # type: ignore[arg-type]  # never null


class BoardModel(BoardOwned):
    """A row of one board, named to the world by a random UUID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    objects = BoardQuerySet.as_manager()

    class Meta:
        abstract = True


class BoardLogModel(BoardOwned):
    """A row of one board that is written in order and never named to the world."""

    id = models.BigAutoField(primary_key=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        abstract = True


class BoardKey(models.ForeignKey[Any, Any]):
    """A foreign key between two rows of one board; its migration adds the BoardForeignKey operation.

    Django's own constraint would accept another board's row, so it is left out.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs["db_index"] = False
        super().__init__(to, on_delete, **kwargs)
