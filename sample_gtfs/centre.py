"""The town centre, its bus station and railway stations, and the retail park."""

import math

from main_roads import FOOT_OF_WEST_SLOPE_N, RAIL_N, WEST_ROAD_N, main_road_n
from sketch import Sketch
from valley import Point, river_n

TWENTY = {"maxspeed": "20 mph"}


def draw(sketch: Sketch) -> None:
    """Draw the centre between the main road and the first terraces above it."""
    _high_street(sketch)
    _lanes(sketch)
    _bus_station(sketch)
    _car_park(sketch, (2445, 2545), (256, 312), (2500, 234), 4)
    _central_station(sketch)
    _park_station(sketch)
    _retail_park(sketch)
    _works(sketch)


def _main(s: float) -> Point:
    return s, main_road_n(s)


def _high_street(sketch: Sketch) -> None:
    south = [_main(2185), (2225, 138), (2300, 164), (2380, 168)]
    north = [(2720, 170), (2800, 168), (2880, 142), _main(2930)]
    sketch.street(south, "tertiary", "Heol Fawr", **TWENTY)
    sketch.street(
        [(2380, 168), (2470, 174), (2560, 168), (2640, 172), (2720, 170)],
        "pedestrian",
        "Heol Fawr",
        bicycle="yes",
    )
    sketch.street(north, "tertiary", "Heol Fawr", **TWENTY)
    sketch.street(
        [(2820, 163), (2790, 212), (2680, 232), (2550, 236), (2400, 230), (2310, 214), (2285, 162)],
        "tertiary",
        "Heol y Farchnad",
        oneway="yes",
        **TWENTY,
    )
    sketch.street(
        [(2330, 166), (2355, 132), (2450, 130), (2550, 126), (2690, 130), (2745, 136), (2770, 169)],
        "unclassified",
        "Stryd y Capel",
        oneway="yes",
        oneway__bicycle="no",
        **TWENTY,
    )
    square = [(2535, 148), (2535, 190), (2592, 190), (2592, 148), (2535, 148)]
    sketch.cornered(square, "pedestrian", "Sgwâr y Glowyr", area="yes")
    bank = [
        _main(2150),
        (2170, 210),
        (2225, 300),
        (2310, 330),
        (2500, 330),
        (2700, 330),
        (2900, 330),
    ]
    sketch.street(
        [*bank, (3000, 300), (3050, 190), _main(3080)], "unclassified", "Heol y Bryn", **TWENTY
    )


def _lanes(sketch: Sketch) -> None:
    for s, name in ((2340, "Tyle Cefnhelyg"), (2600, "Rhiw'r Capel"), (2740, "Tyle'r Ysgol")):
        line = [(s, 222), (s + 6, 275), (s - 8, 330)]
        sketch.street(line, "residential", name, **TWENTY)
    sketch.cornered([(2470, 174), (2470, 200), (2474, 232)], "footway", "Ale'r Crydd")
    sketch.cornered(
        [(2415, 130), (2412, 170)], "living_street", "Stryd y Pobydd", maxspeed="10 mph"
    )
    sketch.cornered(
        [(2412, 170), (2410, 230)], "residential", "Stryd y Pobydd", oneway="-1", **TWENTY
    )
    sketch.cornered([(2560, 126), (2560, 148)], "footway")
    sketch.cornered([(2564, 190), (2566, 234)], "footway", "Ale'r Farchnad")
    arcade = {"tunnel": "building_passage", "indoor": "yes", "layer": "0"}
    sketch.cornered([(2640, 172), (2642, 233)], "corridor", "Arcêd Glan Helwyn", **arcade)
    sketch.cornered([(2640, 128), (2640, 171)], "footway")
    gate = [_main(2700), (2700, 131)]
    sketch.cornered(gate, "unclassified", "Heol y Bont", motor_vehicle="no", bus="yes", **TWENTY)
    sketch.cornered([(2700, 131), (2700, 170)], "living_street", "Heol y Bont", maxspeed="10 mph")
    sketch.cornered([_main(2620), (2622, 127)], "cycleway", foot="designated", segregated="no")
    sketch.cornered([_main(2790), (2788, 168)], "residential", "Stryd y Bragdy", **TWENTY)
    sketch.cornered([(2330, 166), _main(2334)], "unclassified", "Stryd y Felin", **TWENTY)
    sketch.pin((2382, 168), {"highway": "pedestrian"}, barrier="bollard")
    sketch.pin((2718, 170), {"highway": "pedestrian"}, barrier="bollard")
    sketch.pin((2700, 131), {"highway": "living_street"}, barrier="bollard", bicycle="yes")
    sketch.pin((2412, 150), {"highway": "living_street"}, barrier="planter")


def _bus_station(sketch: Sketch) -> None:
    loop = [_main(2378), (2390, 110), (2420, 113), (2450, 112), (2472, 106), _main(2482)]
    sketch.street(loop, "service", "Gorsaf Fysiau Aberhelwyn", access="no", bus="yes", oneway="yes")
    platform = [(2395, 119), (2420, 121), (2450, 120)]
    sketch.cornered(platform, "footway", "Platfform", foot="designated")
    sketch.cornered([(2420, 121), (2422, 131)], "footway")
    sketch.cornered([(2450, 120), (2455, 130)], "footway")
    sketch.cornered([(2395, 119), _main(2370)], "footway")
    subway = {"tunnel": "yes", "layer": "-1", "lit": "yes"}
    s = 2440
    sketch.cornered([(s, river_n(s) + 21), (s, main_road_n(s) - 14)], "footway")
    under = sketch.cornered(
        [(s, main_road_n(s) - 14), (s, 125.5)], "footway", "Isffordd y Cei", **subway
    )
    under.layer = -1
    sketch.cornered([(s, 125.5), (s, 130.5)], "footway")


def _car_park(
    sketch: Sketch, ss: tuple[float, float], ns: tuple[float, float], entry: Point, aisles: int
) -> None:
    """Draw a car park: a ring, aisles across it and a way in."""
    ring = [(ss[0], ns[0]), (ss[1], ns[0]), (ss[1], ns[1]), (ss[0], ns[1]), (ss[0], ns[0])]
    sketch.cornered(ring, "service")
    for aisle in range(1, aisles + 1):
        s = ss[0] + (ss[1] - ss[0]) * aisle / (aisles + 1)
        sketch.cornered([(s, ns[0]), (s, ns[1])], "service", service="parking_aisle", oneway="yes")
    near = ns[0] if entry[1] < ns[0] else ns[1]
    sketch.cornered([entry, (entry[0], near)], "service")


def _central_station(sketch: Sketch) -> None:
    east, west = RAIL_N + 8, RAIL_N - 8
    for n in (east, west):
        line = sketch.cornered([(2520, n), (2570, n), (2640, n)], "platform")
        line.tags = {"railway": "platform", "public_transport": "platform"}
    for s in (2520, 2640):
        sketch.cornered([(s, WEST_ROAD_N + 3), (s, -118)], "service", "Maes yr Orsaf")
    sketch.cornered([(2520, -118), (2640, -118)], "service", "Maes yr Orsaf")
    sketch.cornered([(2570, -118), (2570, east)], "footway")
    sketch.cornered([(2640, west), (2640, FOOT_OF_WEST_SLOPE_N)], "footway")
    over = sketch.cornered([(2600, east + 9), (2600, west - 9)], "footway", bridge="yes", layer="1")
    over.layer = 1
    sketch.cornered([(2586, east), (2600, east + 9)], "steps", incline="up")
    sketch.cornered([(2586, west), (2600, west - 9)], "steps", incline="up")
    sketch.cornered([(2600, east), (2600, east + 9)], "elevator")


def _park_station(sketch: Sketch) -> None:
    east, west = RAIL_N + 8, RAIL_N - 8
    for n in (east, west):
        line = sketch.cornered([(580, n), (660, n)], "platform")
        line.tags = {"railway": "platform", "public_transport": "platform"}
    sketch.cornered([(600, west), (590, FOOT_OF_WEST_SLOPE_N)], "footway")
    under = {"tunnel": "yes", "layer": "-1"}
    sketch.cornered([(640, west), (640, west - 10)], "steps", incline="down")
    subway = sketch.cornered([(640, west - 10), (640, east + 10)], "footway", **under)
    subway.layer = -1
    sketch.cornered([(640, east + 10), (640, east)], "steps", incline="up")


def _retail_park(sketch: Sketch) -> None:
    loop = [_main(330), (334, 170), (350, 262), (430, 304), (540, 296), (596, 220), _main(606)]
    sketch.street(loop, "unclassified", "Ffordd y Parc", maxspeed="20 mph")
    _car_park(sketch, (385, 555), (150, 235), (470, 300), 7)
    _car_park(sketch, (400, 500), (345, 400), (450, 303), 4)
    sketch.cornered([(470, 150), (470, main_road_n(470))], "footway")
    sketch.cornered([(555, 190), (598, 190)], "service")


def _works(sketch: Sketch) -> None:
    spine = [_main(690), (700, 170), (730, 262), (800, 300), (860, 330)]
    sketch.street(spine, "unclassified", "Ystâd Ddiwydiannol yr Efail", maxspeed="20 mph")
    for s, n, side in (
        (704, 190, 1),
        (722, 240, 1),
        (716, 225, -1),
        (760, 283, 1),
        (800, 300, -1),
        (850, 326, 1),
    ):
        yard = [(s, n), (s + 8, n + 40 * side * math.copysign(1, side)), (s + 45 * side, n + 44)]
        sketch.cornered(yard[:1] + yard[2:], "service", access="private")
    sketch.pin((704 + 20, 190 + 20), {"access": "private"}, barrier="lift_gate", access="private")
