from django.db import models
from django.db.models import Q
from django.utils import timezone

from onboarding.tenancy.models import BoardKey, BoardModel
from sellers.models.member import Member
from sellers.models.seller import Seller


class Consent(BoardModel):
    """One answer to one question of consent, yes or no, for a purpose and a recipient.

    `wording` is the version of the sentence she read, `means` how she answered. Of each question one answer counts at
    most, the newest; `withdrawn_at` is when another answer, or her leaving, ended it. With `member` it is that maker's
    own answer.
    """

    class Means(models.TextChoices):
        PAGE = "page"
        CODE = "code"

    seller = BoardKey(Seller, models.CASCADE, related_name="consents")
    member = BoardKey(Member, models.CASCADE, null=True, related_name="consents")
    purpose = models.CharField(max_length=40)
    recipient = models.CharField(max_length=60, blank=True)
    is_given = models.BooleanField()
    wording = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    means = models.CharField(max_length=8, choices=Means, default=Means.PAGE)
    answered_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "seller", "purpose", "recipient", "member"],
                condition=Q(withdrawn_at=None),
                name="consent_standing_once",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["board", "seller", "purpose", "answered_at"], name="consent_newest")]
