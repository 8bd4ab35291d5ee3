"""The command itineraries: what it tells and writes, and what it refuses before any work."""

import geopandas as gpd
import pandas as pd
import pytest
from typer.testing import CliRunner

from accessibility.cli import app

DEPART = ("--depart", "2026-06-15 08:00")
FROM, TO = ("--from", "51.5081,-3.0"), ("--to", "51.5081,-2.9825")


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def built(town):
    return str(town / "town.network")


def test_it_tells_a_journey_in_words_and_writes_its_lines(built, tmp_path):
    output = tmp_path / "legs.geojson"
    options = ("--max-walk-time", "5", "--boarding-slack", "30s")
    done = run(
        "itineraries", built, *FROM, *TO, "--depart", "2026-06-15 07:58", *options,
        "--output", str(output),
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "1 to 1: 8 min" in done.stdout
    assert "bus 1 from Stop 0 to Stop 3 (waited 2 min 00 s)" in done.stdout
    assert f"Wrote {output}: 1 journey, 2 legs." in done.stdout
    table = gpd.read_file(output)
    assert list(table["trip_id"].dropna()) == ["t8"]
    drawn = run("map", str(output), "--network", built, "--output", str(tmp_path / "legs.png"))
    assert drawn.exit_code == 0, drawn.stderr


def test_layers_pairs_in_turn_and_pairs_without_a_journey(built, town, tmp_path):
    output = tmp_path / "legs.parquet"
    files = "--origins", str(town / "origins.parquet"), "--destinations"
    done = run(
        "itineraries", built, *files, str(town / "origins.parquet"), "--pairs", "zip",
        "--mode", "walk", "--output", str(output),
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "and 2 more journeys" in done.stdout
    assert set(pd.read_parquet(output)["total_time"]) == {0}
    done = run("itineraries", built, *FROM, *TO, "--mode", "walk", "--max-time", "2")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["1 to 1: not reached"]


def test_a_geopackage_tells_times_in_utc(built, tmp_path):
    output = tmp_path / "legs.gpkg"
    assert run("itineraries", built, *FROM, *TO, *DEPART, "--output", str(output)).exit_code == 0
    # The bus of 09:00 in British summer time.
    assert str(gpd.read_file(output)["departure"][0]) == "2026-06-15 08:00:00+00:00"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*FROM, *DEPART), "--to LAT,LON"),
        ((*FROM, "--origins", "a.csv", *TO, *DEPART), "--from LAT,LON"),
        (("--from", "91,0", *TO, *DEPART), "--from"),
        (("--from", "here", *TO, *DEPART), "--from"),
        ((*FROM, *TO), "--depart"),
        ((*FROM, *TO, *DEPART, "--pairs", "all"), "--pairs"),
        ((*FROM, *TO, *DEPART, "--output", "legs.shp"), ".geojson"),
    ],
)
def test_refusals(built, arguments, words):
    done = run("itineraries", built, *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_matrix_with_its_parts(arguments, tmp_path):
    output = tmp_path / "parts.csv"
    done = run(*arguments(output), "--breakdown")
    assert done.exit_code == 0, done.stderr
    assert list(pd.read_csv(output).columns)[2:5] == ["travel_time", "direct", "access"]
