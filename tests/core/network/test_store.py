"""Arrays and tables in a folder: what is written comes back, and what is broken is named."""

import hashlib
import json

import numpy as np
import pyarrow as pa
import pytest

from accessibility.errors import NetworkError, OutputError
from accessibility.network import store

ARRAYS = {
    "streets.length": np.arange(50_000, dtype=np.int32),
    "streets.from_to": np.arange(12, dtype=np.int64).reshape(6, 2),
    "streets.none": np.zeros((0, 2), np.uint8),
    "stops.edge": np.array([True, False]),
}
TABLES = {"names": pa.table({"name": pa.array(["Heol Fawr", ""], pa.large_string())})}


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "n.network"
    with store.new_folder(path) as new:
        store.write(new, ARRAYS, TABLES, {"product": "p"})
    return path


def change_manifest(folder, **changes):
    path = folder / store.MANIFEST
    manifest = {**json.loads(path.read_text()), **changes}
    path.write_text(json.dumps({name: value for name, value in manifest.items() if value}))


def test_arrays_and_tables_come_back(folder):
    opened = store.Store(folder)
    streets = opened.arrays("streets")
    assert list(streets) == ["length", "from_to", "none"]
    for name, array in streets.items():
        assert array.dtype == ARRAYS[f"streets.{name}"].dtype
        assert np.array_equal(array, ARRAYS[f"streets.{name}"])
        assert array.flags.c_contiguous
    assert list(opened.arrays("stops")) == ["edge"]
    assert opened.arrays("nothing") == {}
    assert opened.table("names") == TABLES["names"]
    assert opened.manifest["product"] == "p"
    opened.verify()


def test_arrays_are_mapped_and_writing_to_them_leaves_the_file_alone(folder):
    array = store.Store(folder).arrays("streets")["length"]
    assert isinstance(array.base, np.memmap)
    array[0] = 99
    assert store.Store(folder).arrays("streets")["length"][0] == 0
    store.Store(folder).verify()


def test_the_manifest_lists_every_file(folder):
    files = json.loads((folder / store.MANIFEST).read_text())["files"]
    assert set(files) == {path.name for path in folder.iterdir()} - {store.MANIFEST}
    assert files["streets.from_to.npy"]["shape"] == [6, 2]
    assert {len(entry["sha256"]) for entry in files.values()} == {64}


def test_equal_content_gives_equal_bytes(folder, tmp_path):
    again = tmp_path / "again"
    with store.new_folder(again) as new:
        store.write(new, ARRAYS, TABLES, {"product": "p"})
    for path in folder.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes()


def refused(folder, *words):
    with pytest.raises(NetworkError) as error:
        store.Store(folder)
    message = str(error.value)
    assert all(word in message for word in (str(folder), "network build", *words))


def test_what_is_no_network_is_refused(tmp_path):
    refused(tmp_path / "missing", "does not exist")
    (tmp_path / "file").write_text("")
    refused(tmp_path / "file", "is a file")
    refused(tmp_path, "has no manifest.json")


@pytest.mark.parametrize("text", ["", "{", '{"a": 1', "\xff\x00"])
def test_a_manifest_that_is_cut_off_is_refused(folder, text):
    (folder / store.MANIFEST).write_bytes(text.encode("latin-1"))
    refused(folder, "cannot be read")


def test_other_formats_are_refused(folder):
    change_manifest(folder, format_version=store.FORMAT_VERSION - 1)
    refused(folder, f"format {store.FORMAT_VERSION - 1}", f"reads format {store.FORMAT_VERSION}")
    change_manifest(folder, format_version=store.FORMAT_VERSION + 1)
    refused(folder, f"format {store.FORMAT_VERSION + 1}")
    (folder / store.MANIFEST).write_text("[1]")
    refused(folder, "format None")


def test_a_manifest_without_files_is_refused(folder):
    change_manifest(folder, files=None)
    refused(folder, "does not list")


@pytest.mark.parametrize("name", ["streets.length.npy", "names.arrow"])
def test_missing_and_truncated_files_are_refused_at_once(folder, name):
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1])
    refused(folder, name, f"{len(content) - 1} bytes instead of {len(content)}")
    (folder / name).unlink()
    refused(folder, name, "is missing")


@pytest.mark.parametrize("name", ["streets.length.npy", "names.arrow"])
def test_a_changed_file_is_found_by_verifying(folder, name):
    content = bytearray((folder / name).read_bytes())
    content[-30] ^= 1
    (folder / name).write_bytes(content)
    opened = store.Store(folder)  # same size
    with pytest.raises(NetworkError, match=f"{name} is broken: its content has changed"):
        opened.verify()


def test_rubbish_of_the_right_size_is_named_when_it_is_used(folder):
    for name in ("streets.length.npy", "names.arrow"):
        (folder / name).write_bytes(b"x" * (folder / name).stat().st_size)
    opened = store.Store(folder)
    with pytest.raises(NetworkError, match=r"streets\.length\.npy is broken"):
        opened.arrays("streets")
    with pytest.raises(NetworkError, match=r"names\.arrow is broken"):
        opened.table("names")


def test_an_array_that_is_not_what_the_manifest_says_is_named(folder):
    np.save(folder / "stops.edge.npy", np.array([1, 0], np.uint8))
    opened = store.Store(folder)
    with pytest.raises(NetworkError, match="does not hold what the manifest says"):
        opened.arrays("stops")


def fail_in_the_middle(folder, error):
    with store.new_folder(folder) as new:
        (new / "half").write_text("")
        raise error


@pytest.mark.parametrize("error", [RuntimeError("x"), KeyboardInterrupt()])
def test_a_failure_in_the_middle_keeps_the_old_and_leaves_nothing_new(folder, error):
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    with pytest.raises(type(error)):
        fail_in_the_middle(folder, error)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert list(folder.parent.iterdir()) == [folder]


def test_a_new_folder_replaces_the_old_one(folder):
    with store.new_folder(folder) as new:
        (new / "new").write_text("")
        assert (folder / store.MANIFEST).exists()  # until the last moment
    assert [path.name for path in folder.iterdir()] == ["new"]
    assert list(folder.parent.iterdir()) == [folder]


def test_what_the_disk_refuses_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="is no folder"), store.new_folder(tmp_path / "no" / "n"):
        pass
    with pytest.raises(OutputError, match="disk is full"), store.new_folder(tmp_path / "n"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_hashed_by_the_lines_of_its_files_in_the_order_of_their_names(tmp_path):
    files = {"b": b"2", "a/y": b"3", "a-b": b"1", "B": b""}  # "-" comes before "/"
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    lines = [
        f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n" for name in ("B", "a-b", "a/y", "b")
    ]
    assert store.fingerprint(tmp_path) == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_fingerprints_of_folders_go_by_names_and_content(tmp_path):
    def make(name, files):
        for file, text in files.items():
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).write_text(text)
        return store.fingerprint(tmp_path / name)

    first = make("a", {"x": "1", "deep/y": "2"})
    assert make("b", {"deep/y": "2", "x": "1"}) == first
    others = {make("c", {"x": "2", "deep/y": "2"}), make("d", {"z": "1", "deep/y": "2"})}
    assert first not in others
    assert len(others) == 2
    assert store.fingerprint(tmp_path / "a" / "x") != first
