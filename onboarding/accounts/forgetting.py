"""What is left of a person who was erased: nothing but one row that stands for all of them."""

from collections.abc import Collection
from contextlib import suppress

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from onboarding.accounts.actions import SILENCE
from onboarding.accounts.models import PhoneChallenge, User

NOBODY = "nobody@erased.invalid"  # .invalid never resolves (RFC 2606), and the row has no password


def nobody() -> User:
    """Return the person to whom the files of erased people point. She cannot sign in."""
    known = User.objects.filter(email=NOBODY).first()
    if known:
        return known
    fields = {"is_active": False, "password": "!"}
    made: User = User.objects.get_or_create(email=NOBODY, defaults=fields)[0]
    return made


@transaction.atomic
def forget_person(user_id: int) -> bool:
    """Delete a person who proved a phone, and say whether she is gone.

    Officers stay, and so does whoever has a file or a task at any board: the keys of their tables refuse, whichever
    board's scope is open, and also when such a row comes in at this moment.
    """
    # Django's delete() would read every board-owned table that points here, and sees one board at most.
    with suppress(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "DELETE FROM accounts_user WHERE id = %s AND phone IS NOT NULL AND email IS NULL "
            "AND NOT is_staff AND NOT is_superuser",
            [user_id],
        )
        is_gone = cursor.rowcount == 1
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return is_gone
    return False


def silent_people(*, after: int, most: int) -> list[int]:
    """Return up to `most` ids above `after` of people with a phone alone from whom nobody heard for 90 days."""
    heard = Coalesce("last_seen_at", "last_login", "joined_at")
    people = User.objects.filter(phone__isnull=False, email=None, is_staff=False, is_superuser=False, pk__gt=after)
    silent = people.alias(heard_at=heard).filter(heard_at__lt=timezone.now() - SILENCE)
    return list(silent.order_by("pk").values_list("pk", flat=True)[:most])


def forget_codes_of(phone: str) -> None:
    """Delete the open board's challenges to this number."""
    PhoneChallenge.objects.filter(phone=phone).delete()


def end_sessions_of(user_ids: Collection[int]) -> int:
    """End these people's sessions, and drop the ones that ran out; return how many lived.

    A session does not say whose it is until it is opened, so all are: for the night, not for a request.
    """
    wanted = {str(user_id) for user_id in user_ids}
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    sessions = Session.objects.iterator() if wanted else ()
    keys = [each.session_key for each in sessions if each.get_decoded().get(SESSION_KEY) in wanted]
    return Session.objects.filter(session_key__in=keys).delete()[0]
