"""What is read from extracts and feeds: the network's arrays and the oracle's objects agree."""

from datetime import date, timedelta

import numpy as np
import pytest

from accessibility.network.extract import access
from accessibility.options import TRANSIT_MODES
from tests.oracle.speeds import car_class, tagged_limit

USES = {
    "foot": (access.USE_FOOT, access.USE_FOOT),
    "bicycle": (access.USE_BICYCLE_FORWARD, access.USE_BICYCLE_BACKWARD),
    "car": (access.USE_CAR_FORWARD, access.USE_CAR_BACKWARD),
    "wheelchair": (access.USE_WHEELCHAIR, access.USE_WHEELCHAIR),
}
LINKABLE = {
    "foot": access.FOOT,
    "bicycle": access.BICYCLE,
    "car": access.CAR,
    "wheelchair": access.WHEELCHAIR,
}
MODE_NAMES = {number: name for name, number in TRANSIT_MODES.items()}


@pytest.fixture(scope="session", params=["sample", "newport", "valley"])
def twins(request):
    return request.getfixturevalue(f"{request.param}_twins")


def test_edges_and_links_are_the_same(twins):
    streets, edges = twins.network.streets, twins.oracle.edges
    assert streets.edge_way.tolist() == [edge.way for edge in edges]
    assert streets.edge_length.tolist() == [edge.length_mm for edge in edges]
    points = zip(streets.shape_x.tolist(), streets.shape_y.tolist(), strict=True)
    assert list(points) == [point for edge in edges for point in edge.shape]
    assert np.diff(streets.shape_offset).tolist() == [len(edge.shape) for edge in edges]
    names = [streets.names[name] for name in streets.edge_name]
    assert names == [edge.name for edge in edges]


def test_edges_meet_at_the_same_vertices(twins):
    streets, edges = twins.network.streets, twins.oracle.edges
    ours = [*streets.edge_from.tolist(), *streets.edge_to.tolist()]
    theirs = [edge.from_vertex for edge in edges] + [edge.to_vertex for edge in edges]
    # One name there for each number here, and the other way round.
    assert len(set(zip(ours, theirs, strict=True))) == len(set(ours)) == len(set(theirs))
    assert set(ours) == set(range(len(streets.vertex_x)))
    starts = [edge.shape[0] for edge in edges]
    x, y = streets.vertex_x[streets.edge_from], streets.vertex_y[streets.edge_from]
    assert list(zip(x.tolist(), y.tolist(), strict=True)) == starts


@pytest.mark.parametrize("mode", USES)
def test_who_may_use_an_edge_and_join_it(twins, mode):
    streets, edges = twins.network.streets, twins.oracle.edges
    forwards, backwards = USES[mode]
    ours = [(bool(use & forwards), bool(use & backwards)) for use in streets.edge_access.tolist()]
    assert ours == [edge.directions(mode) for edge in edges]
    linkable = (streets.edge_linkable & LINKABLE[mode] != 0).tolist()
    assert linkable == [mode in edge.linkable for edge in edges]
    assert any(linkable)
    assert not all(linkable)


def test_speed_limits_and_classes_are_the_same(twins):
    streets, edges = twins.network.streets, twins.oracle.edges
    for forwards, column in (
        (True, streets.edge_maxspeed_forward),
        (False, streets.edge_maxspeed_backward),
    ):
        theirs = [tagged_limit(edge.tags, forwards=forwards) or 0 for edge in edges]
        assert column.tolist() == theirs
        assert any(theirs)
    ours = [access.HIGHWAY_CLASSES[number] for number in streets.edge_class.tolist()]
    theirs = [car_class(edge.tags) or access.BARRIER_LINK for edge in edges]
    assert ours == theirs


def test_restricted_turns_are_the_same(twins):
    streets, turns = twins.network.streets, twins.oracle.ways.turns
    ours = {
        (edge_from, edge_to, only)
        for edge_from, edge_to, only in zip(
            streets.turn_from.tolist(),
            streets.turn_to.tolist(),
            streets.turn_only.tolist(),
            strict=True,
        )
        if not is_loop(streets, edge_from) and not is_loop(streets, edge_to)
    }
    theirs = {(first, second, False) for first, _, second in turns.forbidden}
    theirs |= {
        (first, second, True) for (first, _), those in turns.only.items() for second in those
    }
    assert ours == theirs
    assert {only for *_, only in theirs} == {False, True}


def is_loop(streets, edge):
    return streets.edge_from[edge] == streets.edge_to[edge]


def test_stops_are_the_same_and_join_at_the_same_places(twins):
    timetable, joins, oracle = twins.network.timetable, twins.network.stops, twins.oracle
    ids = timetable.stops["stop_id"].to_pylist()
    assert ids == [stop.id for stop in oracle.timetable.stops]
    for row, stop in enumerate(oracle.timetable.stops):
        here = (float(timetable.stop_lon[row]), float(timetable.stop_lat[row]))
        assert here == stop.lonlat if stop.lonlat else np.isnan(here).all()
    parents = [ids[parent] if parent >= 0 else "" for parent in timetable.stop_parent.tolist()]
    assert parents == [stop.parent for stop in oracle.timetable.stops]
    stations = [ids[place] if place >= 0 else "" for place in timetable.stop_station.tolist()]
    assert stations == [stop.station for stop in oracle.timetable.stops]
    entrances = [stop.entrance for stop in oracle.timetable.stops]
    assert timetable.stop_entrance.tolist() == entrances
    assert np.flatnonzero(timetable.stop_used).tolist() == list(oracle.stops)
    ours = {
        stop: (int(joins.edge[stop]), int(joins.first_mm[stop]), int(joins.distance_mm[stop]))
        for stop in oracle.stops
        if joins.edge[stop] >= 0
    }
    theirs = {
        stop: (joined.edge.id, joined.first_mm, joined.connector_mm)
        for stop, joined in oracle.joined_stops.items()
    }
    assert ours == theirs
    assert 0 < len(ours) < len(oracle.stops)


def trips_of(timetable):
    """Calls, vehicle and dates of every trip by (feed, trip id)."""
    epoch = date(1970, 1, 1)
    dates = [
        frozenset(epoch + timedelta(days=day) for day in days.tolist())
        for days in np.split(timetable.service_dates, timetable.service_offset[1:-1])
    ]
    columns = (
        timetable.st_stop,
        timetable.st_arrival,
        timetable.st_departure,
        timetable.st_pickup != 1,
        timetable.st_dropoff != 1,
    )
    calls = list(zip(*(column.tolist() for column in columns), strict=True))
    ids = timetable.trips["trip_id"].to_pylist()
    found = {}
    routes = timetable.routes["route_id"].to_pylist()
    for trip, trip_id in enumerate(ids):
        rows = slice(*timetable.trip_offset[trip : trip + 2].tolist())
        mode = MODE_NAMES[int(timetable.route_mode[timetable.trip_route[trip]])]
        service = dates[timetable.trip_service[trip]]
        route = routes[timetable.trip_route[trip]]
        key = (int(timetable.trip_feed[trip]), trip_id)
        found[key] = (calls[rows], mode, service, route)
    assert len(found) == len(ids)
    return found


def test_trips_are_the_same(twins):
    ours = trips_of(twins.network.timetable)
    theirs = {
        (int(trip.feed.partition(":")[0]), trip.id): (
            [
                (call.stop, call.arrival, call.departure, call.boarding, call.alighting)
                for call in trip.calls
            ],
            trip.mode,
            trip.dates,
            trip.route,
        )
        for trip in twins.oracle.timetable.trips
    }
    assert ours.keys() == theirs.keys()
    assert [key for key, trip in ours.items() if trip != theirs[key]] == []
    assert twins.network.timetable.timezone == twins.oracle.timetable.timezone


def test_centroids_join_at_the_same_places(newport_twins, newport_centroids):
    lon, lat = newport_centroids["lon"].to_numpy(), newport_centroids["lat"].to_numpy()
    snapped = newport_twins.network.snap(lon, lat, 1_600_000)
    columns = (snapped.edge.tolist(), snapped.first_mm.tolist(), snapped.distance_mm.tolist())
    ours = [place if place[0] >= 0 else None for place in zip(*columns, strict=True)]
    oracle = newport_twins.oracle  # slow where it has to look far, so near first
    points = list(zip(lon.tolist(), lat.tolist(), strict=True))
    theirs = [oracle.snap(*point, 300) or oracle.snap(*point, 1600) for point in points]
    assert ours == theirs
    assert ours.count(None) == 511 - 438
    near = newport_twins.network.snap(lon, lat, 300_000).edge
    assert [oracle.snap(*point, 300) is None for point in points] == (near < 0).tolist()
