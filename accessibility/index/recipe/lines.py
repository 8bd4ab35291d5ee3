"""On which line of a TOML file each key stands: Python's reader does not tell."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["KeyPath", "key_lines"]

KeyPath = tuple[str | int, ...]
"""Keys from the outermost table inwards, and places in lists, counted from 0."""

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r]+|\#[^\n]*)
    |(?P<newline>\n)
    |(?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<mark>[\[\]{}=,.])
    |(?P<word>[^\s\[\]{}=,.\#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    """
    Find the line of every key, table and element of a list.

    Parameters
    ----------
    text
        What `tomllib` has read without an error.

    Returns
    -------
    dict
        Lines, counted from 1, by the path of each.
    """
    reader = _Reader(list(_tokens(text)))
    reader.read()
    return reader.lines


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "blank":
            yield _Token(str(found.lastgroup), found.group(), line)
        line += found.group().count("\n")
    yield _Token("end", "", line)


class _Reader:
    """Walks through the tokens of a file that is known to be well formed."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.repeated: dict[KeyPath, int] = {}

    @property
    def now(self) -> _Token:
        return self.tokens[self.at]

    def read(self) -> None:
        table: KeyPath = ()
        while self.now.kind != "end":
            if self.now.kind == "newline":
                self.at += 1
            elif self.now.text == "[":
                table = self.header()
            else:
                self.pair(table)

    def header(self) -> KeyPath:
        line = self.now.line
        brackets = 2 if self.tokens[self.at + 1].text == "[" else 1
        self.at += brackets
        path: KeyPath = ()
        parts = self.key()
        for number, part in enumerate(parts, start=1):
            path = (*path, part)
            self.lines.setdefault(path, line)
            if brackets == 2 and number == len(parts):
                self.repeated[path] = self.repeated.get(path, 0) + 1
            if path in self.repeated:
                path = (*path, self.repeated[path] - 1)
        self.lines.setdefault(path, line)
        self.at += brackets
        return path

    def key(self) -> list[str]:
        parts = []
        while self.now.kind in {"word", "text"} or self.now.text == ".":
            if self.now.kind == "text":
                parts.append(str(tomllib.loads(f"key = {self.now.text}")["key"]))
            elif self.now.kind == "word":
                parts.append(self.now.text)
            self.at += 1
        return parts

    def pair(self, table: KeyPath) -> None:
        line = self.now.line
        path = table
        for part in self.key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self.value(path)

    def value(self, path: KeyPath) -> None:
        self.lines.setdefault(path, self.now.line)
        if self.now.text == "[":
            self.elements(path)
        elif self.now.text == "{":
            self.at += 1
            while self.now.text != "}":
                if self.now.kind == "newline" or self.now.text == ",":
                    self.at += 1
                else:
                    self.pair(path)
            self.at += 1
        else:
            while self.now.kind in {"word", "text"} or self.now.text == ".":
                self.at += 1

    def elements(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        while self.now.text != "]":
            if self.now.kind == "newline" or self.now.text == ",":
                self.at += 1
            else:
                self.value((*path, number))
                number += 1
        self.at += 1
