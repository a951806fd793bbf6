"""A page as a person without JavaScript meets it: its words, its links, and its forms with what they already hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
SILENT = frozenset({"script", "style", "title", "head"})
BUTTONS = frozenset({"submit", "button", "reset", "image"})


@dataclass
class Node:
    """An element with its attributes, and what is in it in order."""

    tag: str
    attrs: dict[str, str]
    inside: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Every element under this one, itself first, in the order of the page."""
        yield self
        for part in self.inside:
            if isinstance(part, Node):
                yield from part.walk()

    def find(self, tag: str = "", **attrs: str) -> Node | None:
        """The first element under this one with that tag and those attributes."""
        return next(iter(self.find_all(tag, **attrs)), None)

    def find_all(self, tag: str = "", **attrs: str) -> list[Node]:
        """Every element under this one with that tag and those attributes; `class_` asks for one of the classes."""
        css_class = attrs.pop("class_", "")
        return [
            node
            for node in self.walk()
            if (not tag or node.tag == tag)
            and all(node.attrs.get(name) == value for name, value in attrs.items())
            and (not css_class or css_class in node.attrs.get("class", "").split())
        ]

    def raw_text(self) -> str:
        """The words in it as they stand in the source."""
        return "".join(part if isinstance(part, str) else part.raw_text() for part in self.inside)

    @property
    def text(self) -> str:
        """The words in it as they are read, in one line."""
        return " ".join("".join(self._spoken()).split())

    def _spoken(self) -> Iterator[str]:
        for part in self.inside:
            if isinstance(part, str):
                yield part
            elif part.tag not in SILENT:
                yield from part._spoken()
                yield " " if part.tag not in ("b", "a", "span", "i", "small", "code") else ""


@dataclass
class Form:
    """A form and the values it would send, by name."""

    action: str
    method: str
    encoding: str
    values: dict[str, str]
    choices: dict[str, dict[str, str]]  # name -> {label: value}
    file_names: list[str]
    buttons: list[tuple[str, str]]  # name and value of each button that has a name
    ticks: dict[str, set[str]]  # the values of boxes and circles that may be ticked, by name

    def fill(self, **typed: str) -> dict[str, str]:
        """What the form sends with these fields filled in; a choice is named by its label or its value.

        Raises KeyError for a field that the form does not have: a person could not fill it either.
        """
        sent = dict(self.values)
        for name, value in typed.items():
            if name not in self.values and value not in self.ticks.get(name, ()):
                raise KeyError(f"the form has no field {name!r}, only {sorted({*self.values, *self.ticks})}")
            sent[name] = self.choices.get(name, {}).get(value, value)
        return sent


@dataclass
class Page:
    """One answer in HTML."""

    root: Node

    @property
    def title(self) -> str:
        title = self.root.find("title")
        return " ".join(title.raw_text().split()) if title else ""

    @property
    def language(self) -> str:
        html = self.root.find("html")
        return html.attrs.get("lang", "") if html else ""

    @property
    def direction(self) -> str:
        html = self.root.find("html")
        return html.attrs.get("dir", "") if html else ""

    @property
    def heading(self) -> str:
        heading = self.root.find("h1")
        return heading.text if heading else ""

    @property
    def main_text(self) -> str:
        return (self.root.find("main") or self.root).text

    def error_of(self, name: str) -> str:
        """What stands in red beside the field of this name, without the words that only a screen reader hears."""
        place = self.root.find(id=f"id_{name}_error") or self.root.find(id=f"{name}-error")
        spoken = place.find("span") if place else None
        if spoken is None:
            return ""
        return " ".join(
            "".join(
                part if isinstance(part, str) else part.raw_text()
                for part in spoken.inside
                if isinstance(part, str) or "unseen" not in part.attrs.get("class", "")
            ).split()
        )

    @property
    def summary(self) -> list[str]:
        """The sentences of the error summary, each without the name of its field."""
        summary = self.root.find(class_="summary")
        return [without_name(item) for item in summary.find_all("li")] if summary else []

    def forms(self) -> list[Form]:
        return [read_form(node, self.root) for node in self.root.find_all("form")]

    def form(self, *, action: str = "", move: str = "") -> Form:
        """The page's own form in its main part; `action` or `move` picks one where there are several."""
        main = self.root.find("main") or self.root
        found = [read_form(node, self.root) for node in main.find_all("form")]
        found = [form for form in found if (not action or form.action == action)]
        found = [form for form in found if (not move or form.values.get("move") == move)]
        if not found:
            raise LookupError(f"no such form on the page {self.title!r}: {self.main_text}")
        return found[0]

    def link(self, containing: str) -> str:
        """The address of the first link whose address contains this."""
        for node in self.root.find_all("a"):
            if containing in node.attrs.get("href", ""):
                return node.attrs["href"]
        raise LookupError(f"no link to {containing!r} on the page {self.title!r}: {self.main_text}")


def without_name(item: Node) -> str:
    name = item.find(class_="of")
    return item.text.removeprefix(name.text).strip() if name else item.text


class TreeBuilder(HTMLParser):
    """Reads our own pages, which close what they open; it need not forgive what browsers forgive."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read_page(html: str) -> Page:
    builder = TreeBuilder()
    builder.feed(html)
    builder.close()
    return Page(builder.root)


def read_form(node: Node, root: Node) -> Form:
    """Read a form with the fields inside it and those elsewhere on the page that name it."""
    form = Form(
        action=node.attrs.get("action", ""),
        method=node.attrs.get("method", "get").lower(),
        encoding=node.attrs.get("enctype", "application/x-www-form-urlencoded"),
        values={},
        choices={},
        file_names=[],
        buttons=[],
        ticks={},
    )
    named = node.attrs.get("id")
    elsewhere = [each for each in root.walk() if named and each.attrs.get("form") == named]
    for element in [*node.walk(), *elsewhere]:
        name = element.attrs.get("name", "")
        if name and "disabled" not in element.attrs:
            READERS.get(element.tag, ignore)(form, name, element)
    return form


def read_input(form: Form, name: str, element: Node) -> None:
    kind = element.attrs.get("type", "text")
    if kind == "file":
        form.file_names.append(name)
    elif kind in BUTTONS:
        form.buttons.append((name, element.attrs.get("value", "")))
    elif kind in ("checkbox", "radio"):
        value = element.attrs.get("value", "on")
        form.ticks.setdefault(name, set()).add(value)
        if "checked" in element.attrs:
            form.values[name] = value
    else:
        form.values[name] = element.attrs.get("value", "")


def read_textarea(form: Form, name: str, element: Node) -> None:
    # HTML drops the first line break after the tag.
    form.values[name] = element.raw_text().removeprefix("\n")


def read_select(form: Form, name: str, element: Node) -> None:
    options = element.find_all("option")
    form.choices[name] = {option.text: option.attrs.get("value", option.text) for option in options}
    chosen = [option for option in options if "selected" in option.attrs] or options[:1]
    form.values[name] = chosen[0].attrs.get("value", "") if chosen else ""


def read_button(form: Form, name: str, element: Node) -> None:
    form.buttons.append((name, element.attrs.get("value", "")))


def ignore(form: Form, name: str, element: Node) -> None:
    """Meta, iframe and the like carry names that no form sends."""


READERS = {"input": read_input, "textarea": read_textarea, "select": read_select, "button": read_button}
