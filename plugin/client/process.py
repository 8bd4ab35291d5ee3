"""The long-lived worker: one process that stays warm, asked by signals on the main thread."""

from __future__ import annotations

from collections import deque
from functools import partial
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QObject, QProcess, QTimer, pyqtSignal

from . import child, environment, failures
from .protocol import Failure, LineReader, encode, failure_of, fraction_of

__all__ = ["Request", "Worker"]

STDERR_LINES = 40
HELLO_SECONDS = 60
CANCEL_MS = 1000
STOP_MS = 1500


class Request(QObject):
    """
    A request on its way; it ends with exactly one `result` or `error`.

    Its signals come from the event loop, never from within the call that made it.
    """

    progress = pyqtSignal(object, str)
    result = pyqtSignal(object, object)
    error = pyqtSignal(object)

    def __init__(self, worker: Worker, number: int, line: bytes) -> None:
        super().__init__()
        self._worker = worker
        self.number = number
        self.line = line

    def cancel(self) -> None:
        """Ask for the request to end soon, with the code "cancelled"; nothing if it has ended."""
        self._worker.cancel(self)


class Worker(QObject):
    """
    The process that computes, started when it is needed.

    Parameters
    ----------
    parent
        Its owner.
    python
        Another interpreter than that of the environment in use.
    """

    ready = pyqtSignal(object)
    stopped = pyqtSignal(object)
    message = pyqtSignal(str, str)

    def __init__(self, parent: QObject | None = None, python: Path | None = None) -> None:
        super().__init__(parent)
        self._other_python = python
        self._python = Path()
        self._process: QProcess | None = None
        self._greeted = False
        self._requests: dict[int, Request] = {}
        self._last_number = 0
        self._forget_output()
        self._hello_timer = QTimer(self)
        self._hello_timer.setSingleShot(True)
        self._hello_timer.setInterval(HELLO_SECONDS * 1000)
        self._hello_timer.timeout.connect(self._on_silence)

    def is_running(self) -> bool:
        """
        Tell whether there is a process.

        Returns
        -------
        bool
            True from the start of it to its end.
        """
        return self._process is not None

    def start(self) -> None:
        """Start the process, unless it runs; `ready` or `stopped` says what came of it."""
        if self._process is not None:
            return
        failure = None if self._other_python else failures.no_environment()
        if failure is not None:
            QTimer.singleShot(0, partial(self._fail, failure))
            return
        self._forget_output()
        self._greeted = False
        process = QProcess(self)
        process.setProcessEnvironment(child.environment(environment.cache_path()))
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_stderr)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process = process
        self._hello_timer.start()
        arguments = [*child.PYTHON_OPTIONS, str(environment.worker_path())]
        self._python = self._wanted_python()
        process.start(str(self._python), arguments)

    def stop(self) -> None:
        """End the process: by the end of its input, or, if that is of no avail, by force."""
        was_running = self.is_running()
        self._stop_process()
        self._fail_all(failures.cancelled())
        if was_running:
            self.stopped.emit(None)

    def request(self, op: str, params: dict[str, Any], live: str | None = None) -> Request:
        """
        Ask for something.

        Parameters
        ----------
        op
            The operation.
        params
            Its parameters.
        live
            The name under which a newer request replaces this one while it waits.

        Returns
        -------
        Request
            Its signals tell how it goes on. The worker answers one after the other.
        """
        self._last_number += 1
        number = self._last_number
        request = Request(self, number, encode(number, op, params, live))
        self._requests[number] = request
        if self._is_left_over() and len(self._requests) == 1:
            self._stop_process()
        if self._process is None:
            self.start()
        elif self._greeted:
            self._write(request.line)
        return request

    def cancel(self, request: Request) -> None:
        """
        End a request with the code "cancelled".

        Parameters
        ----------
        request
            One of this worker's.
        """
        if request.number not in self._requests:
            return
        if not self._greeted:
            self._requests.pop(request.number)
            QTimer.singleShot(0, partial(request.error.emit, failures.cancelled()))
            return
        self._last_number += 1
        self._write(encode(self._last_number, "cancel", {"id": request.number}))
        QTimer.singleShot(CANCEL_MS, partial(self._insist, request))

    def _wanted_python(self) -> Path:
        return self._other_python or environment.python_path()

    def _is_left_over(self) -> bool:
        """Whether the process runs from an environment that has been replaced."""
        return self._process is not None and self._python != self._wanted_python()

    def _stop_process(self) -> None:
        process = self._release()
        if process is None:
            return
        process.closeWriteChannel()
        if not process.waitForFinished(STOP_MS):
            process.kill()
            process.waitForFinished(STOP_MS)
        process.deleteLater()

    def _insist(self, request: Request) -> None:
        """End a request whose cancelling was not answered."""
        if request.number not in self._requests:
            return
        at_work = request.number == next(iter(self._requests))
        self._fail_one(request.number, failures.cancelled())
        process = self._release() if at_work else None
        if process is None:
            return
        # Nothing is known of a worker that is silent, except that it works on what nobody wants.
        _discard(process)
        # Those that waited have lost nothing: they are asked again.
        if self._requests:
            self.start()
        else:
            self.stopped.emit(None)

    def _on_output(self) -> None:
        process = self._process
        if process is None:
            return
        for event in self._reader.feed(bytes(process.readAllStandardOutput())):
            # Whoever hears of one event may stop the worker.
            if self._process is process:
                self._on_event(event)

    def _on_event(self, event: dict[str, Any]) -> None:
        kind, request = event["event"], self._requests.get(event.get("id"))
        if kind == "hello":
            self._on_hello(event)
        elif kind == "log":
            self.message.emit(str(event.get("level", "info")), event["text"])
        elif request is None:
            return  # the answer to a cancel, or to what was given up
        elif kind == "progress":
            request.progress.emit(fraction_of(event), event["text"])
        elif kind == "result":
            del self._requests[request.number]
            request.result.emit(event["summary"], event["files"])
        else:
            self._fail_one(request.number, failure_of(event))

    def _on_hello(self, hello: dict[str, Any]) -> None:
        self._hello_timer.stop()
        failure = failures.refusal(hello)
        if failure is not None:
            self._give_up(failure)
            return
        self._greeted = True
        for request in self._requests.values():
            self._write(request.line)
        self.ready.emit(hello)

    def _on_silence(self) -> None:
        self._give_up(failures.silent(HELLO_SECONDS, self._stderr_text()))

    def _on_stderr(self) -> None:
        if self._process is not None:
            self._read_stderr(self._process)

    def _read_stderr(self, process: QProcess) -> None:
        text = bytes(process.readAllStandardError()).decode(errors="replace")
        self._stderr.extend(line for line in text.splitlines() if line.strip())

    def _on_error(self, error: QProcess.ProcessError) -> None:
        process = self._process
        if process is not None and error == QProcess.ProcessError.FailedToStart:
            failure = failures.not_started(self._python, process.errorString())
            self._give_up(failure)

    def _on_finished(self) -> None:
        process = self._process
        if process is None:
            return
        self._on_output()
        if self._process is not process:
            return
        self._read_stderr(process)
        self._give_up(failures.died(process, self._stderr_text()))

    def _give_up(self, failure: Failure) -> None:
        process = self._release()
        if process is not None:
            _discard(process)
        self._fail(failure)

    def _write(self, line: bytes) -> None:
        if self._process is not None:
            self._process.write(line)

    def _fail_one(self, number: int, failure: Failure) -> None:
        self._requests.pop(number).error.emit(failure)

    def _fail_all(self, failure: Failure) -> None:
        requests, self._requests = self._requests, {}
        for request in requests.values():
            request.error.emit(failure)

    def _forget_output(self) -> None:
        self._reader = LineReader()
        self._stderr: deque[str] = deque(maxlen=STDERR_LINES)

    def _stderr_text(self) -> str:
        return "\n".join(self._stderr)

    def _fail(self, failure: Failure) -> None:
        self._fail_all(failure)
        self.stopped.emit(failure)

    def _release(self) -> QProcess | None:
        """Let go of the process: whatever it still does is no concern of ours."""
        process, self._process = self._process, None
        self._greeted = False
        self._hello_timer.stop()
        if process is not None:
            for signal in (
                process.readyReadStandardOutput,
                process.readyReadStandardError,
                process.finished,
                process.errorOccurred,
            ):
                signal.disconnect()
        return process


def _discard(process: QProcess) -> None:
    """Let a process end in its own time, and then its object."""
    if process.state() == QProcess.ProcessState.NotRunning:
        process.deleteLater()
        return
    process.finished.connect(process.deleteLater)
    process.kill()
