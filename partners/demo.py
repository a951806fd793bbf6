"""A partner to try the API with."""

import secrets
from typing import Any

from django.db import transaction
from django.urls import reverse

from onboarding.audit.actors import Actor
from onboarding.boards.models import Board, Programme
from onboarding.tenancy.scope import board_scope
from partners.actions import grant_programme, make_client
from partners.models import Partner
from partners.scopes import SCOPES

BOARD_SLUG = "up-odop"
PROGRAMME_SLUG = "amazon-kala-haat"
CLIENT_ID = "demo-amazon-kala-haat-desk"
PARTNER_NAME = "Amazon Kala Haat desk (demo)"
SEEDER = Actor.system("demo")


@transaction.atomic
def make_demo_client(token_base_url: str, *, secret: str = "") -> dict[str, Any]:
    """Return how to sign in as the demo partner, which the Amazon programme of the demo board up-odop names.

    No board's scope is open.

    Running it again keeps partner, client and grant, and gives the client the secret passed in, or a fresh one.
    """
    secret = secret or secrets.token_urlsafe(32)
    partner = Partner.objects.get_or_create(slug="amazon-kala-haat-desk", defaults={"name": PARTNER_NAME})[0]
    make_client(partner, client_id=CLIENT_ID, secret=secret, scopes=tuple(SCOPES), by=SEEDER)
    with board_scope(Board.objects.get(slug=BOARD_SLUG).pk):
        programme = Programme.objects.get(slug=PROGRAMME_SLUG)
        grant_programme(programme.pk, partner, by=SEEDER)
    return {
        "partner": partner.name,
        "client_id": CLIENT_ID,
        "client_secret": secret,
        "token_url": token_base_url.rstrip("/") + reverse("api_token"),
        "scopes": list(SCOPES),
    }
