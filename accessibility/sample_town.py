"""The made-up town that travels with the package: its files, and what may be asked of it."""

import datetime as dt
from pathlib import Path

from accessibility.errors import InputError
from accessibility.files import atomic, output_errors

__all__ = ["DAY", "DAY_LATER", "INPUTS", "NETWORK", "copy_sample"]

INPUTS = {
    "osm": "town.osm.pbf",
    "bus": "bus.zip",
    "rail": "rail.zip",
    "dwellings": "dwellings.csv",
    "services": "services.geojson",
    "areas": "small_areas.geojson",
    "area_facts": "small_areas.csv",
    "bus_later": "bus-2026.zip",
    "rail_later": "rail-2026.zip",
}
NETWORK = "town.network"
"""What its network is called."""
DAY = dt.date(2025, 5, 13)
"""A day on which everything runs."""
DAY_LATER = dt.date(2026, 5, 12)
"""The day like it a year later, in the later timetables."""


def copy_sample(folder: Path) -> dict[str, Path]:
    """
    Copy the town's files to a folder, as far as they are not there.

    Parameters
    ----------
    folder
        Where to; it is made if need be.

    Returns
    -------
    dict
        The copies by what they are, as in `INPUTS`.

    Raises
    ------
    InputError
        If the installation lacks the sample.
    OutputError
        If the folder cannot be written.
    """
    sample = _sample_folder()
    with output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    copies = {what: folder / name for what, name in INPUTS.items()}
    for copy in copies.values():
        content = (sample / copy.name).read_bytes()
        with output_errors(copy):
            present = copy.exists() and copy.read_bytes() == content
        if not present:
            with atomic(copy) as temporary:
                temporary.write_bytes(content)
    return copies


def _sample_folder() -> Path:
    """Find the sample: within the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "sample", package.parent / "sample_gtfs"):
        if all((folder / name).is_file() for name in INPUTS.values()):
            return folder
    msg = "The sample town is missing from this installation. Install access-to-services anew."
    raise InputError(msg)
