"""Cleaning and cutting feeds on the command line."""

import geopandas as gpd
import pytest
import shapely
from typer.testing import CliRunner

from accessibility import cli
from accessibility.network.gtfs.feeds import read_feeds

BOX = "-3.001,51.505,-2.99,51.51"


def run(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in ("gtfs", *words)])


def test_cleaning(town, tmp_path):
    before = (town / "bus.zip").read_bytes()
    done = run("clean", town / "bus.zip", "--output", tmp_path / "clean.zip")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["table", "before", "after"]
    assert ["stop_times", "64", "64"] in [line.split() for line in lines]
    assert "16 trips with 64 stop times at 4 stops." in done.stdout
    assert (tmp_path / "clean.report.csv").is_file()
    assert (town / "bus.zip").read_bytes() == before


def test_cutting_out_by_box_layer_and_dates(town, tmp_path):
    gpd.GeoSeries([shapely.box(*map(float, BOX.split(",")))], crs=4326).to_file(tmp_path / "a.gpkg")
    common = ["--buffer", "0", "--dates", "2026-06-01..2026-06-30", "--output"]
    for name, where in (("1", ["--bbox", BOX]), ("2", ["--area", tmp_path / "a.gpkg"])):
        done = run("clip", town / "bus.zip", *where, *common, tmp_path / f"{name}.zip")
        assert done.exit_code == 0, done.output
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    _, (report,) = read_feeds([tmp_path / "1.zip"])
    assert (report.first_date, report.last_date) == ("2026-06-01", "2026-06-30")
    assert report.stops_served == 4
    done = run("clip", town / "bus.zip", "--bbox", BOX, "--trim", *common, tmp_path / "3.zip")
    assert read_feeds([tmp_path / "3.zip"])[1][0].stops_served == 2


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--bbox", BOX, "--area", "a.gpkg"], 2, "--area and --bbox both say where"),
        ([], 2, "Give --area, --bbox or --dates"),
        (["--dates", "2026-06-01", "--trim"], 2, "--trim needs an area"),
        (["--bbox", "1,2,3"], 2, "give four numbers"),
        (["--bbox", "2.99,51.5,-3,51.6"], 2, "is not west of"),
        (["--bbox", "51.5,-3.01,51.6,-2.9"], 1, "longitude comes first"),
        (["--bbox", "1,51,2,52"], 1, "its stops cover longitude -3.000 to -2.982"),
        (["--area", "gone.gpkg"], 1, "gone.gpkg: there is no such file"),
        (["--bbox", "gone.gpkg"], 2, '"gone.gpkg" is no bounding box'),
        (["--dates", "2026-06-30..2026-06-01"], 2, 'Error: --dates: "2026-06-30..2026-06-01" ends'),
        (["--dates", "2031-01-01"], 1, "valid from 2026-01-01 to 2026-12-31"),
        (["--bbox", BOX, "--buffer", "nan"], 2, "Error: --buffer: "),
    ],
)
def test_what_cannot_be_meant(town, tmp_path, monkeypatch, words, code, says):
    monkeypatch.chdir(tmp_path)
    done = run("clip", town / "bus.zip", *words, "--output", "out.zip")
    assert done.exit_code == code, done.output
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("feed", "output", "code", "says"),
    [
        ("gone.zip", "out.zip", 1, "gone.zip: does not exist"),
        ("no.zip", "out.zip", 1, "is not a zip file, or is damaged"),
        ("no.zip", "no.zip", 2, "is the feed itself"),
        ("no.zip", "gone/out.zip", 1, "gone is no folder"),
        ("no.zip", "out.csv", 2, "ends in .zip"),
        ("no.zip", "folder.zip", 1, "it is a folder"),
    ],
)
def test_feeds_and_outputs_that_will_not_do(tmp_path, monkeypatch, feed, output, code, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "no.zip").write_text("<html>")
    (tmp_path / "folder.zip").mkdir()
    done = run("clean", feed, "--output", output)
    assert done.exit_code == code
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.zip", "no.zip"]
