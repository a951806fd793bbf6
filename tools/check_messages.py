"""Every text is translated: nothing fuzzy, missing or left over, and the .mo is the .po compiled.

Works on a copy, so that a check never changes the checkout. Needs gettext; without it, says so and passes,
unless NO_SKIPS=1 (as in CI) makes that a failure.
"""

import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.messages import LANGUAGES, NOT_TRANSLATED, PROJECT, catalogue, collect, compile_catalogue

GETTEXT = ("xgettext", "msgmerge", "msgfmt", "msgattrib", "msguniq")
FINDINGS = {"--untranslated": "not translated", "--only-fuzzy": "fuzzy"}


def problems_of(language: str, fresh: Path) -> list[str]:
    """What is wrong with one language; `fresh` is a copy of the project whose texts were just collected."""
    committed, collected = catalogue(PROJECT, language), catalogue(fresh, language)
    if not committed.exists():
        return [f"{language}: {committed} is missing. Run: make messages"]
    problems = []
    for option, finding in FINDINGS.items():
        problems += [f"{language}: {finding}: {text}" for text in texts_with(option, collected)]
    with tempfile.TemporaryDirectory() as folder:
        compiled = Path(folder) / "django.mo"
        compile_catalogue(committed, compiled)
        if texts(compiled) != texts(committed.with_suffix(".mo")):
            problems.append(f"{language}: the .mo is not the .po compiled. Run: make messages")
        kept = Path(folder) / "collected.mo"
        compile_catalogue(collected, kept)
        left_over = texts(compiled).keys() - texts(kept).keys()
        problems += [f"{language}: no longer used: {text}" for text in sorted(map(str, left_over))]
    return problems


def texts_with(option: str, po: Path) -> list[str]:
    """The texts that msgattrib finds with `option`, as their lines in the .po file."""
    command = ["msgattrib", option, "--no-obsolete", "--no-wrap", str(po)]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [
        line.removeprefix("msgid ") for line in found.splitlines() if line.startswith("msgid ") and line != 'msgid ""'
    ]


def texts(mo: Path) -> dict[object, str]:
    """What a compiled catalogue says, without its header (which holds dates)."""
    if not mo.exists():
        return {}
    with mo.open("rb") as opened:
        catalog: dict[object, str] = vars(gettext.GNUTranslations(opened))["_catalog"]
    return {key: value for key, value in catalog.items() if key != ""}


def main() -> int:
    """Print what is wrong; return the exit status."""
    missing = [name for name in GETTEXT if shutil.which(name) is None]
    if missing:
        print(f"messages: not checked, gettext is not installed ({', '.join(missing)} missing).")
        return 1 if os.environ.get("NO_SKIPS") == "1" else 0
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "project"
        ignored = shutil.ignore_patterns(*(set(NOT_TRANSLATED) - {"locale"}), "static", "__pycache__")
        shutil.copytree(PROJECT, fresh, ignore=ignored)
        collect(fresh)
        problems = [problem for language in LANGUAGES for problem in problems_of(language, fresh)]
    print("\n".join(problems) or "messages: complete")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
