"""`tools/setup.py`, which runs under whatever python3 the machine has."""

import ast
from pathlib import Path

import pytest

from tools import setup


def test_it_parses_on_the_oldest_python_that_could_be_asked() -> None:
    ast.parse(Path(setup.__file__).read_text(), feature_version=(3, 6))


def test_a_python_too_old_is_told_its_version_and_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "python3.12" else None)
    assert setup.refusal(3, 9, "/usr/bin/python3") == (
        "Haat Setu needs Python 3.11 or later; /usr/bin/python3 is Python 3.9. "
        "Install a newer one, or name it: make demo PYTHON=python3.12"
    )


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (4, 0)])
def test_a_python_new_enough_is_taken(version: tuple[int, int]) -> None:
    assert setup.refusal(*version, "python3") == ""


def test_the_stamp_changes_with_the_lock_and_with_the_python(tmp_path: Path) -> None:
    lock = tmp_path / "all.txt"
    lock.write_text("django==5.2.19\n")
    first = setup.fingerprint(lock, "3.11.7")
    assert setup.fingerprint(lock, "3.11.7") == first
    assert setup.fingerprint(lock, "3.12.1") != first
    lock.write_text("django==5.2.20\n")
    assert setup.fingerprint(lock, "3.11.7") != first


def test_an_environment_whose_python_is_gone_does_not_count_as_set_up(tmp_path: Path) -> None:
    (tmp_path / "python").symlink_to(tmp_path / "removed")
    assert setup.starts(tmp_path / "python") is False
    assert setup.starts(setup.PYTHON) is True


def test_one_package_of_the_lock_is_cut_out_with_its_hashes() -> None:
    wanted = "uv==0.13.9 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    lock = "urllib3==2.8.0 \\\n    --hash=sha256:aa\n" + wanted + "vine==5 \\\n    --hash=sha256:dd\n"
    assert setup.requirement("uv", lock) == wanted


@pytest.mark.parametrize("name", ["all.txt", "demo.txt", "server.txt"])
def test_the_locks_name_no_host_and_hash_every_package(name: str) -> None:
    text = (setup.PROJECT / "locks" / name).read_text()
    assert "://" not in text
    packages = [line for line in text.splitlines() if "==" in line]
    assert packages
    assert all(line.endswith("\\") for line in packages)
