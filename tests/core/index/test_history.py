"""The history of an index: it grows by each run, and marks where a series breaks."""

from datetime import date

import pandas as pd
import pytest

from accessibility.errors import InputError, UsageError
from accessibility.index.changes.history import append_run, read_history
from accessibility.index.changes.history_plot import draw_history
from accessibility.maps import time_series
from accessibility.results.index import IndexResult
from tests.core.index_runs import ready_times, write_run


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Three days of one series, then one of another version of the recipe."""
    folder = tmp_path_factory.mktemp("runs")
    found = []
    for k, (day, version) in enumerate(
        [("2025-03-11", 1), ("2025-06-10", 1), ("2025-09-09", 1), ("2025-12-09", 2)]
    ):
        times = ready_times()
        times.loc[: 5 * k, "gp_public"] += 3 * k
        run = write_run(folder / day, times, date=day, version=version)
        found.append(IndexResult.open(run))
    return found


@pytest.fixture(params=[".parquet", ".csv"])
def history(request, runs, tmp_path):
    path = tmp_path / f"history{request.param}"
    for k, run in enumerate(runs):
        assert append_run(run, path, run_date=date(2026, 1, 1 + k))
    return path


def test_each_run_adds_a_row_for_each_area(history, runs):
    table = read_history(history)
    assert len(table) == 4 * 48
    assert list(table["timetable_date"].unique()) == [
        "2025-03-11",
        "2025-06-10",
        "2025-09-09",
        "2025-12-09",
    ]
    assert list(table["run_date"].unique())[-1] == "2026-01-04"
    second = table[table["timetable_date"] == "2025-06-10"].set_index("area")
    areas = runs[1].areas
    pd.testing.assert_series_equal(second["minutes_gp"], areas["gp"], check_names=False)
    pd.testing.assert_series_equal(
        second["rank"], areas["domain_rank"].astype(float), check_names=False, check_dtype=False
    )
    assert second.loc["W000", "score"] == pytest.approx(areas.loc["W000", "domain_score"])


def test_a_series_breaks_where_the_version_changes(history):
    table = read_history(history)
    series = table.groupby("timetable_date")["series"].unique()
    assert [list(each) for each in series] == [[1], [1], [1], [2]]


def test_a_run_is_not_added_twice(history, runs):
    before = history.read_bytes()
    assert not append_run(runs[1], history)
    assert history.read_bytes() == before


def test_other_areas_break_a_series_too(history, tmp_path):
    later = write_run(tmp_path / "later", vintage="wards 2030", version=2, date="2026-03-10")
    assert append_run(IndexResult.open(later), history)
    assert read_history(history)["series"].iloc[-1] == 3


def test_the_curve_of_an_area_is_broken_at_the_break(history, tmp_path, monkeypatch):
    drawn = {}
    monkeypatch.setattr(
        "accessibility.index.changes.history_plot.draw_time_series",
        lambda places, path, **words: drawn.update(places=places, path=path, **words),
    )
    draw_history(history, tmp_path / "h.png", areas=["W000", "W047"], column="minutes_gp")
    assert [each.series for each in drawn["places"]["W000"]] == [1, 1, 1, 2]
    assert [each.day.month for each in drawn["places"]["W000"]] == [3, 6, 9, 12]
    assert drawn["title"] == "Gp"
    assert drawn["unit"] == "minutes"
    draw_history(history, tmp_path / "h.png", column="rank")
    assert len(drawn["places"]) == 12
    assert drawn["downwards"]


def test_the_picture_is_drawn_the_same_each_time(history, tmp_path):
    pictures = [draw_history(history, tmp_path / name) for name in ("a.svg", "b.svg")]
    first, second = (path.read_text("utf-8") for path in pictures)
    assert first == second
    assert first.count("stroke-dasharray: 2.7,2.7") >= 12  # a break for each area


def test_pictures_that_cannot_be_read_are_refused(history, tmp_path):
    with pytest.raises(UsageError, match="minutes_food_shop"):
        draw_history(history, tmp_path / "h.png", column="minutes")
    with pytest.raises(InputError, match='"X1" is not in it'):
        draw_history(history, tmp_path / "h.png", areas=["X1"])
    with pytest.raises(UsageError, match="Name 1 to 60"):
        time_series.draw_time_series({}, tmp_path / "h.png", title="Nothing")


def test_what_is_no_history_is_refused(runs, tmp_path):
    with pytest.raises(UsageError, match="written as"):
        append_run(runs[0], tmp_path / "h.xlsx")
    other = tmp_path / "h.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="is no history of an index: there is no column run_date"):
        append_run(runs[0], other)
    assert other.read_text() == "a,b\n1,2\n"
