"""What happens to an import: begun, its columns said, started, finished or refused."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.models import Programme
from onboarding.moves import move
from onboarding.outbox.actions import publish
from sellers.imports.columns import COLUMNS, LEFT_OUT, REASON
from sellers.imports.files import forget
from sellers.imports.headers import Header, require_complete
from sellers.imports.mending import Reason
from sellers.imports.policies import require_can_import
from sellers.imports.words import compared
from sellers.models import ColumnMapping, Import, RefusedRow

MAX_NAME_CHARS = 200


@transaction.atomic
def begin_import(
    file_name: str,
    meanings: Mapping[str, str],
    *,
    rows_total: int,
    by: Actor,
    programme: Programme | None = None,
    stored_name: str = "",
) -> Import:
    """Write down a file that was read to its end, and what we think its columns mean. Raises NotAllowed.

    Without a `stored_name` the rows are read from a path of the command line.
    """
    require_can_import(by)
    file: Import = Import.objects.create(
        file_name=file_name[-MAX_NAME_CHARS:],
        stored_name=stored_name,
        mapping=dict(meanings),
        by_id=int(by.id) if by.kind == "officer" else None,
        rows_total=rows_total,
        programme=programme,
    )
    return file


@transaction.atomic
def start_import(
    import_id: UUID, header: Header, meanings: Mapping[str, str], *, by: Actor, remember: bool = True
) -> Import:
    """Let the file be taken in with these meanings of its columns, and remember them for the next such file.

    The history gets its one entry now, so that no row is in before it. Raises NotAllowed, IllegalMove, ColumnsMissing,
    ColumnTwice.
    """
    require_can_import(by)
    meanings = {
        name: code if (code := meanings.get(name, LEFT_OUT)) in COLUMNS or code == REASON else LEFT_OUT
        for name in header.names
    }
    require_complete(meanings)
    file: Import = Import.objects.locked().get(pk=import_id)
    before = move(file, "start")
    file.mapping = meanings
    file.save(update_fields=["mapping"])
    if remember:
        said = {compared(name): code for name, code in meanings.items()}
        ColumnMapping.objects.update_or_create(fingerprint=header.fingerprint, defaults={"mapping": said})
    fields = tuple(code for code in meanings.values() if code in COLUMNS)
    record("sellers.imported", file, by=by, before=before, fields=fields)
    return file


@transaction.atomic
def start_console_import(import_id: UUID, header: Header, meanings: Mapping[str, str], *, by: Actor) -> Import:
    """Start an import whose rows the workers take in. Raises as `start_import` does, and then no work is in line."""
    file = start_import(import_id, header, meanings, by=by)
    publish("import.due", file)
    return file


@transaction.atomic
def finish_import(import_id: UUID, *, errors_name: str = "") -> Import:
    """Close an import whose rows are all settled. Raises IllegalMove when it was closed before."""
    file: Import = Import.objects.locked().get(pk=import_id)
    move(file, "finish")
    file.errors_name = errors_name
    file.finished_at = timezone.now()
    file.save(update_fields=["errors_name", "finished_at"])
    RefusedRow.objects.filter(file=file).delete()
    return file


@transaction.atomic
def refuse_import(import_id: UUID, reason: str) -> Import:
    """Close an import that cannot go on; what is in stays in, the list itself goes."""
    file: Import = Import.objects.locked().get(pk=import_id)
    move(file, "refuse")
    file.refusal = reason[: Import._meta.get_field("refusal").max_length]
    file.finished_at = timezone.now()
    file.save(update_fields=["refusal", "finished_at"])
    RefusedRow.objects.filter(file=file).delete()
    transaction.on_commit(lambda: forget(file.stored_name), robust=True)
    return file


def remembered_meanings(header: Header) -> dict[str, str]:
    """Return what an officer of this board said of such a header before, or nothing."""
    known = ColumnMapping.objects.filter(fingerprint=header.fingerprint).first()
    return {name: known.mapping.get(compared(name), LEFT_OUT) for name in header.names} if known else {}


def reasons_of(file: Import) -> Iterator[Reason]:
    """Yield the bad rows in their order, without holding all of them."""
    rows = RefusedRow.objects.filter(file=file).order_by("row").values_list("row", "reason_hi", "reason_en")
    return rows.iterator(chunk_size=2_000)
