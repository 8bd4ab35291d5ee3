"""Nothing that a merge or an editor leaves behind is kept in the repository."""

import re

from tests.conftest import tracked_files

LEFTOVER = re.compile(rb"^(<{7} |>{7} |={7}$)", re.MULTILINE)


def test_no_file_has_leftovers_of_a_merge():
    marked = [path for path in tracked_files() if LEFTOVER.search(path.read_bytes())]
    assert marked == []
