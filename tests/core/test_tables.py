"""Tables: every kind is read, and every way to be unreadable has its own words."""

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import Point

from accessibility.errors import InputError
from accessibility.tables import read_table


@pytest.fixture
def layer():
    return gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=[Point(0, 1), Point(2, 3)], crs=4326)


@pytest.mark.parametrize("extension", ["gpkg", "geojson", "shp", "fgb", "parquet", "GPKG"])
def test_layers_of_every_kind_are_read(tmp_path, layer, extension):
    path = tmp_path / f"places.{extension}"
    if extension == "parquet":
        layer.to_parquet(path)
    else:
        pyogrio.write_dataframe(layer, path, driver="GPKG" if extension == "GPKG" else None)
    read = read_table(path)
    assert sorted(read["id"]) == ["a", "b"]
    assert read.crs == layer.crs
    assert {point.wkt for point in read.geometry} == {"POINT (0 1)", "POINT (2 3)"}


def test_a_plain_parquet_file_is_a_table(tmp_path):
    table = pd.DataFrame({"id": [1, 2], "lon": [0.0, 1.0]})
    table.to_parquet(tmp_path / "t.parquet")
    assert not hasattr(read_table(tmp_path / "t.parquet"), "crs")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_keeps_zeros_and_knows_whole_numbers(tmp_path, delimiter):
    path = tmp_path / "t.csv"
    rows = [["id", "code", "name"], ["7", "007", "NA"], ["12", "8", '"two\nlines"']]
    path.write_text("\ufeff" + "\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
    read = read_table(path)
    assert list(read["id"]) == [7, 12]
    assert list(read["code"]) == ["007", "8"]
    assert list(read["name"]) == ["NA", "two\nlines"]


def test_one_layer_of_several_must_be_named(tmp_path, layer):
    path = tmp_path / "town.gpkg"
    pyogrio.write_dataframe(layer, path, layer="shops")
    pyogrio.write_dataframe(layer, path, layer="schools", append=True)
    with pytest.raises(InputError, match=r"several layers: shops, schools.*layername=shops"):
        read_table(path)
    assert len(read_table(f"{path}|layername=schools")) == 2
    with pytest.raises(InputError, match='"pubs" is no layer here; there is shops, schools'):
        read_table(f"{path}|layername=pubs")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("no.csv", None, "there is no such file"),
        ("t.docx", b"x", "files of this kind are not read"),
        ("t.csv", b"", "has no header"),
        ("t.csv", b"id,id\n1,2\n", 'line 1: "id" heads two columns'),
        ("t.csv", b"id,name\n1,Caf\xe9\n", "CSV UTF-8"),
        ("t.csv", b"id,name\n1,a\n2,b,c\n", "cannot be read.*Row #3.*Expected 2 columns, got 3"),
        ("t.parquet", b"PAR1 not really", "cannot be read"),
        ("t.gpkg", b"not a geopackage", "cannot be read"),
        ("t.geojson", b'{"type": "FeatureColl', "cannot be read"),
    ],
)
def test_each_unreadable_file_is_named_with_its_fault(tmp_path, name, content, message):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message) as error:
        read_table(path)
    assert str(path) in str(error.value)


def test_a_folder_is_no_table(tmp_path):
    with pytest.raises(InputError, match="not read"):
        read_table(tmp_path)
