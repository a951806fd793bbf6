"""The one page that people look at: messages, newest first, as a phone shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:0 auto;padding:1rem;background:#eef1f4}"
    "article{background:#fff;border-radius:12px;padding:.75rem 1rem;margin:.75rem 0}"
    "header{font-size:.85rem;color:#444}p{white-space:pre-wrap;overflow-wrap:anywhere;margin:.25rem 0 0}"
    "input,button{font:inherit;padding:.5rem;min-height:2.75rem}"
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message as shown."""

    recipient: str
    sender: str
    text: str
    at: str


def messages_page(title: str, name: str, value: str, messages: Sequence[Message]) -> str:
    """Return the page with a filter called `name`; every text is escaped."""
    shown = "".join(
        f"<article><header>{escape(each.sender)} → {escape(each.recipient)} · <time>{escape(each.at)}</time>"
        f"</header><p>{escape(each.text)}</p></article>"
        for each in messages
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">'
        f"<style>{STYLE}</style><h1>{escape(title)}</h1>"
        f'<form><label>{escape(name)} <input name="{escape(name)}" value="{escape(value)}"></label> '
        f"<button>Show</button></form>{shown or '<p>No messages yet.</p>'}</html>"
    )
