"""Timetables that arrive in a folder: each is run once, and adds to the history."""

import os
import shutil
import time
import zipfile
from datetime import date

import pytest

import accessibility as acc
from accessibility.errors import InputError, OutputError
from accessibility.index.changes.deliveries import deliveries_in
from accessibility.index.changes.history import read_history
from accessibility.index.changes.watch import watch_folder
from accessibility.index.run.inputs import IndexInputs
from accessibility.index.run.run import run_index
from accessibility.lock import locked
from accessibility.results.index import IndexResult
from tests.core.index_runs import thinner


@pytest.fixture(scope="module")
def first_run(sample, sample_inputs, tmp_path_factory):
    folder = tmp_path_factory.mktemp("first")
    network = acc.Network.build(*sample_inputs, folder / "town.network")
    inputs = IndexInputs(network.path, sample / "small_areas.geojson", sample / "dwellings.csv")
    return run_index("minimal", inputs, folder / "run")


def put(source, path):
    """Let a file arrive, an hour ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)
    hour_ago = time.time() - 3600
    os.utime(path, (hour_ago, hour_ago))
    return path


@pytest.fixture
def arrived(sample, tmp_path):
    """A folder in which all feeds of spring arrived, and a thinner bus timetable after them."""
    folder = tmp_path / "arrivals"
    put(sample / "bus.zip", folder / "2025-03" / "bus.zip")
    put(sample / "rail.zip", folder / "2025-03" / "rail.zip")
    put(thinner(sample / "bus.zip", tmp_path / "thin.zip"), folder / "2025-06" / "bus.zip")
    put(sample / "rail.zip", folder / "2025-06" / "rail.zip")
    return folder


def test_each_delivery_is_run_once_and_adds_to_the_history(first_run, arrived, tmp_path):
    output = tmp_path / "runs"
    found = watch_folder(arrived, first_run, output, settled=0)
    assert [run.name for run in found.finished] == ["2025-03", "2025-06"]
    assert found.failed == []
    assert found.waiting == []
    spring, summer = (IndexResult.open(output / name) for name in ("2025-03", "2025-06"))
    assert (spring.areas["gp"].dropna() == first_run.areas["gp"].dropna()).all()
    assert summer.areas["gp"].mean() > spring.areas["gp"].mean()
    history = read_history(output / "history.parquet")
    assert history.groupby("run", sort=False)["area"].count().to_list() == [24, 24]
    assert set(history["series"]) == {1}
    page = (output / "2025-06" / "report.html").read_text("utf-8")
    assert "Largest changes in minutes" in page

    again = watch_folder(arrived, first_run, output, settled=0)
    assert again.finished == []
    assert len(read_history(output / "history.parquet")) == 48


def test_a_broken_delivery_is_told_and_the_next_goes_on(first_run, arrived, tmp_path, sample):
    with zipfile.ZipFile(arrived / "2025-05.zip", "w") as feed:
        feed.writestr("readme.txt", "no timetable")
    (arrived / "2025-07.zip").write_bytes(b"PK half a zip")
    output = tmp_path / "runs"
    found = watch_folder(
        arrived, first_run, output, feeds=[sample / "valley.zip"], settled=0, day=date(2025, 6, 10)
    )
    assert [run.name for run in found.finished] == ["2025-03", "2025-06"]
    ((name, why),) = found.failed
    assert name == "2025-05"
    assert "stops.txt" in why or "agency.txt" in why
    assert "no whole zip" in found.waiting[0]
    assert set(read_history(output / "history.parquet")["timetable_date"]) == {"2025-06-10"}
    # What failed is not tried again until it changes.
    assert watch_folder(arrived, first_run, output, settled=0).failed == []
    put(sample / "bus.zip", arrived / "2025-05.zip")
    later = watch_folder(arrived, first_run, output, settled=0)
    assert [run.name for run in later.finished] == ["2025-05"]


def test_what_may_still_be_arriving_waits(arrived, tmp_path):
    os.utime(arrived / "2025-06" / "rail.zip")
    first, second = deliveries_in(arrived)
    assert first.waiting == ""
    assert "left to arrive" in second.waiting
    assert first.key != second.key


def test_what_is_no_delivery_is_passed_over(arrived):
    (arrived / "notes.txt").write_text("hello")
    (arrived / "empty").mkdir()
    assert [each.name for each in deliveries_in(arrived, settled=0)] == ["2025-03", "2025-06"]
    put(arrived / "2025-03" / "bus.zip", arrived / "2025-03.zip")
    with pytest.raises(InputError, match="a folder and a zip of the name 2025-03"):
        deliveries_in(arrived)
    with pytest.raises(InputError, match="is no folder"):
        deliveries_in(arrived / "none")


def test_two_looks_do_not_meet(first_run, arrived, tmp_path):
    output = tmp_path / "runs"
    output.mkdir()
    with (
        locked(output / ".watch.lock", "mine"),
        pytest.raises(OutputError, match="another look for timetables is still at work"),
    ):
        watch_folder(arrived, first_run, output, settled=0)


def test_a_day_that_no_feed_covers_is_replaced_by_one_of_its_weekday(first_run, arrived, tmp_path):
    recipe = first_run.provenance["recipe"]
    moved = dict(recipe, text=recipe["text"].replace("2025-03-11", "2031-03-11"))
    first_run.provenance["recipe"] = moved
    try:
        shutil.rmtree(arrived / "2025-06")
        found = watch_folder(arrived, first_run, tmp_path / "runs", settled=0)
    finally:
        first_run.provenance["recipe"] = recipe
    day = date.fromisoformat(IndexResult.open(found.finished[0]).provenance["date"])
    assert day.year == 2025
    assert day.weekday() == date(2031, 3, 11).weekday()
