"""Building a network, opening it, and the memory that takes: in processes of their own."""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from .places import PROJECT, Place
from .report import Figure, Section, Wanted

TURNS = 3

BUILD = """
import json, pathlib, resource, sys
from accessibility.network.network import Network
Network.build(sys.argv[2], sys.argv[3:], sys.argv[1])
used = resource.getrusage(resource.RUSAGE_SELF)
peak = used.ru_maxrss if sys.platform == "darwin" else used.ru_maxrss * 1024
status = pathlib.Path("/proc/self/status")  # Linux's getrusage counts who started this process, too
if status.exists():
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    peak = int(lines["VmHWM"].split()[0]) * 1024
print(json.dumps({"bytes": peak, "processor": used.ru_utime + used.ru_stime}))
"""

OPEN = """
import json, sys, time
from accessibility.network.network import Network
begin = time.perf_counter()
network = Network.open(sys.argv[1])
network.streets, network.timetable
print(json.dumps({"seconds": time.perf_counter() - begin}))
"""


def run(place: Place) -> list[Section]:
    """Build and open in fresh processes; the first build, which may compile, does not count."""
    with TemporaryDirectory(prefix="benchmark-") as folder:
        path = Path(folder) / "built.network"
        builds, opens = [], []
        for turn in range(TURNS + 1):
            target = path.with_name(f"{turn}.network")
            built = in_new_process(BUILD, target, place.osm, *place.feeds)
            opened = in_new_process(OPEN, target)
            if turn > 0:
                builds.append(built)
                opens.append(opened)
    build_s = min(build["process"] for build in builds)
    processor_s = min(build["processor"] for build in builds)
    open_s = min(opened["seconds"] for opened in opens)
    peak = max(build["bytes"] for build in builds) / 1e9
    return [
        Section(
            title="Building and opening a network",
            text=(
                f"{place.name}: {place.osm.stat().st_size / 1e6:.1f} MB of OpenStreetMap and "
                f"{sum(feed.stat().st_size for feed in place.feeds) / 1e6:.1f} MB of timetables. "
                "Building is a whole new process, from the start of Python to the network on "
                "disk; opening is `Network.open` with streets and timetable, once the package is "
                "imported."
            ),
            base="",
            figures=[
                Figure("build and save, whole process", build_s),
                Figure("the same, processor time of all threads", processor_s),
                Figure("open", open_s),
            ],
            wanted=[
                Wanted(
                    "seconds to build",
                    build_s,
                    at_most=4.0,
                    unit=" s",
                    reason=f"{processor_s:.3g} s are processor time, the rest waiting for others",
                ),
                Wanted("milliseconds to open", open_s * 1000, at_most=50, unit=" ms"),
                Wanted("peak memory of building", peak, at_most=1.0, unit=" GB"),
            ],
        )
    ]


def in_new_process(code: str, *arguments: Path | str) -> dict[str, float]:
    """Run a program of its own and return what it printed, and the seconds of the process."""
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return {**found, "process": time.perf_counter() - begin}
