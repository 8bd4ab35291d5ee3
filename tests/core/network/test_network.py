"""A network is built once, anew when something changed, and wholly or not at all."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from accessibility import BuildOptions
from accessibility.errors import (
    InputError,
    Interrupted,
    NetworkError,
    NoServiceDataError,
    OutputError,
)
from accessibility.network import building as module
from accessibility.network.network import Network
from accessibility.progress import Silent
from tests.core.small_world import World, corner, write_streets

NOBODY = 65534
BUILD = """
import sys
from accessibility.errors import OutputError
from accessibility.network.network import Network
{before}
try:
    Network.build(sys.argv[1], [sys.argv[2]], sys.argv[3])
except OutputError as error:
    sys.exit(str(error))
"""
AS_NOBODY = f"""
import os
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
"""
SMALL_FILES_ONLY = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (2500, 2500))
"""


@pytest.fixture
def inputs(tmp_path):
    """An extract and a feed that may be changed."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    osm = write_streets(folder / "grid.osm.pbf")
    return osm, World((corner(0, 0), corner(5, 5)), ()).write(folder)[0]


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "output"
    folder.mkdir()
    return folder / "grid.network"


def state(path):
    """Names and times of all that lies beside and in a network."""
    return {file: file.stat().st_mtime_ns for file in path.parent.rglob("*")}


def test_a_second_build_of_the_same_does_nothing(inputs, path):
    first = Network.build(*inputs, path)
    before = state(path)
    second = Network.build(*inputs, path, BuildOptions())
    assert state(path) == before
    assert second.key == first.key


def test_a_build_elsewhere_has_the_same_key_and_files(inputs, path):
    first = Network.build(*inputs, path)
    second = Network.build(*inputs, path.with_name("other.network"))
    assert second.key == first.key
    assert second.manifest["files"] == first.manifest["files"]


def touched(osm, feed):
    osm.touch()
    (feed / "stops.txt").touch()


def longer(osm, feed):
    with (feed / "stops.txt").open("a") as file:
        file.write("s9,s9,-2.99,51.5,\n")


def renamed(osm, feed):
    (feed / "notes.txt").write_text("new file")


@pytest.mark.parametrize(
    ("change", "options", "anew"),
    [
        (touched, {}, False),
        (longer, {}, True),
        (renamed, {}, True),
        (None, {"stop_snap_radius": 299}, True),
        (None, {"on_error": "skip"}, True),
        (None, {"stop_snap_radius": 300.0}, False),
    ],
)
def test_it_is_built_anew_when_content_or_options_changed(inputs, path, change, options, anew):
    first = Network.build(*inputs, path)
    before = state(path)[path / "manifest.json"]
    if change:
        change(*inputs)
    second = Network.build(*inputs, path, BuildOptions(**options))
    assert (state(path)[path / "manifest.json"] != before) == anew
    assert (second.key != first.key) == anew


def test_it_is_built_anew_when_the_old_one_is_broken_or_of_another_version(
    inputs, path, monkeypatch
):
    Network.build(*inputs, path)
    (path / "walk.arcs.npy").unlink()
    assert Network.build(*inputs, path).walk_graph.arcs.shape[1] == 2
    before = state(path)[path / "manifest.json"]
    monkeypatch.setattr(module, "__version__", "99")
    Network.build(*inputs, path)
    assert state(path)[path / "manifest.json"] != before


def test_a_network_of_an_older_format_is_named_and_replaced(inputs, path):
    Network.build(*inputs, path)
    text = (path / "manifest.json").read_text()
    (path / "manifest.json").write_text(
        text.replace('"format_version": ', '"format_version": -', 1)
    )
    with pytest.raises(
        NetworkError, match=r"format -\d+; this version reads format \d+\. Build it"
    ):
        Network.open(path)
    Network.build(*inputs, path).verify()


def test_verifying_finds_a_changed_array(inputs, path):
    network = Network.build(*inputs, path)
    network.verify()
    length = np.load(path / "streets.edge_length.npy")
    length[3] += 1
    np.save(path / "streets.edge_length.npy", length)
    with pytest.raises(NetworkError, match=r"streets\.edge_length\.npy is broken"):
        Network.open(path).verify()


def test_what_is_not_a_network_is_never_replaced(inputs, path):
    path.write_text("a diary")
    with pytest.raises(OutputError, match="is no network: it is left alone"):
        Network.build(*inputs, path)
    assert path.read_text() == "a diary"
    path.unlink()
    path.mkdir()
    (path / "diary.txt").write_text("")
    with pytest.raises(OutputError, match="is no network: it is left alone"):
        Network.build(*inputs, path)
    (path / "diary.txt").unlink()
    Network.build(*inputs, path).verify()  # an empty folder is welcome


def test_missing_inputs_and_folders_are_named(inputs, path):
    osm, feed = inputs
    with pytest.raises(InputError, match=r"gone\.pbf does not exist"):
        Network.build(osm.with_name("gone.pbf"), feed, path)
    with pytest.raises(InputError, match=r"gone\.zip does not exist"):
        Network.build(osm, [feed, feed.with_name("gone.zip")], path)
    with pytest.raises(OutputError, match="is no folder"):
        Network.build(osm, feed, path.parent / "no" / "n")
    assert list(path.parent.iterdir()) == []


def test_the_same_file_under_two_names_is_refused(inputs, path):
    osm, feed = inputs
    twin = shutil.copytree(feed, feed.with_name("twin"))
    with pytest.raises(InputError, match=rf"twin holds the same as {feed.name}\. Give each file"):
        Network.build(osm, [feed, twin], path)
    assert list(path.parent.iterdir()) == []


def test_the_folder_one_is_in_can_be_the_network(inputs, path, monkeypatch):
    path.mkdir()
    monkeypatch.chdir(path)
    Network.build(*inputs, ".")
    Network.open(path).verify()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("broken", ["osm", "feed", "write"])
def test_a_failure_keeps_the_old_network_and_leaves_nothing(inputs, path, monkeypatch, broken):
    osm, feed = inputs
    Network.build(*inputs, path)
    before = state(path)
    if broken == "osm":
        osm.write_bytes(osm.read_bytes()[:-40])
    elif broken == "feed":
        longer(osm, feed)
        (feed / "trips.txt").unlink()
    else:
        longer(osm, feed)

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(module.store, "write", full)
    with pytest.raises(OutputError if broken == "write" else InputError):
        Network.build(*inputs, path)
    assert state(path) == before
    Network.open(path).verify()


def test_a_cancelled_build_leaves_nothing(inputs, path):
    class Stop(Silent):
        def cancelled(self):
            return True

    with pytest.raises(Interrupted):
        Network.build(*inputs, path, progress=Stop())
    assert list(path.parent.iterdir()) == []


def in_a_process(before, inputs, path):
    return subprocess.run(
        [sys.executable, "-c", BUILD.format(before=before), *map(str, (*inputs, path))],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_folder_that_may_not_be_written(inputs):
    # pytest's own folders are closed to other users
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        closed = Path(name) / "closed"
        closed.mkdir()
        closed.chmod(0o555)
        copies = []
        for source in inputs:
            copies.append(Path(name) / source.name)
            source.rename(copies[-1])
        done = in_a_process(AS_NOBODY, copies, closed / "n")
        assert done.returncode == 1
        assert f"you have no right to write in {closed}" in done.stderr
        assert "Traceback" not in done.stderr
        assert list(closed.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_fills_up_in_the_middle(inputs, path):
    Network.build(*inputs, path)
    before = state(path)
    longer(*inputs)
    done = in_a_process(SMALL_FILES_ONLY, inputs, path)
    assert done.returncode == 1
    assert "disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert state(path) == before


def test_networks_for_walking_alone(inputs, path):
    from accessibility import DepartAt, TravelOptions
    from tests.core.comparison import by_kernels

    network = Network.build(inputs[0], [], path)
    assert network.timetable.n_trips == len(network.stops.edge) == 0
    places = [corner(0, 0), corner(6, 6)]
    walks = by_kernels(network, None, TravelOptions(mode="walk"), places, places)
    assert (walks[0, 0, 1] > 1000, walks[0, 0, 0]) == (True, 0)
    with pytest.raises(NoServiceDataError):
        by_kernels(network, DepartAt("2023-06-13 08:00"), TravelOptions(), places, places)


def test_stops_join_by_their_own_radius(inputs, path):
    osm, feed = inputs
    text = (feed / "stops.txt").read_text()
    (feed / "stops.txt").write_text(text + "s3,s3,-3.002,51.5,\ns4,s4,,,s3\ns5,s5,-3.02,51.5,\n")
    with (feed / "stop_times.txt").open("a") as file:  # only stops that are served are joined
        file.writelines(f"t0,{n}0,s{n},12:{n}0:00,12:{n}0:00,,,\n" for n in (3, 4, 5))
    network = Network.build(osm, feed, path)
    narrow = Network.build(osm, feed, path.with_name("narrow"), BuildOptions(stop_snap_radius=100))
    ids = network.timetable.stops["stop_id"].to_pylist()
    joined = [
        {name for name, edge in zip(ids, one.stops.edge, strict=True) if edge >= 0}
        for one in (network, narrow)
    ]
    assert joined[0] - joined[1] == {"s3", "s4"}
    assert "s5" not in joined[0]
    assert narrow.stops.distance_mm[ids.index("s3")] > 100_000  # known all the same
