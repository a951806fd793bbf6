"""What marketplaces keeps under the environment's keys."""

from marketplaces.connections import place_of_token
from marketplaces.models import Account
from onboarding.vault.places import Declared, SealedByEnvironment

PLACES: tuple[Declared, ...] = (SealedByEnvironment(Account, "sealed_refresh_token", place_of_token),)
