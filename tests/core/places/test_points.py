"""Points: read from what people have, and refused with row, field, value and remedy."""

import warnings

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from shapely import LineString, MultiPoint, Point, box

from accessibility.errors import InputError, UsageError
from accessibility.places.points import read_places, read_points

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
        (
            "id,postcode\n1,NP20 1AA\n",
            "postcodes but no coordinates, and no gazetteer is given.*--postcodes",
        ),
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


def workbook(tmp_path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "points.xlsx")
    return tmp_path / "points.xlsx"


@pytest.fixture
def gazetteer(tmp_path):
    path = tmp_path / "onspd.csv"
    path.write_text(
        "pcds,doterm,oseast1m,osnrth1m,lsoa11,lat,long\n"
        "NP20 1PA,,331000,188000,W01001,51.5857,-2.9938\n"
        "NP20 2GW,,331100,187000,W01002,51.5762,-2.9880\n"
        "NP10 0ZZ,,,,W01003,99.999999,0\n"
    )
    return path


@pytest.mark.parametrize(
    ("header", "call"),
    [
        ("id,where_x,where_y", {"crs": "EPSG:4326", "x_column": "where_x", "y_column": "where_y"}),
        ("id,Lon,Lat", {"x_column": "Lon", "y_column": "Lat"}),
        ("id,long,lat", {}),
    ],
)
def test_columns_of_coordinates_may_be_named(tmp_path, header, call):
    read = read_points(csv(tmp_path, f"{header}\n1,-3,51.5\n"), **call)
    assert (read.lon[0], read.lat[0]) == (-3, 51.5)


def test_workbooks_are_points_like_any_table(tmp_path):
    path = workbook(tmp_path, [["code", "x", "y"], ["007", 332206.124, 187827.802]])
    read = read_points(path, id_column="code", crs="EPSG:27700")
    assert read.ids.to_pylist() == ["007"]
    assert read.lat[0] == pytest.approx(51.58521, abs=1e-4)


@pytest.mark.parametrize("call", [{}, {"postcode_column": "Postcode"}])
def test_points_lie_at_their_postcodes_and_none_is_dropped(tmp_path, gazetteer, call, caplog):
    path = csv(tmp_path, "id,Postcode\na,NP20 1PA\nb,np202gw\nc,NP99 9ZZ\nd,NP10 0ZZ\n")
    places = read_places(path, gazetteer=gazetteer, **call)
    assert places.points.ids.to_pylist() == ["a", "b", "c", "d"]
    assert places.points.lat[:2].tolist() == [51.5857, 51.5762]
    assert np.isnan(places.points.lon).tolist() == [False, False, True, True]
    assert list(places.postcodes["id"]) == ["a", "b", "c", "d"]
    states = ["matched", "normalised", "unmatched", "no_coordinates"]
    assert list(places.postcodes["status"]) == states
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith(str(path))


def test_coordinates_come_before_postcodes_unless_the_column_is_named(tmp_path, gazetteer):
    path = csv(tmp_path, "id,lon,lat,postcode\na,-3,51.5,NP20 1PA\n")
    assert read_points(path, gazetteer=gazetteer).lat[0] == 51.5
    assert read_places(path, gazetteer=gazetteer).postcodes is None
    by_code = read_points(path, gazetteer=gazetteer, postcode_column="postcode")
    assert by_code.lat[0] == 51.5857


def test_the_middle_of_an_outward_code_serves_if_asked(tmp_path, gazetteer):
    path = csv(tmp_path, "id,postcode\na,NP20 1PA\nb,NP20 9ZZ\n")
    assert np.isnan(read_points(path, gazetteer=gazetteer).lat[1])
    read = read_points(path, gazetteer=gazetteer, outward_fallback=True)
    assert read.lat[1] == pytest.approx((51.5857 + 51.5762) / 2)


def test_a_directory_of_postcodes_is_points_itself(gazetteer, caplog):
    read = read_points(gazetteer)
    assert read.ids.to_pylist() == ["NP20 1PA", "NP20 2GW", "NP10 0ZZ"]
    assert np.isnan(read.lon).tolist() == [False, False, True]
    assert caplog.messages == [f"{gazetteer}: 1 of 3 postcodes have no coordinates there."]
    places = read_places(gazetteer, id_column="pcds", attributes=["lsoa11"])
    assert places.points.ids.to_pylist() == ["NP20 1PA", "NP20 2GW", "NP10 0ZZ"]
    assert list(places.attributes["lsoa11"]) == ["W01001", "W01002", "W01003"]
    with pytest.raises(UsageError, match="in EPSG:27700, not in EPSG:4326"):
        read_points(gazetteer, crs="EPSG:4326")


def test_a_table_of_something_else_in_the_same_columns_is_no_directory(tmp_path):
    text = "id,pcds,oseast1m,osnrth1m\n1,NP20 1PA,331000,188000\n2,NP20 1PA,331000,188000\n"
    read = read_points(csv(tmp_path, text), crs="EPSG:27700")
    assert read.ids.to_pylist() == [1, 2]
    assert read.lat[0] == read.lat[1] == pytest.approx(51.5866, abs=1e-3)


def test_code_point_open_is_points_itself(newport):
    read = read_points(newport / "codepoint_np_2014.csv", extent=NEWPORT)
    assert len(read) == 13_473
    assert read.ids[0].as_py() == "NP10 0AA"
    assert read.lat[0] == pytest.approx(51.5946, abs=1e-3)


def test_weights_and_attributes_come_with_the_points(tmp_path):
    text = "id,lon,lat,dwellings,pupils,lsoa\na,-3,51.5,12,0,W1\nb,-3,51.6,3.5,7,W2\n"
    call = {"weights": ["dwellings", "pupils"], "attributes": ["lsoa"]}
    places = read_places(csv(tmp_path, text), **call)
    assert len(places) == 2
    assert places.weights.to_dict("list") == {"dwellings": [12.0, 3.5], "pupils": [0.0, 7.0]}
    assert places.attributes.to_dict("list") == {"lsoa": ["W1", "W2"]}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("-1", r'row 2: dwellings "-1" is a negative weight \(1 of 2 rows\)'),
        ("", 'row 2: dwellings "" is no number, and a weight must be one'),
        ("NaN", 'row 2: dwellings "NaN" is no number'),
        ("many", 'row 2: dwellings "many" is no number'),
        ("inf", 'row 2: dwellings "inf" is no number'),
    ],
)
def test_a_weight_is_zero_or_more(tmp_path, value, message):
    path = csv(tmp_path, f"id,lon,lat,dwellings\na,-3,51.5,12\nb,-3,51.6,{value}\n")
    with pytest.raises(InputError, match=message) as error:
        read_places(path, weights=["dwellings"])
    assert str(error.value).startswith(str(path))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"x_column": "lng_", "y_column": "lat"}, "there is no column lng_.*Did you mean lon?"),
        ({"postcode_column": "Postcode"}, "no column Postcode;.*Did you mean postcode?"),
        ({"weights": ["dwelings"]}, "no column dwelings;.*Did you mean dwellings?"),
        ({"attributes": ["lsoa"]}, "no column lsoa; columns are id, lon, lat"),
    ],
)
def test_columns_that_are_not_there_are_named_with_the_nearest(tmp_path, gazetteer, call, message):
    path = csv(tmp_path, "id,lon,lat,postcode,dwellings\na,-3,51.5,NP20 1PA,1\n")
    with pytest.raises(InputError, match=message):
        read_places(path, gazetteer=gazetteer, **call)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"x_column": "lon"}, "coordinates need both"),
        ({"x_column": "a", "y_column": "b", "postcode_column": "c"}, "Name one of the two"),
        ({"postcode_column": "postcode"}, "postcodes are located by a directory.*--postcodes"),
    ],
)
def test_columns_that_contradict_are_a_usage_error(tmp_path, call, message):
    with pytest.raises(UsageError, match=message):
        read_points(csv(tmp_path, "id,postcode\na,NP20 1PA\n"), **call)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            frame([Point(-3, 51.5), Point(-3.1, 51.6), Point(332206, 187827)]),
            r'row 3: coordinates "332206.0, 187827.0" look like metres while other rows are in deg',
        ),
        (
            frame([Point(332206, 187827), Point(-3, 51.5), Point(332207, 187827)], crs=27700),
            r"row 2: .*look like degrees while other rows are in metres \(1 of 3 rows\)",
        ),
        (frame([Point(332206, 187827), Point(-3, 51.5)], crs=27700), "row 2: .*look like degrees"),
    ],
)
def test_degrees_among_metres_are_named(table, message):
    with pytest.raises(InputError, match=message):
        read_points(table)


@pytest.mark.parametrize(
    ("swapped", "words"),
    [
        (frame([Point(51.55, -3)]), "latitude and longitude swapped"),
        (frame([Point(187827, 332206)], crs="EPSG:27700"), "easting and northing swapped"),
    ],
)
def test_what_is_swapped_is_named(swapped, words):
    with pytest.raises(InputError, match=f"{words}.*Exchange x and y"):
        read_points(swapped, extent=NEWPORT)


def test_swapped_columns_of_a_text_file_are_named(tmp_path):
    path = csv(tmp_path, "id,northing,easting\na,332206,187827\n")
    with pytest.raises(InputError, match="easting and northing swapped") as error:
        read_points(path, crs="EPSG:27700", extent=NEWPORT)
    assert str(error.value).startswith(str(path))


def test_a_shapefile_without_its_prj_says_no_reference_system(tmp_path):
    layer = frame([Point(-3, 51.5)], crs=None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        layer.to_file(tmp_path / "p.shp")
    with pytest.raises(InputError, match="does not say which coordinate reference system"):
        read_points(tmp_path / "p.shp")
