"""A network cut to an area answers within it as the whole one does."""

import csv
import io
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility import BuildOptions, DepartAt, TravelOptions
from accessibility.errors import InputError, UsageError
from accessibility.network.area import read_area
from accessibility.network.extract import street_data
from accessibility.network.extract.streets import read_streets
from accessibility.network.extract.tagged import read_places
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.health.health import HealthReport
from accessibility.network.network import Network
from tests.core.comparison import by_kernels
from tests.core.network.gtfs_feed import GtfsFeed, times, trip_ids
from tests.core.network.osm_file import OsmFile, nodes_of_edges

TOWN = (-3.3177, 51.6747, -3.2782, 51.7253)
MIDDLE = "-3.302,51.692,-3.293,51.703"


# Streets


def town(tmp_path):
    """Nodes 1 to 9 eastwards, some 7 m apart; the area lies around 4 and 5."""
    file = OsmFile(tmp_path / "line.osm.pbf")
    file.line(*range(1, 10))
    file.way(10, [1, 2, 3], highway="residential", name="West Street")
    file.way(11, [3, 4], highway="residential", name="Middle Street")
    file.way(12, [9, 8, 7, 6, 5], highway="residential", name="East Street")
    file.way(13, [3, 6], highway="footway", name="Bridge over all")
    return file


AROUND_4_AND_5 = (-2.99965, 51.49, -2.99945, 51.51)


def test_ways_with_a_node_in_the_area_are_kept_whole(tmp_path):
    path = town(tmp_path).write()
    streets = read_streets(path, area=read_area(AROUND_4_AND_5, 0))
    assert streets.edge_way.tolist() == [11, 12]
    assert nodes_of_edges(streets) == [[3, 4], [9, 8, 7, 6, 5]]
    assert streets.names == ["", "Middle Street", "East Street"]
    assert [streets.names[name] for name in streets.edge_name] == streets.names[1:]
    assert (streets.counts["ways"], streets.counts["ways_clipped"]) == (2, 2)
    wider = read_streets(path, area=read_area(AROUND_4_AND_5, 8))
    assert sorted(set(wider.edge_way.tolist())) == [10, 11, 12, 13]


def test_barriers_and_restrictions_beyond_the_area_are_left_out(tmp_path):
    file = town(tmp_path)
    file.node(2, -2.9998, 51.5, barrier="bollard")
    file.node(7, -2.9993, 51.5, barrier="bollard")
    for number, ways in enumerate(((10, 13), (13, 10), (11, 13)), 1):
        members = [("w", ways[0], "from"), ("n", 3, "via"), ("w", ways[1], "to")]
        file.relation(number, members, type="restriction", restriction="no_left_turn")
    counts = read_streets(file.write(), area=read_area(AROUND_4_AND_5, 0)).counts
    assert counts["barriers"] == 1
    assert counts["restrictions_clipped"] == 2
    assert counts["restrictions_not_in_extract"] == 1


@pytest.mark.parametrize("at_once", [0, 1, 3, 1000])
def test_it_does_not_matter_how_many_ways_are_looked_at_together(tmp_path, monkeypatch, at_once):
    path = town(tmp_path).write()
    monkeypatch.setattr(street_data, "NODES_AT_ONCE", at_once)
    streets = read_streets(path, area=read_area(AROUND_4_AND_5, 0))
    assert nodes_of_edges(streets) == [[3, 4], [9, 8, 7, 6, 5]]
    assert streets.counts["ways_clipped"] == 2


def test_an_area_without_streets_says_where_they_are(tmp_path):
    path = town(tmp_path).write()
    where = r"its streets cover longitude -3\.000 to -2\.999, latitude 51\.500 to 51\.500\. Give an"
    with pytest.raises(InputError, match=where):
        read_streets(path, area=read_area((1, 51, 2, 52), 5000))
    with pytest.raises(InputError, match="Longitude and latitude seem to be swapped"):
        read_streets(path, area=read_area((51.4, -3.1, 51.6, -2.9), 5000))


def test_an_area_that_covers_all_changes_nothing(sample_inputs):
    whole = read_streets(sample_inputs[0])
    clipped = read_streets(sample_inputs[0], area=read_area(TOWN, 5000))
    for name, array in whole.arrays().items():
        assert np.array_equal(array, clipped.arrays()[name]), name
    assert clipped.names == whole.names
    assert clipped.counts == {**whole.counts, "ways_clipped": 0}


def test_streets_inside_are_the_same(sample_inputs):
    area = read_area(MIDDLE, 200)
    whole, clipped = read_streets(sample_inputs[0]), read_streets(sample_inputs[0], area=area)
    assert 100 < len(clipped.edge_way) < len(whole.edge_way) / 2

    def inside(streets):
        found = {}
        for edge, (begin, end) in enumerate(
            zip(streets.shape_offset[:-1], streets.shape_offset[1:], strict=True)
        ):
            x, y = streets.shape_x[begin:end], streets.shape_y[begin:end]
            if area.contains(x / 1e7, y / 1e7).all():
                key = (int(streets.edge_way[edge]), tuple(x.tolist()), tuple(y.tolist()))
                found[key] = (int(streets.edge_length[edge]), int(streets.edge_access[edge]))
        return found

    assert inside(clipped) == inside(whole)


def test_places_in_the_area_are_kept(sample_inputs):
    area = read_area(MIDDLE, 300)
    whole, clipped = read_places(sample_inputs[0]), read_places(sample_inputs[0], area)
    inside = area.contains(whole["lon"].to_numpy(), whole["lat"].to_numpy())
    assert clipped.equals(whole.filter(inside))
    assert {"node", "way"} <= set(clipped["osm_type"].to_pylist())
    assert 0 < clipped.num_rows < whole.num_rows


# Timetables


def read(path, given, buffer=0.0):
    timetable, (report,) = read_feeds([path], area=read_area(given, buffer))
    return timetable, report


AT_S1_AND_S2 = (-3.1, 51.495, -2.9, 51.515)
AT_S1 = (-3.1, 51.495, -2.9, 51.505)


def feed(tmp_path):
    """Three stops northwards; t3 serves two of them, t4 the last and one far away."""
    written = GtfsFeed(tmp_path)
    written.add("stops", "s4,Far,52.50,-3.00", "s5,Never served,51.50,-3.00")
    written.add("routes", "r2,A,2,Away,3", "r3,A,3,Nowhere,3")
    written.add("trips", "r1,week,t3", "r2,other,t4")
    written.add("calendar", "other,1,1,1,1,1,1,1,20230605,20230630")
    written.add("stop_times", "t3,09:00:00,09:00:00,s2,1", "t3,09:05:00,09:05:00,s3,2")
    written.add("stop_times", "t4,09:00:00,09:00:00,s3,1", "t4,11:05:00,11:05:00,s4,2")
    return written


def test_trips_that_stop_twice_in_the_area_are_kept_whole(tmp_path):
    timetable, report = read(feed(tmp_path).write(), AT_S1_AND_S2)
    assert trip_ids(timetable) == ["t1", "t2"]
    assert timetable.stops["stop_id"].to_pylist() == ["s1", "s2", "s3"]
    assert timetable.routes["route_id"].to_pylist() == ["r1"]
    assert times(timetable, 1)[2] == (24 * 3600 + 20 * 60,) * 2
    assert len(timetable.service_offset) == 2
    assert report.clipped == {"trips": 2, "stop_times": 4, "stops": 2}
    assert (report.trips, report.stops, report.stops_served) == (2, 3, 3)
    assert report.whole_extent == (-3.0, 51.5, -3.0, 52.5)


def test_the_buffer_belongs_to_the_area(tmp_path):
    timetable, _ = read(feed(tmp_path).write(), AT_S1, buffer=1200)
    assert trip_ids(timetable) == ["t1", "t2"]
    assert trip_ids(read(feed(tmp_path).write(), AT_S1, buffer=2500)[0]) == ["t1", "t2", "t3"]


def test_stations_of_kept_stops_stay_and_rules_for_changes_with_all_they_name(tmp_path):
    written = feed(tmp_path).columns("stops", parent_station=["p", "", "", "", ""])
    written.add("stops", "p,Station,51.50,-3.00,", "q,Other station,52.50,-3.00,")
    written.add("transfers", "from_stop_id,to_stop_id,transfer_type", "p,s3,0", "s4,s1,3", "q,s1,0")
    written.add("frequencies", "trip_id,start_time,end_time,headway_secs")
    written.add("frequencies", "t4,06:00:00,07:00:00,600", "t2,06:00:00,07:00:00,600")
    timetable, report = read(written.write(), AT_S1_AND_S2)
    ids = timetable.stops["stop_id"].to_pylist()
    assert ids == ["s1", "s2", "s3", "p"]
    assert timetable.stop_parent.tolist() == [3, -1, -1, -1]
    assert timetable.stop_used.tolist() == [True, True, True, False]
    assert timetable.transfer_from_stop.tolist() == [3]
    assert timetable.transfer_to_stop.tolist() == [2]
    assert timetable.frequency_trip.tolist() == [1]
    assert report.clipped["stops"] == 3


def test_trips_that_go_on_as_others_are_kept_if_each_stops_in_the_area(tmp_path):
    written = GtfsFeed(tmp_path)
    written.add("trips", "r1,week,a", "r1,week,b", "r1,week,c")
    written.columns("trips", block_id=["", "", "x", "x", "x"])
    rows = ["a,09:00:00,,s1,1", "a,09:05:00,,s3,2", "b,09:05:00,,s3,1", "b,09:10:00,,s1,2"]
    written.add("stop_times", *rows, "c,09:10:00,,s2,1", "c,09:20:00,,s3,2")
    assert trip_ids(read(written.write(), AT_S1)[0]) == ["a", "b"]
    header = "from_trip_id,to_trip_id,transfer_type,from_stop_id,to_stop_id"
    written.add("transfers", header, "t1,a,4,,", "t2,c,4,,", "t2,b,5,,")
    assert trip_ids(read(written.write(), AT_S1)[0]) == ["t1", "a", "b"]


def test_an_area_in_which_nothing_stops_twice_says_where_the_stops_are(tmp_path):
    says = (
        r"No trip stops twice in the area .*bus cover longitude -3\.000 to -3\.000, latitude 51\.5"
    )
    with pytest.raises(InputError, match=says):
        read(feed(tmp_path).write(), (1, 51, 2, 52))


def rows_of(archive, table):
    with archive.open(f"{table}.txt") as file:
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline="")))


def described(timetable):
    """What a timetable says, whatever the places of its stops, routes and services."""
    offset = timetable.service_offset
    return (
        timetable.st_arrival.tolist(),
        timetable.st_departure.tolist(),
        timetable.stops["stop_id"].take(timetable.st_stop).to_pylist(),
        timetable.routes["route_id"].take(timetable.trip_route).to_pylist(),
        [
            timetable.service_dates[offset[s] : offset[s + 1]].tolist()
            for s in timetable.trip_service
        ],
        [timetable.trips[name].to_pylist() for name in ("trip_id", "service_id", "trip_headsign")],
    )


@settings(max_examples=8)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.02, 0.7))
def test_a_clipped_feed_is_the_feed_without_those_trips(sample, tmp_path_factory, x, y, size):
    """The same as reading a feed from which the trips were struck out by hand."""
    west, south, east, north = TOWN
    at_lon, at_lat = west + x * (east - west), south + y * (north - south)
    half = size * (east - west) / 2
    box = (at_lon - half, at_lat - half, at_lon + half, at_lat + half)
    with zipfile.ZipFile(sample / "bus.zip") as archive:
        tables = {
            n[:-4]: rows_of(archive, n[:-4]) for n in archive.namelist() if n.endswith(".txt")
        }
    inside = {
        row["stop_id"]
        for row in tables["stops"]
        if box[0] <= float(row["stop_lon"]) <= box[2] and box[1] <= float(row["stop_lat"]) <= box[3]
    }
    calls = {}
    for row in tables["stop_times"]:
        calls[row["trip_id"]] = calls.get(row["trip_id"], 0) + (row["stop_id"] in inside)
    wanted = [row["trip_id"] for row in tables["trips"] if calls[row["trip_id"]] >= 2]
    if not wanted:
        with pytest.raises(InputError, match="No trip stops twice"):
            read(sample / "bus.zip", box)
        return
    timetable, report = read(sample / "bus.zip", box)
    assert trip_ids(timetable) == wanted
    folder = tmp_path_factory.mktemp("struck")
    for name, rows in tables.items():
        kept = [row for row in rows if row.get("trip_id", wanted[0]) in set(wanted)]
        with (folder / f"{name}.txt").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(kept)
    struck, _ = read_feeds([folder])
    assert described(timetable) == described(struck)
    assert report.clipped["trips"] == len(tables["trips"]) - len(wanted)


# Networks


def points(box, count, seed):
    places = np.random.default_rng(seed).uniform(size=(count, 2))
    return [
        (box[0] + x * (box[2] - box[0]), box[1] + y * (box[3] - box[1])) for x, y in places.tolist()
    ]


def reached(cells):
    """Seconds, infinite where not reached."""
    return np.where(cells < 0, np.inf, cells)


@pytest.mark.parametrize("buffer", [300, 900])
def test_walks_inside_are_the_same_and_nothing_becomes_quicker(
    sample_twins, sample_inputs, tmp_path, buffer
):
    box = tuple(float(part) for part in MIDDLE.split(","))
    clipped = Network.build(
        *sample_inputs, tmp_path / "n", BuildOptions(area=MIDDLE, area_buffer=buffer)
    )
    whole = sample_twins.network
    places = points(box, 60, seed=buffer)
    walk = TravelOptions(mode="walk", snap_radius=min(buffer, 300))
    before, after = (reached(by_kernels(n, None, walk, places, places)) for n in (whole, clipped))
    # Whoever walks less than twice the buffer cannot have left it and come back.
    near = before * walk.walk_speed_mph / 3600 < 2 * buffer
    assert near.mean() > 0.2
    assert np.array_equal(before[near], after[near])
    assert (after >= before).all()

    when = DepartAt("2025-05-13 08:00", window="30min")
    limits = TravelOptions(max_walk_time=buffer / 60)
    before, after = (
        reached(by_kernels(n, when, limits, places, places, (1, 50, 100))) for n in (whole, clipped)
    )
    assert (after >= before).all()
    assert (after == before).mean() > 0.95
    assert np.isfinite(before).mean() > 0.5


def test_newport_cut_out_of_national_feeds_answers_as_the_whole(newport, tmp_path):
    inputs = newport / "osm-2023-06-13.osm.pbf", newport / "gtfs-bus-coach-2024-03-05.zip"
    box = (-3.005, 51.575, -2.985, 51.59)
    whole = Network.build(*inputs, tmp_path / "whole")
    clipped = Network.build(*inputs, tmp_path / "clipped", area=box)
    assert clipped.timetable.n_trips < whole.timetable.n_trips / 3
    places = points(box, 50, seed=1)
    when = DepartAt("2024-03-05 08:00", window="1h")
    cells = [
        by_kernels(network, when, TravelOptions(), places, places, (1, 25, 50, 100))
        for network in (whole, clipped)
    ]
    assert np.array_equal(*cells)
    assert (cells[0] >= 0).mean() > 0.95
    walks = by_kernels(whole, None, TravelOptions(mode="walk"), places, places)
    assert (cells[0][0] < walks[0]).mean() > 0.3  # buses are used
    (report,) = clipped.health.feeds
    (link,) = clipped.health.links
    assert report.clipped["trips"] == whole.timetable.n_trips - clipped.timetable.n_trips
    assert link.served == link.linked + link.too_far + link.outside + link.beyond
    assert link.beyond > link.linked
    assert f"left out    {report.clipped['trips']:,} trips" in str(clipped.health)


def test_the_area_decides_whether_a_network_is_built_anew(sample_inputs, tmp_path):
    first = Network.build(*sample_inputs, tmp_path / "n", area=MIDDLE)
    square = gpd.GeoDataFrame(geometry=[shapely.box(*map(float, MIDDLE.split(",")))], crs=4326)
    built = [first.key]
    for area, buffer in (
        (MIDDLE, 5000),
        (MIDDLE, 4000),
        (square, 4000),
        (square, 4000),
        (None, 4000),
    ):
        options = BuildOptions(area=area, area_buffer=buffer)
        built.append(Network.build(*sample_inputs, tmp_path / "n", options).key)
    assert built[0] == built[1]
    assert built[3] == built[4]
    assert len(set(built)) == 4
    assert Network.build(*sample_inputs, tmp_path / "n").key == built[5]
    assert Network.open(tmp_path / "n").area is None


def test_a_clipped_network_tells_its_area(sample_inputs, tmp_path):
    network = Network.build(
        *sample_inputs, tmp_path / "n", BuildOptions(area=MIDDLE, area_buffer=500)
    )
    text = str(network.health)
    assert f"Cut to the area {MIDDLE} and 500 m around it" in text
    assert "lie beyond the area, on trips that touch it" in text
    assert "lie outside the streets" not in text.partition("Streets")[0]
    assert HealthReport.from_json(network.health.to_json()).area == network.health.area
    area = read_area(MIDDLE, 500)
    assert network.area == area
    assert network.area.contains(*np.array(points(TOWN, 50, seed=3)).T).tolist() == (
        area.contains(*np.array(points(TOWN, 50, seed=3)).T).tolist()
    )


def test_an_area_larger_than_the_streets_is_a_reservation(sample_inputs, tmp_path):
    larger = (TOWN[0], TOWN[1], TOWN[2] + 0.03, TOWN[3])
    network = Network.build(*sample_inputs, tmp_path / "n", area=larger)
    (found,) = [p for p in network.health.findings if p.code == "area_not_covered"]
    assert found.severity == "warning"
    assert "end before the area does: 4" in found.message
    verdict = " ".join(str(network.health).partition("\n\n")[0].split())
    assert "the streets do not cover the whole area" in verdict


def test_a_feed_of_elsewhere_is_named(sample_inputs, tmp_path):
    osm, (bus, _) = sample_inputs
    other = GtfsFeed(tmp_path, "elsewhere").write()
    network = Network.build(osm, [bus, other], tmp_path / "n", area=MIDDLE)
    found = {p.code: p for p in network.health.findings}
    assert "its stops cover longitude -3.000 to -3.000" in found["feed_outside_area"].message
    assert "never_runs" not in found
    with pytest.raises(InputError, match="No trip stops twice"):
        Network.build(osm, other, tmp_path / "m", area=MIDDLE)


def test_an_area_given_twice_or_not_at_all(sample_inputs, tmp_path):
    with pytest.raises(UsageError, match="Give it once"):
        Network.build(*sample_inputs, tmp_path / "n", BuildOptions(area=MIDDLE), area=MIDDLE)
    with pytest.raises(UsageError, match="area_buffer"):
        BuildOptions(area_buffer=-1)
    assert list(tmp_path.iterdir()) == []
