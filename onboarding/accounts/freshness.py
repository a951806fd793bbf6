"""When this browser last gave a right code to the phone it is signed in with; other browsers' sign-ins tell nothing."""

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

PHONE_PROVED_AT = "phone_proved_at"


def note_phone_proved(session: SessionBase) -> None:
    """Remember the moment in this session. Call it after login(), which may begin another session."""
    session[PHONE_PROVED_AT] = timezone.now().isoformat()


def phone_proved_at(session: SessionBase) -> object:
    """Return the moment as the session keeps it, or None."""
    return session.get(PHONE_PROVED_AT)
