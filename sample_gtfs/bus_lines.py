"""The bus lines: agencies, routes, the places they serve and when they leave."""

from dataclasses import dataclass

AGENCIES = (
    ("AHB", "Bysiau Aberhelwyn"),
    ("CWC", "Cwm Coaches"),
    ("CTA", "Cludiant Tref Aberhelwyn"),
)
# Route id, agency, short name, long name, GTFS route type (200, 702 and 715 are extended types).
ROUTES = (
    ("R1", "AHB", "1", "Parc Helwyn - Canol y Dref - Blaenhelwyn Isaf", 3),
    ("R1X", "AHB", "1X", "Blaenhelwyn Isaf - Canol y Dref - Parc Helwyn Express", 702),
    ("R2", "AHB", "2", "Gwernhelwyn - Penrhiw Circular", 3),
    ("R3", "AHB", "3", "Canol y Dref - Y Graig", 3),
    ("R4", "CTA", "4", "Canol y Dref - Cwm Gwial", 3),
    ("R5", "CWC", "S5", "Ysgol Uwchradd Cwm Helwyn", 712),
    ("R6", "CWC", "X6", "Aberhelwyn - Caerhelwyn", 200),
    ("R7", "CTA", "7", "Bws y Farchnad", 715),
    ("R8", "CTA", "M8", "Bws y Mynydd", 3),
    ("R9", "CWC", "W9", "Gweithwyr yr Efail", 3),
    ("R10", "AHB", "10", "Ynyshelwyn - Canol y Dref", 3),
    ("RN1", "AHB", "N1", "Bws Nos Caerhelwyn - Aberhelwyn", 705),
)

Route = tuple[str, str, str, str, int]
Times = dict[str, list[int]]


@dataclass(frozen=True)
class Line:
    """The trips of one route over one sequence of places.

    ``leaves`` gives, by service, minutes after midnight. Where ``timed`` names places, only these
    and both ends have times; ``measured`` says whether stop times carry the distance travelled.
    ``board_only`` and ``alight_only`` name places where buses only pick up or only set down; at the
    others ``pickup`` holds.
    """

    route: str
    direction: int
    headsign: str
    places: str
    leaves: Times
    timed: str = ""
    measured: bool = True
    kmh: float = 25.0
    board_only: str = ""
    alight_only: str = ""
    pickup: int = 0
    half_timed_ends: bool = False


def at(*clock: str) -> list[int]:
    """Minutes after midnight of some times on the clock."""
    return [60 * int(time[:-3]) + int(time[-2:]) for time in clock]


def every(minutes: int, first: str, last: str) -> list[int]:
    """A regular departure from the first time to the last at most."""
    start, end = at(first, last)
    return list(range(start, end + 1, minutes))


NORTH = "P2 P3 P4 P5 P6 P7 P8 P9 BA Q1 Q2 Q4 Q5 Q6 Q8 N1 N2 N3"
SOUTH = "N3 N2 N1 Q8 Q6 Q5 Q4 Q2 Q1 BA P9 P8 P7 P6 P5 P4 P3 P2"
CIRCLE = "BB G1 G2 G3 H1 H2 H3 H5 G5 G4 G1 G2 G3 G6 S7 P7 P8 P9 BB"
CRAIG_A, CRAIG_B = "BC P9 E1 E2 E3 E4 E5 E6", "BC P9 E1 E2 E3 E4 F1 F2"
GWIAL = "BB W4 W5 W6 U1 U2 C1 C2"
FROM_NORTH, FROM_WEST = "N2 N1 Q8 Q6 Q5 Q4 P9 P7 P5", "C2 C1 U2 U1 G5 G4 G1 G2 G6 S7 P5"
YNYS = "S1 S2 S4 S5 S7 W1 W3 W4 BB"


def back(places: str) -> str:
    """Places in the order of the way back."""
    return " ".join(places.split()[::-1])


def _trunk(shift: int) -> Times:
    weekday = at("5:30", "5:45") + every(12, "6:00", "18:48") + every(30, "19:15", "22:45")
    saturday = every(15, "6:30", "18:30") + every(30, "19:15", "22:45")
    times = {"MF": weekday, "SA": saturday, "SU": every(30, "9:00", "18:00")}
    return {service: [minute + shift for minute in minutes] for service, minutes in times.items()}


TIMED = "BA P6 Q5"
LINES = (
    Line("R1", 0, "Blaenhelwyn Isaf", NORTH, _trunk(0), timed=TIMED),
    Line("R1", 1, "Parc Helwyn", SOUTH, _trunk(5), timed=TIMED),
    Line(
        "R1X",
        0,
        "Blaenhelwyn Isaf",
        "P2 P6 BA Q5 N1 N3",
        {"MF": every(30, "16:02", "18:32")},
        kmh=34,
    ),
    Line("R1X", 1, "Parc Helwyn", "N3 N1 Q5 BA P6 P2", {"MF": every(30, "7:08", "9:08")}, kmh=34),
    Line(
        "R2",
        0,
        "Penrhiw",
        CIRCLE,
        {"MF": every(30, "6:40", "18:40"), "SA": every(60, "8:10", "18:10")},
    ),
    Line(
        "R3",
        0,
        "Ffordd y Graig",
        CRAIG_A,
        {
            "MF": every(40, "6:10", "18:10"),
            "SA": every(60, "7:00", "18:00"),
            "SU": every(60, "10:00", "17:00"),
        },
    ),
    Line(
        "R3",
        0,
        "Maes Chwarae'r Graig",
        CRAIG_B,
        {
            "MF": every(40, "6:30", "18:30") + every(60, "19:20", "22:20"),
            "SA": every(60, "7:30", "18:30"),
        },
    ),
    Line(
        "R3",
        1,
        "Gorsaf Fysiau",
        back(CRAIG_A),
        {
            "MF": every(40, "6:30", "18:30"),
            "SA": every(60, "7:20", "18:20"),
            "SU": every(60, "10:20", "17:20"),
        },
    ),
    Line(
        "R3",
        1,
        "Gorsaf Fysiau",
        back(CRAIG_B),
        {
            "MF": every(40, "6:50", "18:50") + every(60, "19:40", "22:40"),
            "SA": every(60, "7:50", "18:50"),
        },
    ),
    Line(
        "R4",
        0,
        "Pen y Cwm",
        GWIAL,
        {
            "MF": every(60, "6:50", "18:50"),
            "SA": every(60, "7:50", "17:50"),
            "SU": at("9:50", "12:50", "15:50", "17:50"),
        },
        timed="U1",
        measured=False,
    ),
    Line(
        "R4",
        1,
        "Gorsaf Fysiau",
        back(GWIAL),
        {
            "MF": every(60, "7:15", "19:15"),
            "SA": every(60, "8:15", "18:15"),
            "SU": at("10:15", "13:15", "16:15", "18:15"),
        },
        timed="U1",
        measured=False,
    ),
    Line("R5", 0, "Ysgol Uwchradd", f"{FROM_NORTH} P3", {"SD": at("7:52")}, board_only=FROM_NORTH),
    Line("R5", 0, "Ysgol Uwchradd", f"{FROM_WEST} P3", {"SD": at("7:45")}, board_only=FROM_WEST),
    Line(
        "R5",
        1,
        "Blaenhelwyn Isaf",
        f"P3 {back(FROM_NORTH)}",
        {"SD": at("15:20")},
        alight_only=FROM_NORTH,
    ),
    Line("R5", 1, "Pen y Cwm", f"P3 {back(FROM_WEST)}", {"SD": at("15:22")}, alight_only=FROM_WEST),
    Line(
        "R6",
        0,
        "Caerhelwyn Canolog",
        "BC P6 P2 X1 X2 X3 X4",
        {
            "MF": every(60, "6:20", "19:20"),
            "SA": every(60, "7:20", "18:20"),
            "SU": every(120, "9:20", "19:20"),
        },
        board_only="BC P6 P2",
    ),
    Line(
        "R6",
        1,
        "Aberhelwyn",
        "X4 X3 X2 X1 P2 P6 BC",
        {
            "MF": every(60, "7:10", "20:10"),
            "SA": every(60, "8:10", "19:10"),
            "SU": every(120, "10:10", "20:10"),
        },
        alight_only="P2 P6 BC",
    ),
    Line(
        "R7",
        0,
        "Sgwâr y Glowyr",
        "S1 S2 S5 S7 G6 G3 G2 G1 Q1",
        {"MK": at("9:05", "10:35")},
        pickup=2,
        half_timed_ends=True,
    ),
    Line(
        "R7",
        1,
        "Cae'r Ynys",
        "Q1 G1 G2 G3 G6 S7 S5 S2 S1",
        {"MK": at("12:15", "13:45")},
        half_timed_ends=True,
    ),
    Line(
        "R8", 0, "Golygfan Mynydd Helwyn", "BC Q4 Q6 Q8 M1", {"RA": at("9:30", "13:30")}, pickup=3
    ),
    Line("R8", 1, "Gorsaf Fysiau", "M1 Q8 Q6 Q4 BC", {"RA": at("11:00", "16:30")}, pickup=3),
    Line(
        "R9",
        0,
        "Ystâd yr Efail",
        "G5 G4 G1 BB P8 P6 P4 P3",
        {"MF": at("5:10", "13:10")},
        alight_only="P4 P3",
    ),
    Line(
        "R9",
        1,
        "Parc y Dderwen",
        "P3 P4 P6 P8 BB G1 G4 G5",
        {"MF": at("14:10", "22:10")},
        board_only="P3 P4",
    ),
    Line(
        "R10",
        0,
        "Gorsaf Fysiau",
        YNYS,
        {
            "MF": every(30, "6:25", "18:25"),
            "SA": every(60, "7:25", "17:25"),
            "SU": at("10:25", "13:25", "16:25"),
        },
    ),
    Line(
        "R10",
        1,
        "Cae'r Ynys",
        back(YNYS),
        {
            "MF": every(30, "6:55", "18:55"),
            "SA": every(60, "7:55", "17:55"),
            "SU": at("10:55", "13:55", "16:55"),
        },
    ),
    Line(
        "RN1",
        0,
        "Aberhelwyn a Phenrhiw",
        "X4 X2 X1 P2 P6 BA G1 H1 H3 H5 G4",
        {"FS": at("23:10", "24:10", "25:05")},
        board_only="X4 X2",
    ),
)
