from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from onboarding.audit.heads import Heads, read_heads
from onboarding.audit.querysets import all_boards, newest_seal
from onboarding.audit.verify import Broken, Finding, verify_board
from onboarding.tenancy.scope import board_scope


class Command(BaseCommand):
    help = "Recompute the sealed history of each board and name every broken row. Ends with 1 if there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--board", help="slug of the one board to verify")
        parser.add_argument(
            "--heads",
            type=Path,
            help="file of exported heads; default: the file that is exported to, if there is one",
        )

    def handle(self, *, board: str | None, heads: Path | None, **options: Any) -> None:
        boards = [(board_id, slug) for board_id, slug in all_boards() if board in (None, slug)]
        if board and not boards:
            raise CommandError(f"There is no board {board}.")
        exported = _exported_heads(heads)
        if not exported:
            self.stderr.write("No exported heads to compare with: a cut tail would not be noticed.")
        broken = sum(self._verify(board_id, slug, exported) for board_id, slug in boards)
        if not board:
            broken += self._verify_no_board_is_gone({board_id for board_id, _slug in boards}, exported)
        if broken:
            raise CommandError(f"The history is broken in {broken} places.")

    def _verify(self, board_id: int, slug: str, exported: Heads) -> int:
        """Print what is broken at one board, or its head, and return the number of broken places."""
        broken = 0
        with board_scope(board_id):
            for finding in verify_board(exported.get(board_id, {})):
                self.stdout.write(_sentence(slug, finding))
                broken += not finding.is_warning
            head = newest_seal()
        if not broken:
            at = f"{head.seq} sealed, head {bytes(head.hash).hex()[:16]}" if head else "nothing sealed yet"
            self.stdout.write(f"{slug}: intact, {at}")
        return broken

    def _verify_no_board_is_gone(self, board_ids: set[int], exported: Heads) -> int:
        gone = sorted(exported.keys() - board_ids)
        for board_id in gone:
            note = f"a head was exported at {max(exported[board_id])}"
            self.stdout.write(_sentence(f"board {board_id}", Finding(board_id, Broken.CUT_TAIL, 1, note=note)))
        return len(gone)


def _exported_heads(path: Path | None) -> Heads:
    default = Path(settings.AUDIT_HEADS_FILE)
    if path is None and not default.exists():
        return {}
    try:
        return read_heads(path or default)
    except (OSError, ValueError) as fault:
        raise CommandError(str(fault)) from fault


def _sentence(slug: str, finding: Finding) -> str:
    place = f" seq {finding.seq}" if finding.seq is not None else ""
    entry = f" entry {finding.entry_id}" if finding.entry_id is not None else ""
    note = f" ({finding.note})" if finding.note else ""
    return f"{'warning' if finding.is_warning else 'BROKEN'} {slug}{place}{entry}: {finding.what}{note}"
