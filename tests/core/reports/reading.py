"""Reads a page as a browser does, strictly: every element is closed where it has to be."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "img", "br", "input"}
"""Elements of HTML without content."""
DRAWN = {"circle", "path", "rect"}
"""Elements of SVG that may close themselves."""


@dataclass
class Element:
    """An element with its attributes and what is in it."""

    tag: str
    attributes: dict[str, str]
    content: "list[Element | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words inside, on one line."""
        words = "".join(part if isinstance(part, str) else part.text for part in self.content)
        return " ".join(words.split())

    @property
    def classes(self) -> set[str]:
        """Words of the attribute ``class``."""
        return set(self.attributes.get("class", "").split())

    def all(self, tag: str | None = None, of_class: str | None = None) -> "list[Element]":
        """Elements below this one, in their order."""
        found = []
        for part in self.content:
            if isinstance(part, Element):
                if tag in {None, part.tag} and (of_class is None or of_class in part.classes):
                    found.append(part)
                found += part.all(tag, of_class)
        return found

    def after(self, heading: str) -> "list[Element]":
        """Elements on the level of a heading, between it and the next one as high."""
        for element in [self, *self.all()]:
            parts = [part for part in element.content if isinstance(part, Element)]
            at = [k for k, p in enumerate(parts) if re.fullmatch("h[1-6]", p.tag)]
            for k in at:
                if parts[k].text == heading:
                    ends = [other for other in at if other > k and parts[other].tag <= parts[k].tag]
                    return parts[k + 1 : ends[0] if ends else None]
        raise LookupError(heading)

    def rows(self) -> list[list[str]]:
        """Rows of the tables below, heads left out."""
        return [
            [cell.text for cell in row.all() if cell.tag in {"td", "th"}]
            for body in self.all("tbody")
            for row in body.all("tr")
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID | DRAWN, tag
        self.handle_starttag(tag, attrs)
        if tag in DRAWN:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read(html: str) -> Element:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, "something is never closed"
    return reader.open[0]


def section(elements: list[Element]) -> Element:
    """Put elements together, to look into them all."""
    return Element("", {}, list(elements))


def number(text: str) -> float:
    """Read a number as pages write it."""
    return float(text.replace(",", ""))
