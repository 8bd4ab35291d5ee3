"""What pip writes, in words for people: how far it is, and why it failed."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..i18n import tr
from .protocol import Failure

__all__ = ["PipProgress", "pip_failure"]

_NAME = r"([A-Za-z0-9][\w.-]*)"
_COLLECTING = re.compile(rf"\s*Collecting {_NAME}")
_LOCAL = re.compile(rf"\s*Processing .*[/\\]{_NAME}?-\d[^/\\]*\.whl", re.IGNORECASE)
_FETCHED = re.compile(r"\s*(Downloading|Using cached) (?:\S*/)?([\w.]+)-\S+\.whl(?: \(([^)]*)\))?$")
_INSTALLING = re.compile(r"Installing collected packages: (.*)")


class PipProgress:
    """
    How far `pip install` is, by the packages it names.

    Parameters
    ----------
    packages
        How many are asked for.
    """

    def __init__(self, packages: int) -> None:
        self._asked = packages
        self._found = 0
        self._fetched = 0
        self.installing: list[str] = []
        """Packages that are being installed, once pip has them all."""

    @property
    def fraction(self) -> float:
        """How many of the packages have been found and fetched, from 0 to 1."""
        whole = max(self._found, self._asked)
        return min(1.0, (0.3 * self._found + 0.7 * self._fetched) / whole) if whole else 0.0

    def take(self, line: str) -> str:
        """
        Take a line that pip has written.

        Parameters
        ----------
        line
            The line.

        Returns
        -------
        str
            What pip is doing, or empty if the line does not tell.
        """
        local = _LOCAL.match(line)
        if local:
            self._found += 1
            self._fetched += 1
            return tr("Reading {name}").format(name=local[1])
        collecting = _COLLECTING.match(line)
        if collecting:
            self._found += 1
            return tr("Looking for {name}").format(name=collecting[1])
        fetched = _FETCHED.match(line)
        if fetched:
            self._fetched += 1
            size = f" ({fetched[3]})".replace(" ", "\N{NO-BREAK SPACE}") if fetched[3] else ""
            return tr("Downloading {name}").format(name=fetched[2]) + size
        installing = _INSTALLING.match(line)
        if installing:
            self.installing = [name.strip() for name in installing[1].split(",")]
        return ""


class _Cause(NamedTuple):
    pattern: str
    code: str
    message: str
    hint: str


def pip_failure(output: str, version: str, *, offline: bool) -> Failure:
    """
    Say why an installation failed.

    Parameters
    ----------
    output
        What was written.
    version
        The version of the Python that is installed for.
    offline
        Whether only a folder of wheels was to be used.

    Returns
    -------
    Failure
        With a remedy.
    """
    # The first that applies: who cannot connect finds no package either.
    for cause in [*_causes(), _lacking_offline(version) if offline else _lacking(version)]:
        found = re.search(cause.pattern, output, re.IGNORECASE)
        if found:
            message = cause.message.format(*found.groups())
            return Failure(cause.code, message, cause.hint, output)
    return Failure(
        "install",
        tr("The libraries could not be installed."),
        tr("“Details” shows what the installer wrote. Try again, or show it to whoever helps you."),
        output,
    )


def _causes() -> list[_Cause]:
    return [
        _Cause(
            r"No space left on device|Errno 28\b|not enough space|WinError 112|Disk quota exceeded",
            "disk_full",
            tr("The disk is full."),
            tr("Make room, then try again. What had been begun was removed."),
        ),
        _Cause(
            r"Missing dependencies for SOCKS",
            "proxy",
            tr("The SOCKS proxy of QGIS's settings cannot be used for the installation."),
            tr(
                "Ask your IT department for an HTTP proxy and enter it in Settings, Options, "
                "Network; or install from a folder of wheels."
            ),
        ),
        _Cause(
            r"ProxyError|Cannot connect to proxy|Tunnel connection failed|407 Proxy",
            "proxy",
            tr("The proxy did not let the installation through."),
            tr(
                "Check the proxy in Settings, Options, Network: host, port, user and password. "
                "Or install from a folder of wheels."
            ),
        ),
        _Cause(
            r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError",
            "certificate",
            tr("The certificate of the server from which libraries are loaded is not trusted."),
            tr(
                "Your network probably checks encrypted traffic. Ask your IT department for its "
                "root certificate and give its path to pip (pip config set global.cert PATH); or "
                "install from a folder of wheels."
            ),
        ),
        _Cause(
            r"NewConnectionError|NameResolutionError|name resolution|getaddrinfo failed"
            r"|ConnectTimeoutError|ReadTimeoutError|Network is unreachable|Connection refused"
            r"|connection broken|Connection reset|RemoteDisconnected",
            "offline",
            tr("There is no connection to the server from which libraries are loaded."),
            tr(
                "Check the connection and the proxy in Settings, Options, Network. Without a "
                "connection, install from a folder of wheels."
            ),
        ),
        _Cause(
            r"\b(40[13]) (?:Client )?Error",
            "refused_by_server",
            tr("The server from which libraries are loaded refused the request ({0})."),
            tr("Check the address and password in your pip configuration (pip config list)."),
        ),
        _Cause(
            r"Permission denied|Errno 13\b|WinError 5\b|Read-only file system",
            "read_only",
            tr("A file could not be written."),
            tr(
                "A virus scanner may hold it, or the folder is protected. Try again; "
                "“Details” names the file."
            ),
        ),
    ]


_NO_PACKAGE = r"No matching distribution found for ([A-Za-z0-9][\w.-]*)"


def _lacking(version: str) -> _Cause:
    hint = tr(
        "Choose another Python version under “Python to use”. If your pip configuration names a "
        "server of your own, ask whoever runs it for the library."
    )
    message = tr("There is no ready-made “{name}” for Python {version} on this computer.")
    return _Cause(_NO_PACKAGE, "no_wheel", message.format(name="{0}", version=version), hint)


def _lacking_offline(version: str) -> _Cause:
    hint = tr(
        "Fill it on a computer of the same kind that has a connection and Python {minor}: the "
        "options of the set-up tell how."
    ).format(minor=".".join(version.split(".")[:2]))
    message = tr("The folder of wheels has no “{name}” for Python {version} on this computer.")
    return _Cause(_NO_PACKAGE, "no_wheel", message.format(name="{0}", version=version), hint)
