"""Trips at intervals on cases computed by hand; see test_transit.py."""

import hashlib
from datetime import datetime

import pytest

from tests.oracle import Oracle
from tests.oracle.intervals import Interval, feed_digest
from tests.oracle.tiny import at, equator_nodes, equator_ways, write_feed, write_osm

moment = datetime.fromisoformat

EIGHT = moment("2023-06-13 08:00")
STOPS = {"A": 5, "B": 40}
TRIP = {"t": ["A 06:00:00", "B 06:05:00"]}


def seconds(oracle, when="2023-06-13 08:00", **options):
    return oracle.travel_seconds(at(5), at(40), moment(when), **options)


def test_exact_times_are_repeated_from_the_start_to_before_the_end(build):
    oracle = build(STOPS, TRIP, frequencies=["t 08:05:00 08:35:00 600 1"])
    found = {
        "2023-06-13 08:00": 600,  # 08:05
        "2023-06-13 08:04": 360,
        "2023-06-13 08:04:01": 959,  # 08:15
        "2023-06-13 08:24": 360,  # 08:25
        "2023-06-13 08:24:01": None,  # 08:35 is the end
    }
    assert {when: seconds(oracle, when) for when in found} == found
    # the times of stop_times.txt mean nothing by themselves
    assert seconds(oracle, "2023-06-13 05:50") is None
    nine = moment("2023-06-13 09:00")
    assert oracle.window_seconds(at(5), [at(40)], nine, arrive_by=True) == [[36 * 60]]


def test_the_first_departure_is_moved_and_all_the_rest_with_it(build):
    trip = {"t": ["A 05:50:00 06:00:00", "M 06:01:00 06:02:00", "B 06:05:00"]}
    oracle = build(STOPS | {"M": 20}, trip, frequencies=["t 08:05:00 08:05:01 9 1"])
    assert seconds(oracle) == 600
    assert oracle.travel_seconds(at(20), at(40), EIGHT) == 600
    assert oracle.travel_seconds(at(20), at(40), moment("2023-06-13 08:06")) == 240
    assert oracle.travel_seconds(at(20), at(40), moment("2023-06-13 08:06:01")) is None


def test_several_rows_and_empty_ones(build):
    rows = ["t 08:05:00 08:06:00 600 1", "t 08:20:00 08:40:00 900 1"]
    oracle = build(STOPS, TRIP, frequencies=rows)
    found = [seconds(oracle, f"2023-06-13 08:{minute}") for minute in ("00", "10", "20", "35")]
    assert found == [600, 900, 1200, None]
    nothing = build(STOPS, TRIP, frequencies=["t 08:05:00 08:05:00 600 1"])
    assert seconds(nothing) is None
    assert seconds(nothing, "2023-06-13 05:50") is None


def test_past_midnight_and_past_48_hours(build):
    rows = [f"t {times} 1" for times in ("23:50:00 24:30:00 1200", "48:10:00 49:00:00 3000")]
    rows.append("t 121:10:00 121:30:00 3000 1")
    oracle = build(STOPS, TRIP, frequencies=rows)
    assert seconds(oracle, "2023-06-14 00:00") == 900  # 24:10
    assert seconds(oracle, "2023-06-14 00:09:01") is None
    assert seconds(oracle, "2023-06-15 00:05") == 600  # 48:10
    assert seconds(oracle, "2023-06-18 01:05") == 600  # 121:10
    assert seconds(oracle, "2023-06-13 00:00") is None


def test_days_on_which_the_clocks_change(build):
    row = ["t 00:30:00 03:30:00 3600 1"]  # 23:30, 00:30, 01:30 GMT: 23:30, 00:30, 02:30
    oracle = build(STOPS, TRIP, frequencies=row, dates="20230326")
    assert seconds(oracle, "2023-03-25 23:20") == 900
    assert seconds(oracle, "2023-03-26 00:31") == 59 * 60 + 300
    assert seconds(oracle, "2023-03-26 02:20") == 900
    assert seconds(oracle, "2023-03-26 02:30") is None


def test_the_phase_is_a_hash():
    """`printf '7|abc|t|28800|2' | sha256sum`: f7c24ba4..., of which 601 leaves 72; then 312."""
    row = Interval(28_800, 36_000, 601, exact=False)
    assert row.phase(7, "abc", "t", 2) == 72
    assert row.phase(0, "abc", "t", 0) == 312
    assert Interval(28_800, 36_000, 601, exact=True).phase(7, "abc", "t", 2) == 0
    first, second = list(row.departures(7, "abc", "t", 2))[:2]
    assert (first, second) == (28_800 + 72, 28_800 + 72 + 601)
    # nothing runs if the phase is beyond the end
    short = Interval(28_800, 28_801, 601, exact=False)
    assert not list(short.departures(7, "abc", "t", 2))


@pytest.fixture
def drawn(tmp_path):
    """A bus every ten minutes, nobody knows when; and the phases of each draw."""
    osm = write_osm(tmp_path / "t.osm.pbf", equator_nodes(), equator_ways())
    stops = {stop: at(node) for stop, node in STOPS.items()}
    rows = ["t 08:00:00 10:00:00 600", "t 10:00:00 12:00:00 600 0"]
    folder = write_feed(tmp_path / "feed", stops, TRIP, frequencies=rows)

    lines = b""
    for name in sorted(path.name for path in folder.iterdir()):
        content = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        lines += name.encode() + b"\0" + content.encode() + b"\n"
    feed = hashlib.sha256(lines).hexdigest()

    def phase(seed, draw, start=8 * 3600):
        text = f"{seed}|{feed}|t|{start}|{draw}"
        return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 600

    return Oracle(osm, [folder]), phase


def test_draws_are_pooled_draw_by_draw(drawn):
    oracle, phase = drawn
    # the wait for the first bus that leaves at 08:00 + phase, 60 s slack, and five minutes
    wanted = [300 + phase(0, draw) + (600 if phase(0, draw) < 60 else 0) for draw in range(5)]
    answers = oracle.window_seconds(at(5), [at(40)], EIGHT, frequency_draws=5)
    assert answers == [wanted]
    assert len(set(wanted)) > 1
    assert oracle.window_seconds(at(5), [at(40)], EIGHT) == [wanted[:1]]
    seeded = oracle.window_seconds(at(5), [at(40)], EIGHT, frequency_draws=2, frequency_seed=3)
    assert seeded == [
        [300 + phase(3, draw) + (600 if phase(3, draw) < 60 else 0) for draw in (0, 1)]
    ]
    # a window: all moments of the first draw, then those of the second
    window = oracle.window_seconds(at(5), [at(40)], EIGHT, 120, frequency_draws=2)[0]
    assert [window[0], window[2]] == wanted[:2]
    assert window[1] == 300 + (phase(0, 0) - 120) % 600 + 60
    # each row has a phase of its own
    ten = oracle.travel_seconds(at(5), at(40), moment("2023-06-13 10:10"))
    assert ten == 360 + (phase(0, 0, 10 * 3600) - 60) % 600


def test_journeys_and_deadlines_of_draws(drawn):
    oracle, phase = drawn
    options = {"frequency_draws": 3}
    journeys = oracle.window_seconds(at(5), [at(40)], EIGHT, measure="journey", **options)
    assert journeys == [[360] * 3]
    nine = moment("2023-06-13 09:00")
    waits = [(-300 - phase(0, draw)) % 600 for draw in range(3)]
    found = oracle.window_seconds(at(5), [at(40)], nine, arrive_by=True, **options)
    assert found == [[360 + wait for wait in waits]]


def test_without_uncertain_rows_nothing_is_drawn(build):
    oracle = build(STOPS, TRIP, frequencies=["t 08:05:00 08:35:00 600 1"])
    assert oracle.window_seconds(at(5), [at(40)], EIGHT, frequency_draws=9) == [[600]]


def test_the_digest_of_a_feed_is_that_of_its_file_or_of_all_files(tmp_path):
    file = tmp_path / "feed.zip"
    file.write_bytes(b"abc")
    # of "abc", as everywhere
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert feed_digest(file) == abc
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "stops.txt").write_bytes(b"abc")
    (folder / "inner" / "note").write_bytes(b"abc")
    lines = f"inner/note\0{abc}\nstops.txt\0{abc}\n"
    assert feed_digest(folder) == hashlib.sha256(lines.encode()).hexdigest()


def test_an_interval_needs_a_headway(build):
    with pytest.raises(ValueError, match="not an interval"):
        build(STOPS, TRIP, frequencies=["t 08:05:00 08:35:00 0 1"])


def test_changes_between_repetitions_keep_rules_and_slack(build):
    trips = {"t": ["A 06:00:00", "M 06:05:00"], "u": ["M 06:00:00", "B 06:10:00"]}
    stops = STOPS | {"M": 20}
    rows = ["t 08:05:00 09:00:00 600 1", "u 08:10:30 09:00:00 600 1"]
    oracle = build(stops, trips, frequencies=rows)
    # 08:10 is 30 s too late for 08:10:30 with its slack
    assert oracle.travel_seconds(at(5), at(40), EIGHT) == 20 * 60 + 600 + 30
    rule = ["from_stop=M to_stop=M from_trip=t to_trip=u type=2 min=30"]
    hasty = build(stops, trips, frequencies=rows, transfers=rule)
    assert hasty.travel_seconds(at(5), at(40), EIGHT) == 20 * 60 + 30
