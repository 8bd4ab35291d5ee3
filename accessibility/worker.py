"""
One process that answers requests, for programs that must not load our libraries themselves.

It is run by its path, ``python -I -u …/accessibility/worker.py``, and talks in lines of JSON: the
page "The worker" of the reference is the contract. One thread listens, the main thread works.
"""

import argparse
import faulthandler
import logging
import os
import platform
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import BinaryIO, NoReturn

if __name__ == "__main__":  # nobody has put the package on the path
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from accessibility import __version__
from accessibility.conversation.events import LogEvents, Outlet, ProgressEvents
from accessibility.conversation.requests import (
    BrokenRequestError,
    Queue,
    Request,
    lines_of,
    read_request,
)
from accessibility.operations import operation
from accessibility.operations.open_networks import OpenNetworks
from accessibility.operations.request import Answer, BadRequestError, Context
from accessibility.operations.searches import Searches

__all__ = ["PROTOCOL", "Worker", "main"]

PROTOCOL = 1
"""Version of the contract."""
LIBRARIES = (
    "geopandas",
    "llvmlite",
    "numba",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "pyogrio",
    "pyproj",
    "shapely",
)
"""Those whose versions are told first."""
GRACE_SECONDS = 5.0
"""Once nobody asks any more, work that does not hear of it is left after this time."""
INTERRUPTED = 130


class Worker:
    """
    Answers requests.

    Parameters
    ----------
    outlet
        Where the answers go.
    """

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._queue = Queue()
        self._networks, self._searches = OpenNetworks(), Searches()
        self._log = LogEvents(outlet)
        self._ended = threading.Event()
        logger = logging.getLogger("accessibility")
        logger.setLevel(logging.INFO)
        logger.addHandler(self._log)

    def greet(self) -> None:
        """Say who answers."""
        self._outlet.send(
            "hello",
            None,
            protocol=PROTOCOL,
            version=__version__,
            package=str(Path(__file__).resolve().parent),
            python=platform.python_version(),
            versions={name: _version(name) for name in LIBRARIES},
        )

    def serve(self, requests: BinaryIO) -> None:
        """
        Answer requests until there will be none any more.

        Parameters
        ----------
        requests
            A line for each.
        """
        listener = threading.Thread(target=self._listen, args=(requests,), daemon=True)
        listener.start()
        while (request := self._queue.take()) is not None:
            self.answer(request)
        self._ended.set()

    def answer(self, request: Request) -> bool:
        """
        Answer a request.

        Parameters
        ----------
        request
            The request.

        Returns
        -------
        bool
            Whether there was a result.
        """
        self._log.request = request.id
        try:
            with ProgressEvents(self._outlet, request) as progress:
                context = Context(self._networks, self._searches, progress)
                answer = self._worked(request, context)
            self._queue.done()
            self._outlet.result(request.id, answer)
        except KeyboardInterrupt:
            self._outlet.failure(request.id, "cancelled", "Stopped.")
            raise
        except Exception as error:  # noqa: BLE001 - the next request may fare better
            self._queue.done()
            if isinstance(error, MemoryError):
                self._networks.close_all()
            self._outlet.error(request.id, error)
            return False
        finally:
            self._log.request = None
        return True

    def leave(self, code: int) -> NoReturn:
        """
        End the process.

        Parameters
        ----------
        code
            Its exit code.
        """
        if self._searches.are_being_compiled:  # Python must not end beneath that thread
            os._exit(code)
        sys.exit(code)

    def _worked(self, request: Request, context: Context) -> Answer:
        if request.op == "cancel":
            return self._cancelled(request)
        asked = operation(request.op)
        return asked.run(asked.read(request.params), context)

    def _cancelled(self, request: Request) -> Answer:
        wanted = request.params.get("id")
        if set(request.params) != {"id"} or not isinstance(wanted, int | str):
            raise BadRequestError("cancel needs one parameter: the id of a request.")
        found, waiting = self._queue.cancel(wanted)
        for other in waiting:
            self._outlet.failure(other.id, "cancelled", "Cancelled before it was begun.")
        return Answer({"found": found})

    def _listen(self, requests: BinaryIO) -> None:
        try:
            for line in lines_of(requests):
                self._hear(line)
        finally:
            for request in self._queue.close():
                self._outlet.failure(request.id, "cancelled", "Nobody waits for it any more.")
            if not self._ended.wait(GRACE_SECONDS):
                os._exit(0)

    def _hear(self, line: bytes) -> None:
        number = None
        try:
            request = read_request(line)
            number = request.id
            if request.op == "cancel":  # at once, whatever is being worked on
                self._outlet.result(number, self._cancelled(request))
                return
            for other in self._queue.put(request):
                self._outlet.failure(other.id, "replaced", "A newer request took its place.")
        except BrokenRequestError as error:
            self._outlet.error(error.request, error)
        except Exception as error:  # noqa: BLE001 - whatever was said, go on listening
            self._outlet.error(number, error)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """
    Run a worker in this process, and exit.

    Parameters
    ----------
    arguments
        Arguments; default those of the process.
    """
    parser = argparse.ArgumentParser(description="Answer requests in lines of JSON.")
    parser.add_argument("--request", type=Path, metavar="FILE", help="answer this one, then end")
    file: Path | None = parser.parse_args(arguments).request
    requests, outlet = _private_streams()
    faulthandler.enable()
    # Who ends a process politely, as batch systems do, gets what Ctrl-C gives.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    worker = Worker(outlet)
    try:
        worker.greet()
        if file is None:
            worker.serve(requests)
            worker.leave(0)
        worker.leave(0 if _answered(worker, outlet, file) else 1)
    except KeyboardInterrupt:
        worker.leave(INTERRUPTED)


def _private_streams() -> tuple[BinaryIO, Outlet]:
    """
    Keep standard input and output for requests and events alone.

    Libraries that print, in Python or in C, print to standard error; those that read find nothing.
    On Windows a library that merely looks at an input from which a thread is reading waits for ever
    (numpy does, when it is loaded).
    """
    requests, events = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, Outlet(events)


def _answered(worker: Worker, outlet: Outlet, file: Path) -> bool:
    try:
        request = read_request(file.read_bytes())
    except OSError as error:
        outlet.error(None, BadRequestError(f"{file} cannot be read ({error.strerror or error})."))
    except BrokenRequestError as error:
        outlet.error(error.request, error)
    else:
        return worker.answer(request)
    return False


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


if __name__ == "__main__":
    main()
