"""What changes do to timetables: counts, days, hours, times, and names that are not there."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from accessibility import DepartAt, Scenario, TravelOptions, travel_time_matrix
from accessibility.errors import InputError, UsageError
from accessibility.network.calendar import active_trips
from accessibility.network.network import Network
from accessibility.network.scenario.applying import apply_to_timetable
from accessibility.places.points import read_points
from tests.core.comparison import by_kernels
from tests.core.network.gtfs_feed import GtfsFeed

TUESDAY, SATURDAY = dt.date(2025, 5, 13), dt.date(2025, 5, 17)


@pytest.fixture(scope="module")
def network(valley_twins):
    return valley_twins.network


def changed(network, **said):
    return network.with_scenario(Scenario.of(said))


def departures(timetable, route, day, direction=None):
    """When trips of a route leave their first stop on a day, in order."""
    number = timetable.routes["route_id"].to_pylist().index(route)
    trips = active_trips(timetable, day) & (timetable.trip_route == number)
    if direction is not None:
        trips &= timetable.trips["direction_id"].to_numpy() == direction
    begins = timetable.st_departure[timetable.trip_offset[:-1]]
    return sorted(begins[trips].tolist())


def trips_of(timetable, route):
    number = timetable.routes["route_id"].to_pylist().index(route)
    return np.flatnonzero(timetable.trip_route == number).tolist()


def calls_of(timetable, trip):
    return slice(*timetable.trip_offset[trip : trip + 2].tolist())


def feed_of(tmp_path, trips, name="bus"):
    """Trips of one route on weekdays between the stops A, B and C: ``{"t": ["A 08:00:00", …]}``."""
    feed = GtfsFeed(tmp_path, name)
    feed.tables["stops"] = "stop_id,stop_name,stop_lat,stop_lon\n" + "".join(
        f"{stop},Stop {stop},51.5,-3.0{number}\n" for number, stop in enumerate("ABC")
    )
    feed.tables["routes"] = "route_id,agency_id,route_short_name,route_type\nr,A,t,3\n"
    feed.tables["trips"] = "route_id,service_id,trip_id\n"
    feed.add("trips", *(f"r,week,{trip}" for trip in trips))
    feed.tables["stop_times"] = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    for trip, calls in trips.items():
        for number, call in enumerate(calls):
            stop, time = call.split()
            feed.add("stop_times", f"{trip},{time},{time},{stop},{number}")
    return feed


def small_network(streets, tmp_path, trips):
    return Network.build(streets, feed_of(tmp_path, trips).write(), tmp_path / "n.network")


def test_the_network_stays_as_it_is_and_its_streets_are_shared(network):
    key, before = network.key, network.timetable.arrays()
    copies = {name: array.copy() for name, array in before.items()}
    names = sorted(path.name for path in network.path.iterdir() if path.is_file())
    other = changed(network, drop=[{"route": "R1"}], speed=[{"route": "HVL", "factor": 2}])
    assert other.streets is network.streets
    assert other.walk_graph.arcs is network.walk_graph.arcs
    assert other.stops is network.stops
    assert network.key == key != other.key
    assert network.scenario is None
    assert all(np.array_equal(before[n], copies[n], equal_nan=True) for n in copies
               if copies[n].dtype.kind == "f")  # fmt: skip
    assert all(np.array_equal(before[n], copies[n]) for n in copies if copies[n].dtype.kind != "f")
    assert sorted(path.name for path in network.path.iterdir() if path.is_file()) == names
    assert other.timetable.n_trips < network.timetable.n_trips


def test_every_array_and_table_still_fits_the_others(network):
    """Rows of trips, calls, dates, rules and intervals; a copy of the same trip has its rules."""
    seated = int(network.timetable.transfer_from_trip[network.timetable.transfer_type == 4][0])
    route = network.timetable.routes["route_id"][int(network.timetable.trip_route[seated])].as_py()
    other = changed(
        network,
        headway=[{"route": "R1", "every": 7}, {"route": "PR", "every": 5, "days": ["monday"]}],
        speed=[{"route": route, "seconds": 5, "days": ["monday", "2025-05-13"]}],
    ).timetable
    n_trips, n_services = other.n_trips, len(other.service_offset) - 1
    assert len(other.trip_offset) == other.trips.num_rows + 1 == n_trips + 1
    assert other.trip_offset[-1] == len(other.st_stop) == len(other.st_departure)
    assert other.service_offset[-1] == len(other.service_dates)
    assert (other.trip_service >= 0).all()
    assert (other.trip_service < n_services).all()
    assert other.trips["route"].to_pylist() == other.trip_route.tolist()
    assert (np.diff(other.trip_feed) >= 0).all()
    assert (np.diff(other.frequency_trip) >= 0).all()
    for name in ("frequency_trip", "transfer_from_trip", "transfer_to_trip"):
        assert getattr(other, name).max() < n_trips
    ids = list(
        zip(other.trips["feed"].to_pylist(), other.trips["trip_id"].to_pylist(), strict=True)
    )
    assert len(set(ids)) == n_trips
    before = network.timetable
    assert (other.transfer_type == 4).sum() > (before.transfer_type == 4).sum()
    named = {
        pair: (
            before.trips["trip_id"][int(before.transfer_from_trip[pair])].as_py(),
            before.trips["trip_id"][int(before.transfer_to_trip[pair])].as_py(),
        )
        for pair in np.flatnonzero(before.transfer_type == 4).tolist()
    }
    after = {
        tuple(
            other.trips["trip_id"][int(array[row])].as_py().partition("+")[0]
            for array in (other.transfer_from_trip, other.transfer_to_trip)
        )
        for row in np.flatnonzero(other.transfer_type == 4)
    }
    assert after == set(named.values())
    for field in dataclasses.fields(other):
        old, new = getattr(before, field.name), getattr(other, field.name)
        if isinstance(new, np.ndarray):
            assert new.dtype == old.dtype, field.name
        elif hasattr(new, "schema"):
            assert new.schema == old.schema


def test_a_route_dropped_on_some_days_and_hours(network):
    before = network.timetable
    other = changed(
        network, drop=[{"route": "1", "days": ["tuesday"], "from": "09:00", "to": "12:00"}]
    )
    left = departures(other.timetable, "R1", TUESDAY)
    assert left == [
        at for at in departures(before, "R1", TUESDAY) if not 9 * 3600 <= at < 12 * 3600
    ]
    wednesday = TUESDAY + dt.timedelta(days=1)
    assert departures(other.timetable, "R1", wednesday) == departures(before, "R1", wednesday)
    (done,) = other.scenario.applied.changes
    assert (done.change, done.dropped, done.added) == ("drop 1", 0, 0)
    assert done.changed == len(departures(before, "R1", TUESDAY)) - len(left)


def test_an_operator_or_a_feed_is_dropped(network):
    other = changed(network, drop=[{"agency": "Cwm Coaches"}, {"feed": "rail"}])
    left = set(other.timetable.trip_route.tolist())
    agencies = other.timetable.routes["agency_id"].to_pylist()
    assert {agencies[route] for route in left} == {"AHB", "CTA", "CCH", "LFG"}
    assert 0 not in [change.dropped for change in other.scenario.applied.changes]


def test_departures_begin_with_the_first_and_go_on_to_the_end_of_the_hours(network):
    said = {"route": "R1", "direction": 0, "every": 10, "from": "07:00", "to": "10:00"}
    other = changed(network, headway=[said]).timetable
    before = departures(network.timetable, "R1", TUESDAY, 0)
    inside = [at for at in before if 7 * 3600 <= at < 10 * 3600]
    expected = [at for at in before if at not in inside]
    expected += range(inside[0], 10 * 3600, 600)
    assert departures(other, "R1", TUESDAY, 0) == sorted(expected)
    assert departures(other, "R1", TUESDAY, 1) == departures(network.timetable, "R1", TUESDAY, 1)


def test_service_does_not_end_later_than_it_did(network):
    other = changed(network, headway=[{"route": "R1", "direction": 0, "every": 7}]).timetable
    before = departures(network.timetable, "R1", TUESDAY, 0)
    after = departures(other, "R1", TUESDAY, 0)
    assert after == list(range(before[0], before[-1] + 1, 420))


def test_a_headway_that_is_so_already_changes_nothing(streets, tmp_path):
    trips = {f"t{h}": [f"A {h:02d}:00:00", f"B {h:02d}:10:00"] for h in range(7, 12)}
    network = small_network(streets, tmp_path, trips)
    other = changed(network, headway=[{"route": "r", "every": 60}])
    assert str(other.scenario.applied) == "0 trips dropped, 0 added and 0 changed by 1 change"
    assert "headway 1: no trip differs" in other.scenario.told()


def test_copies_are_moved_whole_and_belong_to_no_block(network):
    other = changed(network, headway=[{"route": "V31", "every": 5}]).timetable
    ids = other.trips["trip_id"].to_pylist()
    copies = [row for row in trips_of(other, "V31") if "+" in ids[row]]
    assert copies
    before = network.timetable
    old = before.trips["trip_id"].to_pylist()
    for trip in copies:
        source = old.index(ids[trip].partition("+")[0])
        assert other.trip_block[trip] == -1
        here, there = calls_of(other, trip), calls_of(before, source)
        for name in ("st_arrival", "st_departure"):
            moved = getattr(other, name)[here] - getattr(before, name)[there]
            assert len(set(moved.tolist())) == 1
            assert moved[0] > 0
        assert np.array_equal(other.st_stop[here], before.st_stop[there])


def test_intervals_are_changed_where_trips_repeat(network):
    other = changed(network, headway=[{"route": "P", "every": 4, "days": ["saturday"]}])
    table = other.timetable
    routes = [table.routes["route_id"].to_pylist()[r] for r in table.trip_route]
    for row, trip in enumerate(table.frequency_trip.tolist()):
        saturday = active_trips(table, SATURDAY)[trip]
        headway = table.frequency_headway[row]
        assert (headway == 240) == (routes[trip] == "PR" and saturday), row
    assert other.scenario.applied.changed == 2
    with pytest.raises(InputError, match=r"repeats at intervals \(frequencies.txt\)"):
        changed(network, headway=[{"route": "P", "every": 4, "from": "07:00"}])


def test_runs_take_longer_and_stands_do_not(network):
    other = changed(network, speed=[{"route": "HVL", "factor": 1.5}]).timetable
    before = network.timetable
    for trip in trips_of(before, "HVL"):
        here = calls_of(before, trip)
        old = before.st_arrival[here].astype(int), before.st_departure[here].astype(int)
        new = other.st_arrival[here].astype(int), other.st_departure[here].astype(int)
        assert np.array_equal(new[1] - new[0], old[1] - old[0])
        runs = old[0][1:] - old[1][:-1]
        assert np.array_equal(new[0][1:] - new[1][:-1], (runs * 3 + 1) // 2)
        assert new[0][0] == old[0][0]


def test_runs_are_never_shorter_than_nothing(network):
    other = changed(network, speed=[{"route": "1", "seconds": -100_000}]).timetable
    for trip in trips_of(other, "R1"):
        here = calls_of(other, trip)
        assert (other.st_arrival[here][1:] == other.st_departure[here][:-1]).all()


def test_runs_between_stops_in_both_directions_and_on_every_round(streets, tmp_path):
    times = [f"{s} 08:{m:02d}:00" for m, s in enumerate("ABCBABC", start=1)]
    network = small_network(streets, tmp_path, {"t": times})
    said = {"route": "r", "seconds": 30, "between": ["A", "B"]}
    table = changed(network, speed=[said]).timetable
    runs = table.st_arrival[1:] - table.st_departure[:-1]
    assert runs.tolist() == [90, 60, 60, 90, 90, 60]
    with pytest.raises(InputError, match="names one stop twice"):
        changed(network, speed=[{**said, "between": ["A", "A"]}])


def test_a_closed_stop_is_passed_at_the_same_times(network):
    other = changed(network, close_stop=[{"stop": "Cwm Gwial", "feed": "bus"}]).timetable
    before = network.timetable
    closed = [
        row
        for row, (name, feed) in enumerate(
            zip(
                before.stops["stop_name"].to_pylist(), before.stops["feed"].to_pylist(), strict=True
            )
        )
        if name == "Cwm Gwial" and feed == 0
    ]
    calls = np.isin(before.st_stop, closed)
    assert (other.st_pickup[calls] == 1).all()
    assert (other.st_dropoff[calls] == 1).all()
    assert np.array_equal(other.st_pickup[~calls], before.st_pickup[~calls])
    assert other.st_arrival is before.st_arrival


def test_a_station_is_closed_with_its_platforms(network):
    before = network.timetable
    platform = next(stop for stop in before.st_stop.tolist() if before.stop_parent[stop] >= 0)
    station = int(before.stop_station[platform])
    ids = before.stops["stop_id"].to_pylist()
    feed = before.feed_names[before.stops["feed"].to_pylist()[station]]
    other = changed(network, close_stop=[{"stop": ids[station], "feed": feed}]).timetable
    here = before.stop_station[before.st_stop] == station
    assert (other.st_pickup[here] == 1).all()
    assert ((other.st_pickup != before.st_pickup) <= here).all()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"drop": [{"route": "R111"}]}, 'drop[1].route "R111" is no route of the network. Nearest'),
        ({"drop": [{"agency": "Cwm Coach"}]}, "is no agency of the network. Nearest is Cwm Coa"),
        ({"drop": [{"feed": "trams"}]}, "is no feed of the network. There are bus, rail, valley."),
        ({"drop": [{"feed": "ral"}]}, "is no feed of the network. Nearest is rail."),
        ({"drop": [{"route": "4", "feed": "rail"}]}, "is no route of the network"),
        ({"drop": [{"route": "7", "days": ["2030-01-01"]}]}, "none of the route runs on these"),
        ({"drop": [{"route": "7", "from": "27:00"}]}, "none of the route runs on these days"),
        ({"speed": [{"route": "7", "factor": 2, "between": ["Cwm Gwiall", "BA"]}]},
         'speed[1].between "Cwm Gwiall" is no stop of the network. Nearest is Cwm Gwial.'),
        ({"speed": [{"route": "HVL", "factor": 2, "between": ["Cwm Gwial", "BA"]}]},
         "no trip selected calls at both stops"),
        ({"close_stop": [{"stop": "Cwm Gwia"}]}, "Nearest is Cwm Gwial."),
        ({"drop": [{"feed": name} for name in ("bus", "rail", "valley")]}, "leaves no trip at all"),
    ],
)  # fmt: skip
def test_names_that_are_not_there_are_told_with_the_nearest(network, said, told):
    with pytest.raises(InputError) as error:
        changed(network, **said)
    assert told in str(error.value)


def test_a_short_name_of_two_operators_needs_one(streets, tmp_path):
    trip = {"t": ["A 08:00:00", "B 08:10:00"]}
    feeds = [feed_of(tmp_path, trip, name) for name in ("one", "two")]
    feeds[1].replace("stops", "Stop A", "Stop AA")  # a feed that holds the same is refused
    feeds = [feed.write() for feed in feeds]
    network = Network.build(streets, feeds, tmp_path / "n.network")
    with pytest.raises(InputError, match=r'"t" names routes of several operators \(.*one, .*two\)'):
        changed(network, drop=[{"route": "t"}])
    other = changed(network, drop=[{"route": "t", "feed": "two"}])
    assert other.timetable.n_trips == 1
    assert other.timetable.trip_feed.tolist() == [0]


def test_a_scenario_on_a_scenario_is_refused(network):
    other = changed(network, drop=[{"route": "R1"}])
    with pytest.raises(UsageError, match="has the scenario scenario"):
        other.with_scenario(Scenario.of({"drop": [{"route": "R2"}]}))


def test_what_was_derived_for_one_scenario_serves_no_other(network, sample_dwellings):
    """Prepared timetables are kept on disk, each under its scenario."""
    some = sample_dwellings.iloc[::200]
    points = list(zip(some["lon"].tolist(), some["lat"].tolist(), strict=True))
    asked = DepartAt("2025-05-13 08:00"), TravelOptions(), points, points
    scenarios = [{"drop": [{"route": "R1"}]}, {"drop": [{"feed": "bus"}]}]
    first = [by_kernels(changed(network, **said), *asked) for said in scenarios]
    plain = by_kernels(network, *asked)
    again = [by_kernels(changed(Network.open(network.path), **said), *asked) for said in scenarios]
    assert not np.array_equal(*first)
    assert not any(np.array_equal(plain, cells) for cells in first)
    assert all(map(np.array_equal, first, again))
    assert np.array_equal(by_kernels(Network.open(network.path), *asked), plain)


def test_the_provenance_names_the_scenario(network, sample):
    points = read_points(sample / "small_area_centroids.csv")
    scenario = Scenario.of({"name": "No trunk", "drop": [{"route": "R1"}]})
    when = DepartAt("2025-05-13 08:00")
    plain = travel_time_matrix(network, points, points, when=when)
    other = travel_time_matrix(network.with_scenario(scenario), points, points, when=when)
    said = other.attrs["provenance"]["scenario"]
    assert said["name"] == "No trunk"
    assert said["sha256"] == scenario.digest
    assert said["trips"][0]["dropped"] == len(trips_of(network.timetable, "R1"))
    assert "scenario" not in plain.attrs["provenance"]
    assert (other["travel_time"].fillna(999) >= plain["travel_time"].fillna(999)).all()


def test_a_timetable_without_changes_is_the_same_one(network):
    scenario = Scenario.of({"close_service": [{"kind": "pharmacy", "id": "node/1"}]})
    timetable, done = apply_to_timetable(network.timetable, scenario)
    assert timetable is network.timetable
    assert done.applied.changes == ()
