"""A plugin folder with a worker that misbehaves on demand, and the event loop to wait in."""

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
def home(plugin, tmp_path, monkeypatch):
    """An own root of the environment, with letters and spaces that break careless programs."""
    root = tmp_path / "home of Siân Ŵyn"
    monkeypatch.setenv("ACCESS_TO_SERVICES_HOME", str(root))
    monkeypatch.delenv("ACCESSIBILITY_CACHE_DIR", raising=False)
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
    yield Path(sys.executable)
    settings.put("environment/python", "")
