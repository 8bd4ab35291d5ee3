"""The journeys behind travel times: when each begins and ends, and what is ridden."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from accessibility.engines.builtin import PreparedQuery, Transit
from accessibility.network.travel.journeys import JourneyTimetable, Rides, journey_timetable
from accessibility.routing.journeys import find_journeys
from accessibility.routing.percentiles import STEP
from accessibility.routing.profiles import Ways, never_arrives, transit_block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.moments import When
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions

__all__ = ["Answers", "Found", "JourneyQuery"]

UNREACHED = np.int32(2**31 - 1)
"""Stands for no answer where answers are compared."""


class Answers(NamedTuple):
    """
    Travel times of a block of points by moment, the earliest moment first, and draw.

    Parameters
    ----------
    access, direct
        Ways out of the points.
    elapsed, measured
        Seconds from departure to arrival or deadline, and by the measure asked; `UNREACHED` where
        there is no answer; shape (answers, points of the block, points prepared).
    direct_s
        Seconds of the direct way, `UNREACHED` where there is none.
    """

    access: Ways
    direct: Ways
    elapsed: "NDArray[np.int32]"
    measured: "NDArray[np.int32]"
    direct_s: "NDArray[np.int32]"


class Found(NamedTuple):
    """
    Journeys, one for each cell asked. Times are seconds after the start of the period's day.

    Parameters
    ----------
    n_rides
        How many vehicles are ridden: 0 for a direct way, -1 where there is no journey.
    draw
        The draw of the timetable.
    begin_s, end_s
        When the traveller sets out, and when the journey has to be over: it may be earlier.
    rides
        The rides.
    """

    n_rides: "NDArray[np.int64]"
    draw: "NDArray[np.int64]"
    begin_s: "NDArray[np.int64]"
    end_s: "NDArray[np.int64]"
    rides: Rides


@dataclass(frozen=True, eq=False)
class JourneyQuery:
    """
    A prepared query of which the journeys are wanted too; read-only.

    Parameters
    ----------
    query
        What the engine prepared.
    transit
        The public transport of it.
    timetables
        One for each draw.
    backward
        Whether the search goes back from deadlines.
    """

    query: PreparedQuery
    transit: Transit
    timetables: list[JourneyTimetable]
    backward: bool

    @classmethod
    def prepare(
        cls, network: "Network", query: PreparedQuery, when: "When", options: "TravelOptions"
    ) -> Self:
        """
        Prepare the timetables of a query for journeys.

        Parameters
        ----------
        network
            The network.
        query
            What the engine prepared, with public transport.
        when
            The departures or deadlines.
        options
            What travellers can and will do.

        Returns
        -------
        JourneyQuery
            For `answers` and `find`.

        Raises
        ------
        TypeError
            If the query has no public transport.
        """
        if query.transit is None:
            msg = "the query has no public transport"
            raise TypeError(msg)
        backward = when.direction == "arrive"
        timetables = [
            journey_timetable(network, prepared, options, backward=backward)
            for prepared in query.transit.timetables
        ]
        return cls(query, query.transit, timetables, backward)

    @property
    def moments(self) -> int:
        """How many moments are asked."""
        return self.transit.questions[0].departures

    @property
    def draws(self) -> int:
        """How many timetables there are."""
        return len(self.timetables)

    def answers(
        self,
        lon: "NDArray[np.float64]",
        lat: "NDArray[np.float64]",
        stop_flag: "NDArray[np.uint8]",
        rides: int | None = None,
    ) -> Answers:
        """
        Answer every moment by itself.

        Parameters
        ----------
        lon, lat
            WGS84 degrees of the points.
        stop_flag
            One byte; when it becomes non-zero the search ends at once and what comes back is not
            complete.
        rides
            Most vehicles used, if fewer than the options say.

        Returns
        -------
        Answers
            Of all moments and draws.
        """
        access = self.transit.access.out_of(lon, lat, stop_flag)
        direct = self.query.direct.out_of(lon, lat, stop_flag)
        shape = len(lon), self.query.targets
        elapsed = np.empty((self.moments * self.draws, *shape), np.int32)
        apart = self.transit.questions[0].journey
        measured = np.empty_like(elapsed) if apart else elapsed
        for number in range(len(elapsed)):
            for journey, into in [(False, elapsed), (True, measured)][: 1 + apart]:
                self._at_once(number, access, direct, stop_flag, into, journey=journey, rides=rides)
        direct_s = np.full(shape, UNREACHED, np.int32)
        direct_s[np.repeat(np.arange(len(lon)), np.diff(direct.offset)), direct.target] = (
            direct.seconds
        )
        for times in (elapsed, measured):
            times[times < 0] = UNREACHED
        return Answers(access, direct, elapsed, measured, direct_s)

    def _at_once(
        self,
        number: int,
        access: Ways,
        direct: Ways,
        stop_flag: "NDArray[np.uint8]",
        into: "NDArray[np.int32]",
        *,
        journey: bool,
        rides: int | None,
    ) -> None:
        moment, draw = self._which(number)
        question = self.transit.questions[draw]
        question = question._replace(
            start=question.start + moment * STEP,
            departures=1,
            journey=journey,
            rides=rides or question.rides,
        )
        never = never_arrives(question, self.transit.longest_egress_s)
        answers = np.full((1, *into.shape[1:]), -1, np.int32)
        ranks = np.zeros(1, np.int64)
        net = self.transit.nets[draw]
        transit_block(net, access, direct, question, ranks, never, stop_flag, answers)
        into[number] = answers[0]

    def _which(self, number: int) -> tuple[int, int]:
        """Number of the moment, as the engine counts them, and of the draw of an answer."""
        moment, draw = divmod(number, self.draws)
        return (self.moments - 1 - moment if self.backward else moment), draw

    def find(
        self,
        answers: Answers,
        point: "NDArray[np.int64]",
        target: "NDArray[np.int64]",
        number: "NDArray[np.int64]",
        stop_flag: "NDArray[np.uint8]",
    ) -> Found:
        """
        Find the journeys behind some answers.

        Parameters
        ----------
        answers
            What `answers` gave.
        point, target, number
            The cells: points of the block, points prepared, and which answer of each.
        stop_flag
            As for `answers`.

        Returns
        -------
        Found
            In the order of the cells.
        """
        measured = answers.measured[number, point, target].astype(np.int64)
        elapsed = answers.elapsed[number, point, target].astype(np.int64)
        moment, draw = np.divmod(number, self.draws)
        if self.backward:
            moment = self.moments - 1 - moment
        reached = measured != UNREACHED
        start = self.transit.questions[0].start + moment * STEP + elapsed - measured
        end = np.where(reached, start + measured, start)
        on_foot = reached & (answers.direct_s[point, target] == measured)
        count = np.where(on_foot, 0, -1)
        most = self.transit.questions[0].rides
        rides = Rides.empty(len(point), most)
        for which, timetable in enumerate(self.timetables):
            cells = np.flatnonzero(reached & ~on_foot & (draw == which))
            if len(cells) == 0:
                continue
            columns = point[cells], target[cells], start[cells], end[cells]
            found = find_journeys(
                timetable.net,
                answers.access,
                self.transit.egress,
                np.stack(columns, axis=1).astype(np.int64),
                most,
                stop_flag,
            )
            count[cells] = found.rides
            rides.put(cells, timetable.rides(found))
        begin, over = (self.timetables[0].second(seconds) for seconds in (start, end))
        if self.backward:
            begin, over = over, begin
        return Found(count, draw, begin, over, rides)
