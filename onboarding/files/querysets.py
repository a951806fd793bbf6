"""Named reads of stored files."""

from typing import Self

from onboarding.tenancy.models import BoardQuerySet


class StoredFileQuerySet(BoardQuerySet):
    def same_file(self, sha256: str) -> Self:
        """Narrow to this board's files of exactly this content, newest first.

        Two people may send the same bytes: whoever answers a retry also asks whose file it is.
        """
        return self.filter(sha256=sha256).order_by("-created_at", "id")
