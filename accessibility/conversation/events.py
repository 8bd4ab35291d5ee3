"""Events: results, errors, progress and messages, each a line of JSON."""

import json
import logging
import threading
import traceback
from typing import Any, BinaryIO, NamedTuple, Self

from accessibility.conversation.requests import Id, Request
from accessibility.errors import (
    InputError,
    Interrupted,
    NetworkError,
    NoServiceDataError,
    OutputError,
    UsageError,
)
from accessibility.operations.request import Answer, BadRequestError, UnknownOperationError

__all__ = ["LogEvents", "Outlet", "ProgressEvents"]

LARGEST_SUMMARY = 64 << 10
LONGEST_MESSAGE, LONGEST_DETAILS = 4_000, 20_000
SECONDS_BETWEEN_REPORTS = 0.1

CODES: dict[type[Exception], str] = {
    BadRequestError: "bad_request",
    UnknownOperationError: "unknown_op",
    InputError: "input",
    UsageError: "usage",
    NetworkError: "network",
    NoServiceDataError: "no_service",
    OutputError: "output",
    Interrupted: "cancelled",
    MemoryError: "memory",
    ImportError: "installation",
}
NO_MEMORY = "There is not enough memory for this."
HINTS = {
    "memory": "Ask for fewer points or larger cells, or close other programs.",
    "installation": "Set up or repair the environment, or choose a Python that has its libraries.",
    "fault": "Check the installation; if nothing is wrong with it, report this with its details.",
}


class Outlet:
    """
    Where events go, from any thread.

    Parameters
    ----------
    file
        Takes the lines; nobody else writes to it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._lock = threading.Lock()
        self.is_broken = False
        """Whether nobody reads what is written any more."""

    def send(self, event: str, request: Id | None, **more: Any) -> None:
        """
        Write an event.

        Parameters
        ----------
        event
            Its name.
        request
            Id of the request that it belongs to.
        **more
            What else it says.
        """
        self._write(json.dumps({"event": event, "id": request, **more}, allow_nan=False))

    def _write(self, line: str) -> None:
        with self._lock:
            try:
                self._file.write(line.encode("ascii") + b"\n")
                self._file.flush()
            except OSError:
                self.is_broken = True

    def result(self, request: Id, answer: Answer) -> None:
        """
        End a request with a result.

        Parameters
        ----------
        request
            Its id.
        answer
            The answer.

        Raises
        ------
        ValueError
            If its summary is too large or no JSON; then nothing is written.
        """
        if len(json.dumps(answer.summary)) > LARGEST_SUMMARY:
            msg = f"the summary is larger than {LARGEST_SUMMARY:,} bytes"
            raise ValueError(msg)
        files = {name: str(path) for name, path in answer.files.items() if path.exists()}
        self.send("result", request, summary=answer.summary, files=files)

    def error(self, request: Id | None, error: Exception) -> None:
        """
        End a request with what was raised.

        Parameters
        ----------
        request
            Its id.
        error
            What was raised.
        """
        code = next((code for kind, code in CODES.items() if isinstance(error, kind)), "fault")
        details = ""
        if code in {"fault", "installation"}:
            details = "".join(traceback.format_exception(error))[-LONGEST_DETAILS:]
        told = {
            "memory": NO_MEMORY,
            "installation": f"A library does not load in the Python that computes: {error}.",
            "fault": f"A fault of the program: {type(error).__name__}: {error}",
        }
        self.failure(request, code, told.get(code, str(error)), details)

    def failure(self, request: Id | None, code: str, message: str, details: str = "") -> None:
        """
        End a request with an error.

        Parameters
        ----------
        request
            Its id.
        code, message, details
            The code, a sentence for people, and what belongs in a log.
        """
        if len(message) > LONGEST_MESSAGE:
            message = f"{message[:LONGEST_MESSAGE]}…"
        hint = HINTS.get(code, "")
        self.send("error", request, code=code, message=message, hint=hint, details=details)


class LogEvents(logging.Handler):
    """
    Tells what the package logs.

    Parameters
    ----------
    outlet
        Where it is told.
    """

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(logging.INFO)
        self._outlet = outlet
        self.request: Id | None = None
        """Id of the request that is worked on."""

    def emit(self, record: logging.LogRecord) -> None:
        """
        Send an event.

        Parameters
        ----------
        record
            What was logged.
        """
        level = "warning" if record.levelno >= logging.WARNING else "info"
        text = record.getMessage()[:LONGEST_MESSAGE]
        self._outlet.send("log", self.request, level=level, text=text)


class _State(NamedTuple):
    """What is being done, and how far it is."""

    task: str
    done: int
    total: int | None


class ProgressEvents:
    """
    Tells of the progress of a request, at most ten times a second.

    Parameters
    ----------
    outlet
        Where it is told.
    request
        Whose progress it is.
    """

    # A thread of its own tells: so what is new is told in time even if nothing follows for long,
    # and work that reports a thousand steps a second is not held up.

    def __init__(self, outlet: Outlet, request: Request) -> None:
        self._outlet, self._request = outlet, request
        self._state: _State | None = None
        self._over = threading.Event()
        self._teller = threading.Thread(target=self._tell, name="progress", daemon=True)

    def __enter__(self) -> Self:
        self._teller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._teller.join()  # nothing is told of a request that has ended

    def start(self, task: str, total: int | None = None) -> None:
        """Begin a task."""
        self._state = _State(task, 0, total)

    def advance(self, n: int = 1) -> None:
        """Count finished steps."""
        if self._state is not None:
            self._state = self._state._replace(done=self._state.done + n)

    def finish(self) -> None:
        """End the task: it is not told any more."""
        self._state = None

    def cancelled(self) -> bool:
        """Say whether somebody cancelled, or nobody reads the answer any more."""
        return self._request.cancelled.is_set() or self._outlet.is_broken

    def _tell(self) -> None:
        told = None
        while not self._over.wait(SECONDS_BETWEEN_REPORTS):
            state = self._state
            if state is not None and state != told:
                fraction = min(state.done / state.total, 1.0) if state.total else None
                self._outlet.send("progress", self._request.id, fraction=fraction, text=state.task)
                told = state
