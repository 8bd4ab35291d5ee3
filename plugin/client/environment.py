"""Where the environment lies in which everything is computed, and in what state it is."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from enum import Enum
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QStandardPaths

from .. import settings
from ..i18n import tr

__all__ = [
    "DISK_BYTES",
    "DOWNLOAD_BYTES",
    "HOME_VARIABLE",
    "State",
    "cache_path",
    "free_bytes",
    "libraries",
    "mark",
    "named_python",
    "new_folder",
    "package_path",
    "python_in",
    "python_path",
    "python_version",
    "requirements_path",
    "root",
    "state",
    "unmark",
    "unused_folders",
    "worker_path",
]

HOME_VARIABLE = "ACCESS_TO_SERVICES_HOME"
"""Names another place for the environment; for administrators and tests."""

DISK_BYTES = 1_300_000_000
"""What an environment takes on the disk, compiled searches included."""

DOWNLOAD_BYTES = 350_000_000
"""What is downloaded for it."""

_PLUGIN = Path(__file__).parents[2]
_STAMP = "environment.json"
_FOLDER = re.compile(r"python-\d+$")


class State(Enum):
    """Whether there is an environment that can be used."""

    MISSING = "missing"
    READY = "ready"
    OUTDATED = "outdated"
    BROKEN = "broken"

    @property
    def reason(self) -> str:
        """Say what it means, in a sentence for people."""
        named = named_python()
        if self is State.BROKEN and named is not None:
            told = tr("The Python named in the settings, {path}, is not there or closed to you.")
            return told.format(path=named)
        return {
            State.MISSING: tr("The Python environment for the calculations is not set up yet."),
            State.READY: tr("The Python environment for the calculations is ready."),
            State.OUTDATED: tr(
                "The Python environment was set up for another version of this plugin."
            ),
            State.BROKEN: tr("The Python environment is damaged: its Python is gone."),
        }[self]


def root() -> Path:
    """
    Give the folder of all that is installed and compiled.

    Returns
    -------
    Path
        On this computer, not in a profile that moves with its user: the environment is large and
        fits this machine only.
    """
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        return Path(chosen)
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(data) / "access-to-services"


def cache_path() -> Path:
    """
    Give the folder of the compiled searches.

    Returns
    -------
    Path
        It stays when an environment is repaired.
    """
    return root() / "cache"


def package_path() -> Path:
    """
    Give the package that computes.

    Returns
    -------
    Path
        Its folder, which travels beside the plugin's.
    """
    return _PLUGIN / "accessibility"


def worker_path() -> Path:
    """
    Give the script that serves requests.

    Returns
    -------
    Path
        A file of the package.
    """
    return package_path() / "worker.py"


def requirements_path() -> Path:
    """
    Give the list of the libraries that the package needs.

    Returns
    -------
    Path
        A file as pip reads it.
    """
    return _PLUGIN / "requirements.txt"


def libraries() -> list[str]:
    """
    Name the libraries that are asked for.

    Returns
    -------
    list of str
        Without those that they need in turn.
    """
    lines = requirements_path().read_text(encoding="utf-8").splitlines()
    found = (re.match(r"[A-Za-z0-9][\w.-]*", line) for line in lines)
    return [match.group() for match in found if match]


def named_python() -> Path | None:
    """
    Give the interpreter to be used as it is.

    Returns
    -------
    Path or None
        Set by an administrator or developer whose interpreter has the libraries already: then
        nothing is installed.
    """
    named = settings.get("environment/python", "", str)
    return Path(named) if named else None


def python_path() -> Path:
    """
    Give the interpreter that runs the worker.

    Returns
    -------
    Path
        It exists if the state is READY or OUTDATED.
    """
    named = named_python()
    return named if named is not None else python_in(root() / _stamp().get("folder", "python-1"))


def python_in(folder: Path) -> Path:
    """
    Give the interpreter of a virtual environment.

    Parameters
    ----------
    folder
        The environment.

    Returns
    -------
    Path
        The interpreter.
    """
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def state() -> State:
    """
    Look whether there is an environment that can be used.

    Returns
    -------
    State
        By a glance at a few files: what is in the environment is for the worker's `doctor` to say.
    """
    named = named_python()
    if named is not None:
        return State.READY if _is_there(named) else State.BROKEN
    stamp = _stamp()
    if not stamp:
        return State.MISSING
    # A virtual environment is nothing without the Python it was made from.
    if not _is_there(python_path()) or not _is_there(Path(stamp["base"])):
        return State.BROKEN
    return State.READY if stamp["requirements"] == _fingerprint() else State.OUTDATED


def _is_there(python: Path) -> bool:
    """Whether this user can see it; Path.is_file raises an error in a folder closed to them."""
    return os.path.isfile(python)  # noqa: PTH113


def new_folder() -> Path:
    """
    Name a place for a new environment.

    Returns
    -------
    Path
        A folder that does not exist. It counts once it is marked, so that neither a half-made
        environment is ever used nor a good one is lost to an attempt at a better one.
    """
    taken = {folder.name for folder in _folders()}
    number = next(number for number in range(1, len(taken) + 2) if f"python-{number}" not in taken)
    return root() / f"python-{number}"


def _folders() -> list[Path]:
    """
    List the environments, whole or not.

    Returns
    -------
    list of Path
        Folders in the root.
    """
    try:
        return sorted(path for path in root().iterdir() if _FOLDER.match(path.name))
    except OSError:
        return []


def unused_folders() -> list[Path]:
    """
    List what earlier environments and attempts have left.

    Returns
    -------
    list of Path
        All environments but the one in use.
    """
    used = _stamp().get("folder")
    return [folder for folder in _folders() if folder.name != used]


def mark(folder: Path, base: Path, version: str) -> None:
    """
    Make an environment the one that is used.

    Parameters
    ----------
    folder
        The environment, whole.
    base
        The interpreter it was made with.
    version
        That interpreter's version.

    Raises
    ------
    OSError
        If that cannot be written.
    """
    stamp = {
        "folder": folder.name,
        "base": str(base),
        "python": version,
        "requirements": _fingerprint(),
    }
    written = root() / f"{_STAMP}.new"
    written.write_text(json.dumps(stamp), encoding="utf-8")
    written.replace(root() / _STAMP)


def unmark() -> list[Path]:
    """
    Use no environment any more.

    Returns
    -------
    list of Path
        What can be removed from the disk, the compiled searches included.
    """
    (root() / _STAMP).unlink(missing_ok=True)
    return [*_folders(), cache_path()]


def free_bytes() -> int:
    """
    Look how much fits on the disk of the root.

    Returns
    -------
    int
        Bytes that are free.
    """
    place = root()
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free


def python_version() -> str:
    """
    Give the version of the Python that the environment was made with.

    Returns
    -------
    str
        As "3.11.7", or empty if that is not known.
    """
    return str(_stamp().get("python", ""))


def _stamp() -> dict[str, Any]:
    """What was written about the environment in use, or nothing where that cannot be read."""
    try:
        stamp = json.loads((root() / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    keys = ("folder", "base", "python", "requirements")
    whole = isinstance(stamp, dict) and all(isinstance(stamp.get(key), str) for key in keys)
    return stamp if whole else {}


def _fingerprint() -> str:
    """What an environment is made for: another list of libraries is another environment."""
    # Line ends are the packager's business.
    lines = requirements_path().read_text(encoding="utf-8").split("\n")
    text = "\n".join(line.strip() for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()
