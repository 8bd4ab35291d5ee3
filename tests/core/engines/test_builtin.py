"""The engine's two calls: what is prepared once, and how blocks of origins are answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import numpy as np
import pytest

from accessibility import ArriveBy, DepartAt, TravelOptions
from accessibility.engines import builtin
from accessibility.errors import NoServiceDataError
from tests.core.comparison import PERCENTILES, Twins, agreed, by_kernels
from tests.core.small_world import FAR_STOP, Trip, World, corner, write_streets
from tests.oracle import Oracle

MORNING = DepartAt("2023-06-13 08:00", "1h")
PLACES = [corner(0, 0), corner(6, 0), corner(0, 6), corner(6, 6), corner(3, 3)]
TOO_FAR = (FAR_STOP[0] - 0.02, FAR_STOP[1])
EVERY_DAY = tuple(f"202306{day}" for day in range(12, 16))


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    """Buses every ten minutes from corner to corner."""
    folder = tmp_path_factory.mktemp("engine")
    streets = write_streets(folder / "grid.osm.pbf")
    there, back = (
        tuple((stop, 120, 0, 0, 0) for stop in stops) for stops in ((0, 1, 3), (3, 2, 0))
    )
    trips = tuple(
        Trip(0, calls, 600 * departure, EVERY_DAY, 3)
        for departure in range(144)
        for calls in (there, back)
    )
    world = World(tuple(PLACES[:4]), trips)
    network = world.network(streets, folder / "n")
    return Twins(network, Oracle(streets, [folder / "n" / "feed0", folder / "n" / "feed1"]))


def columns(places):
    lon, lat = np.array(places).T
    return np.ascontiguousarray(lon), np.ascontiguousarray(lat)


def prepared(twins, when=MORNING, **limits):
    mode = "walk" if when is None else "transit"
    options = TravelOptions(mode=mode, **limits)
    return builtin.prepare(twins.network, when, options, *columns(PLACES))


def answer(query, places=PLACES, percentiles=(50,), stop=0):
    return builtin.matrix_block(query, *columns(places), percentiles, np.array([stop], np.uint8))


def test_shape_and_type(twins):
    cells = answer(prepared(twins), PLACES[:2], (10, 50, 90))
    assert cells.shape == (3, 2, 5)
    assert cells.dtype == np.int32


def test_on_foot_all_percentiles_are_the_walk(twins):
    cells = answer(prepared(twins, None), percentiles=(1, 50, 100))
    assert (cells == cells[0]).all()
    assert (cells[0] == cells[0].T).all()
    assert (np.diag(cells[0]) == 0).all()


@pytest.mark.parametrize("mode", ["cycle", "car"])
def test_bicycles_and_cars_are_quicker_than_walkers_and_the_same_at_all_percentiles(twins, mode):
    options = TravelOptions(mode=mode)
    cells = by_kernels(twins.network, None, options, PLACES, [*PLACES, TOO_FAR], (1, 50, 100))
    assert cells.shape == (3, 5, 6)
    assert (cells == cells[0]).all()
    assert (cells[0, :, 5] == -1).all()
    walks = answer(prepared(twins, None))[0]
    assert (cells[0, :, :5][walks > 0] < walks[walks > 0]).all()
    assert (np.diag(cells[0]) == 0).all()


def test_percentiles_in_any_order(twins):
    query = prepared(twins)
    forwards, backwards = (answer(query, percentiles=ps) for ps in ((1, 50, 99), (99, 50, 1)))
    assert np.array_equal(forwards, backwards[::-1])
    assert (forwards[0] < forwards[2]).any()


def test_points_that_do_not_join_have_no_answer_even_to_themselves(twins):
    places = [*PLACES, TOO_FAR, TOO_FAR]
    for when in (MORNING, None):
        options = TravelOptions(mode="transit" if when else "walk")
        cells = by_kernels(twins.network, when, options, places, places)[0]
        assert (cells[5:] == -1).all()
        assert (cells[:, 5:] == -1).all()
        assert (cells[:5, :5] >= 0).any()


def test_no_origins_and_no_destinations(twins):
    query = prepared(twins)
    empty = np.zeros(0)
    stop = np.zeros(1, np.uint8)
    assert builtin.matrix_block(query, empty, empty, (50,), stop).shape == (1, 0, 5)
    nowhere = builtin.prepare(twins.network, MORNING, TravelOptions(), empty, empty)
    assert answer(nowhere).shape == (1, 5, 0)


@pytest.mark.parametrize("when", [MORNING, None])
def test_a_set_flag_ends_the_work(twins, when):
    assert (answer(prepared(twins, when), stop=1) == -1).all()


def test_one_query_serves_many_threads(twins):
    query = prepared(twins)
    alone = answer(query, percentiles=PERCENTILES)
    with ThreadPoolExecutor(5) as pool:
        rows = pool.map(lambda k: answer(query, PLACES[k % 5 :][:1], PERCENTILES), range(40))
        for k, row in enumerate(rows):
            assert np.array_equal(row[:, 0], alone[:, k % 5])


def test_origins_do_not_depend_on_their_neighbours(twins):
    query = prepared(twins, max_rides=1)
    whole = answer(query, percentiles=PERCENTILES)
    for k in range(5):
        assert np.array_equal(answer(query, PLACES[k:][:1], PERCENTILES)[:, 0], whole[:, k])


@pytest.mark.parametrize(
    ("window", "max_time"), [("24h", 120), ("9h", 120), ("30min", 1440), ("24h", 1440)]
)
def test_long_windows_and_times_do_not_overflow(twins, window, max_time):
    """Arrivals are kept in narrow numbers only where they fit."""
    options = TravelOptions(max_time=max_time, max_walk_time=min(60, max_time), walk_speed=2)
    when = DepartAt(MORNING.moment - timedelta(hours=4), window)
    cells = agreed(twins, when, options, PLACES[:2], PLACES, PERCENTILES)
    assert (cells > 0).any()


def test_warnings_and_errors_of_the_timetable_are_passed_on(twins):
    assert prepared(twins).warnings == []
    with pytest.raises(NoServiceDataError):
        prepared(twins, DepartAt("2031-01-01 08:00"))
    assert prepared(twins, None).warnings == []


def swept(twins, when=MORNING, **limits):
    query = builtin.prepare(
        twins.network, when, TravelOptions(**limits), *columns(PLACES), near=columns(PLACES * 200)
    )
    assert query.transit.swept[0] is not None
    return query


@pytest.mark.parametrize(
    ("when", "limits"),
    [
        (MORNING, {}),
        (MORNING, {"max_rides": 1}),
        (MORNING, {"max_rides": 2, "max_walk_time": 1}),
        (DepartAt("2023-06-13 00:00", "24h"), {"max_time": 1440}),
        (DepartAt("2023-06-13 08:00"), {}),
        (DepartAt("2023-06-13 08:00", "1h", "journey"), {"max_walk_time": 8}),
        (ArriveBy("2023-06-13 09:00", "30min"), {"max_time": 40}),
    ],
)
def test_answers_after_a_sweep_are_those_of_searches(twins, when, limits):
    searched = answer(prepared(twins, when, **limits), percentiles=PERCENTILES)
    assert np.array_equal(answer(swept(twins, when, **limits), percentiles=PERCENTILES), searched)
    assert len(np.unique(searched)) > 3


def test_sweeps_are_for_many_searches_and_must_fit(twins, monkeypatch):
    asked = twins.network, MORNING, TravelOptions(), *columns(PLACES)
    few = builtin.prepare(*asked, near=columns(PLACES * 2))
    assert few.transit.swept == [None]
    monkeypatch.setattr(builtin, "MOST_SWEPT", 1000)
    large = builtin.prepare(*asked, near=columns(PLACES * 200))
    assert large.transit.swept == [None]


def test_a_sweep_keeps_only_what_its_origins_can_board(twins):
    asked = twins.network, MORNING, TravelOptions(max_walk_time=5), *columns(PLACES)
    all_round, from_one = (
        builtin.prepare(*asked, near=columns(places))
        for places in (PLACES * 200, PLACES[:1] * 1000)
    )
    few, many = (query.transit.swept[0].arrivals.shape[1] for query in (from_one, all_round))
    assert 0 < few < many / 2
    some = PLACES[:1]
    assert np.array_equal(answer(from_one, some), answer(all_round, some))


def test_a_sweep_stops_at_once_when_told(twins):
    assert (answer(swept(twins), stop=1) == -1).any()
