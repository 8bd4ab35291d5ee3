"""The zip as a user installs it: by QGIS's own installer, in a window, into a new profile."""

import json
import os
import subprocess

import pytest

pytestmark = pytest.mark.desktop

LONGEST_S = 120
PROGRAM = """
import json
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QMessageBox
from qgis.core import QgsApplication
from qgis.utils import iface, loadPlugin, pluginMetadata, plugins, startPlugin, unloadPlugin
import pyplugin_installer

def install():
    found = {{"shown": iface.mainWindow().isVisible()}}
    try:
        pyplugin_installer.instance().installFromZipFile({archive!r})
        found["loaded"] = "access_to_services" in plugins
        found["version"] = pluginMetadata("access_to_services", "version")
        found["menu"] = [action.text() for action in iface.pluginMenu().actions()]
        provider = QgsApplication.processingRegistry().providerById("access_to_services")
        found["algorithms"] = sorted(algorithm.name() for algorithm in provider.algorithms())
        found["unloaded"] = unloadPlugin("access_to_services")
        found["menu_after"] = [action.text() for action in iface.pluginMenu().actions()]
    except Exception as fault:
        found["fault"] = repr(fault)
    with open({answer!r}, "w") as file:
        json.dump(found, file)
    iface.actionExit().trigger()

QTimer.singleShot(1000, install)
"""


@pytest.fixture
def installed(plugin_zip, tmp_path):
    """Install the zip in a QGIS of some language; what was seen there."""

    def install(locale):
        profile = tmp_path / "profiles" / "profiles" / "default" / "QGIS"
        profile.mkdir(parents=True)
        (profile / "QGIS3.ini").write_text(f"[locale]\noverrideFlag=true\nuserLocale={locale}\n")
        program, answer = tmp_path / "install.py", tmp_path / "answer.json"
        program.write_text(PROGRAM.format(archive=str(plugin_zip), answer=str(answer)))
        command = ["qgis.bin", "--nologo", "--noversioncheck", "--code", program]
        command += ["--profiles-path", tmp_path / "profiles", "--profile", "default"]
        variables = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
        variables.pop("QGIS_CUSTOM_CONFIG_PATH")
        done = subprocess.run(
            command, env=variables, capture_output=True, timeout=LONGEST_S, check=False
        )
        assert answer.exists(), done.stderr.decode()[-2000:]
        return json.loads(answer.read_text())

    return install


def test_it_is_installed_enabled_and_removed_in_english(installed, plugin_zip):
    found = installed("en_GB")
    assert "fault" not in found, found
    assert found["shown"]
    assert found["loaded"]
    assert plugin_zip.name == f"access_to_services-{found['version']}.zip"
    assert "Access to Services" in found["menu"]
    assert {"buildnetwork", "isochrones", "traveltimematrix"} <= set(found["algorithms"])
    assert found["unloaded"]
    assert "Access to Services" not in found["menu_after"]


def test_it_speaks_welsh_where_qgis_does(installed):
    found = installed("cy")
    assert "fault" not in found, found
    assert "Mynediad at Wasanaethau" in found["menu"]
    assert "Mynediad at Wasanaethau" not in found["menu_after"]
