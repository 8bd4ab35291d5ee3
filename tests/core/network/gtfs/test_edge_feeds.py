"""Feeds that break readers: each is read with its problems named, or refused with one clear error.

`edge_feeds.csv` lists what is expected of every folder, zip and lone file of the collection:
`loads` with trips, stop times and the problems (`severity:code`), or `refused` with words of the
error; one row for both values of `on_error` where they do not differ.
"""

import csv
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from accessibility.cli import app
from accessibility.errors import AccessibilityError
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.options import BuildOptions

TABLE = Path(__file__).with_name("edge_feeds.csv")
COLUMNS = ("outcome", "trips", "stop_times", "says")


def expected():
    """By feed and `on_error`: outcome, trips, stop times and problems or words of the error."""
    rows = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for on_error in ("raise", "skip") if row["on_error"] == "both" else (row["on_error"],):
                key = (row["feed"], on_error)
                assert key not in rows, f"{key} stands twice in {TABLE.name}"
                rows[key] = tuple(row[column] for column in COLUMNS)
    return rows


EXPECTED = expected()


def on_disk(root):
    """Every folder, and every file that is no part of a feed in a folder."""

    def is_feed(folder):
        return any((folder / table).exists() for table in ("agency.txt", "stops.txt"))

    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_dir() or not is_feed(path.parent)
    }


def outcome(path, on_error):
    """What happens to a feed, as the table has it."""
    try:
        timetable, (report,) = read_feeds([path], BuildOptions(on_error=on_error))
    except AccessibilityError as error:
        return "refused", "", "", str(error)
    assert timetable.n_trips == report.trips > 0
    severities = {problem.severity for problem in report.problems}
    assert on_error == "skip" or "error" not in severities
    whole = (report.rows["trips"], report.rows["stop_times"])
    assert (report.trips, report.stop_times) == whole or severities & {"warning", "error"}
    problems = {f"{problem.severity}:{problem.code}" for problem in report.problems}
    return "loads", str(report.trips), str(report.stop_times), " ".join(sorted(problems))


@pytest.fixture(scope="session")
def edge(shared_data):
    return shared_data / "gtfs_edge"


def test_the_table_lists_every_feed_there_is_and_no_other(edge):
    listed = {feed for feed, _ in EXPECTED}
    assert listed == on_disk(edge)
    assert set(EXPECTED) == {(feed, on_error) for feed in listed for on_error in ("raise", "skip")}


@pytest.mark.parametrize("feed", sorted({feed for feed, _ in EXPECTED}))
def test_a_feed_loads_or_is_refused_as_the_table_says(edge, feed):
    for on_error in ("raise", "skip"):
        kind, trips, stop_times, says = EXPECTED[feed, on_error]
        found = outcome(edge / feed, on_error)
        if kind == "loads":
            assert found == (kind, trips, stop_times, says)
        else:
            assert found[0] == "refused"
            assert says in found[3]
            assert "\n" not in found[3]
            assert len(found[3]) < 500


WHOLE_WAY = (
    ("graphhopper/sample-feed", "raise"),
    ("gtfs-structures/zips", "skip"),
    ("gtfs-structures/zips/macosx.zip", "skip"),
    ("gtfs-via-postgres/calendar-dates-only", "raise"),
    ("onebusaway", "raise"),
    ("partridge/amazon-2017-08-06", "raise"),
    ("partridge/amazon-2017-08-06", "skip"),
    ("partridge/nested", "raise"),
    ("partridge/region-nord-v2", "skip"),
    ("transitfeed/bad_eol.zip", "raise"),
    ("transitfeed/empty_file", "skip"),
    ("transitfeed/unknown_format.zip", "raise"),
    ("transitfeed/utf16", "raise"),
    ("transport-validator/duplicates", "skip"),
)


@pytest.mark.parametrize(("feed", "on_error"), WHOLE_WAY)
def test_a_build_ends_with_a_network_or_with_one_error(edge, sample, tmp_path, feed, on_error):
    words = ["network", "build", "--osm", sample / "town.osm.pbf", "--gtfs", edge / feed]
    words += ["--output", tmp_path / "n", *(["--skip-faulty"] if on_error == "skip" else [])]
    done = CliRunner().invoke(app, [str(word) for word in words])
    kind, _, stop_times, says = EXPECTED[feed, on_error]
    if kind == "loads":
        assert done.exit_code == 1, done.output  # the feeds are of other places than the streets
        assert "Verdict: this network cannot be used. The streets and feeds do not meet" in (
            done.stdout.replace("\n", " ")
        )
        assert f"{int(stop_times):,} kept of" in done.stdout
        assert (tmp_path / "n" / "manifest.json").is_file()
    else:
        assert done.exit_code == 1
        assert done.stdout == ""
        assert done.stderr.startswith("Error: ")
        assert done.stderr.count("\n") == 1
        assert says in done.stderr
        assert list(tmp_path.iterdir()) == []


def test_a_table_of_a_zip_in_capitals_beside_its_twin_is_refused(tmp_path):
    path = tmp_path / "bus.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("stops.txt", "trips.txt", "Stops.TXT"):
            archive.writestr(name, "")
    assert "holds a table twice (stops.txt and Stops.TXT)" in outcome(path, "raise")[3]
