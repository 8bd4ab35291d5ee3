"""The opportunities command: what it writes and says, and how it refuses bad input."""

import json

import pandas as pd
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from accessibility.cli import app

MATRIX = """from_id,to_id,travel_time
home,mill,10
home,port,30
home,fair,45
farm,mill,31
farm,port,
farm,fair,5
isle,mill,
isle,port,
isle,fair,
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.csv").write_text(MATRIX)
    (tmp_path / "places.csv").write_text(
        "id,lon,jobs,schools\nmill,1.5,100,0\nport,1.6,50,1\nfair,1.7,7,1\n"
    )
    (tmp_path / "o.missing.csv").write_text("id,jobs\nmill,100\n")
    (tmp_path / "homes.csv").write_text("code,people,income\nhome,30,900\nfarm,10,300\nisle,0,\n")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["opportunities", *arguments])


def test_a_row_for_each_origin_is_written_and_summed_up(folder):
    done = run(
        "m.csv", "--weights", "places.csv:jobs,schools", "--threshold", "30,45",
        "--nearest", "1", "--amount", "100", "--output", "o.csv",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    table = pd.read_csv("o.csv")
    assert list(table["from_id"]) == ["home", "farm", "isle"]
    assert list(table["jobs_within_30"]) == [150, 7, 0]
    assert list(table["schools_within_45"]) == [2, 1, 0]
    assert list(table["minutes_to_jobs_100"][:2]) == [10, 31]
    assert "9 pairs, 4 of them not reached; 3 origins." in done.stdout
    assert "Wrote o.csv, o.provenance.json." in done.stdout
    provenance = json.loads((folder / "o.provenance.json").read_text())
    assert provenance["asked"]["threshold"] == [30, 45]
    assert len(provenance["inputs"]["matrix"]["sha256"]) == 64
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    assert lines["jobs_within_30"] == ["0", "7", "52.333", "150", "0"]
    assert lines["minutes_to_jobs_nearest_1"] == ["5", "7.500", "7.500", "10", "1"]


def test_with_people_the_summary_is_by_person(folder):
    done = run(
        "m.csv", "--weights", "places.csv:jobs", "--threshold", "30", "--nearest", "1",
        "--people", "homes.csv:people", "--rank", "homes.csv:income", "--origin-id", "code",
        "--at-least", "100", "--at-most", "5", "--output", "o.parquet",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    # Ten have 7 and thirty 150: the mean is 114.25, pairs are 10 * 30 * 143 / (40 ** 2 * 114.25)
    # apart; the best-off four have 600, the worst-off sixteen 70 + 900.
    assert lines["jobs_within_30"] == [
        "40", "0", "114.250", "0.235", "0.619", "0.235", "0.750", "-",
    ]  # fmt: skip
    assert lines["minutes_to_jobs_nearest_1"][-2:] == ["-", "0.250"]
    assert "share at least 100" in done.stdout
    summary = pd.read_csv("o.summary.csv").set_index("column")
    assert summary.loc["jobs_within_30", "share_at_least_100"] == 0.75
    assert "nan" not in (folder / "o.summary.csv").read_text()
    assert summary.loc["jobs_within_30", "gini"] == pytest.approx(10 * 30 * 143 / 40**2 / 114.25)
    metadata = json.loads(parquet.read_schema("o.parquet").metadata[b"accessibility"])
    assert metadata["asked"]["people"] == "homes.csv:people"
    assert "1 origins have no rank" in done.stderr
    assert list(pd.read_parquet("o.parquet")["jobs_within_30"]) == [150, 7, 0]


def test_with_demand_supply_is_shared_out(folder):
    done = run(
        "m.csv", "--weights", "places.csv:schools", "--demand", "homes.csv:people",
        "--origin-id", "code", "--decay", "steps:10=1,30=0.5", "--output", "o.csv",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    # The port's school is shared by 15 of home, the fair's by ten of the farm.
    assert list(pd.read_csv("o.csv")["schools_per_people_steps"]) == pytest.approx([1 / 30, 0.1, 0])


def test_another_tools_table_of_several_moments(folder):
    theirs = pd.read_csv("m.csv")
    theirs.columns = ["origin", "place", "min"]
    two = pd.concat([theirs.assign(when="08:00"), theirs.assign(min=1.0, when="mean")])
    two.to_parquet("t.parquet")
    words = ["t.parquet", "--weights", "places.csv:", "--from-column", "origin", "--to-column",
             "place", "--time-column", "min", "--threshold", "10", "--output", "o.csv"]  # fmt: skip
    refused = run(*words)
    assert refused.exit_code == 2
    assert "--choose: t.parquet has rows for several moments" in refused.stderr
    assert run(*words, "--choose", "when=mean").exit_code == 0
    assert list(pd.read_csv("o.csv")["places_within_10"]) == [3, 3, 3]


def test_names_of_columns_and_files_may_have_dots(folder):
    (folder / "jobs.2019.csv").write_text("id,jobs.2019\nmill,100\nport,1\nfair,1\n")
    for source in ("jobs.2019.csv:jobs.2019", "jobs.2019.csv", str(folder / "jobs.2019.csv")):
        done = run("m.csv", "--weights", source, "--threshold", "30", "--output", "o.csv")
        assert done.exit_code == 0, done.output
        assert list(pd.read_csv("o.csv")["jobs.2019_within_30"]) == [101, 1, 0]
    done = run("m.csv", "--weights", "no.csv:jobs", "--threshold", "30", "--output", "o.csv")
    assert done.exit_code == 1
    assert "no.csv: there is no such file" in done.stderr


def test_places_of_one_table_only_are_told(folder):
    (folder / "few.csv").write_text("id,jobs\nmill,100\nmoon,3\n")
    done = run("m.csv", "--weights", "few.csv", "--threshold", "30", "--output", "o.csv")
    assert done.exit_code == 0, done.output
    assert "Warning: 2 destinations of the matrix have no weight and add nothing: port, fair." in (
        done.stderr
    )
    assert "Warning: 1 places with weights are no destinations of the matrix: moon." in done.stderr
    listed = pd.read_csv("o.missing.csv")
    assert list(listed["id"]) == ["port", "fair", "moon"]
    assert run("m.csv", "--weights", "places.csv:jobs", "--threshold", "9", "--output", "o.csv")
    assert not (folder / "o.missing.csv").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "Nothing is asked"),
        ({"threshold": "ten"}, '--threshold "ten": give numbers'),
        ({"threshold": "-5"}, "--threshold: -5.0 is no number of minutes"),
        ({"nearest": "0"}, "--nearest: 0.0 is no rank"),
        ({"decay": "expo"}, '--decay: "expo" names no decay'),
        ({"decay": "linear:limit=0"}, '--decay: "linear:limit=0": limit of a decay is 0'),
        ({"threshold": "9", "choose": "mean"}, '--choose "mean": write COLUMN=VALUE'),
        ({"threshold": "9", "time-column": "t"}, "--time-column: m.csv has no column t"),
        ({"threshold": "9", "destination-id": "x"}, "--destination-id: places.csv has no column x"),
        ({"threshold": "9", "weights": "places.csv"}, "has several columns: say which"),
        ({"threshold": "9", "weights": "places.csv:shops"}, "places.csv has no column shops"),
        ({"threshold": "9", "at-least": "3"}, "--at-least needs those who are counted"),
        ({"threshold": "9", "rank": "homes.csv:income"}, "--rank needs those who are counted"),
        ({"nearest": "1", "demand": "homes.csv:people"}, "--demand shares out"),
        ({"threshold": "9", "people": "homes.csv:people"}, "--origin-id: homes.csv has no column"),
        ({"threshold": "9", "output": "o.gpkg"}, "can be written as .parquet, .csv"),
        ({"threshold": "9", "output": "m.csv"}, "m.csv is an input and would be overwritten"),
        ({"threshold": "9", "output": "places.csv"}, "places.csv is an input"),
        ({"threshold": "9", "weights": "o.missing.csv:jobs"}, "o.missing.csv is an input"),
    ],
)
def test_what_cannot_be_asked_is_refused(folder, options, message):
    before = {path: path.read_bytes() for path in folder.iterdir()}
    given = {"weights": "places.csv:jobs", "output": "o.csv", **options}
    done = run("m.csv", *(part for name, text in given.items() for part in (f"--{name}", text)))
    assert done.exit_code == 2, done.output
    assert message in done.stderr
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("home,mill,-1", 'm.csv row 10: travel_time "-1" is negative'),
        ("home,mill,9", 'm.csv: the pair "home to mill" stands in several rows'),
        ("home,,9", "m.csv row 10: to_id is empty"),
        ("home,mall,soon", 'm.csv row 10: travel_time "soon" is no number'),
    ],
)
def test_a_faulty_matrix_is_one_message_and_leaves_nothing(folder, row, message):
    (folder / "m.csv").write_text(f"{MATRIX}{row}\n")
    done = run("m.csv", "--weights", "places.csv:jobs", "--threshold", "30", "--output", "o.csv")
    assert done.exit_code == 1, done.output
    assert done.stderr.startswith(f"Error: {message}")
    assert not (folder / "o.csv").exists()
