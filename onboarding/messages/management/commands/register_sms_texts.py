from typing import Any

from django.core.management.base import BaseCommand, no_translations

from onboarding.boards.models import PLATFORM_SLUG, Board
from onboarding.messages.defaults import register_default_texts
from onboarding.tenancy.scope import board_scope


class Command(BaseCommand):
    """Run after an update: a board that was made before it lacks the texts of purposes that came with it."""

    help = "Give every board the default SMS texts that it lacks; texts of its own are left alone."

    @no_translations
    def handle(self, **options: Any) -> None:
        for board in Board.objects.exclude(slug=PLATFORM_SLUG).order_by("slug"):
            with board_scope(board.pk):
                added = register_default_texts()
            if added:
                self.stdout.write(f"{board.slug}: {added} SMS texts added with placeholder DLT ids, register them.")
