"""`python -m marketplaces.sandbox`: the outside world on one port, and its mail server on another."""

import argparse
import fcntl
import os
import signal
import sys
import threading
from pathlib import Path

from marketplaces.sandbox.mail import MailServer
from marketplaces.sandbox.server import SandboxServer, serve_in_thread
from marketplaces.sandbox.world import open_world


def main() -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    options = _options()
    options.state_dir.mkdir(parents=True, exist_ok=True)
    lock = (options.state_dir / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _complain(f"Another sandbox keeps its state in {options.state_dir}.")
    world = open_world(options.state_dir, os.environ)
    port = options.port
    try:
        server = SandboxServer(options.host, port, world)
        port = options.smtp_port
        mail_server = MailServer(world, options.host, port)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        return _complain(f"Cannot listen on {options.host} port {port}: {reason}.")
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    serve_in_thread(server)
    mail_server.start()
    print(f"sandbox ready http {server.port} smtp {mail_server.port}", flush=True)
    ended.wait()
    server.server_close()
    world.store.close()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="marketplaces.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090, help="0 takes any free port")
    parser.add_argument("--smtp-port", type=int, default=8091, help="0 takes any free port")
    parser.add_argument("--state-dir", type=Path, required=True)
    return parser.parse_args()


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
