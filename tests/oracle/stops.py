"""Ways between points and stops, and from stop to stop."""

from collections.abc import Mapping

import numpy as np

from .points import Joined, LonLat
from .search import Footpaths
from .walking import straight_mm, walk_seconds
from .ways import Manner, Ways


class StopWays:
    """The stops that trips serve, joined to the streets of each mode.

    Parameters
    ----------
    stops
        Place of each by number, None where nobody knows it.
    radius_m
        Metres within which a stop joins the streets.
    """

    def __init__(self, ways: Ways, stops: Mapping[int, LonLat | None], radius_m: float) -> None:
        self.ways = ways
        self.stops = stops
        self.radius_m = radius_m
        self._joined: dict[str, dict[int, Joined]] = {}
        self._seconds: dict[tuple[LonLat, float, Manner, int, bool], dict[int, int]] = {}
        self._footpaths: dict[tuple[Manner, int], Footpaths] = {}

    def joined(self, network: str) -> dict[int, Joined]:
        """Stops that join the edges of a network."""
        if network not in self._joined:
            joined = {
                stop: self.ways.join(lonlat, self.radius_m, network)
                for stop, lonlat in self.stops.items()
                if lonlat is not None
            }
            self._joined[network] = {stop: at for stop, at in joined.items() if at is not None}
        return self._joined[network]

    def seconds(
        self, point: LonLat, radius_m: float, manner: Manner, limit_s: int, *, to_stops: bool
    ) -> dict[int, int]:
        """Seconds from a point to every stop within a limit, or from every stop to the point."""
        key = (point, radius_m, manner, limit_s, to_stops)
        if key not in self._seconds:
            joined = self.ways.join(point, radius_m, manner.network)
            found = {}
            if joined is not None:
                search = self.ways.reach_from if to_stops else self.ways.reach_to
                seconds_of = search(joined, limit_s, manner)
                found = {stop: seconds_of(at) for stop, at in self.joined(manner.network).items()}
            self._seconds[key] = {stop: s for stop, s in found.items() if s is not None}
        return self._seconds[key]

    def footpaths(self, manner: Manner, limit_s: int) -> Footpaths:
        """All transfers within a limit, those of a stop to itself included; always walked."""
        key = (manner, limit_s)
        if key not in self._footpaths:
            found = [(stop, stop, 0) for stop in self.stops]
            joined = self.joined(manner.network)
            for stop, here in joined.items():
                seconds_of = self.ways.reach_from(here, limit_s, manner)
                walks = {to: seconds_of(there) for to, there in joined.items() if to != stop}
                found += [(stop, to, s) for to, s in walks.items() if s is not None]
            for stop in self.stops:
                found += self._straight(stop, manner, limit_s)
            columns = np.array(found, dtype=np.int64).reshape(-1, 3).T
            self._footpaths[key] = Footpaths(*columns)
        return self._footpaths[key]

    def _straight(self, stop: int, manner: Manner, limit_s: int) -> list[tuple[int, int, int]]:
        """Transfers from a stop where it or the other does not join the streets."""
        here = self.stops[stop]
        if here is None:
            return []
        joined = self.joined(manner.network)
        degrees = (limit_s * manner.walk_speed / 3600 + 1) / 110_000  # so far north or south
        found = []
        for other, there in self.stops.items():
            both_join = stop in joined and other in joined
            if other == stop or there is None or both_join or abs(there[1] - here[1]) > degrees:
                continue
            seconds = walk_seconds(straight_mm(here, there), manner.walk_speed)
            if seconds <= limit_s:
                found.append((stop, other, seconds))
        return found
