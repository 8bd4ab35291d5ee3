"""Stops and trips of all feeds together, with every stop time known."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path

from .gtfs import Row, read_table, read_time, service_dates, transit_mode
from .intervals import Interval, feed_digest, read_interval
from .streets import GEOD


@dataclass(frozen=True)
class Stop:
    """A stop; `lonlat` is None where neither it nor its station says where it is."""

    feed: str
    id: str
    lonlat: tuple[float, float] | None
    parent: str = ""
    wheelchair: bool | None = None  # None where neither it nor its station says anything
    station: str = ""  # id of the station that it is or belongs to
    entrance: bool = False  # to that station, and it says itself where


@dataclass(frozen=True)
class Call:
    """One stop time of a trip, in seconds of the service day; `stop` counts in the timetable."""

    stop: int
    arrival: int
    departure: int
    boarding: bool
    alighting: bool


@dataclass(frozen=True)
class Trip:
    """A trip with its calls in order and the dates on which it runs."""

    feed: str
    id: str
    mode: str
    dates: frozenset[date]
    calls: list[Call]
    route: str = ""
    block: str = ""
    wheelchair: bool | None = None
    intervals: tuple[Interval, ...] = ()  # if any, it runs by them alone


@dataclass(frozen=True)
class Timetable:
    """All feeds as one; `digests` are those of their files."""

    timezone: str
    stops: list[Stop]
    trips: list[Trip]
    transfers: list[tuple[str, int, Row]] = field(default_factory=list)  # feed, line, row
    digests: dict[str, str] = field(default_factory=dict)


def read_timetable(feeds: Sequence[Path]) -> Timetable:
    """Read feeds that share one time zone."""
    zones = {row["agency_timezone"] for feed in feeds for row in read_table(feed, "agency.txt")}
    if len(zones) > 1:
        raise ValueError(f"the feeds have several time zones: {sorted(zones)}")
    stops: list[Stop] = []
    trips: list[Trip] = []
    transfers: list[tuple[str, int, Row]] = []
    digests: dict[str, str] = {}
    for number, feed in enumerate(feeds):
        name = f"{number}:{feed.stem}"
        index: dict[str, int] = {}
        for stop in read_stops(feed, name):
            index[stop.id] = len(stops)
            stops.append(stop)
        trips += read_trips(feed, name, stops, index)
        rows = enumerate(read_table(feed, "transfers.txt"))
        transfers += [(name, line, row) for line, row in rows]
        digests[name] = feed_digest(feed)
    return Timetable(zones.pop() if zones else "UTC", stops, trips, transfers, digests)


def read_stops(feed: Path, name: str) -> list[Stop]:
    """Stops of a feed; one without coordinates takes those of its parent."""
    rows = {row["stop_id"]: row for row in read_table(feed, "stops.txt")}

    def with_ancestors(row: Row) -> list[Row]:
        found = [row]
        while len(found) < 4 and found[-1].get("parent_station") in rows:
            found.append(rows[found[-1]["parent_station"]])
        return found

    stops = []
    for stop_id, row in rows.items():
        family = with_ancestors(row)
        places = [own_place(member) for member in family]
        says = [yes_or_no(member.get("wheelchair_boarding")) for member in family]
        stations = [m["stop_id"] for m in family if m.get("location_type") == "1"]
        station = stations[0] if stations else ""
        entrance = row.get("location_type") == "2" and station and places[0]
        stops.append(
            Stop(
                name,
                stop_id,
                next((place for place in places if place), None),
                row.get("parent_station", ""),
                next((said for said in says if said is not None), None),
                station,
                bool(entrance),
            )
        )
    return stops


def own_place(row: Row) -> tuple[float, float] | None:
    """Where a row itself says it is."""
    if row.get("stop_lon") and row.get("stop_lat"):
        return (float(row["stop_lon"]), float(row["stop_lat"]))
    return None


def yes_or_no(value: str | None) -> bool | None:
    """What 1 and 2 say; None for whatever else."""
    return {"1": True, "2": False}.get(value or "")


def read_trips(feed: Path, name: str, stops: list[Stop], index: dict[str, int]) -> list[Trip]:
    """Trips of a feed with their stop times in order of `stop_sequence`."""
    dates = service_dates(feed)
    modes = {
        row["route_id"]: transit_mode(int(row["route_type"]))
        for row in read_table(feed, "routes.txt")
    }
    intervals: defaultdict[str, list[Interval]] = defaultdict(list)
    for row in read_table(feed, "frequencies.txt"):
        intervals[row["trip_id"]].append(read_interval(row))
    rows_of: defaultdict[str, list[Row]] = defaultdict(list)
    for row in read_table(feed, "stop_times.txt"):
        rows_of[row["trip_id"]].append(row)
    trips = []
    for row in read_table(feed, "trips.txt"):
        calls = sorted(rows_of[row["trip_id"]], key=lambda call: int(call["stop_sequence"]))
        if calls:
            running = frozenset(dates.get(row["service_id"], ()))
            times = [
                Call(
                    stop=index[call["stop_id"]],
                    arrival=arrival,
                    departure=departure,
                    boarding=call.get("pickup_type") != "1",
                    alighting=call.get("drop_off_type") != "1",
                )
                for call, (arrival, departure) in zip(
                    calls, call_times(calls, stops, index), strict=True
                )
            ]
            trips.append(
                Trip(
                    name,
                    row["trip_id"],
                    modes[row["route_id"]],
                    running,
                    times,
                    row["route_id"],
                    row.get("block_id", ""),
                    yes_or_no(row.get("wheelchair_accessible")),
                    tuple(intervals[row["trip_id"]]),
                )
            )
    return trips


def call_times(calls: list[Row], stops: list[Stop], index: dict[str, int]) -> list[tuple[int, int]]:
    """Arrival and departure of every row of a trip, the untimed ones interpolated."""
    times: dict[int, tuple[int, int]] = {}
    for position, call in enumerate(calls):
        arrival = read_time(call.get("arrival_time", ""))
        departure = read_time(call.get("departure_time", ""))
        if arrival is None:
            arrival = departure
        if departure is None:
            departure = arrival
        if arrival is not None and departure is not None:
            times[position] = (arrival, departure)
    if 0 not in times or len(calls) - 1 not in times:
        raise ValueError(f"trip {calls[0]['trip_id']}: the first or last row has no time")
    for before, after in pairwise(sorted(times)):
        start, end = times[before][1], times[after][0]
        if after > before + 1:
            reached = progress_of(calls[before : after + 1], stops, index)
            whole = reached[-1]
            for position in range(before + 1, after):
                time = start + math.floor((end - start) * reached[position - before] / whole)
                times[position] = (time, time)
    return [times[position] for position in range(len(calls))]


def progress_of(calls: list[Row], stops: list[Stop], index: dict[str, int]) -> list[Fraction]:
    """How far each row is behind the first, in whatever unit the method asks for.

    Fractions of what is written, or of whole micrometres, keep equal stretches equal: no row is
    a second early for want of digits.
    """
    written = [call.get("shape_dist_traveled", "") for call in calls]
    if all(written) and all(a <= b for a, b in pairwise(map(Fraction, written))):
        reached = [Fraction(text) - Fraction(written[0]) for text in written]
    else:
        places = [stops[index[call["stop_id"]]].lonlat for call in calls]
        hops = [round(GEOD.inv(*a, *b)[2] * 1e6) for a, b in pairwise(places) if a and b]
        known = len(hops) == len(calls) - 1
        reached = [Fraction(hop) for hop in accumulate(hops, initial=0)] if known else [Fraction()]
    if reached[-1] == 0:
        return [Fraction(position) for position in range(len(calls))]
    return reached
