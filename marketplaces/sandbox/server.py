"""The HTTP server around the mounts: bounded, keep-alive, one thread a connection."""

import sys
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from marketplaces.sandbox.amazon import Amazon
from marketplaces.sandbox.control import Control
from marketplaces.sandbox.mail import Mail
from marketplaces.sandbox.registries import Registries
from marketplaces.sandbox.reports import Reporter
from marketplaces.sandbox.sms import SMS, VOICE, Gateway
from marketplaces.sandbox.wire import Reply, Request, json_reply, split_query
from marketplaces.sandbox.world import World

MAX_BODY_BYTES = 1024 * 1024
IDLE_S = 60
Mount = Callable[[Request], Reply]


class SandboxServer(ThreadingHTTPServer):
    """Listens from the moment it exists; `serve_forever` answers until `shutdown`."""

    # A held answer must keep neither the end of the process nor the next start waiting.
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, host: str, port: int, world: World) -> None:
        self._reporter = reporter = Reporter(world.store)
        self.mounts: dict[str, Mount] = {
            "amazon": Amazon(world).answer,
            "sms": Gateway(world, SMS, world.sms_token, reporter).answer,
            "voice": Gateway(world, VOICE, world.voice_token, reporter).answer,
            "mail": Mail(world).answer,
            "registries": Registries(world).answer,
            "_control": Control(world).answer,
            "healthz": lambda request: _health(world),
        }
        super().__init__((host, port), SandboxHandler)
        reporter.start()

    @property
    def port(self) -> int:
        """The port it listens on, also when any free one was asked for."""
        return int(self.server_address[1])

    def server_close(self) -> None:
        """Listen no more, and tell nobody anything."""
        super().server_close()
        self._reporter.stop()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of callers that went away; they are killed on purpose in tests."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            traceback.print_exc()


class SandboxHandler(BaseHTTPRequestHandler):
    """Reads one request, finds its mount, writes its reply."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    # Head and body leave in one packet: two would wait 40 ms for each other (Nagle and delayed ACK).
    wbufsize = -1
    disable_nagle_algorithm = True
    server: SandboxServer

    def do_GET(self) -> None:
        """Answer, whatever the method: the mounts decide."""
        refusal = self._unreadable()
        if refusal is not None:
            # The unread body would be taken for the next request.
            self.close_connection = True
            self._send(refusal)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self._send(self._reply(body))

    do_POST = do_PUT = do_DELETE = do_PATCH = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet: `/_control` counts every call."""

    def _unreadable(self) -> Reply | None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers:
            return _refusal(411, "LengthRequired", "The body's length must be given.")
        if not (length.isascii() and length.isdecimal()):
            return _refusal(400, "InvalidInput", "The length is no number.")
        if int(length) > MAX_BODY_BYTES:
            return _refusal(413, "PayloadTooLarge", "The body is too large.")
        return None

    def _reply(self, body: bytes) -> Reply:
        address = urlsplit(self.path)
        first, *rest = address.path.strip("/").split("/")
        mount = self.server.mounts.get(first)
        if mount is None:
            return json_reply(404, {"error": "There is no such door."})
        request = Request(
            method=self.command,
            segments=tuple(rest),
            query=split_query(address.query),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        try:
            return mount(request)
        except Exception:
            # A mistake of the sandbox must not pass for a fault that somebody ordered.
            traceback.print_exc()
            return json_reply(500, {"errors": [{"code": "SandboxMistake", "message": "See its log."}]})

    def _send(self, reply: Reply) -> None:
        if reply.hold_s:
            time.sleep(reply.hold_s)
        if reply.hang_up:
            self.close_connection = True
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)


def serve_in_thread(server: SandboxServer) -> None:
    """Begin to answer."""
    threading.Thread(target=server.serve_forever, args=(0.1,), name="http", daemon=True).start()


def _health(world: World) -> Reply:
    world.store.row("SELECT 1")
    return json_reply(200, {"status": "ok"})


def _refusal(status: int, code: str, message: str) -> Reply:
    error = {"code": code, "message": message, "details": ""}
    return json_reply(status, {"errors": [error]}, {"x-amzn-RequestId": str(uuid.uuid4())})
