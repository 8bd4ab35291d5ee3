"""A feed is found in zips and folders, also when it lies one folder down."""

import zipfile

import pytest

from accessibility.errors import InputError
from accessibility.network.feed_source import FeedSource
from accessibility.network.feeds import read_feeds
from tests.core.network.gtfs_feed import GtfsFeed


def test_a_folder_and_a_zip_give_the_same_trips(tmp_path):
    feed = GtfsFeed(tmp_path)
    from_folder, _ = read_feeds([feed.write()])
    from_zip, reports = read_feeds([feed.write_zip()])
    assert from_folder.st_departure.tolist() == from_zip.st_departure.tolist()
    assert reports[0].name == "bus"


def test_tables_may_lie_in_a_folder_inside_the_zip(tmp_path):
    path = GtfsFeed(tmp_path).write_zip(inside="export/gtfs/")
    assert FeedSource(path).label("stops.txt") == "bus.zip/export/gtfs/stops.txt"
    assert read_feeds([path])[0].n_trips == 2


def test_tables_may_lie_some_folders_down(tmp_path):
    GtfsFeed(tmp_path / "a" / "b").write()
    assert read_feeds([tmp_path])[0].n_trips == 2


def test_what_macos_adds_to_a_zip_is_no_feed(tmp_path):
    path = GtfsFeed(tmp_path).write_zip()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/stops.txt", b"\0\1\2")
        archive.writestr("._stops.txt", b"\0\1\2")
    assert read_feeds([path])[0].n_stops == 3


def test_file_names_in_capitals_are_found(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.tables["STOPS.TXT"] = feed.tables.pop("stops")
    assert feed.read()[0].n_stops == 3


def test_a_zip_that_is_no_zip(tmp_path):
    path = tmp_path / "bus.zip"
    path.write_text("<html>Not found</html>")
    with pytest.raises(InputError, match=r"bus\.zip: is not a zip file, or is damaged"):
        read_feeds([path])


def test_a_zip_that_is_cut_off(tmp_path):
    path = GtfsFeed(tmp_path).write_zip()
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InputError, match="is not a zip file, or is damaged"):
        read_feeds([path])


def test_a_zip_with_a_damaged_table(tmp_path):
    path = GtfsFeed(tmp_path).write_zip()
    content = path.read_bytes().replace(b"Hospital,51.52", b"Hospital,51.62")
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"bus\.zip/stops\.txt: cannot be unpacked"):
        read_feeds([path])


def test_a_path_that_does_not_exist(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_feeds([tmp_path / "bus.zip"])


def test_a_folder_without_tables(tmp_path):
    (tmp_path / "readme.md").write_text("nothing")
    with pytest.raises(InputError, match="holds no GTFS tables"):
        read_feeds([tmp_path])


def test_a_folder_of_several_feeds(tmp_path):
    GtfsFeed(tmp_path, "bus").write()
    GtfsFeed(tmp_path, "rail").write()
    with pytest.raises(InputError, match=r"holds several feeds \(bus, rail"):
        read_feeds([tmp_path])


def test_a_zip_of_zips(tmp_path):
    inner = GtfsFeed(tmp_path).write_zip()
    outer = tmp_path / "all.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "bus.zip")
    with pytest.raises(InputError, match=r"but other zips \(bus\.zip"):
        read_feeds([outer])


def test_the_same_feed_twice(tmp_path):
    path = GtfsFeed(tmp_path).write()
    with pytest.raises(InputError, match="is given twice"):
        read_feeds([path, tmp_path / "." / "bus"])
