"""How long work tells how far it is, and hears that it should stop."""

import atexit
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Protocol, TextIO, TypeVar

from accessibility.errors import Interrupted

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

__all__ = [
    "LineProgress",
    "Progress",
    "RichProgress",
    "Silent",
    "for_terminal",
    "heed",
    "in_threads",
]

T = TypeVar("T")
R = TypeVar("R")

QUIET_SECONDS = 1.0
"""Work that takes no longer than this shows nothing."""

POLL_SECONDS = 0.2
"""How often those who wait for threads ask whether to stop."""

LINE_SECONDS = 10.0
"""Where there is no terminal, a line is written at most this often."""


class Progress(Protocol):
    """What long work needs from whoever watches it; called from one thread."""

    def start(self, task: str, total: int | None = None) -> None:
        """
        Begin a task; one that was running is finished.

        Parameters
        ----------
        task
            What is being done, for people: "Reading streets".
        total
            How many steps there will be; None if nobody knows.
        """

    def advance(self, n: int = 1) -> None:
        """
        Report finished steps.

        Parameters
        ----------
        n
            How many steps were finished since the last call.
        """

    def finish(self) -> None:
        """End the task; harmless when none is running."""

    def cancelled(self) -> bool:
        """Say whether the user asked to stop; asked at least once a second."""


class Silent:
    """Shows nothing and never cancels."""

    def start(self, task: str, total: int | None = None) -> None:
        """Show nothing."""

    def advance(self, n: int = 1) -> None:
        """Show nothing."""

    def finish(self) -> None:
        """Show nothing."""

    def cancelled(self) -> bool:
        """Never cancel."""
        return False


class RichProgress:
    """A bar with the time that is left, on stderr, for work of more than a second."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        self._task = ""
        self._total: int | None = None
        self._done = 0

    def start(self, task: str, total: int | None = None) -> None:
        """Begin a task; its bar appears after a second."""
        self.finish()
        self._task, self._total, self._done = task, total, 0
        self._timer = threading.Timer(QUIET_SECONDS, self._show)
        self._timer.daemon = True
        self._timer.start()

    def advance(self, n: int = 1) -> None:
        """Move the bar."""
        with self._lock:
            self._done += n
            if self._bar is not None:
                self._bar.update(self._bar.task_ids[0], completed=self._done)

    def finish(self) -> None:
        """End the task and leave its bar standing."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if self._bar is not None:
                self._bar.stop()
                self._bar = None

    def cancelled(self) -> bool:
        """Never cancel: at a terminal Ctrl-C does."""
        return False

    def _show(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only what shows a bar pays for it
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        with self._lock:
            if self._timer is None:  # finished while the timer went off
                return
            columns = [TextColumn("{task.description}"), BarColumn()]
            if self._total is not None:
                columns += [MofNCompleteColumn(), TimeRemainingColumn()]
            else:
                columns += [TimeElapsedColumn()]
            self._bar = Progress(*columns, console=Console(stderr=True))
            self._bar.add_task(self._task, total=self._total, completed=self._done)
            self._bar.start()
            atexit.register(self.finish)  # gives the cursor back, whatever ends the process


class LineProgress:
    """
    A plain line every ten seconds, for logs and pipes.

    Parameters
    ----------
    stream
        Where the lines go; default stderr.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._task = ""
        self._total: int | None = None
        self._done = 0
        self._next = 0.0

    def start(self, task: str, total: int | None = None) -> None:
        """Begin a task; its first line comes after ten seconds."""
        self._task, self._total, self._done = task, total, 0
        self._next = time.monotonic() + LINE_SECONDS

    def advance(self, n: int = 1) -> None:
        """Write a line if the last one is ten seconds old."""
        self._done += n
        now = time.monotonic()
        if now >= self._next:
            self._next = now + LINE_SECONDS
            of = "" if self._total is None else f" of {self._total:,}"
            print(f"{self._task}: {self._done:,}{of}", file=self._stream or sys.stderr, flush=True)

    def finish(self) -> None:
        """End the task without a word."""

    def cancelled(self) -> bool:
        """Never cancel: a signal does."""
        return False


def for_terminal() -> Progress:
    """
    Choose how progress is shown on this stderr.

    Returns
    -------
    Progress
        A bar at a terminal, lines everywhere else.
    """
    return RichProgress() if sys.stderr.isatty() else LineProgress()


def heed(progress: Progress) -> None:
    """
    Stop if the user asked for it.

    Parameters
    ----------
    progress
        Knows.

    Raises
    ------
    Interrupted
        If it cancelled.
    """
    if progress.cancelled():
        raise Interrupted("Stopped as asked.")


def in_threads(
    work: Callable[[T], R], items: Iterable[T], progress: Progress, stop: Callable[[], None]
) -> list[R]:
    """
    Do the same to some things in one thread per processor.

    Parameters
    ----------
    work
        What is done to each.
    items
        The things.
    progress
        Hears of each that is done and may cancel.
    stop
        Makes the work at hand end early.

    Returns
    -------
    list
        What came of each, in their order.

    Raises
    ------
    Interrupted
        If the progress cancelled.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            for future in futures:
                while wait([future], POLL_SECONDS).not_done:
                    heed(progress)
                heed(progress)  # where each is done at once, too
                progress.advance()
            return [future.result() for future in futures]
        except BaseException:
            stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
