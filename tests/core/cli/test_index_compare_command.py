"""The commands that compare runs of an index, watch for timetables, and draw a history."""

import shutil
from datetime import date

import pandas as pd
import pytest
from typer.testing import CliRunner

from accessibility.cli import app
from accessibility.index.changes.history import append_run
from accessibility.results.index import IndexResult
from tests.core.index_runs import ready_times, write_run


def run(*arguments):
    return CliRunner().invoke(app, ["index", *map(str, arguments)])


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    later = ready_times()
    later.loc[::4, "gp_public"] += 20
    return write_run(folder / "old"), write_run(folder / "new", later, date="2025-09-09")


def test_changes_are_written_and_summed_up(runs, tmp_path):
    done = run("compare", *runs, "--no-split", "--output", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert "GP surgery, mean minutes: change +1.50" in done.stdout
    assert "Food shop, mean minutes: no change" in done.stdout
    assert "towards more deprived, and that of" in done.stdout
    assert (tmp_path / "out" / "changes.png").exists()
    table = pd.read_csv(tmp_path / "out" / "changes.csv").set_index("id")
    assert table.loc["W000", "gp_change"] == pytest.approx(6)


def test_runs_that_cannot_be_split_say_so(runs, tmp_path):
    done = run("compare", *runs, "--output", tmp_path / "out")
    assert done.exit_code == 1
    assert "Compare it without a split (--no-split)" in done.stderr
    assert not (tmp_path / "out").exists()


def test_other_areas_need_a_lookup_table(runs, tmp_path):
    newer = write_run(tmp_path / "new", vintage="wards 2030")
    done = run("compare", runs[0], newer, "--output", tmp_path / "out")
    assert done.exit_code == 1
    assert "Give a table of which area became which" in done.stderr
    names = [f"W{k:03d}" for k in range(48)]
    pd.DataFrame({"old": names, "new": names}).to_csv(tmp_path / "lookup.csv", index=False)
    lookup = ("--lookup", tmp_path / "lookup.csv")
    done = run("compare", runs[0], newer, "--output", tmp_path / "out", *lookup)
    assert done.exit_code == 0, done.stderr
    assert "weighted means on the newer areas" in done.stdout


def test_a_history_is_drawn(runs, tmp_path):
    for number, folder in enumerate(runs):
        append_run(IndexResult.open(folder), tmp_path / "h.csv", run_date=date(2026, 1, 1 + number))
    drawn = tmp_path / "h.svg"
    done = run("history", tmp_path / "h.csv", "--area", "W000", "--output", drawn)
    assert done.exit_code == 0, done.stderr
    assert drawn.read_text("utf-8").startswith("<?xml")


def test_nothing_new_is_told(runs, tmp_path, sample_inputs):
    (tmp_path / "arrivals").mkdir()
    like = shutil.copytree(runs[0], tmp_path / "like")
    arguments = ("watch", tmp_path / "arrivals", "--like", like, "--output", tmp_path / "out")
    done = run(*arguments, "--once")
    assert done.exit_code == 1
    assert "was not made from a network" in done.stderr
    done = run(*arguments, "--once", "--date", "soon")
    assert done.exit_code == 2
    assert '--date "soon" is no date' in done.stderr


def test_again_is_not_set_against_another_run(runs, tmp_path):
    again = ("--again", runs[0] / "provenance.json", "--previous", runs[1])
    done = run("run", *again, "--output", tmp_path / "out")
    assert done.exit_code == 2
    assert "--again makes that run itself" in done.stderr
