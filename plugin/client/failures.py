"""Failures that the plugin finds by itself, in words for people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QProcess

from ..i18n import tr
from . import environment
from .protocol import PROTOCOL, Failure

__all__ = ["cancelled", "died", "no_environment", "not_started", "refusal", "silent"]

KILLED = 9
"""The signal with which Linux ends a process when memory runs out."""


def no_environment() -> Failure | None:
    """
    Say why no worker can be started.

    Returns
    -------
    Failure or None
        None if the environment can be used.
    """
    found = environment.state()
    if found is environment.State.READY:
        return None
    remedy = {
        environment.State.MISSING: tr(
            "Open the panel “Access to Services”, page “Environment”, and press “Set up”."
        ),
        environment.State.OUTDATED: tr(
            "Open the panel “Access to Services”, page “Environment”, and press “Update”."
        ),
        environment.State.BROKEN: tr(
            "Open the panel “Access to Services”, page “Environment”, and press “Repair”."
        ),
    }[found]
    return Failure("no_environment", f"{found.reason} {remedy}")


def not_started(python: Path, reason: str) -> Failure:
    """
    Say that the interpreter could not be started.

    Parameters
    ----------
    python
        The interpreter.
    reason
        What the system says.

    Returns
    -------
    Failure
        With a remedy.
    """
    message = tr("The Python of the environment could not be started: {path}").format(path=python)
    return Failure("not_started", message, _repair(), reason)


def died(process: QProcess, stderr: str) -> Failure:
    """
    Say that the worker ended without being asked to.

    Parameters
    ----------
    process
        The process, which has ended.
    stderr
        The last lines it wrote for people.

    Returns
    -------
    Failure
        With a remedy.
    """
    code = process.exitCode()
    crashed = process.exitStatus() == QProcess.ExitStatus.CrashExit
    how = tr("signal {code}") if crashed else tr("exit code {code}")
    message = tr(
        "The calculation stopped unexpectedly ({reason}). QGIS and your layers are not affected; "
        "try again."
    ).format(reason=how.format(code=code))
    hint = _repair()
    if crashed and code == KILLED:
        hint = tr(
            "The computer may have run out of memory: close other programs, or ask for fewer "
            "points or a shorter time window."
        )
    return Failure("died", message, hint, stderr)


def silent(seconds: int, stderr: str) -> Failure:
    """
    Say that a worker was started and said nothing.

    Parameters
    ----------
    seconds
        How long it was waited for.
    stderr
        The last lines it wrote for people.

    Returns
    -------
    Failure
        With a remedy.
    """
    message = tr("The calculation process gave no answer within {seconds} seconds.")
    return Failure("died", message.format(seconds=seconds), _repair(), stderr)


def refusal(hello: dict[str, Any]) -> Failure | None:
    """
    Judge how a worker introduces itself.

    Parameters
    ----------
    hello
        The event.

    Returns
    -------
    Failure or None
        None if it speaks our protocol and is our package.
    """
    if hello.get("protocol") != PROTOCOL:
        message = tr(
            "The plugin and its calculation process do not fit together: protocol {found} instead "
            "of {wanted}."
        ).format(found=hello.get("protocol"), wanted=PROTOCOL)
        return Failure("refused", message, _reinstall(), repr(hello))
    package, ours = str(hello.get("package")), environment.package_path()
    if not _same(package, ours):
        message = tr(
            "The calculation process loaded the package from {found} instead of {wanted}."
        ).format(found=package, wanted=ours)
        return Failure("refused", message, _reinstall(), repr(hello))
    return None


def cancelled() -> Failure:
    """
    Say that work ended because someone asked for it.

    Returns
    -------
    Failure
        With the contract's code.
    """
    return Failure("cancelled", tr("Cancelled."))


def _same(path: str, ours: Path) -> bool:
    try:
        return Path(path).samefile(ours)
    except OSError:
        return False


def _repair() -> str:
    return tr("If it happens again, press “Check” or “Repair” on the page “Environment”.")


def _reinstall() -> str:
    return tr("Install the plugin again, then restart QGIS.")
