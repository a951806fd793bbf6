import tempfile
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from onboarding.audit.actors import Actor
from onboarding.boards.models import Board, Membership, Programme
from onboarding.boards.policies import officer_of
from onboarding.errors import DomainError
from onboarding.outbox.actions import publish
from onboarding.pages.templatetags.pages import grouped
from onboarding.tenancy.scope import board_scope
from sellers.imports.actions import begin_import, finish_import, reasons_of, remembered_meanings, start_import
from sellers.imports.columns import COLUMNS
from sellers.imports.headers import find_header, guess, left_out, require_complete
from sellers.imports.mending import suffix_for, write_errors
from sellers.imports.policies import require_can_import
from sellers.imports.reading import open_table
from sellers.imports.running import Source, take_in
from sellers.models import Import

SOME_REFUSED = 3  # the exit code when good rows are in and others wait to be mended
BAR_CHARS = 30
LINE_EVERY_S = 5.0


class Command(BaseCommand):
    help = """Take the sellers of a CSV or XLSX file in, as drafts that each person confirms with a code to her phone.

Good rows go in. Bad ones go into an error file, as they came, with the reason in Hindi and in English; mend it and
import it again. Running a file a second time adds nothing twice. Columns are known by their headers in Hindi or
English; --map "Header=column" says what one means, and is remembered for the next file with the same headers.

Exit code: 0 when every row is in or was there already, 3 when rows were refused, 1 when the file was."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("board", help="the board's word in addresses, for example up-odop")
        parser.add_argument("file", help="a CSV or XLSX file")
        parser.add_argument("--programme", default="", help="refuse rows of districts that this programme is not for")
        parser.add_argument("--by", default="", help="the e-mail address of the officer who answers for the list")
        parser.add_argument("--tell", action="store_true", help="invite each new person by one SMS")
        parser.add_argument("--errors", type=Path, help="where the bad rows go; else beside the file")
        parser.add_argument("--map", action="append", default=[], metavar="HEADER=COLUMN", help=", ".join(COLUMNS))

    @no_translations
    def handle(self, *, board: str, file: str, programme: str, by: str, errors: Path | None, **options: Any) -> None:
        found = Board.objects.filter(slug=board).first()
        if found is None:
            raise CommandError(f"There is no board {board}.")
        if file == "-":
            raise CommandError("Name a file: it is read twice, so it cannot come through a pipe.")
        path = Path(file)
        if not path.is_file():
            raise CommandError(f"{path} is no file that can be read.")
        with tempfile.TemporaryDirectory(prefix="import-") as folder:
            self.does_tell = options["tell"]
            try:
                self.take_in(found, path, Path(folder) / "rows.csv", programme, by, errors, meanings_of(options["map"]))
            except DomainError as refusal:
                raise CommandError(f"{path.name}: {refusal.message}") from refusal
            except OSError as fault:
                raise CommandError(f"{fault.filename or path} cannot be read or written: {fault.strerror}.") from fault

    def take_in(
        self,
        board: Board,
        path: Path,
        unpacked: Path,
        programme: str,
        by: str,
        errors: Path | None,
        said: dict[str, str],
    ) -> None:
        actor = actor_of(board, by)
        require_can_import(actor)
        table = open_table(path, unpacked)
        header = find_header(table.top())
        require_headers(said, header.names)
        with board_scope(board.pk):
            meanings = guess(header, {**remembered_meanings(header), **said})
            require_complete(meanings)
            source = Source(table, header, meanings)
            bounds = programme_of(programme)
            file = begin_import(path.name, meanings, rows_total=source.count(), by=actor, programme=bounds)
            start_import(file.pk, header, meanings, by=actor, remember=bool(said))
        self.say_columns(source)
        progress = Progress(self)
        take_in(file.pk, source, board_id=board.pk, tell=progress.show)
        progress.end()
        self.finish(board, file, source, errors or path)

    def say_columns(self, source: Source) -> None:
        if source.table.sheet and source.table.sheet.others:
            self.stdout.write(f"Only the sheet {source.table.sheet.name} is read, not: {source.table.sheet.others}")
        for name, code in source.meanings.items():
            if code in COLUMNS:
                self.stdout.write(f"  {name} = {code}")
        if left := left_out(source.meanings):
            self.stdout.write(f"Left out, since we do not know these columns: {', '.join(left)}")

    def finish(self, board: Board, file: Import, source: Source, errors: Path) -> None:
        with board_scope(board.pk):
            file.refresh_from_db()
            target = None
            if file.rows_refused:
                target = errors_path(errors, Path(file.file_name).stem, file.rows_refused)
                write_errors(target, source, reasons_of(file))
            file = finish_import(file.pk)
            if self.does_tell:
                publish("import.finished", file)
        summary = (
            f"{grouped(file.rows_read)} rows read: {grouped(file.rows_added)} sellers added, "
            f"{grouped(file.rows_known)} already there, {grouped(file.rows_refused)} refused."
        )
        if target is None:
            self.stdout.write(summary)
            return
        raise CommandError(f"{summary}\nThe refused rows with their reasons: {target}", returncode=SOME_REFUSED)


def errors_path(wanted: Path, stem: str, refused: int) -> Path:
    """Return where the error file goes; the form follows from the size, unless a name with .csv or .xlsx was given."""
    suffix = suffix_for(refused)
    if wanted.is_dir():
        return wanted / f"{stem}-errors{suffix}"
    if wanted.stem == stem:
        return wanted.with_name(f"{stem}-errors{suffix}")
    return wanted if wanted.suffix in (".csv", suffix) else wanted.with_suffix(suffix)


def actor_of(board: Board, email: str) -> Actor:
    if not email:
        return Actor.system("import_sellers")
    membership = Membership.objects.select_related("user").filter(board=board, user__email__iexact=email).first()
    if membership is None:
        raise CommandError(f"{email} is no officer of {board.slug}.")
    return officer_of(membership)


def programme_of(slug: str) -> Programme | None:
    if not slug:
        return None
    found: Programme | None = Programme.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"This board has no programme {slug}.")
    return found


def meanings_of(pairs: list[str]) -> dict[str, str]:
    said = {}
    for pair in pairs:
        header, equals, code = pair.rpartition("=")
        if not equals or (code and code not in COLUMNS):
            raise CommandError(f"--map {pair}: write HEADER=COLUMN, the column one of {', '.join(COLUMNS)} or nothing.")
        said[" ".join(header.split())] = code
    return said


def require_headers(said: dict[str, str], names: tuple[str, ...]) -> None:
    strange = [name for name in said if name not in names]
    if strange:
        raise CommandError(f"No column is named {', '.join(strange)}. The columns are: {', '.join(names)}.")


class Progress:
    """A bar with counts on a terminal, a line now and then elsewhere."""

    def __init__(self, command: BaseCommand) -> None:
        self.out = command.stdout
        self.is_terminal = self.out.isatty()
        self.said_at = time.monotonic()

    def show(self, file: Import) -> None:
        counts = (
            f"{grouped(file.rows_read)} of {grouped(file.rows_total)} rows, {grouped(file.rows_added)} added, "
            f"{grouped(file.rows_known)} there, {grouped(file.rows_refused)} refused"
        )
        if self.is_terminal:
            filled = BAR_CHARS * file.rows_read // max(file.rows_total, 1)
            self.out.write(f"\r[{'#' * filled}{'.' * (BAR_CHARS - filled)}] {counts}", ending="")
            self.out.flush()
        elif time.monotonic() - self.said_at >= LINE_EVERY_S:
            self.said_at = time.monotonic()
            self.out.write(counts)

    def end(self) -> None:
        if self.is_terminal:
            self.out.write("")
