"""The rivals and reports of the benchmarks; nothing here is timed."""

import numpy as np
import pytest

from accessibility.moments import DepartAt
from accessibility.network.network import Network
from accessibility.options import TravelOptions
from benchmarks import nearest, porto_alegre, report
from benchmarks.bounded_walk import Contenders as WalkContenders
from benchmarks.car_matrix import Contenders as CarContenders
from benchmarks.car_matrix import check as check_cars
from benchmarks.car_matrix import points_by_car
from benchmarks.places import Place, Points, grid_points
from benchmarks.timing import Times, in_turns
from benchmarks.transit_matrix import Contenders, Workload, check_equal

PERCENTILES = (1, 10, 50, 90, 100)


@pytest.fixture(scope="module")
def place(sample_inputs, tmp_path_factory):
    osm, feeds = sample_inputs
    network = Network.build(osm, feeds, tmp_path_factory.mktemp("bench") / "town.network")
    points = grid_points(network, 50, 300)
    return Place("the sample", False, osm, tuple(feeds), None, "2025-05-13 08:00", network, points)


@pytest.mark.parametrize(
    ("moment", "window", "limits"),
    [
        ("2025-05-13 08:00", "2h", {}),
        ("2025-05-16 23:15", "1h", {"max_time": 60}),
        ("2025-05-13 08:00", "0", {}),
        ("2025-05-13 07:15", "1h", {"max_rides": 1}),
        ("2025-05-13 07:15", "1h", {"max_rides": 2, "max_walk_time": 5}),
        ("2025-05-13 16:00", "3h", {"max_transfer_time": 3, "boarding_slack": 2}),
    ],
)
def test_range_raptor_gives_our_answers(place, moment, window, limits):
    percentiles = PERCENTILES if window != "0" else (50,)
    options = TravelOptions(**limits)
    work = Workload(place.centroids, DepartAt(moment, window), options, percentiles)
    contenders = Contenders(place.network, work)
    assert 0 < check_equal(contenders) <= 1


def test_a_limit_of_rides_that_binds_changes_answers(place):
    one, eight = (
        Contenders(
            place.network,
            Workload(
                place.centroids,
                DepartAt("2025-05-13 08:00", "1h"),
                TravelOptions(max_rides=rides, max_walk_time=5),
                (50,),
            ),
        ).range_raptor()
        for rides in (1, 8)
    )
    assert (one != eight).any()


def test_a_wrong_answer_is_noticed(place, monkeypatch):
    when, options = DepartAt("2025-05-13 08:00", "1h"), TravelOptions()
    contenders = Contenders(place.network, Workload(place.centroids, when, options, (50,)))
    right = contenders.range_raptor()
    monkeypatch.setattr(contenders, "range_raptor", lambda: right + (np.arange(50) == 7))
    with pytest.raises(ArithmeticError, match="50 of 2500 cells"):
        check_equal(contenders)


def test_a_city_without_its_data_is_left_out(place):
    assert porto_alegre.run(place) == []


def test_bounded_walks_of_all_libraries_agree(place):
    points = Points(place.centroids.lon[:8], place.centroids.lat[:8])
    assert WalkContenders(place.network, points).check() > 8


def test_contenders_take_turns():
    calls = []
    clock = iter(range(100))
    times = in_turns(
        {"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 2, lambda: next(clock)
    )
    assert "".join(calls) == "ababab"  # the first of each warms up
    assert times.seconds == {"a": [1, 1], "b": [1, 1]}


def test_the_shortest_of_several_turns_counts():
    times = Times({"a": [3.0, 1.0], "b": [0.5, 0.7]})
    assert times.best("a") == 1.0
    assert times.ratio("a", "b") == 2.0


def test_a_missed_figure_stands_with_its_reason():
    section = report.Section(
        title="Work",
        text="What is done.",
        base="theirs",
        figures=[report.Figure("ours", 0.00025, 0.5), report.Figure("theirs", 0.0005, 1.0)],
        wanted=[
            report.Wanted("speed", 1.5, at_least=1.4, reason="not shown"),
            report.Wanted("memory", 2.5, at_most=1.0, unit=" GB", reason="too many maps"),
        ],
    )
    assert report.markdown(section).splitlines() == [
        "## Work",
        "",
        "What is done.",
        "",
        "|  | time | theirs = 1 |",
        "| --- | --- | --- |",
        "| ours | 250 µs | 0.5 |",
        "| theirs | 500 µs | 1 |",
        "",
        "|  | wanted | measured |  |",
        "| --- | --- | --- | --- |",
        "| speed | at least 1.4 | 1.5 | met |",
        "| memory | at most 1 GB | 2.5 GB | missed: too many maps |",
    ]


def test_the_page_keeps_what_stands_around_the_figures(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    report.replace_between_marks(page, "new")
    text = page.read_text(encoding="utf-8")
    assert text == f"before\n{report.BEGIN}\n\nnew\n\n{report.END}\nafter\n"
    page.write_text("no marks\n", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks the lines"):
        report.replace_between_marks(page, "new")


@pytest.mark.parametrize("turns", [False, True])
def test_scipy_gives_our_times_by_car(place, turns):
    points = points_by_car(place)
    assert len(points) == 100
    exact = check_cars(CarContenders(place, points, turns=turns))
    assert (np.diag(exact) == 0).all()
    assert (exact > 60_000).mean() > 0.5


def test_a_wrong_time_by_car_is_noticed(place, monkeypatch):
    contenders = CarContenders(place, points_by_car(place), turns=False)
    wrong = contenders.ours()
    wrong[3, 4] += 1
    monkeypatch.setattr(contenders, "ours", lambda: wrong)
    with pytest.raises(ArithmeticError, match="1 of 10000 cells"):
        check_cars(contenders)


@pytest.mark.parametrize("window", ["0", "3h"])
def test_range_raptor_finds_the_same_nearest(place, window):
    when = DepartAt("2025-05-13 07:00", window)
    services = Points(place.centroids.lon[::9], place.centroids.lat[::9])
    contenders = nearest.Contenders(place.network, when, place.centroids, services)
    assert nearest.check_equal(contenders) > 0.8


def test_pharmacies_of_the_sample(place):
    assert len(nearest.pharmacies(place.network)) == 4
