"""The history of a board: its entries, the seals that chain them, and what still waits for its seal."""

from django.db import models
from django.utils import timezone

from onboarding.tenancy.models import BoardLogModel


class AuditEntry(BoardLogModel):
    """One thing that was done: ids, statuses, names of fields; personal values only under a person's key."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    on_behalf_of = models.CharField(max_length=75, blank=True)  # an Actor.reference
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    personal = models.BinaryField(null=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table_comment = "append-only: the history; what waits for a seal stands in audit_unsealedentry"
        indexes = [models.Index(fields=["board", "object_type", "object_id", "id"], name="audit_entry_of_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


class AuditSeal(BoardLogModel):
    """The place of one entry in its board's chain. `hash` covers it under AUDIT_KEY."""

    seq = models.PositiveBigIntegerField()
    entry_id = models.BigIntegerField()  # no foreign key: a seal must outlive its entry to testify that it is gone
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table_comment = "append-only: the chain over the history"
        constraints = [
            models.UniqueConstraint(fields=["board", "seq"], name="audit_seal_seq_once"),
            models.UniqueConstraint(fields=["board", "entry_id"], name="audit_seal_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.seq}"


class UnsealedEntry(BoardLogModel):
    """An entry, by its own id, that waits for its seal: a trigger adds it, the sealer takes it away."""

    def __str__(self) -> str:
        return str(self.pk)
