"""The third feed as a plan: what runs where, which changes are promised and which are closed.

The operators are the council's Cyswllt Cwm Helwyn (buses, incline and ferry) and the narrow-gauge
railway. Codes of bus places are those of `bus_stops`.
"""

from dataclasses import dataclass
from datetime import date

from bus_lines import Line, Times, at, every

AGENCIES = (
    ("CCH", "Cyswllt Cwm Helwyn"),
    ("LFG", "Lein Fach Gwial"),
)
# Route id, agency, short name, long name, GTFS route type.
ROUTES = (
    ("PR", "CCH", "P", "Parcio a Theithio", 3),
    ("V31", "CCH", "31", "Ynyshelwyn - Gorsaf Fysiau", 3),
    ("V32", "CCH", "32", "Gorsaf Fysiau - Penrhiw", 3),
    ("V33", "CCH", "33", "Lein Fach - Y Graig", 3),
    ("PIL", "CCH", "", "Coets y Pererinion", 200),
    ("LF", "LFG", "", "Lein Fach Gwial", 2),
    ("INC", "CCH", "", "Inclein Helwyn", 7),
    ("FER", "CCH", "", "Fferi'r Gronfa", 4),
)
SUMMER = (date(2025, 4, 6), date(2025, 9, 28))

PARK, PARK_BACK = "P2 P3 P6 P9 BA Q1", "Q1 BA P9 P6 P3 P2"
YNYS, PENRHIW = "S1 S2 S4 S5 W1 W3 BB", "BC G1 G2 H1 H2 H3 H5"
CRAIG = "G1 Q1 P9 E1 E2 E3 E5"


def back(places: str) -> str:
    """Places in the opposite order."""
    return " ".join(places.split()[::-1])


# Buses that run as listed.
IN_TOWN: Times = {"MF": every(30, "6:40", "18:10"), "SA": every(60, "8:40", "17:40")}
TO_TRAINS: Times = {
    "MF": every(60, "7:21", "18:21") + every(60, "6:51", "17:51"),
    "SA": every(60, "8:51", "17:51"),
    "HO": every(120, "9:21", "17:21"),
}
BUSES = (
    Line("V31", 0, "Gorsaf Fysiau", YNYS, IN_TOWN),
    Line("V32", 0, "Penrhiw", PENRHIW, {day: [m + 12 for m in ms] for day, ms in IN_TOWN.items()}),
    Line(
        "V32",
        1,
        "Gorsaf Fysiau",
        back(PENRHIW).replace("BC", "BB"),
        {day: [m + 24 for m in ms] for day, ms in IN_TOWN.items()},
    ),
    Line(
        "V31",
        1,
        "Ynyshelwyn",
        back(YNYS),
        {day: [m + 34 for m in ms] for day, ms in IN_TOWN.items()},
    ),
    Line("V33", 0, "Grisiau'r Graig", CRAIG, TO_TRAINS),
    Line(
        "V33",
        1,
        "Lein Fach",
        back(CRAIG),
        {day: [m + 14 for m in ms] for day, ms in TO_TRAINS.items()},
    ),
)
# A bus of these lines goes from Ynyshelwyn through to Penrhiw and back, under two numbers (block).
THROUGH = ("V31", "V32")


@dataclass(frozen=True)
class Interval:
    """A row of frequencies.txt: from, until, seconds between departures, `exact_times`."""

    first: str
    last: str
    headway: int
    exact: str


@dataclass(frozen=True)
class Shuttle:
    """A trip that is repeated at intervals; its line leaves once, at the time of the pattern."""

    line: Line
    intervals: tuple[Interval, ...]
    block: str = ""


def _shuttle(direction: int, headsign: str, places: str, service: str) -> Line:
    return Line("PR", direction, headsign, places, {service: at("6:00")}, timed="BA")


SHUTTLES = (
    Shuttle(
        _shuttle(0, "Canol y Dref", PARK, "MF"),
        (
            Interval("06:30:00", "09:30:00", 450, "1"),
            Interval("09:30:00", "15:30:00", 720, "0"),
            Interval("15:30:00", "18:40:00", 600, "1"),
        ),
        block="PR",
    ),
    Shuttle(
        _shuttle(1, "Parc Manwerthu", PARK_BACK, "MF"),
        (
            Interval("06:45:00", "09:00:00", 600, "1"),
            Interval("09:00:00", "18:50:00", 720, ""),
        ),
        block="PR",
    ),
    Shuttle(_shuttle(0, "Canol y Dref", PARK, "SA"), (Interval("08:00:00", "18:00:00", 900, "0"),)),
    Shuttle(
        _shuttle(1, "Parc Manwerthu", PARK_BACK, "SA"),
        (Interval("08:15:00", "18:20:00", 900, "1"),),
    ),
)

# Trips past stops without a street network of their own: route, direction, headsign, wheelchair,
# stops with minutes after the first departure, services with the times of departure.
Call = tuple[str, float]


@dataclass(frozen=True)
class Ride:
    """Trips over stops given with the minutes after their first departure."""

    route: str
    direction: int
    headsign: str
    part: str
    calls: tuple[Call, ...]
    leaves: Times
    wheelchair: str
    intervals: tuple[Interval, ...] = ()


# The train divides at Y Groesfan: the front goes to the mine, the rear to Blaen y Lein; half an
# hour later both parts come back as one. Trains at 20 past use platform 1, those at 10 to platform
# 2 of Aberhelwyn.
OUT_1: Times = {"MF": every(60, "7:20", "18:20"), "SA": every(60, "8:20", "17:20")}
OUT_2: Times = {
    "MF": every(60, "6:50", "17:50"),
    "SA": every(60, "8:50", "17:50"),
    "HO": every(120, "8:50", "16:50"),
}


def _train(platform: str, leaves: Times) -> tuple[Ride, ...]:
    """Make the six trips of one departure: out as one, on as two, back as two, home as one."""

    def ride(direction: int, headsign: str, part: str, *calls: Call) -> Ride:
        start = calls[0][1]
        later = {day: [minute + round(start) for minute in ms] for day, ms in leaves.items()}
        shifted = tuple((stop, minute - start) for stop, minute in calls)
        old = part in "ce"  # the carriages to Blaen y Lein have steps
        return Ride(
            "LF", direction, headsign, part + platform[-1], shifted, later, "2" if old else "1"
        )

    return (
        ride(0, "Glofa Gwial a Blaen y Lein", "a", (platform, 0), ("TGR1", 5.5)),
        ride(0, "Glofa Gwial", "b", ("TGR1", 6), ("TCG1", 9), ("TGL1", 12)),
        ride(0, "Blaen y Lein", "c", ("TGR1", 8), ("TBL1", 12)),
        ride(1, "Aberhelwyn", "d", ("TGL1", 16), ("TCG1", 20), ("TGR2", 23.5)),
        ride(1, "Aberhelwyn", "e", ("TBL1", 19), ("TGR2", 23.25)),
        ride(1, "Aberhelwyn", "f", ("TGR2", 24), (platform, 29)),
    )


TRAINS = (*_train("TAB1", OUT_1), *_train("TAB2", OUT_2))

_INCLINE_DAY = (
    Interval("09:00:00", "10:30:00", 900, "1"),
    Interval("10:30:00", "17:30:00", 720, "0"),
)
_FERRY_DAY = (Interval("09:30:00", "17:40:00", 1500, "0"),)
ABOVE = (
    Ride("INC", 0, "Pen yr Inclein", "u", (("IFT", 0), ("ITP", 4)), {"HAF": at("9:00")}, "2",
         _INCLINE_DAY),
    Ride("INC", 1, "Troed yr Inclein", "d", (("ITP", 0), ("IFT", 4)), {"HAF": at("9:00")}, "2",
         _INCLINE_DAY),
    Ride("FER", 0, "Glanfa'r Mynydd", "o", (("FDP", 0), ("FMP", 5.5)), {"HAF": at("9:30")}, "0",
         _FERRY_DAY),
    Ride("FER", 1, "Glanfa'r Argae", "r", (("FMP", 0), ("FDP", 5.5)), {"HAF": at("9:30")}, "0",
         _FERRY_DAY),
)  # fmt: skip
# The pilgrims leave on Sunday night and are back on Tuesday morning; one call with two
# times stands there as two.
PILGRIMS = Ride(
    "PIL",
    0,
    "Porth y Saint",
    "",
    (
        ("VBC", 0), ("VP2", 12), ("VX4", 45), ("LEN", 330), ("SNT", 960), ("SNT", 1500),
        ("LEN", 1980), ("VX4", 2018), ("VP2", 2048), ("VBC", 2062),
    ),
    {"PE": at("22:00")},
    "",
)  # fmt: skip
