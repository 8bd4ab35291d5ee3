"""QGIS without a window, and the plugin as QGIS sees it: a package called access_to_services."""

import sys

import pytest

pytest.importorskip("qgis")


@pytest.fixture(scope="session")
def qgis_app():
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QCoreApplication

    app = QgsApplication([], True)
    app.initQgis()
    QCoreApplication.setOrganizationName("access-to-services-tests")
    yield app
    app.exitQgis()


@pytest.fixture(scope="session")
def plugin(qgis_app, tmp_path_factory):
    from pathlib import Path

    project = Path(__file__).resolve().parents[2]
    folder = tmp_path_factory.mktemp("plugins") / "access_to_services"
    folder.mkdir()
    (folder / "__init__.py").write_text("from .plugin import classFactory\n")
    for name in ("plugin", "accessibility"):
        (folder / name).symlink_to(project / name)
    import tomllib

    needs = tomllib.loads((project / "pyproject.toml").read_text())["project"]["dependencies"]
    (folder / "requirements.txt").write_text("\n".join(needs) + "\n")
    sys.path.insert(0, str(folder.parent))
    import access_to_services

    return access_to_services
