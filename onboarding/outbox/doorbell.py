"""Telling the workers that something is due. A ring may be lost or late: the sweepers are the guarantee."""

import logging
import threading
import time
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

SOCKET_TIMEOUT_S = 0.3  # a hung broker may cost a committed request this much, once in BREAKER_S
BREAKER_S = 10.0
RING_S = 60.0  # an unheard ring is worth nothing by then: the sweepers have been there

_local = threading.local()
_broken_until = 0.0


@dataclass(frozen=True)
class Ring:
    """A ring to come, equal to another for the same task and ids."""

    task: str
    ids: tuple[str | int, ...]

    def sound(self) -> None:
        ring(self.task, *self.ids)


def ring_after_commit(task: str, *ids: str | int) -> None:
    """Ring once when the transaction has committed, however often it was asked for."""
    bell = Ring(task, ids)
    waiting = [getattr(entry[1], "__self__", None) for entry in connection.run_on_commit]
    if bell not in waiting:
        # A method, not the ring itself: Django logs a failure by its __qualname__, and dies where there is none.
        transaction.on_commit(bell.sound, robust=True)


def ring(task: str, *ids: str | int) -> None:
    """Send the message now, or give up within SOCKET_TIMEOUT_S; after a failure, stay silent for BREAKER_S."""
    global _broken_until
    if time.monotonic() < _broken_until:
        return
    try:
        current_app.send_task(task, args=ids, producer=_producer(), retry=False, expires=RING_S)
    except (OperationalError, RedisError, OSError) as error:
        _broken_until = time.monotonic() + BREAKER_S
        _local.producer = None
        logger.warning("The broker does not answer, the sweepers will find the work: %s", error)


def _producer() -> Any:
    """Return this thread's own producer: the application's pool would retry for seconds."""
    if getattr(_local, "producer", None) is None:
        options = {
            **current_app.conf.broker_transport_options,
            "socket_timeout": SOCKET_TIMEOUT_S,
            "socket_connect_timeout": SOCKET_TIMEOUT_S,
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0,
            "interval_max": 0,
        }
        _local.producer = current_app.amqp.Producer(current_app.connection_for_write(transport_options=options))
    return _local.producer
