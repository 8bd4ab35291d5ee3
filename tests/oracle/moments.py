"""The question of one origin, one destination and several moments, answered search by search."""

from copy import copy
from datetime import time
from typing import Any, NamedTuple

import numpy as np

from .deadlines import Deadline
from .limits import Limits
from .points import LonLat
from .search import Search
from .service import NEVER, Numbers
from .stops import StopWays

KEPT = 4000


class Questioner:
    """Asks one search, whose limits are fixed, about any origins and destinations.

    Parameters
    ----------
    clock
        Time of day of the question, which matters to cars.
    """

    def __init__(
        self, search: Search, stop_ways: StopWays, limits: Limits, clock: time | None
    ) -> None:
        self.search = search
        self.stop_ways = stop_ways
        self.limits = limits
        self.clock = clock
        self._access: dict[LonLat, Numbers] = {}
        self._egress: dict[LonLat, Numbers] = {}
        self._alight: dict[tuple[LonLat, int], Numbers] = {}
        self._board: dict[tuple[LonLat, int], Numbers] = {}
        self._origin: LonLat | None = None  # of those that are known to go directly
        self._direct: list[Any] = []

    def access(self, origin: LonLat) -> Numbers:
        """Seconds to stops by the mode of the vehicle boarded there, NEVER for none."""
        if origin not in self._access:
            limits = self.limits
            self._access[origin] = self._by_vehicle(
                origin, limits.access_modes, dict(limits.max_access_time), to_stops=True
            )
        return self._access[origin]

    def egress(self, destination: LonLat) -> Numbers:
        """Seconds from stops by the mode of the vehicle left there, NEVER for none."""
        if destination not in self._egress:
            limits = self.limits
            self._egress[destination] = self._by_vehicle(
                destination, limits.egress_modes, dict(limits.max_egress_time), to_stops=False
            )
        return self._egress[destination]

    def _by_vehicle(
        self, point: LonLat, street_modes: tuple[str, ...], most: dict[str, int], *, to_stops: bool
    ) -> Numbers:
        limits, vehicles = self.limits, self.search.runs.modes
        table = np.full((len(vehicles), self.search.n_stops), NEVER, np.int64)
        for mode in street_modes:
            found = self.stop_ways.seconds(
                point,
                limits.snap_radius,
                limits.manner(mode, self.clock),
                limits.longest(mode),
                to_stops=to_stops,
            )
            for row, vehicle in enumerate(vehicles):
                for stop, seconds in found.items():
                    if seconds <= most.get(vehicle, NEVER):
                        table[row, stop] = min(table[row, stop], seconds)
        return table

    def direct(self, origin: LonLat, destination: LonLat) -> int | None:
        """Seconds without a vehicle, None for no way within the limits."""
        limits, ways = self.limits, self.stop_ways.ways
        if origin != self._origin:
            self._origin, self._direct = origin, []
            for mode in limits.direct_modes:
                manner = limits.manner(mode, self.clock)
                start = ways.join(origin, limits.snap_radius, manner.network)
                if start is not None:
                    reach = ways.reach_from(start, limits.longest(mode), manner)
                    self._direct.append((manner.network, reach))
        found = []
        for network, seconds_to in self._direct:
            end = ways.join(destination, limits.snap_radius, network)
            found.append(None if end is None else seconds_to(end))
        return min((s for s in found if s is not None), default=None)

    def arrival(self, origin: LonLat, destination: LonLat, second: int) -> int:
        """The earliest arrival of those who leave at a second, NEVER for none."""
        key = (origin, second)
        if key not in self._alight:
            if len(self._alight) > KEPT:
                self._alight.clear()
            self._alight[key] = self.search.earliest(self.access(origin) + second)
        found = int((self._alight[key] + self.egress(destination)).min(initial=NEVER))
        on_the_way = self.direct(origin, destination)
        return found if on_the_way is None else min(found, second + on_the_way)

    def departure(self, origin: LonLat, destination: LonLat, deadline: int) -> int:
        """The latest departure of those who arrive by a deadline, -NEVER for none."""
        key = (destination, deadline)
        if key not in self._board:
            if len(self._board) > KEPT:
                self._board.clear()
            latest = Deadline(self.search, deadline - self.egress(destination))
            self._board[key] = latest.boardings()
        first = self._board[key] - self.limits.boarding_slack - self.access(origin)
        found = int(first.max(initial=-NEVER))
        on_the_way = self.direct(origin, destination)
        return found if on_the_way is None else max(found, deadline - on_the_way)

    def answer(
        self, origin: LonLat, destination: LonLat, moment: int, *, arrive_by: bool, measure: str
    ) -> int | None:
        """Seconds for one departure or deadline by a measure, None for not reached."""
        found = self.span(origin, destination, moment, arrive_by=arrive_by, measure=measure)
        return None if found is None else found[1] - found[0]

    def span(
        self, origin: LonLat, destination: LonLat, moment: int, *, arrive_by: bool, measure: str
    ) -> tuple[int, int] | None:
        """From which second to which the answer counts, None for not reached."""
        if arrive_by:
            start, end = self.departure(origin, destination, moment), moment
        else:
            start, end = moment, self.arrival(origin, destination, moment)
        if end - start > self.limits.max_time:
            return None
        if measure == "journey" and arrive_by:
            end = self.arrival(origin, destination, start)
        elif measure == "journey":
            start = self.departure(origin, destination, end)
        return start, end

    def at_most(self, rides: int) -> "Questioner":
        """One who lets people ride so often at most."""
        search = copy(self.search)
        search.max_rides = rides
        return Questioner(search, self.stop_ways, self.limits, self.clock)


class Answer(NamedTuple):
    """An answer of a questioner: from which second to which it counts, None for not reached."""

    questioner: Questioner
    origin: LonLat
    destination: LonLat
    span: tuple[int, int] | None
