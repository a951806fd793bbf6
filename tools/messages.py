"""`make messages`: collect the texts of pages and code into the .po files under locale/ and compile them."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
LANGUAGES = ("hi",)
# Texts for maintainers, and other people's code.
NOT_TRANSLATED = ("tests", "tools", "bench", "docs", "deploy", "locks", "locale", ".*")


def collect(project: Path) -> None:
    """Every text under `project` stands in its .po files; texts that are gone are dropped."""
    command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--no-obsolete"]
    for language in LANGUAGES:
        command += ["--locale", language]
    for pattern in NOT_TRANSLATED:
        command += ["--ignore", pattern]
    subprocess.run(command, cwd=project, check=True, stdout=subprocess.DEVNULL)


def catalogue(project: Path, language: str) -> Path:
    """The .po file of `language`."""
    return project / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_catalogue(po: Path, mo: Path) -> None:
    """`mo` is `po` compiled; a wrong placeholder or plural fails."""
    subprocess.run(["msgfmt", "--check", "--output-file", str(mo), str(po)], check=True)


def main() -> None:
    """Collect, then compile."""
    collect(PROJECT)
    for language in LANGUAGES:
        po = catalogue(PROJECT, language)
        compile_catalogue(po, po.with_suffix(".mo"))


if __name__ == "__main__":
    main()
