"""Trips at intervals: when the repetitions of a row of frequencies.txt set out."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .gtfs import Row, read_time


@dataclass(frozen=True)
class Interval:
    """A row of frequencies.txt, in seconds of the service day."""

    start: int
    end: int
    headway: int
    exact: bool

    def phase(self, seed: int, digest: str, trip_id: str, draw: int) -> int:
        """Seconds between the start and the first departure, in a draw."""
        if self.exact:
            return 0
        text = f"{seed}|{digest}|{trip_id}|{self.start}|{draw}"
        number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
        return number % self.headway

    def departures(self, seed: int, digest: str, trip_id: str, draw: int) -> Iterator[int]:
        """Seconds at which the repetitions leave their first stop."""
        second = self.start + self.phase(seed, digest, trip_id, draw)
        while second < self.end:
            yield second
            second += self.headway


def read_interval(row: Row) -> Interval:
    """What a row says."""
    start, end, headway = (
        read_time(row["start_time"]),
        read_time(row["end_time"]),
        row["headway_secs"],
    )
    if start is None or end is None or int(headway) <= 0:
        raise ValueError(f"trip {row['trip_id']}: not an interval")
    return Interval(start, end, int(headway), row.get("exact_times") == "1")


def feed_digest(feed: Path) -> str:
    """SHA-256 of a feed in hexadecimal; of a folder that of its files' names and digests."""
    if feed.is_file():
        return hashlib.sha256(feed.read_bytes()).hexdigest()
    names = sorted(path.relative_to(feed).as_posix() for path in feed.rglob("*") if path.is_file())
    lines = [
        f"{name}\0{hashlib.sha256((feed / name).read_bytes()).hexdigest()}\n" for name in names
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
