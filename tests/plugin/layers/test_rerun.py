"""Run again: new numbers, the same style, name and place; whatever fails, the layer stays."""

import shutil
import time

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from tests.plugin.toolbox import DAY, Heard, points, rows

TOWN, HILL = "Point(-3.2995 51.7)", "Point(-3.295 51.705)"


@pytest.fixture
def wait(qgis_app):
    """Let events come until nothing runs any more."""

    def wait_until(condition, seconds=120):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            qgis_app.processEvents()
            time.sleep(0.01)

    return wait_until


@pytest.fixture
def network(sample_network, tmp_path):
    """A network of one's own, to be lost."""
    return shutil.copytree(sample_network, tmp_path / "town.network")


@pytest.fixture
def window(qgis_project, qgis_iface):
    qgis_iface.offered = []
    qgis_iface.addCustomActionForLayer = lambda action, layer: qgis_iface.offered.append(layer.id())
    return qgis_iface


@pytest.fixture
def reruns(plugin, window):
    from access_to_services.plugin.layers.rerun import Reruns

    made = Reruns(window)
    yield made
    made.remove()


@pytest.fixture
def origins(qgis_project):
    layer = points([("town", TOWN)])
    qgis_project.addMapLayer(layer)
    return layer


@pytest.fixture
def draw(toolbox, network, origins):
    """Run isochrones as the dialog does: layers are loaded, then finished."""

    def drawn(name="isochrones", outputs=("OUTPUT",), **given):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        parameters = {
            "NETWORK": str(network), "ORIGINS": origins.id(), "ORIGINS_ID": "name", "MODE": 1,
            "MINUTES": "5,10", **given,
        }  # fmt: skip
        for output in outputs:
            parameters.setdefault(output, "memory:")
        if name != "isochrones":
            del parameters["MINUTES"]
        algorithm = toolbox.algorithm(name).create()
        definitions = {}
        for output in outputs:
            value = QgsProcessingOutputLayerDefinition(parameters[output], QgsProject.instance())
            definitions[output] = value
        heard = Heard()
        _, fine = algorithm.run({**parameters, **definitions}, context, heard)
        assert fine, heard.errors
        from processing.gui.Postprocessing import handleAlgorithmResults

        before = set(QgsProject.instance().mapLayers())
        assert handleAlgorithmResults(algorithm, context, heard, parameters=parameters)
        project = QgsProject.instance()
        made = [project.mapLayer(key) for key in set(project.mapLayers()) - before]
        if len(outputs) == 1:
            return made[0]
        return {layer.customProperty("access_to_services/request"): layer for layer in made}

    return drawn


def idle():
    """No task is left: one whose end QGIS has not told yet still counts here."""
    return QgsApplication.taskManager().count() == 0


def said(window):
    return [item.text() for item in window.messageBar().items()]


def add(layer, name, wkt):
    feature = QgsFeature(layer.fields())
    feature.setAttributes([name])
    feature.setGeometry(QgsGeometry.fromWkt(wkt))
    layer.dataProvider().addFeature(feature)


def test_a_loaded_result_is_styled_and_says_what_it_is(draw, network):
    layer = draw()
    labels = [category.label() for category in layer.renderer().categories()]
    assert labels == ["up to 5 minutes", "5 to 10 minutes"]
    metadata = layer.metadata()
    assert metadata.title() == "Isochrones, up to 10 minutes, on foot"
    assert "town.osm.pbf" in metadata.abstract()
    assert "access-to-services" in metadata.abstract()
    keywords = metadata.keywords()["Access to Services"]
    assert any(word.startswith("sha256:") for word in keywords)
    assert metadata.history()
    assert metadata.rights() == ["© OpenStreetMap contributors"]


def test_the_menu_is_offered_on_our_layers_alone(draw, origins, reruns, window):
    layer = draw()
    assert window.offered == [layer.id()]
    copy = layer.clone()
    QgsProject.instance().addMapLayer(copy)
    assert window.offered[-1] == copy.id()
    assert origins.id() not in window.offered


def test_style_name_and_place_stay_and_numbers_are_new(draw, origins, reruns, window, wait):
    project = QgsProject.instance()
    layer = draw()
    layer.setName("Walks from the town")
    categories = layer.renderer().categories()
    symbol = categories[0].symbol().clone()
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    place = [node.layerId() for node in project.layerTreeRoot().findLayers()]
    add(origins, "hill", HILL)
    assert len(rows(layer)) == 2
    reruns.run([layer])
    assert not idle()
    wait(idle)
    assert {row["id"] for row, _ in rows(layer)} == {"town", "hill"}
    assert {row["name"] for row, _ in rows(layer)} == {"town", "hill"}
    assert layer.name() == "Walks from the town"
    assert layer.renderer().type() == "singleSymbol"
    assert [node.layerId() for node in project.layerTreeRoot().findLayers()] == place
    assert "Walks from the town was worked out again." in said(window)


def test_layers_of_one_run_are_asked_once(draw, origins, reruns, wait, monkeypatch):
    from access_to_services.plugin.client import one_shot

    layers = list(draw(outputs=("OUTPUT", "SNAPPED", "UNSNAPPED")).values())
    assert len(layers) == 3
    asked, run = [], one_shot.run
    monkeypatch.setattr(one_shot, "run", lambda *given: asked.append(given[0]) or run(*given))
    add(origins, "Cardiff", "Point(-3.18 51.48)")
    reruns.run(layers)
    wait(idle)
    assert asked == ["isochrones"]
    assert sorted(layer.featureCount() for layer in layers) == [1, 1, 2]


def test_a_file_beside_the_project_is_new_for_each_run(draw, reruns, wait, tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    QgsProject.instance().write(str(folder / "town.qgz"))
    layer = draw()
    for name in ("Areas.gpkg", "Areas-2.gpkg"):
        reruns.run([layer])
        wait(idle)
        assert layer.source() == str(folder / "access_to_services" / name)


def test_a_matrix_and_journeys_run_again(draw, origins, reruns, wait, tmp_path):
    given = {"DESTINATIONS": origins.id(), "DESTINATIONS_ID": "name"}
    table = draw("traveltimematrix", **given, OUTPUT=str(tmp_path / "times.csv"))
    legs = draw("itineraries", **given, MODE=0, DATE=DAY)
    add(origins, "hill", HILL)
    reruns.run([table, legs])
    wait(idle)
    assert table.featureCount() == 4
    times = [row["travel_time"] for row, _ in rows(table)]
    assert times[0] == 0
    assert isinstance(times[1], float)
    assert {row["from_id"] for row, _ in rows(legs)} == {"town", "hill"}
    first = next(iter(legs.getFeatures()))
    assert first["departure"].toString("yyyy-MM-dd HH:mm") == f"{DAY} 08:00"


def test_a_layer_that_was_clicked_in_the_panel_runs_again(plugin, toolbox, network, reruns, wait):
    """Its points are kept themselves, and what it carries beyond the answer's fields stays."""
    from access_to_services.plugin.layers.metadata import describe

    layer = points([], kind="MultiPolygon", fields="field=id:string&field=note:string")
    QgsProject.instance().addMapLayer(layer)
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["click", "carried over"])
    layer.dataProvider().addFeature(feature)
    asked = {"points": [["click", -3.2995, 51.7]]}
    params = {
        "network": str(network), "origins": asked, "when": None, "minutes": [5.0],
        "options": {"mode": "walk"}, "output": "/gone.gpkg",
    }  # fmt: skip
    describe(layer, "isochrones", params, {}, "A click")
    reruns.run([layer])
    wait(idle)
    ((row, _),) = rows(layer)
    assert (row["id"], row["minutes"], row["note"]) == ("click", 5, "carried over")


def unchanged(layer, before):
    return layer.isValid() and rows(layer) == before


def test_a_missing_network_is_told_and_the_layer_stays(draw, network, reruns, window, wait):
    layer = draw()
    before = rows(layer)
    shutil.rmtree(network)
    reruns.run([layer])
    wait(idle)
    assert f"The network {network} is not there any more." in said(window)[0]
    assert unchanged(layer, before)


def test_missing_origins_are_told_and_the_layer_stays(draw, origins, reruns, window, wait):
    layer = draw()
    before = rows(layer)
    QgsProject.instance().removeMapLayer(origins.id())
    reruns.run([layer])
    assert 'The layer "places" is not there any more.' in said(window)[0]
    assert unchanged(layer, before)


def test_faulty_origins_are_told_and_the_layer_stays(draw, origins, reruns, window):
    layer = draw()
    before = rows(layer)
    add(origins, "town", HILL)
    reruns.run([layer])
    assert 'the identifier "town" stands on several features' in said(window)[0]
    assert unchanged(layer, before)


def test_an_error_of_the_worker_is_told_and_the_layer_stays(draw, origins, reruns, window, wait):
    layer = draw()
    before = rows(layer)
    origins.dataProvider().truncate()
    add(origins, "Cardiff", "Point(-3.18 51.48)")
    reruns.run([layer])
    wait(idle)
    assert any("of a street" in text for text in said(window))
    assert unchanged(layer, before)


def test_a_place_that_cannot_be_written_is_told_and_the_layer_stays(
    draw, reruns, window, wait, tmp_path
):
    folder = tmp_path / "project"
    folder.mkdir()
    QgsProject.instance().write(str(folder / "town.qgz"))
    layer = draw()
    before = rows(layer)
    (folder / "access_to_services").write_text("no folder")
    reruns.run([layer])
    wait(idle)
    assert any("is as it was: the new result cannot be written" in text for text in said(window))
    assert unchanged(layer, before)


def test_cancelling_leaves_the_layer_and_says_nothing(draw, origins, reruns, window, wait):
    layer = draw()
    before = rows(layer)
    reruns.run([layer])
    (task,) = QgsApplication.taskManager().activeTasks()
    wait(lambda: task.status() == task.TaskStatus.Running)
    began = time.monotonic()
    task.cancel()
    wait(idle)
    assert time.monotonic() - began < 1
    assert unchanged(layer, before)
    assert not [text for text in said(window) if "again" in text]


def test_a_layer_that_is_removed_meanwhile_hurts_nobody(draw, reruns, wait):
    layer = draw()
    reruns.run([layer])
    QgsProject.instance().removeMapLayer(layer.id())
    wait(idle)


def test_unloading_takes_the_menu_away_and_stops_what_runs(plugin, draw, window, wait):
    from access_to_services.plugin.layers import rerun

    layer = draw()
    rerun.add_actions(window)
    assert len(window.layer_actions) == 1
    (installed,) = rerun._installed
    installed.run([layer])
    rerun.remove_actions()
    assert window.layer_actions == []
    wait(idle)
    assert QgsVectorLayer.isValid(layer)
    offered = len(window.offered)
    QgsProject.instance().addMapLayer(layer.clone())
    assert len(window.offered) == offered
