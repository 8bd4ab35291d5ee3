"""`make deploy`: the plugin in a profile of QGIS, whole, in place of an older one."""

import sys

import deploy_plugin
import pytest

FILES = {"__init__.py": b"new", "plugin/plugin.py": b"new"}


def contents(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_it_makes_the_folders_that_are_missing(tmp_path):
    place = deploy_plugin.put(FILES, tmp_path / "profiles" / "mine" / "python" / "plugins")
    assert place == tmp_path / "profiles" / "mine" / "python" / "plugins" / "access_to_services"
    assert contents(place) == FILES


def test_it_takes_the_place_of_an_older_one_and_of_nothing_else(tmp_path):
    for name in ("access_to_services/plugin/gone.py", "other/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(b"old")
    place = deploy_plugin.put(FILES, tmp_path)
    assert contents(place) == FILES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["access_to_services", "other"]


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "mine.py").write_bytes(b"mine")
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    (plugins / "access_to_services").symlink_to(sources)
    assert contents(deploy_plugin.put(FILES, plugins)) == FILES
    assert contents(sources) == {"mine.py": b"mine"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_a_profile_is_found_by_name_or_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    profiles = tmp_path / "QGIS" / "QGIS3" / "profiles"
    assert deploy_plugin.profile_folder("default") == profiles / "default"
    assert deploy_plugin.profile_folder(f"{tmp_path}/other") == tmp_path / "other"
    (tmp_path / "QGIS" / "QGIS4" / "profiles").mkdir(parents=True)
    fourth = tmp_path / "QGIS" / "QGIS4" / "profiles" / "default"
    assert deploy_plugin.profile_folder("default") == fourth
    profiles.mkdir(parents=True)
    assert deploy_plugin.profile_folder("default") == profiles / "default"
