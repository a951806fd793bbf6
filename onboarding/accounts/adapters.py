"""How allauth behaves for officers."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from onboarding.vault.crypto import decrypt_env, encrypt_env

SECOND_FACTOR_AAD = "mfa.Authenticator:data"


class OfficerAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Officers are invited by their board and sellers sign in by phone, so nobody signs up here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""


class SealedSecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of second factors lie sealed under the environment's key: a dump gives none away."""

    def encrypt(self, text: str) -> str:
        return b64encode(encrypt_env(text, SECOND_FACTOR_AAD)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt_env(b64decode(encrypted_text), SECOND_FACTOR_AAD)
