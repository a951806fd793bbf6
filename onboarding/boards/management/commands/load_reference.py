from typing import Any

from django.core.management.base import BaseCommand

from onboarding.boards.reference.actions import load_reference


class Command(BaseCommand):
    help = "Load the districts of Uttar Pradesh and the crafts. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        districts, crafts = load_reference()
        self.stdout.write(f"Districts: {districts}.")
        self.stdout.write(f"Crafts: {crafts}.")
