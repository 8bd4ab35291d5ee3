"""The railway feed: stations with platforms and entrances, trains up and down the valley."""

import math
from dataclasses import dataclass

from bus_lines import at, every
from gtfs import clock, exceptions
from main_roads import FOOT_OF_WEST_SLOPE_N, RAIL_N, west_road_n
from valley import Point, lonlat, plane
from years import Year

KMH = 50.0
DWELL = 45
Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Station:
    """A station: where it is, the platforms used down (0) and up (1) the valley, its entrances."""

    code: str
    name: str
    at: Point
    platforms: tuple[str, str]
    entrances: tuple[tuple[str, Point], ...] = ()


# From the head of the valley down; the places outside the map are metres in the plane.
STATIONS = (
    Station("BLH", "Blaenhelwyn", (-2300.0, 6100.0), ("1", "1")),
    Station("YLH", "Ynyshelwyn Uchaf", (-1500.0, 4150.0), ("1", "1")),
    Station(
        "ABH",
        "Aberhelwyn",
        plane(2580, RAIL_N),
        ("1", "2"),
        (
            ("Maes yr Orsaf", plane(2570, west_road_n(2570) - 20)),
            ("Heol Ganol", plane(2640, FOOT_OF_WEST_SLOPE_N + 5)),
        ),
    ),
    Station(
        "PHL", "Parc Helwyn", plane(620, RAIL_N), ("1", "2"), (("Heol yr Ynys", plane(592, -200)),)
    ),
    Station("RHH", "Rhydhelwyn", (1300.0, -5750.0), ("1", "2")),
    Station("CFH", "Cefn Helwyn", (2700.0, -10900.0), ("1", "2")),
    Station("CHC", "Caerhelwyn Canolog", (5150.0, -17200.0), ("3", "4")),
)
# The bay platform of Aberhelwyn, from which some trains start, has no place of its own: it stands
# where its station stands.
BAY = "ABH3"

Times = dict[str, list[int]]
DOWN: Times = {
    "MF": every(30, "5:32", "22:32"),
    "SA": every(30, "6:02", "22:02"),
    "SU": every(60, "9:02", "21:02"),
}
UP: Times = {
    "MF": every(30, "6:18", "22:48") + at("23:38"),
    "SA": every(30, "6:48", "22:48") + at("23:38"),
    "SU": every(60, "9:48", "21:48"),
}
# Trains that start in the bay at Aberhelwyn and run down the valley.
SHORT_DOWN: Times = {"SD": at("7:36"), "MF": at("16:50"), "EV": at("19:50", "20:50")}


def feed(year: Year) -> dict[str, Rows]:
    """The tables of the railway feed of a year; the trains are the same in every year."""
    trips, stop_times = _trips()
    return {
        "agency.txt": [
            {
                "agency_id": "RCH",
                "agency_name": "Rheilffordd Cwm Helwyn",
                "agency_url": "https://example.org/rch",
                "agency_timezone": "Europe/London",
            }
        ],
        "stops.txt": _stops(),
        "routes.txt": [
            {
                "route_id": "HVL",
                "agency_id": "RCH",
                "route_short_name": "",
                "route_long_name": "Blaenhelwyn - Aberhelwyn - Caerhelwyn",
                "route_type": 2,
            },
            {
                "route_id": "HVS",
                "agency_id": "RCH",
                "route_short_name": "",
                "route_long_name": "Aberhelwyn - Caerhelwyn",
                "route_type": 106,
            },
        ],
        "trips.txt": trips,
        "stop_times.txt": stop_times,
        "calendar.txt": [
            year.row("MF", "1111100"),
            year.row("SA", "0000010"),
            year.row("SU", "0000001"),
            year.row("SD", "1111100"),
        ],
        "calendar_dates.txt": [
            *exceptions("MF", year.bank_holidays, 2),
            *exceptions("SA", year.bank_holidays, 1),
            *exceptions("SD", year.school_days_off(), 2),
            *exceptions("EV", year.event_days, 1),
        ],
    }


def _platform_id(station: Station, direction: int) -> str:
    return station.code + station.platforms[direction]


def _trips() -> tuple[Rows, Rows]:
    trips: Rows = []
    stop_times: Rows = []
    for route, direction, calls, leaves in (
        ("HVL", 0, STATIONS, DOWN),
        ("HVL", 1, STATIONS[::-1], UP),
        ("HVS", 0, STATIONS[2:], SHORT_DOWN),
    ):
        for service, minutes in leaves.items():
            for start in minutes:
                trip = f"{route}{direction}-{service}-{start // 60:02d}{start % 60:02d}"
                trips.append(
                    {
                        "route_id": route,
                        "service_id": service,
                        "trip_id": trip,
                        "trip_headsign": calls[-1].name,
                        "trip_short_name": f"{5 - direction}H{start // 10:02d}",
                        "direction_id": direction,
                    }
                )
                stop_times += _stop_times(trip, route, direction, calls, 60 * start)
    return trips, stop_times


def _stop_times(
    trip: str, route: str, direction: int, calls: tuple[Station, ...], start: int
) -> Rows:
    rows: Rows = []
    metres = 0.0
    for k, station in enumerate(calls):
        metres += math.dist(calls[k - 1].at, station.at) if k else 0.0
        reached = start + 60 * math.ceil((1.1 * metres / (KMH / 3.6) + DWELL * k) / 60)
        dwell = 0 if k in (0, len(calls) - 1) else 60 if station.code == "ABH" else 30
        platform = BAY if route == "HVS" and k == 0 else _platform_id(station, direction)
        rows.append(
            {
                "trip_id": trip,
                "arrival_time": clock(reached - dwell),
                "departure_time": clock(reached),
                "stop_id": platform,
                "stop_sequence": 10 * (k + 1),
            }
        )
    return rows


def _stops() -> Rows:
    rows: Rows = []
    for station in STATIONS:
        rows.append(_stop(station.code, station.name, station.at, 1))
        for platform in sorted(set(station.platforms)):
            side = 8.0 if platform in ("1", "3") else -8.0
            at = (round(station.at[0] + side, 3), station.at[1])
            rows.append(_stop(station.code + platform, station.name, at, 0, station.code, platform))
        if BAY.startswith(station.code):
            rows.append(_stop(BAY, station.name, None, 0, station.code, BAY[-1]))
        for k, (name, at) in enumerate(station.entrances, 1):
            rows.append(
                _stop(f"{station.code}_E{k}", f"{station.name} {name}", at, 2, station.code)
            )
    return rows


def _stop(
    stop_id: str,
    name: str,
    place: Point | None,
    location_type: int,
    parent: str = "",
    platform: str = "",
) -> dict[str, object]:
    lat = lon = ""
    if place is not None:
        lon, lat = (f"{degrees:.6f}" for degrees in lonlat(place))
    return {
        "stop_id": stop_id,
        "stop_name": name,
        "stop_lat": lat,
        "stop_lon": lon,
        "location_type": location_type,
        "parent_station": parent,
        "platform_code": platform,
    }
