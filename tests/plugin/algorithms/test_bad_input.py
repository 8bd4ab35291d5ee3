"""What cannot be meant is refused before anything runs; the rest fails with a clear message."""

import os
import shutil
import stat

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.plugin.toolbox import SAMPLE, points

TRANSIT, WALK, CYCLE, CAR = range(4)
CARDIFF = "Point(-3.18 51.48)"


@pytest.fixture
def asked(sample_network, three, tmp_path):
    """Parameters of isochrones that are in order."""
    return {
        "NETWORK": str(sample_network),
        "ORIGINS": three,
        "DATE": "2025-05-13",
        "OUTPUT": str(tmp_path / "areas.gpkg"),
    }


@pytest.fixture
def asked_matrix(asked, three, tmp_path):
    return {**asked, "DESTINATIONS": three, "OUTPUT": str(tmp_path / "times.csv")}


def test_what_is_in_order_is_accepted(toolbox, asked, asked_matrix):
    assert toolbox.problem("isochrones", **asked) == ""
    assert toolbox.problem("traveltimematrix", **asked_matrix) == ""
    assert toolbox.problem("itineraries", **{**asked_matrix, "OUTPUT": "memory:"}) == ""


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"TIME": None}, "needs a time of day, such as 08:30"),
        ({"TIME": ""}, "needs a time of day"),
        ({"TIME": None, "WINDOW": 60}, "window needs the time of day"),
        ({"MODE": WALK, "WINDOW": 60}, "for public transport only"),
        ({"MODE": WALK, "MEASURE": 1}, "for public transport only"),
        ({"MODE": WALK, "DIRECTION": 1, "TIME": None}, "deadline needs a time of day"),
        ({"MODE": CAR, "MAX_RIDES": 2}, '"Most vehicles" is for public transport only'),
        ({"MODE": WALK, "MAX_WALK_TIME": 30}, '"Longest walk (minutes)" is for public transport'),
        ({"MODE": WALK, "FULL_COVERAGE": True}, "is for public transport only"),
        ({"CYCLE_SPEED": 15}, "has no effect: nobody travels by bicycle"),
        ({"MAX_CAR_TIME": 10}, "has no effect: nobody travels by car"),
        ({"MODE": CYCLE, "WHEELCHAIR": True}, "cannot be combined with cycling"),
        ({"MODE": CAR, "WHEELCHAIR": True}, "makes no difference by car"),
        ({"WHEELCHAIR_UNKNOWN": 1}, "has no effect without a wheelchair"),
        ({"TRANSIT_MODES": []}, "TRANSIT_MODES"),
        ({"MINUTES": "30,15"}, "give ascending numbers above 0"),
        ({"MINUTES": "15,15"}, "give ascending numbers above 0"),
        ({"MINUTES": "0,15"}, "give ascending numbers above 0"),
        ({"MINUTES": "a quarter"}, 'Minutes "a quarter"'),
        ({"MINUTES": "nan"}, "give ascending numbers"),
        ({"MINUTES": "60,180"}, "beyond the longest travel time, 120 minutes"),
        ({"PERCENTILE": 75}, "A percentile needs a window"),
        ({"COMBINE": 2}, "need a number of origins"),
        ({"AT_LEAST": 2}, "need a number of origins"),
        ({"OUTPUT": "/tmp"}, "/tmp is a folder"),
        ({"NETWORK": "/no/such/folder"}, '"/no/such/folder" is no network'),
        ({"NETWORK": "/tmp"}, '"/tmp" is no network. Choose the folder'),
    ],
)
def test_contradictions_of_isochrones_are_told_before_running(toolbox, asked, given, told):
    assert told in toolbox.problem("isochrones", **{**asked, **given})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"PERCENTILES": "25,50"}, "Percentiles need a window"),
        ({"PERCENTILES": "50,25", "WINDOW": 60}, "ascending"),
        ({"PERCENTILES": "50,101", "WINDOW": 60}, "up to 100"),
        ({"PERCENTILES": "half", "WINDOW": 60}, 'Percentiles "half"'),
        ({"OUTPUT": "/tmp/times.xlsx"}, "xlsx"),
    ],
)
def test_contradictions_of_a_matrix_are_told_before_running(toolbox, asked_matrix, given, told):
    assert told in toolbox.problem("traveltimematrix", **{**asked_matrix, **given})


def test_fares_by_a_file_need_the_file(toolbox, asked_matrix):
    given = {**asked_matrix, "OUTPUT": "memory:"}
    assert "need that file" in toolbox.problem("itineraries", **given, PRICED=2)
    assert "need that file" in toolbox.problem("itineraries", **given, FARES="/tmp/fares.toml")


def test_a_page_ends_with_html(toolbox, sample_network, tmp_path):
    output = str(tmp_path / "report.pdf")
    told = toolbox.problem("checknetwork", NETWORK=str(sample_network), OUTPUT=output)
    assert "Let its name end with .html" in told


def test_a_build_refuses_what_cannot_be_meant(toolbox, tmp_path):
    asked = {"OSM": str(SAMPLE / "town.osm.pbf"), "OUTPUT": str(tmp_path / "new")}
    assert toolbox.problem("buildnetwork", **asked) == ""
    assert "no file" in toolbox.problem("buildnetwork", **{**asked, "OSM": "/no/map.pbf"})
    assert "no file" in toolbox.problem("buildnetwork", **asked, GTFS=["/no/feed.zip"])
    assert "without an area" in toolbox.problem("buildnetwork", **asked, AREA_BUFFER=100)
    area = QgsVectorLayer(str(SAMPLE / "large_areas.geojson"), "areas", "ogr")
    both = {"AREA": area, "EXTENT": "-3.3,-3.2,51.6,51.7 [EPSG:4326]"}
    assert "not both" in toolbox.problem("buildnetwork", **asked, **both)
    (tmp_path / "letters.txt").write_text("keep me")
    told = toolbox.problem("buildnetwork", **{**asked, "OUTPUT": str(tmp_path)})
    assert "holds other things" in told


def test_a_folder_that_may_not_be_written_is_told_before_running(toolbox, asked, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # tests may run as root
    assert "cannot be written" in toolbox.problem("isochrones", **asked)
    assert toolbox.problem("isochrones", **{**asked, "OUTPUT": "memory:"}) == ""


def refusal(toolbox, name, **parameters):
    with pytest.raises(QgsProcessingException) as caught:
        toolbox.run(name, **parameters)
    return str(caught.value)


def test_a_layer_without_crs_is_one_clear_error(toolbox, asked):
    layer = points([("a", "Point(-3.3 51.7)")], crs="")
    told = refusal(toolbox, "isochrones", **{**asked, "ORIGINS": layer})
    assert told == (
        "Origins: the layer says no coordinate reference system. Set it in its properties."
    )


@pytest.mark.parametrize("places", [[], [("a", None)]])
def test_an_empty_layer_is_a_clear_error(toolbox, asked, places):
    told = refusal(toolbox, "isochrones", **{**asked, "ORIGINS": points(places)})
    assert told.startswith("Origins: the layer has no features with a geometry.")


def test_doubled_identifiers_are_named(toolbox, asked):
    layer = points([("a", "Point(-3.3 51.7)"), ("a", "Point(-3.29 51.7)")])
    told = refusal(toolbox, "isochrones", **{**asked, "ORIGINS": layer, "ORIGINS_ID": "name"})
    assert 'the identifier "a" stands on several features' in told


def test_a_missing_identifier_is_named(toolbox, asked):
    layer = points([("a", "Point(-3.3 51.7)"), (None, "Point(-3.29 51.7)")])
    told = refusal(toolbox, "isochrones", **{**asked, "ORIGINS": layer, "ORIGINS_ID": "name"})
    assert "feature 2 has no identifier" in told


def test_lines_are_no_origins(toolbox, asked):
    layer = points([("a", "LineString(-3.3 51.7, -3.29 51.7)")], kind="LineString")
    told = refusal(toolbox, "isochrones", **{**asked, "ORIGINS": layer})
    assert "neither a point nor an area" in told


def test_points_outside_the_network_are_told_with_its_place(toolbox, asked):
    layer = points([("Cardiff", CARDIFF)])
    told = refusal(toolbox, "isochrones", **{**asked, "ORIGINS": layer})
    assert "No origin lies within 300 m of a street" in told


def test_a_day_without_service_is_told_in_words_of_the_window(toolbox, asked):
    told = refusal(toolbox, "isochrones", **{**asked, "DATE": "2031-05-13"})
    assert "2031-05-13" in told
    assert "DepartAt" not in told


def test_a_network_that_is_broken_is_told(toolbox, asked, sample_network, tmp_path):
    broken = tmp_path / "broken.network"
    shutil.copytree(sample_network, broken)
    (broken / "manifest.json").write_text("{}")
    told = refusal(toolbox, "isochrones", **{**asked, "NETWORK": str(broken)})
    assert "broken.network" in told


def test_without_an_environment_it_is_said_what_to_press(toolbox, asked):
    from access_to_services.plugin import settings

    before = settings.get("environment/python", "", str)
    settings.put("environment/python", "")
    try:
        told = refusal(toolbox, "isochrones", **asked)
    finally:
        settings.put("environment/python", before)
    assert "Set up" in told


def test_an_output_in_a_folder_that_cannot_be_made_is_told(toolbox, asked, tmp_path):
    (tmp_path / "file").write_text("")
    asked = {**asked, "OUTPUT": str(tmp_path / "file" / "areas.gpkg")}
    assert "cannot be written" in toolbox.problem("isochrones", **asked)


def test_no_old_result_is_lost_by_a_run_that_fails(toolbox, asked, tmp_path):
    old = tmp_path / "areas.gpkg"
    old.write_bytes(b"an old result")
    assert stat.S_ISREG(old.stat().st_mode)
    refusal(toolbox, "isochrones", **{**asked, "DATE": "2031-05-13"})
    assert old.read_bytes() == b"an old result"
