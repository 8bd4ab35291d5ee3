"""The doctor: names what is missing and how to mend it, and fails if something is."""

from importlib import metadata
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from accessibility import installation as checks
from accessibility.cli import app
from accessibility.errors import Interrupted
from accessibility.installation import Check


def doctor(monkeypatch, *found):
    monkeypatch.setattr(checks, "all_checks", lambda _: iter(found))
    return CliRunner().invoke(app, ["doctor"])


def test_all_well_ends_with_0(monkeypatch):
    done = doctor(monkeypatch, Check("Disk", ok=True, found="5.0 GB free"))
    assert done.exit_code == 0
    assert done.stdout == "ok       Disk: 5.0 GB free\nAll is well.\n"


def test_what_is_missing_ends_with_1_and_a_remedy(monkeypatch):
    done = doctor(monkeypatch, Check("numba", ok=False, found="is not installed", remedy="Run: x."))
    assert done.exit_code == 1
    assert "MISSING  numba: is not installed\n         Run: x.\n1 of these" in done.stdout


def test_a_package_that_is_missing_old_or_broken_has_a_remedy(monkeypatch):
    missing = checks._dependency("no-such-thing", "1.0")
    assert not missing.ok
    assert "pip install --only-binary :all: --upgrade 'no-such-thing>=1.0'" in missing.remedy
    old = checks._dependency("numpy", "999.1")
    assert not old.ok
    assert "is older than 999.1" in old.found

    def broken(_name):
        raise ImportError("libgeos.so: wrong ELF class")

    monkeypatch.setattr(checks, "import_module", broken)
    wrong = checks._dependency("numpy", "1.0")
    assert not wrong.ok
    assert "does not load: libgeos.so" in wrong.found


def test_requirements_of_extras_and_of_other_systems_are_left_out(monkeypatch):
    lines = [
        "numpy>=1.0",
        "tzdata>=2024.2; sys_platform == 'win32'",
        'scipy>=1.14; extra == "test"',
    ]
    monkeypatch.setattr(metadata, "requires", lambda _name: lines)
    monkeypatch.setattr(checks.sys, "platform", "linux")
    assert [check.name for check in checks._dependencies()] == ["numpy"]


def test_a_folder_that_was_not_installed_lists_what_it_needs_beside_the_package(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(checks, "__file__", str(tmp_path / "accessibility" / "installation.py"))
    (tmp_path / "requirements.txt").write_text("# needed\nnumpy>=1.0\n\npandas>=2.2\n")
    assert [check.name for check in checks._dependencies()] == ["numpy", "pandas"]


def test_a_package_that_was_never_installed_is_told(monkeypatch):
    def absent(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", absent)
    (check,) = checks._dependencies()
    assert not check.ok
    assert "pip install access-to-services" in check.remedy


def test_a_cache_that_cannot_be_written_is_told(monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("ACCESSIBILITY_CACHE_DIR", str(file / "below"))
    check = checks._kernel_cache()
    assert not check.ok
    assert "ACCESSIBILITY_CACHE_DIR" in check.remedy


def test_a_full_disk_is_told(monkeypatch):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _path: SimpleNamespace(free=5e8))
    assert not checks._disk().ok


@pytest.mark.parametrize("check", [checks._python, checks._time_zones, checks._reference_systems])
def test_this_machine_is_well(check):
    assert check().ok


def test_searches_that_do_not_compile_are_told():
    def fail():
        raise RuntimeError("no LLVM")

    check = checks._kernels(fail)
    assert not check.ok
    assert "RuntimeError: no LLVM" in check.found


def test_whoever_stops_the_compiling_is_heard():
    def stop():
        raise Interrupted("Stopped as asked.")

    with pytest.raises(Interrupted):
        checks._kernels(stop)


def test_threads_are_not_known_where_libraries_are_missing(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError("No module named 'numpy'")

    monkeypatch.setattr(checks, "import_module", missing)
    check = checks._threads()
    assert not check.ok
    assert "No module named 'numpy'" in check.found
