"""The nearest command: layers and summary, bad input, and what is left when it is stopped."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
from shapely import Point
from typer.testing import CliRunner

from accessibility.cli import app

PROJECT = Path(__file__).parents[3]
INSIDE = [Point(-2.999, 51.501), Point(-2.997, 51.503)]


def run(words):
    return CliRunner().invoke(app, [str(word) for word in words])


def layer(path, points, ids=None, crs="EPSG:4326", **columns):
    ids = [f"p{i}" for i in range(len(points))] if ids is None else ids
    frame = gpd.GeoDataFrame({"id": ids, **columns}, geometry=points, crs=crs)
    frame.to_parquet(path)
    return path


@pytest.fixture
def words(town):
    """Build the arguments of a search in the small town; keywords are its options."""

    def build(output, network=None, **options):
        given = {
            "origins": town / "origins.parquet",
            "services": town / "destinations.parquet",
            "output": output,
            "depart": "2026-06-15 08:00",
            **options,
        }
        built = ["nearest", network or town / "town.network"]
        for name, value in given.items():
            for one in value if isinstance(value, list) else [value]:
                if one is not None:
                    built += [f"--{name.replace('_', '-')}", one]
        return built

    return build


@pytest.fixture
def sample_words(words, sample, sample_twins):
    """Build the arguments of a search in the sample, of services in its extract."""

    def build(output, **options):
        given = {
            "origins": sample / "small_area_centroids.csv",
            "services": "osm:pharmacy,library",
            "depart": "2025-05-13 08:10",
            **options,
        }
        return words(output, network=sample_twins.network.path, **given)

    return build


def test_layers_and_a_summary_there_and_back(tmp_path, sample_words):
    output = tmp_path / "nearest.gpkg"
    asked = {"depart": None, "arrive": "2025-05-13 10:00", "return": "2025-05-13 12:00"}
    done = run(sample_words(output, **asked))
    assert done.exit_code == 0, done.output
    assert [name for name, _ in pyogrio.list_layers(output)] == ["origins", "lines", "layer_styles"]
    origins = gpd.read_file(output, layer="origins")
    told = done.stdout.splitlines()
    assert told[0].split()[:3] == ["nearest", "services", "origins"]
    for line, kind in zip(told[1:3], ("pharmacy", "library"), strict=True):
        cells = line.split()
        assert cells[0] == kind
        assert int(cells[2]) == len(origins)
        assert int(cells[3]) == (origins[f"{kind}_state"] == "reached").sum()
    assert f"{origins['pharmacy_travel_time'].median():.0f} / " in told[1]
    assert told[-1] == f"Wrote {output}: {len(origins)} origins."
    assert {"pharmacy_return_time", "library_total_time"} <= set(origins.columns)
    lines = gpd.read_file(output, layer="lines")
    assert lines["to_name"].notna().all()
    provenance = json.loads((tmp_path / "nearest.provenance.json").read_text())
    assert provenance["when"]["direction"] == "arrive"
    assert provenance["return_when"][0]["moment"] == "2025-05-13T12:00:00"


@pytest.mark.parametrize("name", ["n.csv", "n.parquet"])
def test_tables_with_windows_caps_and_ranks(tmp_path, sample_words, name):
    output = tmp_path / name
    options = {"window": "20min", "percentiles": "10,90", "cap": "20", "return": "2025-05-13 12:00"}
    done = run([*sample_words(output, **options), "-k", "2"])
    assert done.exit_code == 0, done.output
    table = pd.read_csv(output) if name == "n.csv" else pd.read_parquet(output)
    assert table["travel_time_p90"].max() == 20
    assert table["total_time_p90"].max() <= 40
    assert set(table["rank"]) == {1, 2}
    assert "pharmacy 2" in done.stdout
    assert "capped" in done.stdout


def test_moments_and_ways_back_may_be_repeated(tmp_path, sample_words):
    output = tmp_path / "n.csv"
    asked = {
        "depart": ["2025-05-13 08:10", "2025-05-13 09:10"],
        "return": "2025-05-13 12:00",
        "return_arrive": "2025-05-13 18:00",
        "return_service": "best_pair",
    }
    done = run(sample_words(output, **asked))
    assert done.exit_code == 0, done.output
    table = pd.read_csv(output)
    assert list(table["when"][:3]) == ["2025-05-13 08:10", "2025-05-13 09:10", "mean"]
    assert list(table["return_direction"][:2]) == ["depart", "arrive"]
    known = table["to_id"].notna() & table["return_from_id"].notna() & (table["when"] != "mean")
    assert (table["to_id"][known] == table["return_from_id"][known]).all()


def test_walking_needs_no_moment(tmp_path, words):
    done = run(words(tmp_path / "n.csv", depart=None, mode="walk"))
    assert done.exit_code == 0, done.output
    table = pd.read_csv(tmp_path / "n.csv")
    assert set(table["kind"]) == {"destinations"}
    assert table["travel_time"].notna().all()


def test_a_grid_is_origins(tmp_path, sample_words):
    done = run(sample_words(tmp_path / "n.gpkg", origins="grid:500m"))
    assert done.exit_code == 0, done.output
    made = gpd.read_file(tmp_path / "n.gpkg", layer="origins")
    assert len(made) > 20
    assert made["pharmacy_travel_time"].notna().any()


def test_postcodes_are_origins_and_those_of_another_country_are_refused(tmp_path, words):
    origins, directory = tmp_path / "homes.csv", tmp_path / "onspd.csv"
    directory.write_text(
        "pcds,doterm,oseast1m,osnrth1m,lat,long\n"
        "NP20 1PA,,,,51.501,-2.999\nNP20 1PB,,,,51.503,-2.997\n"
    )
    origins.write_text("id,postcode\na,np201pa\nb,NP20 1PB\nc,NP20 9ZZ\n")
    asked = words(tmp_path / "n.csv", origins=origins, postcodes=directory)
    done = run(asked)
    assert done.exit_code == 0, done.output
    table = pd.read_csv(tmp_path / "n.csv")
    assert list(table["state"]) == ["reached", "reached", "not_located"]
    assert list(pd.read_csv(tmp_path / "n.postcodes.csv")["id"]) == ["a", "b", "c"]
    assert "not located" in done.stdout
    for text in ("75001", "EH1 1AA"):
        origins.write_text(f"id,postcode\na,{text}\n")
        foreign = run(asked)
        assert foreign.exit_code == 1, foreign.output
        assert foreign.stderr.startswith(f"Error: {origins}: ")
        assert "in the gazetteer" in foreign.stderr
        assert text in foreign.stderr
    # A directory of another country locates nobody.
    origins.write_text("id,postcode\na,NP20 1PA\n")
    directory.write_text("pcds,doterm,oseast1m,osnrth1m,lat,long\nBT1 5GS,,,,54.597,-5.930\n")
    assert run(asked).exit_code == 1
    origins.write_text("id,postcode\na,BT1 5GS\n")
    done = run(asked)
    assert done.exit_code == 1
    assert "origin" in done.stderr
    assert "within 300 m of a street" in done.stderr


@pytest.mark.parametrize("role", ["origins", "services"])
@pytest.mark.parametrize(
    ("points", "message"),
    [
        ({"points": INSIDE, "crs": None}, "does not say which coordinate reference system"),
        ({"points": [Point(-3, float("nan"))]}, "geometry is empty|are no numbers"),
        ({"points": [Point(51.501, -2.999)]}, "inside it when swapped"),
        ({"points": [Point(-4, 52)]}, "lies within 300 m of a street"),
        ({"points": INSIDE, "ids": ["a", "a"]}, 'row 2: id "a" stands in row 1 already'),
        ({"points": INSIDE, "ids": ["a", None]}, "row 2: id is empty"),
        ({"points": []}, "has no rows"),
        ({"points": [INSIDE[0], Point(331000, 188000)]}, "row 2"),
    ],
)
def test_bad_points_are_one_message_and_leave_nothing(tmp_path, words, role, points, message):
    given = layer(tmp_path / "given.parquet", **points)
    done = run(words(tmp_path / "n.gpkg", **{role: given}))
    assert done.exit_code == 1, done.output
    assert done.stderr.startswith("Error: ")
    assert len(done.stderr.splitlines()) < 6
    assert any(part in done.stderr for part in message.split("|")), done.stderr
    assert list(tmp_path.iterdir()) == [given]


def test_one_kind_of_which_no_service_joins_is_told(tmp_path, words):
    kinds = ["bank", "moon"]
    services = layer(tmp_path / "s.parquet", [INSIDE[0], Point(-4, 52)], kind=kinds)
    done = run(words(tmp_path / "n.gpkg", services=services))
    assert done.exit_code == 1
    assert "moon service" in done.stderr
    assert list(tmp_path.iterdir()) == [services]


def test_points_that_join_no_street_are_counted_and_listed(tmp_path, words):
    origins = layer(tmp_path / "o.parquet", [*INSIDE, Point(-2.99, 51.53)])
    services = layer(tmp_path / "s.parquet", [INSIDE[0], Point(-4, 52)], kind="bank")
    done = run(words(tmp_path / "n.gpkg", origins=origins, services=services))
    assert done.exit_code == 0, done.output
    listed = pd.read_csv(tmp_path / "n.points.csv")
    assert list(listed["role"]) == ["origin", "bank service"]
    assert list(listed["id"]) == ["p2", "p1"]
    assert f"2 points join no street: see {tmp_path / 'n.points.csv'}." in done.stderr


@pytest.mark.parametrize("role", ["origins", "services"])
def test_a_workbook_with_two_sheets_has_to_be_told_apart(tmp_path, words, role):
    book = openpyxl.Workbook()
    for row in (["id", "lon", "lat"], ["a", -2.999, 51.501]):
        book.active.append(row)
    book.create_sheet("Older").append(["id"])
    book.save(tmp_path / "w.xlsx")
    done = run(words(tmp_path / "n.gpkg", **{role: tmp_path / "w.xlsx"}))
    assert done.exit_code == 1, done.output
    assert "w.xlsx" in done.stderr
    assert "Older" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["w.xlsx"]
    chosen = {role: f"{tmp_path / 'w.xlsx'}|layername=Sheet"}
    done = run(words(tmp_path / "n.gpkg", **chosen))
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ({"services": "osm:farmacy"}, 2, "pharmacy"),
        ({"services": "osm:charging_station"}, 1, "has no charging station here"),
        ({"services": "osm:"}, 2, "names no kinds of services"),
        ({"depart": None}, 2, "--depart"),
        ({"depart": "2031-01-01 08:00"}, 1, "is outside the timetables"),
        ({"return": "noon"}, 2, "--return"),
        ({"return_service": "best_pair"}, 2, "--return"),
        ({"return_service": "some", "return": "2025-05-13 12:00"}, 2, "--return-service"),
        ({"nearest_rule": "least"}, 2, "--nearest-rule"),
        ({"cap": "0"}, 2, "--cap"),
        ({"cap": "500"}, 2, "--max-time"),
        ({"percentiles": "50"}, 2, "percentiles"),
        ({"output": "n.shp"}, 2, ".gpkg, .geojson"),
        (
            {"open_at": "2025-05-13 10:00", "services": "s.csv"},
            2,
            "--open-at goes with",
        ),
        ({"origins": "grid:0m"}, 2, "grid"),
        ({"origins": "none.gpkg"}, 1, "none.gpkg"),
    ],
)
def test_bad_questions_are_one_message(tmp_path, sample_words, monkeypatch, options, code, message):
    monkeypatch.chdir(tmp_path)
    done = run(sample_words(**{"output": tmp_path / "n.gpkg", **options}))
    assert done.exit_code == code, done.output
    assert "Error" in done.stderr
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_output_never_replaces_an_input(tmp_path, words):
    given = layer(tmp_path / "given.parquet", INSIDE)
    before = given.read_bytes()
    for role in ("origins", "services"):
        done = run(words(given, **{role: given}))
        assert done.exit_code == 2, done.output
        assert "given.parquet is an input and would be overwritten" in done.stderr
    assert given.read_bytes() == before
    assert list(tmp_path.iterdir()) == [given]


SLOWLY = """
import time
from accessibility.analysis.nearest import search as nearest_search

work = nearest_search.nearest_block

def slow(query, block, access, percentiles, stop):
    answer = work(query, block, access, percentiles, stop)
    open({begun!r}, "w").close()
    until = time.monotonic() + 20
    while time.monotonic() < until and not stop[0]:
        time.sleep(0.01)
    return answer

nearest_search.nearest_block = slow
from accessibility.cli import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("older", [False, True])
def test_a_run_that_is_stopped_leaves_nothing_half_written(tmp_path, words, ending, older):
    begun, folder = tmp_path / "begun", tmp_path / "out"
    folder.mkdir()
    output = folder / "n.gpkg"
    if older:
        output.write_bytes(b"an earlier answer")
    code = SLOWLY.format(begun=str(begun))
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words(output))],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not begun.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)
    sent = time.monotonic()
    process.send_signal(ending)
    said, told = process.communicate(timeout=30)
    assert time.monotonic() - sent < 5
    assert process.returncode == 130
    assert "Traceback" not in told
    assert "Wrote" not in said
    assert list(folder.iterdir()) == [output] * older
    if older:
        assert output.read_bytes() == b"an earlier answer"
