"""The nearest services where every pair of origin and service has to be asked about."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.analysis.nearest.search import Direction, Nearest, Origins
from accessibility.engines.builtin import matrix_block, prepare
from accessibility.errors import UsageError
from accessibility.moments import ArriveBy, DepartAt
from accessibility.network.local_time import clock_time, elapsed_seconds
from accessibility.progress import in_threads
from accessibility.routing.nearest import NONE, SERVICE_BITS
from accessibility.routing.nearest_answers import choose_ranks
from accessibility.routing.percentiles import STEP, ranks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from accessibility.moments import When
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.places.points import Points
    from accessibility.progress import Progress

__all__ = ["PairSearch"]

POINTS_AT_ONCE = 64
MOST_PAIRS = 1 << 23
"""Pairs that are in hand at a time."""
NEVER = np.int32(2**31 - 1)


class PairSearch:
    """
    Answers about one kind of service from the travel times of all pairs.

    Parameters
    ----------
    network
        The network.
    options
        What travellers can and will do.
    origins
        The origins.
    services
        The services, by identifier: of equally near ones the first is taken.
    count
        How many services are wanted.
    progress
        Hears how far the work is and may cancel it.
    """

    def __init__(
        self,
        network: "Network",
        options: "TravelOptions",
        origins: Origins,
        services: "Points",
        count: int,
        progress: "Progress",
    ) -> None:
        self._network = network
        self._options = options
        self._origins = origins
        self._services = services
        self._count = count
        self._progress = progress
        self.warnings: list[str] = []

    def at_each_moment(self, direction: Direction, percentiles: "Sequence[int]") -> Nearest:
        """
        Find the nearest at every moment, and percentiles of that.

        Parameters
        ----------
        direction
            Direction and window.
        percentiles
            Percentiles over the window.

        Returns
        -------
        Nearest
            As a sweep finds it.
        """
        found = Nearest.none(len(percentiles), self._count, len(self._origins.lon))
        when = direction.when
        moments = (
            [when]
            if when is None
            else list(_moments(when, self._network.timetable.timezone or "UTC"))
        )
        ranks = ranks_of(np.asarray(percentiles, np.int64), len(moments))
        for rows in self._chunks(len(moments)):
            answers = np.full((len(rows), len(moments), self._count), NONE, np.int64)
            for number, moment in enumerate(moments):
                seconds = self._seconds(rows, direction._replace(when=moment), (50,))[0]
                best = self._first_few(seconds)
                taken = np.take_along_axis(seconds, best, axis=1).astype(np.int64)
                packed = (taken << (SERVICE_BITS + 1)) | best
                answers[:, number, : best.shape[1]] = np.where(taken == NEVER, NONE, packed)
            into = (array[:, :, rows].copy() for array in found)
            seconds, service = into
            choose_ranks(answers, 1, ranks, self._options.max_time_s, False, seconds, service)
            found.seconds[:, :, rows], found.service[:, :, rows] = seconds, service
        return found

    def of_percentiles(self, direction: Direction, percentiles: "Sequence[int]") -> Nearest:
        """
        Find the least of the services' percentiles.

        Parameters
        ----------
        direction
            Direction and window.
        percentiles
            Percentiles over the window.

        Returns
        -------
        Nearest
            The few services with the least, for each percentile.
        """
        found = Nearest.none(len(percentiles), self._count, len(self._origins.lon))
        for rows in self._chunks(len(percentiles)):
            seconds = self._seconds(rows, direction, percentiles)
            for column, times in enumerate(seconds):
                self._put(found, column, rows, times, self._first_few(times))
        return found

    def of_sites(
        self, direction: Direction, percentiles: "Sequence[int]", sites: "NDArray[np.int32]"
    ) -> Nearest:
        """
        Find how long it takes between each origin and a service that is given.

        Parameters
        ----------
        direction
            Direction and window.
        percentiles
            Percentiles over the window.
        sites
            Numbers of the services, -1 for none; shape (percentiles, count, origins).

        Returns
        -------
        Nearest
            Of these services; none where the way takes too long.
        """
        found = Nearest.none(len(percentiles), self._count, len(self._origins.lon))
        for rows in self._chunks(len(percentiles)):
            for column, times in enumerate(self._seconds(rows, direction, percentiles)):
                site = sites[column][:, rows].T
                taken = np.take_along_axis(times, np.maximum(site, 0).astype(np.int64), axis=1)
                taken[(site < 0) | (taken == NEVER)] = -1
                found.seconds[column][:, rows] = taken.T
                found.service[column][:, rows] = np.where(taken < 0, -1, site).T
        return found

    def best_pairs(
        self, there: Direction, back: Direction, percentiles: "Sequence[int]"
    ) -> tuple[Nearest, Nearest]:
        """
        Find the services to which the way there and the way back take least together.

        Parameters
        ----------
        there, back
            Directions and windows.
        percentiles
            Percentiles over the windows, of each way by itself.

        Returns
        -------
        tuple of Nearest
            There and back, of the same services.
        """
        n = len(self._origins.lon)
        found = [Nearest.none(len(percentiles), self._count, n) for _ in range(2)]
        for rows in self._chunks(2 * len(percentiles)):
            ways = [self._seconds(rows, direction, percentiles) for direction in (there, back)]
            for column in range(len(percentiles)):
                both = [way[column].astype(np.int64) for way in ways]
                total = np.where((both[0] == NEVER) | (both[1] == NEVER), NEVER, both[0] + both[1])
                best = self._first_few(total)
                never = np.take_along_axis(total, best, axis=1) == NEVER
                for nearest, way in zip(found, ways, strict=True):
                    times = way[column].copy()
                    chosen = np.take_along_axis(times, best, axis=1)
                    chosen[never] = NEVER
                    np.put_along_axis(times, best, chosen, axis=1)
                    self._put(nearest, column, rows, times, best)
        return found[0], found[1]

    def _chunks(self, answers: int) -> "Iterator[NDArray[np.int64]]":
        """Origins whose pairs are in hand at a time."""
        n, pairs = len(self._origins.lon), answers * max(1, len(self._services))
        size = max(1, MOST_PAIRS // pairs)
        return (np.arange(first, min(first + size, n)) for first in range(0, n, size))

    def _first_few(self, seconds: "NDArray[np.integer]") -> "NDArray[np.int64]":
        """The services of each origin with the least seconds, in order; shape (origins, few)."""
        few: NDArray[np.int64] = np.argsort(seconds, axis=1, kind="stable")[:, : self._count]
        return few

    @staticmethod
    def _put(
        found: Nearest,
        column: int,
        rows: "NDArray[np.int64]",
        seconds: "NDArray[np.int32]",
        best: "NDArray[np.int64]",
    ) -> None:
        taken = np.take_along_axis(seconds, best, axis=1)
        for k in range(best.shape[1]):
            never = taken[:, k] == NEVER
            found.seconds[column, k, rows] = np.where(never, -1, taken[:, k])
            found.service[column, k, rows] = np.where(never, -1, best[:, k])

    def _seconds(
        self, rows: "NDArray[np.int64]", direction: Direction, percentiles: "Sequence[int]"
    ) -> "NDArray[np.int32]":
        """Travel times, `NEVER` where not reached; shape (percentiles, origins, services)."""
        homes = self._origins.lon[rows], self._origins.lat[rows]
        sites = self._services.lon, self._services.lat
        start, end = (sites, homes) if direction.back else (homes, sites)
        turned = direction.when is not None and direction.when.direction == "arrive"
        far, near = (start, end) if turned else (end, start)
        query = prepare(
            self._network,
            direction.when,
            self._options,
            *far,
            progress=self._progress,
            near=near,
        )
        self.warnings += query.warnings
        answers = np.empty((len(percentiles), len(near[0]), len(far[0])), np.int32)
        stop = np.zeros(1, np.uint8)

        def work(first: int) -> None:
            some = slice(first, first + POINTS_AT_ONCE)
            lon, lat = near[0][some], near[1][some]
            answers[:, some] = matrix_block(query, lon, lat, percentiles, stop)

        blocks = range(0, len(near[0]), POINTS_AT_ONCE)
        self._progress.start("Travelling between origins and services", len(blocks))
        in_threads(work, blocks, self._progress, lambda: stop.fill(1))
        self._progress.finish()
        answers[answers < 0] = NEVER
        return answers if turned == direction.back else answers.transpose(0, 2, 1)


def _moments(when: "When", zone: str) -> "Iterator[When]":
    """The moments of a window one by one, the earliest first."""
    asked, last = elapsed_seconds(when.moment, zone), when.n_moments - 1
    for number in range(when.n_moments):
        second = asked + STEP * (number if when.direction == "depart" else number - last)
        moment = clock_time(second, zone)
        if elapsed_seconds(moment, zone) != second:
            msg = (
                f"The window of {when} goes over the hour that exists twice, of which this answer "
                "cannot name the second. Ask about the hours before and after it."
            )
            raise UsageError(msg)
        kind = DepartAt if when.direction == "depart" else ArriveBy
        yield kind(moment, 0, when.measure)
