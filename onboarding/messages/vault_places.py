"""What messages keeps under the environment's keys until it is wiped."""

from onboarding.messages.actions import BODY_AAD, TO_AAD
from onboarding.messages.models import Message
from onboarding.vault.places import Declared, SealedByEnvironment

PLACES: tuple[Declared, ...] = (
    SealedByEnvironment(Message, "sealed_to", lambda message: TO_AAD),
    SealedByEnvironment(Message, "sealed_body", lambda message: BODY_AAD),
)
