from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onboarding.moves import HasStatus
from onboarding.tenancy.models import BoardKey, BoardModel
from onboarding.vault.models import DataKey
from sellers.models.bulk import Import
from sellers.states import SELLER_MOVES, SellerStatus


class SellerKind(models.TextChoices):
    INDIVIDUAL = "individual", _("One artisan or weaver")
    GROUP = "shg", _("Self-help group")
    COOPERATIVE = "cooperative", _("Co-operative society")
    KHADI = "khadi", _("Khadi institution")
    FIRM = "firm", _("Firm or company")


class Origin(models.TextChoices):
    """Who wrote something down first."""

    SELF = "self", _("the seller herself")
    OPERATOR = "operator", _("an operator for her")
    IMPORT = "import", _("a list of the board")
    COPY = "copy", _("her file at another board")


class Seller(HasStatus, BoardModel):
    """A person's or group's file at one board. What is secret in it is sealed under its own data key.

    `user` is the person who owns the phone: several sellers may share one, and their PINs tell them apart.
    `name_key` is the name as it is compared, so that one phone does not hold the same person twice.
    """

    MOVES = SELLER_MOVES

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    data_key = BoardKey(DataKey, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=120, blank=True, editable=False)
    kind = models.CharField(max_length=12, choices=SellerKind, default=SellerKind.INDIVIDUAL)
    language = models.CharField(max_length=8)
    status = models.CharField(max_length=10, choices=SellerStatus, default=SellerStatus.ACTIVE)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.SELF)
    imported_by = BoardKey(Import, null=True, related_name="sellers")
    pin_hash = models.CharField(max_length=128, blank=True)
    pin_tries = models.PositiveSmallIntegerField(default=0)
    pin_locked_until = models.DateTimeField(null=True)
    pin_misses = models.PositiveSmallIntegerField(default=0)  # wrong tries in all since the last right one
    pin_in_person = models.BooleanField(default=False)  # the PIN stood on a shared phone: no code takes it away
    proved_at = models.DateTimeField(null=True)  # when she last proved that she is the person, not only the phone
    bank_locked_until = models.DateTimeField(
        null=True
    )  # after a change of number or PIN nobody changes the bank account
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "user", "name_key"], condition=~Q(name_key=""), name="seller_once_a_phone"
            )
        ]
        indexes = [models.Index(fields=["board", "user"], name="seller_of_phone")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_group(self) -> bool:
        """Tell whether others make what this seller sells, so that a roster of members is kept."""
        return self.kind in (SellerKind.GROUP, SellerKind.COOPERATIVE, SellerKind.KHADI)
