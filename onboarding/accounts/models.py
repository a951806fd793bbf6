"""A person, and the codes that prove a phone."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

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

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        db_table_comment = "global: one person may have a file at several boards"

    def __str__(self) -> str:
        return self.email or str(self.pk)


RESEND_AFTER = timedelta(minutes=1)
MAX_TRIES = 5


class PhoneChallenge(BoardModel):
    """A six-digit code sent to a phone. Kept as a keyed hash; the code itself only until it was handed over."""

    phone = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    code_hash = models.BinaryField()
    sealed_code = models.BinaryField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["board", "phone", "created_at"], name="challenge_recent")]

    @property
    def resend_at(self) -> datetime:
        """Return from when the person may ask for another code; until then the SMS may still be on its way."""
        return self.created_at + RESEND_AFTER

    @property
    def may_be_tried(self) -> bool:
        return self.used_at is None and self.tries < MAX_TRIES

    @property
    def phone_masked(self) -> str:
        return f"{self.phone[:3]} ●●●●● ●{self.phone[-4:]}"
