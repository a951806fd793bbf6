"""Who reads the API, with which client, and which programmes name them."""

from django.db import models

from onboarding.boards.models import Programme
from onboarding.tenancy.models import BoardKey, BoardModel
from partners.querysets import PartnerClientQuerySet, ProgrammePartnerQuerySet


class Partner(models.Model):
    """An organisation on the marketplaces' side, the same one for every board that works with it."""

    slug = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=120)

    class Meta:
        db_table_comment = "global: read to find out who calls, before any board is known"

    def __str__(self) -> str:
        return self.slug


class PartnerClient(models.Model):
    """A program of the partner's that signs in by itself. Its id, hashed secret, scopes and tokens are allauth's rows.

    Whether it may still sign in is decided here alone: allauth has no switch for it.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="clients")
    oauth_client = models.OneToOneField("allauth_idp_oidc.Client", models.PROTECT, related_name="partner_client")
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    objects = PartnerClientQuerySet.as_manager()

    class Meta:
        db_table_comment = "global: read to find out who calls, before any board is known"

    def __str__(self) -> str:
        return str(self.oauth_client_id)


class ProgrammePartner(BoardModel):
    """The board lets the partner read what belongs to the programme."""

    programme = BoardKey(Programme, models.CASCADE, related_name="partners")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgrammePartnerQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "programme", "partner"], name="programme_partner_once")]
