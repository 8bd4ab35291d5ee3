"""Postcodes found in a directory: every value has a row, and what is not found is told."""

import numpy as np
import pandas as pd
import pytest

from accessibility.errors import InputError
from accessibility.places.postcodes.matching import LOCATED, locate_postcodes
from accessibility.places.postcodes.postcodes import read_gazetteer
from accessibility.tables import read_table

TEXT = """\
pcds,doterm,lat,long
NP20 1PA,,51.5857,-2.9938
NP20 1PB,,51.5859,-2.9940
NP20 2GW,,51.5762,-2.9880
NP18 1AW,201501,51.6113,-2.9557
NP10 0ZZ,,99.999999,0
"""


@pytest.fixture
def gazetteer(tmp_path):
    path = tmp_path / "onspd.csv"
    path.write_text(TEXT)
    return read_gazetteer(path)


@pytest.mark.parametrize(
    ("typed", "status", "postcode"),
    [
        ("NP20 1PA", "matched", "NP20 1PA"),
        (" NP20 1PA ", "matched", "NP20 1PA"),
        ("np201pa", "normalised", "NP20 1PA"),
        ("NP2O IPA", "normalised", "NP20 1PA"),
        ("NP18 1AW", "terminated", "NP18 1AW"),
        ("np18 1aw", "terminated", "NP18 1AW"),
        ("NP10 0ZZ", "no_coordinates", "NP10 0ZZ"),
        ("NP20 9ZZ", "unmatched", "NP20 9ZZ"),
        ("NP20", "unmatched", None),
        ("N/A library", "unmatched", None),
        ("", "no_postcode", None),
        (" - ", "no_postcode", None),
        (None, "no_postcode", None),
        (np.nan, "no_postcode", None),
        (pd.NA, "no_postcode", None),
    ],
)
def test_each_value_has_a_row_and_a_state(gazetteer, typed, status, postcode):
    table = locate_postcodes(["NP20 2GW", typed], gazetteer)
    assert list(table["status"]) == ["matched", status]
    found = table["postcode"][1]
    assert found == postcode if postcode else pd.isna(found)
    assert table[["lon", "lat"]].notna().all(axis=1).tolist() == [True, status in LOCATED]
    assert pd.notna(table["nearest"][1]) == (status == "unmatched")


def test_the_nearest_spelling_is_told_with_its_score(gazetteer, caplog):
    table = locate_postcodes(["NP20 1PA", "NP20 1BP", "NP20 1PQ", "NP18 1WA"], gazetteer)
    assert table["nearest"].tolist()[1:] == ["NP20 1PB", "NP20 1PA", "NP18 1AW"]
    assert table["score"].tolist()[1:] == [85.7, 85.7, 85.7]
    (message,) = caplog.messages
    assert message.startswith("postcodes: of 4 postcodes 3 not in ")
    assert 'UK area NP (3) ("NP20 1BP" is nearest to NP20 1PB)' in message


def test_of_equally_near_spellings_that_which_begins_alike_is_told(tmp_path):
    path = tmp_path / "g.csv"
    path.write_text("pcds,lat,long\nNP12 0AB,51,-3\nNP12 3AA,51,-3\nNP12 3AD,51,-3\n")
    table = locate_postcodes(["NP12 3AA", "NP12 3AB"], read_gazetteer(path))
    assert table["nearest"][1] == "NP12 3AA"


def test_outward_codes_serve_only_if_asked(gazetteer, caplog):
    typed = ["NP20 1PA", "NP20 9ZZ", "np2O", "NP10 0ZZ", "CF10 1AA", ""]
    strict = locate_postcodes(typed, gazetteer)
    assert list(strict["status"])[1:4] == ["unmatched", "unmatched", "no_coordinates"]
    loose = locate_postcodes(typed, gazetteer, outward_fallback=True)
    assert list(loose["status"]) == [
        "matched", "outward", "outward", "no_coordinates", "unmatched", "no_postcode"
    ]  # fmt: skip
    middle = gazetteer.middle("NP20")
    assert [tuple(row) for row in loose.loc[1:2, ["lon", "lat"]].to_numpy()] == [middle] * 2
    assert loose["nearest"][1] == "NP10 0ZZ"
    assert "2 placed in the middle of their outward code" in caplog.messages[-1]
    assert "1 blank; 1 without coordinates there" in caplog.messages[-1]


def test_all_found_is_nothing_to_tell(gazetteer, caplog):
    locate_postcodes(["NP20 1PA", "np201pb"], gazetteer)
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["10115", "80331"], r'none of the 2 postcodes.*"10115".*five digits.*Germany.*\(2\)'),
        (["D02 X285", "A65 F4E2"], "Irish Eircodes"),
        (["1012 AB"], "the postcode is not in the gazetteer.*Dutch"),
        (["CF10 1AA", "CF10 1AB", "LL68 9EA"], r"UK area CF \(2\), UK area LL \(1\)"),
        (["Central library"], "look like no postcodes"),
        (["", None], "all 2 postcodes are blank. Name the column"),
    ],
)
def test_it_is_an_error_if_none_is_found(gazetteer, typed, message):
    with pytest.raises(InputError, match=message) as error:
        locate_postcodes(typed, gazetteer, name="p.csv")
    assert str(error.value).startswith("p.csv: ")
    assert "NP (5)" in str(error.value) or "blank" in str(error.value)


def test_some_of_another_country_are_counted(gazetteer, caplog):
    table = locate_postcodes(["NP20 1PA", "10115", "80331"], gazetteer)
    assert list(table["status"]) == ["matched", "unmatched", "unmatched"]
    assert "five digits, as in Germany, France, Spain or the USA (2)" in caplog.messages[0]


def test_libraries_of_gwent_are_found_by_their_postcodes(newport, shared_data):
    libraries = read_table(shared_data / "wales" / "libraries.csv")
    gazetteer = read_gazetteer(newport / "codepoint_np_2014.csv")
    table = locate_postcodes(libraries["Postcode"], gazetteer)
    assert len(table) == 265
    gwent = table[libraries["Postcode"].str.startswith("NP")]
    assert gwent["status"].value_counts().to_dict() == {"matched": 32, "unmatched": 1}
    lost = gwent[gwent["status"] == "unmatched"].iloc[0]
    assert (lost["given"], lost["nearest"][:6], lost["score"]) == ("NP12 3AB", "NP12 3", 85.7)
    newport_city = libraries["Local authority code"] == "W06000022"
    assert table.loc[newport_city, "status"].tolist() == ["matched"] * 9
    assert table.loc[newport_city, "lat"].between(51.5, 51.65).all()
