"""Isochrones of a point layer: run, cancelled, and layers that are of no use."""

import os
import signal

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)

from tests.plugin.panel.hands import press, rest, wait_for
from tests.plugin.panel.test_isochrones_by_click import kept_layers


def point_layer(places, crs="EPSG:4326"):
    source = "Point?field=name:string&field=beds:integer" + (f"&crs={crs}" if crs else "")
    layer = QgsVectorLayer(source, "Surgeries", "memory")
    if not crs:
        layer.setCrs(QgsCoordinateReferenceSystem())
    features = []
    for number, (lon, lat) in enumerate(places):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"S{number}", 10 * number])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(lon, lat)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def ready(in_town):
    """The page turned to point layers; gives places around the centre of the town."""
    press(in_town.isochrones.layer_radio)
    rest(0.05)
    return in_town


def around(hands, count):
    lon, lat = hands.centre()
    return [(lon + number * 0.002, lat) for number in range(count)]


def areas():
    return next(layer for layer in kept_layers() if layer.fields().lookupField("minutes") >= 0)


def test_without_a_layer_run_says_why_not(ready):
    assert not ready.isochrones.run_button.isEnabled()
    assert ready.isochrones.run_button.toolTip()
    point_layer(around(ready, 1))
    assert ready.isochrones.run_button.isEnabled()


def test_run_carries_the_fields_over(ready):
    point_layer(around(ready, 3))
    ready.isochrones.id_box.setField("name")
    press(ready.isochrones.run_button)
    assert not ready.isochrones.run_button.isEnabled()
    ready.idle()
    found = areas()
    assert found.name().startswith("Surgeries, 20")
    assert {(f["id"], f["beds"]) for f in found.getFeatures()} == {
        ("S0", 0),
        ("S1", 10),
        ("S2", 20),
    }
    assert found.featureCount() == 12


def test_union_and_selected_features(ready):
    layer = point_layer(around(ready, 3))
    layer.selectByIds([1, 2])
    page = ready.isochrones
    page.selected_check.setChecked(True)
    page.combine_box.setCurrentIndex(page.combine_box.findData("union"))
    press(page.run_button)
    ready.idle()
    assert areas().featureCount() == 4


def test_a_point_without_an_answer_has_a_layer_of_its_own(ready):
    west, south, _, _ = ready.session.network["bbox"]
    point_layer([*around(ready, 1), (west - 0.5, south - 0.5)])
    press(ready.isochrones.run_button)
    ready.idle()
    assert ready.isochrones.note_label.isVisible()
    assert [layer.name() for layer in kept_layers() if layer.featureCount() == 1]
    without = next(layer for layer in kept_layers() if layer.name() == "Points without an answer")
    assert next(without.getFeatures())["status"] in ("outside", "too_far")


@pytest.mark.parametrize("crs", ["", "EPSG:4326"])
def test_a_layer_without_crs_or_points_is_told(ready, crs):
    point_layer([] if crs else around(ready, 1), crs)
    press(ready.isochrones.run_button)
    assert "Surgeries" in ready.said()
    assert ready.isochrones.note_label.isVisible()
    assert not ready.session.job


def test_all_points_outside_is_told(ready):
    west, south, _, _ = ready.session.network["bbox"]
    point_layer([(west - 0.5, south - 0.5)])
    press(ready.isochrones.run_button)
    ready.idle()
    assert ready.said()
    assert not kept_layers()


def test_a_run_is_cancelled(ready):
    point_layer(around(ready, 300))
    ready.isochrones.window_spin.setValue(600)
    press(ready.isochrones.run_button)
    rest(0.5)
    press(ready.dock.status_line._cancel)
    wait_for(lambda: not ready.session.working, 5)
    assert not kept_layers()
    assert not ready.said()
    assert ready.isochrones.run_button.isEnabled()


def test_a_worker_that_is_killed_during_a_run_is_told(ready):
    point_layer(around(ready, 300))
    ready.isochrones.window_spin.setValue(600)
    press(ready.isochrones.run_button)
    rest(0.5)
    os.kill(ready.session.worker._process.processId(), signal.SIGKILL)
    ready.idle()
    assert ready.said()
    assert ready.isochrones.run_button.isEnabled()
    ready.isochrones.window_spin.setValue(0)
    ready.isochrones.selected_check.setChecked(True)
    ready.isochrones.layer_box.currentLayer().selectByIds([1])
    press(ready.isochrones.run_button)
    ready.idle()
    assert areas().featureCount() == 4


def test_a_layer_that_is_removed_during_its_run_still_gets_its_answer(ready):
    layer = point_layer(around(ready, 2))
    press(ready.isochrones.run_button)
    QgsProject.instance().removeMapLayer(layer.id())
    ready.idle()
    assert areas().featureCount() == 8
