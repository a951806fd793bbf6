from django.apps import AppConfig

from onboarding.vault.keys import field_keys


class VaultConfig(AppConfig):
    name = "onboarding.vault"
    label = "vault"

    def ready(self) -> None:
        # Start-up is the time to learn of a mistyped key, not the first artisan who enters her PAN.
        field_keys()
