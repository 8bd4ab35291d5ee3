"""QGIS without a window, the plugin as its zip brings it, and networks that a worker can open."""

import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

from tests.skips import ForbiddenSkips

pytest_plugins = ("tests.plugin.client.fixtures",)

PROJECT = Path(__file__).resolve().parents[2]
# Always the same place: there the kernels compiled by the last session are found again.
PLUGINS = PROJECT / "build" / "plugins"


def pytest_configure(config):
    """Give QGIS a home of its own before anything of it is imported."""
    home = Path(tempfile.mkdtemp(prefix="qgis-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    caches = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    os.environ.setdefault("ACCESSIBILITY_CACHE_DIR", str(caches / "access-to-services"))
    for name in ("CACHE", "CONFIG", "DATA"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    (home / "runtime").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(home / "runtime")
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(home / "profile")
    os.environ["ACCESS_TO_SERVICES_HOME"] = str(home / "access-to-services")
    if os.environ.get("CI"):
        config.pluginmanager.register(ForbiddenSkips())


@pytest.fixture(scope="session")
def environment_python():
    """A Python that has the libraries of the package: the one that make set up."""
    python = PROJECT / ".venv" / "bin" / "python"
    if not python.exists():
        pytest.fail(f"{python} does not exist; `make test` makes it")
    return python


@pytest.fixture(scope="session")
def plugin_zip(environment_python, tmp_path_factory):
    """The plugin as it is published, made once."""
    folder = tmp_path_factory.mktemp("dist")
    maker = PROJECT / "tools" / "make_plugin.py"
    subprocess.run([environment_python, maker, "--folder", folder], check=True)
    return next(folder.glob("*.zip"))


@pytest.fixture(scope="session")
def plugins_folder(plugin_zip):
    """The folder of plugins with the zip unpacked in it, which QGIS_PLUGINPATH may name."""
    with zipfile.ZipFile(plugin_zip) as packed:
        contents = {entry.filename: packed.read(entry) for entry in packed.infolist()}
    for path in sorted(PLUGINS.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(PLUGINS).as_posix() not in contents:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for name, data in contents.items():
        path = PLUGINS / name
        # What has not changed keeps its time, by which numba knows what it compiled from it.
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return PLUGINS


@pytest.fixture(scope="session")
def qgis_app(request):
    """A QGIS without a window, with settings and a profile that nobody else has."""
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QCoreApplication

    profile = os.environ["QGIS_CUSTOM_CONFIG_PATH"]
    QCoreApplication.setOrganizationName("QGIS")
    QCoreApplication.setApplicationName("QGIS3")
    application = QgsApplication([], True, profile)
    application.initQgis()
    # Once pytest has told its results: QGIS crashes here if a test that failed still holds a layer.
    request.config.add_cleanup(application.exitQgis)
    return application


@pytest.fixture(scope="session")
def plugin(plugins_folder, qgis_app):
    """The package `access_to_services`, imported as QGIS imports it."""
    sys.path.insert(0, str(plugins_folder))
    return importlib.import_module("access_to_services")


@pytest.fixture
def no_settings(plugin):
    """Nothing remembered by other tests, such as which Python to use; they find it again."""
    from access_to_services.plugin.settings import ROOT
    from qgis.core import QgsSettings

    settings = QgsSettings()
    settings.beginGroup(ROOT)
    before = {ROOT + key: settings.value(key) for key in settings.allKeys()}
    settings.endGroup()
    settings.remove(ROOT)
    yield
    settings.remove(ROOT)
    for key, value in before.items():
        settings.setValue(key, value)


@pytest.fixture
def qgis_iface(qgis_app):
    """What QGIS hands to a plugin, as far as this one uses it."""
    from tests.plugin.interface import Interface

    interface = Interface()
    yield interface
    interface.close()


@pytest.fixture
def qgis_project(qgis_app):
    """The project of this QGIS, empty before and after."""
    from qgis.core import QgsProject

    project = QgsProject.instance()
    project.clear()
    yield project
    project.clear()


@pytest.fixture(autouse=True)
def _no_exception_in_a_slot():
    """Fail a test in which a slot raised: Qt has nobody to hand the exception on to."""
    raised = []
    before = sys.excepthook
    sys.excepthook = lambda kind, error, trace: raised.append(error.with_traceback(trace))
    yield
    sys.excepthook = before
    if raised:
        raise raised[0]


def build_network(python, extract, feeds, target):
    command = [python, "-m", "accessibility", "network", "build", "--osm", extract]
    for feed in feeds:
        command += ["--gtfs", feed]
    subprocess.run([*command, "--output", target], cwd=PROJECT, check=True, capture_output=True)
    return target


@pytest.fixture(scope="session")
def sample_network(environment_python, tmp_path_factory):
    """The made-up town."""
    sample = PROJECT / "sample_gtfs"
    feeds = [sample / "bus.zip", sample / "rail.zip"]
    target = tmp_path_factory.mktemp("sample") / "town.network"
    return build_network(environment_python, sample / "town.osm.pbf", feeds, target)


@pytest.fixture(scope="session")
def newport():
    """Real data of Newport, beside the project and never part of it."""
    folder = PROJECT.parent / "shared" / "data" / "newport"
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}")
    return folder


@pytest.fixture(scope="session")
def newport_network(environment_python, newport, tmp_path_factory):
    """Newport in Wales on the 13th of June 2023."""
    extract = newport / "osm-2023-06-13.osm.pbf"
    feeds = [newport / "gtfs-bus-2023-06-13.zip"]
    target = tmp_path_factory.mktemp("newport") / "city.network"
    return build_network(environment_python, extract, feeds, target)
