"""Turn restrictions: which turns are banned, and the split of the ways at their junctions."""

import math
from dataclasses import dataclass

from main_roads import main_road_n
from noding import Way, Web
from sketch import Tags
from valley import Point, plane

RESTRICTED_CLASSES = {"primary", "secondary", "tertiary", "unclassified", "residential"}

Member = tuple[str, int, str]


@dataclass(frozen=True)
class Relation:
    """An OpenStreetMap relation; members are (``n`` or ``w``, number in the web, role)."""

    members: list[Member]
    tags: Tags


def _main(s: float) -> Point:
    return s, main_road_n(s)


# Kind of restriction (key and value), then places towards the way driven from, at the junction and
# towards the way turned into, in valley coordinates, and further tags.
TURNS: tuple[tuple[str, str, Point, Point, Point, Tags], ...] = (
    ("restriction", "no_left_turn", _main(2230), _main(2185), (2225, 138), {}),
    (
        "restriction",
        "no_right_turn",
        _main(2880),
        _main(2930),
        (2880, 142),
        {"except": "psv;bicycle"},
    ),
    ("restriction", "only_left_turn", (1350, 45), _main(1350), _main(1390), {}),
    ("restriction", "only_straight_on", _main(2110), _main(2150), _main(2180), {}),
    ("restriction", "no_u_turn", _main(2750), _main(2790), _main(2750), {}),
    ("restriction", "no_u_turn", (2640, -205), (2700, -205), (2640, -205), {}),
    ("restriction", "no_straight_on", (2225, 138), (2285, 162), (2330, 166), {"except": "psv"}),
    ("restriction", "only_straight_on", (3860, -205), (3900, -205), (3950, -205), {}),
    ("restriction:motor_vehicle", "no_right_turn", _main(3040), _main(3080), (3050, 190), {}),
    ("restriction:hgv", "no_left_turn", (1350, -180), (1350, -205), (1310, -205), {}),
    (
        "restriction",
        "no_left_turn",
        (1840, -205),
        (1905, -205),
        (1890, -300),
        {"except": "motorcar"},
    ),
)
AROUND_A_CORNER = ((2170, 210), _main(2150), _main(2185), (2225, 138))


def restrict(web: Web) -> list[Relation]:
    """Split the ways at the junctions of the restrictions and return the relations."""
    drawn = [[plane(*at) for at in (start, via, end)] for _, _, start, via, end, _ in TURNS]
    corner = [plane(*at) for at in AROUND_A_CORNER]
    junctions = [_junction(web, via) for _, via, _ in drawn]
    corner_ends = [_junction(web, via) for via in corner[1:3]]
    for junction in sorted({*junctions, *corner_ends}):
        _split(web, junction)
    relations = []
    for turn, (start, _, end), via in zip(TURNS, drawn, junctions, strict=True):
        key, value, *_, extra = turn
        members = [
            ("w", _arm(web, via, start), "from"),
            ("n", via, "via"),
            ("w", _arm(web, via, end), "to"),
        ]
        relations.append(Relation(members, {"type": "restriction", key: value, **extra}))
    relations.append(_through_a_way(web, corner, corner_ends))
    return relations


def _through_a_way(web: Web, corner: list[Point], ends: list[int]) -> Relation:
    members = [
        ("w", _arm(web, ends[0], corner[0]), "from"),
        ("w", _arm(web, ends[0], corner[2]), "via"),
        ("w", _arm(web, ends[1], corner[3]), "to"),
    ]
    return Relation(members, {"type": "restriction", "restriction": "no_u_turn"})


def _junction(web: Web, at: Point) -> int:
    """The node near a place where most streets for cars meet."""
    arms: dict[int, int] = {}
    for way in web.ways:
        if way.tags.get("highway") in RESTRICTED_CLASSES:
            for k, node in enumerate(way.nodes):
                if math.dist(web.places[node], at) < 15:
                    arms[node] = arms.get(node, 0) + (1 if k in (0, len(way.nodes) - 1) else 2)
    node = max(sorted(arms), key=lambda n: (arms[n], -math.dist(web.places[n], at)))
    if arms[node] < 3:
        raise ValueError(f"no junction of streets at {at}")
    return node


def _split(web: Web, node: int) -> None:
    """Split every way that runs through a node there; the rest goes to the end of the list."""
    for way in list(web.ways):
        inner = way.nodes[1:-1]
        if "highway" in way.tags and node in inner:
            cut = inner.index(node) + 1
            web.ways.append(Way(way.nodes[cut:], dict(way.tags)))
            del way.nodes[cut + 1 :]


def _arm(web: Web, node: int, towards: Point) -> int:
    """The street for cars that leaves a node most nearly towards a place."""
    here = web.places[node]
    wanted = math.atan2(towards[1] - here[1], towards[0] - here[0])
    best: tuple[float, int] | None = None
    for number, way in enumerate(web.ways):
        if way.tags.get("highway") not in RESTRICTED_CLASSES or node not in (
            way.nodes[0],
            way.nodes[-1],
        ):
            continue
        next_node = way.nodes[1] if way.nodes[0] == node else way.nodes[-2]
        there = web.places[next_node]
        bearing = math.atan2(there[1] - here[1], there[0] - here[0])
        off = abs(math.remainder(bearing - wanted, math.tau))
        if best is None or (off, number) < best:
            best = (off, number)
    if best is None or best[0] > 0.9:
        raise ValueError(f"no street leaves {here} towards {towards}")
    return best[1]
