"""The command ``try``: from a map and a timetable to a layer, a table and a picture."""

import geopandas as gpd
import pandas as pd
import pytest
from typer.testing import CliRunner

from accessibility.cli import app


@pytest.fixture
def inputs(sample):
    feeds = [word for name in ("bus.zip", "rail.zip") for word in ("--gtfs", str(sample / name))]
    return ["--osm", str(sample / "town.osm.pbf"), *feeds]


def run(*words):
    return CliRunner().invoke(app, ["try", *map(str, words)])


def test_a_first_look_writes_a_layer_a_table_and_a_picture(inputs, tmp_path):
    done = run(*inputs, "--output", tmp_path / "look", "--service", "library")
    assert done.exit_code == 0, done.output
    folder = tmp_path / "look"
    # The sample's map has no dwellings as buildings, so cells stand for them.
    assert "Cells of a grid are taken instead" in done.stderr
    assert "of all Tuesdays that with most trips" in done.stdout
    table = pd.read_csv(folder / "minutes-to-library.csv")
    layer = gpd.read_file(folder / "minutes-to-library.gpkg", layer="origins")
    assert len(table) == len(layer) > 100
    reached = table["state_p50"] == "reached"
    assert reached.mean() > 0.5
    assert (table["travel_time_p50"].notna() == reached).all()
    assert table["travel_time_p50"].equals(layer["library_travel_time_p50"])
    lines = gpd.read_file(folder / "minutes-to-library.gpkg", layer="lines")
    assert len(lines) == reached.sum()
    assert (folder / "minutes-to-library.png").stat().st_size > 20_000
    for name in ("place.network", *(f"minutes-to-library.{kind}" for kind in ("gpkg", "csv"))):
        assert str(folder / name) in done.stdout


def test_the_day_is_the_tuesday_with_most_trips(inputs, tmp_path):
    done = run(*inputs, "--output", tmp_path / "look", "--service", "library")
    day = pd.Timestamp(done.stdout.split("On Tuesday ")[1].split(",")[0])
    assert day.day_of_week == 1
    assert day != pd.Timestamp("2025-04-22")  # the school holidays have fewer buses


@pytest.mark.parametrize(
    ("service", "code", "said"),
    [("pharmcy", 2, "Did you mean pharmacy?"), ("theatre", 1, "theatre")],
)
def test_a_kind_that_is_not_there_is_told(inputs, tmp_path, service, code, said):
    done = run(*inputs, "--output", tmp_path / "look", "--service", service)
    assert done.exit_code == code
    assert said in done.stderr
    assert not list((tmp_path).glob("look/minutes*"))


def test_a_missing_map_is_told_before_anything_is_written(inputs, tmp_path):
    done = run("--osm", tmp_path / "no.osm.pbf", *inputs[2:], "--output", tmp_path / "look")
    assert done.exit_code == 1
    assert "no.osm.pbf" in done.stderr
