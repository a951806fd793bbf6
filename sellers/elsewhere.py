"""A person's files at other boards: where they are, and where a copied fact was verified."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from onboarding.accounts.models import User
from onboarding.boards.models import PLATFORM_SLUG, Board
from onboarding.pages.templatetags.pages import ist_date, localtext
from sellers.models import Check, Document, Fact

APPROVAL = "approval"  # the method where no check of its own was made: an officer read it and approved the file
BY_OFFICER, BY_REGISTRY = "officer", "registry"
METHODS_OF_OFFICERS = (Check.Method.OFFICER, Check.Method.CALL, Check.Method.VISIT)


@dataclass(frozen=True)
class Verified:
    """Where, how, by whom and when a copied answer was verified. `by` is a role, never a name."""

    board: str
    method: str
    by: str
    at: datetime

    @property
    def method_text(self) -> str:
        if self.method == APPROVAL:
            return _("read and approved by an officer")
        return str(Check.Method(self.method).label)

    def sentence(self, names: Mapping[str, str]) -> str:
        """Say it with the board's name; `names` are those that were read for all rows at once."""
        said = {"board": names.get(self.board, self.board), "day": ist_date(self.at), "how": self.method_text}
        return _("Verified at %(board)s on %(day)s: %(how)s") % said


def verified_elsewhere(row: Fact | Document) -> Verified | None:
    """Return where a copied answer was verified, or None for one that was not copied, or not verified there."""
    kept = row.verified_elsewhere
    if not kept:
        return None
    return Verified(kept["board"], kept["method"], kept["by"], datetime.fromisoformat(kept["at"]))


def board_names(rows: Iterable[Fact | Document]) -> dict[str, str]:
    """Return by slug the names of the boards at which these rows were verified, in the reader's language."""
    slugs = {row.verified_elsewhere["board"] for row in rows if row.verified_elsewhere}
    return {board.slug: localtext(board.name) for board in Board.objects.filter(slug__in=slugs)} if slugs else {}


def boards_with_file_of(person: User, *, other_than: Board) -> list[Board]:
    """Return the other boards at which somebody on this phone has an approved file; their ids are all that is read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sellers_boards_with_file(%s)", [person.pk])
        ids = [row[0] for row in cursor.fetchall()]
    boards = Board.objects.filter(pk__in=ids, is_open=True).exclude(slug=PLATFORM_SLUG).exclude(pk=other_than.pk)
    return list(boards.order_by("slug"))
