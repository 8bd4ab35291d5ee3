"""A Python on this computer from which the environment can be made."""

from __future__ import annotations

import json
import os
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any, Callable, NamedTuple

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, QProcess, QStandardPaths, QTimer, pyqtSignal

from ..i18n import tr
from . import child, environment
from .protocol import Failure

__all__ = ["Interpreter", "Search"]

OLDEST = (3, 11)
NEWEST = (3, 14)
"""Libraries have wheels for these."""

ANSWER_MS = 15_000
"""How long an interpreter may take to say what it is; a cold disk and a virus scanner are slow."""

_QUESTION = """
import importlib.util as i, json, sys
print(json.dumps({"python": sys.executable, "version": sys.version_info[:3],
"bits": sys.maxsize.bit_length() + 1, "kind": sys.implementation.name,
"parts": [name for name in ("venv", "ensurepip") if i.find_spec(name)]}))
"""
_LAUNCHED = re.compile(
    r"^\s*-\S+(?:\s+\*)?\s+(\S.*\.exe)(?:\s+\*)?\s*$", re.MULTILINE | re.IGNORECASE
)
"""A line of `py -0p`: a version, a star at the default one, the path."""
_MAC_FOLDERS = ["/opt/homebrew/bin", "/usr/local/bin"]
"""Where macOS keeps programs that a window program's PATH does not name."""


class Interpreter(NamedTuple):
    """
    A Python that an environment can be made from.

    Parameters
    ----------
    path
        The program.
    version
        As (3, 11, 7).
    """

    path: Path
    version: tuple[int, int, int]

    @property
    def version_text(self) -> str:
        """The version as people write it."""
        return ".".join(str(number) for number in self.version)


class Search(QObject):
    """
    Asks candidates, one after the other, until one fits.

    Parameters
    ----------
    named
        The interpreter that the user names; then no other is asked.
    parent
        Its owner.
    """

    found = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, named: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._named = named
        self._candidates: list[Path] = []
        self._refused: list[tuple[Path, str, str]] = []
        self._process: QProcess | None = None
        self._is_stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Start; `found` or `failed` ends it, from the event loop."""
        launcher = QStandardPaths.findExecutable("py") if os.name == "nt" else ""
        if self._named is not None:
            self._candidates = [self._named]
        elif launcher:
            self._ask(Path(launcher), ["-0p"], self._on_launched)
            return
        else:
            self._candidates = _candidates([])
        QTimer.singleShot(0, self._next)

    def stop(self) -> None:
        """Stop; neither signal comes."""
        self._timer.stop()
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect()
            process.errorOccurred.disconnect()
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()
        self._is_stopped = True

    def _ask(self, program: Path, arguments: list[str], then: Callable[[], None]) -> None:
        process = QProcess(self)
        process.setProcessEnvironment(child.environment(environment.cache_path()))
        process.finished.connect(then)
        process.errorOccurred.connect(partial(self._on_error, then))
        self._process = process
        self._timer.start(ANSWER_MS)
        process.start(str(program), arguments)

    def _on_error(self, then: Callable[[], None], error: QProcess.ProcessError) -> None:
        # All other errors are followed by `finished`.
        if error == QProcess.ProcessError.FailedToStart:
            then()

    def _on_timeout(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _output(self) -> str:
        """What the process said, which is the end of it."""
        self._timer.stop()
        process, self._process = self._process, None
        if process is None:
            return ""
        process.deleteLater()
        return bytes(process.readAllStandardOutput()).decode(errors="replace")

    def _on_launched(self) -> None:
        self._candidates = _candidates([Path(path) for path in _LAUNCHED.findall(self._output())])
        self._next()

    def _next(self) -> None:
        if self._is_stopped:
            return
        if not self._candidates:
            self.failed.emit(self._failure())
            return
        program = self._candidates[0]
        self._ask(program, ["-I", "-c", _QUESTION], self._on_answer)

    def _on_answer(self) -> None:
        candidate = self._candidates.pop(0)
        try:
            answer = json.loads(self._output())
            major, minor, micro = (int(number) for number in answer["version"])
            interpreter = Interpreter(Path(answer["python"]), (major, minor, micro))
        except (ValueError, KeyError, TypeError):
            self._refused.append((candidate, "silent", ""))
            self._next()
            return
        flaw = _flaw(interpreter, answer)
        if flaw:
            self._refused.append((candidate, flaw, interpreter.version_text))
            self._next()
        else:
            self.found.emit(interpreter)

    def _failure(self) -> Failure:
        details = "\n".join(f"{path}: {version} {why}" for path, why, version in self._refused)
        lacking = [entry for entry in self._refused if entry[1] in ("venv", "ensurepip")]
        if lacking:
            path, part, version = lacking[0]
            return Failure("no_venv", *_words_without_venv(path, part, version), details)
        if self._named is not None:
            return Failure("no_python", *_words_of_named(*self._refused[0]), details)
        return Failure("no_python", *_words_of_none(), details)


def _candidates(launched: list[Path]) -> list[Path]:
    """Those that the launcher of Windows lists, those on PATH, and QGIS's own, each once."""
    minors = range(OLDEST[1], NEWEST[1] + 1)
    names = [*(f"python3.{minor}" for minor in minors), "python3", "python"]
    places = _MAC_FOLDERS if sys.platform == "darwin" else []
    found = [
        QStandardPaths.findExecutable(name) or QStandardPaths.findExecutable(name, places)
        for name in names
    ]
    on_path = [Path(path) for path in found if path]
    own = _own_python() if sys.version_info[:2] >= OLDEST else None
    return list(dict.fromkeys([*launched, *on_path, *([own] if own else [])]))


def _own_python() -> Path | None:
    """QGIS's own interpreter; sys.executable is QGIS itself on some systems."""
    base = Path(sys.base_prefix)
    if os.name == "nt":
        places = [base / "python.exe"]
    else:
        places = [base / "bin" / f"python3.{sys.version_info[1]}", base / "bin" / "python3"]
    return next((place for place in places if place.is_file()), None)


def _flaw(interpreter: Interpreter, answer: dict[str, Any]) -> str:
    """Why an interpreter will not do; empty if it will."""
    if interpreter.version[:2] < OLDEST:
        return "old"
    if interpreter.version[:2] > NEWEST:
        return "new"
    if answer.get("kind") != "cpython":
        return "kind"
    if answer.get("bits") != 64:
        return "bits"
    return next((part for part in ("venv", "ensurepip") if part not in answer.get("parts", ())), "")


def _range() -> str:
    return tr("Python {oldest} to {newest}, 64 bit").format(
        oldest=".".join(map(str, OLDEST)), newest=".".join(map(str, NEWEST))
    )


def _words_without_venv(path: Path, part: str, version: str) -> tuple[str, str]:
    message = tr(
        "Python {version} at {path} would do, but its module “{part}” is missing, without which no "
        "environment can be made."
    ).format(version=version, path=path, part=part)
    minor = ".".join(version.split(".")[:2])
    hint = tr(
        "On Debian and Ubuntu, run “sudo apt install python{minor}-venv” or “sudo apt install "
        "python3-venv”, then try again. Elsewhere, install Python from python.org."
    ).format(minor=minor)
    return message, hint


def _words_of_named(path: Path, flaw: str, version: str) -> tuple[str, str]:
    found = {
        "silent": tr("{path} is no Python, or did not answer."),
        "kind": tr("{path} is Python {version}, but not the usual one (CPython)."),
        "bits": tr("{path} is Python {version} for 32 bit."),
    }.get(flaw, tr("{path} is Python {version}."))
    message = found.format(path=path, version=version)
    wanted = tr("The calculations need {range}.").format(range=_range())
    hint = tr(
        "Choose another one under “Python to use”, or leave that empty: then one is searched."
    )
    return f"{message} {wanted}", hint


def _words_of_none() -> tuple[str, str]:
    reason = tr(
        "The calculations need {range}. QGIS {qgis} itself carries Python {own}, which {why}."
    ).format(
        range=_range(),
        qgis=Qgis.QGIS_VERSION.split("-")[0],
        own=".".join(map(str, sys.version_info[:3])),
        why=_why_not_own(),
    )
    return tr("No Python that fits was found on this computer."), f"{reason}\n{_two_ways()}"


def _why_not_own() -> str:
    if sys.version_info[:2] < OLDEST:
        return tr("is too old for the libraries")
    if sys.version_info[:2] > NEWEST:
        return tr("is too new for the libraries")
    return tr("cannot be started from outside QGIS")


def _two_ways() -> str:
    if os.name == "nt":
        first = tr(
            "Either install Python 3.12 from python.org or the Microsoft Store, which needs no "
            "administrator, and try again;"
        )
    elif sys.platform == "darwin":
        first = tr("Either install Python 3.12 from python.org and try again;")
    else:
        first = tr(
            "Either install one with your package manager, such as “sudo apt install python3.12 "
            "python3.12-venv”, and try again;"
        )
    second = tr(
        "or, where one is installed in an unusual place (Anaconda, a shared drive), name it under "
        "“Python to use”."
    )
    return f"{first}\n{second}"
