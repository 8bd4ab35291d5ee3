"""An area is read as people have it, and refused with one sentence where it is none."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from accessibility.errors import InputError, UsageError
from accessibility.network.area import read_area

BOX = (-3.01, 51.57, -2.98, 51.59)
SQUARE = gpd.GeoDataFrame({"name": ["Newport"]}, geometry=[shapely.box(*BOX)], crs=4326)
GEOD = Geod(ellps="WGS84")


@pytest.mark.parametrize(
    "given",
    ["-3.01,51.57,-2.98,51.59", " -3.01, 51.57, -2.98, 51.59 ", BOX, list(BOX), np.array(BOX)],
)
def test_a_bounding_box(given):
    area = read_area(given, 0)
    assert area.core.equals(shapely.box(*BOX))
    assert area.extent == pytest.approx(BOX)
    assert str(area) == "the area -3.01,51.57,-2.98,51.59"
    assert area.digest == read_area(BOX, 900).digest


@pytest.mark.parametrize("buffer", [100, 5000, 50_000])
def test_the_buffer_is_as_wide_as_it_says(buffer):
    area = read_area(BOX, buffer)
    middle = (BOX[0] + BOX[2]) / 2
    for azimuth, edge in ((0, BOX[3]), (180, BOX[1])):
        for share, inside in ((0.99, True), (1.01, False)):
            lon, lat, _ = GEOD.fwd(middle, edge, azimuth, share * buffer)
            assert area.contains(np.array([lon]), np.array([lat])).tolist() == [inside]
    assert str(area).endswith(f"and {buffer:,} m around it")


def test_points_in_the_corner_of_the_box_and_points_nowhere():
    area = read_area(BOX, 5000)
    west, south, _, _ = area.extent
    lon = np.array([west, np.nan, BOX[0], 0.0])
    lat = np.array([south, 51.58, BOX[1], np.nan])
    assert area.contains(lon, lat).tolist() == [False, False, True, False]


@pytest.mark.parametrize("name", ["area.gpkg", "area.geojson", "area.parquet", "area.shp"])
@pytest.mark.parametrize("crs", [4326, 27700])
def test_a_layer_in_any_reference_system(tmp_path, name, crs):
    layer = SQUARE.to_crs(crs)
    if name.endswith("parquet"):
        layer.to_parquet(tmp_path / name)
    else:
        layer.to_file(tmp_path / name)
    for path in (tmp_path / name, str(tmp_path / name)):
        area = read_area(path, 1000)
        assert area.core.symmetric_difference(shapely.box(*BOX)).area < 1e-8


def test_several_polygons_are_one_area_and_crossed_ones_are_mended():
    halves = [shapely.box(-3.01, 51.57, -3.0, 51.59), shapely.box(-3.0, 51.57, -2.98, 51.59), None]
    area = read_area(gpd.GeoDataFrame(geometry=halves, crs=4326), 0)
    assert area.core.symmetric_difference(shapely.box(*BOX)).area < 1e-12
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    assert read_area(gpd.GeoSeries([bow], crs=4326), 0).core.area == pytest.approx(0.5)


def test_another_area_has_another_digest():
    digests = [read_area(given, 5000).digest for given in (BOX, SQUARE, SQUARE.to_crs(27700))]
    digests.append(read_area((-3.01, 51.57, -2.98, 51.5900001), 5000).digest)
    assert len(set(digests)) == 4
    assert read_area(SQUARE.copy(), 10).digest == digests[1]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("1,2,3", r'area "1,2,3" is no bounding box: give four numbers, west,south,east,north'),
        ((1, 2, "x", 4), "is no bounding box"),
        ("1e999,2,3,4", "is no bounding box"),
        ("2.9,51,-3.1,52", r"west 2\.9 is not west of east -3\.1"),
        ("-3,52,-2,51", "south 52 is not south of north 51"),
        ("300000,180000,310000,190000", "for coordinates in metres give a layer"),
        ("51.5,-203.1,51.7,-2.9", "nowhere on Earth"),
        (5, "int is no area. Give a GeoDataFrame of polygons, a path"),
        (shapely.box(*BOX), "Polygon is no area"),
        (None, "NoneType is no area"),
        ("", "files of this kind are not read"),
        ("gone.gpkg", "there is no such file"),
        ("179.9,-17,180,-16", "across the 180th meridian"),
        (SQUARE.set_crs(None, allow_override=True), "does not say its coordinate reference"),
        (SQUARE.set_crs(3857, allow_override=True).to_crs(4326).iloc[:0], "area: is empty"),
        (SQUARE.set_geometry([None], crs=4326), "area: is empty: it holds no polygon"),
        (
            gpd.GeoSeries([shapely.box(*BOX), shapely.Point(0, 0)], crs=4326),
            r"area row 2: is no polygon but a Point \(1 of 2 rows\)",
        ),
        (
            gpd.GeoSeries([shapely.box(3e5, 2e5, 4e5, 3e5)], crs=4326),
            "no area on Earth when it is read as WGS 84",
        ),
    ],
)
def test_what_is_no_area(given, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises((InputError, UsageError), match=says):
        read_area(given, 5000)


def test_files_that_hold_no_area(tmp_path):
    (tmp_path / "table.csv").write_text("id,lon\n1,2\n")
    (tmp_path / "broken.gpkg").write_bytes(b"SQLite" + bytes(300))
    for name, says in (("table.csv", "has no geometries"), ("broken.gpkg", "cannot be read")):
        with pytest.raises(InputError, match=rf"{name}:? {says}"):
            read_area(Path(tmp_path / name), 5000)
