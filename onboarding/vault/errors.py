"""Why a value could not be read. Only an erased value is a reader's business; the rest are faults."""

from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError


class KeyDestroyed(DomainError):
    """The person's key was destroyed on erasure, so nothing sealed under it can ever be read again."""

    code = "vault.key_destroyed"
    message = _("These details were erased and cannot be shown or changed any more.")
    http_status = 410


class VaultFault(Exception):
    """A sealed value could not be opened though it should have been."""

    code = "vault.fault"


class UnknownKey(VaultFault):
    """The value was sealed under a key not at hand: another person's, or one no longer in FIELD_KEYS."""

    code = "vault.unknown_key"


class NotOurs(VaultFault):
    """The value was altered, cut, or moved here from another field, board or key."""

    code = "vault.not_ours"
