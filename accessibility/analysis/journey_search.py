"""Which journeys are wanted of each pair, and what each of them is."""

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.analysis.leg_table import Option
from accessibility.analysis.legs import LegMaker
from accessibility.engines import builtin
from accessibility.engines.breakdown import parts_of
from accessibility.engines.journeys import UNREACHED, Answers, JourneyQuery
from accessibility.network.local_time import elapsed_seconds
from accessibility.progress import heed
from accessibility.results.matrix import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from accessibility.analysis.leg_table import Leg
    from accessibility.moments import When
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.places.points import Points
    from accessibility.progress import Progress

__all__ = ["JourneySearch", "find_options"]

PAIRS_AT_ONCE = 256
EARLY = PARTS.index("early_arrival")

LonLat = tuple[float, float]
Pair = tuple[int, int]


class _Cell(NamedTuple):
    """A journey that is wanted: whereto, which of the pair's, which answer it gives, how long."""

    target: int
    option: int
    number: int
    seconds: int


def find_options(
    network: "Network",
    starts: "Points",
    ends: "Points",
    when: "When | None",
    options: "TravelOptions",
    progress: "Progress",
    *,
    zipped: bool,
    alternatives: bool,
) -> tuple[list[Option], list[str]]:
    """
    Find the journeys of all pairs.

    Parameters
    ----------
    network, starts, ends, when, options, zipped
        As for `JourneySearch`.
    progress
        Hears how far the work is and may cancel it.
    alternatives
        Whether slower journeys with fewer rides are wanted too.

    Returns
    -------
    options : list of Option
        In the order of the pairs, the fastest of each first.
    warnings : list of str
        What the user should know of them.

    Raises
    ------
    Interrupted
        If the progress cancelled.
    """
    # One search finds the ways to all points at the other end, so pairs are taken some at a time.
    size = PAIRS_AT_ONCE if zipped else max(len(starts), len(ends))
    found: list[Option] = []
    warnings: list[str] = []
    backward = when is not None and when.direction == "arrive"
    for begin in range(0, max(len(starts), 1) if zipped else 1, max(size, 1)):
        rows = slice(begin, begin + size)
        near = (ends if backward else starts).part(rows)
        search = JourneySearch(
            network, starts.part(rows), ends.part(rows), when, options, progress, zipped=zipped
        )
        warnings += search.query.warnings
        of_rows: list[tuple[Pair, Option]] = []
        progress.start("Journeys", len(near))
        try:
            for point in range(len(near)):
                heed(progress)
                of_rows += search.from_point(point, alternatives=alternatives)
                progress.advance()
        finally:
            progress.finish()
        of_rows.sort(key=lambda one: (one[0], one[1].option))
        found += [option for _, option in of_rows]
    return found, list(dict.fromkeys(warnings))


class JourneySearch:
    """
    One question for the journeys of many pairs.

    Parameters
    ----------
    network
        The network.
    starts, ends
        The points.
    when
        The departures or deadlines; None if there are none.
    options
        What travellers can and will do.
    progress
        Hears how far the work is and may cancel it.
    zipped
        Whether each start is paired with one end alone.
    """

    def __init__(
        self,
        network: "Network",
        starts: "Points",
        ends: "Points",
        when: "When | None",
        options: "TravelOptions",
        progress: "Progress",
        *,
        zipped: bool,
    ) -> None:
        self._starts, self._ends, self._when = starts, ends, when
        self._options, self._zipped = options, zipped
        self._backward = when is not None and when.direction == "arrive"
        self._near, self._far = (ends, starts) if self._backward else (starts, ends)
        far = self._far.lon, self._far.lat
        self.query = builtin.prepare(network, when, options, *far, progress=progress)
        self._journeys: JourneyQuery | None = None
        if self.query.transit is not None and when is not None:
            self._journeys = JourneyQuery.prepare(network, self.query, when, options)
        timetables = [] if self._journeys is None else self._journeys.timetables
        self.legs = LegMaker(network, options, when, timetables)
        self._ids = starts.ids.to_pylist(), ends.ids.to_pylist()
        self._going = np.zeros(1, np.uint8)

    def from_point(self, point: int, *, alternatives: bool) -> "Iterator[tuple[Pair, Option]]":
        """
        Find the journeys of one of the points from which is searched.

        Parameters
        ----------
        point
            Number of the start or, for deadlines, of the end.
        alternatives
            Whether slower journeys with fewer rides are wanted too.

        Yields
        ------
        tuple
            Numbers of start and end, and a journey between them.
        """
        part = slice(point, point + 1)
        at = self._near.lon[part], self._near.lat[part]
        targets = np.array([point]) if self._zipped else np.arange(len(self._far))
        if self._journeys is None:
            seconds = self.query.direct.seconds(*at, self.query.targets, self._going)[0]
            for target in targets[seconds[targets] >= 0].tolist():
                yield self._alone(point, target, int(seconds[target]))
            return
        answers = [self._journeys.answers(*at, self._going)]
        if alternatives:
            answers += self._with_fewer_rides(self._journeys, answers[0], targets, at)
        for one, cells in zip(answers, _wanted(answers, targets), strict=True):
            if cells:
                yield from self._by_transit(self._journeys, point, one, cells)

    def _with_fewer_rides(
        self,
        journeys: JourneyQuery,
        best: Answers,
        targets: "NDArray[np.int64]",
        at: "tuple[NDArray[np.float64], NDArray[np.float64]]",
    ) -> list[Answers]:
        """Answer with at most so many rides, until more are of no use; most rides first."""
        direct = best.direct_s[None]
        found = [best._replace(elapsed=direct, measured=direct)]
        fastest = best.measured.min(axis=0)[0, targets]
        for rides in range(1, self._options.max_rides):
            if (found[0].measured.min(axis=0)[0, targets] == fastest).all():
                break
            found.insert(0, journeys.answers(*at, self._going, rides))
        return found

    def _by_transit(
        self, journeys: JourneyQuery, point: int, answers: Answers, cells: list[_Cell]
    ) -> "Iterator[tuple[Pair, Option]]":
        target, number = np.array([(cell.target, cell.number) for cell in cells]).T
        found = journeys.find(answers, np.zeros_like(target), target, number, self._going)
        early = parts_of(found)[EARLY]
        for k, cell in enumerate(cells):
            pair, places = self._ends_of(point, cell.target)
            rides = int(found.n_rides[k])
            if rides == 0:
                leg = self.legs.direct(self._options.direct_modes, *places, cell.seconds)
                legs = [_at(leg, self.legs.second(found, k))]
            else:
                legs = self.legs.journey(found, k, *places)
            yield pair, self._option(pair, cell, rides, int(early[k]), legs)

    def _alone(self, point: int, target: int, seconds: int) -> tuple[Pair, Option]:
        """Make the journey of a mode by itself."""
        pair, places = self._ends_of(point, target)
        leg = self.legs.direct([self._options.mode], *places, seconds)
        if self._when is not None:
            moment = elapsed_seconds(self._when.moment, self.legs.zone)
            leg = _at(leg, moment - seconds if self._backward else moment)
        return pair, self._option(pair, _Cell(target, 0, 0, seconds), 0, 0, [leg])

    def _ends_of(self, point: int, target: int) -> tuple[Pair, tuple[LonLat, LonLat]]:
        """Numbers of origin and destination, and where the two lie."""
        first, last = (target, point) if self._backward else (point, target)
        starts, ends = self._starts, self._ends
        start = float(starts.lon[first]), float(starts.lat[first])
        return (first, last), (start, (float(ends.lon[last]), float(ends.lat[last])))

    def _option(self, pair: Pair, cell: _Cell, rides: int, early: int, legs: "list[Leg]") -> Option:
        ids = self._ids[0][pair[0]], self._ids[1][pair[1]]
        return Option(*ids, cell.option, cell.seconds, early, rides, legs)


def _at(leg: "Leg", second: int) -> "Leg":
    return replace(leg, departure_s=second, arrival_s=second + leg.travel_s)


def _wanted(answers: list[Answers], targets: "NDArray[np.int64]") -> list[list[_Cell]]:
    """Choose of each pair the fastest of every answer, unless an earlier one is as fast."""
    wanted: list[list[_Cell]] = []
    known: dict[int, list[int]] = {target: [] for target in targets.tolist()}
    for one in answers:
        number = one.measured[:, 0].argmin(axis=0)
        seconds = one.measured[number, 0, np.arange(len(number))]
        cells = []
        for target in targets[seconds[targets] != UNREACHED].tolist():
            time = int(seconds[target])
            if time not in known[target]:
                cells.append(_Cell(target, len(known[target]), int(number[target]), time))
                known[target].append(time)
        wanted.append(cells)
    return wanted
