"""Named reads of the history and its chain."""

from typing import Any

from django.db import connection

from onboarding.audit.models import AuditEntry, AuditSeal


def newest_seal() -> AuditSeal | None:
    """Return the head of the open board's chain, or None while it is empty."""
    return AuditSeal.objects.order_by("-seq").first()


def boards_with_unsealed_entries() -> list[int]:
    """Return the ids of all boards whose history waits for seals; needs no scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_unsealed_boards()")
        return [board_id for (board_id,) in cursor.fetchall()]


def all_boards() -> list[tuple[int, str]]:
    """Return (id, slug) of every board; the table is global, so this needs no scope."""
    # Boards live on a higher floor; the foreign key knows their model without importing it.
    boards: Any = AuditEntry._meta.get_field("board").related_model
    return list(boards.objects.order_by("id").values_list("id", "slug"))
