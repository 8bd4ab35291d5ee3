"""
Lines of the worker's protocol: requests as bytes, bytes as events.

The contract is the page docs/reference/worker.md. Nothing here starts or waits for anything.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

__all__ = [
    "PROTOCOL",
    "Failure",
    "LineReader",
    "WorkerError",
    "encode",
    "failure_of",
    "fraction_of",
]

PROTOCOL = 1
"""The version of the contract that this plugin speaks."""

_EVENTS = ("hello", "log", "progress", "result", "error")
_LONGEST_QUOTE = 200

Event = dict[str, Any]


class Failure(NamedTuple):
    """
    Why something did not come about.

    Parameters
    ----------
    code
        What kind of failure it is: one of the contract's codes, or of those in failures.py.
    message
        A sentence for people.
    hint
        A further remedy, or empty.
    details
        What belongs in the log, or empty.
    """

    code: str
    message: str
    hint: str = ""
    details: str = ""


class WorkerError(Exception):
    """A request that ended without a result."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def encode(number: int, op: str, params: dict[str, Any], live: str | None = None) -> bytes:
    """
    Write a request as a line.

    Parameters
    ----------
    number
        The request's id.
    op
        The operation.
    params
        Its parameters.
    live
        The name under which a newer request replaces this one while it waits.

    Returns
    -------
    bytes
        The line with its line feed.
    """
    request: dict[str, Any] = {"id": number, "op": op, "params": params}
    if live is not None:
        request["live"] = live
    # NaN and Infinity are no JSON: a number that nobody can mean must not leave this house.
    return json.dumps(request, ensure_ascii=False, allow_nan=False).encode() + b"\n"


class LineReader:
    """Events out of bytes that come in pieces of any size."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def feed(self, data: bytes) -> list[Event]:
        """
        Take what has come.

        Parameters
        ----------
        data
            Any number of bytes.

        Returns
        -------
        list of dict
            The events of the lines that are complete now. What is no event of the contract comes as
            a `log` event that quotes it.
        """
        *lines, rest = data.split(b"\n")
        if lines:
            lines[0] = b"".join(self._pieces) + lines[0]
            self._pieces = []
        if rest:
            self._pieces.append(rest)
        return [_event(line) for line in lines if line.strip()]


def _event(line: bytes) -> Event:
    try:
        event = json.loads(line.decode())
    except (ValueError, RecursionError):
        return _garbage(line)
    if not isinstance(event, dict) or event.get("event") not in _EVENTS:
        return _garbage(line)
    return event if _is_whole(event) else _garbage(line)


def _is_whole(event: Event) -> bool:
    """Whether the event has what those who read it rely on."""
    kind, number = event["event"], event.get("id")
    if not (number is None or isinstance(number, (int, str))):
        return False
    if kind == "result":
        return isinstance(event.get("summary"), dict) and isinstance(event.get("files"), dict)
    if kind == "error":
        return isinstance(event.get("code"), str) and isinstance(event.get("message"), str)
    if kind in ("log", "progress"):
        return isinstance(event.get("text"), str)
    return True


def _garbage(line: bytes) -> Event:
    quote = line.decode(errors="replace").strip()
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE] + "…"
    return {"event": "log", "id": None, "level": "warning", "text": quote}


def failure_of(event: Event) -> Failure:
    """
    Read an `error` event.

    Parameters
    ----------
    event
        The event.

    Returns
    -------
    Failure
        What it says.
    """
    texts = (event.get(key) or "" for key in ("code", "message", "hint", "details"))
    return Failure(*(str(text) for text in texts))


def fraction_of(event: Event) -> float | None:
    """
    Read how far a `progress` event says the work is.

    Parameters
    ----------
    event
        The event.

    Returns
    -------
    float or None
        From 0 to 1; None if nobody knows.
    """
    fraction = event.get("fraction")
    if isinstance(fraction, bool) or not isinstance(fraction, (int, float)):
        return None
    return min(1.0, max(0.0, float(fraction)))
