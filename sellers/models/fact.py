import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from onboarding.files.models import StoredFile
from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.models.seller import Origin, Seller


class Fact(BoardModel):
    """One answer of a seller by the code of its question, sealed under her data key.

    The indexes find equal values without reading them: inside the board, and over all boards. `verified_elsewhere`
    is where and by whom a copied fact was verified: `{"board", "method", "by", "at"}`.
    """

    seller = BoardKey(Seller, models.CASCADE, related_name="facts")
    code = models.CharField(max_length=40)
    sealed_value = models.BinaryField()
    board_index = models.BinaryField(null=True)
    anywhere_index = models.BinaryField(null=True)
    expires_on = models.DateField(null=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.SELF)
    verified_elsewhere = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "seller", "code"], name="fact_once")]
        indexes = [
            models.Index(fields=["board", "board_index"], name="fact_in_board", condition=~Q(board_index=None)),
            models.Index(fields=["anywhere_index"], name="fact_anywhere", condition=~Q(anywhere_index=None)),
            models.Index(fields=["board", "expires_on"], name="fact_expiring", condition=~Q(expires_on=None)),
        ]


class Document(BoardModel):
    """The picture of a paper, by the code of its question. The newest stays; older ones keep their time of replacement.

    `sealed_name` is the name as this paper spells it. `upload_id` is the form's own: a form sent twice counts once.
    """

    seller = BoardKey(Seller, models.CASCADE, related_name="documents")
    code = models.CharField(max_length=40)
    file = BoardKey(StoredFile, related_name="+")
    upload_id = models.UUIDField(default=uuid.uuid4)
    sealed_name = models.BinaryField(null=True)
    expires_on = models.DateField(null=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.SELF)
    verified_elsewhere = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "seller", "code"], condition=Q(replaced_at=None), name="document_newest_once"
            ),
            models.UniqueConstraint(fields=["board", "seller", "upload_id"], name="document_upload_once"),
        ]
        indexes = [
            models.Index(fields=["board", "expires_on"], name="document_expiring", condition=~Q(expires_on=None))
        ]


class Check(BoardModel):
    """One verification of one answer: how, what came of it, on what evidence, by whom, until when.

    A check counts for the value it looked at: once the answer changes it is stale. `sealed_evidence` is what the
    source said, as JSON under the seller's key.
    """

    class Method(models.TextChoices):
        GST = "gst", pgettext_lazy("check", "GST register")
        UDYAM = "udyam", pgettext_lazy("check", "Udyam register")
        BANK = "bank", pgettext_lazy("check", "Bank")
        DIGILOCKER = "digilocker", pgettext_lazy("check", "DigiLocker")
        OFFICER = "officer", pgettext_lazy("check", "Seen by an officer")
        CALL = "call", pgettext_lazy("check", "By phone")
        VISIT = "visit", pgettext_lazy("check", "By a visit")

    class Result(models.TextChoices):
        PENDING = "pending", pgettext_lazy("check", "On its way")
        MATCH = "match", pgettext_lazy("check", "Right")
        MISMATCH = "mismatch", pgettext_lazy("check", "Does not agree")
        CANCELLED = "cancelled", pgettext_lazy("check", "Cancelled there")
        NOT_FOUND = "not_found", pgettext_lazy("check", "Not known there")
        UNSURE = "unsure", pgettext_lazy("check", "No clear answer")
        UNREACHABLE = "unreachable", pgettext_lazy("check", "No answer came")

    seller = BoardKey(Seller, models.CASCADE, related_name="checks")
    code = models.CharField(max_length=40)
    method = models.CharField(max_length=12, choices=Method)
    result = models.CharField(max_length=12, choices=Result, default=Result.PENDING)
    sealed_evidence = models.BinaryField(null=True)
    by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    stale_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["board", "seller", "code", "asked_at"], name="check_of_fact"),
            models.Index(
                fields=["board", "seller", "code"],
                name="check_against",
                condition=Q(result__in=("mismatch", "cancelled", "not_found"), stale_at=None),
            ),
            models.Index(
                fields=["board", "answered_at", "id"],
                name="check_confirmed",
                condition=Q(method__in=("gst", "udyam", "bank"), result="match", stale_at=None),
            ),
            models.Index(
                fields=["board", "seller", "code"],
                name="check_asked_of_officer",
                condition=Q(method="officer", result="pending", stale_at=None),
            ),
        ]
