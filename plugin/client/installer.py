"""Makes the environment, step by step, and removes it: an own Python beside that of QGIS."""

from __future__ import annotations

import tempfile
from functools import partial
from typing import TYPE_CHECKING, Any, Callable

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..i18n import tr
from . import child, environment, failures, proxy
from .interpreters import Interpreter, Search
from .pip_words import PipProgress, pip_failure
from .process import Request, Worker
from .program import Program, Removal
from .protocol import Failure

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Installer"]

MADE, FETCHED, INSTALLED = 0.06, 0.6, 0.8
"""How far the whole is when the environment is made, packages are there, packages are in it."""

COUNT_MS = 500
TAIL_LINES = 200


class Installer(QObject):
    """
    One installation or removal at a time; nothing counts before all of it is done.

    Parameters
    ----------
    parent
        Its owner.
    """

    progress = pyqtSignal(object, str)
    """How far it is, from 0 to 1 or None, and with what."""
    checked = pyqtSignal(object)
    """What the check at the end found: the contract's `checks`."""
    finished = pyqtSignal(object)
    """A Failure, or None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop: Callable[[], None] | None = None
        self._folder: Path | None = None
        self._wheels: Path | None = None
        self._python: Interpreter | None = None
        self._pip = PipProgress(0)
        self._counter = QTimer(self)
        self._counter.setInterval(COUNT_MS)
        self._counter.timeout.connect(self._count_installed)
        self._is_running = False

    def is_running(self) -> bool:
        """
        Tell whether something is being done.

        Returns
        -------
        bool
            True until `finished`.
        """
        return self._is_running

    def install(self, python: Path | None = None, wheels: Path | None = None) -> None:
        """
        Make an environment and use it from then on; one that is there is used until then.

        Parameters
        ----------
        python
            The interpreter to make it from; by default one is searched.
        wheels
            A folder of wheels to install from, without any connection.
        """
        self._begin()
        self._wheels = wheels
        failure = _obstacle(wheels)
        if failure is not None:
            QTimer.singleShot(0, partial(self._finish, failure))
            return
        self.progress.emit(None, tr("Looking for Python"))
        search = Search(python, self)
        search.found.connect(self._make)
        search.failed.connect(self._finish)
        search.found.connect(search.deleteLater)
        search.failed.connect(search.deleteLater)
        self._stop = search.stop
        search.start()

    def remove(self) -> None:
        """Remove the environment and all that was compiled."""
        self._begin()
        self.progress.emit(None, tr("Removing files"))
        self._remove(environment.unmark(), self._after_removal)

    def cancel(self) -> None:
        """Stop an installation at once and remove what was begun."""
        if self._stop is not None:
            self._give_up(failures.cancelled())

    def _begin(self) -> None:
        self._is_running = True
        self._folder = None
        self._pip = PipProgress(len(environment.libraries()))

    def _make(self, python: Interpreter) -> None:
        self._python = python
        self._folder = environment.new_folder()
        unused = environment.unused_folders()
        if not unused:
            self._run_venv()
            return
        # What earlier attempts have left goes first: it may be what fills the disk.
        self.progress.emit(None, tr("Removing files of an earlier attempt"))
        removal = self._remove(unused, lambda _left: self._run_venv())
        self._stop = removal.finished.disconnect

    def _run_venv(self) -> None:
        text = tr("Making an environment with Python {version}")
        self.progress.emit(0.0, text.format(version=self._python.version_text))
        arguments = ["-m", "venv", str(self._folder)]
        self._run(self._python.path, arguments, self._after_venv)

    def _after_venv(self, program: Program, *, well: bool) -> None:
        output = _tail(program)
        if not well:
            self._give_up(_venv_failure(output, self._python.version_text))
            return
        self.progress.emit(MADE, tr("Looking for libraries"))
        arguments = ["-m", "pip", "install", "--only-binary", ":all:", "--no-user", "--no-input"]
        # What is not compiled now is compiled when it is first used, and most never is.
        arguments += ["--no-compile", "--progress-bar", "off", "--disable-pip-version-check"]
        if self._wheels is not None:
            arguments += ["--no-index", "--find-links", str(self._wheels)]
        arguments += ["-r", str(environment.requirements_path())]
        pip = self._run(environment.python_in(self._folder), arguments, self._after_pip)
        pip.line.connect(self._on_pip_line)
        self._counter.start()

    def _on_pip_line(self, line: str) -> None:
        text = self._pip.take(line)
        if text:
            self.progress.emit(MADE + (FETCHED - MADE) * self._pip.fraction, text)

    def _count_installed(self) -> None:
        """Pip says nothing while it installs, but what it has installed can be counted."""
        whole = len(self._pip.installing)
        if not whole:
            return
        count = min(len(list(_site_packages(self._folder).glob("*.dist-info"))), whole)
        text = tr("Installing libraries: {count} of {whole}").format(count=count, whole=whole)
        self.progress.emit(FETCHED + (INSTALLED - FETCHED) * count / whole, text)

    def _after_pip(self, program: Program, *, well: bool) -> None:
        self._counter.stop()
        output = _tail(program)
        if not well:
            offline = self._wheels is not None
            self._give_up(pip_failure(output, self._python.version_text, offline=offline))
            return
        self._check()

    def _check(self) -> None:
        text = tr("Compiling the searches")
        self.progress.emit(INSTALLED, text)
        worker = Worker(self, environment.python_in(self._folder))
        request: Request = worker.request("doctor", {})
        request.progress.connect(self._on_check_progress)
        request.result.connect(partial(self._after_check, worker))
        request.error.connect(partial(self._after_failed_check, worker))
        self._stop = partial(_drop, worker)

    def _on_check_progress(self, fraction: float | None, text: str) -> None:
        whole = None if fraction is None else INSTALLED + (1 - INSTALLED) * fraction
        self.progress.emit(whole, text)

    def _after_failed_check(self, worker: Worker, failure: Failure) -> None:
        if self._stop is not None:
            _drop(worker)
            self._give_up(failure)

    def _after_check(self, worker: Worker, summary: dict[str, Any], _files: object) -> None:
        self._stop = None
        _drop(worker)
        try:
            environment.mark(self._folder, self._python.path, self._python.version_text)
        except OSError as error:
            self._give_up(_cannot_write(error))
            return
        self._folder = None
        self.checked.emit(summary.get("checks", []))
        # The environment that was in use till now may be in use still: what cannot be removed now
        # goes the next time.
        self._remove(environment.unused_folders(), lambda _left: self._finish(None))

    def _run(self, program: Path, arguments: list[str], then: Callable[..., None]) -> Program:
        variables = child.environment(environment.cache_path())
        if self._folder is not None and self._folder.exists():
            bundle = next(_site_packages(self._folder).glob("pip/_vendor/certifi/cacert.pem"), None)
            if bundle is not None:
                proxy.insert_certificates(variables, self._folder / "certificates.pem", bundle)
        proxy.insert_proxy(variables)
        running = Program(variables, self)

        def end(well: bool) -> None:  # noqa: FBT001 - a slot
            self._stop = None
            then(running, well=well)
            running.deleteLater()

        running.ended.connect(end)
        self._stop = running.kill
        running.start(program, [*child.PYTHON_OPTIONS, *arguments])
        return running

    def _give_up(self, failure: Failure) -> None:
        """End with a failure, and leave nothing half-made."""
        stop, self._stop = self._stop, None
        self._counter.stop()
        if stop is not None:
            stop()
        if self._folder is None:
            self._finish(failure)
            return
        self.progress.emit(None, tr("Removing what was begun"))
        self._remove([self._folder], lambda _left: self._finish(failure))

    def _remove(self, folders: list[Path], then: Callable[[list[Path]], None]) -> Removal:
        removal = Removal(folders, self)
        removal.finished.connect(then)
        removal.finished.connect(removal.deleteLater)
        removal.start()
        return removal

    def _after_removal(self, left: list[Path]) -> None:
        if not left:
            self._finish(None)
            return
        message = tr("Some files could not be removed: {folder}").format(folder=left[0])
        hint = tr("A program may use them. Restart QGIS, then press “Remove” again.")
        self._finish(Failure("in_use", message, hint, "\n".join(map(str, left))))

    def _finish(self, failure: Failure | None) -> None:
        self._stop = None
        self._is_running = False
        self.finished.emit(failure)


def _obstacle(wheels: Path | None) -> Failure | None:
    """What stands against an installation from the start."""
    if wheels is not None and not any(wheels.glob("*.whl")):
        message = tr("There are no wheels (files that end in .whl) in {folder}.")
        hint = tr("Choose another folder, or leave “Folder of wheels” empty.")
        return Failure("no_wheels", message.format(folder=wheels), hint)
    try:
        environment.root().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=environment.root()):
            pass
    except OSError as error:
        return _cannot_write(error)
    needed = environment.DISK_BYTES + environment.DOWNLOAD_BYTES
    free = environment.free_bytes()
    if free >= needed:
        return None
    message = tr(
        "There is not enough room on the disk of {folder}: {needed} GB are needed, {free} "
        "GB are free."
    )
    return Failure(
        "disk_full",
        message.format(
            folder=environment.root(), needed=f"{needed / 1e9:.1f}", free=f"{free / 1e9:.1f}"
        ),
        tr("Make room and try again. {advice}").format(advice=_elsewhere()),
    )


def _cannot_write(error: OSError) -> Failure:
    message = tr("The folder for the environment cannot be written: {folder}")
    return Failure(
        "read_only",
        message.format(folder=environment.root()),
        tr("Ask your IT department for the right to write there. {advice}").format(
            advice=_elsewhere()
        ),
        str(error),
    )


def _elsewhere() -> str:
    return tr("Or set the variable {name} to another folder and restart QGIS.").format(
        name=environment.HOME_VARIABLE
    )


def _venv_failure(output: str, version: str) -> Failure:
    if "ensurepip is not" in output:
        message = tr("Python {version} on this computer cannot make environments.")
        hint = tr("Run “sudo apt install python{minor}-venv”, then try again.")
        minor = ".".join(version.split(".")[:2])
        return Failure("no_venv", message.format(version=version), hint.format(minor=minor), output)
    return pip_failure(output, version, offline=False)


def _site_packages(folder: Path) -> Path:
    """Where the libraries of an environment lie, on Windows and elsewhere."""
    found = [folder / "Lib" / "site-packages", *folder.glob("lib/python*/site-packages")]
    return next((path for path in reversed(found) if path.is_dir()), found[0])


def _tail(program: Program) -> str:
    return proxy.hide_password("\n".join(program.output[-TAIL_LINES:]))


def _drop(worker: Worker) -> None:
    worker.stop()
    worker.deleteLater()
