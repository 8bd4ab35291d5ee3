"""A project that is saved, moved and opened in another QGIS keeps its layers and their styles."""

import json
import os
import shutil
import subprocess
import sys

from qgis.core import QgsProject

from tests.plugin.toolbox import points

SQUARE = "MultiPolygon(((0 0, {0} 0, {0} {0}, 0 {0}, 0 0)))"
OPEN = """
import json, sys
from qgis.core import QgsApplication, QgsProject
app = QgsApplication([], False)
app.initQgis()
project = QgsProject.instance()
assert project.read(sys.argv[1])
found = {}
for layer in project.mapLayers().values():
    renderer = layer.renderer()
    found[layer.name()] = {
        "valid": layer.isValid(),
        "source": layer.source(),
        "count": layer.featureCount(),
        "legend": [item.label() for item in renderer.legendSymbolItems()],
        "ordered": renderer.orderByEnabled(),
        "opacity": round(layer.opacity(), 2),
        "title": layer.metadata().title(),
        "asked": json.loads(layer.customProperty("access_to_services/request"))["params"],
    }
print(json.dumps(found))
project.clear()
app.exitQgis()
"""


def test_a_moved_project_keeps_layers_styles_and_what_was_asked(plugin, qgis_project, tmp_path):
    from access_to_services.plugin.layers.finish import finish
    from access_to_services.plugin.layers.storage import keep

    before = tmp_path / "before"
    before.mkdir()
    qgis_project.write(str(before / "town.qgz"))
    params = {"network": "/data/town.network", "minutes": [15, 30], "origins": {"points": []}}
    parts = {
        "isochrones": [((minutes,), SQUARE.format(minutes)) for minutes in (15.0, 30.0)],
        "snapped": [((0.0,), "Point(1 1)")],
        "origins": [((0.0,), "Point(2 2)")],
    }
    for part, places in parts.items():
        kind = "MultiPolygon" if part == "isochrones" else "Point"
        layer = points(places, kind=kind, fields="field=minutes:double")
        layer.setName(part)
        qgis_project.addMapLayer(layer)
        finish("isochrones", {**params, "part": part}, {"product": "access-to-services"})(layer)
        assert keep(layer)
    assert qgis_project.write()
    QgsProject.instance().clear()
    after = tmp_path / "elsewhere" / "town of Siân"
    shutil.move(before, after)

    done = subprocess.run(
        [sys.executable, "-c", OPEN, after / "town.qgz"], capture_output=True, text=True,
        check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    assert set(found) == set(parts)
    for name, layer in found.items():
        assert layer["valid"]
        assert layer["source"].startswith(str(after / "access_to_services"))
        assert layer["count"] == len(parts[name])
        assert layer["asked"] == {**params, "part": name}
    areas = found["isochrones"]
    assert areas["legend"] == ["up to 15 minutes", "15 to 30 minutes"]
    assert areas["ordered"]
    assert areas["opacity"] == 0.62
    assert areas["title"] == "Isochrones, up to 30 minutes, public transport"
