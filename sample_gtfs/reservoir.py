"""The reservoir above the town, its piers, and the tracks of the narrow-gauge railway and incline.

All of it is put on the map last: nothing that was there before changes its number or its shape.
"""

from mapping import Map
from noding import Way
from sketch import Tags
from valley import Point, on_plane, smooth

# Metres in the plane.
DAM_PIER = (716.0, 2478.0)
MOUNTAIN_PIER = (905.0, 2352.0)
SHORE = (
    (700.0, 2500.0),
    (722.0, 2400.0),
    (800.0, 2330.0),
    (925.0, 2325.0),
    (1040.0, 2390.0),
    (1060.0, 2510.0),
    (950.0, 2590.0),
    (820.0, 2570.0),
)
ROAD, BRIDLEWAY = "Heol y Mynydd", "Llwybr y Mynydd"

# Stations of the railway and the incline: code, name, place in valley coordinates or the plane.
NARROW_GAUGE: dict[str, tuple[str, Point]] = {
    "TAB": ("Aberhelwyn Lein Fach", on_plane([(2560.0, -178.0)])[0]),
    "TGR": ("Y Groesfan", on_plane([(3840.0, -178.0)])[0]),
    "TCG": ("Cwm Gwial", on_plane([(4360.0, -300.0)])[0]),
    "TGL": ("Glofa Gwial", on_plane([(4440.0, -740.0)])[0]),
    "TBL": ("Blaen y Lein", on_plane([(4800.0, -200.0)])[0]),
}
INCLINE: dict[str, tuple[str, Point]] = {
    "IFT": ("Troed yr Inclein", on_plane([(4290.0, 130.0)])[0]),
    "ITP": ("Pen yr Inclein", (655.0, 2490.0)),
}


def add(town: Map) -> None:
    """Put the reservoir, the railway and the incline on the map."""
    lake = smooth([*SHORE, SHORE[0]], step=40)
    town.new_way([*lake[:-1], lake[0]], {"natural": "water", "name": "Cronfa Helwyn"})
    dam_pier = _pier(town, DAM_PIER, "Glanfa'r Argae")
    mountain_pier = _pier(town, MOUNTAIN_PIER, "Glanfa'r Mynydd")
    road, bridleway = _end(town, ROAD), _end(town, BRIDLEWAY)
    gate = town.new_node((680.0, 2496.0), {"barrier": "gate", "wheelchair": "no"})
    _path(town, [road, gate, dam_pier], {"highway": "footway", "surface": "gravel"})
    bend = town.new_node((870.0, 2290.0))
    _path(town, [bridleway, bend, mountain_pier], {"highway": "path", "wheelchair": "no"})
    crest = [town.new_node(place) for place in ((704.0, 2392.0), (788.0, 2310.0))]
    closed = {"highway": "footway", "name": "Argae Helwyn", "access": "no"}
    _path(town, [dam_pier, *crest, bend], closed)
    _tracks(town)


def _pier(town: Map, place: Point, name: str) -> int:
    return town.new_node(place, {"amenity": "ferry_terminal", "name": name})


def _end(town: Map, name: str) -> int:
    """The last node of a street, at which it meets no other."""
    way = next(way for way in town.web.ways if way.tags.get("name") == name)
    end = way.nodes[-1]
    if sum(end in other.nodes for other in town.web.ways) != 1:
        raise ValueError(f"{name} does not end in the open")
    return end


def _path(town: Map, nodes: list[int], tags: Tags) -> None:
    town.web.ways.append(Way(nodes, tags))


def _tracks(town: Map) -> None:
    gauge = {"railway": "narrow_gauge", "name": "Lein Fach Gwial"}
    viaduct = gauge | {"bridge": "yes", "layer": "2", "bridge:name": "Traphont Gwial"}
    line = on_plane([(s, -178.0) for s in range(2560, 3841, 80)])
    town.new_way([*line[:-1], NARROW_GAUGE["TGR"][1]], gauge)
    gwial = on_plane([(3840, -178), (3990, -180), (4200, -190), (4330, -240), (4360, -300)])
    town.new_way([*smooth(gwial)[:-1], NARROW_GAUGE["TCG"][1]], viaduct)
    mine = on_plane([(4360, -300), (4385, -450), (4425, -600), (4440, -740)])
    town.new_way([NARROW_GAUGE["TCG"][1], *smooth(mine)[1:-1], NARROW_GAUGE["TGL"][1]], gauge)
    blaen = on_plane([(3840, -178), (3990, -180), (4300, -186), (4550, -192), (4800, -200)])
    town.new_way([*smooth(blaen)[:-1], NARROW_GAUGE["TBL"][1]], viaduct)
    foot, top = (INCLINE[code][1] for code in ("IFT", "ITP"))
    town.new_way([foot, top], {"railway": "funicular", "name": "Inclein Helwyn"})
    for name, place in (*NARROW_GAUGE.values(), *INCLINE.values()):
        tags = {"railway": "station", "public_transport": "station", "name": name}
        town.new_node(place, tags)
