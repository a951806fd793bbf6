"""The file that says how to sign in to a demo: people and partner clients, readable by its owner only."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Person:
    """How somebody signs in: officers by e-mail, password and second factor, sellers by phone."""

    role: str
    board: str
    email: str = ""
    password: str = ""
    totp_secret: str = ""
    phone: str = ""


@dataclass(frozen=True)
class PeopleFile:
    people: tuple[Person, ...] = ()
    clients: tuple[dict[str, Any], ...] = ()

    def officer(self, email: str) -> Person | None:
        return next((person for person in self.people if person.email == email), None)


def read_people_file(path: Path) -> PeopleFile:
    """Return what an earlier run wrote, or an empty one. Raises ValueError for a file of another form."""
    if not path.exists():
        return PeopleFile()
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        return PeopleFile(tuple(Person(**person) for person in written["people"]), tuple(written["clients"]))
    except (TypeError, KeyError, ValueError) as fault:
        raise ValueError(f"{path} is no file of demo people: {fault}") from fault


def write_people_file(path: Path, content: PeopleFile) -> None:
    """The file holds the content, never half of it."""
    text = json.dumps(asdict(content), ensure_ascii=False, indent=2) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
    draft.replace(path)
