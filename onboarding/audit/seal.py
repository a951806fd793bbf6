"""Chain what was written. Nothing is skipped or sealed twice: an entry leaves the queue as its seal comes."""

from django.db import connection, transaction

from onboarding.audit.chain import BEFORE_THE_FIRST, seal_hash
from onboarding.audit.models import AuditEntry, AuditSeal, UnsealedEntry
from onboarding.audit.querysets import newest_seal
from onboarding.tenancy.scope import current_board_id

BATCH = 1000


@transaction.atomic
def seal_board(limit: int = BATCH) -> int:
    """Seal up to `limit` committed entries of the open board, oldest first, and return how many.

    An entry that commits late takes a later place: the chain is in the order in which entries came to light.
    """
    if not _is_the_only_sealer():
        return 0
    waiting = list(UnsealedEntry.objects.order_by("pk").values_list("pk", flat=True)[:limit])
    if not waiting:
        return 0
    head = newest_seal()
    seq = head.seq if head else 0
    previous = bytes(head.hash) if head else BEFORE_THE_FIRST
    seals = []
    for entry in AuditEntry.objects.filter(pk__in=waiting).order_by("pk"):
        seq += 1
        sealed = seal_hash(previous, seq, entry)
        seals.append(AuditSeal(seq=seq, entry_id=entry.pk, previous=previous, hash=sealed))
        previous = sealed
    AuditSeal.objects.bulk_create(seals)
    # Only what was sealed leaves: an entry that vanished before stays queued for verify_audit to name.
    UnsealedEntry.objects.filter(pk__in=[seal.entry_id for seal in seals]).delete()
    return len(seals)


def _is_the_only_sealer() -> bool:
    """Take the board's sealing until the transaction ends; the head is read after, so it is the newest.

    A second sealer has nothing to add, so it does not wait.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('audit.seal', %s))",
            [current_board_id()],
        )
        return bool(cursor.fetchone()[0])
