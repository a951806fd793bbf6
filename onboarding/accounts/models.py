"""A person, and the codes that prove a phone."""

import math
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from onboarding.tenancy.models import BoardModel


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email) if email else None, **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person: sellers have a phone, officers an e-mail address and a second factor."""

    email = models.EmailField(unique=True, null=True, blank=True)
    phone = models.CharField(max_length=16, unique=True, null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)  # true to the day, see `note_seen`
    back_after_silence_at = models.DateTimeField(null=True, blank=True)  # the number may have a new owner since

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        db_table_comment = "global: one person may have a file at several boards"

    def __str__(self) -> str:
        return self.email or str(self.pk)

    @property
    def silent_since(self) -> datetime:
        """Return when anything was last heard from this person."""
        return self.last_seen_at or self.last_login or self.joined_at


class Allowance(models.Model):
    """How much of one budget is used up in the window that began with its first use.

    `key_hash` names whom the budget belongs to (a number, a board, a network) without telling. A shared budget lies
    in several stripes, so that requests which have nothing to do with each other do not wait for one row.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=30)
    key_hash = models.BinaryField()
    stripe = models.PositiveSmallIntegerField(default=0)
    window_started_at = models.DateTimeField()
    window_ends_at = models.DateTimeField()
    used = models.PositiveIntegerField()

    class Meta:
        db_table_comment = "global: what guards one phone or network counts over all boards; keys are hashes"
        constraints = [models.UniqueConstraint(fields=["kind", "key_hash", "stripe"], name="allowance_once")]
        indexes = [models.Index(fields=["window_ends_at"], name="allowance_ended")]


RESEND_AFTER = timedelta(minutes=1)
MAX_TRIES = 5


class Purpose(models.TextChoices):
    """What the right code confirms. A code sent for one purpose confirms no other."""

    SIGN_IN = "sign_in"
    CONFIRM_FILE = "confirm_file"  # an operator filled it in for her
    WITHDRAW = "withdraw"
    CHANGE_NUMBER = "change_number"
    MEMBER_CONSENT = "member_consent"
    COPY_FILE = "copy_file"
    RESET_PIN = "reset_pin"
    HELP = "help"  # somebody is to list, price and pack for a seller
    MY_DATA = "my_data"  # she opens all that is held about her, or asks to be forgotten


class Channel(models.TextChoices):
    """How a code travels."""

    SMS = "sms"
    VOICE = "voice"
    WHATSAPP = "whatsapp"


class PhoneChallenge(BoardModel):
    """A six-digit code sent to a phone. Kept as a keyed hash; the code itself only until it was handed over."""

    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.SIGN_IN)
    subject = models.CharField(max_length=80, blank=True)  # the row that the code is about, such as "seller:<id>"
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.SMS)
    phone = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    code_hash = models.BinaryField()
    sealed_code = models.BinaryField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)  # the network said that the message did not arrive

    class Meta:
        indexes = [models.Index(fields=["board", "phone", "created_at"], name="challenge_recent")]

    @property
    def resend_at(self) -> datetime:
        """Return from when the person may ask for another code; until then the SMS may still be on its way."""
        return self.created_at + RESEND_AFTER

    @property
    def may_be_sent_anew(self) -> bool:
        """Tell whether another code makes sense now: the message had its time, is known to be lost, or is of no use."""
        return bool(self.lost_at) or timezone.now() >= self.resend_at or not self.may_be_tried

    @property
    def resend_in_s(self) -> int:
        """Return the seconds until then, for a clock that counts down."""
        return 0 if self.may_be_sent_anew else math.ceil((self.resend_at - timezone.now()).total_seconds())

    @property
    def may_be_tried(self) -> bool:
        return self.used_at is None and self.tries < MAX_TRIES

    @property
    def phone_masked(self) -> str:
        return f"{self.phone[:3]} ●●●●● ●{self.phone[-4:]}"
