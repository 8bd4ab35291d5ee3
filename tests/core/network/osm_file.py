"""Writes tiny OpenStreetMap extracts for tests, and names what comes out of them."""

from itertools import pairwise
from pathlib import Path

import osmium
from osmium.osm import mutable

from accessibility.network.extract.streets import Streets, read_streets


class OsmFile:
    """Gathers nodes, ways and relations; `write` puts them into a PBF file, in any order."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.nodes: dict[int, mutable.Node] = {}
        self.ways: list[mutable.Way] = []
        self.relations: list[mutable.Relation] = []

    def node(self, node: int, lon: float, lat: float, **tags: str) -> None:
        self.nodes[node] = mutable.Node(id=node, location=(lon, lat), tags=_keys(tags))

    def way(self, way: int, nodes: list[int], **tags: str) -> None:
        self.ways.append(mutable.Way(id=way, nodes=nodes, tags=_keys(tags)))

    def relation(self, relation: int, members: list[tuple[str, int, str]], **tags: str) -> None:
        self.relations.append(mutable.Relation(id=relation, members=members, tags=_keys(tags)))

    def write(self) -> Path:
        with osmium.SimpleWriter(str(self.path), overwrite=True) as writer:
            for element in [*self.nodes.values(), *self.ways, *self.relations]:
                writer.add(element)
        return self.path

    def streets(self) -> Streets:
        return read_streets(self.write())

    def line(self, *nodes: int) -> None:
        """Put nodes on a line eastwards, a ten-thousandth of a degree apart."""
        for node in nodes:
            self.node(node, -3 + node * 1e-4, 51.5)


def _keys(tags: dict[str, str]) -> dict[str, str]:
    """`oneway__bicycle` stands for `oneway:bicycle`, which is no Python name."""
    return {key.replace("__", ":"): value for key, value in tags.items()}


def nodes_of_edges(streets: Streets) -> list[list[int]]:
    """Shapes of all edges as the numbers that `OsmFile.line` turned into longitudes."""
    numbers = [round((x / 1e7 + 3) * 1e4) for x in streets.shape_x.tolist()]
    offsets = streets.shape_offset.tolist()
    return [numbers[a:b] for a, b in pairwise(offsets)]
