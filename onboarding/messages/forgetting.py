"""Forget to whom messages went, before their 90 days are over."""

from onboarding.messages.actions import TO_AAD
from onboarding.messages.models import Message
from onboarding.messages.states import MessageStatus
from onboarding.vault.crypto import decrypt_env

PAGE = 500


def forget_recipient(to: str) -> int:
    """Wipe recipient and text of the open board's messages to this number that have left, and return how many.

    The recipients are sealed, each by itself, so all of the last 90 days are opened: for the night, not for a request.
    """
    gone = Message.objects.exclude(status=MessageStatus.QUEUED).filter(sealed_to__isnull=False)
    found = [row.pk for row in gone.only("sealed_to").iterator(PAGE) if decrypt_env(bytes(row.sealed_to), TO_AAD) == to]
    return int(Message.objects.filter(pk__in=found).update(sealed_to=None, sealed_body=None))
