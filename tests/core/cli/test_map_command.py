"""The command that draws layers: what it writes, and how it refuses what cannot be drawn."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_origin
from shapely import Point, Polygon
from typer.testing import CliRunner

from accessibility.cli import app
from accessibility.maps.style import ramp_colours

CENTRE = Point(-2.991, 51.509)


def run(*arguments):
    return CliRunner().invoke(app, ["map", *map(str, arguments)])


def discs(**columns):
    table = {"id": "a", "minutes": [15.0, 30.0], "minutes_from": 0.0, "mode": "transit", **columns}
    shapes = [CENTRE.buffer(0.002), CENTRE.buffer(0.006)]
    return gpd.GeoDataFrame(table, geometry=shapes, crs=4326)


@pytest.fixture
def isochrones(tmp_path):
    path = tmp_path / "iso.gpkg"
    discs(when="2026-06-15 08:00", direction="depart").to_file(path, layer="isochrones")
    points = gpd.GeoDataFrame({"id": ["Square"], "status": "joined"}, geometry=[CENTRE], crs=4326)
    points.to_file(path, layer="origins")
    return path


@pytest.fixture
def series(tmp_path):
    path = tmp_path / "series.parquet"
    moments = pd.date_range("2026-06-15 08:00", periods=3, freq="h")
    sets = [discs(t_start=moment, when=f"{moment:%Y-%m-%d %H:%M}") for moment in moments]
    pd.concat(sets, ignore_index=True).to_parquet(path)
    return path


def test_pictures_and_a_page_are_written_in_one_call(tmp_path, town, isochrones):
    outputs = [tmp_path / name for name in ("m.png", "m.svg", "m.html")]
    asked = [part for output in outputs for part in ("--output", output)]
    done = run(isochrones, "--network", town / "town.network", *asked, "--width", 85, "--dpi", 60)
    assert done.exit_code == 0, done.output
    assert done.stdout == f"Wrote {', '.join(map(str, outputs))}.\n"
    with Image.open(outputs[0]) as picture:
        assert picture.size[0] == int(85 / 25.4 * 60)
    page = outputs[2].read_text(encoding="utf-8")
    assert "Travel time from Square" in page
    assert "up to 15 minutes" in page
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "iso.gpkg",
        "m.html",
        "m.png",
        "m.svg",
    ]


def test_titles_colours_and_marks_are_passed_on(tmp_path, isochrones):
    output = tmp_path / "m.svg"
    done = run(isochrones, "--output", output, "--title", "Ours", "--ramp", "greys", "--label", "x")
    assert done.exit_code == 0, done.output
    svg = output.read_text(encoding="utf-8")
    assert "<dc:title>Ours</dc:title>" in svg
    assert "#505050" in svg


def test_areas_are_joined_and_chosen(tmp_path):
    areas = gpd.GeoDataFrame(
        {"code": ["a", "b"], "year": [1, 1]},
        geometry=[CENTRE.buffer(0.002), Point(-2.985, 51.509).buffer(0.002)],
        crs=4326,
    )
    areas.to_file(tmp_path / "areas.geojson")
    (tmp_path / "values.csv").write_text("id,score\na,1.5\nb,2.5\n")
    asked = ("--column", "score", "--values", tmp_path / "values.csv", "--key", "code=id")
    for name in ("m.png", "m.html"):
        done = run(
            tmp_path / "areas.geojson",
            *asked,
            "--choose",
            "year=1",
            "--cutoffs",
            "2",
            "--output",
            tmp_path / name,
        )
        assert done.exit_code == 0, done.output
    assert "more than 2" in (tmp_path / "m.html").read_text(encoding="utf-8")


def test_a_page_has_the_classes_of_the_picture(tmp_path):
    path = tmp_path / "walk.tif"
    minutes = np.arange(400, dtype=np.float32).reshape(20, 20) / 10
    where = from_origin(332000, 186000, 50, 50)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=20,
        width=20,
        count=1,
        dtype="float32",
        crs=27700,
        transform=where,
    ) as raster:
        raster.write(minutes, 1)
    outputs = [tmp_path / "walk.svg", tmp_path / "walk.html"]
    done = run(path, "--cutoffs", "10,20", "--output", outputs[0], "--output", outputs[1])
    assert done.exit_code == 0, done.output
    page = outputs[1].read_text(encoding="utf-8")
    for words in ("up to 10 minutes", "10 to 20 minutes", "20 to 40 minutes"):
        assert words in page
    for colour in ramp_colours("violet-sand", 3):
        assert colour in page
        assert colour in outputs[0].read_text(encoding="utf-8")


def test_a_series_becomes_an_animation_and_small_maps(tmp_path, series):
    done = run(
        series, "--animate", tmp_path / "day.gif", "--multiples", tmp_path / "day.png", "--dpi", 60
    )
    assert done.exit_code == 0, done.output
    with Image.open(tmp_path / "day.gif") as picture:
        assert picture.n_frames == 3
    assert (tmp_path / "day.png").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "Nothing is asked to be written: give --output, --animate or --multiples."),
        (("--output", "m.bmp"), 2, "m.bmp: maps are written as .png, .pdf, .svg, .html."),
        (("--output", "m.gif"), 2, "A series becomes .gif with --animate."),
        (("--animate", "m.png"), 2, "this can be written as .gif"),
        (("--multiples", "m.gif"), 2, "this can be written as .png, .pdf, .svg"),
        (("--output", "m.png", "--output", "m.png"), 2, "is asked for twice"),
        (("--output", "no/m.png"), 1, "no is no folder"),
        (("--output", "m.png", "--width", 20), 2, "--width: 20: pictures are 80 to"),
        (("--output", "m.png", "--dpi", 3), 2, "--dpi: 3: pictures have 50 to"),
        (("--output", "m.png", "--cutoffs", "a"), 2, '--cutoffs "a": give numbers'),
        (("--output", "m.png", "--choose", "p"), 2, '--choose "p": write COLUMN=VALUE'),
        (("--output", "m.png", "--ramp", "jet"), 2, '--ramp: "jet" is not known'),
        (("--output", "m.png", "--column", "x"), 1, "there is no column x"),
        (("--output", "m.png", "--network", "none"), 1, "none"),
        (("--animate", "m.gif"), 2, "is no series"),
        (("--output", "m.html", "--ramp", "greys"), 2, "Leave the ramp out for pages"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    tmp_path, isochrones, monkeypatch, arguments, code, message
):
    monkeypatch.chdir(tmp_path)
    done = run(isochrones, *arguments)
    assert done.exit_code == code, done.output
    assert message in " ".join(done.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["iso.gpkg"]


def test_layers_that_cannot_be_mapped_are_refused(tmp_path, town):
    output = tmp_path / "m.png"
    done = run(tmp_path / "none.gpkg", "--output", output)
    assert done.exit_code == 1
    assert "there is no such file" in done.stderr
    empty = tmp_path / "empty.parquet"
    discs().iloc[:0].to_parquet(empty)
    done = run(empty, "--output", output)
    assert done.exit_code == 1
    assert "has no rows" in done.stderr
    flat = gpd.GeoDataFrame({"minutes": [15]}, geometry=[Polygon()], crs=4326)
    flat.to_parquet(tmp_path / "flat.parquet")
    done = run(tmp_path / "flat.parquet", "--output", output)
    assert done.exit_code == 1
    assert "no geometry in any row" in done.stderr
    assert not output.exists()


def test_an_input_is_never_overwritten(tmp_path):
    layer = tmp_path / "layer.svg"
    layer.write_text("x")
    done = run(layer, "--output", layer)
    assert done.exit_code == 2
    assert "is an input and would be overwritten" in done.stderr
    assert layer.read_text() == "x"
