"""Requests: read from lines, and kept until their turn comes."""

import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NoReturn

from accessibility.operations.request import BadRequestError

__all__ = ["BrokenRequestError", "Id", "Queue", "Request", "lines_of", "read_request"]

LONGEST_LINE = 32 << 20
"""Bytes of a request; longer lines are refused without being kept."""
CHUNK = 1 << 20
KINDS: dict[str, tuple[type, str]] = {
    "op": (str, "text"),
    "params": (dict, "object"),
    "live": (str, "text"),
}

Id = int | str


class BrokenRequestError(BadRequestError):
    """
    A line that is no request.

    Parameters
    ----------
    request
        Its id, as far as it is known.
    message
        What is wrong with it.
    """

    def __init__(self, request: Id | None, message: str) -> None:
        super().__init__(message)
        self.request = request


class Request:
    """
    One request.

    Parameters
    ----------
    number
        Its id.
    op, params, live
        What is asked, with which parameters, and whose place it takes.
    """

    def __init__(self, number: Id, op: str, params: Mapping[str, Any], live: str | None) -> None:
        self.id, self.op, self.params, self.live = number, op, params, live
        self.cancelled = threading.Event()


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """
    Read lines, without keeping any that is too long.

    Parameters
    ----------
    file
        The file.

    Yields
    ------
    bytes
        Each line; of one that is too long the beginning, longer than `LONGEST_LINE`.
    """
    while line := file.readline(LONGEST_LINE + 1):
        rest = line
        while len(line) > LONGEST_LINE and rest and not rest.endswith(b"\n"):
            rest = file.readline(CHUNK)
        yield line


def read_request(line: bytes) -> Request:
    """
    Read a request.

    Parameters
    ----------
    line
        A line.

    Returns
    -------
    Request
        The request.

    Raises
    ------
    BrokenRequestError
        If it is none.
    """
    said = _object(line)
    number = said.pop("id", None)
    if not isinstance(number, int | str) or isinstance(number, bool):
        raise BrokenRequestError(None, "A request needs an id: a whole number or text.")
    for name in ("op", "params"):
        if name not in said:
            raise BrokenRequestError(number, f"{name} is missing.")
    for name, value in said.items():
        if name not in KINDS:
            msg = f'There is no "{name}" in a request: it has id, {", ".join(KINDS)}.'
            raise BrokenRequestError(number, msg)
        kind, called = KINDS[name]
        if not isinstance(value, kind):
            raise BrokenRequestError(number, f"{name} is no {called}.")
    return Request(number, said["op"], said["params"], said.get("live"))


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        msg = f"The line is longer than {LONGEST_LINE:,} bytes. Put points into a file."
        raise BrokenRequestError(None, msg)
    try:
        said = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except RecursionError:
        raise BrokenRequestError(None, "The line is nested too deeply.") from None
    except ValueError as error:
        raise BrokenRequestError(None, f"The line is no JSON in UTF-8: {error}.") from None
    if not isinstance(said, dict):
        raise BrokenRequestError(None, "The line is no object with id, op and params.")
    return said


def _refuse(name: str) -> NoReturn:
    msg = f"{name} is no number"
    raise ValueError(msg)


class Queue:
    """The requests that wait, and the one that is worked on."""

    def __init__(self) -> None:
        self._waiting: deque[Request] = deque()
        self._running: Request | None = None
        self._closed = False
        self._changed = threading.Condition()

    def put(self, request: Request) -> list[Request]:
        """
        Add a request.

        Parameters
        ----------
        request
            The request.

        Returns
        -------
        list
            Those that waited, and whose place it takes.
        """
        with self._changed:
            replaced = [] if request.live is None else self._taken_out("live", request.live)
            self._waiting.append(request)
            self._changed.notify()
        return replaced

    def take(self) -> Request | None:
        """
        Wait for the next request.

        Returns
        -------
        Request or None
            None if there will be none any more.
        """
        with self._changed:
            self._running = None
            self._changed.wait_for(lambda: self._waiting or self._closed)
            self._running = self._waiting.popleft() if self._waiting else None
            return self._running

    def done(self) -> None:
        """Forget the request that was worked on, before its end is told: nobody can cancel it."""
        with self._changed:
            self._running = None

    def cancel(self, number: Id) -> tuple[bool, list[Request]]:
        """
        Cancel a request.

        Parameters
        ----------
        number
            Its id.

        Returns
        -------
        found : bool
            Whether there is such a request.
        waiting : list
            Those of that id that waited, and do not any more.
        """
        with self._changed:
            waiting = self._taken_out("id", number)
            running = self._running
            if running is not None and running.id == number:
                running.cancelled.set()
                return True, waiting
        return bool(waiting), waiting

    def close(self) -> list[Request]:
        """
        Take no more requests, and cancel all.

        Returns
        -------
        list
            Those that waited.
        """
        with self._changed:
            waiting = list(self._waiting)
            self._waiting.clear()
            self._closed = True
            if self._running is not None:
                self._running.cancelled.set()
            self._changed.notify()
        return waiting

    def _taken_out(self, name: str, value: Id) -> list[Request]:
        """Take out what has a certain id, or a certain place."""
        out = [request for request in self._waiting if getattr(request, name) == value]
        for request in out:
            self._waiting.remove(request)
        return out
