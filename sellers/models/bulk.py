from django.conf import settings
from django.db import models

from onboarding.boards.models import Programme
from onboarding.moves import HasStatus
from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.states import IMPORT_MOVES, ImportStatus


class Import(HasStatus, BoardModel):
    """One file of an office, on its way into sellers: how far it came, and where its bad rows are.

    `rows_read` counts the rows under the header that are settled: who takes over goes on behind them. A programme
    bounds the districts.
    """

    MOVES = IMPORT_MOVES

    status = models.CharField(max_length=10, choices=ImportStatus, default=ImportStatus.UPLOADED)
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=200, blank=True)  # in the storage; empty when read from a path
    errors_name = models.CharField(max_length=200, blank=True)
    mapping = models.JSONField(default=dict)  # header as it stands in the file: our column, or "" to leave it out
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    programme = BoardKey(Programme, null=True, related_name="+")
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    rows_added = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["board", "created_at", "id"], name="import_newest")]


class ColumnMapping(BoardModel):
    """What an office's headers mean, as an officer said it once; `fingerprint` is the digest of the header row."""

    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "fingerprint"], name="column_mapping_once")]
