"""What the token allows."""

from typing import Any

from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class InsufficientScope(PermissionDenied):
    default_code = "insufficient_scope"

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(f"The access token lacks the scope {scope}.")


class HasScope(BasePermission):
    """Let in a client whose token holds the view's `required_scope`; a view without one lets nobody in."""

    def has_permission(self, request: Request, view: Any) -> bool:
        token: Any = request.auth
        if token is None:
            raise NotAuthenticated
        required_scope: str = getattr(view, "required_scope", "")
        if not required_scope or required_scope not in token.get_scopes():
            raise InsufficientScope(required_scope)
        return True
