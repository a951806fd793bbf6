"""Registered texts, and messages on their way."""

from django.db import models
from django.db.models import Q

from onboarding.messages.states import MESSAGE_MOVES, MessageStatus
from onboarding.moves import HasStatus
from onboarding.tenancy.models import BoardModel


class SmsTemplate(BoardModel):
    """An SMS text as the board registered it (DLT): one for each purpose and language, with {named} variables."""

    purpose = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    header = models.CharField(max_length=6)
    dlt_template_id = models.CharField(max_length=20)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "purpose", "language"], name="sms_template_once"),
        ]


class Message(HasStatus, BoardModel):
    """One message. Recipient and text are sealed under the environment's key.

    The text is wiped once sent, the recipient after 90 days: what stays tells that there was a message, not to whom.
    """

    MOVES = MESSAGE_MOVES

    class Channel(models.TextChoices):
        SMS = "sms"
        MAIL = "mail"
        VOICE = "voice"
        WHATSAPP = "whatsapp"

    channel = models.CharField(max_length=8, choices=Channel)
    language = models.CharField(max_length=8, blank=True)  # of a text that is read out
    purpose = models.CharField(max_length=40)
    template = models.JSONField(default=dict)  # DLT entity, header and template id as they were when it was queued
    sealed_to = models.BinaryField(null=True)
    sealed_body = models.BinaryField(null=True)
    status = models.CharField(max_length=12, choices=MessageStatus, default=MessageStatus.QUEUED)
    source = models.CharField(max_length=40, blank=True)  # the event that asked for it: heard twice, it sends once
    created_at = models.DateTimeField(auto_now_add=True)
    gateway_id = models.CharField(max_length=80, blank=True)
    code_of = models.UUIDField(null=True)  # the challenge whose code it carries; the challenge is gone sooner
    failure = models.CharField(max_length=200, blank=True)  # why it did not arrive, in the network's words

    class Meta:
        indexes = [
            models.Index(fields=["board", "created_at"], name="message_recipient_kept", condition=~Q(sealed_to=None))
        ]
        constraints = [
            models.UniqueConstraint(fields=["board", "source"], condition=~Q(source=""), name="message_source_once")
        ]
