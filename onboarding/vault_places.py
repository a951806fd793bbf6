"""urls.py for what is sealed and indexed: what each room declares of it. `rotate_field_keys` goes through all."""

import marketplaces.vault_places
import onboarding.accounts.vault_places
import onboarding.messages.vault_places
import sellers.vault_places

PLACES = (
    *onboarding.accounts.vault_places.PLACES,
    *onboarding.messages.vault_places.PLACES,
    *sellers.vault_places.PLACES,
    *marketplaces.vault_places.PLACES,
)
