"""
Print our times beside those of public libraries that do the same work.

Every topic first checks that all contenders give the same answers, then measures them in turns. A
run of all topics on the real data also writes the page docs/benchmarks.md.
"""

import argparse
import os
import platform
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import metadata
from pathlib import Path

from . import (
    bounded_walk,
    building,
    car_matrix,
    coaches,
    deadlines,
    gtfs_reading,
    isochrones,
    itineraries,
    nearest,
    porto_alegre,
    qgis,
    scale,
    snapping,
    threads,
    transit_matrix,
)
from .places import DATA, PROJECT, Place, open_place
from .report import Section, markdown, replace_between_marks

TOPICS: dict[str, Callable[[Place], list[Section]]] = {
    "walk": bounded_walk.run,
    "gtfs": gtfs_reading.run,
    "snap": snapping.run,
    "matrix": transit_matrix.run,
    "deadlines": deadlines.run,
    "porto-alegre": porto_alegre.run,
    "nearest": nearest.run,
    "car": car_matrix.run,
    "isochrones": isochrones.run,
    "itineraries": itineraries.run,
    "threads": threads.run,
    "build": building.run,
    "coaches": coaches.run,
    "scale": scale.run,
    "qgis": qgis.run,
}
PAGE = PROJECT / "docs" / "benchmarks.md"
LIBRARIES = (
    "numba",
    "numpy",
    "scipy",
    "networkx",
    "osmnx",
    "pandana",
    "gtfs-kit",
    "pandas",
    "polars",
)


def machine() -> str:
    """Say what ran where and when."""
    present = {found.name for found in metadata.distributions()}
    there = [name for name in LIBRARIES if name in present]
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in there)
    # Programs that ran before this one measured anything.
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    busy = f" with {load:.1f} other programs at work" if load >= 0.5 else ""
    return (
        f"Measured on {date.today()} with Python {platform.python_version()} on "
        f"{platform.machine()}, {os.cpu_count()} processors{busy}; {versions}."
    )


def main() -> None:
    """Run the topics that were asked for, or all of them."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--data", type=Path, default=DATA, help="folder that holds newport/ (default: %(default)s)"
    )
    parser.add_argument("--only", choices=TOPICS, nargs="+", help="only these topics")
    asked = parser.parse_args()
    written = [machine()]
    print(f"{written[0]}\n", flush=True)
    with open_place(asked.data) as place:
        if not place.real:
            print(
                f"There is no folder {asked.data / 'newport'}: everything runs on the sample town "
                "instead. Skipped: the larger feed, the centroids (a grid stands for them), the "
                "wanted figures (they are for Newport), and writing the page.\n"
            )
        for topic in asked.only or TOPICS:
            for section in TOPICS[topic](place):
                text = markdown(section if place.real else replace(section, wanted=()))
                print(text, flush=True)
                written.append(text)
        if place.real and not asked.only:
            replace_between_marks(PAGE, "\n\n".join(text.strip() for text in written))
            print(f"Written: {PAGE}")


if __name__ == "__main__":
    main()
