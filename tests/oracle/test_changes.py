"""The oracle's rules for changes on cases computed by hand; see test_transit.py.

A bus (trip t, route q) comes to M at 08:10:00; another (trip u, route r) leaves from N, two steps
or 223 s from M, at 08:14:43, when the usual slack of 60 s is just kept. Everybody comes to node 40
at 08:20 who changes.
"""

from datetime import datetime
from itertools import combinations

import pytest

from tests.oracle import Oracle
from tests.oracle.tiny import at, equator_nodes, equator_ways, write_feed, write_osm

EIGHT = datetime.fromisoformat("2023-06-13 08:00")
STOPS = {"A": 5, "M": 20, "N": 22, "B": 40}
ROUTES = {"t": "q", "u": "r"}


@pytest.fixture
def change(build):
    """Seconds from node 5 to node 40, given the rows of transfers.txt."""

    def change(*transfers, leaves="08:14:43", stop="N", stops=STOPS, parents=None, **options):
        trips = {"t": ["A 08:05:00", "M 08:10:00"], "u": [f"{stop} {leaves}", "B 08:20:00"]}
        oracle = build(stops, trips, routes=ROUTES, transfers=transfers, parents=parents)
        return oracle.travel_seconds(at(5), at(40), EIGHT, **options)

    return change


BETWEEN = "from_stop=M to_stop=N"


def test_types_0_and_1_are_the_usual_rule(change):
    for kind in ("", "type=0", "type=1"):
        row = f"{BETWEEN} {kind}"
        assert change(row) == 1200
        assert change(row, leaves="08:14:42") is None
        assert change(row, leaves="08:14:42", boarding_slack=59) == 1200
    assert change() == 1200


@pytest.mark.parametrize(
    ("minimum", "leaves", "seconds"),
    [
        ("min=283", "08:14:43", 1200),
        ("min=284", "08:14:43", None),
        ("min=100", "08:13:43", 1200),  # the walk alone, without any slack
        ("min=100", "08:13:42", None),
        ("", "08:13:43", 1200),
        ("min=0", "08:13:42", None),
        ("min=900", "08:14:43", None),
    ],
)
def test_type_2_asks_for_the_walk_or_the_minimum(change, minimum, leaves, seconds):
    row = f"{BETWEEN} type=2 {minimum}"
    assert change(row, leaves=leaves) == seconds
    assert change(row, leaves=leaves, boarding_slack=3000) is None  # the first bus needs it still


def test_type_3_forbids(change):
    assert change(f"{BETWEEN} type=3") is None
    assert change("from_stop=N to_stop=M type=3") == 1200  # another direction
    assert change("from_stop=A to_stop=A type=3") == 1200  # the first boarding is no change
    assert change("from_stop=M to_stop=M type=3") == 1200


def test_rules_at_one_stop(change):
    assert change(stop="M", leaves="08:11:00") == 1200
    assert change(stop="M", leaves="08:10:00") is None
    assert change("from_stop=M to_stop=M type=2", stop="M", leaves="08:10:00") == 1200
    assert change("from_stop=M to_stop=M type=2 min=61", stop="M", leaves="08:11:00") is None
    assert change("from_stop=M to_stop=M type=3", stop="M", leaves="08:19:00") is None


def test_a_rule_makes_no_transfer(change):
    assert change(f"{BETWEEN} type=2 min=200", max_transfer_time=222) is None
    assert change(f"{BETWEEN} type=2 min=200", max_transfer_time=223) == 1200
    far = STOPS | {"N": (0.022, 5.0)}
    assert change(f"{BETWEEN} type=2", stops=far) is None


LEVELS = [
    ["from_trip=t to_trip=u"],
    ["from_trip=t to_route=r", "from_route=q to_trip=u", "from_trip=t from_route=q to_route=r"],
    ["from_trip=t", "to_trip=u", "from_trip=t from_route=q"],
    ["from_route=q to_route=r"],
    ["from_route=q", "to_route=r"],
    [""],
]


@pytest.mark.parametrize(("specific", "general"), list(combinations(range(6), 2)))
def test_the_most_specific_row_decides(change, specific, general):
    for first in LEVELS[specific]:
        for second in LEVELS[general]:
            for kinds, seconds in (((1, 3), 1200), ((3, 1), None)):
                rows = [
                    f"{BETWEEN} {fields} type={kind}"
                    for fields, kind in zip((first, second), kinds, strict=True)
                ]
                assert change(*rows) == change(*rows[::-1]) == seconds


def test_of_equal_rows_the_later_one_decides(change):
    for fields in ("", "from_trip=t", "from_trip=t to_trip=u"):
        rows = [f"{BETWEEN} {fields} type={kind}" for kind in (3, 1)]
        assert change(*rows) == 1200
        assert change(*rows[::-1]) is None
    # trip t with any, and any with trip u: equally specific
    assert change(f"{BETWEEN} from_trip=t type=3", f"{BETWEEN} to_trip=u type=1") == 1200
    assert change(f"{BETWEEN} to_trip=u type=1", f"{BETWEEN} from_trip=t type=3") is None


def test_rows_of_other_trips_and_routes_do_not_apply(change):
    for fields in (
        "from_trip=u",
        "to_trip=t",
        "from_route=r",
        "to_route=q",
        "from_trip=t to_trip=t",
        "from_trip=t from_route=r",  # fits no trip at all
        "from_trip=nobody",
    ):
        assert change(f"{BETWEEN} {fields} type=3") == 1200
    assert change("from_stop=A to_stop=N type=3") == 1200
    assert change("from_stop=M to_stop=B type=3") == 1200


def test_rows_of_changes_need_both_stops(change):
    for row in ("from_stop=M type=3", "to_stop=N type=3", "from_trip=t to_trip=u type=3"):
        assert change(row) == 1200


def test_rows_of_a_station_apply_to_its_platforms(change):
    stops = STOPS | {"P": (0.021, 0.0001), "Q": (0.022, 0.0001)}
    parents = {"M": "P", "N": "Q"}
    options = {"stops": stops, "parents": parents}
    for row in ("from_stop=P to_stop=Q", "from_stop=M to_stop=Q", "from_stop=P to_stop=N"):
        assert change(f"{row} type=3", **options) is None
    assert change("from_stop=Q to_stop=P type=3", **options) == 1200
    # of equals the row that names more of the stops themselves
    names = [BETWEEN, "from_stop=P to_stop=N", "from_stop=P to_stop=Q"]
    for near, far in combinations(names, 2):
        for kinds, seconds in (((1, 3), 1200), ((3, 1), None)):
            rows = [f"{row} type={kind}" for row, kind in zip((near, far), kinds, strict=True)]
            assert change(*rows, **options) == change(*rows[::-1], **options) == seconds
    # one of each: the later row
    rows = ["from_stop=M to_stop=Q type=3", "from_stop=P to_stop=N type=1"]
    assert change(*rows, **options) == 1200
    assert change(*rows[::-1], **options) is None
    # a route says more than a platform
    rows = ["from_stop=P to_stop=Q from_route=q type=1", f"{BETWEEN} type=3"]
    assert change(*rows, **options) == 1200


def test_rows_of_types_4_and_5_say_nothing_of_changes(change):
    rows = [f"{BETWEEN} from_trip=t to_trip=u type={kind}" for kind in (4, 5)]
    for more in (rows, rows[1:]):
        assert change(f"{BETWEEN} type=3", *more) is None
        assert change(f"{BETWEEN} type=2 min=100", *more, leaves="08:13:43") == 1200


def test_feeds_do_not_mix(tmp_path):
    """Both feeds have a stop M at one place, and a rule that forbids the change there."""
    osm = write_osm(tmp_path / "t.osm.pbf", equator_nodes(), equator_ways())
    stops = {"A": at(5), "M": at(20), "B": at(40)}
    rule = ["from_stop=M to_stop=M type=3"]
    first, second = ["A 08:05:00", "M 08:10:00"], ["M 08:11:00", "B 08:20:00"]
    one = write_feed(tmp_path / "one", stops, {"t": first, "v": second}, transfers=rule)
    two = write_feed(tmp_path / "two", stops, {"t": second}, transfers=rule)
    assert Oracle(osm, [one]).travel_seconds(at(5), at(40), EIGHT) is None
    # from M of the one to M of the other it is a walk of 0 s
    assert Oracle(osm, [one, two]).travel_seconds(at(5), at(40), EIGHT) == 1200


def test_an_early_arrival_that_may_not_change_hides_no_later_one_that_may(build):
    trips = {
        "early": ["A 08:05:00", "M 08:08:00"],
        "late": ["A 08:05:00", "M 08:12:00"],
        "u": ["M 08:14:00", "B 08:20:00"],
    }
    rule = ["from_stop=M to_stop=M from_trip=early to_trip=u type=3"]
    oracle = build(STOPS, trips, transfers=rule)
    assert oracle.travel_seconds(at(5), at(40), EIGHT) == 1200
    assert oracle.window_seconds(at(5), [at(40)], EIGHT, measure="journey") == [[960]]
    both = [*rule, "from_stop=M to_stop=M from_trip=late type=2 min=121"]
    assert build(STOPS, trips, transfers=both).travel_seconds(at(5), at(40), EIGHT) is None


def test_deadlines_keep_the_rules(build):
    trips = {"t": ["A 08:05:00", "M 08:10:00"], "u": ["N 08:14:43", "B 08:20:00"]}
    nine = datetime.fromisoformat("2023-06-13 09:00")
    for row, seconds in (("type=3", None), ("type=2 min=283", 3360), ("type=2 min=284", None)):
        oracle = build(STOPS, trips, transfers=[f"{BETWEEN} {row}"])
        assert oracle.window_seconds(at(5), [at(40)], nine, arrive_by=True) == [[seconds]]
