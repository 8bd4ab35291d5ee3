"""Networks: what is said of them is what the health report and the calendar say."""

import datetime as dt
import json
import shutil

import pytest

from accessibility.errors import (
    InputError,
    NetworkError,
    NoServiceDataError,
    OutputError,
    UsageError,
)
from accessibility.network.network import Network
from accessibility.operations import network as operations
from accessibility.operations.open_networks import MOST
from accessibility.sample_town import INPUTS


def test_a_network_is_built_and_summed_up(ask, town, tmp_path):
    given = {"osm": str(town / "town.osm.pbf"), "gtfs": [str(town / "bus.zip")]}
    answer = ask("build", **given, path=str(tmp_path / "n"), stop_snap_radius=200, on_error="skip")
    built = Network.open(tmp_path / "n")
    assert answer.files == {"network": tmp_path / "n"}
    summary = answer.summary
    assert summary == ask("open", network=str(tmp_path / "n")).summary
    assert summary["verdict"] == "The network built, and all its parts fit together."
    assert summary["bbox"] == list(built.health.street_extent)
    assert (summary["usable"], summary["problems"]) == (True, len(built.health.problems))
    assert summary["timezone"] == "Europe/London"
    assert summary["feeds"] == [{"name": "bus", "first": "2026-01-01", "last": "2026-12-31"}]
    assert (summary["vehicles"], summary["trips"], summary["stops"]) == (["bus"], 16, 4)
    assert summary["default_date"] == "2026-01-06"
    assert [entry["path"] for entry in summary["inputs"]] == [given["osm"], *given["gtfs"]]
    assert [len(entry["sha256"]) for entry in summary["inputs"]] == [64, 64]
    assert built.manifest["options"]["stop_snap_radius"] == 200
    json.dumps(summary, allow_nan=False)


def test_a_network_for_walking_has_no_timetables(ask, town, tmp_path):
    summary = ask(
        "build", osm=str(town / "town.osm.pbf"), gtfs=[], path=str(tmp_path / "n")
    ).summary
    assert summary["timezone"] is summary["default_date"] is None
    assert (summary["feeds"], summary["vehicles"], summary["trips"]) == ([], [], 0)
    with pytest.raises(NoServiceDataError):
        ask("calendar", network=str(tmp_path / "n"))


def test_what_cannot_be_built_is_told(ask, town, tmp_path):
    given = {"osm": str(town / "town.osm.pbf"), "gtfs": [str(town / "bus.zip")]}
    (tmp_path / "mine.txt").write_text("")
    for changed, kind in (
        ({"osm": str(tmp_path / "none.pbf")}, InputError),
        ({"gtfs": [str(tmp_path / "mine.txt")]}, InputError),
        ({"path": str(tmp_path)}, OutputError),
        ({"path": str(tmp_path / "a" / "b")}, OutputError),
        ({"stop_snap_radius": -1.0}, UsageError),
        ({"area": "1,2,3"}, (UsageError, InputError)),
    ):
        with pytest.raises(kind):
            ask("build", **{**given, "path": str(tmp_path / "n"), **changed})
    assert not (tmp_path / "n").exists()


def test_the_sample_is_copied_and_built_once(ask, tmp_path):
    answer = ask("sample", folder=str(tmp_path / "town"))
    names = {"network", *INPUTS}
    assert answer.files.keys() == names
    assert all(path.exists() for path in answer.files.values())
    stamp = (answer.files["network"] / "manifest.json").stat().st_mtime_ns
    assert answer.summary["vehicles"] == ["rail", "bus"]
    again = ask("sample", folder=str(tmp_path / "town"))
    assert (again.files, again.summary) == (answer.files, answer.summary)
    assert (answer.files["network"] / "manifest.json").stat().st_mtime_ns == stamp


def test_the_report_is_that_of_the_command(ask, network, command, tmp_path):
    said = command("network", "check", network, "--date", "2026-06-15").stdout
    answer = ask("check", network=network, date="2026-06-15", html=str(tmp_path / "r.html"))
    assert said == f"{answer.summary['text']}\n\n{answer.summary['services_text']}\n"
    assert answer.summary["usable"]
    command("network", "check", network, "--date", "2026-06-15", "--html", tmp_path / "c.html")
    assert answer.files["html"].read_bytes() == (tmp_path / "c.html").read_bytes()
    assert ask("check", network=network).summary["services_text"] is None
    with pytest.raises(UsageError):
        ask("check", network=network, date="soon")
    with pytest.raises(UsageError):
        ask("check", network=network, html=str(tmp_path / "r.txt"))


def test_a_calendar_has_a_number_a_day(ask, network, monkeypatch):
    summary = ask("calendar", network=network).summary
    assert (summary["first"], summary["default"]) == ("2026-01-01", "2026-01-06")
    assert summary["trips"] == [16] * 365
    assert summary["full"] == [True] * 365
    monkeypatch.setattr(operations, "MOST_DAYS", 11)
    summary = ask("calendar", network=network).summary
    assert (summary["first"], len(summary["trips"]), len(summary["full"])) == ("2026-01-01", 11, 11)
    monkeypatch.setattr(operations, "best_served_date", lambda _: dt.date(2026, 12, 30))
    assert ask("calendar", network=network).summary["first"] == "2026-12-21"


class TestOpenNetworks:
    """Kept while their folder is what it was."""

    @pytest.fixture
    def folder(self, town, tmp_path):
        return shutil.copytree(town / "town.network", tmp_path / "n")

    def test_it_is_opened_and_verified_once(self, ask, folder, monkeypatch):
        opened = ask.networks.open(folder)
        monkeypatch.setattr(Network, "verify", None)
        assert ask.networks.open(folder) is opened

    def test_one_that_was_built_anew_is_opened_anew(self, ask, town, folder):
        opened = ask.networks.open(folder)
        Network.build(town / "town.osm.pbf", [], folder)
        again = ask.networks.open(folder)
        assert again is not opened
        assert again.key != opened.key

    def test_one_that_is_gone_is_told(self, ask, folder):
        ask("open", network=str(folder))
        shutil.rmtree(folder)
        with pytest.raises(NetworkError, match="was open, and its folder is gone"):
            ask("open", network=str(folder))
        with pytest.raises(NetworkError, match="does not exist"):
            ask("open", network=str(folder))

    def test_one_that_comes_back_is_opened(self, ask, folder, town):
        ask("open", network=str(folder))
        shutil.rmtree(folder)
        with pytest.raises(NetworkError):
            ask("open", network=str(folder))
        shutil.copytree(town / "town.network", folder)
        assert ask("open", network=str(folder)).summary["usable"]

    def test_a_broken_one_is_told(self, ask, folder):
        file = folder / "streets.edge_from.npy"
        content = bytearray(file.read_bytes())
        content[-1] ^= 1
        file.write_bytes(content)
        with pytest.raises(NetworkError, match="its content has changed"):
            ask("open", network=str(folder))

    def test_the_last_few_stay_open(self, ask, town, tmp_path):
        folders = [
            shutil.copytree(town / "town.network", tmp_path / str(k)) for k in range(MOST + 1)
        ]
        opened = [ask.networks.open(folder) for folder in folders]
        assert ask.networks.open(folders[1]) is opened[1]
        assert ask.networks.open(folders[0]) is not opened[0]

    def test_all_can_be_let_go(self, ask, folder):
        opened = ask.networks.open(folder)
        ask.networks.close_all()
        assert ask.networks.open(folder) is not opened
