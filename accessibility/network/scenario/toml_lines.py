"""On which line of a TOML file something stands, which the parser does not tell."""

import re
from collections.abc import Sequence

__all__ = ["line_of"]

_HEADER = re.compile(r"^\s*\[\[?\s*([\w.-]+)\s*\]?\]")


def line_of(text: str, place: Sequence[str | int]) -> int | None:
    """
    Find the line of a key or of a table.

    Parameters
    ----------
    text
        The file.
    place
        Where it stands: ``("drop", 1, "route")`` is the key ``route`` of the second ``[[drop]]``.

    Returns
    -------
    int or None
        The line, counted from 1: that of the key, else that of its table's header. None if tables
        are not written under headers of their own.
    """
    if not place or not isinstance(place[0], str):
        return None
    lines = text.splitlines()
    if len(place) == 1 or not isinstance(place[1], int):
        end = next((n for n, line in enumerate(lines) if _HEADER.match(line)), len(lines))
        return _key(lines, 0, end, place[0]) or _header(lines, place[0], 0)
    header = _header(lines, place[0], place[1])
    if header is None:
        return None
    following = (n for n, line in enumerate(lines[header:], header) if _HEADER.match(line))
    end = next(following, len(lines))
    name = next((part for part in place[2:] if isinstance(part, str)), None)
    found = None if name is None else _key(lines, header, end, name)
    return header if found is None else found


def _header(lines: Sequence[str], name: str, number: int) -> int | None:
    found = [
        n
        for n, line in enumerate(lines, start=1)
        if (match := _HEADER.match(line)) is not None and match[1] == name
    ]
    return found[number] if number < len(found) else None


def _key(lines: Sequence[str], begin: int, end: int, name: str) -> int | None:
    key = re.compile(rf"""^\s*["']?{re.escape(name)}["']?\s*=""")
    found = (n for n, line in enumerate(lines[begin:end], begin + 1) if key.match(line))
    return next(found, None)
