"""What the worker does for an import: one short slice of its rows, then an event for the next."""

import time

from django.db import transaction

from onboarding.errors import IllegalMove
from onboarding.outbox.actions import Event, publish
from onboarding.tenancy.scope import board_scope
from sellers.imports.actions import finish_import, refuse_import
from sellers.imports.errors import BadTable
from sellers.imports.files import forget
from sellers.imports.problems import both_languages
from sellers.imports.running import PassedOn, take_in
from sellers.imports.stored import keep_errors, source_of
from sellers.models import Import
from sellers.states import ImportStatus

# The queue carries sign-in codes too: none of them should wait longer than this behind a list.
SLICE_S = 3.0


def go_on_with_import(event: Event) -> None:
    """Take in some rows of a running import; the last slice writes the error file and closes it.

    An event that comes twice, or late, finds the import further on and leaves it.
    """
    with board_scope(event.board_id):
        file = Import.objects.get(pk=event.object_id)
    if file.status != ImportStatus.RUNNING:
        return
    try:
        source = source_of(file)
        is_done = take_in(file.pk, source, board_id=event.board_id, until=time.monotonic() + SLICE_S)
    except PassedOn:
        return
    except BadTable as refusal:
        with board_scope(event.board_id):
            refuse_import(file.pk, both_languages(refusal.message))
        return
    with board_scope(event.board_id):
        file.refresh_from_db()
        if is_done:
            close(file)
        else:
            publish("import.due", file)


def close(file: Import) -> None:
    """Finish the import; the list itself, with all that stands in it, is not needed any more."""
    errors_name = keep_errors(file, source_of(file))
    try:
        finish_import(file.pk, errors_name=errors_name)
    except IllegalMove:  # the same event in another worker was quicker
        forget(errors_name)
        return
    publish("import.finished", file)
    transaction.on_commit(lambda: forget(file.stored_name))
