"""Small random towns for bicycles and cars: one-way streets, limits, restrictions, barriers."""

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from osmium.osm.mutable import Relation

from accessibility.network.network import Network
from tests.core.comparison import LonLat, Twins
from tests.oracle import Oracle
from tests.oracle.tiny import write_osm

SIDE = 8
CLASSES = ("residential", "residential", "primary", "tertiary", "service", "living_street", "trunk")
LIMITS = ("20 mph", "30 mph", "50", "0", "none", "GB:nsl_single", "7 knots")
KINDS = ("no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "only_straight_on")

Tags = dict[str, str]


@dataclass
class Town:
    """What is written into the extract."""

    nodes: dict[int, LonLat]
    ways: dict[int, tuple[list[int], Tags]]
    node_tags: dict[int, Tags] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)

    def twins(self, folder: Path) -> Twins:
        """Both programs' reading of it, in a folder that does not exist yet."""
        folder.mkdir()
        osm = write_osm(
            folder / "town.osm.pbf", self.nodes, self.ways, self.node_tags, self.relations
        )
        return Twins(Network.build(osm, [], folder / "town.network"), Oracle(osm, []))


@dataclass(frozen=True)
class Question:
    """Options, a time of day, and places."""

    options: dict[str, Any]
    hour: int | None
    places: tuple[LonLat, ...]


def corner(chance: random.Random, column: int, row: int) -> LonLat:
    """A crossing of an uneven grid with streets of some 100 to 150 m, near 51.5 degrees north."""
    return (
        round(-3 + 0.0018 * column + chance.uniform(-0.0003, 0.0003), 7),
        round(51.5 + 0.0012 * row + chance.uniform(-0.0002, 0.0002), 7),
    )


def random_tags(chance: random.Random) -> Tags:
    """Tags of a street; most are open in both directions."""
    tags = {"highway": chance.choice(CLASSES)}
    if chance.random() < 0.12:
        tags["oneway"] = chance.choice(["yes", "-1"])
        if chance.random() < 0.5:
            tags["oneway:bicycle"] = "no"
    for key in ("maxspeed", "maxspeed:forward", "maxspeed:backward"):
        if chance.random() < 0.15:
            tags[key] = chance.choice(LIMITS)
    if chance.random() < 0.05:
        tags |= {"highway": "cycleway"}
    if chance.random() < 0.03:
        tags |= {"access": "no"}
    return tags


def random_town(chance: random.Random) -> Town:
    """A grid with diagonals, dead ends and loops, some streets of several edges."""
    number = [[1 + row * SIDE + column for column in range(SIDE)] for row in range(SIDE)]
    nodes = {
        number[row][column]: corner(chance, column, row)
        for row in range(SIDE)
        for column in range(SIDE)
    }
    lines = [number[row][i : i + 2] for row in range(SIDE) for i in range(SIDE - 1)]
    lines += [[number[i][c], number[i + 1][c]] for c in range(SIDE) for i in range(SIDE - 1)]
    lines += [
        [number[row][column], number[row + 1][column + 1]]
        for row, column in (chance.sample(range(SIDE - 1), 2) for _ in range(4))
    ]
    for _ in range(6):
        lines.append(_detour(chance, nodes, chance.randrange(1, SIDE * SIDE + 1)))
    chance.shuffle(lines)
    ways = {way: (line, random_tags(chance)) for way, line in enumerate(lines, 1)}
    # Some ways are longer than an edge.
    for row in chance.sample(range(SIDE), 2):
        ways[len(ways) + 1] = (number[row], {"highway": "unclassified"})
    town = Town(nodes, ways)
    for node in chance.sample(range(1, SIDE * SIDE + 1), 3):
        town.node_tags[node] = {"barrier": chance.choice(["bollard", "gate", "stile", "block"])}
    _restrict(chance, town)
    return town


def _detour(chance: random.Random, nodes: dict[int, LonLat], start: int) -> list[int]:
    """A dead end, or a loop back to where it began."""
    lon, lat = nodes[start]
    line = [start]
    for _ in range(chance.choice([1, 2, 3])):
        new = len(nodes) + 1
        nodes[new] = (
            round(lon + chance.uniform(-0.001, 0.001), 7),
            round(lat + chance.uniform(-0.0007, 0.0007), 7),
        )
        line.append(new)
    return [*line, start] if len(line) > 2 and chance.random() < 0.5 else line


def _restrict(chance: random.Random, town: Town) -> None:
    """Add restrictions between ways that meet."""
    at_node: dict[int, list[int]] = {}
    for way, (line, _) in town.ways.items():
        for node in line:
            at_node.setdefault(node, []).append(way)
    for relation in range(1, 31):
        node = chance.choice([node for node, ways in at_node.items() if len(ways) > 1])
        first, second = chance.choice(at_node[node]), chance.choice(at_node[node])
        town.relations.append(
            Relation(
                id=relation,
                tags={"type": "restriction", "restriction": chance.choice(KINDS)},
                members=[("w", first, "from"), ("n", node, "via"), ("w", second, "to")],
            )
        )


def random_question(chance: random.Random, town: Town) -> Question:
    """Options that matter, and places: on streets, near them, twice the same, and far away."""
    options: dict[str, Any] = {
        "mode": chance.choice(["car", "car", "cycle"]),
        "walk_speed": chance.choice([3.6, 3.601, 5]),
        "snap_radius": chance.choice([30, 300]),
        "max_time": chance.choice(["40s", "90s", "200s", 120]),
    }
    if options["mode"] == "cycle":
        options["cycle_speed"] = chance.choice([12, 15.5, 20.001])
    else:
        options["junction_delays"] = chance.random() < 0.8
        options["driving_side"] = chance.choice(["left", "right"])
        options["car_speeds"] = chance.choice([{}, {"residential": 20, "service": 7.5}])
        factors = {"residential": (1.3, 1, 0.75), "primary": (2, 1.111, 1)}
        options["car_time_factors"] = chance.choice([{}, factors])
    places = [_near(chance, town) for _ in range(9)]
    hour = chance.choice([None, 5, 8, 9, 12, 18])
    return Question(options, hour, (*places, places[0], (-3.02, 51.5)))


def _near(chance: random.Random, town: Town) -> LonLat:
    """A place on or near a way."""
    line, _ = town.ways[chance.choice(list(town.ways))]
    k = chance.randrange(len(line) - 1)
    (x, y), (x_2, y_2) = town.nodes[line[k]], town.nodes[line[k + 1]]
    share, off = chance.choice([0, 1, chance.random()]), chance.choice([0, 0, 0.0002])
    return (
        round(x + share * (x_2 - x) + chance.uniform(-off, off), 7),
        round(y + share * (y_2 - y) + chance.uniform(-off, off), 7),
    )


def case_of(seed: int) -> tuple[Town, Question]:
    """A town and a question in it."""
    chance = random.Random(seed)
    town = random_town(chance)
    return town, random_question(chance, town)


def cases() -> st.SearchStrategy[tuple[Town, Question]]:
    """Towns with questions."""
    return st.integers(0, 2**40).map(case_of)
