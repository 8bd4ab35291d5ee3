"""Ctrl-C, a kill, a folder that may not be written and a full disk, on real processes."""

import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("signals and rights of POSIX", allow_module_level=True)

PROJECT = Path(__file__).parents[3]
NOBODY = 65534

SLOWLY = """
import time
from accessibility.engines import builtin

work = builtin.matrix_block

def slow(prepared, lon, lat, percentiles, stop):
    answer = work(prepared, lon, lat, percentiles, stop)
    until = time.monotonic() + 0.3
    while time.monotonic() < until and not stop[0]:
        time.sleep(0.01)
    return answer

builtin.matrix_block = slow
"""
# What the commands need is loaded first: nobody may be kept out of where Python lies.
BUILD_SLOWLY = """
import time
from accessibility.network import store

write = store.write

def slow(folder, arrays, tables, manifest):
    (folder / "begun").write_text("")
    time.sleep(60)

store.write = slow
"""
AS_NOBODY = f"""
import os
import zoneinfo
import accessibility.analysis.matrix, accessibility.cli, accessibility.network.network
zoneinfo.ZoneInfo("Europe/London")
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
"""
SMALL_FILES_ONLY = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))
"""
COMMAND = "\nfrom accessibility.cli import main\nmain()\n"


def start(arguments, before=""):
    return subprocess.Popen(
        [sys.executable, "-c", before + COMMAND, *arguments],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(arguments, before=""):
    process = start(arguments, before)
    process.stdout_text, process.stderr_text = process.communicate(timeout=120)
    assert "Traceback" not in process.stderr_text
    return process


def blocks_of(output):
    return sorted(output.with_name(f"{output.name}.blocks").glob("0*.parquet"))


def wait_for_blocks(output, count, process):
    until = time.monotonic() + 120
    while len(blocks_of(output)) < count:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def closed_folder():
    """A folder that only root may write to, where every user may enter: pytest's own are closed."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "closed"
        folder.mkdir()
        folder.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IROTH | stat.S_IXOTH)
        yield folder


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_ended_run_resumes_to_the_same_bytes(tmp_path, arguments, ending):
    output = tmp_path / "m.parquet"
    command = arguments(output, window="30", percentiles="10,50", threads=1, block_size=2)
    process = start(command, SLOWLY)
    wait_for_blocks(output, 2, process)
    process.send_signal(ending)
    sent = time.monotonic()
    _, said = process.communicate(timeout=60)
    if ending != signal.SIGKILL:
        assert process.returncode == 130
        assert time.monotonic() - sent < 2
        assert f"{len(blocks_of(output))} of 6 blocks are done and kept" in said
        assert "Traceback" not in said
    assert not output.exists()
    kept = {path: path.stat().st_mtime_ns for path in blocks_of(output)}
    assert len(kept) >= 2

    resumed = start(command, SLOWLY)
    wait_for_blocks(output, len(kept) + 1, resumed)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    _, said = resumed.communicate(timeout=60)
    assert resumed.returncode == 0, said
    assert f"Resuming: {len(kept)} of 6 blocks are done already." in said

    whole = tmp_path / "whole.parquet"
    assert finish(arguments(whole, window="30", percentiles="10,50")).returncode == 0
    assert output.read_bytes() == whole.read_bytes()
    assert not blocks_of(output)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("older", [False, True])
def test_a_build_that_is_ended_leaves_no_half_network(tmp_path, town, ending, older):
    network = tmp_path / "n.network"
    if older:
        shutil.copytree(town / "town.network", network)
        shutil.rmtree(network / "derived", ignore_errors=True)
    before = state(tmp_path)
    osm, feed = str(town / "town.osm.pbf"), str(town / "bus.zip")
    command = ["network", "build", "--osm", osm, "--gtfs", feed, "--output", str(network)]
    process = start([*command, "--stop-snap-radius", "200"], BUILD_SLOWLY)
    until = time.monotonic() + 60
    while not (tmp_path / ".n.network.new" / "begun").exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)
    busy = finish(command if not older else [*command, "--stop-snap-radius", "250"])
    assert busy.returncode == 1
    assert "is being built by another process" in busy.stderr_text
    process.send_signal(ending)
    _, said = process.communicate(timeout=30)
    if ending == signal.SIGKILL:
        assert (network.exists(), process.returncode) == (older, -ending)
    else:
        assert (process.returncode, said) == (130, "Stopped.\n")
        assert state(tmp_path) == before
    # The next build that has something to do clears what a killed one left.
    assert finish([*command, "--stop-snap-radius", "250"]).returncode == 0
    assert finish(["network", "check", str(network)]).returncode == 0
    assert list(tmp_path.iterdir()) == [network]


def state(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_network_that_may_not_be_written_uses_the_cache_of_the_user(arguments, town):
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        network = shutil.copytree(town / "town.network", Path(name) / "closed.network")
        shutil.rmtree(network / "derived", ignore_errors=True)
        network.chmod(0o555)
        for given in ("origins", "destinations"):
            shutil.copy(town / f"{given}.parquet", name)
        inputs = {given: Path(name) / f"{given}.parquet" for given in ("origins", "destinations")}
        words = arguments(Path(name) / "m.parquet", **inputs)
        words[1] = str(network)
        cache = (
            f"import os; os.environ['ACCESSIBILITY_CACHE_DIR'] = {str(Path(name) / 'cache')!r}\n"
        )
        # Run once as whoever may read all of Python, so that every module is loaded.
        first = [*words]
        first[1], first[first.index("--output") + 1] = (
            str(town / "town.network"),
            str(town / "first.parquet"),
        )
        load = (
            "import sys\nfrom accessibility.cli import main\n"
            f"asked, sys.argv[1:] = sys.argv[1:], {first!r}\n"
            "try:\n    main()\nexcept SystemExit:\n    sys.argv[1:] = asked\n"
        )
        done = finish(words, load + AS_NOBODY + cache)
        assert done.returncode == 0, done.stderr_text
        assert (Path(name) / "m.parquet").exists()
        assert not (network / "derived").exists()
        assert list((Path(name) / "cache" / "derived").glob("**/timetable-*.npz"))


def test_a_matrix_in_a_folder_that_may_not_be_written_is_refused_at_once(arguments, closed_folder):
    done = finish(arguments(closed_folder / "m.parquet"), AS_NOBODY)
    assert done.returncode == 1
    assert f"you have no right to write in {closed_folder}" in done.stderr_text
    assert list(closed_folder.iterdir()) == []


def test_a_network_in_a_folder_that_may_not_be_written_is_refused(town, closed_folder):
    network = str(closed_folder / "town.network")
    osm, feed = str(town / "town.osm.pbf"), str(town / "bus.zip")
    done = finish(
        ["network", "build", "--osm", osm, "--gtfs", feed, "--output", network], AS_NOBODY
    )
    assert done.returncode == 1
    assert done.stderr_text.startswith("Error: ")
    assert list(closed_folder.iterdir()) == []


def test_a_full_disk_keeps_the_blocks_and_leaves_nothing_half_written(tmp_path, arguments):
    output = tmp_path / "m.parquet"
    assert finish(arguments(tmp_path / "whole.parquet")).returncode == 0
    done = finish(arguments(output, block_size=1), SMALL_FILES_ONLY)
    assert done.returncode == 1, done.stderr_text
    assert "the disk is full" in done.stderr_text
    assert "12 of 12 blocks are done and kept" in done.stderr_text
    assert {path.name for path in tmp_path.iterdir()} == {
        "m.parquet.blocks",
        "whole.parquet",
        "whole.parquet.log.json",
    }
    assert finish(arguments(output)).returncode == 0
    assert output.read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_a_disk_that_is_full_from_the_start_leaves_no_output(tmp_path, arguments):
    output = tmp_path / "m.parquet"
    tiny = SMALL_FILES_ONLY.replace("6000", "50")
    done = finish(arguments(output, block_size=1), tiny)
    assert done.returncode == 1
    assert "the disk is full" in done.stderr_text
    assert not output.exists()
    assert list(tmp_path.glob("**/*.tmp")) == []
