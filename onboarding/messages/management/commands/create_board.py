from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction
from django.urls import reverse

from onboarding.audit.actors import Actor
from onboarding.boards.actions import create_board, invite_officer
from onboarding.boards.models import Membership
from onboarding.messages.defaults import register_default_texts
from onboarding.tenancy.scope import board_scope


class Command(BaseCommand):
    """Stands in messages, the lowest room that sees both what a board needs: its row and its SMS texts."""

    help = "Make a board with its default SMS texts and, if an address is given, its first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the board's word in addresses, for example up-odop")
        parser.add_argument("--name-en", required=True)
        parser.add_argument("--name-hi", required=True)
        parser.add_argument("--admin-email", default="")

    @no_translations
    def handle(self, *, slug: str, name_en: str, name_hi: str, admin_email: str, **options: Any) -> None:
        name = {"en": name_en.strip(), "hi": name_hi.strip()}
        if not all(name.values()):
            raise CommandError("The board needs a name in English and in Hindi.")
        try:
            texts = make_ready(slug, name, admin_email)
        except ValidationError as refusal:
            raise CommandError(f"The board was not made. {' '.join(refusal.messages)}") from refusal
        door = settings.PUBLIC_URL
        self.stdout.write(f"Made the board {slug}: {door}{reverse('join', args=[slug])}")
        self.stdout.write(f"{texts} SMS texts stand with placeholder DLT ids: register them before real phones.")
        if admin_email:
            reset = reverse("account_reset_password")
            self.stdout.write(f"{admin_email} is its administrator and sets a password at {door}{reset}")


@transaction.atomic
def make_ready(slug: str, name: dict[str, str], admin_email: str) -> int:
    """The board stands with its texts and administrator, or nothing does; return the number of texts."""
    by = Actor.system("create_board")
    board = create_board(slug, name=name, by=by)
    with board_scope(board.pk):
        texts = register_default_texts()
    if admin_email:
        invite_officer(board, admin_email, role=Membership.Role.ADMINISTRATOR, by=by)
    return texts
