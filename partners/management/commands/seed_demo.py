import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations

from insights.demo.people_file import PeopleFile, read_people_file, write_people_file
from insights.demo.seed import seed
from partners.demo import make_demo_client


class Command(BaseCommand):
    """Stands in partners, the lowest room that sees both the boards' people and the partner's client."""

    help = "Fill the demo boards with programmes, invented people and a partner. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people-file", type=Path, help="where to write how people sign in; default: print it")
        parser.add_argument("--password", default="", help="of every officer; default: kept or made, one each")

    @no_translations
    def handle(self, *, people_file: Path | None, password: str, **options: Any) -> None:
        try:
            if password:
                validate_password(password)
            kept = read_people_file(people_file) if people_file else PeopleFile()
        except ValidationError as refusal:
            raise CommandError(f"The password is refused. {' '.join(refusal.messages)}") from refusal
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        people = seed(kept, password)
        secret = str(kept.clients[0]["client_secret"]) if kept.clients else ""
        client = make_demo_client(settings.PUBLIC_URL, secret=secret)
        content = PeopleFile(people=people, clients=(client,))
        if people_file is None:
            self.stdout.write(json.dumps(asdict(content), ensure_ascii=False, indent=2))
            return
        write_people_file(people_file, content)
        self.stdout.write(f"{len(people)} demo people and a partner can sign in, as {people_file} says.")
