"""Letting partners in, and stopping them."""

from collections.abc import Sequence
from uuid import UUID

from allauth.idp.oidc.models import Client, Token
from django.db import transaction
from django.utils import timezone

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.models import PLATFORM_SLUG, Board, Programme
from onboarding.tenancy.scope import board_scope
from partners.models import Partner, PartnerClient, ProgrammePartner
from partners.policies import require_can_grant_programme, require_can_manage_clients


@transaction.atomic
def make_client(partner: Partner, *, client_id: str, secret: str, scopes: Sequence[str], by: Actor) -> PartnerClient:
    """Let a program of the partner's sign in by client credentials, and by nothing else.

    Only a hash of the secret is kept. Making the same client again gives it this secret and these scopes; one that was
    revoked stays revoked. Raises NotAllowed unless the system itself asks.
    """
    require_can_manage_clients(by)
    oauth_client = Client.objects.filter(pk=client_id).first() or Client(pk=client_id)
    oauth_client.name = partner.name
    oauth_client.type = Client.Type.CONFIDENTIAL
    oauth_client.set_grant_types([Client.GrantType.CLIENT_CREDENTIALS])
    oauth_client.set_scopes(list(scopes))
    oauth_client.set_default_scopes(list(scopes))
    oauth_client.set_secret(secret)
    oauth_client.save()
    client, is_new = PartnerClient.objects.get_or_create(oauth_client=oauth_client, partner=partner)
    record_at_platform("client.made" if is_new else "client.made_again", client, by=by)
    return client


@transaction.atomic
def revoke_client(client: PartnerClient, *, by: Actor) -> None:
    """Stop the client: its tokens are gone, and it gets no new ones.

    Raises NotAllowed unless the system itself asks.
    """
    require_can_manage_clients(by)
    client.revoked_at = timezone.now()
    client.save(update_fields=["revoked_at"])
    Token.objects.filter(client=client.oauth_client).delete()
    record_at_platform("client.revoked", client, by=by)


@transaction.atomic
def grant_programme(programme_id: UUID, partner: Partner, *, by: Actor) -> ProgrammePartner:
    """Let the partner read what belongs to the programme; granting it twice changes nothing.

    Raises NotAllowed unless a board administrator asks.
    """
    require_can_grant_programme(by)
    programme = Programme.objects.locked().get(pk=programme_id)
    grant, is_new = ProgrammePartner.objects.get_or_create(programme=programme, partner=partner)
    if is_new:
        record("partner.granted", grant, by=by)
    return grant


def record_at_platform(action: str, client: PartnerClient, *, by: Actor) -> None:
    """Add to the platform's history, since a client may serve many boards. No other board's scope is open."""
    with board_scope(Board.objects.get(slug=PLATFORM_SLUG).pk):
        record(action, client, by=by)  # type: ignore[arg-type]  # global, as boards are


def drop_expired_tokens() -> None:
    """Delete the tokens that nobody can use any more; they are made by the hour."""
    Token.objects.expired().delete()
