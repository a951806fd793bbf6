"""The ports of a stack: checked before anything starts, or chosen among the free ones."""

import errno
import random
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from onboarding.supervisor.claim import CannotStart

# Below the range from which Linux and macOS hand out ports to outgoing connections.
FREE_RANGE = range(20_000, 32_000)


@dataclass(frozen=True)
class Ports:
    """Where web and sandbox listen; the sandbox's mail server takes the port after the sandbox's."""

    host: str = "127.0.0.1"
    web: int = 8000
    sandbox: int = 8090

    @property
    def smtp(self) -> int:
        """The port that takes mail."""
        return self.sandbox + 1

    @property
    def reached_at(self) -> str:
        """The host to ask: who listens on every address answers on loopback."""
        return "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 nothing binds here

    def urls(self) -> dict[str, str]:
        """The addresses by door name."""
        sandbox = f"http://{self.reached_at}:{self.sandbox}"
        return {
            "web": f"http://{self.reached_at}:{self.web}",
            "sandbox": sandbox,
            "amazon": f"{sandbox}/amazon",
            "flipkart": f"{sandbox}/flipkart",
            "sms": f"{sandbox}/sms",
            "voice": f"{sandbox}/voice",
            "mail": f"{sandbox}/mail",
            "registries": f"{sandbox}/registries",
            "control": f"{sandbox}/_control",
        }


def ports_from(environment: Mapping[str, str]) -> Ports:
    """The ports that HOST, PORT and SANDBOX_PORT ask for. Raises CannotStart for what is no port number."""
    return Ports(
        host=environment.get("HOST") or Ports.host,
        web=number(environment, "PORT", Ports.web),
        sandbox=number(environment, "SANDBOX_PORT", Ports.sandbox),
    )


def number(environment: Mapping[str, str], name: str, default: int) -> int:
    """The port number in variable `name`."""
    text = environment.get(name) or str(default)
    # 65534: the mail port is one above.
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_534:
        raise CannotStart(f"{name}={text} is no port number. Choose one from 1024 to 65534, for example {default}.")
    return int(text)


def require_free(ports: Ports) -> None:
    """Raise CannotStart, naming the variable to change, unless all three ports can be listened on."""
    for name, port in (("PORT", ports.web), ("SANDBOX_PORT", ports.sandbox), ("SANDBOX_PORT", ports.smtp)):
        if refusal := refusal_to_listen(ports.host, port):
            raise CannotStart(explanation(refusal, ports, name, port))
    if ports.web in (ports.sandbox, ports.smtp):
        raise CannotStart(f"PORT={ports.web} and SANDBOX_PORT={ports.sandbox} collide; the sandbox takes two ports.")


def explanation(refusal: OSError, ports: Ports, name: str, port: int) -> str:
    """What to do about a port that cannot be listened on."""
    if refusal.errno == errno.EADDRINUSE:
        extra = "" if port in (ports.web, ports.sandbox) else " (the sandbox's mail, SANDBOX_PORT + 1)"
        return f"Port {port} on {ports.host}{extra} is taken. Choose another: make demo {name}={port + 10}"
    if refusal.errno == errno.EACCES:
        return f"Port {port} is reserved for the system. Choose one above 1023: make demo {name}={port + 8000}"
    return f"Cannot listen on HOST={ports.host}: {refusal.strerror or refusal}."


def refusal_to_listen(host: str, port: int) -> OSError | None:
    """Why `port` cannot be listened on, None when it can."""
    try:
        with socket.create_server((host, port)):
            return None
    except OSError as refusal:
        return refusal


def free_ports(host: str = "127.0.0.1") -> Ports:
    """Ports that nobody listens on at this moment."""
    while True:
        first = random.choice(FREE_RANGE)  # noqa: S311 no secret
        if not any(refusal_to_listen(host, first + step) for step in range(3)):
            return Ports(host, first, first + 1)
