"""A child process that writes lines, and the removal of folders: each beside the event loop."""

from __future__ import annotations

import codecs
import shutil
import threading
import time
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, QProcess, QTimer, pyqtSignal

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.PyQt.QtCore import QProcessEnvironment

__all__ = ["Program", "Removal"]

PATIENCE_S = 15
"""How long a removal tries: a child of a killed process may still write, a scanner read."""

LOOK_MS = 50


class Program(QObject):
    """
    A child process with its lines.

    Parameters
    ----------
    variables
        Its environment.
    parent
        Its owner.
    """

    line = pyqtSignal(str)
    ended = pyqtSignal(bool)
    """Whether all went well."""

    def __init__(self, variables: QProcessEnvironment, parent: QObject) -> None:
        super().__init__(parent)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""
        self.output: list[str] = []
        self._process = QProcess(self)
        self._process.setProcessEnvironment(variables)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.readyRead.connect(self._read)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def start(self, program: Path, arguments: list[str]) -> None:
        """
        Start it.

        Parameters
        ----------
        program
            What to run.
        arguments
            Its arguments.
        """
        self._process.start(str(program), arguments)

    def kill(self) -> None:
        """End it at once; nothing more is heard of it."""
        self._process.finished.disconnect()
        self._process.errorOccurred.disconnect()
        self._process.readyRead.disconnect()
        self._process.kill()
        self._process.waitForFinished(2000)

    def _read(self) -> None:
        text = self._rest + self._decoder.decode(bytes(self._process.readAll()))
        *lines, self._rest = text.split("\n")
        for line in lines:
            self._take(line.rstrip("\r"))

    def _take(self, line: str) -> None:
        self.output.append(line)
        self.line.emit(line)

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        if self._rest:
            self._take(self._rest)
        self.ended.emit(code == 0 and status == QProcess.ExitStatus.NormalExit)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        # All other errors are followed by `finished`.
        if error == QProcess.ProcessError.FailedToStart:
            self._take(self._process.errorString())
            self.ended.emit(False)


class Removal(QObject):
    """
    The removal of folders, which takes seconds where there are many files.

    A thread removes them and knows nothing of Qt: an object whose owner goes meanwhile must not be
    told anything from another thread.

    Parameters
    ----------
    folders
        What goes.
    parent
        Its owner.
    """

    finished = pyqtSignal(object)
    """Those that are still there, in use perhaps."""

    def __init__(self, folders: list[Path], parent: QObject) -> None:
        super().__init__(parent)
        self._left = folders
        self._thread = threading.Thread(target=self._remove, daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Start; `finished` comes from the event loop."""
        self._thread.start()
        self._timer.start()

    def _remove(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while True:
            for folder in self._left:
                shutil.rmtree(folder, ignore_errors=True)
            self._left = [folder for folder in self._left if folder.exists()]
            if not self._left or time.monotonic() > until:
                return
            time.sleep(0.3)

    def _look(self) -> None:
        if not self._thread.is_alive():
            self._timer.stop()
            self.finished.emit(self._left)
