"""Isochrones of places that are clicked: they are drawn, follow changes, and can be kept."""

import os
import shutil
import signal

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtTest import QTest

from tests.plugin.panel.hands import press, rest, type_into, wait_for


def kept_layers():
    return [
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if layer.customProperty("access_to_services/request")
    ]


def test_a_click_draws_bands_and_the_way_to_the_street(in_town):
    in_town.click(*in_town.centre())
    assert in_town.bands() == [15, 30, 45, 60]
    assert in_town.live("origins").featureCount() == 1
    assert in_town.live("snapped").featureCount() == 1
    assert in_town.live("links").featureCount() == 1
    assert in_town.isochrones.time_label.text().endswith("ms")
    clicked, (lon, lat) = in_town.place(), in_town.centre()
    assert (clicked.x(), clicked.y()) == pytest.approx((lon, lat), abs=1e-4)
    legend = [item.label() for item in in_town.live("bands").renderer().legendSymbolItems()]
    assert len(legend) == 4


def test_the_areas_can_be_seen_on_the_map(in_town):
    refreshed = []
    in_town.canvas.mapCanvasRefreshed.connect(lambda: refreshed.append(True))
    before = in_town.canvas.grab().toImage()
    in_town.click(*in_town.centre())
    count = len(refreshed)
    wait_for(lambda: len(refreshed) > count or in_town.canvas.grab().toImage() != before)
    rest(0.5)
    at = in_town.pixel(*in_town.centre())
    seen = in_town.canvas.grab().toImage().pixelColor(at.x() + 30, at.y() + 30)
    assert seen != before.pixelColor(at.x() + 30, at.y() + 30)


def test_a_second_click_replaces_the_first_and_shift_adds(in_town):
    lon, lat = in_town.centre()
    in_town.click(lon, lat)
    in_town.click(lon + 0.01, lat)
    assert in_town.live("origins").featureCount() == 1
    assert not in_town.isochrones.combine_box.isVisible()
    in_town.click(lon - 0.01, lat, shift=True)
    assert in_town.live("origins").featureCount() == 2
    assert in_town.bands() == [15, 15, 30, 30, 45, 45, 60, 60]
    assert in_town.isochrones.combine_box.isVisible()
    in_town.isochrones.combine_box.setCurrentIndex(1)
    rest(0.2)
    in_town.idle()
    assert in_town.bands() == [15, 30, 45, 60]


def test_areas_follow_a_place_that_is_dragged(in_town):
    lon, lat = in_town.centre()
    in_town.click(lon, lat)
    answers = []
    in_town.isochrones._live.answered.connect(lambda answer, took: answers.append(took))
    in_town.drag((lon, lat), [(lon + step / 1000, lat) for step in range(1, 11)])
    assert in_town.place().x() == pytest.approx(lon + 0.01, abs=2e-4)
    assert in_town.live("origins").featureCount() == 1
    assert answers
    assert in_town.place("snapped").x() == pytest.approx(lon + 0.01, abs=0.006)


def test_changed_values_are_asked_once_they_rest(in_town):
    in_town.click(*in_town.centre())
    asked = []
    ask = in_town.session.ask
    in_town.session.ask = lambda *a, **k: (asked.append(a), ask(*a, **k))[1]
    type_into(in_town.isochrones.minutes_edit, "7.5, 20")
    rest(0.3)
    in_town.idle()
    assert in_town.bands() == [7.5, 20]
    assert len(asked) == 1
    in_town.isochrones.minutes_edit.setText("7.50, 20")  # the same in other words
    rest(0.3)
    assert len(asked) == 1


def test_rings_and_nested_areas_differ(in_town):
    in_town.click(*in_town.centre())
    box = in_town.isochrones.shape_box

    def largest():
        return max(feature["area_km2"] for feature in in_town.live("bands").getFeatures())

    in_town.isochrones.shape_box.setCurrentIndex(box.findData("rings"))
    rest(0.2)
    in_town.idle()
    rings = largest()
    box.setCurrentIndex(box.findData("nested"))
    rest(0.2)
    in_town.idle()
    assert largest() > rings


@pytest.mark.parametrize("text", ["", "soon", "30, 15", "15, 15", "0, 15", "15, 9999"])
def test_minutes_that_make_no_sense_are_told_beside_them(in_town, text):
    in_town.click(*in_town.centre())
    page = in_town.isochrones
    before = in_town.bands()
    page.minutes_edit.setText(text)
    rest(0.2)
    in_town.idle()
    assert page.minutes_note.isVisible()
    assert page.minutes_note.text()
    assert in_town.bands() == before


def test_more_than_two_hours_can_be_asked(in_town):
    in_town.click(*in_town.centre())
    in_town.isochrones.minutes_edit.setText("60, 150")
    rest(0.2)
    in_town.idle()
    assert in_town.bands()[-1] == 150 or not in_town.said()


@pytest.mark.parametrize("mode", ["walk", "cycle", "car"])
def test_every_mode_answers_and_hides_what_it_has_no_use_for(in_town, mode):
    page = in_town.isochrones
    in_town.click(*in_town.centre())
    page.mode_box.setCurrentIndex(page.mode_box.findData(mode))
    rest(0.2)
    in_town.idle()
    assert in_town.bands()
    assert {f["mode"] for f in in_town.live("bands").getFeatures()} == {mode}
    assert not page.date_edit.isVisible()


def test_a_window_has_a_percentile(in_town):
    page = in_town.isochrones
    in_town.click(*in_town.centre())
    assert not page.percentile_spin.isVisible()
    page.window_spin.setValue(30)
    assert page.percentile_spin.isVisible()
    page.percentile_spin.setValue(75)
    rest(0.2)
    in_town.idle()
    assert {f["percentile"] for f in in_town.live("bands").getFeatures()} == {75}


def test_a_place_outside_the_network_is_told_and_its_areas_are_gone(in_town):
    in_town.click(*in_town.centre())
    west, south, _, _ = in_town.session.network["bbox"]
    in_town.canvas.zoomByFactor(3)
    rest(0.2)
    in_town.click(west - 0.02, south - 0.02)
    assert in_town.said()
    assert in_town.isochrones.note_label.isVisible()
    assert in_town.bands() == []
    assert in_town.live("origins").featureCount() == 1
    assert not in_town.isochrones.keep_button.isEnabled()
    in_town.click(*in_town.centre())
    assert in_town.bands()
    assert not in_town.said()


def test_clear_takes_everything_off_the_map(in_town):
    in_town.click(*in_town.centre())
    press(in_town.isochrones.clear_button)
    assert not QgsProject.instance().mapLayers()
    assert not QgsProject.instance().layerTreeRoot().children()
    assert not in_town.isochrones.clear_button.isEnabled()


def test_layers_that_the_user_removes_come_back_with_the_next_click(in_town):
    in_town.click(*in_town.centre())
    QgsProject.instance().removeMapLayer(in_town.live("snapped").id())
    in_town.click(*in_town.centre())
    assert in_town.live("snapped").featureCount() == 1
    QgsProject.instance().clear()
    QgsProject.instance().setCrs(in_town.canvas.mapSettings().destinationCrs())
    in_town.click(*in_town.centre())
    assert in_town.bands() == [15, 30, 45, 60]


def test_keep_copies_into_layers_of_their_own(in_town):
    in_town.click(*in_town.centre())
    press(in_town.isochrones.keep_button)
    kept = kept_layers()
    areas = next(layer for layer in kept if layer.featureCount() == 4)
    assert areas.crs().authid() == "EPSG:27700"
    assert areas.providerType() == "memory"
    lon, lat = in_town.centre()
    in_town.click(lon + 0.01, lat)
    assert areas.featureCount() == 4
    assert in_town.live("bands").id() != areas.id()


def test_what_is_kept_is_not_drawn_twice(in_town):
    in_town.click(*in_town.centre())
    press(in_town.isochrones.keep_button)
    node = QgsProject.instance().layerTreeRoot().findLayer(in_town.live("bands").id())
    assert not node.isVisible()
    in_town.click(*in_town.centre())
    assert node.isVisible()


def test_the_first_layers_of_a_project_leave_the_map_where_it_is(in_town):
    before = in_town.canvas.extent()
    in_town.click(*in_town.centre())
    rest(0.3)
    assert in_town.canvas.layers()
    assert in_town.canvas.extent().toString(0) == before.toString(0)


def test_the_group_more_shows_what_the_mode_knows(in_town):
    page = in_town.isochrones
    page.mode_box.setCurrentIndex(page.mode_box.findData("walk"))
    assert not page.walk_speed_spin.isVisible()
    page.more_box.setCollapsed(False)
    rest(0.1)
    assert page.walk_speed_spin.isVisible()
    assert not page.rides_spin.isVisible()
    page.walk_speed_spin.setValue(5)
    press(page.defaults_button)
    assert page.walk_speed_spin.value() == pytest.approx(3.6)
    assert page._form.params()["options"] == {"mode": "walk"}


def test_keep_writes_beside_a_saved_project(in_town, tmp_path):
    QgsProject.instance().write(str(tmp_path / "project.qgz"))
    in_town.click(*in_town.centre())
    press(in_town.isochrones.keep_button)
    press(in_town.isochrones.keep_button)
    files = sorted((tmp_path / "access_to_services").glob("*.gpkg"))
    assert len(files) == 4  # areas and places on streets, twice
    assert {layer.providerType() for layer in kept_layers()} == {"ogr"}
    assert all(layer.isValid() for layer in kept_layers())


def test_where_nothing_can_be_written_what_is_kept_is_temporary(in_town, tmp_path):
    QgsProject.instance().write(str(tmp_path / "project.qgz"))
    (tmp_path / "access_to_services").write_text("in the way")
    in_town.click(*in_town.centre())
    press(in_town.isochrones.keep_button)
    assert in_town.said()
    assert {layer.providerType() for layer in kept_layers()} == {"memory"}


def test_a_saved_project_comes_back_without_empty_live_layers(in_town, tmp_path):
    in_town.click(*in_town.centre())
    file = str(tmp_path / "project.qgz")
    QgsProject.instance().write(file)
    QgsProject.instance().clear()
    QgsProject.instance().read(file)
    assert in_town.live("bands") is None
    assert not QgsProject.instance().layerTreeRoot().children()


def test_days_without_service_are_grey_with_the_reason(in_town):
    page = in_town.isochrones
    trips, full = [100, 100, 0, 60], [True, True, False, False]
    page._form.take_calendar(
        {"first": "2025-05-12", "trips": trips, "full": full, "default": "2025-05-13"}
    )
    calendar = page.date_edit.calendarWidget()
    reasons = []
    for number in range(4):
        day = QDate(2025, 5, 12 + number)
        page.date_edit.setDate(day)
        reasons.append(page.day_note.text() if page.day_note.isVisible() else "")
        looks = calendar.dateTextFormat(day)
        assert looks.fontStrikeOut() == (not trips[number])
        assert looks.toolTip() == (reasons[-1] or "Trips on this day: 100")
    assert reasons[:2] == ["", ""]
    assert reasons[2] != reasons[3]
    assert "" not in reasons[2:]
    assert calendar.maximumDate() == QDate(2025, 5, 15)


def test_the_date_is_the_best_served_tuesday(in_town):
    assert in_town.isochrones.date_edit.date().dayOfWeek() == 2
    expected = in_town.session.network["default_date"]
    assert in_town.isochrones.date_edit.date().toString(Qt.DateFormat.ISODate) == expected


def test_escape_puts_the_tool_away(in_town):
    press(in_town.isochrones.pick_button)
    QTest.keyClick(in_town.canvas, Qt.Key.Key_Escape)
    assert not in_town.isochrones.pick_button.isChecked()
    assert in_town.canvas.mapTool() is None


def test_a_network_that_is_deleted_is_closed(hands, sample_network, tmp_path):
    copy = tmp_path / "copy.network"
    shutil.copytree(sample_network, copy)
    hands.open(copy)
    hands.click(*hands.centre())
    place = hands.centre()
    shutil.rmtree(copy)
    hands.click(*place)
    assert hands.session.network is None
    assert hands.said()
    assert hands.isochrones.empty_box.isVisible()
    assert not hands.isochrones.form.isVisible()
    assert hands.canvas.mapTool() is None


def test_a_worker_that_is_killed_is_told_and_comes_back(in_town):
    in_town.click(*in_town.centre())
    in_town.isochrones.window_spin.setValue(120)
    wait_for(lambda: in_town.session.working)
    os.kill(in_town.session.worker._process.processId(), signal.SIGKILL)
    in_town.idle()
    assert in_town.said()
    in_town.click(*in_town.centre())
    assert in_town.bands() == [15, 30, 45, 60]


def test_what_was_chosen_is_remembered(in_town, worker):
    from access_to_services.plugin.panel.dock import Dock

    page = in_town.isochrones
    page.minutes_edit.setText("10, 20")
    page.mode_box.setCurrentIndex(page.mode_box.findData("walk"))
    page.walk_speed_spin.setValue(4.2)
    again = Dock(in_town.iface, worker)
    wait_for(lambda: not again.session.working)
    assert again.isochrones_page.minutes_edit.text() == "10, 20"
    assert again.isochrones_page.mode_box.currentData() == "walk"
    assert again.isochrones_page.walk_speed_spin.value() == pytest.approx(4.2)
    assert again.session.network["path"] == in_town.session.network["path"]
    assert again.tabs.currentIndex() == 2
    again.tear_down()
    again.deleteLater()
