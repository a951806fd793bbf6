from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onboarding.vault.rotation import BATCH, PASSES, Rotation, rotate


class Command(BaseCommand):
    help = (
        "Renew all that is sealed, wrapped or indexed under an older key of FIELD_KEYS. Safe beside a running system, "
        "and to be begun again when it was stopped. Ends with 1 while something is left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=BATCH, help="rows in one transaction (default: %(default)s)")
        parser.add_argument("--passes", type=int, default=PASSES, help="how often what was locked is tried again")

    def handle(self, *, batch: int, passes: int, **options: Any) -> None:
        rotation = rotate(batch=max(batch, 1), passes=max(passes, 1))
        for place, number in sorted(rotation.renewed.items()):
            self.stdout.write(f"{place}: {number} renewed under {rotation.current}")
        for key_id in rotation.removable:
            self.stdout.write(f"Nothing is left under key {key_id}: it may be removed from FIELD_KEYS.")
        if rotation.left:
            raise CommandError(sentence_of(rotation))
        if not rotation.older:
            self.stdout.write(f"Everything is under key {rotation.current}, the only one of FIELD_KEYS.")


def sentence_of(rotation: Rotation) -> str:
    lines = []
    for key_id, places in sorted(rotation.left.items()):
        where = ", ".join(f"{place}: {number}" for place, number in sorted(places.items()))
        listed = "" if key_id in rotation.older else ", which is not in FIELD_KEYS: put it back"
        lines.append(f"Left under key {key_id}{listed}: {where}.")
    return "\n".join(lines) + "\nKeep these keys in FIELD_KEYS and run the command again."
