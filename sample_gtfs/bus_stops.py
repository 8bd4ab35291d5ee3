"""The bus stops: places on the roads, each with a stop on the left of either direction."""

from dataclasses import dataclass

from main_roads import main_road_n, west_road_n
from noding import Web
from roadways import put_on_road
from valley import Point, plane


def _main(s: float) -> Point:
    return s, main_road_n(s)


def _west(s: float) -> Point:
    return s, west_road_n(s)


# Code, name and place in valley coordinates, roughly from south to north on each road.
ON_ROADS: dict[str, tuple[str, Point]] = {
    "BA": ("Gorsaf Fysiau Safle A", (2405, 112)),
    "BB": ("Gorsaf Fysiau Safle B", (2428, 113)),
    "BC": ("Gorsaf Fysiau Safle C", (2450, 112)),
    "P2": ("Parc Manwerthu Helwyn", (440, 305)),
    "P3": ("Ystâd yr Efail", _main(660)),
    "P4": ("Pantyrwydd Isaf", _main(960)),
    "P5": ("Heol Caerhelwyn", _main(1200)),
    "P6": ("Pont Isaf", _main(1420)),
    "P7": ("The Winding House", _main(1660)),
    "P8": ("Pantyrwydd Uchaf", _main(1890)),
    "P9": ("Parc y Glowyr", _main(2090)),
    "Q1": ("Sgwâr y Glowyr", _main(2560)),
    "Q2": ("Pont Helwyn", _main(2830)),
    "Q4": ("Cefnhelyg Isaf", _main(3250)),
    "Q5": ("Cefnhelyg Swyddfa'r Post", _main(3480)),
    "Q6": ("Cefnhelyg", _main(3740)),
    "Q8": ("Cefnhelyg Uchaf", _main(4250)),
    "N1": ("Siop y Blaen", (4480, 300)),
    "N2": ("Ffordd y Blaen", (4640, 335)),
    "N3": ("Blaenhelwyn Isaf", (4800, 230)),
    "S1": ("Cae'r Ynys", (90, -330)),
    "S2": ("Maes Rygbi", (290, -435)),
    "S4": ("Gorsaf Parc Helwyn", (640, -205)),
    "S5": ("Fferyllfa Ynyshelwyn", (890, -205)),
    "S7": ("Stryd y Twnnel", (1300, -205)),
    "W1": ("Pont Isaf Gorllewin", _west(1450)),
    "W3": ("Heol yr Orsaf", _west(2230)),
    "W4": ("Gorsaf Aberhelwyn", _west(2580)),
    "W5": ("Coleg Cwm Helwyn", _west(2930)),
    "W6": ("Glan yr Helwyn", _west(3380)),
    "G1": ("Heol Ganol", (2640, -205)),
    "G2": ("Llyfrgell Gwernhelwyn", (2300, -205)),
    "G3": ("Mynwent Bethania", (1960, -205)),
    "G4": ("Mini Market", (2910, -205)),
    "G5": ("Parc y Dderwen", (3180, -205)),
    "G6": ("Heol Isaf", (1620, -205)),
    "H1": ("Heol Penrhiw", (1893, -420)),
    "H2": ("Penrhiw Troad", (2040, -762)),
    "H3": ("Swyddfa'r Post Penrhiw", (2620, -802)),
    "H5": ("Cartref y Dderwen", (3240, -650)),
    "E1": ("Ysgol Tangwystl", (1980, 330)),
    "E2": ("Heol y Graig", (1760, 590)),
    "E3": ("Llys Graig", (1905, 692)),
    "E4": ("Siop y Graig", (1650, 752)),
    "E5": ("Grisiau'r Graig", (1410, 742)),
    "E6": ("Ffordd y Graig Isaf", (1150, 722)),
    "F1": ("Ysgol y Graig", (1745, 850)),
    "F2": ("Maes Chwarae'r Graig", (1450, 918)),
    "U1": ("Y Groesfan", (4000, -205)),
    "U2": ("Heol Uchaf", (4230, -205)),
    "C1": ("Cwm Gwial", (4385, -430)),
    "C2": ("Pen y Cwm", (4432, -690)),
}
# Places without a street: metres east and north of the origin. The first four lie down the valley,
# outside the map; the last is a viewpoint on the mountain, inside it.
OFF_ROADS: dict[str, tuple[str, Point]] = {
    "X1": ("Rhydhelwyn Sgwâr", (1450.0, -5600.0)),
    "X2": ("Ynys-y-bwl Helwyn", (2100.0, -9300.0)),
    "X3": ("Caerhelwyn Ysbyty", (4300.0, -14900.0)),
    "X4": ("Caerhelwyn Canolog", (5200.0, -17300.0)),
    "M1": ("Golygfan Mynydd Helwyn", (1380.0, 1500.0)),
}


@dataclass(frozen=True)
class Place:
    """A stopping place: its node on the road and the road's direction, or none without a street."""

    name: str
    at: Point
    node: int | None = None
    axis: Point = (1.0, 0.0)


def put_all(web: Web) -> dict[str, Place]:
    """Put every stopping place on its road."""
    places = put(web, ON_ROADS)
    for code, (name, point) in OFF_ROADS.items():
        places[code] = Place(name, point)
    return places


def put(web: Web, stops: dict[str, tuple[str, Point]]) -> dict[str, Place]:
    """Put some stopping places, given in valley coordinates, on their roads."""
    places = {}
    for code, (name, at) in stops.items():
        node, axis = put_on_road(web, plane(*at))
        places[code] = Place(name, web.places[node], node, axis)
    return places
