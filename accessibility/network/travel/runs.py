"""What runs in a period: trips of service days, repeated at intervals, continued as other trips."""

import hashlib
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.network.calendar import active_trips
from accessibility.network.local_time import service_day_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["Period", "Runs", "offsets", "ranges", "runs_in"]

DAY_S = 86_400
STAY, LEAVE = 4, 5
"""Types of transfers.txt: passengers stay in the vehicle, or must leave it."""


class Period(NamedTuple):
    """
    A stretch of time.

    Parameters
    ----------
    day
        The service day whose start (noon minus twelve hours) times are counted from.
    begin_s, end_s
        First and last second.
    """

    day: date
    begin_s: int
    end_s: int


class Runs(NamedTuple):
    """
    Vehicles that travellers can board; each makes one trip or several, one after the other.

    Travellers board a run in its first piece only. The further pieces are trips that the vehicle
    goes on with while they stay on board; whoever boards there finds that trip as a run of its own.

    Parameters
    ----------
    offset
        Where the pieces of each run begin; one longer than the number of runs.
    trip
        The trip of each piece.
    shift
        Seconds by which its times are moved.
    """

    offset: "NDArray[np.int64]"
    trip: "NDArray[np.int64]"
    shift: "NDArray[np.int64]"

    def take(self, order: "NDArray[np.int64]") -> "Runs":
        """
        Put runs into another order.

        Parameters
        ----------
        order
            Numbers of runs.

        Returns
        -------
        Runs
            These.
        """
        sizes = np.diff(self.offset)[order]
        pieces = ranges(self.offset[order], sizes)
        return Runs(offsets(sizes), self.trip[pieces], self.shift[pieces])


def runs_in(
    timetable: "Timetable",
    period: Period,
    usable: "NDArray[np.bool_]",
    longest_s: int,
    *,
    draw: tuple[int, int] = (0, 0),
    backward: bool = False,
) -> Runs:
    """
    List all runs of a period.

    Parameters
    ----------
    timetable
        The timetables of all dates.
    period
        The period; service days before it count whose trips still run.
    usable
        Which trips may be used.
    longest_s
        Seconds of the longest journey: nobody stays on board for longer.
    draw
        Seed and number of the draw of trips at inexact intervals.
    backward
        Whether time runs backwards: then a run goes on with the trips before it, not after it.

    Returns
    -------
    Runs
        Those of one piece first, then repetitions, then those that go on.
    """
    begin = timetable.st_departure[timetable.trip_offset[:-1]].astype(np.int64)
    end = timetable.st_arrival[timetable.trip_offset[1:] - 1].astype(np.int64)
    comes = timetable.st_arrival[timetable.trip_offset[:-1]].astype(np.int64)
    last = int(end.max(initial=0))
    if len(timetable.frequency_trip):
        last = max(last, _last_repetition(timetable, begin, end))
    repeated = np.zeros(timetable.n_trips, bool)
    repeated[timetable.frequency_trip] = True
    follows = _Following(timetable, begin, end, repeated)
    zone = timetable.timezone or "UTC"
    origin = service_day_start(period.day, zone)
    single: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    chains: list[tuple[list[int], int]] = []
    days_before = (last - period.begin_s) // DAY_S + 1
    days_after = max(0, period.end_s) // DAY_S + 1
    for k in range(-days_before, days_after + 1):
        day = period.day + timedelta(days=k)
        shift = service_day_start(day, zone) - origin
        active = active_trips(timetable, day)
        running = active & usable & ~repeated
        running &= (end + shift >= period.begin_s) & (comes + shift <= period.end_s)
        following = follows.on(active, backward=backward)
        alone = running.copy()
        alone[list(following)] = False
        trips = np.flatnonzero(alone)
        single.append((trips, np.full(len(trips), shift, np.int64)))
        for trip in (trip for trip in following if running[trip]):
            ways = _chains(trip, following, usable, (begin, end), longest_s, backward=backward)
            chains += [(way, shift) for way in ways]
        single.append(_repetitions(timetable, active & usable, period, shift, begin, end, draw))
    return _together(single, chains)


def _together(
    single: "list[tuple[NDArray[np.int64], NDArray[np.int64]]]",
    chains: list[tuple[list[int], int]],
) -> Runs:
    trips = [trip for trip, _ in single]
    shifts = [shift for _, shift in single]
    sizes = [np.ones(sum(map(len, trips)), np.int64)]
    if chains:
        sizes.append(np.array([len(way) for way, _ in chains]))
        trips.append(np.concatenate([np.array(way, np.int64) for way, _ in chains]))
        shifts.append(np.repeat(np.array([shift for _, shift in chains]), sizes[1]))
    return Runs(offsets(np.concatenate(sizes)), np.concatenate(trips), np.concatenate(shifts))


def offsets(counts: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """
    Say where each of some lists begins when they stand one after another.

    Parameters
    ----------
    counts
        Their lengths.

    Returns
    -------
    array
        One longer than `counts`; the last number is the length of all.
    """
    offset = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=offset[1:])
    return offset


def ranges(
    begin: "NDArray[np.int64]", counts: "NDArray[np.int64]", step: int = 1
) -> "NDArray[np.int64]":
    """
    Write out ranges of numbers one after another.

    Parameters
    ----------
    begin, counts
        First number and length of each.
    step
        1 upwards, -1 downwards.

    Returns
    -------
    array
        All numbers.
    """
    place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    numbers: NDArray[np.int64] = np.repeat(begin, counts) + step * place
    return numbers


class _Following:
    """Which trip a vehicle goes on with, on any service day."""

    def __init__(
        self,
        timetable: "Timetable",
        begin: "NDArray[np.int64]",
        end: "NDArray[np.int64]",
        repeated: "NDArray[np.bool_]",
    ) -> None:
        self._begin, self._end = begin, end
        self._block = np.where(repeated, -1, timetable.trip_block)
        stop, parent = timetable.st_stop, timetable.stop_parent
        self._first_stop = stop[timetable.trip_offset[:-1]]
        self._last_stop = stop[timetable.trip_offset[1:] - 1]
        self._parent = parent
        pairs = {STAY: set[tuple[int, int]](), LEAVE: set[tuple[int, int]]()}
        for kind, found in pairs.items():
            rows = timetable.transfer_type == kind
            found.update(
                zip(
                    timetable.transfer_from_trip[rows].tolist(),
                    timetable.transfer_to_trip[rows].tolist(),
                    strict=True,
                )
            )
        self._leave = pairs[LEAVE]
        self._stay = [
            (one, other)
            for one, other in sorted(pairs[STAY] - pairs[LEAVE])
            if not repeated[one] and not repeated[other] and begin[other] >= end[one]
        ]

    def on(self, active: "NDArray[np.bool_]", *, backward: bool) -> dict[int, list[int]]:
        """Give the trips that each trip of a day goes on with; backwards those it went on from."""
        pairs = {(one, other) for one, other in self._stay if active[one] and active[other]}
        pairs.update(self._within_blocks(active))
        found: dict[int, list[int]] = {}
        for one, other in sorted(pairs):
            if backward:
                found.setdefault(other, []).append(one)
            else:
                found.setdefault(one, []).append(other)
        return found

    def _within_blocks(self, active: "NDArray[np.bool_]") -> "Iterator[tuple[int, int]]":
        trips = np.flatnonzero(active & (self._block >= 0))
        trips = trips[np.lexsort((trips, self._begin[trips], self._block[trips]))]
        if len(trips) == 0:
            return
        # One number for block and time: the first trip of a block that begins at or after a time.
        low = int(self._begin[trips].min())
        span = int(max(self._begin[trips].max(), self._end[trips].max())) - low + 2
        begins = self._block[trips].astype(np.int64) * span + self._begin[trips] - low
        ends = self._block[trips].astype(np.int64) * span + self._end[trips] - low
        place = np.searchsorted(begins, ends)
        place += place == np.arange(len(trips))  # a trip that takes no time is not its own next
        inside = place < len(trips)
        one, other = trips[inside], trips[place[inside]]
        fits = self._block[one] == self._block[other]
        last, first = self._last_stop[one], self._first_stop[other]
        same_station = (self._parent[last] >= 0) & (self._parent[last] == self._parent[first])
        fits &= (last == first) | same_station
        for pair in zip(one[fits].tolist(), other[fits].tolist(), strict=True):
            if pair not in self._leave:
                yield pair


def _chains(
    trip: int,
    following: "Mapping[int, list[int]]",
    usable: "NDArray[np.bool_]",
    times: "tuple[NDArray[np.int64], NDArray[np.int64]]",
    longest_s: int,
    *,
    backward: bool,
) -> list[list[int]]:
    """All ways in which a vehicle goes on, as far as anybody can stay on board."""
    begin, end = times
    whole, open_ = [], [[trip]]
    while open_:
        way = open_.pop()
        goes_on = [
            other
            for other in following.get(way[-1], ())
            if usable[other]
            and other not in way
            and (
                end[other] >= begin[trip] - longest_s
                if backward
                else begin[other] <= end[trip] + longest_s
            )
        ]
        open_ += [[*way, other] for other in goes_on]
        if not goes_on:
            whole.append(way)
    return whole


def _last_repetition(
    timetable: "Timetable", begin: "NDArray[np.int64]", end: "NDArray[np.int64]"
) -> int:
    trip = timetable.frequency_trip
    return int((timetable.frequency_end + (end - begin)[trip]).max())


def _repetitions(
    timetable: "Timetable",
    usable: "NDArray[np.bool_]",
    period: Period,
    shift: int,
    begin: "NDArray[np.int64]",
    end: "NDArray[np.int64]",
    draw: tuple[int, int],
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Trips of a day that come at intervals, each repetition moved to its time."""
    trips = [np.zeros(0, np.int64)]
    shifts = [np.zeros(0, np.int64)]
    for row in np.flatnonzero(usable[timetable.frequency_trip]):
        trip, headway = int(timetable.frequency_trip[row]), int(timetable.frequency_headway[row])
        first = int(timetable.frequency_start[row])
        if not timetable.frequency_exact[row]:
            first += _phase(timetable, int(row), draw)
        moved = np.arange(first, int(timetable.frequency_end[row]), headway) - begin[trip] + shift
        runs = (end[trip] + moved >= period.begin_s) & (begin[trip] + moved <= period.end_s)
        shifts.append(moved[runs])
        trips.append(np.full(len(shifts[-1]), trip, np.int64))
    return np.concatenate(trips), np.concatenate(shifts)


def _phase(timetable: "Timetable", row: int, draw: tuple[int, int]) -> int:
    """Seconds by which the repetitions of a row are late, the same on every machine."""
    trip = int(timetable.frequency_trip[row])
    feed = timetable.feeds["sha256"][int(timetable.trip_feed[trip])].as_py()
    trip_id = timetable.trips["trip_id"][trip].as_py()
    seed, number = draw
    text = f"{seed}|{feed}|{trip_id}|{timetable.frequency_start[row]}|{number}"
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest, "big") % int(timetable.frequency_headway[row])
