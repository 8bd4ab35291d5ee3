"""The whole town on the drawing board, in the order in which it is drawn."""

import centre
import main_roads
import outskirts
import terraces
from estates import Growth, cut_throughs, drives, estate
from names import Names
from sketch import Sketch
from terraces import District

DISTRICTS = (
    District("Ynyshelwyn", -1, 205, 560, 1770, 8, tilt=0.12),
    District("Gwernhelwyn", -1, 205, 1950, 3200, 9, tilt=-0.1),
    District("Trehelwyn", -1, 205, 3330, 4260, 7, tilt=0.05),
    District("Pantyrwydd", 1, 88, 890, 1950, 8, narrowing=25, tilt=-0.08),
    District("Brynhelwyn", 1, 330, 2270, 2960, 8, narrowing=25, names="drive"),
    District("Cefnhelyg", 1, 88, 3130, 4310, 8, tilt=0.1),
)


def draw() -> Sketch:
    """Draw the town."""
    sketch = Sketch(Names())
    main_roads.draw(sketch)
    centre.draw(sketch)
    for district in DISTRICTS:
        terraces.draw(sketch, district)
    _hill_roads(sketch)
    outskirts.draw(sketch)
    _estates(sketch)
    cut_throughs(sketch, longest=80, chance=0.75)
    drives(sketch, "houses", chance=0.5, limit=430)
    return sketch


def _hill_roads(sketch: Sketch) -> None:
    """Draw the roads that climb past the terraces to the estates above them."""
    east = [
        (1975, main_roads.main_road_n(1975)),
        (1985, 250),
        (1965, 400),
        (1900, 540),
        (1760, 590),
    ]
    sketch.street(
        [*east, (1700, 640), (1790, 680), (1930, 690)],
        "tertiary",
        "Heol y Graig",
        maxspeed="20 mph",
    )
    west = [(1905, -205), (1890, -400), (1925, -600), (2030, -760), (2280, -800)]
    sketch.street(west, "tertiary", "Heol Penrhiw", maxspeed="20 mph")
    side = [(4300, -205), (4372, -330), (4400, -520), (4440, -720)]
    sketch.street(side, "tertiary", "Heol Cwm Gwial", maxspeed="30 mph")


def _estates(sketch: Sketch) -> None:
    sparse = Growth(spacing=70, shortest=45, longest=90, generations=1)
    estate(sketch, [(1930, 690), (1780, 765), (1520, 735), (1260, 750), (1060, 690), (985, 540)])
    estate(sketch, [(1780, 765), (1730, 880), (1450, 920), (1190, 890), (1060, 690)])
    estate(
        sketch,
        [
            (2280, -800),
            (2600, -800),
            (2900, -810),
            (3150, -750),
            (3290, -560),
            (3300, -380),
            (3292, -205),
        ],
    )
    estate(sketch, [(60, -205), (90, -330), (200, -430), (380, -430), (480, -340), (505, -205)])
    estate(sketch, [(380, -430), (340, -580), (150, -600), (40, -480), (90, -330)])
    estate(sketch, [(1180, -600), (1130, -740), (900, -800), (700, -760), (600, -560)])
    estate(sketch, [(1958, -680), (2050, -610), (2190, -640), (2280, -800)], sparse)
    estate(sketch, [(2310, 700), (2340, 840), (2560, 890), (2800, 850), (2880, 700)])
    estate(sketch, [(3480, -560), (3560, -690), (3850, -730), (4080, -620), (4140, -440)])
    estate(sketch, [(3330, 500), (3420, 620), (3700, 680), (4000, 640), (4180, 480)])
    north = main_roads.main_road_n(4380), main_roads.main_road_n(4830)
    estate(
        sketch,
        [(4380, north[0]), (4400, 220), (4520, 330), (4700, 330), (4800, 230), (4830, north[1])],
    )
    estate(sketch, [(4300, -205), (4560, -215), (4760, -230), (4960, -215)])
    estate(sketch, [(4390, -440), (4300, -540), (4280, -680), (4300, -800)], sparse)
