from django.db import models

from onboarding.tenancy.models import BoardKey, BoardLogModel
from sellers.models.bulk import Import


class RefusedRow(BoardLogModel):
    """A row of a file that was not taken in, by its number, and why, until the error file is written.

    What the row says stays in the file: no personal data stands here.
    """

    file = BoardKey(Import, models.CASCADE, related_name="refused_rows")
    row = models.PositiveIntegerField()
    reason_hi = models.TextField()
    reason_en = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "file", "row"], name="refused_row_once")]
