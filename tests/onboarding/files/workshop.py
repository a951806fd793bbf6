"""A small web server that shows a camera page and takes its upload as the network of a village lets it."""

from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from onboarding.forms import DocumentInput, PhotoInput

STATIC = Path(__file__).resolve().parents[3] / "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"

PAGE = """<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/css/haat.css">
<script src="/static/js/haat.js" defer></script></head><body><main id="main" class="main">
<h1>{title}</h1>{body}</main></body></html>"""
FORM = """<form method="post" enctype="multipart/form-data" data-upload novalidate>
<input type="hidden" name="upload_id" value="the-token"><input name="number" value="ABCPE1234F">
{fields}<button type="submit" class="button" name="step" value="save">Send</button></form>"""


class Workshop(ThreadingHTTPServer):
    """What it received, and how many of the next requests it drops half-way or answers for an absent server."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.received: list[dict[str, Any]] = []
        self.fetched: list[str] = []
        self.drops = self.gateways = self.crowds = 0
        self.refuses = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Door(BaseHTTPRequestHandler):
    server: Workshop

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.fetched.append(path)
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            return self.answer(200, file.read_bytes(), TYPES[file.suffix])
        if path == "/done/":
            return self.page(200, "It has arrived", "<p id='done'>Thank you</p>")
        return self.page(200, "Your card", form_html(path.strip("/") or "card"))

    def do_POST(self) -> None:
        if self.server.drops:
            self.server.drops -= 1
            self.rfile.read(1000)
            return self.connection.close()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.gateways:
            self.server.gateways -= 1
            return self.answer(502, b"nobody is behind me", "text/html")
        if self.server.crowds:
            self.server.crowds -= 1
            return self.answer(503, b"many photos", "text/html")
        self.server.received.append(fields_of(self.headers["Content-Type"], body))
        if self.server.refuses:
            return self.page(422, "Mend this", "<p id='refused'>Take it again</p>" + form_html("card"))
        self.send_response(302)
        self.send_header("Location", "/done/")
        self.send_header("Content-Length", "0")
        return self.end_headers()

    def page(self, status: int, title: str, body: str) -> None:
        language = translation.get_language() or "en"
        self.answer(status, PAGE.format(language=language, title=title, body=body).encode(), "text/html; charset=utf-8")

    def answer(self, status: int, content: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


def form_html(kind: str) -> str:
    widget = PhotoInput() if kind == "photo" else DocumentInput(frame=kind)  # type: ignore[arg-type]

    class CameraForm(forms.Form):
        file = forms.FileField(label="Card", widget=widget, required=kind != "page")

    with translation.override("en"):
        html = render_to_string("onboarding/parts/form.html", CameraForm().get_context())
    return FORM.format(fields=html)


def fields_of(content_type: str, body: bytes) -> dict[str, Any]:
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    found: dict[str, Any] = {}
    for part in message.iter_parts():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        filename = part.get_filename()
        found[str(name)] = content.decode() if filename is None else (filename, part.get_content_type(), content)
    return found
