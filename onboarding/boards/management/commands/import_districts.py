from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onboarding.boards.models import District
from onboarding.boards.reference.actions import save_districts
from onboarding.boards.reference.lgd import BadFile, read_districts

MAX_PROBLEMS_SHOWN = 20


class Command(BaseCommand):
    help = """Take in the districts of a state from a CSV file of the Local Government Directory, all or none.

The first line names the columns: state_lgd_code, district_lgd_code, district_en and, where known, district_hi.
Other columns are passed over. What we already know of a district and the file does not say is kept."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        state_of_known = dict(District.objects.values_list("lgd_code", "state_lgd_code"))
        try:
            with file.open(encoding="utf-8-sig", newline="") as opened:
                districts = read_districts(opened, state_of_known)
        except OSError as fault:
            raise CommandError(f"{file} cannot be read: {fault.strerror}.") from fault
        except UnicodeDecodeError as fault:
            raise CommandError(f"{file} is not UTF-8 text. Save it as CSV UTF-8.") from fault
        except BadFile as fault:
            raise CommandError(refusal(file, fault.problems)) from fault
        self.stdout.write(f"Districts: {save_districts(districts, source=file.name)}.")


def refusal(file: Path, problems: list[str]) -> str:
    shown = problems[:MAX_PROBLEMS_SHOWN]
    if len(problems) > len(shown):
        shown.append(f"and {len(problems) - len(shown)} more")
    return "\n  ".join([f"Nothing was taken in. In {file.name}:", *shown])
