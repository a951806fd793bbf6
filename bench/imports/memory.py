"""What an import costs in memory, by the number of its rows."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.imports.people import BAD_EVERY, write_list
from bench.measure import Row
from onboarding.boards.models import Board
from onboarding.boards.reference.actions import load_reference

FEW = 10_000
MANY = 100_000
MILLION = 1_000_000
MIB_OF_KIB = 1024
# The highest that the process ever stood in memory is its own to tell: the kernel's account of a child begins with
# its parent's.
PROGRAM = """
import sys
import django
django.setup()
from django.core.management import CommandError, call_command
try:
    call_command("import_sellers", *sys.argv[1:], stdout=sys.stderr)
except CommandError as ended:
    print(ended, file=sys.stderr)
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


def import_memory() -> Row:
    """The peak of the command above that of one which found nothing to do. BENCH_MILLION=1 takes a million rows."""
    load_reference()
    board = Board.objects.create(slug="bench-memory", name={"en": "memory"})
    many = MILLION if os.environ.get("BENCH_MILLION") else MANY
    with tempfile.TemporaryDirectory() as folder:
        idle = peak_mib(board.slug, "-")
        above = []
        for rows, first in ((FEW, 0), (many, FEW)):
            file = Path(folder) / "list.csv"
            write_list(file, rows, first=first)
            above.append(peak_mib(board.slug, str(file), expect=f"{rows // BAD_EVERY:,}") - idle)
            print(f"  {rows:,} rows: {above[-1]:.1f} MB above the idle command's {idle:.1f} MB")
    return Row(
        name="sellers.import_memory",
        value=max(above),
        unit="MB",
        against=f"the idle command's {idle:.0f} MB; {FEW:,} rows {above[0]:.1f} MB, {many:,} rows {above[1]:.1f} MB",
        must=60.0,
        goal=60.0,
    )


def peak_mib(*arguments: str, expect: str = "") -> float:
    """Return the highest that a process of this command stood in memory."""
    ran = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=True)
    if expect and f"{expect} refused" not in ran.stderr:
        raise RuntimeError(ran.stderr[-500:])
    return int(ran.stdout) / MIB_OF_KIB
