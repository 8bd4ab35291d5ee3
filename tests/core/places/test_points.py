"""Points: read from what people have, and refused with row, field, value and remedy."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, MultiPoint, Point, box

from accessibility.errors import InputError, UsageError
from accessibility.places.points import read_points

NEWPORT = (-3.078, 51.526, -2.925, 51.597)


def frame(points, crs="EPSG:4326", **columns):
    columns = columns or {"id": [f"p{i}" for i in range(len(points))]}
    return gpd.GeoDataFrame(columns, geometry=points, crs=crs)


def csv(tmp_path, text):
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_any_reference_system_becomes_longitude_and_latitude():
    national_grid = frame([Point(332206.124, 187827.802)], crs="EPSG:27700")
    read = read_points(national_grid)
    assert read.lon[0] == pytest.approx(-2.97988, abs=1e-4)
    assert read.lat[0] == pytest.approx(51.58521, abs=1e-4)


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["b", "a"], ["b", "a"]),
        ([7, 3], [7, 3]),
        (np.array([7, 3], dtype="uint16"), [7, 3]),
        ([7.0, 3.0], [7, 3]),
        (pd.Categorical(["b", "a"]), ["b", "a"]),
        (pd.Series(["007", "3"], dtype=object), ["007", "3"]),
    ],
)
def test_identifiers_keep_their_type_and_order(ids, expected):
    read = read_points(frame([Point(0, 0), Point(1, 1)], code=ids), id_column="code")
    assert read.ids.to_pylist() == expected
    assert len(read) == 2


@pytest.mark.parametrize(
    ("header", "crs"),
    [
        ("id,lon,lat", None),
        ("id,Longitude,Latitude", None),
        ("id,x,y", "EPSG:4326"),
        ("id,lng,lat", None),
    ],
)
def test_tables_with_coordinates_are_points(tmp_path, header, crs):
    read = read_points(csv(tmp_path, f"{header}\n1,-3,51.5\n2,-3.1,51.6\n"), crs=crs)
    assert read.ids.to_pylist() == [1, 2]
    assert list(zip(read.lon, read.lat, strict=True)) == [(-3.0, 51.5), (-3.1, 51.6)]


def test_eastings_and_northings_need_a_reference_system(tmp_path):
    path = csv(tmp_path, "id,Easting,Northing\n1,332206,187827\n")
    with pytest.raises(InputError, match="does not say which coordinate reference system"):
        read_points(path)
    assert read_points(path, crs="EPSG:27700").lat[0] == pytest.approx(51.585, abs=1e-3)


def test_a_multipoint_of_one_part_is_a_point():
    assert read_points(frame([MultiPoint([(1, 2)])])).lat[0] == 2


def test_the_fingerprint_depends_on_content_and_not_on_the_file(tmp_path):
    layer = frame([Point(-3, 51.5), Point(-3.1, 51.6)], id=[1, 2])
    layer.to_parquet(tmp_path / "p.parquet")
    from_text = csv(tmp_path, "id,lon,lat\n1,-3,51.5\n2,-3.1,51.6\n")
    same = {
        read_points(source).fingerprint() for source in (layer, tmp_path / "p.parquet", from_text)
    }
    assert len(same) == 1
    assert read_points(layer.iloc[::-1]).fingerprint() not in same
    assert read_points(layer.assign(id=["1", "2"])).fingerprint() not in same


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (frame([Point(0, 0)], crs=None), "origins: does not say which coordinate reference system"),
        (frame([], id=[]), "has no rows"),
        (frame([Point(0, 0)], Name=["a"]), "there is no column id; columns are Name"),
        (frame([Point(0, 0)], ID=["a"]), "no column id.*Did you mean ID?"),
        (frame([Point(0, 0)] * 3, id=["a", "b", "a"]), 'row 3: id "a" stands in row 1 already'),
        (frame([Point(0, 0)] * 2, id=["a", None]), r"row 2: id is empty \(1 of 2 rows\)"),
        (frame([Point(0, 0)] * 2, id=["", "b"]), "row 1: id is empty"),
        (frame([Point(0, 0)], id=[1.5]), 'id "1.5" is no text and no whole number'),
        (frame([Point(0, 0)] * 2, id=["a", 1]), "is no text and no whole number"),
        (frame([Point(0, 0), Point()]), r"row 2: the geometry is empty \(1 of 2 rows\)"),
        (frame([Point(0, 0), None]), "row 2: the geometry is empty"),
        (frame([Point(0, np.inf)]), 'coordinates "0.0, inf" are no numbers'),
        (frame([box(0, 0, 1, 1)]), "row 1: the geometry is a polygon, not a point.*centroids"),
        (frame([Point(0, 0), LineString([(0, 0), (1, 1)])]), "row 2: the geometry is a linestring"),
        (frame([MultiPoint([(1, 2), (3, 4)])]), "is a multipoint, not a point"),
        (frame([Point(332206, 187827)]), "nowhere on Earth.*EPSG:4326: say which CRS"),
    ],
)
def test_each_fault_is_named_with_row_field_value_and_remedy(table, message):
    with pytest.raises(InputError, match=message) as error:
        read_points(table, name="origins")
    assert str(error.value).startswith("origins")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,lon,lat\n1,-3,51.5\n2,,51.5\n", 'row 2: lon "" is no number'),
        ("id,lon,lat\n1,-3,NaN\n", 'row 1: lat "NaN" is no number'),
        ("id,lon,lat\n1,-3,51°30\n", 'row 1: lat "51°30" is no number'),
        ("id,postcode\n1,NP20 1AA\n", "postcodes are not located yet"),
        ("id,name\n1,a\n", "has no geometries and no coordinates; columns are id, name"),
        ("id,lon,lat\n", "has no rows"),
    ],
)
def test_faults_of_text_files_name_the_file(tmp_path, text, message):
    path = csv(tmp_path, text)
    with pytest.raises(InputError, match=message) as error:
        read_points(path)
    assert str(error.value).startswith(str(path))


@pytest.mark.parametrize(
    "swapped",
    [
        frame([Point(-3, 51.55), Point(51.55, -3)]),
        frame([Point(187827, 332206)], crs="EPSG:27700"),
    ],
)
def test_swapped_coordinates_are_recognised(swapped):
    with pytest.raises(InputError, match=r"inside it when swapped.*Exchange x and y"):
        read_points(swapped, extent=NEWPORT)


def test_latitudes_as_longitudes_beyond_the_poles_are_recognised():
    with pytest.raises(InputError, match="inside it when swapped"):
        read_points(frame([Point(-33, 151)]), extent=(150, -34, 152, -32))


def test_points_outside_the_network_are_no_fault_of_the_reader():
    assert len(read_points(frame([Point(-3, 51.55), Point(-3.3, 51.8)]), extent=NEWPORT)) == 2
    diagonal = (36.0, 36.0, 36.5, 37.0)
    assert len(read_points(frame([Point(36.6, 36.2)]), extent=diagonal)) == 1


def test_a_reference_system_that_is_none_or_contradicts_is_a_usage_error():
    with pytest.raises(UsageError, match='"EPSG:0" is no coordinate reference system'):
        read_points(frame([Point(0, 0)], crs=None), crs="EPSG:0")
    with pytest.raises(UsageError, match="is in EPSG:4326, not in EPSG:27700"):
        read_points(frame([Point(0, 0)]), crs="EPSG:27700")
    assert len(read_points(frame([Point(0, 0)], crs="OGC:CRS84"), crs="EPSG:4326")) == 1
