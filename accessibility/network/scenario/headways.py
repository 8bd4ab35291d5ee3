"""Trips that leave at another interval: thinned out, or copied in between."""

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.network.gtfs.timetable import Timetable
from accessibility.network.scenario.contents import Headway
from accessibility.network.scenario.draft import Draft
from accessibility.network.scenario.dropping import trips_in_window
from accessibility.network.scenario.scenario import AppliedChange
from accessibility.network.scenario.selection import (
    Place,
    begin_of,
    days_among,
    selected_trips,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["change_headway"]


class _Departure(NamedTuple):
    """A trip as it leaves its first stop; of those at one time the first by name counts."""

    begin: int
    name: str
    trip: int


def change_headway(
    timetable: Timetable, change: Headway, place: Place
) -> tuple[Timetable, AppliedChange]:
    """
    Let trips leave at another interval.

    Trips of one route and direction with the same stops belong together. On every service day on
    its own, those that leave in the hours of the change give way to departures at the interval,
    counted from the first of them: as long as they lie before the end of the hours, if a later trip
    goes on from there, and no later than the last of them otherwise. Each departure is made by the
    trip that left at that time or last before it, all its times moved alike. Trips that repeat at
    intervals (frequencies.txt) get the interval itself.

    Parameters
    ----------
    timetable
        The timetables.
    change
        Which trips, and the interval.
    place
        Where the change stands.

    Returns
    -------
    timetable : Timetable
        With these departures.
    applied : AppliedChange
        What was done.

    Raises
    ------
    InputError
        If that is no trip.
    """
    window = trips_in_window(timetable, change, place)
    repeated = np.isin(window, timetable.frequency_trip)
    draft = Draft(timetable)
    begins, names = begin_of(timetable), timetable.trips["trip_id"].to_pylist()
    for group in _groups(timetable, selected_trips(timetable, change, place)):
        trips = np.intersect1d(group, window[~repeated])
        departures = sorted(
            _Departure(int(begins[trip]), names[trip], trip) for trip in trips.tolist()
        )
        others = np.setdiff1d(group, np.union1d(trips, timetable.frequency_trip))
        later = [trip for trip in others.tolist() if begins[trip] >= (change.end_s or np.inf)]
        if departures:
            _respace(draft, departures, later, change)
    again = [t for t in window[repeated].tolist() if _repeats_otherwise(timetable, t, change)]
    for trip in again:
        dates = draft.dates_of(trip)
        inside = days_among(dates, change)
        if not inside.all():
            draft.restrict(trip, dates[~inside])
            draft.copy(trip, dates[inside], same=True)
    made = draft.make()
    is_new = made.is_copy & ~np.isin(made.source, again)
    curtailed = np.setdiff1d(made.curtailed, again)
    done = AppliedChange(
        f"headway {place.number + 1}",
        made.dropped,
        int(is_new.sum()),
        len(curtailed) + len(again),
    )
    split = made.source[made.is_copy]
    at_interval = np.isin(made.source, again) & (made.is_copy | ~np.isin(made.source, split))
    arrays = made.timetable.arrays()
    rows = at_interval[made.timetable.frequency_trip]
    arrays["frequency_headway"] = np.where(
        rows, change.every_s, made.timetable.frequency_headway
    ).astype(np.int32)
    tables = made.timetable.tables()
    return Timetable.from_parts(arrays, tables, timetable.timezone), done


def _repeats_otherwise(timetable: Timetable, trip: int, change: Headway) -> bool:
    rows = timetable.frequency_trip == trip
    return bool((timetable.frequency_headway[rows] != change.every_s).any())


def _groups(timetable: Timetable, trips: "NDArray[np.int64]") -> "Iterable[NDArray[np.int64]]":
    """Trips of one route and direction that call at the same stops."""
    direction = timetable.trips["direction_id"].to_pylist()
    groups: defaultdict[tuple[int, int | None, bytes], list[int]] = defaultdict(list)
    for trip in trips.tolist():
        calls = slice(*timetable.trip_offset[trip : trip + 2].tolist())
        stops = timetable.st_stop[calls].tobytes()
        groups[int(timetable.trip_route[trip]), direction[trip], stops].append(trip)
    return [np.array(group, np.int64) for group in groups.values()]


def _respace(draft: Draft, departures: list[_Departure], later: list[int], change: Headway) -> None:
    """Put the departures of a group in their places, on each kind of day at once."""
    days: defaultdict[int, list[_Departure]] = defaultdict(list)
    asked: defaultdict[int, list[int]] = defaultdict(list)
    for departure in departures:
        dates = draft.dates_of(departure.trip)
        for day in dates[days_among(dates, change)].tolist():
            days[day].append(departure)
            asked[departure.trip].append(day)
    followed = {day for trip in later for day in draft.dates_of(trip).tolist()}
    alike: defaultdict[tuple[bool, tuple[_Departure, ...]], list[int]] = defaultdict(list)
    for day, running in days.items():
        alike[day in followed, tuple(running)].append(day)
    wanted: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (goes_on, together), some in alike.items():
        for trip, shift in _departures(together, change, goes_on=goes_on):
            wanted[trip][shift] += some
    for trip, all_asked in asked.items():
        gone = np.setdiff1d(all_asked, wanted[trip].pop(0, []))
        left = np.setdiff1d(draft.dates_of(trip), gone)
        for shift, on in sorted(wanted[trip].items()):
            draft.copy(trip, np.array(sorted(on), np.int32), shift)
        draft.restrict(trip, left.astype(np.int32))


def _departures(
    running: tuple[_Departure, ...], change: Headway, *, goes_on: bool
) -> "Iterable[tuple[int, int]]":
    """The trips that make the departures of a day, and by how much each is moved."""
    begins = [departure.begin for departure in running]
    first_at = {begin: number for number, begin in reversed(list(enumerate(begins)))}
    end = change.end_s if goes_on and change.end_s is not None else begins[-1] + 1
    for at in range(begins[0], end, change.every_s):
        before = begins[bisect_right(begins, at) - 1]
        yield running[first_at[before]].trip, at - before
