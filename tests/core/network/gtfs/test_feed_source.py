"""A feed is found in zips and folders, also when it lies one folder down."""

import sys
import warnings
import zipfile

import pytest

from accessibility.errors import InputError
from accessibility.network.gtfs.feed_source import FeedSource
from accessibility.network.gtfs.feeds import read_feeds
from accessibility.network.network import Network
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


def test_one_table_instead_of_the_feed(tmp_path):
    path = GtfsFeed(tmp_path).write() / "stops.txt"
    with pytest.raises(InputError, match="is one table of a feed, not the feed"):
        read_feeds([path])


def test_an_empty_folder_and_an_empty_zip(tmp_path):
    (tmp_path / "empty").mkdir()
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    for name in ("empty", "empty.zip"):
        with pytest.raises(InputError, match="is empty"):
            read_feeds([tmp_path / name])


def test_a_table_that_stands_twice(tmp_path):
    path = GtfsFeed(tmp_path).write_zip()
    with zipfile.ZipFile(path, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("stops.txt", "stop_id")
    with pytest.raises(InputError, match=r"holds a table twice \(stops\.txt and stops\.txt\)"):
        read_feeds([path])
    folder = GtfsFeed(tmp_path).write()
    (folder / "STOPS.txt").write_text("stop_id")
    if len({name.name.lower() for name in folder.iterdir()}) < len(list(folder.iterdir())):
        with pytest.raises(InputError, match="holds a table twice"):
            read_feeds([folder])


def test_a_table_that_cannot_be_read(tmp_path):
    folder = GtfsFeed(tmp_path).without("stops").write()
    (folder / "stops.txt").symlink_to("stops.txt")
    with pytest.raises(InputError, match=r"stops\.txt: is missing"):
        read_feeds([folder])


def test_a_path_that_no_disk_can_hold(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read \(File name too long\)"):
        read_feeds([tmp_path / ("x" * 300)])


def test_a_zip_packed_with_other_methods(tmp_path):
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        path = GtfsFeed(tmp_path).write_zip()
        with (
            zipfile.ZipFile(path) as old,
            zipfile.ZipFile(tmp_path / "new.zip", "w", method) as new,
        ):
            for name in old.namelist():
                new.writestr(name, old.read(name))
        assert read_feeds([tmp_path / "new.zip"])[0].n_trips == 2


def test_the_same_feed_twice(tmp_path):
    path = GtfsFeed(tmp_path).write()
    with pytest.raises(InputError, match="is given twice"):
        read_feeds([path, tmp_path / "." / "bus"])


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_links_that_go_in_a_circle(tmp_path):
    (tmp_path / "bus.zip").symlink_to("bus.zip")
    with pytest.raises(InputError, match=r"bus\.zip: (cannot be read|does not exist)"):
        read_feeds([tmp_path / "bus.zip"])


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name can be any bytes")
def test_a_name_that_is_no_text(tmp_path, sample_inputs):
    path = tmp_path / "b\udcff.zip"
    GtfsFeed(tmp_path).write_zip().rename(path)
    with pytest.raises(InputError, match="has a name that is no text in UTF-8"):
        read_feeds([path])
    with pytest.raises(InputError, match="has a name that is no text in UTF-8"):
        Network.build(sample_inputs[0], path, tmp_path / "n")


def test_a_file_that_cannot_be_hashed_is_an_input_error(tmp_path, monkeypatch):
    def fails(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("accessibility.network.gtfs.feed_source.fingerprint", fails)
    with pytest.raises(InputError, match=r"cannot be read \(Permission denied\)\. Check its perm"):
        read_feeds([GtfsFeed(tmp_path).write()])
