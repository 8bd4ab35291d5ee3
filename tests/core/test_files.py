"""Files appear whole or not at all, and a disk that refuses is put into words."""

import errno

import pytest

from accessibility.errors import OutputError
from accessibility.files import atomic, output_errors, write_json


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    path = tmp_path / "result.txt"
    with atomic(path) as temporary:
        temporary.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_keeps_the_old_file_and_nothing_half_written(tmp_path):
    path = tmp_path / "result.txt"
    path.write_text("old")

    def fail():
        with atomic(path) as temporary:
            temporary.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EFBIG, "the disk is full"),
        (errno.EACCES, "no right to write in"),
        (errno.EROFS, "no right to write in"),
        (errno.ENOENT, "is no folder. Create it first"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_what_the_system_says_becomes_one_sentence(tmp_path, number, message):
    with pytest.raises(OutputError, match=message), output_errors(tmp_path / "m.parquet"):
        raise OSError(number, "Input/output error")


def test_a_file_that_numpy_could_not_finish_means_a_full_disk(tmp_path):
    with pytest.raises(OutputError, match="the disk is full"), output_errors(tmp_path / "n"):
        raise OSError("14804 requested and 8160 written")


def test_json_is_readable_and_whole(tmp_path):
    write_json(tmp_path / "a.json", {"name": "Cwm", "n": 1})
    assert (tmp_path / "a.json").read_text() == '{\n  "name": "Cwm",\n  "n": 1\n}\n'
    with pytest.raises(OutputError, match="is no folder"):
        write_json(tmp_path / "none" / "a.json", {})
