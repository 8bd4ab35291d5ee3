"""A plugin folder with a worker that misbehaves on demand, and the event loop to wait in."""

import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def wait(qgis_app):
    """Let events come until something is true."""

    def wait_until(condition, seconds=20):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            qgis_app.processEvents()
            qgis_app.sendPostedEvents(None, 52)  # QEvent::DeferredDelete
            time.sleep(0.005)

    return wait_until


@pytest.fixture
def home(no_settings, tmp_path, monkeypatch):
    """An own root of the environment, with letters and spaces that break careless programs."""
    root = tmp_path / "home of Siân Ŵyn"
    monkeypatch.setenv("ACCESS_TO_SERVICES_HOME", str(root))
    monkeypatch.setenv("COMPILED_SEARCHES", os.environ["ACCESSIBILITY_CACHE_DIR"])
    monkeypatch.delenv("ACCESSIBILITY_CACHE_DIR")
    return root


@pytest.fixture
def fake_plugin(home, tmp_path, monkeypatch):
    """A plugin folder whose worker is the fake one."""
    from access_to_services.plugin.client import environment

    folder = tmp_path / "plugin of Siân"
    (folder / "accessibility").mkdir(parents=True)
    shutil.copy(HERE / "fake_worker.py", folder / "accessibility" / "worker.py")
    (folder / "requirements.txt").write_text("numpy>=2.0\nshapely>=2.1\n")
    monkeypatch.setattr(environment, "_PLUGIN", folder)
    return folder


@pytest.fixture
def named_python(fake_plugin):
    """An interpreter that is named in the settings, so that nothing has to be installed."""
    from access_to_services.plugin import settings

    settings.put("environment/python", sys.executable)
    return Path(sys.executable)


@pytest.fixture
def make_python(tmp_path):
    """Make a fake interpreter that behaves as told."""
    made = []

    def make(name="python3", **behaviour):
        folder = tmp_path / f"bin {len(made)}"
        folder.mkdir()
        program = folder / name
        source = (HERE / "fake_python.py").read_text()
        # No space may stand in this line.
        head = f"#!{Path('/usr/bin/python3')} -u\n"
        program.write_text(head + source.replace("REAL_PYTHON", sys.executable))
        program.chmod(0o755)
        (folder / "behaviour.json").write_text(json.dumps(behaviour))
        made.append(program)
        return program

    return make


@pytest.fixture
def only_on_path(monkeypatch):
    """Let some interpreters be all that this computer has."""
    from access_to_services.plugin.client import interpreters

    def set_path(*programs):
        folders = os.pathsep.join(str(program.parent) for program in programs)
        monkeypatch.setenv("PATH", folders or "/nowhere")
        monkeypatch.setattr(interpreters, "_own_python", lambda: None)

    return set_path
