"""What accounts keeps under the environment's keys."""

from allauth.mfa.models import Authenticator

from onboarding.accounts.actions import CODE_AAD
from onboarding.accounts.adapters import SECOND_FACTOR_AAD
from onboarding.accounts.models import PhoneChallenge
from onboarding.vault.places import Declared, SealedByEnvironment, SealedTexts

PLACES: tuple[Declared, ...] = (
    SealedByEnvironment(PhoneChallenge, "sealed_code", lambda challenge: CODE_AAD),
    # A totp has a secret, recovery codes a seed; "migrated_codes" are those that came along from elsewhere.
    SealedTexts(Authenticator, "data", ("secret", "seed", "migrated_codes"), SECOND_FACTOR_AAD),
)
