"""River, railway, motorway, the two valley roads and the two bridges between them."""

import math

from sketch import Sketch
from valley import Point, on_plane, plane, river_n, smooth, straight

WEST_ROAD_N = -95.0
RAIL_N = -150.0
FOOT_OF_WEST_SLOPE_N = -205.0
LOWER_BRIDGE_S = 1350.0
UPPER_BRIDGE_S = 2700.0
LEVEL_CROSSING_S = 3900.0
PARK_ROUNDABOUT_S = 150.0
ABUTMENT = 34.0


def main_road_n(s: float) -> float:
    """Where the main road lies across the valley, metres from the axis."""
    return 88 + 9 * math.sin(s / 240) + 4 * math.sin(s / 90)


def west_road_n(s: float) -> float:
    """Where the road between river and railway lies across the valley, metres from the axis."""
    return WEST_ROAD_N + 6 * math.sin((s - UPPER_BRIDGE_S) / 150)


def draw(sketch: Sketch) -> None:
    """Draw everything on the valley floor that runs through the whole town."""
    _water(sketch)
    _railway(sketch)
    _valley_roads(sketch)
    _bridges(sketch)
    _motorway(sketch)


def _run(first: float, last: float, step: float = 40.0) -> list[float]:
    pieces = max(1, round((last - first) / step))
    return [first + (last - first) * piece / pieces for piece in range(pieces + 1)]


def _water(sketch: Sketch) -> None:
    river = on_plane([(s, river_n(s)) for s in _run(-700, 5700, 25)])
    sketch.obstacle(river[::-1], {"waterway": "river", "name": "Afon Helwyn"})
    for name, stream in (
        (
            "Nant y Gwial",
            [(4420, -900), (4440, -600), (4410, -350), (4380, -120), (4330, river_n(4330))],
        ),
        ("Nant Llus", [(2080, 1150), (2100, 700), (2070, 420), (2090, 180), (2040, river_n(2040))]),
        ("Nant Tyllus", [(1850, -800), (1840, -500), (1860, -240), (1830, river_n(1830))]),
    ):
        sketch.obstacle(on_plane(smooth(stream)), {"waterway": "stream", "name": name})


def _railway(sketch: Sketch) -> None:
    tags = {"railway": "rail", "gauge": "1435", "electrified": "no", "name": "Helwyn Valley Line"}
    for offset in (-2.5, 2.5):
        track = on_plane(
            [(s, RAIL_N + offset) for s in [*_run(-700, LEVEL_CROSSING_S), *_run(3940, 5700)]]
        )
        sketch.obstacle(track, tags)


def _valley_roads(sketch: Sketch) -> None:
    ref = {"ref": "A4998"}
    for first, last, name, speed in (
        (-360, PARK_ROUNDABOUT_S - 22, "Ffordd Caerhelwyn", "50 mph"),
        (PARK_ROUNDABOUT_S + 22, 860, "Ffordd Caerhelwyn", "40 mph"),
        (860, 1950, "Heol Caerhelwyn", "30 mph"),
        (1950, 3100, "Ffordd Liniaru", "30 mph"),
        (3100, 4350, "Heol Blaenhelwyn", "30 mph"),
        (4350, 5350, "Heol Blaenhelwyn", "60 mph"),
    ):
        points = [(s, main_road_n(s)) for s in _run(first, last)]
        sketch.cornered(points, "primary", name, maxspeed=speed, **ref)
    west = [(s, west_road_n(s)) for s in _run(LOWER_BRIDGE_S, LEVEL_CROSSING_S)]
    west[0], west[-1] = (LOWER_BRIDGE_S, WEST_ROAD_N), (LEVEL_CROSSING_S, WEST_ROAD_N)
    at_bridge = next(i for i, (s, _) in enumerate(west) if s > UPPER_BRIDGE_S)
    bridge_end = (UPPER_BRIDGE_S, WEST_ROAD_N)
    west.insert(at_bridge, bridge_end)
    for part, name in (
        (west[: at_bridge + 1], "Heol yr Orsaf"),
        (west[at_bridge:], "Glan yr Helwyn"),
    ):
        sketch.cornered(part, "secondary", name, ref="B4997", maxspeed="30 mph")
    crossing = [
        (LEVEL_CROSSING_S, n)
        for n in (WEST_ROAD_N, RAIL_N + 2.5, RAIL_N - 2.5, FOOT_OF_WEST_SLOPE_N)
    ]
    sketch.cornered(crossing, "secondary", "Heol y Groesfan", ref="B4997", maxspeed="30 mph")
    for first, last, name in (
        (-60, 700, "Heol yr Ynys"),
        (700, 1850, "Heol Isaf"),
        (1850, 3300, "Heol Ganol"),
        (3300, 4300, "Heol Uchaf"),
    ):
        foot = [(s, FOOT_OF_WEST_SLOPE_N) for s in _run(first, last)]
        sketch.cornered(foot, "tertiary", name, maxspeed="20 mph")


def _bridges(sketch: Sketch) -> None:
    for s, name, street in (
        (LOWER_BRIDGE_S, "Pont Isaf", "Heol y Bont Isaf"),
        (UPPER_BRIDGE_S, "Pont Helwyn", "Heol y Bont"),
    ):
        river = river_n(s)
        tags = {"highway": "secondary", "name": street, "ref": "B4997", "maxspeed": "20 mph"}
        over = tags | {"bridge": "yes", "layer": "1", "bridge:name": name}
        _across(sketch, s, [main_road_n(s), river + ABUTMENT], tags)
        _across(sketch, s, [river + ABUTMENT, river - ABUTMENT], over, layer=1)
        _across(sketch, s, [river - ABUTMENT, WEST_ROAD_N], tags)
    tags = {"highway": "tertiary", "name": "Stryd y Twnnel", "maxspeed": "20 mph"}
    under = tags | {"tunnel": "yes", "layer": "-1", "maxheight": "3.6"}
    _across(sketch, LOWER_BRIDGE_S, [WEST_ROAD_N, RAIL_N + 12], tags)
    _across(sketch, LOWER_BRIDGE_S, [RAIL_N + 12, RAIL_N - 12], under, layer=-1)
    _across(sketch, LOWER_BRIDGE_S, [RAIL_N - 12, FOOT_OF_WEST_SLOPE_N], tags)
    tags = {"highway": "secondary", "name": "Heol y Bont", "ref": "B4997", "maxspeed": "20 mph"}
    over = tags | {"bridge": "yes", "layer": "1"}
    _across(sketch, UPPER_BRIDGE_S, [WEST_ROAD_N, RAIL_N + 16], tags)
    _across(sketch, UPPER_BRIDGE_S, [RAIL_N + 16, RAIL_N - 16], over, layer=1)
    _across(sketch, UPPER_BRIDGE_S, [RAIL_N - 16, FOOT_OF_WEST_SLOPE_N], tags)


def _across(
    sketch: Sketch, s: float, ns: list[float], tags: dict[str, str], layer: int = 0
) -> None:
    sketch.add(on_plane(straight([(s, n) for n in ns])), tags, layer)


def roundabout(sketch: Sketch, centre: Point, radius: float, tags: dict[str, str]) -> list[Point]:
    """Draw a roundabout, driven clockwise, and return its sixteen points, the first due north."""
    ring = []
    for corner in range(16):
        angle = math.pi * corner / 8
        ring.append(
            (
                round(centre[0] + radius * math.sin(angle), 3),
                round(centre[1] + radius * math.cos(angle), 3),
            )
        )
    sketch.add([*ring, ring[0]], tags | {"junction": "roundabout"})
    return ring


def _nearest(ring: list[Point], to: Point) -> Point:
    return min(ring, key=lambda point: math.dist(point, to))


def _motorway(sketch: Sketch) -> None:
    anchors = [(-560.0, 430.0), (-150.0, 560.0), (230.0, 745.0), (620.0, 1010.0), (1000.0, 1400.0)]
    axis = smooth(on_plane(anchors), step=60)
    tags = {"highway": "motorway", "ref": "M99", "oneway": "yes", "maxspeed": "70 mph"}
    north = _offset(axis, -13)
    south = _offset(axis, 13)[::-1]
    sketch.add(north, tags | {"lanes": "2"}, layer=2)
    sketch.add(south, tags | {"lanes": "2"}, layer=2)
    middle = min(range(len(axis)), key=lambda i: math.dist(axis[i], on_plane([(150.0, 720.0)])[0]))
    west, east = _offset(axis, -85)[middle], _offset(axis, 85)[middle]
    ring_tags = {"highway": "trunk", "ref": "A4998(M)", "maxspeed": "40 mph"}
    rings = [roundabout(sketch, centre, 24, ring_tags) for centre in (west, east)]
    over = {"highway": "trunk", "bridge": "yes", "layer": "3", "maxspeed": "40 mph"}
    sketch.add([_nearest(rings[0], east), _nearest(rings[1], west)], over, layer=3)
    back = len(south) - 1 - middle
    for road, at, ring in ((north, middle, rings[0]), (south, back, rings[1])):
        slip = {"highway": "motorway_link", "oneway": "yes", "maxspeed": "50 mph"}
        leave, enter = road[at - 5], road[at + 5]
        off = smooth(
            [leave, _mean(leave, _nearest(ring, leave), road[at - 2]), _nearest(ring, leave)]
        )
        on = smooth(
            [_nearest(ring, enter), _mean(enter, _nearest(ring, enter), road[at + 2]), enter]
        )
        sketch.add(off, slip, layer=2)
        sketch.add(on, slip, layer=2)
    _spur(sketch, rings[0], rings[1])


def _spur(sketch: Sketch, west: list[Point], east: list[Point]) -> None:
    town_end = plane(PARK_ROUNDABOUT_S, main_road_n(PARK_ROUNDABOUT_S))
    tags = {"highway": "primary", "ref": "A4998", "name": "Cylchfan y Parc", "maxspeed": "30 mph"}
    ring = roundabout(sketch, town_end, 22, tags)
    for s in (PARK_ROUNDABOUT_S - 22, PARK_ROUNDABOUT_S + 22):
        end = plane(s, main_road_n(s))
        sketch.add([end, _nearest(ring, end)], tags | {"name": "Ffordd Caerhelwyn"})
    first, last = _nearest(ring, west[12]), _nearest(west, town_end)
    middle = ((first[0] + last[0]) / 2 + 25, (first[1] + last[1]) / 2 - 40)
    spur = {"highway": "trunk", "ref": "A4998(M)", "motorroad": "yes", "maxspeed": "50 mph"}
    sketch.add(smooth([first, middle, last]), spur)
    farm = min(east, key=lambda point: -point[0])
    lane = [farm, (farm[0] + 90, farm[1] - 30), (farm[0] + 160, farm[1] + 40)]
    sketch.add(smooth(lane), {"highway": "service", "service": "driveway", "access": "private"})


def _mean(a: Point, b: Point, c: Point) -> Point:
    return (a[0] + b[0] + 2 * c[0]) / 4, (a[1] + b[1] + 2 * c[1]) / 4


def _offset(line: list[Point], distance: float) -> list[Point]:
    moved = []
    for i, (x, y) in enumerate(line):
        (x0, y0), (x1, y1) = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
        length = math.hypot(x1 - x0, y1 - y0)
        moved.append(
            (
                round(x + distance * (y1 - y0) / length, 3),
                round(y - distance * (x1 - x0) / length, 3),
            )
        )
    return moved
