"""The adapter behind an account."""

from collections.abc import Callable
from functools import cache

import httpx
from django.conf import settings

from marketplaces.adapters.amazon.adapter import AmazonAdapter
from marketplaces.adapters.amazon.exchange import new_http_client
from marketplaces.adapters.amazon.tokens import Application, MemoryTokenCache
from marketplaces.adapters.port import Adapter, Credentials
from marketplaces.models import Account
from onboarding.boards.models import Programme
from onboarding.vault.crypto import decrypt_env


class NoAdapter(Exception):
    """The board has an account on a marketplace that this version cannot talk to."""


def adapter_of(account: Account) -> Adapter:
    """Return the adapter that acts for the account. Raises NoAdapter for a marketplace without one."""
    if account.marketplace not in BUILDERS:
        raise NoAdapter(f"There is no adapter for {account.marketplace} yet.")
    return BUILDERS[account.marketplace](account)


def amazon_adapter(account: Account) -> Adapter:
    return AmazonAdapter(
        api_url=settings.AMAZON_SPAPI_URL,
        application=Application(
            client_id=settings.AMAZON_CLIENT_ID,
            client_secret=settings.AMAZON_CLIENT_SECRET,
            token_url=f"{settings.AMAZON_LWA_URL.rstrip('/')}/auth/o2/token",
        ),
        credentials=Credentials(
            seller_id=account.merchant_id,
            refresh_token=decrypt_env(bytes(account.sealed_refresh_token), place_of_token(account)),
        ),
        http=shared_http_client(),
        cache=shared_tokens(),
    )


BUILDERS: dict[str, Callable[[Account], Adapter]] = {Programme.Marketplace.AMAZON: amazon_adapter}


def place_of_token(account: Account) -> str:
    return f"{account.board_id}:marketplaces.account:refresh_token"


@cache
def shared_http_client() -> httpx.Client:
    """Return this process's client, so that connections stay open between pumps."""
    return new_http_client()


@cache
def shared_tokens() -> MemoryTokenCache:
    return MemoryTokenCache()
