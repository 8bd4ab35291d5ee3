"""Real feeds."""

from datetime import date

import numpy as np
import pytest

from accessibility.network.calendar import boardable
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.health.health import compose
from accessibility.network.travel.joining import SnappedPoints


@pytest.fixture(scope="module")
def bus(newport):
    return read_feeds([newport / "gtfs-bus-2023-06-13.zip"])


def test_newport_in_numbers(bus):
    timetable, (report,) = bus
    assert (report.routes, report.trips, report.stop_times) == (85, 1343, 43199)
    assert report.stops_served == 1570
    assert report.rows["calendar_dates"] == report.rows["frequencies"] == 0
    assert (report.first_date, report.last_date) == ("2023-06-05", "2024-03-01")
    assert int(timetable.st_departure.max()) == 31 * 3600 + 30 * 60
    assert report.trips_in_blocks == 34
    assert report.rules_for_changes == {}
    assert report.problems == ()


def test_newport_times_never_decrease(bus):
    timetable, _ = bus
    within = np.ones(len(timetable.st_stop) - 1, dtype=bool)
    within[timetable.trip_offset[1:-1] - 1] = False
    assert (timetable.st_arrival[1:] >= timetable.st_departure[:-1])[within].all()
    assert (timetable.st_departure >= timetable.st_arrival).all()


def test_newport_says_that_two_thirds_of_its_stops_lie_outside_the_streets(bus):
    timetable, feeds = bus
    west, south, east, north = extent = (-3.078, 51.526, -2.925, 51.597)
    lon, lat = timetable.stop_lon, timetable.stop_lat
    inside = (lon > west) & (lon < east) & (lat > south) & (lat < north)
    report = compose(
        timetable=timetable,
        feeds=feeds,
        street_counts={},
        street_extent=extent,
        stops=SnappedPoints(
            edge=np.where(inside, 0, -1).astype(np.int32),
            first_mm=np.zeros(len(lon), dtype=np.int32),
            distance_mm=np.zeros(len(lon), dtype=np.int64),
        ),
        through_entrances=np.zeros(len(lon), dtype=bool),
        stop_snap_radius=300,
    )
    verdict = str(report).partition("\n\n")[0].replace("\n", " ")
    assert "about two thirds of the stops (1,055 of 1,570) lie outside the streets" in verdict
    services = report.services_on(date(2023, 6, 13))
    assert (services.trips, services.departures) == (1343, 41570)
    assert services.departures == boardable(timetable).sum()
    assert report.services_on(date(2023, 12, 25)).feeds[0].valid


def test_coaches_and_trains_are_joined(newport):
    names = ("gtfs-bus-coach-2024-03-05.zip", "gtfs-rail-2024-03-05.zip")
    timetable, reports = read_feeds([newport / name for name in names])
    assert [report.trips for report in reports] == [5426, 939]
    assert [report.stop_times for report in reports] == [204361, 12082]
    assert timetable.st_stop.max() < timetable.n_stops
    assert reports[1].trips_by_mode == {"rail": 919, "bus": 20}


def test_porto_alegre_has_most_of_its_times_interpolated(shared_data):
    folder = shared_data / "porto_alegre"
    timetable, reports = read_feeds([folder / "poa_eptc.zip", folder / "poa_trensurb.zip"])
    assert len(timetable.st_stop) == reports[0].stop_times + reports[1].stop_times == 144874
    assert int(timetable.st_arrival.min()) >= 0
    assert timetable.timezone == "America/Sao_Paulo"
