"""Timetables that arrive in a folder: which are whole, and which were used already."""

import time
import zipfile
from pathlib import Path
from typing import Final, NamedTuple

from accessibility.errors import InputError
from accessibility.network.store import fingerprint

__all__ = ["SETTLED", "Delivery", "deliveries_in"]

SETTLED: Final = 60.0
"""Seconds that a file must have lain unchanged before it is read: it may still be on its way."""
FEED: Final = ".zip"


class Delivery(NamedTuple):
    """
    Timetables that arrived together.

    Parameters
    ----------
    name
        Of the zip without its ending, or of the folder.
    feeds
        The zips.
    key
        Tells what they hold.
    waiting
        Why it is not read yet, as a sentence; empty if it can be.
    """

    name: str
    feeds: tuple[Path, ...]
    key: str
    waiting: str = ""


def deliveries_in(folder: str | Path, *, settled: float = SETTLED) -> list[Delivery]:
    """
    List what arrived in a folder.

    Parameters
    ----------
    folder
        Each zip in it is a delivery of one feed, each folder in it one of all feeds that it holds.
    settled
        Seconds that files must have lain unchanged.

    Returns
    -------
    list of Delivery
        By name, so that names with dates come in their order.

    Raises
    ------
    InputError
        If there is no such folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        problem = "is no folder"
        raise InputError.at(folder, problem, "Give the folder in which timetables arrive.")
    found = {}
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        feeds = sorted(entry.glob(f"*{FEED}")) if entry.is_dir() else [entry]
        if feeds and all(feed.suffix.lower() == FEED for feed in feeds):
            name = entry.name if entry.is_dir() else entry.stem
            if name in found:
                problem = f"there is a folder and a zip of the name {name}"
                raise InputError.at(folder, problem, "Rename one of them: each is a delivery.")
            found[name] = _delivery(name, tuple(feeds), settled)
    return [found[name] for name in sorted(found)]


def _delivery(name: str, feeds: tuple[Path, ...], settled: float) -> Delivery:
    now = time.time()
    for feed in feeds:
        if now - feed.stat().st_mtime < settled:
            return Delivery(name, feeds, "", f"{feed} changed a moment ago, and is left to arrive.")
        if not zipfile.is_zipfile(feed):
            return Delivery(name, feeds, "", f"{feed} is no whole zip, and is left to arrive.")
    return Delivery(name, feeds, "-".join(sorted(fingerprint(feed)[:16] for feed in feeds)))
