"""How allauth behaves for officers."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficerAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Officers are invited by their board and sellers sign in by phone, so nobody signs up here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""
