"""Handlers that note what they were given, and fail as they are told."""

from collections.abc import Callable

from django.db import connection

from onboarding.outbox.actions import Event
from onboarding.outbox.relay import Final, Postponed
from onboarding.tenancy.scope import NoBoardScope, current_board_id

seen: list[tuple[str, Event]] = []


def note(handler: str, event: Event) -> None:
    try:
        current_board_id()
        handler += " inside a scope"
    except NoBoardScope:
        pass
    seen.append((handler, event))


def good(event: Event) -> None:
    note("good", event)


def also_good(event: Event) -> None:
    note("also_good", event)


def poison(event: Event) -> None:
    note("poison", event)
    raise ValueError("cannot read \0 and \ud800")


def postponing(event: Event) -> None:
    note("postponing", event)
    raise Postponed(30)


def final(event: Event) -> None:
    note("final", event)
    raise Final("The gateway refused it.")


def in_no_transaction(event: Event) -> None:
    note(f"in_no_transaction {not connection.in_atomic_block}", event)


ROUTES: dict[str, list[Callable[[Event], None]]] = {
    "test.good": [good],
    "test.two": [good, also_good],
    "test.half": [good, poison],
    "test.poison": [poison],
    "test.postponed": [postponing],
    "test.final": [final],
    "test.transaction": [in_no_transaction],
    "test.nobody": [],
}
