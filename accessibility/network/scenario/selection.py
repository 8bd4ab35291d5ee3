"""Which feeds, routes, trips and stops a scenario names."""

from collections.abc import Iterable
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.errors import InputError
from accessibility.network.scenario.contents import WEEKDAYS, Change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable
    from accessibility.network.scenario.scenario import Scenario

__all__ = ["Place", "begin_of", "days_among", "named_stops", "selected_trips"]

EPOCH = date(1970, 1, 1)
LISTED = 8


class Place(NamedTuple):
    """
    Where in a scenario something stands.

    Parameters
    ----------
    scenario
        The scenario.
    table
        Name of the table.
    number
        Which of its tables, counted from 0.
    """

    scenario: "Scenario"
    table: str
    number: int

    def unknown(self, key: str, value: str, known: Iterable[object], what: str) -> InputError:
        """
        Make the error that there is no such name.

        Parameters
        ----------
        key, value
            The key, and the name that stands there.
        known
            The names that there are.
        what
            What they are names of.

        Returns
        -------
        InputError
            It tells the nearest.
        """
        names = list(dict.fromkeys(str(name) for name in known if name))
        lower = {name.lower(): name for name in reversed(names)}
        near = get_close_matches(value.lower(), lower, n=1, cutoff=0.5)
        listed = ", ".join(names[:LISTED]) + (" …" if len(names) > LISTED else "")
        remedy = f"Nearest is {lower[near[0]]}." if near else f"There are {listed or 'none'}."
        return self.fault(f"is no {what} of the network", remedy, key, value)

    def fault(
        self, problem: str, remedy: str, key: str | None = None, value: object = None
    ) -> InputError:
        """
        Make the error that this does not fit the network.

        Parameters
        ----------
        problem, remedy
            What is wrong, and what to do.
        key, value
            The key and what stands there; default the whole table.

        Returns
        -------
        InputError
            With the line.
        """
        place = (self.table, self.number, *(() if key is None else (key,)))
        return self.scenario.fault(place, problem, remedy, value)


def selected_trips(timetable: "Timetable", change: Change, place: Place) -> "NDArray[np.int64]":
    """
    Find the trips that a change is about.

    Parameters
    ----------
    timetable
        The timetables.
    change
        The change.
    place
        Where it stands.

    Returns
    -------
    array
        Trips of these routes and directions, whatever their days and times.

    Raises
    ------
    InputError
        If it names what there is not, or is about no trips.
    """
    routes = _routes(timetable, change, place)
    chosen = routes[timetable.trip_route]
    chosen &= np.diff(timetable.service_offset)[timetable.trip_service] > 0
    if change.direction is not None:
        said = timetable.trips["direction_id"].to_numpy(zero_copy_only=False)
        chosen &= said == change.direction
    if not chosen.any():
        raise place.fault("selects no trips", "Leave out a condition, or check it.")
    return np.flatnonzero(chosen)


def _routes(timetable: "Timetable", change: Change, place: Place) -> "NDArray[np.bool_]":
    table = timetable.routes
    feed = table["feed"].to_numpy()
    chosen = np.ones(table.num_rows, np.bool_)
    if change.feed is not None:
        chosen &= feed == _feed(timetable, change.feed, place)
    if change.agency is not None:
        chosen &= _of_agency(timetable, change.agency, place, chosen)
    if change.route is None:
        return chosen
    ids, short = (table[name].to_pylist() for name in ("route_id", "route_short_name"))
    among = np.flatnonzero(chosen).tolist()
    rows = [row for row in among if ids[row] == change.route]
    rows = rows or [row for row in among if short[row] == change.route]
    if not rows:
        names = [name for row in among for name in (short[row], ids[row])]
        raise place.unknown("route", change.route, names, "route")
    agencies = table["agency_id"].to_pylist()
    owners = {(timetable.feed_names[feed[row]], agencies[row] or "") for row in rows}
    if len(owners) > 1:
        listed = ", ".join(f"{agency} in {name}" for name, agency in sorted(owners))
        problem = f"names routes of several operators ({listed})"
        raise place.fault(problem, "Give the agency or the feed too.", "route", change.route)
    chosen[:] = False
    chosen[rows] = True
    return chosen


def _feed(timetable: "Timetable", name: str, place: Place) -> int:
    names = timetable.feed_names
    if name not in names:
        raise place.unknown("feed", name, names, "feed")
    return names.index(name)


def _of_agency(
    timetable: "Timetable", name: str, place: Place, among: "NDArray[np.bool_]"
) -> "NDArray[np.bool_]":
    """Routes of an operator; where a feed has one only, routes need not name it."""
    table = timetable.agencies
    feeds, ids, names = (
        table[column].to_pylist() for column in ("feed", "agency_id", "agency_name")
    )
    feed_of, agency_of = timetable.routes["feed"].to_pylist(), timetable.routes["agency_id"]
    wanted = {(f, i or "") for f, i, n in zip(feeds, ids, names, strict=True) if name in {i, n}}
    alone = {(f, "") for f, _ in wanted if feeds.count(f) == 1}
    owners = zip(feed_of, (agency or "" for agency in agency_of.to_pylist()), strict=True)
    found = among & np.array([owner in wanted | alone for owner in owners], np.bool_)
    if not found.any():
        raise place.unknown("agency", name, [*names, *ids], "agency")
    return found


def days_among(dates: "NDArray[np.int32]", change: Change) -> "NDArray[np.bool_]":
    """
    Find the service days that a change is about.

    Parameters
    ----------
    dates
        Days since 1970-01-01.
    change
        The change.

    Returns
    -------
    array
        A mask over them.
    """
    if change.days is None:
        return np.ones(len(dates), np.bool_)
    names = [WEEKDAYS.index(day) for day in change.days if isinstance(day, str)]
    single = [(day - EPOCH) // timedelta(days=1) for day in change.days if isinstance(day, date)]
    weekday = (dates.astype(np.int64) + EPOCH.weekday()) % len(WEEKDAYS)
    chosen: NDArray[np.bool_] = np.isin(weekday, names) | np.isin(dates, single)
    return chosen


def begin_of(timetable: "Timetable") -> "NDArray[np.int64]":
    """
    Say when trips leave their first stops.

    Parameters
    ----------
    timetable
        The timetables.

    Returns
    -------
    array
        Seconds of the service day.
    """
    begin: NDArray[np.int64] = timetable.st_departure[timetable.trip_offset[:-1]].astype(np.int64)
    return begin


def named_stops(
    timetable: "Timetable", name: str, feed: str | None, key: str, place: Place
) -> "NDArray[np.bool_]":
    """
    Find stops by identifier or name.

    Parameters
    ----------
    timetable
        The timetables.
    name
        `stop_id`, else the name of one stop or several.
    feed
        The feed that it is in; None for any.
    key
        Where the name stands in the scenario.
    place
        The same.

    Returns
    -------
    array
        A mask over the stops; the platforms of a station belong to it.

    Raises
    ------
    InputError
        If there is no such stop, or several feeds have one of that identifier.
    """
    table = timetable.stops
    ids, names = table["stop_id"].to_pylist(), table["stop_name"].to_pylist()
    number = None if feed is None else _feed(timetable, feed, place)
    feeds = table["feed"].to_pylist()
    among = [row for row in range(len(ids)) if number is None or feeds[row] == number]
    rows = [row for row in among if ids[row] == name]
    if len(rows) > 1:
        listed = ", ".join(timetable.feed_names[feeds[row]] for row in rows)
        raise place.fault(f"is a stop of several feeds ({listed})", "Give the feed.", key, name)
    rows = rows or [row for row in among if names[row] == name]
    if not rows:
        known = [text for row in among for text in (names[row], ids[row])]
        raise place.unknown(key, name, known, "stop")
    chosen = np.zeros(len(ids), np.bool_)
    chosen[rows] = True
    station = timetable.stop_station
    chosen |= (station >= 0) & np.append(chosen, False)[station]
    return chosen
