"""Arrays are made once per key; a cache that is broken or may not be written costs only time."""

import stat
import sys
import threading

import numpy as np
import pytest

from accessibility import cache
from accessibility.cache import cached_arrays

MADE = {"one": np.arange(5, dtype=np.int32), "none": np.zeros((0, 2), np.uint8)}
KEY = {"network": "n", "speed": 3600}


class Maker:
    """Counts how often it makes."""

    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return dict(MADE)


@pytest.fixture
def make():
    return Maker()


def same(arrays):
    return arrays.keys() == MADE.keys() and all(
        arrays[name].dtype == array.dtype and np.array_equal(arrays[name], array)
        for name, array in MADE.items()
    )


def test_what_was_made_is_found_again(tmp_path, make):
    folder = tmp_path / "deep" / "cache"
    assert same(cached_arrays([folder], "thing", KEY, make))
    assert same(cached_arrays([folder], "thing", dict(reversed(KEY.items())), make))
    assert make.count == 1
    (file,) = folder.iterdir()
    assert file.name.startswith("thing-")
    assert file.suffix == ".npz"


@pytest.mark.parametrize(
    ("name", "key"),
    [("other", KEY), ("thing", {**KEY, "speed": 3601}), ("thing", {"network": "n"})],
)
def test_another_name_or_key_is_another_thing(tmp_path, make, name, key):
    cached_arrays([tmp_path], "thing", KEY, make)
    cached_arrays([tmp_path], name, key, make)
    assert make.count == 2
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 300])
def test_a_broken_file_is_made_again(tmp_path, make, content):
    cached_arrays([tmp_path], "thing", KEY, make)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for broken in (content, whole[: len(whole) // 2]):
        file.write_bytes(broken)
        assert same(cached_arrays([tmp_path], "thing", KEY, make))
        assert same(cached_arrays([tmp_path], "thing", KEY, make))
    assert make.count == 3


def test_the_second_folder_is_used_where_the_first_may_not_be_written(tmp_path, make):
    (tmp_path / "first").write_text("a file where a folder should be")
    folders = [tmp_path / "first", tmp_path / "second"]
    for _ in range(2):
        assert same(cached_arrays(folders, "thing", KEY, make))
    assert make.count == 1
    assert len(list((tmp_path / "second").iterdir())) == 1


def test_without_any_folder_it_is_made_each_time(tmp_path, make):
    for _ in range(2):
        assert same(cached_arrays([], "thing", KEY, make))
    (tmp_path / "file").write_text("")
    assert same(cached_arrays([tmp_path / "file"], "thing", KEY, make))
    assert make.count == 3


def test_a_disk_that_fills_up_leaves_nothing(tmp_path, make, monkeypatch):
    def full(file, **_):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.np, "savez", full)
    assert same(cached_arrays([tmp_path], "thing", KEY, make))
    assert list(tmp_path.iterdir()) == []


def test_what_is_found_may_be_changed_without_harm(tmp_path, make):
    cached_arrays([tmp_path], "thing", KEY, make)
    cached_arrays([tmp_path], "thing", KEY, make)["one"][:] = 0
    assert same(cached_arrays([tmp_path], "thing", KEY, make))


def test_several_at_once_all_get_it_and_one_is_kept(tmp_path, make):
    found = []
    start = threading.Barrier(4)

    def ask():
        start.wait()
        found.append(same(cached_arrays([tmp_path], "thing", KEY, make)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_others_may_read_what_one_user_keeps(tmp_path, make):
    """A network that several people share keeps its derived arrays beside it."""
    cached_arrays([tmp_path], "thing", KEY, make)
    (file,) = tmp_path.iterdir()
    here = tmp_path / "here"
    here.write_text("")
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(here.stat().st_mode)
