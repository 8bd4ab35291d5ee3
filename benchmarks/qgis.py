"""What the plugin adds to the start of QGIS, and what opening its panel takes."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from .places import PROJECT, Place
from .report import Figure, Section, Wanted

PYTHON_OF_QGIS = PROJECT / ".venv-qgis" / "bin" / "python"
STARTS = 7
LONGEST_START_S = 0.1

PROGRAM = """
import json, sys, time
clock = time.perf_counter
begun = clock()
import qgis.gui, qgis.utils
from qgis.core import QgsApplication
application = QgsApplication([], True)
application.initQgis()
took = {"qgis": clock() - begun}
from tests.plugin.interface import Interface
window = Interface()
sys.path.insert(0, sys.argv[1])
begun = clock()
import access_to_services
plugin = access_to_services.classFactory(window)
plugin.initGui()
took["start"] = clock() - begun
begun = clock()
plugin.show_dock()
application.processEvents()
took["panel"] = clock() - begun
plugin.unload()
print(json.dumps(took), flush=True)
import os
os._exit(0)
"""


def run(place: Place) -> list[Section]:  # noqa: ARG001 - the same everywhere
    """Start QGIS without a screen some times, each in a process of its own."""
    if not PYTHON_OF_QGIS.exists():
        print("Skipped: the start of QGIS, since there is none (sh tools/get_qgis.sh).\n")
        return []
    with TemporaryDirectory(prefix="benchmark-") as folder:
        maker = PROJECT / "tools" / "make_plugin.py"
        subprocess.run([sys.executable, maker, "--folder", folder], check=True, capture_output=True)
        (packed,) = Path(folder).glob("*.zip")
        plugins = Path(folder) / "plugins"
        with zipfile.ZipFile(packed) as plugin:
            plugin.extractall(plugins)
        starts = [_start(plugins, Path(folder) / "profile") for _ in range(STARTS + 1)]
    best = {name: min(start[name] for start in starts[1:]) for name in starts[0]}
    names = {
        "qgis": "QGIS's own libraries, without a window",
        "start": "the plugin: its toolbox, button and menus",
        "panel": "opening the panel for the first time",
    }
    return [
        Section(
            title="QGIS: what the plugin adds to its start",
            text=(
                f"The plugin from its zip, the best of {STARTS} starts; wall time. None of the "
                "libraries that compute is loaded into QGIS."
            ),
            base="QGIS",
            figures=[Figure(names[key], best[key], best[key] / best["qgis"]) for key in names],
            wanted=[
                Wanted("seconds at the start", best["start"], at_most=LONGEST_START_S, unit=" s")
            ],
        )
    ]


def _start(plugins: Path, profile: Path) -> dict[str, float]:
    done = subprocess.run(
        [PYTHON_OF_QGIS, "-c", PROGRAM, plugins],
        cwd=PROJECT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QGIS_CUSTOM_CONFIG_PATH": str(profile),
            "ACCESS_TO_SERVICES_HOME": str(profile / "home"),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    took: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return took
