"""Ways between points and stops, and from stop to stop."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .points import Joined, LonLat
from .search import Footpaths
from .timetable import Stop
from .walking import reach_mm, straight_mm, walk_seconds
from .ways import Manner, Ways


@dataclass(frozen=True)
class Station:
    """A station with entrances: where each is, and what it says of wheelchairs."""

    name: tuple[str, str]  # feed and id
    entrances: tuple[tuple[LonLat, bool | None], ...]


@dataclass(frozen=True)
class Door:
    """Where walkers come to a stop: a place on the streets, and so many millimetres behind it."""

    at: Joined
    inside_mm: int


def stations_of(stops: Sequence[Stop], served: Iterable[int]) -> dict[int, Station]:
    """Stations of the served stops, as far as they have entrances and the stops a place."""
    entrances: dict[tuple[str, str], list[tuple[LonLat, bool | None]]] = {}
    for stop in stops:
        if stop.entrance and stop.lonlat is not None:
            entrances.setdefault((stop.feed, stop.station), []).append(
                (stop.lonlat, stop.wheelchair)
            )
    named = {number: (stops[number].feed, stops[number].station) for number in served}
    return {
        number: Station(name, tuple(entrances[name]))
        for number, name in named.items()
        if name in entrances and stops[number].lonlat is not None
    }


class StopWays:
    """The stops that trips serve, joined to the streets of each mode.

    Parameters
    ----------
    stops
        Place of each by number, None where nobody knows it.
    radius_m
        Metres within which a stop joins the streets.
    stations
        Stations of stops by number, of those alone that have entrances.
    """

    def __init__(
        self,
        ways: Ways,
        stops: Mapping[int, LonLat | None],
        radius_m: float,
        stations: Mapping[int, Station],
    ) -> None:
        self.ways = ways
        self.stops = stops
        self.radius_m = radius_m
        self.stations = stations
        self._joined: dict[str, dict[int, Joined]] = {}
        self._doors: dict[tuple[str, bool], dict[int, list[Door]]] = {}
        self._seconds: dict[tuple[LonLat, float, Manner, int, bool], dict[int, int]] = {}
        self._footpaths: dict[tuple[Manner, int], Footpaths] = {}

    def joined(self, network: str) -> dict[int, Joined]:
        """Stops that join the edges of a network themselves."""
        if network not in self._joined:
            joined = {
                stop: self.ways.join(lonlat, self.radius_m, network)
                for stop, lonlat in self.stops.items()
                if lonlat is not None
            }
            self._joined[network] = {stop: at for stop, at in joined.items() if at is not None}
        return self._joined[network]

    def doors(self, manner: Manner) -> dict[int, list[Door]]:
        """Where walkers come to each stop; none where all entrances are closed to them.

        Stops that join no street, and whose station has no entrance that does, are not listed.
        """
        key = (manner.network, manner.refuse_unknown)
        if key not in self._doors:
            own = {stop: [Door(at, 0)] for stop, at in self.joined(manner.network).items()}
            self._doors[key] = own | self._entered(manner)
        return self._doors[key]

    def _entered(self, manner: Manner) -> dict[int, list[Door]]:
        """Doors of the stops to which walkers come through entrances, or not at all."""
        entered = {}
        for stop, station in self.stations.items():
            here = self.stops[stop]
            is_open = [place for place, says in station.entrances if manner.enters(says=says)]
            places = [self.ways.join(p, self.radius_m, manner.network) for p in is_open]
            doors = [Door(at, straight_mm(at.lonlat, here)) for at in places if at and here]
            if doors or not is_open:
                entered[stop] = doors
        return entered

    def seconds(
        self, point: LonLat, radius_m: float, manner: Manner, limit_s: int, *, to_stops: bool
    ) -> dict[int, int]:
        """Seconds from a point to every stop within a limit, or from every stop to the point."""
        key = (point, radius_m, manner, limit_s, to_stops)
        if key not in self._seconds:
            joined = self.ways.join(point, radius_m, manner.network)
            found: dict[int, int | None] = {}
            if joined is not None and manner.mode == "walk":
                found = dict(self._walks([Door(joined, 0)], manner, limit_s))
            elif joined is not None:
                search = self.ways.reach_from if to_stops else self.ways.reach_to
                seconds_of = search(joined, limit_s, manner)
                found = {stop: seconds_of(at) for stop, at in self.joined(manner.network).items()}
            self._seconds[key] = {stop: s for stop, s in found.items() if s is not None}
        return self._seconds[key]

    def _walks(self, starts: list[Door], manner: Manner, limit_s: int) -> Iterator[tuple[int, int]]:
        """Stops within a walk that begins at one of some doors, with the seconds."""
        limit_mm = reach_mm(limit_s, manner.walk_speed)
        from_starts = [
            (start.inside_mm, self.ways.walk_mm(start.at, limit_mm, manner)) for start in starts
        ]
        for stop, doors in self.doors(manner).items():
            lengths = [
                before + mm + door.inside_mm
                for before, millimetres_to in from_starts
                for door in doors
                if (mm := millimetres_to(door.at)) is not None
            ]
            if lengths and min(lengths) <= limit_mm:
                yield stop, walk_seconds(min(lengths), manner.walk_speed)

    def footpaths(self, manner: Manner, limit_s: int) -> Footpaths:
        """All transfers within a limit, those of a stop to itself included; always walked."""
        key = (manner, limit_s)
        if key not in self._footpaths:
            seconds = {(stop, stop): 0 for stop in self.stops}
            for stop, starts in self.doors(manner).items():
                walks = self._walks(starts, manner, limit_s)
                seconds |= {(stop, to): s for to, s in walks if to != stop}
            for pair, s in self._straight(manner, limit_s):
                seconds[pair] = min(s, seconds.get(pair, s))
            found = [(*pair, s) for pair, s in seconds.items()]
            columns = np.array(found, dtype=np.int64).reshape(-1, 3).T
            self._footpaths[key] = Footpaths(*columns)
        return self._footpaths[key]

    def _straight(self, manner: Manner, limit_s: int) -> Iterator[tuple[tuple[int, int], int]]:
        """Transfers where one stop does not join the streets, and those within stations."""
        doors, entered = self.doors(manner), self._entered(manner)
        around = {stop for stop in self.stops if doors.get(stop) != []}  # not shut in
        loose = {stop for stop in self.stops if stop not in doors}
        degrees = (limit_s * manner.walk_speed / 3600 + 1) / 110_000  # so far north or south
        for stop, here in self.stops.items():
            others: set[int] = set()
            if stop in around:
                others = around if stop in loose else loose
            if stop in entered:
                station = self.stations[stop].name
                others = others | {to for to in entered if self.stations[to].name == station}
            for other in others - {stop}:
                there = self.stops[other]
                if here is None or there is None or abs(there[1] - here[1]) > degrees:
                    continue
                seconds = walk_seconds(straight_mm(here, there), manner.walk_speed)
                if seconds <= limit_s:
                    yield (stop, other), seconds
