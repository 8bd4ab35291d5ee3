"""How points of files are read: the same options for every command, and what they leave behind."""

import re

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from accessibility.cli import app

DIRECTORY = """\
pcds,doterm,oseast1m,osnrth1m,lat,long
NP20 1PA,,,,51.501,-2.999
NP20 1PB,,,,51.503,-2.997
NP20 2GW,201501,,,51.505,-2.995
NP10 0ZZ,,,,99.999999,0
"""
HOMES = "name,Postcode\na,np201pa\nb,NP20 1PB\nc,NP20 9ZZ\nd,NP10 0ZZ\n"


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def directory(tmp_path):
    path = tmp_path / "onspd.csv"
    path.write_text(DIRECTORY)
    return path


@pytest.fixture
def homes(tmp_path):
    path = tmp_path / "homes.csv"
    path.write_text(HOMES)
    return path


@pytest.fixture
def asked(town, homes, directory):
    """Options of a command that starts from postcodes."""
    network = town / "town.network"
    return [
        network, "--origins", homes, "--origin-id", "name", "--postcodes", directory,
        "--mode", "walk",
    ]  # fmt: skip


def test_a_matrix_from_postcodes_has_every_row_and_the_list_of_them(tmp_path, town, asked):
    output = tmp_path / "m.csv"
    done = run(
        "matrix", *asked, "--destinations", town / "destinations.parquet", "--output", output
    )
    assert done.exit_code == 0, done.output
    table = pd.read_csv(output)
    assert list(table["from_id"].unique()) == ["a", "b", "c", "d"]
    reached = table.groupby("from_id")["travel_time"].count()
    assert reached["a"] > 0
    assert reached[["c", "d"]].tolist() == [0, 0]
    listed = pd.read_csv(tmp_path / "m.postcodes.csv")
    assert list(listed.columns) == [
        "role", "id", "given", "postcode", "status", "nearest", "score", "lon", "lat"
    ]  # fmt: skip
    assert list(listed["status"]) == ["normalised", "matched", "unmatched", "no_coordinates"]
    assert set(listed["role"]) == {"origin"}
    assert listed["nearest"][2] == "NP10 0ZZ"
    points = pd.read_csv(tmp_path / "m.points.csv")
    assert list(points["status"]) == ["not_located"] * 2
    assert "Postcodes of origins: 1 normalised, 1 matched, 1 unmatched, 1 no_coordinates; see " in (
        done.stderr
    )
    assert "2 points have no answers" in done.stderr
    assert "Warning: " in done.stderr


def test_the_list_of_an_earlier_run_goes_but_no_file_of_the_user(tmp_path, town, asked):
    output = tmp_path / "m.csv"
    by_code = ["matrix", *asked, "--destinations", town / "destinations.parquet"]
    assert run(*by_code, "--output", output).exit_code == 0
    by_place = [
        "matrix", town / "town.network", "--origins", town / "origins.parquet", "--destinations",
        town / "destinations.parquet", "--mode", "walk", "--output", output,
    ]  # fmt: skip
    assert run(*by_place).exit_code == 0
    assert not (tmp_path / "m.postcodes.csv").exists()
    (tmp_path / "m.postcodes.csv").write_text(DIRECTORY)
    assert run(*by_place).exit_code == 0
    assert (tmp_path / "m.postcodes.csv").read_text() == DIRECTORY


def test_the_directory_is_never_written_over(tmp_path, town, asked, directory):
    own = directory.rename(tmp_path / "m.postcodes.csv")
    asked[asked.index(directory)] = own
    ends = ["--destinations", town / "destinations.parquet"]
    done = run("matrix", *asked, *ends, "--output", tmp_path / "m.csv")
    assert done.exit_code == 2
    assert "m.postcodes.csv is an input and would be overwritten" in done.stderr
    assert own.read_text() == DIRECTORY


def test_outward_codes_serve_if_asked(tmp_path, town, asked):
    output = tmp_path / "m.parquet"
    ends = ["--destinations", town / "destinations.parquet"]
    done = run("matrix", *asked, *ends, "--outward-fallback", "--output", output)
    assert done.exit_code == 0, done.output
    listed = pd.read_csv(tmp_path / "m.postcodes.csv")
    assert list(listed["status"]) == ["normalised", "matched", "outward", "no_coordinates"]
    assert listed["lat"][2] == pytest.approx(51.502)


def test_a_directory_is_origins_and_a_workbook_destinations(tmp_path, town, directory):
    book = openpyxl.Workbook()
    for row in (["code", "east", "north", "post"], ["007", -2.99, 51.505, "NP20 1PA"]):
        book.active.append(row)
    book.save(tmp_path / "shops.xlsx")
    output = tmp_path / "m.csv"
    common = [
        "matrix", town / "town.network", "--origins", directory, "--destinations",
        tmp_path / "shops.xlsx", "--destination-id", "code", "--mode", "walk", "--output", output,
    ]  # fmt: skip
    done = run(
        *common, "--destination-x", "east", "--destination-y", "north",
        "--destination-crs", "EPSG:4326",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    table = pd.read_csv(output, dtype={"to_id": str})
    assert list(table["from_id"]) == ["NP20 1PA", "NP20 1PB", "NP20 2GW", "NP10 0ZZ"]
    assert set(table["to_id"]) == {"007"}
    assert table["travel_time"].isna().tolist() == [False, False, False, True]
    done = run(*common, "--destination-postcode", "post", "--postcodes", directory)
    assert done.exit_code == 0, done.output
    assert pd.read_csv(output)["travel_time"][0] == 0
    assert set(pd.read_csv(tmp_path / "m.postcodes.csv")["role"]) == {"destination"}


def test_isochrones_and_itineraries_start_at_postcodes_too(tmp_path, town, asked):
    for output in (["--output", tmp_path / "i.gpkg"], ["--surface", tmp_path / "s.tif"]):
        done = run("isochrones", *asked, "--minutes", "5", *output)
        assert done.exit_code == 0, done.output
        assert len(pd.read_csv(output[1].with_name(f"{output[1].stem}.postcodes.csv"))) == 4
    done = run("itineraries", *asked, "--to", "51.505,-2.99", "--output", tmp_path / "l.csv")
    assert done.exit_code == 0, done.output
    assert set(pd.read_csv(tmp_path / "l.csv")["from_id"]) == {"a", "b"}
    assert len(pd.read_csv(tmp_path / "l.postcodes.csv")) == 4
    done = run("itineraries", *asked, "--to", "51.505,-2.99")
    assert done.exit_code == 0, done.output
    assert "c to 1: joins no street" in done.stdout


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        (["--origin-x", "a"], 2, "--origin-x and --origin-y belong together"),
        (["--destination-y", "a"], 2, "--destination-x and --destination-y belong together"),
        (["--destination-postcode", "a"], 2, "--destination-postcode needs a directory of post"),
        (["--outward-fallback"], 2, "--outward-fallback belongs to a directory"),
        (
            ["--origin-x", "a", "--origin-y", "b", "--origin-postcode", "c"],
            2,
            "--origin-postcode and --origin-x both say where origins lie",
        ),
        ([], 1, "has postcodes but no coordinates.*--postcodes on the command line"),
        (["--postcodes", "none.csv"], 1, "none.csv: there is no such file"),
        (["--postcodes", "homes", "--origin-id", "name"], 1, "has no coordinates; columns are"),
    ],
)
def test_what_cannot_be_meant_is_told_and_nothing_is_written(
    tmp_path, town, homes, more, code, message
):
    words = [str(homes) if word == "homes" else word for word in more]
    ids = [] if "--origin-id" in more else ["--origin-id", "name"]
    done = run(
        "matrix", town / "town.network", "--origins", homes, *ids, "--destinations",
        town / "destinations.parquet", "--mode", "walk", "--output", tmp_path / "m.csv", *words,
    )  # fmt: skip
    assert done.exit_code == code, done.output
    assert re.search(message, done.stderr), done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["homes.csv"]


def test_postcodes_of_another_country_are_named(tmp_path, town, homes, directory):
    homes.write_text("id,postcode\n1,10115\n2,80331\n")
    done = run(
        "matrix", town / "town.network", "--origins", homes, "--postcodes", directory,
        "--destinations", town / "destinations.parquet", "--mode", "walk",
        "--output", tmp_path / "m.csv",
    )  # fmt: skip
    assert done.exit_code == 1
    assert "none of the 2 postcodes is in the gazetteer" in done.stderr
    assert "five digits, as in Germany" in done.stderr
    assert "covers NP (4)" in done.stderr
