"""Refusals that a person or a partner can act on, and nothing else."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal with a stable `code` for machines and a sentence for people; it rolls back the action that raised it.

    `field` names the form field it belongs to, or is empty for the whole form.
    """

    code = "refused"
    message: str | Promise = _("That is not possible.")
    http_status = 400

    def __init__(self, message: str | Promise = "", *, code: str = "", field: str = "") -> None:
        self.message = message or self.message
        self.code = code or self.code
        self.field = field
        super().__init__(self.code)


class NotAllowed(DomainError):
    code = "not_allowed"
    message = _("Your role does not allow this.")
    http_status = 403


class IllegalMove(DomainError):
    code = "illegal_move"
    message = _("Someone has already decided this. Look at the newest state and try again.")
    http_status = 409


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Write the reason, so that the seller knows what to do.")

    def __init__(self) -> None:
        super().__init__(field="reason")


def show_refusal(form: Any, refusal: DomainError) -> None:
    """Put the refusal beside the field it belongs to, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
