import json
from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from onboarding.audit.heads import export_heads, read_heads
from onboarding.audit.models import AuditEntry, AuditSeal
from onboarding.audit.querysets import newest_seal
from onboarding.audit.seal import seal_board
from onboarding.audit.verify import PAGE, Broken, Finding, verify_board
from onboarding.tenancy.scope import board_scope
from tests.onboarding.audit.history import write_entries

pytestmark = pytest.mark.django_db(transaction=True)

Tamper = Callable[[str], int]


@pytest.fixture(autouse=True)
def heads_file(settings: Settings, tmp_path: Path) -> Path:
    settings.AUDIT_HEADS_FILE = tmp_path / "outside" / "heads.jsonl"
    return settings.AUDIT_HEADS_FILE


@pytest.fixture
def entry_ids(board_id: int) -> dict[int, int]:
    """Ten sealed entries; their ids by place."""
    write_entries(board_id, 10)
    with board_scope(board_id):
        seal_board()
        return dict(AuditSeal.objects.values_list("seq", "entry_id"))


def findings(board_id: int, exported: dict[int, str] | None = None) -> list[Finding]:
    with board_scope(board_id):
        return list(verify_board(exported or {}))


def run_command(*arguments: str) -> str:
    output = StringIO()
    call_command("verify_audit", *arguments, stdout=output)
    return output.getvalue()


def test_an_untouched_history_is_intact(board_id: int, entry_ids: dict[int, int]) -> None:
    assert findings(board_id) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "'another reason'"),
        ("actor_id", "'18'"),
        ("at", "at - interval '1 microsecond'"),
        ("fields", "'[\"price_paise\"]'::jsonb"),
        ("personal", "'\\x00'::bytea"),
        ("request_id", "'r'"),
        ("before", "'x'"),
        ("after", "'x'"),
        ("action", "'x'"),
        ("actor_kind", "'system'"),
        ("object_id", "'x'"),
        ("object_type", "'x'"),
        ("on_behalf_of", "'seller:1'"),
    ],
)
def test_an_altered_entry_is_named_and_no_other(
    board_id: int, entry_ids: dict[int, int], tamper: Tamper, column: str, value: str
) -> None:
    assert tamper(f"UPDATE audit_auditentry SET {column} = {value} WHERE id = {entry_ids[4]}") == 1

    assert findings(board_id) == [Finding(board_id, Broken.ALTERED_ENTRY, 4, entry_ids[4])]


def test_every_column_of_an_entry_is_sealed() -> None:
    tried = {"reason", "actor_id", "at", "fields", "personal", "request_id", "before", "after", "action"}
    tried |= {"actor_kind", "object_id", "object_type", "on_behalf_of"}

    assert {field.name for field in AuditEntry._meta.get_fields()} - tried == {"id", "board"}


@pytest.mark.parametrize("seq", [1, 10])
def test_an_altered_entry_at_either_end_is_named(
    board_id: int, entry_ids: dict[int, int], tamper: Tamper, seq: int
) -> None:
    tamper(f"UPDATE audit_auditentry SET reason = 'x' WHERE id = {entry_ids[seq]}")

    assert findings(board_id) == [Finding(board_id, Broken.ALTERED_ENTRY, seq, entry_ids[seq])]


def test_two_altered_entries_side_by_side_are_both_named(
    board_id: int, entry_ids: dict[int, int], tamper: Tamper
) -> None:
    tamper(f"UPDATE audit_auditentry SET reason = 'x' WHERE id IN ({entry_ids[4]}, {entry_ids[5]})")

    assert findings(board_id) == [
        Finding(board_id, Broken.ALTERED_ENTRY, 4, entry_ids[4]),
        Finding(board_id, Broken.ALTERED_ENTRY, 5, entry_ids[5]),
    ]


def test_a_missing_entry_is_named(board_id: int, entry_ids: dict[int, int], tamper: Tamper) -> None:
    tamper(f"DELETE FROM audit_auditentry WHERE id = {entry_ids[4]}")

    assert findings(board_id) == [Finding(board_id, Broken.MISSING_ENTRY, 4, entry_ids[4])]


@pytest.mark.parametrize("column", ["hash", "previous"])
def test_an_altered_seal_is_named_and_not_taken_for_an_altered_entry(
    board_id: int, entry_ids: dict[int, int], tamper: Tamper, column: str
) -> None:
    tamper(f"UPDATE audit_auditseal SET {column} = '\\x{'ab' * 32}'::bytea WHERE seq = 4")

    assert findings(board_id) == [Finding(board_id, Broken.ALTERED_SEAL, 4, entry_ids[4])]


def test_a_seal_with_both_hashes_altered_is_named(board_id: int, entry_ids: dict[int, int], tamper: Tamper) -> None:
    tamper(f"UPDATE audit_auditseal SET previous = '\\x{'cd' * 32}', hash = '\\x{'ab' * 32}' WHERE seq = 4")

    assert findings(board_id) == [Finding(board_id, Broken.ALTERED_SEAL, 4, entry_ids[4])]


def test_a_missing_seal_is_named_as_a_gap_and_its_entry_as_unsealed(
    board_id: int, entry_ids: dict[int, int], tamper: Tamper
) -> None:
    tamper("DELETE FROM audit_auditseal WHERE seq IN (4, 5)")

    assert findings(board_id) == [
        Finding(board_id, Broken.GAP, 4, note="up to 5"),
        Finding(board_id, Broken.NO_SEAL, entry_id=entry_ids[4]),
        Finding(board_id, Broken.NO_SEAL, entry_id=entry_ids[5]),
    ]


def test_an_entry_taken_out_of_the_queue_is_named(board_id: int, tamper: Tamper) -> None:
    write_entries(board_id, 1)
    assert tamper("DELETE FROM audit_unsealedentry") == 1

    [finding] = findings(board_id)

    assert finding.what is Broken.NO_SEAL


def test_an_entry_deleted_before_its_seal_is_named_and_stays_named(board_id: int, tamper: Tamper) -> None:
    write_entries(board_id, 2)
    with board_scope(board_id):
        first = AuditEntry.objects.earliest("pk").pk
    tamper(f"DELETE FROM audit_auditentry WHERE id = {first}")

    with board_scope(board_id):
        assert seal_board() == 1

    assert findings(board_id) == [Finding(board_id, Broken.MISSING_ENTRY, entry_id=first)]


def test_a_tail_cut_off_is_invisible_inside_and_noticed_by_the_exported_head(
    board_id: int, entry_ids: dict[int, int], tamper: Tamper, heads_file: Path
) -> None:
    export_heads()
    tamper(f"DELETE FROM audit_auditentry WHERE id >= {entry_ids[8]}")
    tamper("DELETE FROM audit_auditseal WHERE seq >= 8")

    assert findings(board_id) == []
    assert findings(board_id, read_heads(heads_file)[board_id]) == [
        Finding(board_id, Broken.CUT_TAIL, 8, note="a head was exported at 10")
    ]


def test_a_tail_cut_off_and_grown_again_differs_from_the_exported_head(
    board_id: int, entry_ids: dict[int, int], tamper: Tamper, heads_file: Path
) -> None:
    export_heads()
    tamper(f"DELETE FROM audit_auditentry WHERE id >= {entry_ids[8]}")
    tamper("DELETE FROM audit_auditseal WHERE seq >= 8")
    write_entries(board_id, 5)
    with board_scope(board_id):
        seal_board()
        new_tenth = AuditSeal.objects.get(seq=10).entry_id

    assert findings(board_id) == []
    assert findings(board_id, read_heads(heads_file)[board_id]) == [Finding(board_id, Broken.OTHER_HEAD, 10, new_tenth)]


def test_the_exported_head_tells_an_altered_last_seal_from_an_altered_last_entry(
    board_id: int, entry_ids: dict[int, int], tamper: Tamper, heads_file: Path
) -> None:
    export_heads()
    tamper(f"UPDATE audit_auditseal SET hash = '\\x{'ab' * 32}' WHERE seq = 10")

    assert findings(board_id, read_heads(heads_file)[board_id]) == [
        Finding(board_id, Broken.ALTERED_SEAL, 10, entry_ids[10])
    ]


def test_a_chain_forged_with_another_key_does_not_verify(board_id: int, settings: Settings, tamper: Tamper) -> None:
    settings.AUDIT_KEY = "the forger's"
    write_entries(board_id, 2)
    with board_scope(board_id):
        seal_board()

    settings.AUDIT_KEY = "the true one"

    assert [finding.what for finding in findings(board_id)] == [Broken.ALTERED_ENTRY, Broken.ALTERED_ENTRY]


def test_entries_that_wait_too_long_for_a_seal_are_a_warning(board_id: int, tamper: Tamper) -> None:
    write_entries(board_id, 3)
    assert findings(board_id) == []
    with board_scope(board_id):
        first = AuditEntry.objects.earliest("pk").pk

    tamper("UPDATE audit_auditentry SET at = at - interval '6 minutes'")

    [finding] = findings(board_id)
    assert finding == Finding(board_id, Broken.LATE, entry_id=first, note="3 from here on")
    assert finding.is_warning
    assert "warning audit-one" in run_command()


def test_a_history_longer_than_a_page_is_walked_to_its_end(board_id: int, tamper: Tamper) -> None:
    write_entries(board_id, 1)
    with board_scope(board_id):
        entry = AuditEntry.objects.get()
        entry.pk = None
        AuditEntry.objects.bulk_create([copy(entry) for _ in range(PAGE * 2)])
    with board_scope(board_id):
        while seal_board():
            pass
        last = newest_seal()
    assert last is not None
    assert last.seq == PAGE * 2 + 1
    assert findings(board_id) == []

    for seq in (PAGE, PAGE + 1, PAGE * 2 + 1):
        sealed_there = f"SELECT entry_id FROM audit_auditseal WHERE seq = {seq}"
        tamper(f"UPDATE audit_auditentry SET reason = 'x' WHERE id IN ({sealed_there})")

    assert [finding.seq for finding in findings(board_id)] == [PAGE, PAGE + 1, PAGE * 2 + 1]


def test_heads_are_appended_one_line_for_each_board_with_a_chain(
    board_id: int, other_board_id: int, entry_ids: dict[int, int], heads_file: Path
) -> None:
    assert export_heads() == 1
    assert export_heads() == 1

    lines = [json.loads(line) for line in heads_file.read_text().splitlines()]
    with board_scope(board_id):
        head = newest_seal()
    assert head is not None
    assert [(line["board"], line["seq"], line["hash"]) for line in lines] == [
        (board_id, 10, bytes(head.hash).hex())
    ] * 2
    assert set(lines[0]) == {"board", "seq", "hash", "at"}
    assert abs(datetime.fromisoformat(lines[0]["at"]) - timezone.now()) < timedelta(seconds=30)


def test_the_command_says_that_all_boards_are_intact(
    board_id: int, other_board_id: int, entry_ids: dict[int, int]
) -> None:
    with board_scope(board_id):
        head = newest_seal()
    assert head is not None

    output = run_command()

    assert f"audit-one: intact, 10 sealed, head {bytes(head.hash).hex()[:16]}\n" in output
    assert "audit-two: intact, nothing sealed yet\n" in output


def test_the_command_names_the_broken_row_and_fails(
    board_id: int, entry_ids: dict[int, int], tamper: Tamper, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(f"UPDATE audit_auditentry SET reason = 'x' WHERE id = {entry_ids[4]}")

    with pytest.raises(CommandError, match="broken in 1 places") as refusal:
        call_command("verify_audit", "--board", "audit-one")

    assert refusal.value.returncode == 1
    assert capsys.readouterr().out == f"BROKEN audit-one seq 4 entry {entry_ids[4]}: the entry was altered\n"


def test_the_command_looks_at_one_board_only_when_asked(
    board_id: int, other_board_id: int, entry_ids: dict[int, int], tamper: Tamper
) -> None:
    tamper(f"UPDATE audit_auditentry SET reason = 'x' WHERE id = {entry_ids[4]}")

    assert run_command("--board", "audit-two") == "audit-two: intact, nothing sealed yet\n"
    with pytest.raises(CommandError, match="There is no board audit-three"):
        run_command("--board", "audit-three")


def test_the_command_reads_heads_from_the_file_it_is_given(
    board_id: int, entry_ids: dict[int, int], tmp_path: Path
) -> None:
    heads = tmp_path / "kept.jsonl"
    heads.write_text(json.dumps({"board": board_id, "seq": 12, "hash": "ab" * 32, "at": "2026-11-21"}) + "\n")

    with pytest.raises(CommandError, match="broken in 1 places"):
        run_command("--heads", str(heads))
    with pytest.raises(CommandError, match=r"absent\.jsonl"):
        run_command("--heads", str(tmp_path / "absent.jsonl"))
    heads.write_text("no head\n")
    with pytest.raises(CommandError, match="line 1: not an exported head"):
        run_command("--heads", str(heads))


def test_a_board_that_is_gone_but_had_a_head_is_named(
    board_id: int, entry_ids: dict[int, int], heads_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export_heads()
    heads_file.open("a").write(json.dumps({"board": 987_654, "seq": 3, "hash": "ab" * 32, "at": ""}) + "\n")

    with pytest.raises(CommandError, match="broken in 1 places"):
        call_command("verify_audit")

    assert "BROKEN board 987654 seq 1: the end was cut off (a head was exported at 3)\n" in capsys.readouterr().out
