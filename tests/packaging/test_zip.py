"""The rules of plugins.qgis.org about what is in a plugin's zip."""

import datetime as dt
import zipfile
from pathlib import PurePosixPath

import make_plugin
import pytest

from tests.conftest import PROJECT

LARGEST = 25_000_000
REFUSED = {".bat", ".cmd", ".dll", ".dylib", ".exe", ".ps1", ".pyc", ".pyd", ".pyo", ".sh", ".so"}


@pytest.fixture
def entries(plugin_zip):
    with zipfile.ZipFile(plugin_zip) as packed:
        return packed.infolist()


@pytest.fixture
def paths(entries):
    return [PurePosixPath(entry.filename) for entry in entries]


def test_one_folder_holds_everything(paths):
    assert {path.parts[0] for path in paths} == {"access_to_services"}
    assert all(len(path.parts) > 1 for path in paths)


def test_it_is_sound_and_small(plugin_zip):
    assert plugin_zip.stat().st_size <= LARGEST
    with zipfile.ZipFile(plugin_zip) as packed:
        assert packed.testzip() is None


@pytest.mark.parametrize("name", ["__init__.py", "metadata.txt", "LICENSE", "requirements.txt"])
def test_what_must_be_there_is_there(unpacked, name):
    assert (unpacked / name).stat().st_size > 0


def test_the_license_is_the_projects(unpacked):
    assert "GNU GENERAL PUBLIC LICENSE" in (unpacked / "LICENSE").read_text(encoding="utf-8")


def test_nothing_is_hidden_compiled_or_to_be_run(paths):
    assert [p for p in paths if p.suffix.lower() in REFUSED] == []
    assert [p for p in paths if any(part.startswith((".", "__MACOSX")) for part in p.parts)] == []
    assert [p for p in paths if "__pycache__" in p.parts or ".." in p.parts] == []


def test_no_machine_code_and_no_script_under_another_name(unpacked):
    beginnings = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    assert [path for path in files if path.read_bytes().startswith(beginnings)] == []


def test_no_tests_and_no_generators_are_published(paths):
    assert [p for p in paths if {"tests", "tools", "benchmarks"} & set(p.parts)] == []
    assert [p for p in paths if "sample" in p.parts and p.suffix == ".py"] == []


def test_the_sample_is_the_one_in_the_wheel(unpacked, sample):
    wanted = {p.name: p.read_bytes() for p in sample.iterdir() if p.suffix not in {"", ".py"}}
    folder = unpacked / "accessibility" / "sample"
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == wanted


def test_what_the_package_reads_beside_its_code_is_there(unpacked):
    package = PROJECT / "accessibility"
    read = {p.relative_to(PROJECT) for p in package.rglob("*") if p.suffix in {".json", ".toml"}}
    assert {path.name for path in read} >= {"kinds.toml", "buildings.toml", "style.json"}
    for path in read:
        assert (unpacked / path).read_bytes() == (PROJECT / path).read_bytes()


def test_how_the_plugins_code_is_checked_stays_here(paths):
    assert [path for path in paths if path.name == "ruff.toml"] == []


def test_every_file_is_readable_and_none_executable(entries):
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_nothing_tells_when_or_in_which_order_it_was_made(entries):
    assert {dt.datetime(*entry.date_time) for entry in entries} == {dt.datetime(1980, 1, 1)}
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert len(names) == len(set(names))


def test_the_same_sources_make_the_same_bytes(plugin_zip, tmp_path):
    again = tmp_path / "again.zip"
    make_plugin.write_zip(make_plugin.plugin_files(), again)
    assert again.read_bytes() == plugin_zip.read_bytes()


def test_a_file_of_an_unknown_kind_is_refused(tmp_path):
    (tmp_path / "library.so").write_bytes(b"")
    with pytest.raises(SystemExit, match=r"library\.so"):
        dict(make_plugin.sources(tmp_path))


def test_caches_stay_here(tmp_path):
    for name in ("a/__pycache__/b.pyc", ".cache/c.py", ".hidden"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    assert dict(make_plugin.sources(tmp_path)) == {}
