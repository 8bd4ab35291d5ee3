"""The sample town: found in a checkout and in an installation, and copied to where it is tried."""

import pytest

from accessibility import sample_town
from accessibility.errors import InputError, OutputError
from accessibility.sample_town import INPUTS, copy_sample


def test_the_sample_is_copied_and_copied_anew_only_where_it_differs(tmp_path, monkeypatch):
    sample, folder = tmp_path / "sample", tmp_path / "demo"
    sample.mkdir()
    for name in INPUTS.values():
        (sample / name).write_text(name)
    monkeypatch.setattr(sample_town, "_sample_folder", lambda: sample)
    copies = copy_sample(folder)
    assert {what: path.name for what, path in copies.items()} == INPUTS
    stamps = {what: path.stat().st_mtime_ns for what, path in copies.items() if what != "osm"}
    copies["osm"].write_text("changed")
    copy_sample(folder)
    assert copies["osm"].read_text() == INPUTS["osm"]
    assert {what: copies[what].stat().st_mtime_ns for what in stamps} == stamps


def test_a_missing_sample_is_told(monkeypatch):
    monkeypatch.setattr(sample_town, "INPUTS", {"osm": "no such file"})
    with pytest.raises(InputError, match=r"sample town is missing.*Install"):
        sample_town._sample_folder()


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        copy_sample(tmp_path / "file" / "below")
    (tmp_path / "town" / INPUTS["osm"]).mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be written"):
        copy_sample(tmp_path / "town")
