"""One request in a process of its own, waited for: for the threads of the toolbox."""

from __future__ import annotations

import os
import tempfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QProcess

from . import child, environment, failures
from .process import STDERR_LINES
from .protocol import Failure, LineReader, WorkerError, encode, failure_of, fraction_of

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeedback

__all__ = ["run"]

GLANCE_MS = 100
START_MS = 30_000
GRACE_MS = 500
"""How long a cancelled process may take to leave by itself."""


def run(
    op: str, params: dict[str, Any], feedback: QgsProcessingFeedback
) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Ask a worker of its own for something and wait for the answer.

    It blocks its thread without an event loop, and asks nothing of the project or the interface.

    Parameters
    ----------
    op
        The operation.
    params
        Its parameters.
    feedback
        Hears of progress and of what is logged; if it is cancelled, the process ends within a
        second.

    Returns
    -------
    summary : dict
        The summary of the result.
    files : dict
        The files of the result.

    Raises
    ------
    WorkerError
        If there is no result.
    """
    failure = failures.no_environment()
    if failure is not None:
        raise WorkerError(failure)
    with tempfile.TemporaryDirectory(prefix="access-to-services-") as folder:
        file = Path(folder) / "request.json"
        file.write_bytes(encode(1, op, params))
        return _Run(feedback).wait_for(file)


class _Run:
    """
    A process and what has been heard from it.

    QgsBlockingProcess would do the same, but hands on all variables of QGIS's own environment, and
    with them its libraries and its Python.
    """

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback
        self._reader = LineReader()
        self._stderr: deque[str] = deque(maxlen=STDERR_LINES)
        self._answer: dict[str, Any] | None = None
        self._refusal: Failure | None = None
        self._text = ""

    def wait_for(self, file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        process = QProcess()
        process.setProcessEnvironment(child.environment(environment.cache_path()))
        python = environment.python_path()
        worker = str(environment.worker_path())
        process.start(str(python), [*child.PYTHON_OPTIONS, worker, "--request", str(file)])
        if not process.waitForStarted(START_MS):
            raise WorkerError(failures.not_started(python, process.errorString()))
        process.closeWriteChannel()
        while process.state() != QProcess.ProcessState.NotRunning:
            process.waitForReadyRead(GLANCE_MS)
            self._read(process)
            if self._feedback.isCanceled():
                _end(process)
                raise WorkerError(failures.cancelled())
            if self._refusal is not None:
                _end(process)
                raise WorkerError(self._refusal)
        self._read(process)
        return self._outcome(process)

    def _read(self, process: QProcess) -> None:
        for event in self._reader.feed(bytes(process.readAllStandardOutput())):
            self._take(event)
        text = bytes(process.readAllStandardError()).decode(errors="replace")
        self._stderr.extend(line for line in text.splitlines() if line.strip())

    def _take(self, event: dict[str, Any]) -> None:
        kind = event["event"]
        if kind == "hello":
            self._refusal = failures.refusal(event)
        elif kind == "log":
            warning = event.get("level") == "warning"
            say = self._feedback.pushWarning if warning else self._feedback.pushInfo
            say(event["text"])
        elif kind == "progress":
            fraction = fraction_of(event)
            if fraction is not None:
                self._feedback.setProgress(100 * fraction)
            if event["text"] != self._text:  # QGIS writes each into its log
                self._text = event["text"]
                self._feedback.setProgressText(self._text)
        else:
            self._answer = event

    def _outcome(self, process: QProcess) -> tuple[dict[str, Any], dict[str, Any]]:
        if self._answer is None:
            raise WorkerError(failures.died(process, "\n".join(self._stderr)))
        if self._answer["event"] == "error":
            raise WorkerError(failure_of(self._answer))
        return self._answer["summary"], self._answer["files"]


def _end(process: QProcess) -> None:
    """End a process: kindly where the system knows how to, so that it can close its files."""
    if os.name != "nt":
        process.terminate()
        if process.waitForFinished(GRACE_MS):
            return
    process.kill()
    process.waitForFinished()
