import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from datetime import UTC
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from onboarding.audit.actions import record
from onboarding.audit.models import AuditEntry, AuditSeal, UnsealedEntry
from onboarding.audit.querysets import boards_with_unsealed_entries
from onboarding.audit.seal import seal_board
from onboarding.audit.tasks import seal_all
from onboarding.audit.verify import verify_board
from onboarding.tenancy.scope import board_scope
from tests.onboarding.audit.history import OFFICER, write_entries


def sealed_entry_ids(board_id: int) -> list[int]:
    with board_scope(board_id):
        return list(AuditSeal.objects.order_by("seq").values_list("entry_id", flat=True))


@pytest.mark.django_db
def test_the_hash_is_the_hmac_of_previous_place_and_canonical_json(board_id: int, settings: Settings) -> None:
    settings.AUDIT_KEY = "kept outside the database"
    write_entries(board_id, 2)

    with board_scope(board_id):
        assert seal_board() == 2
        seals = list(AuditSeal.objects.order_by("seq"))
        entries = list(AuditEntry.objects.order_by("pk"))

    previous = bytes(32)
    for seq, (seal, entry) in enumerate(zip(seals, entries, strict=True), start=1):
        content = {
            "action": "board.tested",
            "actor_id": "17",
            "actor_kind": "officer",
            "after": "",
            "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00"),
            "before": "",
            "board": board_id,
            "fields": [],
            "id": entry.pk,
            "object_id": str(board_id),
            "object_type": "boards.board",
            "on_behalf_of": "",
            "personal": None,
            "reason": f"turn {seq - 1}",
            "request_id": "",
        }
        message = previous + seq.to_bytes(8, "big") + json.dumps(content, separators=(",", ":")).encode()
        expected = hmac.new(b"kept outside the database", message, hashlib.sha256).digest()
        assert (seal.seq, seal.entry_id) == (seq, entry.pk)
        assert bytes(seal.previous) == previous
        assert bytes(seal.hash) == expected
        previous = expected


@pytest.mark.django_db
def test_each_entry_is_sealed_once_however_often_and_in_what_batches(board_id: int) -> None:
    write_entries(board_id, 7)

    with board_scope(board_id):
        assert [seal_board(limit=3) for _ in range(4)] == [3, 3, 1, 0]
        assert list(AuditSeal.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
        assert not UnsealedEntry.objects.exists()
        assert list(verify_board({})) == []


@pytest.mark.django_db
def test_each_board_has_a_chain_of_its_own(board_id: int, other_board_id: int) -> None:
    write_entries(board_id, 2)
    write_entries(other_board_id, 3)
    assert sorted(boards_with_unsealed_entries()) == sorted([board_id, other_board_id])

    seal_all()

    assert boards_with_unsealed_entries() == []
    with board_scope(board_id):
        assert list(AuditSeal.objects.values_list("seq", flat=True).order_by("seq")) == [1, 2]
    with board_scope(other_board_id):
        assert list(AuditSeal.objects.values_list("seq", flat=True).order_by("seq")) == [1, 2, 3]


@pytest.mark.django_db
def test_the_database_refuses_a_second_seal_for_an_entry_and_a_second_entry_for_a_place(
    board_id: int,
) -> None:
    write_entries(board_id, 1)
    with board_scope(board_id):
        seal_board()
        seal = AuditSeal.objects.get()

        for seq, entry_id in ((2, seal.entry_id), (1, seal.entry_id + 1)):
            with pytest.raises(IntegrityError), transaction.atomic():
                AuditSeal.objects.create(seq=seq, entry_id=entry_id, previous=seal.hash, hash=seal.hash)

        assert AuditSeal.objects.count() == 1


@pytest.mark.django_db
def test_a_batch_costs_the_same_statements_at_any_length_of_the_history(board_id: int) -> None:
    costs = []
    for _ in range(2):
        write_entries(board_id, 20)
        with board_scope(board_id), CaptureQueriesContext(connection) as captured:
            seal_board()
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 8


@pytest.mark.django_db(transaction=True)
def test_transactions_that_commit_in_the_opposite_order_are_all_sealed_once(board_id: int, board_object: Any) -> None:
    first_wrote, second_committed = threading.Event(), threading.Event()

    def write_first_commit_last() -> None:
        with board_scope(board_id):
            record("board.tested", board_object, by=OFFICER, reason="wrote first")
            first_wrote.set()
            assert second_committed.wait(10)
        connection.close()

    slow = threading.Thread(target=write_first_commit_last)
    slow.start()
    assert first_wrote.wait(10)
    with board_scope(board_id):
        record("board.tested", board_object, by=OFFICER, reason="committed first")
    with board_scope(board_id):
        sealed_while_the_first_is_open = seal_board()
    second_committed.set()
    slow.join(10)
    with board_scope(board_id):
        sealed_after = seal_board()

    assert (sealed_while_the_first_is_open, sealed_after) == (1, 1)
    with board_scope(board_id):
        reasons = dict(AuditEntry.objects.values_list("pk", "reason"))
        assert [reasons[pk] for pk in sorted(reasons)] == ["wrote first", "committed first"]
        assert [reasons[pk] for pk in sealed_entry_ids(board_id)] == ["committed first", "wrote first"]
        assert list(verify_board({})) == []


@pytest.mark.django_db(transaction=True)
def test_many_writers_and_sealers_at_once_leave_one_unbroken_chain(board_id: int) -> None:
    failures: list[BaseException] = []

    def in_thread(work: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except BaseException as fault:
                failures.append(fault)
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def write() -> None:
        for _ in range(10):
            write_entries(board_id, 3)

    def seal() -> None:
        for _ in range(20):
            with board_scope(board_id):
                seal_board(limit=5)

    for thread in [in_thread(write) for _ in range(4)] + [in_thread(seal) for _ in range(4)]:
        thread.join(60)
    seal_all()

    assert failures == []
    assert len(sealed_entry_ids(board_id)) == len(set(sealed_entry_ids(board_id))) == 120
    with board_scope(board_id):
        assert list(verify_board({})) == []


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_sealers_collide(board_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onboarding.audit.seal._is_the_only_sealer", lambda: True)
    write_entries(board_id, 2)
    both_inside = threading.Barrier(2, timeout=10)
    refusals: list[IntegrityError] = []

    def seal() -> None:
        try:
            with board_scope(board_id):
                both_inside.wait()
                seal_board()
                threading.Event().wait(0.2)
        except IntegrityError as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=seal) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(refusals) == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_brought_by_a_restore_is_sealed_like_any_other(board_id: int, tamper: Callable[[str], int]) -> None:
    write_entries(board_id, 2)
    # A dump brings its rows with ids of their own, far ahead of what this server has counted so far.
    tamper("UPDATE audit_unsealedentry SET id = id + 1000000000")
    tamper("UPDATE audit_auditentry SET id = id + 1000000000")
    write_entries(board_id, 1)

    seal_all()

    assert [entry_id > 1_000_000_000 for entry_id in sealed_entry_ids(board_id)] == [False, True, True]
    with board_scope(board_id):
        assert list(verify_board({})) == []
        seals = list(AuditSeal.objects.order_by("seq"))
        assert all(bytes(later.previous) == bytes(earlier.hash) for earlier, later in pairwise(seals))
