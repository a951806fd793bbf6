"""Many threads that do something at the same moment, each with a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(number: int, act: Callable[[int], Any]) -> list[Any]:
    """Let that many threads act together; return what each answered, or the exception it raised."""
    start = threading.Barrier(number, timeout=30)
    outcomes: list[Any] = [None] * number

    def run(place: int) -> None:
        try:
            start.wait()
            outcomes[place] = act(place)
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
