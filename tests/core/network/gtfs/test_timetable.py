"""The timetables of several feeds become one, every place moved to where its row now is."""

import hashlib

import numpy as np
import pytest

from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.gtfs.timetable import DTYPES, Timetable
from accessibility.network.network import Network
from tests.core.network.gtfs_feed import GtfsFeed
from tests.core.network.osm_file import OsmFile


@pytest.fixture
def ruled(tmp_path):
    """A feed with blocks, intervals, rules and wheelchairs."""
    feed = GtfsFeed(tmp_path, "ruled").add("routes", "r2,A,2,Elsewhere,3")
    feed.add("trips", "r2,week,t3").columns("trips", block_id=["b", "", "a"])
    feed.columns("trips", wheelchair_accessible=["1", "2", ""])
    feed.columns("stops", wheelchair_boarding=["2", "", "1"])
    feed.add("stop_times", "t3,09:00:00,09:00:00,s1,1", "t3,09:10:00,09:10:00,s3,2")
    feed.add(
        "frequencies",
        "trip_id,start_time,end_time,headway_secs,exact_times",
        "t3,06:00:00,07:00:00,600,1",
        "t2,06:00:00,07:00:00,600,0",
    )
    return feed.add(
        "transfers",
        "from_stop_id,to_stop_id,from_route_id,to_route_id,from_trip_id,to_trip_id,transfer_type",
        "s1,s3,,r2,t2,,2",
        ",,r1,,t1,t3,5",
    )


@pytest.fixture
def plain(tmp_path):
    return GtfsFeed(tmp_path, "plain")


def facts(timetable):
    """What the timetable says, in the names of feeds and files."""
    feeds = timetable.feed_names
    stops, trips, routes = (
        [
            (feeds[row["feed"]], row[f"{kind}_id"])
            for row in getattr(timetable, f"{kind}s").to_pylist()
        ]
        + [None]
        for kind in ("stop", "trip", "route")
    )
    names = {"stop": stops, "trip": trips, "route": routes}
    blocks = {}
    for trip, block in enumerate(timetable.trip_block.tolist()):
        if block >= 0:
            blocks.setdefault(block, []).append(trips[trip])
    rules = zip(
        *(
            [names[kind][place] for place in getattr(timetable, f"transfer_{side}_{kind}")]
            for kind in names
            for side in ("from", "to")
        ),
        timetable.transfer_type.tolist(),
        timetable.transfer_min_time.tolist(),
        strict=True,
    )
    return {
        "blocks": sorted(blocks.values()),
        "intervals": [
            (trips[trip], start, exact)
            for trip, start, exact in zip(
                timetable.frequency_trip,
                timetable.frequency_start.tolist(),
                timetable.frequency_exact.tolist(),
                strict=True,
            )
        ],
        "rules": list(rules),
        "stops": dict(zip(stops, timetable.stop_wheelchair.tolist(), strict=False)),
        "trips": dict(zip(trips, timetable.trip_wheelchair.tolist(), strict=False)),
    }


def test_feeds_are_joined_with_all_their_rules(ruled, plain, tmp_path):
    other = GtfsFeed(tmp_path, "other").columns("trips", block_id="b")
    other.add("transfers", "from_stop_id,to_stop_id,transfer_type,min_transfer_time", "s2,s3,2,90")
    other.add("frequencies", "trip_id,start_time,end_time,headway_secs", "t1,5:00:00,6:00:00,60")
    folders = [feed.write() for feed in (plain, ruled, other)]
    whole = facts(read_feeds(folders)[0])
    parts = [facts(read_feeds([folder])[0]) for folder in folders]
    assert whole["blocks"] == sorted(block for part in parts for block in part["blocks"])
    assert whole["blocks"] == [
        [("other", "t1"), ("other", "t2")], [("ruled", "t1")], [("ruled", "t3")],
    ]  # fmt: skip
    for name in ("intervals", "rules"):
        assert whole[name] == [row for part in parts for row in part[name]]
        assert len(whole[name]) == 3
    for name in ("stops", "trips"):
        assert whole[name] == parts[0][name] | parts[1][name] | parts[2][name]
    assert whole["stops"]["ruled", "s1"] == whole["trips"]["ruled", "t2"] == 2
    assert whole["rules"][0] == (
        ("ruled", "s1"), ("ruled", "s3"), ("ruled", "t2"), None, None, ("ruled", "r2"), 2, 0,
    )  # fmt: skip


def test_the_order_of_feeds_changes_no_fact(ruled, plain):
    folders = [ruled.write(), plain.write()]
    one, other = (facts(read_feeds(order)[0]) for order in (folders, folders[::-1]))
    assert one == other


def test_every_array_has_its_type_whatever_the_feeds(ruled, plain):
    for paths in ([], [plain.write()], [ruled.write()], [ruled.write(), plain.write()]):
        timetable, _ = read_feeds(paths)
        assert {name: array.dtype for name, array in timetable.arrays().items()} == {
            name: np.dtype(kind) for name, kind in DTYPES.items()
        }
        assert len(timetable.trip_block) == len(timetable.trip_wheelchair) == timetable.n_trips
        assert len(timetable.stop_wheelchair) == timetable.n_stops


def test_trips_count_as_sharing_a_vehicle_only_where_another_has_the_block(plain):
    for blocks, shared in ((["b1", "b2"], 0), (["", ""], 0), (["b1", "b1"], 2)):
        feed = GtfsFeed(plain.folder.parent, "b").columns("trips", block_id=blocks)
        _, report = feed.read()
        assert report.trips_in_blocks == shared
        assert report.problems == ()


def test_parts_without_blocks_shift_none(plain, ruled):
    timetable, _ = read_feeds([plain.write(), ruled.write()])
    assert timetable.trip_block.tolist() == [-1, -1, 0, -1, 1]
    timetable, _ = read_feeds([ruled.write(), plain.write()])
    assert timetable.trip_block.tolist() == [0, -1, 1, -1, -1]


def test_a_stop_that_says_nothing_of_wheelchairs_takes_the_word_of_its_station(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.tables["stops"] = """\
stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding
s1,Platform 1,51.5,-3.1,0,st,
s2,Platform 2,51.5,-3.1,0,st,0
s3,Platform 3,51.5,-3.1,0,st,1
a3,Area of platform 1,51.5,-3.1,4,s1,
st,Station,51.5,-3.1,1,,2
s4,Alone,51.5,-3.1,0,,
"""
    timetable, report = feed.read()
    assert timetable.stop_wheelchair.tolist() == [2, 2, 1, 2, 2, 0]
    assert report.stops_by_wheelchair == {"yes": 1, "no": 2}
    assert report.trips_by_wheelchair == {"unknown": 2}
    assert timetable.stops["wheelchair_boarding"].to_pylist() == [0, 0, 1, 0, 2, 0]  # as given


def test_feeds_are_known_by_the_hash_of_their_content(ruled, plain):
    archive = plain.write_zip()
    timetable, _ = read_feeds([archive, ruled.write()])
    lines = [
        f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n"
        for path in sorted(ruled.folder.iterdir())
    ]
    assert timetable.feeds["sha256"].to_pylist() == [
        hashlib.sha256(archive.read_bytes()).hexdigest(),
        hashlib.sha256("".join(lines).encode()).hexdigest(),
    ]


def test_a_network_keeps_everything(ruled, plain, tmp_path):
    streets = OsmFile(tmp_path / "town.osm.pbf")
    streets.line(*range(1, 60))
    for node in range(1, 59):
        streets.way(node, [node, node + 1], highway="residential")
    feeds = [plain.write(), ruled.write()]
    streets.write()
    network = Network.build(tmp_path / "town.osm.pbf", feeds, tmp_path / "n.network")
    read, _ = read_feeds(feeds)
    for kept in (network.timetable, Network.open(network.path).timetable):
        assert facts(kept) == facts(read)
        for name, array in kept.arrays().items():
            np.testing.assert_array_equal(array, read.arrays()[name], name)
        assert kept.tables() == read.tables()
    assert isinstance(network.timetable, Timetable)
    text = str(network.health)
    assert "intervals   2 trips repeated, 1 of unknown phase" in text
    assert "changes     rules of transfers.txt: 1 of type 2, 1 of type 5" in text
    assert "wheelchair  stops: 1 yes, 1 no, 1 unknown" in text
    assert "wheelchair  trips: 1 yes, 1 no, 1 unknown" in text
