"""Lists hold whole offices' people in clear: none stays longer than somebody works on it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sellers.imports.actions import refuse_import
from sellers.imports.files import forget, old_names
from sellers.imports.problems import both_languages
from sellers.models import Import, RefusedRow
from sellers.states import ImportStatus

NOT_STARTED_KEPT = timedelta(days=7)
STUCK_KEPT = timedelta(days=30)  # one that started and was never ended: its event is dead, or the command was killed
ERRORS_KEPT = timedelta(days=30)
BATCH = 100

NOT_STARTED = _("Nobody brought this list in within 7 days, so we deleted it. Send it again.")
STUCK = _("This list stood still for 30 days, so we deleted it. Send it again: nobody is added twice.")


@transaction.atomic
def purge_lists(*, limit: int = BATCH) -> int:
    """Forget up to `limit` lists and error files of each kind in the open board that are too old; return how many."""
    return close_left(limit) + forget_closed(limit) + forget_errors(limit) + forget_strays(limit)


def close_left(limit: int) -> int:
    """Refuse lists that nobody started, and those that stand still; their files go with them."""
    now = timezone.now()
    waiting = Q(status=ImportStatus.UPLOADED, created_at__lt=now - NOT_STARTED_KEPT)
    stuck = Q(status=ImportStatus.RUNNING, status_since__lt=now - STUCK_KEPT)
    left = list(Import.objects.locked().filter(waiting | stuck).order_by("created_at", "id")[:limit])
    for file in left:
        refuse_import(file.pk, both_languages(STUCK if file.status == ImportStatus.RUNNING else NOT_STARTED))
    return len(left)


def forget_closed(limit: int) -> int:
    """Forget what a worker that died behind its commit left of a list that has ended."""
    closed = Import.objects.filter(status__in=(ImportStatus.DONE, ImportStatus.REFUSED)).exclude(stored_name="")
    left = list(closed.order_by("created_at", "id")[:limit])
    for file in left:
        forget_later(file.stored_name)
    ids = [file.pk for file in left]
    RefusedRow.objects.filter(file__in=ids).delete()
    return Import.objects.filter(pk__in=ids).update(stored_name="")


def forget_errors(limit: int) -> int:
    """Forget error files that had their month; the counts stay."""
    old = Import.objects.filter(finished_at__lt=timezone.now() - ERRORS_KEPT).exclude(errors_name="")
    left = list(old.order_by("finished_at", "id")[:limit])
    for file in left:
        forget_later(file.errors_name)
    return Import.objects.filter(pk__in=[file.pk for file in left]).update(errors_name="")


def forget_strays(limit: int) -> int:
    """Forget files that no import names: the transaction that kept them was rolled back."""
    named = {name for names in Import.objects.values_list("stored_name", "errors_name") for name in names}
    strays = [name for name in old_names() if name not in named][:limit]
    for name in strays:
        forget(name)
    return len(strays)


def forget_later(name: str) -> None:
    # Should it fail, no import names the file any more, and the next night finds it as a stray.
    transaction.on_commit(lambda: forget(name), robust=True)
