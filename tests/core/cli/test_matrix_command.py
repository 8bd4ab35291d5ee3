"""The matrix command on a real network: what it writes, and how it refuses bad input."""

import json
import shutil
import zipfile

import geopandas as gpd
import pandas as pd
import pytest
from pyarrow import parquet
from shapely import Point
from typer.testing import CliRunner

from accessibility.cli import app

INSIDE = [Point(-2.999, 51.501), Point(-2.997, 51.503)]


def run(arguments):
    return CliRunner().invoke(app, arguments)


def layer(path, points, ids=None, crs="EPSG:4326"):
    ids = [f"p{i}" for i in range(len(points))] if ids is None else ids
    gpd.GeoDataFrame({"id": ids}, geometry=points, crs=crs).to_parquet(path)
    return path


def test_the_matrix_has_every_pair_in_order_and_says_what_it_wrote(tmp_path, arguments):
    output = tmp_path / "m.parquet"
    done = run(arguments(output, window="1h", percentiles="90,10,50"))
    assert done.exit_code == 0, done.output
    assert f"Wrote {output}: 12 origins by 300 destinations." in done.stdout
    table = pd.read_parquet(output)
    columns = ["travel_time_p10", "travel_time_p50", "travel_time_p90"]
    assert list(table.columns) == ["from_id", "to_id", *columns]
    assert list(table["from_id"].unique()) == [f"o{i}" for i in range(12)]
    assert list(table["to_id"][:300]) == [f"d{i}" for i in range(300)]
    assert table[columns].notna().to_numpy().any()
    assert (table["travel_time_p10"].dropna() <= table["travel_time_p50"].dropna().max()).all()
    metadata = json.loads(parquet.read_schema(output).metadata[b"accessibility"])
    assert metadata["when"]["moment"] == "2026-06-15T08:00:00"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.parquet", "m.parquet.log.json"]


@pytest.mark.parametrize("name", ["m.parquet", "m.csv"])
def test_threads_and_blocks_leave_no_trace(tmp_path, arguments, name):
    results = set()
    for threads, block_size in [(1, 12), (2, 1), (5, 5)]:
        output = tmp_path / name
        done = run(arguments(output, window="10", threads=threads, block_size=block_size))
        assert done.exit_code == 0, done.output
        results.add(output.read_bytes())
    assert len(results) == 1


def test_walking_needs_no_departure(tmp_path, town):
    output = tmp_path / "m.csv"
    points = layer(tmp_path / "p.parquet", INSIDE)
    done = run(
        ["matrix", str(town / "town.network"), "--origins", str(points), "--destinations",
         str(points), "--mode", "walk", "--output", str(output)]
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    table = pd.read_csv(output)
    assert list(table.columns) == ["from_id", "to_id", "travel_time"]
    assert table["travel_time"].iloc[0] == 0
    assert 4 < table["travel_time"].iloc[1] < 12


def test_cars_need_no_departure_and_wait_at_junctions_unless_told_otherwise(tmp_path, town):
    points = layer(tmp_path / "p.parquet", INSIDE)
    minutes = {}
    for name, more in (
        ("car", []),
        ("free", ["--no-junction-delays"]),
        ("slow", ["--car-speeds", "residential=10"]),
    ):
        output = tmp_path / f"{name}.csv"
        done = run(
            ["matrix", str(town / "town.network"), "--origins", str(points), "--destinations",
             str(points), "--mode", "car", "--output", str(output), *more]
        )  # fmt: skip
        assert done.exit_code == 0, done.output
        minutes[name] = pd.read_csv(output)["travel_time"].iloc[1]
    assert 0 < minutes["free"] < minutes["car"] < minutes["slow"] < 12


def test_points_far_from_any_street_are_listed(tmp_path, arguments):
    far = [*INSIDE, Point(-2.99, 51.53), Point(-2.9, 51.6)]
    origins = layer(tmp_path / "o.parquet", far, ids=[1, 2, 3, 4])
    done = run(arguments(tmp_path / "m.parquet", origins=origins))
    assert done.exit_code == 0, done.output
    listed = pd.read_csv(tmp_path / "m.points.csv")
    assert list(listed["id"]) == [3, 4]
    assert set(listed["role"]) == {"origin"}
    assert listed["distance_m"].iloc[0] == pytest.approx(1336, abs=3)
    assert f"2 points have no answers: see {tmp_path / 'm.points.csv'}" in done.stderr
    table = pd.read_parquet(tmp_path / "m.parquet")
    assert table.groupby("from_id")["travel_time"].count()[[3, 4]].sum() == 0


@pytest.mark.parametrize(
    ("points", "options", "message"),
    [
        ({"points": INSIDE, "crs": None}, {}, "does not say which coordinate reference system"),
        ({"points": [Point(-3, float("nan"))]}, {}, "geometry is empty|are no numbers"),
        ({"points": [Point(51.501, -2.999)]}, {}, "inside it when swapped"),
        ({"points": [Point(-4, 52)]}, {}, "No origin lies within 300 m of a street"),
        ({"points": INSIDE, "ids": ["a", "a"]}, {}, 'row 2: id "a" stands in row 1 already'),
        ({"points": INSIDE, "ids": ["a", None]}, {}, "row 2: id is empty"),
        ({"points": INSIDE}, {"origin_id": "OA21CD"}, "there is no column OA21CD; columns are id"),
        ({"points": []}, {}, "has no rows"),
        ({"points": INSIDE}, {"depart": "2031-01-01 08:00"}, "2026-01-01"),
    ],
)
def test_bad_input_is_one_message_and_leaves_nothing(tmp_path, arguments, points, options, message):
    origins = layer(tmp_path / "o.parquet", **points)
    done = run(arguments(tmp_path / "m.parquet", origins=origins, **options))
    assert done.exit_code == 1, done.output
    assert done.stderr.startswith("Error: ")
    assert any(part in done.stderr for part in message.split("|")), done.stderr
    assert list(tmp_path.iterdir()) == [origins]


@pytest.mark.parametrize("command", ["matrix", "check"])
def test_a_network_that_is_not_there_is_told(tmp_path, arguments, command):
    words = arguments(tmp_path / "m.parquet")
    words[1] = str(tmp_path / "none.network")
    done = run(words if command == "matrix" else ["network", "check", words[1]])
    assert done.exit_code == 1
    assert "none.network does not exist" in done.stderr
    assert "build it first: accessibility network build --osm" in done.stderr


@pytest.fixture
def copied(tmp_path, town):
    return shutil.copytree(town / "town.network", tmp_path / "copy" / "town.network")


def refused_by_both(arguments, network, *said):
    """Check and matrix end in the same message; a build makes the network anew."""
    output = network.parent / "m.parquet"
    words = arguments(output)
    words[1] = str(network)
    for command in (words, ["network", "check", str(network)]):
        done = run(command)
        assert done.exit_code == 1, done.output
        assert done.stderr.startswith("Error: ")
        assert all(part in done.stderr for part in (*said, str(network), "network build"))
    assert list(network.parent.iterdir()) == [network]


def built_again(town, network):
    osm, feed = str(town / "town.osm.pbf"), str(town / "bus.zip")
    done = run(["network", "build", "--osm", osm, "--gtfs", feed, "--output", str(network)])
    assert done.exit_code == 0, done.output
    assert run(["network", "check", str(network)]).exit_code == 0
    assert list(network.parent.iterdir()) == [network]


def test_a_network_of_an_older_format_is_refused_and_built_again(arguments, copied, town):
    manifest = copied / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format_version": 0}))
    refused_by_both(arguments, copied, "is a network of format 0", "Build it again")
    built_again(town, copied)


@pytest.mark.parametrize("name", ["health.json", "manifest.json"])
@pytest.mark.parametrize("lacking", ["everything", "fields", "end"])
def test_a_network_whose_papers_are_damaged_is_refused(arguments, copied, name, lacking):
    text = (copied / name).read_text()
    version = {
        "format_version": json.loads((copied / "manifest.json").read_text())["format_version"]
    }
    changed = {"everything": "", "fields": json.dumps({**version, "files": {}}), "end": text[:-3]}
    (copied / name).write_text(changed[lacking])
    refused_by_both(arguments, copied, name, "Build it again")


def test_a_manifest_that_does_not_describe_its_files_is_built_again(arguments, copied, town):
    manifest = copied / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"bytes"', '"bites"'))
    refused_by_both(arguments, copied, "does not list the network's files")
    built_again(town, copied)


def test_a_changed_array_is_refused_before_it_is_searched(arguments, copied):
    array = bytearray((copied / "walk.offset.npy").read_bytes())
    array[-8:] = b"\xff" * 8
    (copied / "walk.offset.npy").write_bytes(array)
    refused_by_both(arguments, copied, "walk.offset.npy is broken: its content has changed")


def test_an_output_never_replaces_its_input(tmp_path, arguments, town):
    origins = tmp_path / "o.points.csv"
    origins.write_text("id,lon,lat\na,-2.999,51.501\n")
    before = origins.read_text()
    for output in (origins, tmp_path / "o.parquet"):
        done = run(arguments(output, origins=origins))
        assert done.exit_code == 2, done.output
        assert "o.points.csv is an input and would be overwritten" in done.stderr
    assert origins.read_text() == before
    assert list(tmp_path.iterdir()) == [origins]


def test_an_output_that_is_a_folder_is_refused_at_once(tmp_path, arguments):
    (tmp_path / "m.parquet").mkdir()
    done = run(arguments(tmp_path / "m.parquet"))
    assert done.exit_code == 1
    assert "m.parquet is a folder. Give the output the name of a file." in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["m.parquet"]


def test_a_date_outside_the_timetables_is_refused_before_searches_are_compiled(
    tmp_path, arguments, monkeypatch
):
    monkeypatch.delattr("accessibility.engines.builtin.compile_kernels")
    done = run(arguments(tmp_path / "m.parquet", depart="2031-01-01 08:00"))
    assert done.exit_code == 1
    assert "is outside the timetables. Valid dates: bus 2026-01-01 to 2026-12-31" in done.stderr


def test_a_build_of_streets_and_feeds_of_different_places_ends_with_1(tmp_path, town):
    with (
        zipfile.ZipFile(town / "bus.zip") as bus,
        zipfile.ZipFile(tmp_path / "far.zip", "w") as far,
    ):
        for name in bus.namelist():
            far.writestr(name, bus.read(name).replace(b",51.5081,", b",58.5081,"))
    words = ["network", "build", "--osm", str(town / "town.osm.pbf")]
    words += ["--gtfs", str(tmp_path / "far.zip"), "--output", str(tmp_path / "n.network")]
    done = run(words)
    assert done.exit_code == 1
    assert "this network cannot be used" in done.stdout
    assert "none of 4 served stops" in " ".join(done.stdout.split())


def test_the_check_says_what_runs_and_is_json_on_request(town):
    network = str(town / "town.network")
    plain = run(["network", "check", network, "--date", "2026-06-15"])
    assert plain.exit_code == 0, plain.output
    assert "16" in plain.stdout
    report = json.loads(run(["network", "check", network, "--date", "2026-06-15", "--json"]).stdout)
    assert report["services_on"]["trips"] == 16
    wrong = run(["network", "check", network, "--date", "15/06/2026"])
    assert wrong.exit_code == 2
    assert '"15/06/2026" is no date' in wrong.stderr
