"""Nearest services: what an answer tells of itself, what is refused, and how to stop."""

import logging
import time

import numpy as np
import pyarrow as pa
import pytest

from accessibility import DepartAt, TravelOptions, nearest_services
from accessibility.analysis.service_kinds import kinds_of
from accessibility.errors import Interrupted, NoServiceDataError, UsageError
from accessibility.places.points import Points
from accessibility.progress import Silent
from tests.core.analysis.nearest_cases import DEADLINE, MORNING, NOON, WALK, WINDOW


def test_the_provenance_names_all_that_answers_depend_on(network, homes, shops):
    def told(**changed):
        asked = {"origins": homes, "services": {"origins": shops}, "when": MORNING, **changed}
        return nearest_services(network, **asked).attrs["provenance"]

    first = told()
    assert first == told()
    assert first["result"] == "nearest_services"
    assert first["origins"]["count"] == len(homes)
    assert first["services"]["origins"]["count"] == len(shops)
    assert first["when"]["moment"] == "2025-05-13T08:10:00"
    for change in (
        {"services": {"shop": shops}},
        {"services": {"origins": shops.iloc[1:]}},
        {"return_when": NOON},
        {"k": 2},
        {"cap": 60},
        {"when": DEADLINE},
        {"options": TravelOptions(max_rides=2)},
    ):
        assert told(**change) != first


def test_what_is_known_of_a_table_survives_what_people_do_with_it(network, homes, shops):
    table = nearest_services(network, homes, shops, when=MORNING)
    reached = table[table["state"] == "reached"].copy()
    assert reached.attrs["provenance"] == table.attrs["provenance"]
    # Long lists are passed on, not copied at every step of the way.
    assert reached.attrs["points"] is table.attrs["points"]
    assert reached.attrs["services"] is table.attrs["services"]
    assert set(reached.attrs) == {"points", "services", "notes", "warnings", "provenance"}


def test_warnings_and_notes_reach_the_log_and_the_result(network, homes, shops, caplog):
    night = DepartAt("2025-05-11 03:00", "10min")
    with caplog.at_level(logging.INFO, "accessibility"):
        table = nearest_services(network, homes, shops, when=night, return_when=night)
    assert len(table.attrs["warnings"]) == len(set(table.attrs["warnings"])) > 0
    assert set(table.attrs["warnings"]) <= set(caplog.messages)
    with caplog.at_level(logging.INFO, "accessibility"):
        table = nearest_services(network, homes, "osm:pharmacy", options=WALK)
    assert table.attrs["notes"]
    assert set(table.attrs["notes"]) <= set(caplog.messages)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({}, "Public transport needs a moment"),
        ({"when": []}, "list of moments is empty"),
        ({"when": MORNING, "percentiles": [50]}, "percentiles: they need a window"),
        ({"when": WINDOW, "percentiles": [0]}, "0 is none"),
        ({"when": WINDOW, "return_when": NOON}, "both ways need a window, or neither"),
        ({"when": MORNING, "k": 0}, "k: 0 is no whole number"),
        ({"when": MORNING, "k": 1.5}, "k: 1.5 is no whole number"),
        ({"when": MORNING, "k": True}, "k: True is no whole number"),
        ({"when": MORNING, "cap": 0}, "longer than 0"),
        ({"when": MORNING, "cap": "soon"}, "cap: "),
        ({"when": MORNING, "cap": 121}, "longer than max_time, 120"),
        ({"when": MORNING, "return_service": "all"}, '"all" is none of any, nearest_outbound'),
        ({"when": MORNING, "nearest_rule": "min"}, '"min" is none of percentile_of_minimum'),
        ({"when": MORNING, "return_service": "best_pair"}, "needs a way back: give its moments"),
        (
            {"when": [MORNING, DEADLINE], "return_when": NOON, "return_service": "best_pair"},
            "as many moments back as there: there are 2 and 1",
        ),
        ({"when": MORNING, "output": "n.xlsx"}, "can be written as .gpkg, .geojson"),
    ],
)
def test_contradictions_are_usage_errors(network, homes, shops, call, message):
    with pytest.raises(UsageError, match=message):
        nearest_services(network, homes, shops, **call)


def test_a_moment_outside_the_timetables(network, homes, shops):
    with pytest.raises(NoServiceDataError, match="is outside the timetables"):
        nearest_services(
            network, homes, shops, when=MORNING, return_when=DepartAt("2031-05-13 08:00")
        )


@pytest.mark.parametrize("name", ["origins.gpkg", "shop.gpkg", "n.points.csv", "n.provenance.json"])
def test_no_file_that_is_read_is_written_over(network, homes, shops, tmp_path, name):
    homes.to_file(tmp_path / "origins.gpkg")
    shops.to_file(tmp_path / "shop.gpkg")
    given = {"shop": str(tmp_path / "shop.gpkg")}
    output = tmp_path / (name if name.endswith("gpkg") else "n.gpkg")
    if name == "n.points.csv":
        table = shops.assign(lon=shops.geometry.x, lat=shops.geometry.y)
        table.drop(columns="geometry").to_csv(tmp_path / name)
        given = {"shop": tmp_path / name}
    if name == "n.provenance.json":
        shops.to_file(tmp_path / name, driver="GeoJSON")
        given = {"shop": tmp_path / name}
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UsageError, match="is an input and would be overwritten"):
        nearest_services(network, tmp_path / "origins.gpkg", given, when=MORNING, output=output)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


class Cancelling(Silent):
    """Cancels as soon as a task of this name has begun."""

    def __init__(self, task):
        self._task = task
        self._begun = None

    def start(self, task, total=None):
        if task == self._task:
            self._begun = time.monotonic()

    def cancelled(self):
        return self._begun is not None

    @property
    def seconds(self):
        return time.monotonic() - self._begun


@pytest.mark.parametrize(
    ("task", "asked"),
    [
        ("Sweeping the timetable", {"when": MORNING}),
        ("Finding the nearest services", {"when": DepartAt("2025-05-13 07:00", "12h")}),
        (
            "Travelling between origins and services",
            {"when": MORNING, "return_when": NOON, "return_service": "best_pair"},
        ),
    ],
)
def test_whoever_cancels_is_heard_within_a_second(network, homes, shops, tmp_path, task, asked):
    chance = np.random.default_rng(3)
    lon, lat = chance.uniform(-3.31, -3.28, 100_000), chance.uniform(51.68, 51.72, 100_000)
    many = Points(pa.array(np.arange(len(lon))), lon, lat)
    nearest_services(network, homes, shops, **asked)  # searches are compiled
    progress = Cancelling(task)
    with pytest.raises(Interrupted):
        nearest_services(
            network, many, shops, **asked, progress=progress, output=tmp_path / "n.gpkg"
        )
    assert progress.seconds < 1
    assert list(tmp_path.iterdir()) == []


def test_kinds_keep_their_order_and_services_are_by_identifier(network, services):
    kinds = kinds_of(network, services.iloc[::-1], network.health.street_extent)
    assert [kind.kind for kind in kinds] == list(dict.fromkeys(services["kind"][::-1]))
    for kind in kinds:
        ids = kind.points.ids.to_pylist()
        assert ids == sorted(ids)
        of_id = services.set_index("id")["name"]
        assert kind.names.to_pylist() == list(of_id[ids])
