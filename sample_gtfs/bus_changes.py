"""The buses a year later: what changed in the timetable of 2026, and nothing else.

* Route 1 has bus lanes along the main road: it runs 30 instead of 25 km/h between its stops.
* Route 3 to Y Graig is cut back from Monday to Friday: each branch runs once an hour instead of
  every 40 minutes, and no longer in the evening.
* Route 10 to Ynyshelwyn no longer runs on Sundays.
* Route 11 is new. It goes along the upper terraces of Trehelwyn, below an estate that had no bus.

All stops of 2025 stay where they are under the same ids; those of route 11 are new.
"""

from dataclasses import replace

from bus_lines import LINES, ROUTES, Line, Times, back, every
from valley import Point

BUS_LANE_KMH = 30.0
# Route 3 from Monday to Friday, by direction and the branch's last place.
CUT_BACK = {
    (0, "E6"): every(60, "7:00", "17:00"),
    (1, "E6"): every(60, "7:20", "17:20"),
    (0, "F2"): every(60, "6:30", "17:30"),
    (1, "F2"): every(60, "6:50", "17:50"),
}
NEW_STOPS: dict[str, tuple[str, Point]] = {
    "Y1": ("Trehelwyn Isaf", (3520, -500)),
    "Y2": ("Bellows Road", (3660, -540)),
    "Y3": ("Ystâd Trehelwyn", (3880, -560)),
    "Y4": ("Trehelwyn Uchaf", (4050, -490)),
}
TREHELWYN = "BB G1 G4 Y1 Y2 Y3 Y4 U1 U2"
NEW_ROUTE = ("R11", "AHB", "11", "Canol y Dref - Trehelwyn", 3)
LATER_ROUTES = (*ROUTES, NEW_ROUTE)


def later_lines() -> list[Line]:
    """All lines of 2026, the new ones last."""
    return [_later(line) for line in LINES] + _trehelwyn()


def _later(line: Line) -> Line:
    if line.route == "R1":
        return replace(line, kmh=BUS_LANE_KMH)
    if line.route == "R3":
        stops = line.places.split()
        branch = stops[0 if line.direction else -1]
        return replace(line, leaves=line.leaves | {"MF": CUT_BACK[line.direction, branch]})
    if line.route == "R10":
        return replace(line, leaves=_without_sunday(line.leaves))
    return line


def _without_sunday(leaves: Times) -> Times:
    return {service: times for service, times in leaves.items() if service != "SU"}


def _trehelwyn() -> list[Line]:
    out = {
        "MF": every(20, "6:35", "18:35") + every(60, "19:25", "21:25"),
        "SA": every(30, "7:35", "18:05"),
        "SU": every(60, "10:05", "17:05"),
    }
    home = {service: [minute + 25 for minute in times] for service, times in out.items()}
    return [
        Line("R11", 0, "Trehelwyn", TREHELWYN, out),
        Line("R11", 1, "Gorsaf Fysiau", back(TREHELWYN), home),
    ]
