"""The third feed: trips at intervals, through vehicles, promised changes, a train that divides."""

from collections.abc import Iterator
from dataclasses import replace

from bus import Run, Stop, run_along, stop_times_of
from bus_lines import Line
from bus_stops import Place
from gtfs import calendar_row, clock, exceptions
from noding import Web
from reservoir import DAM_PIER, INCLINE, MOUNTAIN_PIER, NARROW_GAUGE
from roadways import Roadways
from valley import Point, lonlat
from valley_lines import (
    ABOVE,
    AGENCIES,
    BUSES,
    PILGRIMS,
    ROUTES,
    SHUTTLES,
    SUMMER,
    THROUGH,
    TRAINS,
    Interval,
    Ride,
    Shuttle,
)
from years import YEAR_2025

STANDS = ("VBA", "VBB", "VBC")
BUS_STATION = ("VBS", "Gorsaf Fysiau Aberhelwyn")
# Platforms: station, code, metres east of the station.
PLATFORMS = (
    ("TAB", "1", 3.0),
    ("TAB", "2", -3.0),
    ("TGR", "1", 3.0),
    ("TGR", "2", -3.0),
    ("TCG", "1", 2.0),
    ("TGL", "1", 2.0),
    ("TBL", "1", 2.0),
)
# Entrances: station, number, name, metres east and north of the station.
ENTRANCES = (
    ("TAB", "1", "Heol Ganol", (-12.0, 36.0)),
    ("TAB", "2", "Maes yr Orsaf", (40.0, -12.0)),
    ("TGR", "1", "Pont y Groesfan", (14.0, 6.0)),
)
# What is known of wheelchairs; all other stops say 1.
WHEELCHAIR = {
    **dict.fromkeys(("VBA", "VBB", "VBC"), ""),
    **dict.fromkeys(("TAB1", "TAB2"), ""),
    "TAB_E1": "2",
    "TGR": "2",
    "TGR_E1": "",
    "TGR1": "",
    "TGR2": "1",
    "TCG": "0",
    "TCG1": "",
    "TGL1": "2",
    "TBL": "",
    "TBL1": "0",
    "IFT": "2",
    "FMP": "2",
    "LEN": "0",
    "SNT": "0",
}
FAR: dict[str, tuple[str, Point]] = {
    "LEN": ("Llan Enlli", (-61000.0, 118000.0)),
    "SNT": ("Porth y Saint", (-92000.0, 14500.0)),
}

Rows = list[dict[str, object]]
Runs = list[tuple[Line, Run]]


def feed(web: Web, places: dict[str, Place]) -> dict[str, Rows]:
    """The tables of the feed."""
    roads = Roadways(web)
    runs = [(line, _run(web, roads, places, line)) for line in _lines()]
    trips, stop_times, blocks = _bus_trips(runs)
    for ride in (*TRAINS, *ABOVE, PILGRIMS):
        for trip, row, calls in _ride_trips(ride):
            trips.append(row | {"trip_id": trip})
            stop_times += calls
    return {
        "agency.txt": [_agency(*agency) for agency in AGENCIES],
        "stops.txt": _stops(runs, places),
        "routes.txt": [_route(*route) for route in ROUTES],
        "trips.txt": [_trip_row(trip, blocks.get(str(trip["trip_id"]), "")) for trip in trips],
        "stop_times.txt": stop_times,
        "calendar.txt": [
            YEAR_2025.row("MF", "1111100"),
            YEAR_2025.row("SA", "0000010"),
            YEAR_2025.row("PE", "0000001"),
            calendar_row("HAF", "1111111", *SUMMER),
        ],
        "calendar_dates.txt": [
            *exceptions("MF", YEAR_2025.bank_holidays, 2),
            *exceptions("HO", YEAR_2025.bank_holidays, 1),
        ],
        "frequencies.txt": _frequencies(),
        "transfers.txt": _transfers(),
    }


def _lines() -> Iterator[Line]:
    yield from BUSES
    yield from (shuttle.line for shuttle in SHUTTLES)


def _run(web: Web, roads: Roadways, places: dict[str, Place], line: Line) -> Run:
    """The way of a line past stops of this feed's own, which stand where the other buses stop."""
    run = run_along(web, roads, places, line)
    return replace(run, stops=[replace(s, stop_id=f"V{s.stop_id}") for s in run.stops])


def _bus_trips(runs: Runs) -> tuple[Rows, Rows, dict[str, str]]:
    """Trips and stop times of the buses, and the blocks of their vehicles."""
    trips: Rows = []
    stop_times: Rows = []
    blocks = {_trip_id(s.line, *_only(s)): s.block for s in SHUTTLES}
    for line, run in runs:
        for service, minutes in line.leaves.items():
            for number, start in enumerate(minutes):
                trip = _trip_id(line, service, start)
                if line.route in THROUGH:
                    vehicles = 2 if service == "MF" else 1
                    blocks[trip] = f"{service}{number % vehicles + 1}"
                wheelchair = "" if line.route == "PR" else "1"
                trips.append(
                    {
                        "route_id": line.route,
                        "service_id": service,
                        "trip_id": trip,
                        "trip_headsign": line.headsign,
                        "direction_id": line.direction,
                        "wheelchair_accessible": wheelchair,
                    }
                )
                rows = stop_times_of(trip, line, run, 60 * start)
                stop_times += [_without_distance(row) for row in rows]
    return trips, stop_times, blocks


def _only(shuttle: Shuttle) -> tuple[str, int]:
    """Service and time of the one departure that a shuttle's pattern has."""
    [(service, [start])] = shuttle.line.leaves.items()
    return service, start


def _trip_id(line: Line, service: str, start: int) -> str:
    return f"{line.route}{line.direction}-{service}-{_stamp(start)}"


def _ride_id(ride: Ride, service: str, start: int) -> str:
    return f"{ride.route}{ride.direction}{ride.part}-{service}-{_stamp(start)}"


def _stamp(start: int) -> str:
    return f"{start // 60:02d}{start % 60:02d}"


def _without_distance(row: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if key != "shape_dist_traveled"}


def _ride_trips(ride: Ride) -> Iterator[tuple[str, dict[str, object], Rows]]:
    for service, minutes in ride.leaves.items():
        for start in minutes:
            trip = _ride_id(ride, service, start)
            row: dict[str, object] = {
                "route_id": ride.route,
                "service_id": service,
                "trip_headsign": ride.headsign,
                "direction_id": ride.direction,
                "wheelchair_accessible": ride.wheelchair,
            }
            yield trip, row, _ride_calls(ride, trip, 60 * start)


def _ride_calls(ride: Ride, trip: str, start: int) -> Rows:
    calls: list[tuple[str, list[float]]] = []
    for stop, minute in ride.calls:
        if calls and calls[-1][0] == stop:
            calls[-1][1].append(minute)
        else:
            calls.append((stop, [minute]))
    last = len(calls) - 1
    return [
        {
            "trip_id": trip,
            "arrival_time": clock(start + 60 * minutes[0]),
            "departure_time": clock(start + 60 * minutes[-1]),
            "stop_id": stop,
            "stop_sequence": k + 1,
            "pickup_type": int(k == last),
            "drop_off_type": int(k == 0),
            "timepoint": 1,
        }
        for k, (stop, minutes) in enumerate(calls)
    ]


def _trip_row(trip: dict[str, object], block: str) -> dict[str, object]:
    columns = ("route_id", "service_id", "trip_id", "trip_headsign", "direction_id")
    row = {column: trip[column] for column in columns}
    return row | {"block_id": block, "wheelchair_accessible": trip["wheelchair_accessible"]}


def _agency(agency_id: str, name: str) -> dict[str, object]:
    return {
        "agency_id": agency_id,
        "agency_name": name,
        "agency_url": f"https://example.org/{agency_id.lower()}",
        "agency_timezone": "Europe/London",
    }


def _route(route_id: str, agency: str, short: str, long: str, kind: int) -> dict[str, object]:
    return {
        "route_id": route_id,
        "agency_id": agency,
        "route_short_name": short,
        "route_long_name": long,
        "route_type": kind,
    }


def _stops(runs: Runs, places: dict[str, Place]) -> Rows:
    """Stations with their platforms and entrances, then piers, bus stops and far places."""
    rows: Rows = []
    for code, (name, at) in NARROW_GAUGE.items():
        rows.append(_stop(code, name, at, 1))
        for station, platform, east in PLATFORMS:
            if station == code:
                beside = (round(at[0] + east, 3), at[1])
                rows.append(_stop(code + platform, name, beside, 0, code, platform))
        for station, number, street, (dx, dy) in ENTRANCES:
            if station == code:
                door = (round(at[0] + dx, 3), round(at[1] + dy, 3))
                rows.append(_stop(f"{code}_E{number}", f"{name} {street}", door, 2, code))
    rows += [_stop(code, name, at) for code, (name, at) in INCLINE.items()]
    rows.append(_stop("FDP", "Glanfa'r Argae", DAM_PIER))
    rows.append(_stop("FMP", "Glanfa'r Mynydd", MOUNTAIN_PIER))
    stands = {s.stop_id: s for _, run in runs for s in run.stops}
    rows.append(_stop(*BUS_STATION, stands["VBB"].at, 1))
    for stop_id in sorted(stands):
        parent = BUS_STATION[0] if stop_id in STANDS else ""
        platform = stop_id[-1] if parent else ""
        stop: Stop = stands[stop_id]
        rows.append(_stop(stop_id, stop.name, stop.at, 0, parent, platform))
    rows.append(_stop("VP2", places["P2"].name, places["P2"].at))
    rows.append(_stop("VX4", places["X4"].name, places["X4"].at))
    return rows + [_stop(code, name, at) for code, (name, at) in FAR.items()]


def _stop(
    stop_id: str,
    name: str,
    place: Point,
    location_type: int = 0,
    parent: str = "",
    platform: str = "",
) -> dict[str, object]:
    lon, lat = lonlat(place)
    return {
        "stop_id": stop_id,
        "stop_name": name,
        "stop_lat": f"{lat:.6f}",
        "stop_lon": f"{lon:.6f}",
        "location_type": location_type,
        "parent_station": parent,
        "platform_code": platform,
        "wheelchair_boarding": WHEELCHAIR.get(stop_id, "1"),
    }


def _frequencies() -> Rows:
    repeated: list[tuple[str, tuple[Interval, ...]]] = [
        (_trip_id(shuttle.line, *_only(shuttle)), shuttle.intervals) for shuttle in SHUTTLES
    ]
    for ride in ABOVE:
        [(service, [start])] = ride.leaves.items()
        repeated.append((_ride_id(ride, service, start), ride.intervals))
    return [
        {
            "trip_id": trip,
            "start_time": interval.first,
            "end_time": interval.last,
            "headway_secs": interval.headway,
            "exact_times": interval.exact,
        }
        for trip, intervals in repeated
        for interval in intervals
    ]


def _transfers() -> Rows:
    """Rules for changes: between stops, routes and trips; and who may stay in the vehicle."""
    rows = [
        # Buses wait for the narrow-gauge trains in Heol Ganol, but nobody may cross the line from
        # platform 2 for them; the guard takes travellers from the first train over.
        _rule("TAB", "VG1a", 2, 60),
        _rule("TAB2", "VG1a", 3),
        _rule("TAB2", "VG1a", 2, 105, trips=("LF1f2-MF-0714", "V330-MF-0721")),
        # Tickets are sold on the platform, which takes time; holders of bus tickets have theirs.
        _rule("VG1b", "TAB", 2, 600),
        _rule("VG1b", "TAB", 2, 240, routes=("V33", "LF")),
        _rule("VG1b", "TAB1", 1, routes=("", "LF"), trips=("V331-MF-1805", "")),
        # At the bus station the shuttle waits for line 32, and takes nobody from line 31.
        _rule("VBS", "VBS", 2, routes=("V32", "PR")),
        _rule("VBS", "VBA", 3, routes=("V31", "PR")),
        _rule("VBB", "VBC", 0, routes=("V31", "")),
        # The ferry's landing stage is opened three minutes after the incline has arrived.
        _rule("ITP", "FDP", 2, 180),
        _rule("FDP", "ITP", 1, routes=("", "INC")),
    ]
    for ride in TRAINS:
        rows += _dividing(ride)
    # The last bus from Ynyshelwyn goes to the garage: all change.
    rows.append(_rule("", "", 5, trips=("V310-MF-1810", "V320-MF-1822")))
    rows.append(_rule("VBB", "VBC", 5, trips=("V310-SA-1740", "V320-SA-1752")))
    return rows


def _dividing(ride: Ride) -> Rows:
    """The parts of trains that go on as others: one as two, and two as one."""
    after = {"a": "bc", "d": "f", "e": "f"}.get(ride.part[0], "")
    rows = []
    for other in TRAINS:
        if other.part[0] in after and other.part[1] == ride.part[1]:
            for service, minutes in ride.leaves.items():
                for start, goes_on in zip(minutes, other.leaves[service], strict=True):
                    pair = (_ride_id(ride, service, start), _ride_id(other, service, goes_on))
                    rows.append(_rule(ride.calls[-1][0], other.calls[0][0], 4, trips=pair))
    return rows


def _rule(
    from_stop: str,
    to_stop: str,
    kind: int,
    seconds: int | None = None,
    routes: tuple[str, str] = ("", ""),
    trips: tuple[str, str] = ("", ""),
) -> dict[str, object]:
    return {
        "from_stop_id": from_stop,
        "to_stop_id": to_stop,
        "from_route_id": routes[0],
        "to_route_id": routes[1],
        "from_trip_id": trips[0],
        "to_trip_id": trips[1],
        "transfer_type": kind,
        "min_transfer_time": "" if seconds is None else seconds,
    }
