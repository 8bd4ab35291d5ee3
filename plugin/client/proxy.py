"""How QGIS reaches the network, for a child process that reaches it by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtNetwork import QNetworkProxy, QSslConfiguration

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.PyQt.QtCore import QProcessEnvironment

__all__ = ["hide_password", "insert_certificates", "insert_proxy"]

_SCHEMES = {
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5h",
}


def insert_proxy(variables: QProcessEnvironment) -> None:
    """
    Add the proxy of QGIS's settings, if there is one.

    Parameters
    ----------
    variables
        The child's; those of a proxy that are there already stay where QGIS has none.
    """
    manager = QgsNetworkAccessManager.instance()
    proxy = manager.fallbackProxy()
    scheme = _SCHEMES.get(proxy.type())
    if scheme is None or not proxy.hostName():
        return
    login = ""
    if proxy.user():
        login = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@"
    address = f"{scheme}://{login}{proxy.hostName()}:{proxy.port()}"
    spared = ",".join([*manager.excludeList(), *manager.noProxyList()])
    for name, value in (("http_proxy", address), ("https_proxy", address), ("no_proxy", spared)):
        # Programs read either, and the small ones first.
        variables.insert(name, value)
        variables.insert(name.upper(), value)


def hide_password(text: str) -> str:
    """
    Take the proxy's password out of a text.

    Parameters
    ----------
    text
        What a child process has written.

    Returns
    -------
    str
        The text, fit for a log.
    """
    password = QgsNetworkAccessManager.instance().fallbackProxy().password()
    for secret in {password, quote(password, safe="")} - {""}:
        text = text.replace(secret, "***")
    return text


def insert_certificates(variables: QProcessEnvironment, file: Path, others: Path) -> None:
    """
    Let pip trust what this computer trusts.

    Newer versions of pip do so by themselves. Those that a network puts between itself and the
    world are known to the system only; those that the system has not met yet, to pip only.

    Parameters
    ----------
    variables
        The child's; what the user has set in them, or in pip's configuration, has precedence.
    file
        Where the certificates are written.
    others
        Those that pip brings.
    """
    if variables.contains("REQUESTS_CA_BUNDLE") or not others.is_file():
        return
    system = (
        bytes(certificate.toPem()) for certificate in QSslConfiguration.systemCaCertificates()
    )
    file.write_bytes(b"\n".join([others.read_bytes(), *system]))
    variables.insert("REQUESTS_CA_BUNDLE", str(file))
