"""The board and what it steers by. Texts are kept as `{language: text}`."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from onboarding.boards.querysets import ProgrammeQuerySet
from onboarding.boards.states import PROGRAMME_MOVES, ProgrammeStatus
from onboarding.moves import HasStatus
from onboarding.tenancy.models import BoardKey, BoardModel

PLATFORM_SLUG = "platform"  # the reserved board that owns what has no board yet


class Board(models.Model):
    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(unique=True, max_length=40)
    name = models.JSONField()
    colour = models.CharField(max_length=20, default="indigo")
    help_phone = models.CharField(max_length=16, blank=True)
    appeal_contact = models.JSONField(default=dict, blank=True)  # {language: text}: who hears those who were refused
    sms_entity_id = models.CharField(max_length=20, blank=True)  # the board's DLT registration
    is_open = models.BooleanField(default=True)

    class Meta:
        db_table_comment = "global: the boards themselves, read before any scope is open"

    def __str__(self) -> str:
        return self.slug


class District(models.Model):
    """A district by its LGD code, with the One District One Product goods that its state names for it."""

    lgd_code = models.PositiveIntegerField(primary_key=True)
    state_lgd_code = models.PositiveIntegerField(db_index=True)
    name = models.JSONField()
    division = models.CharField(max_length=80, blank=True)
    products = models.JSONField(default=list)
    sources = models.JSONField(default=dict)

    class Meta:
        db_table_comment = "global: public reference data, the same for every board"

    def __str__(self) -> str:
        return str(self.name.get("en", self.lgd_code))


class Craft(models.Model):
    """A craft with its HSN, GST and marketplace facts; each fact keeps its source and status."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.JSONField()
    home_district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="crafts")
    hsn = models.CharField(max_length=8, blank=True)
    amazon_product_type = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        db_table_comment = "global: public reference data, the same for every board"

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    """A person's role at a board.

    A district officer reviews one district, the other officers the whole board. An operator reviews nothing: she fills
    in for sellers.
    """

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Board administrator")
        STATE_OFFICER = "state_officer", _("State officer")
        DISTRICT_OFFICER = "district_officer", _("District officer")
        OPERATOR = "operator", _("Operator")

    board = models.ForeignKey(Board, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True)

    class Meta:
        db_table_comment = "global: read to decide which board's scope a person may enter"
        constraints = [
            models.UniqueConstraint(fields=["board", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(district__isnull=False) ^ ~models.Q(role="district_officer"),
                name="membership_district_iff_district_officer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} at {self.board_id}"


class Cluster(BoardModel):
    """A craft in a place inside a district."""

    name = models.JSONField()
    district = models.ForeignKey(District, models.PROTECT)
    craft = models.ForeignKey(Craft, models.PROTECT)


class Programme(HasStatus, BoardModel):
    """An MoU of the board with one marketplace. `enrolled_count` is kept by sellers.actions under the cap."""

    MOVES = PROGRAMME_MOVES

    class Marketplace(models.TextChoices):
        AMAZON = "amazon", "Amazon"
        FLIPKART = "flipkart", "Flipkart"

    slug = models.SlugField(max_length=60)
    name = models.JSONField()
    marketplace = models.CharField(max_length=20, choices=Marketplace.choices)
    status = models.CharField(max_length=12, choices=ProgrammeStatus, default=ProgrammeStatus.DRAFT)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    seller_cap = models.PositiveIntegerField(null=True, blank=True)
    enrolled_count = models.PositiveIntegerField(default=0)
    trainee_target = models.PositiveIntegerField(null=True, blank=True)
    trainee_target_on = models.DateField(null=True, blank=True)
    sells = models.BooleanField(default=True)

    objects = ProgrammeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "slug"], name="programme_slug_once")]


class ProgrammeDistrict(BoardModel):
    """A district that a programme is for; a programme without any is for every district."""

    programme = BoardKey(Programme, models.CASCADE, related_name="districts")
    district = models.ForeignKey(District, models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "programme", "district"], name="programme_district_once")
        ]


class Benefit(BoardModel):
    """Something that a programme promises to its sellers."""

    programme = BoardKey(Programme, models.CASCADE, related_name="benefits")
    code = models.SlugField(max_length=60)
    name = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "programme", "code"], name="benefit_once")]
