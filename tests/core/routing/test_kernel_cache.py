"""Compiled kernels are kept, and never used once any source file has changed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from accessibility import routing
from accessibility.engines import builtin
from accessibility.progress import Silent

ASK = """
from accessibility.routing.user import ask
print(ask(), sum(ask.stats.cache_hits.values()))
"""


@pytest.fixture
def package(tmp_path):
    """A copy of the package with a kernel of ours that calls a helper in another file."""
    copy = tmp_path / "copy" / "accessibility"
    shutil.copytree(
        Path(routing.__file__).parents[1], copy, ignore=shutil.ignore_patterns("__pycache__")
    )
    kernel = "from .compiled import kernel\n"
    (copy / "routing" / "helper.py").write_text(f"{kernel}\n@kernel\ndef number():\n    return 1\n")
    (copy / "routing" / "user.py").write_text(
        f"{kernel}from .helper import number\n\n@kernel\ndef ask():\n    return number()\n"
    )
    return copy


def ask(package, cache, asking=ASK):
    # Without bytecode: Python's own cache goes by time and size as well.
    environment = {
        **os.environ,
        "PYTHONPATH": str(package.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ACCESSIBILITY_CACHE_DIR": str(cache),
    }
    environment.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-c", asking],
        env=environment,
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_an_edited_helper_of_equal_size_and_time_gives_its_new_result(package, tmp_path):
    cache = tmp_path / "cache"
    assert ask(package, cache) == ["1", "0"]
    assert ask(package, cache) == ["1", "1"]  # from the cache
    helper = package / "routing" / "helper.py"
    before = helper.stat()
    helper.write_text(helper.read_text().replace("return 1", "return 2"))
    os.utime(helper, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (helper.stat().st_size, helper.stat().st_mtime_ns) == (
        before.st_size,
        before.st_mtime_ns,
    )
    assert ask(package, cache) == ["2", "0"]
    assert len(list((cache / "kernels").iterdir())) == 2


def test_the_same_source_elsewhere_is_not_compiled_again(package, tmp_path):
    cache = tmp_path / "cache"
    assert ask(package, cache) == ["1", "0"]
    elsewhere = tmp_path / "an environment" / "accessibility"
    shutil.copytree(package, elsewhere)
    assert ask(elsewhere, cache) == ["1", "1"]


def test_functions_of_others_are_kept_as_numba_keeps_them(package, tmp_path):
    (package.parent / "theirs.py").write_text(
        "import numba\n\n@numba.njit(cache=True)\ndef ask():\n    return 3\n"
    )
    asking = "from accessibility.routing import compiled; from theirs import ask; print(ask(), "
    asking += "ask.stats.cache_path, sum(ask.stats.cache_hits.values()))"
    number, place, _ = ask(package, tmp_path / "cache", asking)
    assert number == "3"
    assert Path(place).name.startswith("copy_")


def test_the_folder_is_chosen_by_the_user(monkeypatch, tmp_path):
    monkeypatch.setenv("ACCESSIBILITY_CACHE_DIR", str(tmp_path))
    assert routing.user_cache_folder() == tmp_path
    assert routing.kernel_cache_folder().parent == tmp_path / "kernels"
    assert routing.kernel_cache_folder() == routing.kernel_cache_folder()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/access-to-services"),
        ("linux", {}, "{home}/.cache/access-to-services"),
        ("darwin", {}, "{home}/Library/Caches/access-to-services"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/access-to-services"),
    ],
)
def test_otherwise_it_is_the_platforms_own(monkeypatch, platform, variables, expected):
    for name in ("ACCESSIBILITY_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert str(routing.user_cache_folder()) == expected.format(home=Path.home())


def test_where_nothing_can_be_kept_kernels_work_all_the_same(package, tmp_path):
    (tmp_path / "file").write_text("a file, so that no folder can be made below it")
    assert ask(package, tmp_path / "file" / "cache") == ["1", "0"]


def test_what_was_compiled_before_is_said_to_be_loaded(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(builtin, "warm_up", lambda: iter([None]))
    said = []

    class Heard(Silent):
        def start(self, task, total=None):
            said.append(task)

    for _ in range(2):
        monkeypatch.setattr(builtin, "_compiled", Event())
        builtin.compile_kernels(Heard())
    assert said == ["Compiling searches", "Loading searches"]
