"""Make and destroy a person's key. Who asked and why is recorded by the action that calls these."""

import os

from django.db import transaction
from django.utils import timezone

from onboarding.vault.crypto import wrap
from onboarding.vault.keys import KEY_BYTES
from onboarding.vault.models import DataKey


def new_data_key() -> DataKey:
    """Return a fresh key of the open board, saved and wrapped by the environment's current key."""
    key = DataKey()
    wrap(os.urandom(KEY_BYTES), key)
    key.save(force_insert=True)
    return key


@transaction.atomic
def destroy_data_key(key: DataKey) -> None:
    """Leave nothing sealed under this key readable; a second call changes nothing.

    The row stays, so that a reader can be told the value was erased. Backups still hold the wrapped key
    until they expire.
    """
    locked = DataKey.objects.locked().get(pk=key.pk)
    if locked.destroyed_at is None:
        locked.wrapped = None
        locked.destroyed_at = timezone.now()
        locked.save(update_fields=["wrapped", "destroyed_at"])
    key.wrapped, key.destroyed_at = None, locked.destroyed_at
