"""An environment is made whole or not at all, and every failure has its remedy."""

import json
import os
import re
import shutil
import time

import pytest


@pytest.fixture
def installer(fake_plugin):
    from access_to_services.plugin.client.installer import Installer

    installer = Installer()
    installer.said, installer.ends, installer.checks = [], [], []
    installer.progress.connect(lambda *args: installer.said.append(args))
    installer.finished.connect(installer.ends.append)
    installer.checked.connect(installer.checks.append)
    yield installer
    installer.cancel()
    installer.deleteLater()


@pytest.fixture
def install(installer, wait):
    def run(*args, **kwargs):
        installer.ends.clear()
        installer.install(*args, **kwargs)
        assert installer.is_running()
        assert not installer.ends
        wait(lambda: installer.ends)
        assert not installer.is_running()
        return installer.ends[0]

    return run


@pytest.fixture
def environment(plugin):
    from access_to_services.plugin.client import environment

    return environment


def folders(home):
    return [path.name for path in home.glob("python-*")]


def test_an_installation_from_end_to_end(install, installer, make_python, environment, home):
    assert environment.state() is environment.State.MISSING
    assert install(make_python()) is None
    assert environment.state() is environment.State.READY
    assert environment.python_path() == home / "python-1" / "bin" / "python"
    assert environment.python_version() == "3.12.1"
    fractions = [fraction for fraction, _ in installer.said if fraction is not None]
    assert fractions == sorted(fractions)
    texts = [text for _, text in installer.said]
    assert "Making an environment with Python 3.12.1" in texts
    assert "Looking for numpy" in texts
    assert "Downloading numpy (16.9 MB)" in [
        text.replace("\N{NO-BREAK SPACE}", " ") for text in texts
    ]
    assert "compiling" in texts
    assert [check["name"] for check in installer.checks[0]] == ["Python", "Searches"]


def test_what_pip_is_told(install, make_python, home, fake_plugin):
    install(make_python())
    told = json.loads((home / "python-1" / "bin" / "pip.json").read_text())["argv"]
    assert told[:3] == ["install", "--only-binary", ":all:"]
    assert told[-2:] == ["-r", str(fake_plugin / "requirements.txt")]
    assert "--no-index" not in told


def test_a_folder_of_wheels_needs_no_connection(install, make_python, home, tmp_path):
    wheels = tmp_path / "wheels of Siân"
    wheels.mkdir()
    assert install(make_python(), wheels).code == "no_wheels"
    (wheels / "numpy-2.4.6-cp312-cp312-linux_x86_64.whl").touch()
    assert install(make_python(), wheels) is None
    told = json.loads((home / "python-1" / "bin" / "pip.json").read_text())["argv"]
    assert told[told.index("--no-index") + 1 :][:2] == ["--find-links", str(wheels)]


def test_repairing_makes_another_and_removes_the_first(install, make_python, environment, home):
    install(make_python())
    first = environment.python_path()
    assert install(make_python()) is None
    assert environment.python_path() != first
    assert folders(home) == ["python-2"]


def test_a_failed_repair_leaves_what_works(install, make_python, environment, home):
    install(make_python())
    first = environment.python_path()
    assert install(make_python(pip_code=1)).code == "install"
    assert environment.state() is environment.State.READY
    assert environment.python_path() == first
    assert folders(home) == ["python-1"]


def test_other_requirements_make_it_outdated(install, make_python, environment, fake_plugin):
    install(make_python())
    requirements = fake_plugin / "requirements.txt"
    requirements.write_bytes(requirements.read_bytes().replace(b"\n", b"\r\n"))
    assert environment.state() is environment.State.READY
    requirements.write_text("numpy>=3\n")
    assert environment.state() is environment.State.OUTDATED


@pytest.mark.parametrize("gone", ["python", "base"])
def test_without_its_python_it_is_broken(install, make_python, environment, gone):
    base = make_python()
    install(base)
    (environment.python_path() if gone == "python" else base).unlink()
    assert environment.state() is environment.State.BROKEN
    assert install(make_python()) is None
    assert environment.state() is environment.State.READY


def test_a_python_in_a_closed_folder_is_broken(plugin, environment, monkeypatch, tmp_path):
    from access_to_services.plugin import settings

    python = tmp_path / "python"
    python.touch()
    settings.put("environment/python", str(python))
    assert environment.state() is environment.State.READY

    def closed(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "stat", closed)
    assert environment.state() is environment.State.BROKEN


@pytest.mark.parametrize("stamp", [b"", b"{", b"[]", b'{"folder": 5}', b"\xff"])
def test_a_damaged_stamp_counts_as_none(environment, home, fake_plugin, stamp):
    home.mkdir()
    (home / "environment.json").write_bytes(stamp)
    assert environment.state() is environment.State.MISSING


PIP_FAILURES = {
    "proxy": "WARNING: Retrying; connection broken by 'ProxyError('Cannot connect to proxy.')'",
    "certificate": "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))",
    "offline": "NewConnectionError('Temporary failure in name resolution')",
    "disk_full": "ERROR: Could not install packages due to an OSError: [Errno 28] No space left",
    "no_wheel": "ERROR: No matching distribution found for numba>=0.61",
    "refused_by_server": "ERROR: HTTP error 403 Client Error: Forbidden for url",
    "read_only": "ERROR: [Errno 13] Permission denied: '/x'",
    "install": "something that nobody foresaw",
}


@pytest.mark.parametrize("code", PIP_FAILURES)
def test_pip_failures_have_their_remedies(install, make_python, environment, home, code):
    output = [PIP_FAILURES[code], "ERROR: No matching distribution found for numpy>=2.0"]
    if code in ("no_wheel", "install"):
        output.pop()
    failure = install(make_python(pip_output=output, pip_code=1))
    assert failure.code == code
    assert failure.message
    assert failure.hint
    assert PIP_FAILURES[code] in failure.details
    assert environment.state() is environment.State.MISSING
    assert folders(home) == []
    if code == "no_wheel":
        assert "“numba”" in failure.message
        assert "3.12.1" in failure.message


def test_a_venv_that_cannot_be_made(install, make_python, home):
    debian = "The virtual environment was not created because ensurepip is not available."
    failure = install(make_python(venv="fails", venv_output=debian))
    assert failure.code == "no_venv"
    assert "apt install python3.12-venv" in failure.hint
    full = "OSError: [Errno 28] No space left on device"
    assert install(make_python(venv="fails", venv_output=full)).code == "disk_full"
    assert folders(home) == []


def test_no_python(install, only_on_path):
    only_on_path()
    assert install().code == "no_python"


def test_a_check_that_dies_makes_no_environment(
    install, make_python, fake_plugin, environment, home
):
    worker = fake_plugin / "accessibility" / "worker.py"
    worker.write_text("import sys; sys.exit('no numba here')")
    failure = install(make_python())
    assert failure.code == "died"
    assert "no numba here" in failure.details
    assert environment.state() is environment.State.MISSING
    assert folders(home) == []


def test_what_the_check_finds_is_told(install, installer, make_python, monkeypatch):
    monkeypatch.setenv("FAKE_ILL", "1")
    assert install(make_python()) is None
    assert [check["ok"] for check in installer.checks[0]] == [True, False]


STEPS = {
    "search": ({"sleep": 30}, "Looking for Python"),
    "venv": ({"venv_seconds": 30}, "Making an environment"),
    "pip": ({"pip_seconds": 5}, "Looking for numpy"),
    "check": ({}, "Compiling"),
}


@pytest.mark.parametrize("step", STEPS)
def test_cancelling_at_any_step_leaves_nothing(
    installer, make_python, environment, home, wait, monkeypatch, step
):
    behaviour, text = STEPS[step]
    if step == "check":
        monkeypatch.setenv("FAKE_HELLO", "silent")
    installer.install(make_python(**behaviour))
    wait(lambda: any(said.startswith(text) for _, said in installer.said))
    if step == "venv":
        wait(lambda: folders(home))
    began = time.monotonic()
    installer.cancel()
    wait(lambda: installer.ends)
    assert time.monotonic() - began < 3
    assert [failure.code for failure in installer.ends] == ["cancelled"]
    assert folders(home) == []
    assert environment.state() is environment.State.MISSING


def test_cancelling_while_old_files_go(installer, make_python, home, wait):
    (home / "python-1").mkdir(parents=True)
    installer.install(make_python())
    wait(lambda: any("earlier attempt" in text for _, text in installer.said))
    installer.cancel()
    wait(lambda: installer.ends)
    assert installer.ends[0].code == "cancelled"
    wait(lambda: folders(home) == [])


def test_cancelling_nothing_does_nothing(installer):
    installer.cancel()
    assert installer.ends == []


def test_what_an_earlier_attempt_left_is_removed(install, make_python, home):
    (home / "python-1" / "bin").mkdir(parents=True)
    (home / "python-7").mkdir()
    assert install(make_python()) is None
    assert len(folders(home)) == 1


def test_removing_leaves_nothing(install, installer, make_python, environment, home, wait):
    install(make_python())
    (home / "cache").mkdir(exist_ok=True)
    installer.ends.clear()
    installer.remove()
    assert environment.state() is environment.State.MISSING
    wait(lambda: installer.ends)
    assert installer.ends == [None]
    assert list(home.iterdir()) == []


def test_too_little_room_is_said_before_anything(install, make_python, monkeypatch, home):
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=400_000_000))
    failure = install(make_python())
    assert failure.code == "disk_full"
    assert re.search(r"1\.\d GB are needed, 0\.4 GB are free", failure.message)
    assert folders(home) == []


def test_a_home_that_cannot_be_written(install, make_python, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("ACCESS_TO_SERVICES_HOME", str(tmp_path / "file" / "home"))
    failure = install(make_python())
    assert failure.code == "read_only"
    assert str(tmp_path / "file" / "home") in failure.message
    assert "ACCESS_TO_SERVICES_HOME" in failure.hint


@pytest.fixture
def qgis_proxy(qgis_app):
    from qgis.core import QgsNetworkAccessManager, QgsSettings

    settings = QgsSettings()
    values = {
        "proxyEnabled": True,
        "proxyType": "HttpProxy",
        "proxyHost": "proxy.example",
        "proxyPort": "8080",
        "proxyUser": "siân",
        "proxyPassword": "s3cret@word",
    }

    def set_proxy(**changes):
        for name, value in {**values, **changes}.items():
            settings.setValue(f"proxy/{name}", value)
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()

    yield set_proxy
    settings.remove("proxy")
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


def test_pip_gets_the_proxy_of_qgis(install, make_python, home, qgis_proxy):
    qgis_proxy()
    install(make_python())
    variables = json.loads((home / "python-1" / "bin" / "pip.json").read_text())["env"]
    address = "http://si%C3%A2n:s3cret%40word@proxy.example:8080"
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        assert variables[name] == address


def test_the_password_of_the_proxy_is_never_told(install, make_python, qgis_proxy):
    qgis_proxy()
    said = "ProxyError: http://s:s3cret%40word@proxy.example refused s3cret@word"
    failure = install(make_python(pip_output=[said], pip_code=1))
    assert failure.code == "proxy"
    assert "s3cret" not in "".join(failure)
    assert "***" in failure.details


def test_a_socks_proxy(install, make_python, home, qgis_proxy):
    qgis_proxy(proxyType="Socks5Proxy", proxyUser="", proxyPassword="")
    install(make_python())
    variables = json.loads((home / "python-1" / "bin" / "pip.json").read_text())["env"]
    assert variables["HTTPS_PROXY"] == "socks5h://proxy.example:8080"


def test_without_a_proxy_the_variables_stay(install, make_python, home, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://mine:1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/my/pip.conf")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    install(make_python())
    variables = json.loads((home / "python-1" / "bin" / "pip.json").read_text())["env"]
    assert variables["HTTPS_PROXY"] == "http://mine:1"
    assert variables["PIP_CONFIG_FILE"] == "/my/pip.conf"
    assert "PIP_TARGET" not in variables
