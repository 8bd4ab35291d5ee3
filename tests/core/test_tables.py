"""Tables: every kind is read, and every way to be unreadable has its own words."""

import datetime as dt

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
from shapely import Point

from accessibility.errors import InputError
from accessibility.tables import layer_names, read_table


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


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def ods(path, **sheets):
    for name, table in sheets.items():
        frame = pd.DataFrame(table)
        pyogrio.write_dataframe(frame, path, layer=name, driver="ODS", append=path.exists())
    return path


@pytest.mark.parametrize("extension", ["xlsx", "xlsm", "XLSX"])
def test_a_sheet_of_excel_is_read_like_a_text_file(tmp_path, extension):
    rows = [
        ["id", "code", "lon", "when", "open", None],
        [12.0, "007", -3.25, dt.date(2023, 6, 13), True, None],
        [None, None],
        [7, 8, 0.1, None, None, None],
    ]
    read = read_table(workbook(tmp_path / f"t.{extension}", Places=rows, Empty=[]))
    assert list(read.columns) == ["id", "code", "lon", "when", "open"]
    assert list(read["id"]) == [12, 7]
    assert list(read["code"]) == ["007", "8"]
    assert list(read["lon"]) == ["-3.25", "0.1"]
    assert list(read["when"]) == ["2023-06-13T00:00:00", ""]
    assert list(read["open"]) == ["TRUE", ""]


def test_zeros_that_a_number_format_shows_are_kept(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["practice"])
    book.active.append([123])
    book.active["A2"].number_format = "00000"
    book.save(tmp_path / "t.xlsx")
    assert list(read_table(tmp_path / "t.xlsx")["practice"]) == ["00123"]


def test_a_sheet_of_ods_is_read_like_a_text_file(tmp_path):
    table = {"id": [12.0, 7.0], "code": ["007", "8"], "lon": [-3.25, 0.1]}
    read = read_table(ods(tmp_path / "t.ods", Places=table))
    assert list(read["id"]) == [12, 7]
    assert list(read["code"]) == ["007", "8"]
    assert list(read["lon"]) == ["-3.25", "0.1"]


def test_one_sheet_of_several_must_be_named(tmp_path):
    rows = [["id"], [1]]
    excel = workbook(tmp_path / "t.xlsx", Homes=rows, Notes=[], Shops=[*rows, [2]])
    calc = ods(tmp_path / "t.ods", Homes={"id": [1]}, Shops={"id": [1, 2]})
    for path in (excel, calc):
        with pytest.raises(InputError, match=r"several sheets: Homes, Shops.*layername=Homes"):
            read_table(path)
        assert list(read_table(f"{path}|layername=Shops")["id"]) == [1, 2]
        assert layer_names(path) == ["Homes", "Shops"]
        assert layer_names(f"{path}|layername=Shops") == []
        with pytest.raises(InputError, match='"Pubs" is no sheet here; there is Homes'):
            read_table(f"{path}|layername=Pubs")
    with pytest.raises(InputError, match='the sheet "Notes" is empty'):
        read_table(f"{excel}|layername=Notes")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "all its sheets are empty"),
        ([["id", None], [1, "a"]], '"a" stands in a column without a name'),
        ([["id", "id"], [1, 2]], '"id" heads two columns'),
    ],
)
def test_a_sheet_needs_a_header(tmp_path, rows, message):
    with pytest.raises(InputError, match=message):
        read_table(workbook(tmp_path / "t.xlsx", Sheet=rows))


def test_a_sheet_with_a_header_alone_has_no_rows(tmp_path):
    assert len(read_table(workbook(tmp_path / "t.xlsx", Sheet=[["id", "lon"]]))) == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("t.xlsx", "cannot be read"),
        ("t.ods", "cannot be read"),
        ("t.xls", "not read. Open it in a spreadsheet and save it as .xlsx"),
    ],
)
def test_a_broken_or_old_workbook_is_named(tmp_path, name, message):
    (tmp_path / name).write_bytes(b"not a workbook")
    with pytest.raises(InputError, match=message) as error:
        read_table(tmp_path / name)
    assert str(tmp_path / name) in str(error.value)
