"""What must hold in every world, and kernels against the oracle in random small ones."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accessibility import DepartAt, Threads, TravelOptions, travel_time_matrix
from tests.core.comparison import PERCENTILES, Twins, agreed, by_kernels
from tests.core.rule_world import rule_cases
from tests.core.small_world import DATES, Trip, World, cases, corner
from tests.oracle import Oracle

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
more = settings(few, max_examples=80)

# Every limit, in the order in which it gives way.
RELAXED = {
    "max_rides": [1, 2, 3, 8],
    "max_walk_time": [0, 3, 7, 20],
    "max_transfer_time": [0, 2, 5, 30],
    "max_time": [6, 20, 45, 120],
    "boarding_slack": ["130s", "60s", "1s"],
    "transit_modes": ["rail", "bus,rail"],
    "snap_radius": [20, 300],
}


def never_worse(better, worse):
    """Nothing is lost and nothing takes longer."""
    return bool(((worse < 0) | ((better >= 0) & (better <= worse))).all())


def rides_of_use(network, question):
    """The fewest rides that are as good as all that are allowed: tells how much a case asks."""
    asked = question.places, question.places, (1,)

    def best(**changed):
        options = TravelOptions(**{**question.limits, **changed})
        return by_kernels(network, question.when, options, *asked)

    all_allowed, most = best(), question.limits["max_rides"]
    if np.array_equal(best(transit_modes="ferry"), all_allowed):
        return 0
    return next(
        rides for rides in range(1, most + 1) if np.array_equal(best(max_rides=rides), all_allowed)
    )


@more
@given(case=cases())
def test_random_timetables_by_kernels_and_oracle(streets, folders, case):
    world, question = case
    twins = world.twins(streets, next(folders))
    places = question.places
    cells = agreed(twins, question.when, question.options, places, places, PERCENTILES)
    assert (np.diff(np.where(cells < 0, 1 << 30, cells), axis=0) >= 0).all()
    joins = twins.network.snap(*np.array(places).T, 300_000).edge >= 0
    itself = cells[:, range(len(places)), range(len(places))]
    assert (itself == np.where(joins, 0, -1)).all()
    event(f"{rides_of_use(twins.network, question)} rides are of use")


def test_changes_where_a_trip_comes_twice(streets, folders):
    """The change is possible at both calls; whoever keeps it at one must use it there."""
    stops = (corner(0, 0), corner(3, 0), corner(5, 0), corner(3, 5))
    loop = Trip(0, tuple((stop, 120, 0, 0, 0) for stop in (0, 1, 2, 1)), 3600, DATES[2:3], 3)
    onward = Trip(0, ((1, 0, 0, 0, 0), (3, 300, 0, 0, 0)), 4200, DATES[2:3], 3)
    twins = World(stops, (loop, onward)).twins(streets, next(folders))
    options = TravelOptions(max_walk_time=2)
    cells = agreed(twins, DepartAt("2023-06-13 00:58"), options, stops[:1], stops[3:])
    assert cells.tolist() == [[[17 * 60]]]


@more
@given(case=rule_cases())
def test_random_rules_by_kernels_and_oracle(streets, folders, case):
    world, question = case
    folder = next(folders)
    twins = Twins(world.network(streets, folder), Oracle(streets, [folder / "feed0"]))
    places = question.places
    agreed(twins, question.when, question.options, places, places, PERCENTILES)
    event(f"{question.when.direction} {question.when.measure}")


@few
@given(case=cases(), change=st.sampled_from(sorted(RELAXED)))
def test_relaxing_a_limit_loses_and_lengthens_nothing(streets, folders, case, change):
    world, question = case
    network = world.network(streets, next(folders))
    before = None
    for value in RELAXED[change]:
        options = TravelOptions(**{**question.limits, change: value})
        asked = (question.when, options, question.places, question.places, PERCENTILES)
        cells = by_kernels(network, *asked)
        assert before is None or never_worse(cells, before)
        before = cells


@few
@given(case=cases())
def test_one_more_trip_lengthens_nothing(streets, folders, case):
    world, question = case
    asked = (question.when, question.options, question.places, question.places, PERCENTILES)
    more_trips = by_kernels(world.network(streets, next(folders)), *asked)
    for trip in range(min(2, len(world.trips))):
        fewer_trips = by_kernels(world.without(trip).network(streets, next(folders)), *asked)
        assert never_worse(more_trips, fewer_trips)


@few
@given(case=cases())
def test_the_best_of_a_larger_window_is_no_worse(streets, folders, case):
    world, question = case
    network = world.network(streets, next(folders))
    before = None
    for window in (0, 1, 2, 15, 100):
        when = DepartAt(question.when.moment, window)
        asked = (when, question.options, question.places, question.places)
        best = by_kernels(network, *asked, (1,))  # of up to 100 answers the least
        assert before is None or never_worse(best, before)
        before = best


@few
@given(case=cases())
def test_public_transport_is_no_slower_than_the_walk(streets, folders, case):
    world, question = case
    network = world.network(streets, next(folders))
    options = question.options
    longest = min(options.max_walk_time_s, options.max_time_s)
    on_foot = TravelOptions(
        mode="walk", walk_speed=options.walk_speed, max_time=f"{max(1, longest)}s"
    )
    places = question.places
    walks = by_kernels(network, None, on_foot, places, places)
    assert never_worse(by_kernels(network, question.when, options, places, places), walks)


@few
@given(case=cases(), turn=st.randoms(use_true_random=False))
def test_no_order_matters(streets, folders, case, turn):
    world, question = case
    places = list(question.places)
    straight = by_kernels(
        world.network(streets, next(folders)),
        *(question.when, question.options, places, places, PERCENTILES),
    )
    rows = turn.sample(range(len(places)), len(places))
    columns = turn.sample(range(len(places)), len(places))
    turned = by_kernels(
        world.network(streets, next(folders), feeds_turned=True),
        *(question.when, question.options),
        [places[row] for row in rows],
        [places[column] for column in columns],
        PERCENTILES,
    )
    assert (turned == straight[:, rows][:, :, columns]).all()


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_files_are_the_same_for_any_threads_and_blocks(sample_twins, sample, tmp_path, suffix):
    dwellings = _some_dwellings(sample, tmp_path)
    ways = [(1, None), (2, None), (5, None), (1, 1), (2, 7), (5, 3), (2, 1000)]
    written = set()
    for number, (threads, block_size) in enumerate(ways):
        output = tmp_path / str(number) / f"matrix{suffix}"
        output.parent.mkdir()
        travel_time_matrix(
            sample_twins.network,
            dwellings,
            dwellings,
            when=DepartAt("2025-05-13 08:00", "20min"),
            percentiles=(10, 50, 90),
            output=output,
            executor=Threads(threads, block_size),
        )
        beside = [output.with_name("matrix.points.csv"), output.with_name("matrix.provenance.json")]
        files = [output, *(path for path in beside if path.exists())]
        assert len(files) == (3 if suffix == ".csv" else 2)
        written.add(b"\0".join(path.read_bytes() for path in files))
    assert len(written) == 1


def _some_dwellings(sample: Path, folder: Path) -> Path:
    rows = (sample / "dwellings.csv").read_text(encoding="utf-8").splitlines()
    path = folder / "some.csv"
    far = "far,-3.25,51.69,1,,,,"  # so that there is a list of points without answers
    path.write_text("\n".join([rows[0], *rows[1::28], far]) + "\n", encoding="utf-8")
    return path
