"""Riverside paths, parks, hillside tracks, the mountain road and the cut-off quarry hamlet."""

import math
from collections.abc import Iterable

from main_roads import ABUTMENT, main_road_n, west_road_n
from sketch import Sketch, Tags
from valley import Point, on_plane, river_n, smooth

STEPS_S = 1400.0


def draw(sketch: Sketch) -> None:
    """Draw everything around the streets."""
    _riverside(sketch)
    _parks(sketch)
    _hillside(sketch)
    _steps(sketch)
    _mountain_road(sketch)
    _quarry_hamlet(sketch)
    _works_not_open(sketch)


def _riverside(sketch: Sketch) -> None:
    bank = ABUTMENT - 13
    east = [(s, river_n(s) + bank) for s in range(980, 4241, 30)]
    sketch.cornered(east, "cycleway", "Taith Helwyn", foot="designated", segregated="no")
    west = [(s, river_n(s) - bank) for s in range(1400, 3861, 30)]
    sketch.cornered(west, "footway", "Llwybr y Dŵr")
    rng = sketch.random("riverside")
    s = 1000.0
    while s < 4220:
        if abs(s - 2440) > 60:
            sketch.cornered([(s, river_n(s) + bank), (s, main_road_n(s))], "footway")
        s += 110 + 90 * rng.random()
    s = 1420.0
    while s < 3860:
        sketch.cornered([(s, river_n(s) - bank), (s, west_road_n(s))], "footway")
        s += 150 + 110 * rng.random()
    sketch.pin((1700, river_n(1700) + bank), {"highway": "cycleway"}, barrier="cycle_barrier")


def _parks(sketch: Sketch) -> None:
    park = [(1995, 112), (2130, 115), (2150, 240), (2180, 300), (2090, 350), (2000, 260)]
    sketch.area(park, {"leisure": "park", "name": "Parc y Glowyr"})
    main = (2060, main_road_n(2060))
    sketch.street([main, (2055, 150), (2080, 220), (2075, 300)], "footway")
    sketch.street([(2055, 150), (2020, 190), (2035, 250), (2080, 262)], "footway")
    sketch.street(
        [(2080, 190), (2120, 200), (2140, 160), (2110, 125), (2090, main_road_n(2090))], "footway"
    )
    sketch.street([(2075, 300), (2010, 310), (1985, 250)], "path")
    sketch.street([(2075, 300), (2140, 320), (2225, 300)], "path")
    sketch.pin((2060, 105), {"highway": "footway"}, barrier="kissing_gate")
    bandstand = [(2080, 220), (2098, 226), (2096, 244), (2078, 240), (2080, 220)]
    sketch.cornered(bandstand, "footway")
    yard = [(1800, -230), (1895, -235), (1900, -400), (1820, -420), (1790, -320)]
    sketch.area(yard, {"landuse": "cemetery", "name": "Mynwent Bethania"})
    sketch.cornered([(1845, -205), (1850, -300), (1855, -390)], "footway")
    sketch.cornered([(1850, -300), (1810, -310)], "footway")
    sketch.cornered([(1850, -300), (1886, -310)], "footway")
    green = [(3200, -225), (3275, -225), (3275, -420), (3215, -400)]
    sketch.area(green, {"leisure": "park", "name": "Parc y Dderwen"})
    sketch.street([(3195, -205), (3230, -290), (3262, -360), (3296, -380)], "footway")
    wood = [(2950, 640), (3250, 620), (3300, 900), (3000, 940)]
    sketch.area(wood, {"natural": "wood", "name": "Coed y Graig"})


def _track(sketch: Sketch, ss: Iterable[int], n: float, tags: Tags) -> None:
    """Draw a track along the hillside, smoother than the bends of the valley below."""
    sketch.add(smooth(on_plane([(s, n + 45 * math.sin(s / 210)) for s in ss]), step=30), tags)


def _hillside(sketch: Sketch) -> None:
    _track(
        sketch,
        (300, 750, 1250, 1750, 2250, 2720, 3800, 4200),
        -1060,
        {"highway": "track", "tracktype": "grade2"},
    )
    _track(sketch, range(950, 4301, 335), 1040, {"highway": "bridleway", "name": "Llwybr y Mynydd"})
    rng = sketch.random("hillside")
    for side, first, last, top, track in ((-1, 420, 4050, 560, 1060), (1, 1050, 4200, 470, 1040)):
        s = float(first)
        while s < last:
            line: list[Point] = [(s, side * (top - 130.0))]
            for share in (0.25, 0.5, 0.75, 1.0):
                lean = 150 * (rng.random() - 0.5)
                line.append((s + lean, side * (top - 130 + share * (track - top + 150))))
            highway = "path" if rng.random() < 0.6 else "footway"
            if side < 0 or abs(s - STEPS_S) > 300:  # the steps are the only way down there
                sketch.street(line, highway)
                barrier = "stile" if highway == "path" else "gate"
                sketch.pin(line[3], {"highway": highway}, barrier=barrier)
            s += 300 + 260 * rng.random()
    sketch.pin((750, -1060), {"highway": "track"}, barrier="gate", motor_vehicle="private")
    sketch.pin((2250, -1060), {"highway": "track"}, barrier="gate")
    sketch.pin((3800, -1060), {"highway": "track"}, barrier="cattle_grid")


def _steps(sketch: Sketch) -> None:
    sketch.street(
        [(STEPS_S - 5, 430), (STEPS_S, 600), (STEPS_S + 10, 770)],
        "steps",
        "Grisiau'r Graig",
        step_count="214",
    )


def _mountain_road(sketch: Sketch) -> None:
    line: list[Point] = [
        (4345, main_road_n(4345)),
        (4352, 250),
        (4330, 430),
        (4420, 560),
        (4360, 680),
        (4480, 760),
        (4420, 900),
        (4560, 1050),
    ]
    sketch.street(line, "unclassified", "Heol y Mynydd", maxspeed="60 mph")


def _quarry_hamlet(sketch: Sketch) -> None:
    sketch.street(
        [(3420, -1250), (3520, -1230), (3640, -1260), (3720, -1225)],
        "unclassified",
        "Tai'r Chwarel",
    )
    for s, n in ((3470, -1300), (3560, -1310), (3660, -1330)):
        sketch.cornered(
            [(s, -1235), (s + 10, n)],
            "residential",
            f"Rhes {('Uchaf', 'Ganol', 'Isaf')[int(s) % 3]}",
        )
    sketch.street([(3480, -1300), (3570, -1312), (3670, -1330)], "footway")


def _works_not_open(sketch: Sketch) -> None:
    sketch.street(
        [(4860, main_road_n(4860)), (4900, 190), (5000, 220)],
        "construction",
        construction="residential",
    )
    sketch.street(
        [(3900, -205), (3960, -100), (3940, main_road_n(3940))], "proposed", proposed="secondary"
    )
