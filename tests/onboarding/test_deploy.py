"""What deploys the project still fits it. No container runs here: this reads the files."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from catalog.views.seller import PHOTO_ROUTE_MAX_BYTES as photos_max
from onboarding.supervisor.environment import SETTINGS
from sellers.views.imports import ROUTE_MAX_BYTES as imports_max
from sellers.views.pictures import ROUTE_MAX_BYTES as pictures_max

PROJECT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
OURS = {name: service for name, service in COMPOSE["services"].items() if "build" in service}
INTERPOLATED = re.compile(r"\$\{(\w+):\?\}")


def test_the_proxy_takes_what_every_form_takes_and_a_mebibyte() -> None:
    """Else it answers a form that would have answered in the reader's language."""
    template = (PROJECT / "deploy/proxy/haat.conf.template").read_text()
    found = re.search(r"client_max_body_size (\d+)m;", template)

    assert found is not None
    assert int(found[1]) * 1024 * 1024 >= max(imports_max, pictures_max, photos_max) + 1024 * 1024


def lines_of_settings(file: str) -> dict[str, str]:
    """The NAME=value lines of a file under deploy/."""
    lines = (PROJECT / "deploy" / file).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def commands_of(service: dict[str, Any]) -> list[list[str]]:
    """The commands a service runs; a shell line gives one for each part."""
    command = service.get("command") or image_command(service["build"]["target"])
    if command[:2] == ["sh", "-c"]:
        return [shlex.split(part) for part in command[2].split("&&")]
    return [command]


def image_command(target: str) -> list[str]:
    """The CMD of a stage of the Dockerfile."""
    stage = DOCKERFILE.split(f" AS {target}\n", 1)[1].split("\nFROM ", 1)[0]
    found: list[str] = yaml.safe_load(stage.split("\nCMD ", 1)[1])
    return found


def test_compose_runs_the_programs_that_make_up_an_installation() -> None:
    assert set(COMPOSE["services"]) == {
        "proxy", "web", "worker", "messenger", "beat", "migrate", "postgres", "valkey", "sandbox",
    }  # fmt: skip
    assert COMPOSE["services"]["sandbox"]["profiles"] == ["sandbox"]
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]


@pytest.mark.parametrize("name", OURS)
def test_each_command_names_a_module_or_command_that_exists(name: str) -> None:
    for program, *arguments in commands_of(OURS[name]):
        if program == "python" and arguments[0] == "manage.py":
            assert arguments[1] in get_commands()
        elif program == "python":
            assert arguments[0] == "-m"
            assert find_spec(arguments[1])
        elif program == "celery":
            assert arguments[:2] == ["-A", "onboarding"]
            assert find_spec("onboarding.celery")
        else:
            assert (program, arguments[0]) == ("gunicorn", "onboarding.wsgi")
            assert find_spec("onboarding.wsgi")


@pytest.mark.parametrize("name", OURS)
def test_each_variable_is_one_that_settings_read(name: str) -> None:
    assert set(OURS[name]["environment"]) <= SETTINGS


def test_settings_read_no_variable_that_the_supervisor_does_not_know() -> None:
    settings = (PROJECT / "onboarding" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    assert "SECRET_KEY" in read
    assert read - {"OWNER_COMMAND"} <= SETTINGS  # OWNER_COMMAND is manage.py's own word to settings


def test_each_variable_without_a_default_is_set_for_the_server_and_for_the_build() -> None:
    settings = (PROJECT / "onboarding" / "settings.py").read_text()
    required = set(re.findall(r'env\.\w+\("([A-Z_]+)"\)', settings))
    assert required <= set(OURS["web"]["environment"])
    assert required <= set(lines_of_settings("nowhere.env"))


def test_the_example_lists_exactly_what_compose_asks_for() -> None:
    asked_for = set(INTERPOLATED.findall((PROJECT / "docker-compose.yml").read_text()))
    assert set(lines_of_settings("env.example")) == asked_for


def test_the_example_holds_no_secret() -> None:
    values = lines_of_settings("env.example")
    secret = {name: value for name, value in values.items() if re.search("PASSWORD|SECRET|TOKEN|_KEY", name)}
    assert set(secret.values()) == {""} | {"k1:"}


def test_every_mounted_file_of_the_checkout_exists() -> None:
    mounted = [volume for service in COMPOSE["services"].values() for volume in service.get("volumes", [])]
    sources = {volume.split(":")[0] for volume in mounted if volume.startswith("./")}
    assert "./onboarding/tenancy/roles.sql" in sources
    # The certificate is the installation's own.
    assert [source for source in sources - {"./deploy/tls"} if not (PROJECT / source).exists()] == []


def test_the_image_serves_without_root_and_without_a_compiler() -> None:
    server = DOCKERFILE.split(" AS base\n", 1)[1].split(" AS sandbox\n", 1)[0] + DOCKERFILE.split(" AS server\n")[1]
    assert "gcc" not in server
    assert server.rstrip().splitlines()[-3] == "USER haat"
    assert "USER root" not in DOCKERFILE


def test_the_image_compiles_psycopg2_from_the_source_that_the_lock_names() -> None:
    assert "--no-binary psycopg2-binary -r /locks/server.txt" in DOCKERFILE
    assert re.search(r"^psycopg2-binary==", (PROJECT / "locks" / "server.txt").read_text(), re.MULTILINE)
