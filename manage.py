#!/usr/bin/env python
"""Django's command line. Commands that change the schema run as the owner, all others as the serving role."""

import os
import sys

from django.core.management import execute_from_command_line

OWNER_COMMANDS = {"migrate", "sqlmigrate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onboarding.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ["DATABASE_URL"] = os.environ.get("OWNER_DATABASE_URL", "")
        os.environ["OWNER_COMMAND"] = "1"
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
