"""The command isochrones: what it writes, and what it refuses before any work."""

import geopandas as gpd
import pytest
import rasterio
from typer.testing import CliRunner

from accessibility.cli import app


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def built(sample_twins):
    return str(sample_twins.network.path)


@pytest.fixture
def place(sample):
    home = gpd.pd.read_csv(sample / "dwellings.csv").iloc[0]
    return f"{home['lat']},{home['lon']}"


def test_it_writes_areas_and_the_surface(built, place, tmp_path):
    areas, surface = tmp_path / "iso.gpkg", tmp_path / "iso.tif"
    done = run(
        *("isochrones", built, "--at", place, "--depart", "2025-05-13 08:30"),
        *("--minutes", "10,20", "--rings", "--cell-size", "100"),
        *("--output", str(areas), "--surface", str(surface)),
    )
    assert done.exit_code == 0, done.stderr
    table = gpd.read_file(areas, layer="isochrones")
    assert list(table["minutes_from"]) == [0, 10]
    assert list(gpd.read_file(areas, layer="origins")["id"]) == [1]
    with rasterio.open(surface) as raster:
        assert raster.count == 1
        assert raster.res == (100, 100)
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"


def test_a_series_of_deadlines(built, place, tmp_path, sample):
    output = tmp_path / "day.geojson"
    done = run(
        *("isochrones", built, "--at", place, "--at", place, "--arrive", "2025-05-13 09:00"),
        *("--every", "30m", "--until", "10:00", "--minutes", "20", "--combine", "union"),
        *("--count", f"homes={sample / 'dwellings.csv'}", "--output", str(output)),
    )
    assert done.exit_code == 0, done.stderr
    table = gpd.read_file(output)
    starts = [start.strftime("%H:%M") for start in table["t_start"]]
    assert starts == ["09:00", "09:30", "10:00"]
    assert (table["homes"] > 0).all()
    assert set(table["id"]) == {"union"}


DEPART = ("--depart", "2025-05-13 08:30")
OUT = ("--output", "iso.gpkg")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--at", "51.7,-3.3", *DEPART), "Nothing is asked to be written"),
        (("--at", "51.7,-3.3", *OUT), "needs a departure or a deadline"),
        ((*DEPART, *OUT), "Give either points by --at LAT,LON, or a layer"),
        (("--at", "51.7", *DEPART, *OUT), '--at "51.7" is no place'),
        (("--at", "151.7,-3.3", *DEPART, *OUT), "latitude first"),
        (("--at", "51.7,-3.3", *DEPART, *OUT, "--minutes", "a"), '--minutes "a"'),
        (("--at", "51.7,-3.3", *DEPART, *OUT, "--every", "15m"), "A series needs --every"),
        (("--at", "51.7,-3.3", *OUT, "--every", "15m", "--until", "9", *DEPART), "--until"),
        (("--at", "51.7,-3.3", *DEPART, "--output", "iso.doc"), "can be written as .gpkg"),
        (("--at", "51.7,-3.3", *DEPART, *OUT, "--count", "homes"), "write NAME=FILE"),
        (("--at", "51.7,-3.3", *DEPART, *OUT, "--cell-size", "1"), "--cell-size: 1 is out of"),
        (("--at", "51.7,-3.3", *DEPART, *OUT, "--minutes", "30,15"), "--minutes: 30, 15 do not"),
    ],
)
def test_wrong_usage_ends_with_2(built, arguments, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("isochrones", built, *arguments)
    assert done.exit_code == 2, done.stderr
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_in_the_sea_is_told_with_its_distance(built, tmp_path):
    done = run(
        "isochrones", built, "--at", "51.3,-3.5", *DEPART, "--output", str(tmp_path / "iso.gpkg")
    )
    assert done.exit_code == 1
    assert "m away" in done.stderr
