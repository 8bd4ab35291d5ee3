"""The page Network: open, build, report, and what is said where that is impossible."""

import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from tests.plugin.panel.hands import press, rest, wait_for

SAMPLE = Path(__file__).resolve().parents[3] / "sample_gtfs"


@pytest.fixture
def page(hands):
    hands.dock.show_page("network")
    rest(0.05)
    return hands.network


def fill_in(page, target, feeds=("bus.zip", "rail.zip")):
    page.streets_file.setFilePath(str(SAMPLE / "town.osm.pbf"))
    for feed in feeds:
        page._add_feed(str(SAMPLE / feed))
    page.folder_file.setFilePath(str(target))


def test_without_a_network_the_page_says_what_one_is(page):
    assert page.empty_box.isVisible()
    assert not page.summary_box.isVisible()
    assert not page.recent_list.isVisible()
    assert not page.build_box.isCollapsed()


def test_open_asks_for_a_folder(hands, page, sample_network, monkeypatch):
    from access_to_services.plugin.panel import network_page

    monkeypatch.setattr(
        network_page.QFileDialog, "getExistingDirectory", lambda *_: str(sample_network)
    )
    press(page.open_button)
    assert not page.open_button.isEnabled()
    assert page.open_button.toolTip().endswith("…")
    hands.idle()
    assert page.open_button.isEnabled()
    assert hands.session.network["path"] == str(sample_network)
    assert page.name_label.text() == "town"
    assert "2025" in page.facts_label.text()
    assert page.build_box.isCollapsed()


def test_a_recent_network_is_opened_by_enter_and_forgotten_by_delete(hands, page, sample_network):
    hands.session.open_network(str(sample_network))
    hands.idle()
    hands.session.close_network()
    assert page.recent_list.count() == 1
    page.recent_list.setCurrentRow(0)
    QTest.keyClick(page.recent_list, Qt.Key.Key_Return)
    hands.idle()
    assert hands.session.network is not None
    page.recent_list.setCurrentRow(0)
    QTest.keyClick(page.recent_list, Qt.Key.Key_Delete)
    assert page.recent_list.count() == 0
    assert sample_network.is_dir()


def test_a_folder_that_is_no_network_leaves_the_open_one_open(
    hands, page, sample_network, tmp_path
):
    hands.session.open_network(str(sample_network))
    hands.idle()
    hands.session.open_network(str(tmp_path))
    hands.idle()
    assert hands.said()
    assert hands.session.network["path"] == str(sample_network)


def test_zoom_shows_the_whole_network(hands, page, sample_network):
    hands.session.open_network(str(sample_network))
    hands.idle()
    press(page.zoom_button)
    west, south, east, north = hands.session.network["bbox"]
    for lon, lat in ((west, south), (east, north)):
        assert hands.canvas.rect().contains(hands.pixel(lon, lat))


def test_zoom_leaves_the_page_of_welcome(hands, page, sample_network):
    hands.session.open_network(str(sample_network))
    hands.idle()
    hands.canvas.hide()
    press(page.zoom_button)
    assert hands.canvas.isVisible()


def test_the_health_report_opens_in_the_browser(hands, page, sample_network, monkeypatch):
    from access_to_services.plugin.panel import network_page

    opened = []
    monkeypatch.setattr(network_page.QDesktopServices, "openUrl", opened.append)
    hands.session.open_network(str(sample_network))
    hands.idle()
    press(page.report_button)
    hands.idle()
    assert "<html" in Path(opened[0].toLocalFile()).read_text(encoding="utf-8")


def test_build_makes_a_network_and_opens_it(hands, page, tmp_path):
    target = tmp_path / "Tŷ a gardd" / "town.network"
    target.parent.mkdir()
    assert not page.build_button.isEnabled()
    assert page.build_reason.text()
    fill_in(page, target)
    assert page.build_button.isEnabled()
    press(page.build_button)
    assert hands.session.job
    hands.idle()
    assert hands.session.network["path"] == str(target)
    assert [feed["name"] for feed in hands.session.network["feeds"]] == ["bus", "rail"]
    assert "town.network" in hands.said()


def test_a_build_that_is_cancelled_leaves_nothing(hands, page, tmp_path):
    fill_in(page, tmp_path / "town.network")
    press(page.build_button)
    cancel = hands.dock.status_line._cancel
    press(cancel)
    hands.idle()
    assert hands.session.network is None
    assert not (tmp_path / "town.network").exists()
    assert not hands.said()
    assert not cancel.isVisible()
    assert page.build_button.isEnabled()


def test_a_street_map_that_is_none_is_told(hands, page, tmp_path):
    fill_in(page, tmp_path / "town.network")
    page.streets_file.setFilePath(str(SAMPLE / "dwellings.csv"))
    press(page.build_button)
    hands.idle()
    assert "dwellings.csv" in hands.said()
    assert hands.session.network is None


def test_a_folder_that_is_something_else_is_left_alone(hands, page, tmp_path):
    (tmp_path / "letters.txt").write_text("dear")
    fill_in(page, tmp_path)
    press(page.build_button)
    hands.idle()
    assert hands.said()
    assert (tmp_path / "letters.txt").read_text() == "dear"


def test_a_street_map_suggests_the_name_of_the_network(page):
    page.streets_file.setFilePath(str(SAMPLE / "town.osm.pbf"))
    assert page.folder_file.filePath() == str(SAMPLE / "town.network")


def test_timetables_are_added_once_and_removed(page, monkeypatch):
    from access_to_services.plugin.panel import network_page

    files = [str(SAMPLE / "bus.zip"), str(SAMPLE / "rail.zip")]
    monkeypatch.setattr(network_page.QFileDialog, "getOpenFileNames", lambda *_: (files, ""))
    press(page.add_feed_button)
    press(page.add_feed_button)
    assert page._feeds() == files
    assert not page.remove_feed_button.isEnabled()
    page.feeds_list.item(0).setSelected(True)
    press(page.remove_feed_button)
    assert page._feeds() == files[1:]


def polygon_layer(crs="EPSG:4326"):
    layer = QgsVectorLayer(f"Polygon?crs={crs}" if crs else "Polygon", "Area", "memory")
    if not crs:
        layer.setCrs(QgsCoordinateReferenceSystem())
    QgsProject.instance().addMapLayer(layer)
    return layer


def choose_area(page, kind):
    page.area_box.setCurrentIndex(page.area_box.findData(kind))


def test_an_area_of_polygons_needs_a_layer(page, tmp_path):
    fill_in(page, tmp_path / "town.network")
    choose_area(page, "layer")
    assert not page.build_button.isEnabled()
    assert "polygon" in page.build_reason.text()


@pytest.mark.parametrize("crs", ["", "EPSG:4326"])
def test_an_area_without_crs_or_polygons_is_told(hands, page, tmp_path, crs):
    fill_in(page, tmp_path / "town.network")
    polygon_layer(crs)
    choose_area(page, "layer")
    press(page.build_button)
    assert hands.said().startswith("Area: the layer")
    assert not hands.session.job


def test_an_area_bounds_the_network(hands, page, sample_network, tmp_path):
    hands.session.open_network(str(sample_network))
    hands.idle()
    whole = hands.session.network
    west, south, east, north = whole["bbox"]
    layer = polygon_layer()
    feature = QgsFeature()
    corner = QgsRectangle(west, south, west + (east - west) / 50, south + (north - south) / 50)
    feature.setGeometry(QgsGeometry.fromRect(corner))
    layer.dataProvider().addFeatures([feature])
    page.build_box.setCollapsed(False)
    fill_in(page, tmp_path / "corner.network")
    choose_area(page, "layer")
    rest(0.1)
    press(page.build_button)
    hands.idle()
    assert hands.session.network["path"].endswith("corner.network")
    choose_area(page, "extent")
    sides = [float(side) for side in page._area().split(",")]
    assert sides[0] < sides[2]
    assert sides[1] < sides[3]


def test_a_deleted_network_is_told_when_the_panel_opens(hands, worker, sample_network, tmp_path):
    from access_to_services.plugin.panel.dock import Dock

    copy = tmp_path / "copy.network"
    shutil.copytree(sample_network, copy)
    hands.open(copy)
    shutil.rmtree(copy)
    again = Dock(hands.iface, worker)
    wait_for(lambda: not again.session.working)
    assert again.session.network is None
    assert hands.said()
    again.tear_down()
    again.deleteLater()
