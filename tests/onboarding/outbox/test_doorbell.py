"""The bell may be lost, refused or hung; the commit and its answer are not touched by that."""

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import redis
from celery import current_app
from django.conf import settings
from kombu import Connection, Exchange, Producer, Queue

from onboarding.outbox import doorbell
from onboarding.outbox.actions import publish
from onboarding.outbox.doorbell import ring
from onboarding.outbox.models import OutboxEvent
from onboarding.tenancy.scope import board_scope
from tests.factories import make_board

RELAY = "onboarding.outbox.tasks.relay_events"
PUMP = "marketplaces.tasks.pump_account"


@pytest.fixture
def broker() -> Iterator["redis.Redis"]:
    """The suite's own broker, empty before and after."""
    client = redis.from_url(settings.REDIS_URL)
    client.flushall()
    yield client
    client.flushall()
    client.close()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the tasks that were tried to send."""
    tried: list[str] = []
    send = type(current_app._get_current_object()).send_task

    def send_and_note(app: Any, name: str, *args: Any, **options: Any) -> Any:
        tried.append(name)
        return send(app, name, *args, **options)

    monkeypatch.setattr(type(current_app._get_current_object()), "send_task", send_and_note)
    return tried


def broker_at(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", f"redis://127.0.0.1:{port}/0")


@pytest.fixture
def refused_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return int(closed.getsockname()[1])


@pytest.fixture
def hung_port() -> Iterator[int]:
    """A port where connections are taken and nothing is ever answered."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        yield int(silent.getsockname()[1])


def commit_event() -> int:
    """Publish in a transaction that commits; return how many events another transaction finds."""
    board = make_board()
    with board_scope(board.pk):
        publish("test.good", board)
    with board_scope(board.pk):
        return OutboxEvent.objects.count()


# A broker in trouble


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trouble", ["refused_port", "hung_port"])
def test_a_commit_stands_whatever_the_broker_does(
    trouble: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, sent: list[str]
) -> None:
    broker_at(monkeypatch, request.getfixturevalue(trouble))

    found = [commit_event() for _commit in range(5)]

    assert found == [1] * 5
    assert sent == [RELAY]  # after the first failure the breaker keeps silent
    assert doorbell._broken_until > 0


def test_the_breaker_closes_after_its_time(
    refused_port: int, monkeypatch: pytest.MonkeyPatch, sent: list[str], broker: "redis.Redis"
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(doorbell, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    broker_at(monkeypatch, refused_port)
    ring(RELAY)
    ring(RELAY)
    assert (len(sent), doorbell._broken_until) == (1, 1000.0 + doorbell.BREAKER_S)

    monkeypatch.delenv("CELERY_BROKER_WRITE_URL")
    clock[0] += doorbell.BREAKER_S - 0.1
    ring(RELAY)
    assert len(sent) == 1
    clock[0] += 0.2
    ring(RELAY)

    assert len(sent) == 2
    assert broker.llen("outbox") == 1


def test_the_bell_gives_up_soon_and_tries_once() -> None:
    transport = doorbell._producer().connection.transport_options

    assert (transport["socket_timeout"], transport["socket_connect_timeout"]) == (0.3, 0.3)
    assert (transport["max_retries"], transport["interval_start"], transport["interval_max"]) == (1, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_any_other_failure_of_the_bell_leaves_the_commit_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "ring", lambda *_task: 1 / 0)

    assert commit_event() == 1


# Queues without bindings


@pytest.mark.parametrize(("task", "queue", "ids"), [(RELAY, "outbox", ()), (PUMP, "pump", (7, "an account"))])
def test_a_ring_lies_in_the_queue_even_after_the_broker_was_flushed(
    broker: "redis.Redis", task: str, queue: str, ids: tuple[Any, ...]
) -> None:
    ring(task, *ids)
    assert broker.llen(queue) == 1

    broker.flushall()
    ring(task, *ids)

    assert broker.llen(queue) == 1
    message = broker.lindex(queue, 0).decode()
    assert f'"{task}"' in message


def test_a_message_sent_through_an_exchange_would_be_lost_after_a_flush(broker: "redis.Redis") -> None:
    """The negative control: such a producer believes that its binding is still there."""
    exchange = Exchange("named", type="direct")
    queue = Queue("bound", exchange, routing_key="bound")
    with Connection(settings.CELERY_BROKER_URL) as connection:
        producer = Producer(connection)

        def send() -> int:
            producer.publish({}, exchange=exchange, routing_key="bound", declare=[queue])
            return int(broker.llen("bound"))

        assert send() == 1
        broker.flushall()
        assert send() == 0


def test_celery_is_set_as_the_design_says() -> None:
    conf = current_app.conf

    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert (conf.task_ignore_result, conf.result_backend) == (True, None)
    assert (conf.task_serializer, conf.accept_content) == ("json", ["json"])
    assert (conf.task_publish_retry, conf.broker_connection_max_retries) == (False, None)
    assert conf.worker_enable_remote_control is False
    assert 0 < conf.task_soft_time_limit < conf.task_time_limit
    transport = conf.broker_transport_options
    assert transport["visibility_timeout"] >= 3 * conf.task_time_limit
    assert (transport["unacked_restore_interval"], transport["unacked_restore_throttle"]) == (2, 1)
    assert (transport["socket_keepalive"], transport["health_check_interval"]) == (True, 10)
    assert transport["socket_timeout"] > 0
    assert transport["socket_connect_timeout"] > 0
    assert all(set(route) == {"queue"} for route in conf.task_routes.values())
    assert all(set(entry.get("options", {})) <= {"expires"} for entry in conf.beat_schedule.values())


def test_beat_names_only_tasks_that_exist() -> None:
    current_app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(current_app.tasks)
