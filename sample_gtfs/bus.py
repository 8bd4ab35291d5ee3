"""The bus feed: stops beside the roads, trips along them, shapes and the calendar."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from bus_lines import AGENCIES, Line, Route
from bus_stops import Place
from gtfs import calendar_row, clock, day, exceptions
from noding import Web
from roadways import Roadways
from valley import Point, length_of, lonlat, nearest_on_segment
from years import Year

DWELL = 14
WAIT = 60
OPEN_ROAD_KMH = 50.0
STANDS = ("BA", "BB", "BC")
KERB = 5.0

Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Stop:
    """A bus stop on one side of a road."""

    stop_id: str
    name: str
    at: Point
    on_map: bool = True


@dataclass(frozen=True)
class Run:
    """The way of a line: its stops, its points, metres and driving time to each stop."""

    stops: list[Stop]
    points: list[Point]
    metres: list[float]
    seconds: list[float]


@dataclass(frozen=True)
class Service:
    """The bus timetable of a year: its version, its days, its routes and their lines."""

    version: str
    year: Year
    routes: Sequence[Route]
    lines: Sequence[Line]


def feed(
    web: Web, places: dict[str, Place], service: Service
) -> tuple[dict[str, Rows], list[Stop]]:
    """The tables of a bus feed and its stops."""
    roads = Roadways(web)
    year = service.year
    runs = [run_along(web, roads, places, line) for line in service.lines]
    stops = {stop.stop_id: stop for run in runs for stop in run.stops}
    ordered = [stops[stop_id] for stop_id in sorted(stops)]
    trips, stop_times = _trips(service.lines, runs)
    tables: dict[str, Rows] = {
        "agency.txt": [_agency(*agency) for agency in AGENCIES],
        "stops.txt": [_stop_row(number, stop) for number, stop in enumerate(ordered, 1)],
        "routes.txt": [_route(*route) for route in service.routes],
        "trips.txt": trips,
        "stop_times.txt": stop_times,
        "calendar.txt": _calendar(year),
        "calendar_dates.txt": _calendar_dates(year),
        "shapes.txt": _shapes(runs),
        "feed_info.txt": [
            {
                "feed_publisher_name": "Access to Services sample",
                "feed_publisher_url": "https://example.org/aberhelwyn",
                "feed_lang": "cy",
                "feed_start_date": day(year.first_day),
                "feed_end_date": day(year.last_day),
                "feed_version": service.version,
            }
        ],
    }
    return tables, ordered


def run_along(web: Web, roads: Roadways, places: dict[str, Place], line: Line) -> Run:
    """The way of a line over the roads."""
    codes = line.places.split()
    legs = []
    seconds = [0.0]
    for first, second in pairwise(codes):
        a, b = places[first], places[second]
        kmh = line.kmh
        if a.node is None or b.node is None:
            legs.append([a.at, b.at])
            kmh = OPEN_ROAD_KMH
        else:
            legs.append([web.places[node] for node in roads.path(a.node, b.node)])
        seconds.append(seconds[-1] + length_of(legs[-1]) / (kmh / 3.6))
    stops = []
    for k, code in enumerate(codes):
        before = legs[k - 1][-2] if k else None
        after = legs[k][1] if k < len(legs) else None
        stops.append(_stop(code, places[code], before, after))
    metres = [0.0]
    points = [legs[0][0]]
    for leg in legs:
        metres.append(metres[-1] + length_of(leg))
        points += leg[1:]
    return Run(stops, points, metres, seconds)


def _stop(code: str, place: Place, before: Point | None, after: Point | None) -> Stop:
    """The stop of a place on the left of a bus that comes from one point and goes to another."""
    if place.node is None:
        return Stop(code, place.name, place.at, on_map=False)
    start, end = before or place.at, after or place.at
    dx, dy = end[0] - start[0], end[1] - start[1]
    forwards = dx * place.axis[0] + dy * place.axis[1] > 0
    along = 1 if forwards else -1
    length = math.hypot(*place.axis)
    at = (
        place.at[0] - along * KERB * place.axis[1] / length,
        place.at[1] + along * KERB * place.axis[0] / length,
    )
    suffix = "" if code in STANDS else "a" if forwards else "b"
    return Stop(code + suffix, place.name, at)


def _trips(lines: Sequence[Line], runs: list[Run]) -> tuple[Rows, Rows]:
    trips: Rows = []
    stop_times: Rows = []
    for shape, (line, run) in enumerate(zip(lines, runs, strict=True), 1):
        for service, minutes in line.leaves.items():
            for start in minutes:
                trip = f"{line.route}-{service}-{shape}-{start // 60:02d}{start % 60:02d}"
                trips.append(
                    {
                        "route_id": line.route,
                        "service_id": service,
                        "trip_id": trip,
                        "trip_headsign": line.headsign,
                        "direction_id": line.direction,
                        "shape_id": shape,
                        "wheelchair_accessible": 2 if line.route == "R8" else 1,
                    }
                )
                stop_times += stop_times_of(trip, line, run, 60 * start)
    return trips, stop_times


def stop_times_of(trip: str, line: Line, run: Run, start: int) -> Rows:
    """The stop times of a trip that leaves at a second of the day."""
    rows: Rows = []
    codes = line.places.split()
    last = len(codes) - 1
    grid = 60 if line.timed else 15
    waited = 0
    for k, (code, stop) in enumerate(zip(codes, run.stops, strict=True)):
        has_time = not line.timed or code in line.timed.split() or k in (0, last)
        reached = start + waited + grid * round((run.seconds[k] + DWELL * k) / grid)
        wait = WAIT if code in STANDS and 0 < k < last else 0
        waited += wait
        shows_arrival = has_time and not (line.half_timed_ends and k == 0)
        shows_departure = has_time and not (line.half_timed_ends and k == last)
        sets_down_only = k == last or code in line.alight_only.split()
        rows.append(
            {
                "trip_id": trip,
                "arrival_time": clock(reached) if shows_arrival else "",
                "departure_time": clock(reached + wait) if shows_departure else "",
                "stop_id": stop.stop_id,
                "stop_sequence": k + 1,
                "pickup_type": 1 if sets_down_only else line.pickup,
                "drop_off_type": 1 if k == 0 or code in line.board_only.split() else 0,
                "shape_dist_traveled": f"{run.metres[k]:.1f}" if line.measured else "",
                "timepoint": int(has_time),
            }
        )
    return rows


def _agency(agency_id: str, name: str) -> dict[str, object]:
    return {
        "agency_id": agency_id,
        "agency_name": name,
        "agency_url": f"https://example.org/{agency_id.lower()}",
        "agency_timezone": "Europe/London",
        "agency_lang": "cy",
    }


def _route(route_id: str, agency: str, short: str, long: str, kind: int) -> dict[str, object]:
    return {
        "route_id": route_id,
        "agency_id": agency,
        "route_short_name": short,
        "route_long_name": long,
        "route_type": kind,
    }


def _stop_row(number: int, stop: Stop) -> dict[str, object]:
    lon, lat = lonlat(stop.at)
    return {
        "stop_id": stop.stop_id,
        "stop_code": f"hlw{number:03d}",
        "stop_name": stop.name,
        "stop_lat": f"{lat:.6f}",
        "stop_lon": f"{lon:.6f}",
        "wheelchair_boarding": 2 if stop.stop_id == "M1" else 1,
    }


def _calendar(year: Year) -> Rows:
    return [
        year.row("MF", "1111100"),
        year.row("SA", "0000010"),
        year.row("SU", "0000001"),
        year.row("SD", "1111100"),
        year.row("FS", "0000110"),
        calendar_row("RA", "0000001", *year.mountain),
    ]


def _calendar_dates(year: Year) -> Rows:
    festival, good_friday = year.festival, year.bank_holidays[0]
    return [
        *exceptions("MF", year.bank_holidays, 2),
        *exceptions("SU", year.bank_holidays, 1),
        *exceptions("SD", year.school_days_off(), 2),
        *exceptions("MK", year.market_days, 1),
        *exceptions("RA", [d for d in year.bank_holidays if d.weekday() == 0], 1),
        *exceptions("SU", [festival], 2),
        *exceptions("SA", [festival], 1),
        *exceptions("FS", [festival, good_friday - timedelta(days=1)], 1),
    ]


def _shapes(runs: list[Run]) -> Rows:
    rows: Rows = []
    for shape, run in enumerate(runs, 1):
        for sequence, (point, metres) in enumerate(_thinned(run.points), 1):
            lon, lat = lonlat(point)
            rows.append(
                {
                    "shape_id": shape,
                    "shape_pt_lat": f"{lat:.6f}",
                    "shape_pt_lon": f"{lon:.6f}",
                    "shape_pt_sequence": sequence,
                    "shape_dist_traveled": f"{metres:.1f}",
                }
            )
    return rows


def _thinned(points: list[Point]) -> list[tuple[Point, float]]:
    """The points of a line that it needs within two metres, with the metres travelled to each."""
    travelled = 0.0
    kept = [(points[0], travelled)]
    passed: list[Point] = []
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        travelled += math.dist(before, point)
        passed.append(point)
        if max(nearest_on_segment(p, kept[-1][0], after)[0] for p in passed) > 2:
            kept.append((point, travelled))
            passed = []
    kept.append((points[-1], travelled + math.dist(points[-2], points[-1])))
    return kept
