"""Directories of postcodes: recognised by content, whole, and refused with row and value."""

import numpy as np
import pytest

from accessibility.errors import InputError
from accessibility.places.postcodes.postcodes import is_gazetteer, read_gazetteer

CODE_POINT = """\
"NP100AA",10,327201,188959,"W92000004","","","","W06000022","W05000847"
"NP4 6JL",10,328196,200788,"W92000004","","","","W06000020","W05000847"
"NP200ZZ",90,0,0,"W92000004","","","","W06000022","W05000847"
"NP200ZA",90,331000,188000,"W92000004","","","","W06000022","W05000847"
"""
ONSPD = """\
pcd,pcd2,pcds,dointr,doterm,oseast1m,osnrth1m,lsoa11,oa21,lat,long
NP100AA,NP10 0AA,NP10 0AA,198001,,327201,188959,W01001691,W00000001,51.594853,-3.052408
NP4 6JL,NP4  6JL,NP4 6JL,198001,201501,,,W01001692,W00000002,51.702000,-3.039853
NP200ZZ,NP20 0ZZ,NP20 0ZZ,198001,,,,,,99.999999,0.000000
"""


def file(tmp_path, text, name="postcodes.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_code_point_open_is_known_by_its_content(tmp_path):
    path = file(tmp_path, CODE_POINT)
    assert is_gazetteer(path)
    gazetteer = read_gazetteer(path)
    assert gazetteer.postcodes.tolist() == ["NP10 0AA", "NP4 6JL", "NP20 0ZZ", "NP20 0ZA"]
    assert gazetteer.lon[0] == pytest.approx(-3.0524, abs=1e-3)
    assert gazetteer.lat[1] == pytest.approx(51.7020, abs=1e-3)
    assert np.isnan(gazetteer.lon).tolist() == [False, False, True, True]
    assert not gazetteer.terminated.any()
    assert list(gazetteer.table["district"])[:2] == ["W06000022", "W06000020"]
    assert gazetteer.coverage == "NP (4)"


def test_a_folder_of_code_point_open_is_one_directory(tmp_path):
    (tmp_path / "CSV").mkdir()
    lines = CODE_POINT.splitlines(keepends=True)
    file(tmp_path / "CSV", "".join(lines[:2]), "np.csv")
    file(tmp_path / "CSV", lines[2].replace("NP20", "CF10"), "cf.csv")
    file(tmp_path, "Postcode,Quality\n", "headers.csv")
    gazetteer = read_gazetteer(tmp_path)
    assert gazetteer.postcodes.tolist() == ["CF10 0ZZ", "NP10 0AA", "NP4 6JL"]
    assert gazetteer.coverage == "NP (2), CF (1)"
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no file of Code-Point Open"):
        read_gazetteer(tmp_path / "empty")


def test_onspd_is_known_by_its_columns_and_keeps_them(tmp_path):
    path = file(tmp_path, ONSPD)
    assert is_gazetteer(path)
    gazetteer = read_gazetteer(path)
    assert gazetteer.postcodes.tolist() == ["NP10 0AA", "NP4 6JL", "NP20 0ZZ"]
    assert gazetteer.lat[:2].tolist() == [51.594853, 51.702]
    assert np.isnan(gazetteer.lat[2])
    assert gazetteer.terminated.tolist() == [False, True, False]
    assert list(gazetteer.table["lsoa11"]) == ["W01001691", "W01001692", ""]


def test_without_degrees_the_grids_are_read_the_irish_one_in_northern_ireland(tmp_path):
    text = (
        "PCD7,PCDS,DOTERM,EAST1M,NORTH1M\n"
        "NP100AA,NP10 0AA,,327201,188959\nBT1 5GS,BT1 5GS,,333848,374052\n"
    )
    path = file(tmp_path, text)
    assert is_gazetteer(path)
    gazetteer = read_gazetteer(path)
    assert gazetteer.lat.tolist() == pytest.approx([51.5949, 54.597], abs=2e-3)
    assert gazetteer.lon.tolist() == pytest.approx([-3.0524, -5.930], abs=4e-3)


@pytest.mark.parametrize(
    "text",
    [
        "id,postcode,easting,northing\n1,NP10 0AA,327201,188959\n",
        "Library name,Postcode\nCentral,NP20 1PA\n",
        "",
    ],
)
def test_a_table_with_postcodes_is_no_directory(tmp_path, text):
    assert not is_gazetteer(file(tmp_path, text))


def test_any_table_with_postcodes_and_coordinates_serves_as_one(tmp_path):
    path = file(tmp_path, "Postcode;Lon;Lat\nnp10 0aa;-3.05;51.59\n")
    gazetteer = read_gazetteer(path)
    assert gazetteer.postcodes.tolist() == ["NP10 0AA"]
    assert gazetteer.lon.tolist() == [-3.05]
    assert read_gazetteer(gazetteer) is gazetteer


def test_the_middle_of_an_outward_code_is_that_of_postcodes_in_use(tmp_path):
    text = (
        "pcds,doterm,lat,long\nNP20 1PA,,51.5,-3\nNP20 1PB,,51.7,-3.2\nNP20 1PD,201001,50,-1\n"
        "NP10 1AA,201001,52,-4\nNP18 1AA,,99.999999,0\n"
    )
    gazetteer = read_gazetteer(file(tmp_path, text))
    assert gazetteer.middle("NP20") == pytest.approx((-3.1, 51.6))
    assert gazetteer.middle("NP10") == (-4, 52)
    assert gazetteer.middle("NP18") is None
    assert gazetteer.middle("CF10") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("postcode,lat,lon\n", "has no rows"),
        ("name,lat,lon\na,51,-3\n", "has no column of postcodes; columns are name, lat, lon"),
        ("postcode,name\nNP10 0AA,a\n", "has no coordinates; columns are postcode, name"),
        ("postcode,lat,lon\n10115,52,13\n", 'row 1: postcode "10115" is no UK postcode'),
        (
            "postcode,lat,lon\nNP100AA,51,-3\nnp10 0aa,51,-3\n",
            'row 2: postcode "np10 0aa" stands in row 1 already',
        ),
        ("postcode,lat,lon\nNP10 0AA,north,-3\n", 'row 1: lat "north" is no number'),
    ],
)
def test_faults_of_a_directory_are_named(tmp_path, text, message):
    path = file(tmp_path, text)
    with pytest.raises(InputError, match=message) as error:
        read_gazetteer(path)
    assert str(error.value).startswith(str(path))


def test_the_real_file_is_read_whole(newport):
    gazetteer = read_gazetteer(newport / "codepoint_np_2014.csv")
    assert len(gazetteer) == 13_473
    assert gazetteer.coverage == "NP (13,473)"
    assert (gazetteer.table["district"] == "W06000022").sum() == 3_370
    assert np.isfinite(gazetteer.lon).all()
