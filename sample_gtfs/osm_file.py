"""The map as an OpenStreetMap extract in PBF."""

from collections.abc import Sequence
from pathlib import Path

import osmium
from mapping import Map
from osmium.osm import mutable
from valley import lonlat

# North of this line (metres in the plane) nodes are left out, as in an extract that cuts ways off.
EXTRACT_NORTH = 2840.0


def write(path: Path, town: Map) -> None:
    """Write nodes, ways and relations, numbered from 1 in the order of the town's lists.

    The data is stored uncompressed and without version, time or user, so that the bytes depend on
    nothing but the map. Ways keep their references to nodes beyond the edge of the extract.
    """
    header = osmium.io.Header()
    header.set("generator", "sample_gtfs")
    file = osmium.io.File(str(path), "pbf,pbf_compression=none,add_metadata=false")
    with osmium.SimpleWriter(file, header=header, overwrite=True) as writer:
        kept = _used(town)
        number = {node: k for k, node in enumerate(sorted(kept), 1)}
        inside = {node for node in kept if town.web.places[node][1] <= EXTRACT_NORTH}
        for node in sorted(inside):
            tags = town.web.node_tags.get(node, {})
            location = lonlat(town.web.places[node])
            writer.add_node(mutable.Node(id=number[node], location=location, tags=tags))
        for k, way in enumerate(town.web.ways, 1):
            if inside & set(way.nodes):
                nodes = [number[node] for node in way.nodes]
                writer.add_way(mutable.Way(id=k, nodes=nodes, tags=_sorted(way.tags)))
        for k, relation in enumerate(town.relations, 1):
            members = [(kind, _id(kind, ref, number), role) for kind, ref, role in relation.members]
            writer.add_relation(
                mutable.Relation(id=k, members=members, tags=_sorted(relation.tags))
            )


def _used(town: Map) -> set[int]:
    """The nodes that a way or a tag needs; others were merged away."""
    in_ways = {node for way in town.web.ways for node in way.nodes}
    return in_ways | set(town.web.node_tags)


def _id(kind: str, ref: int, number: dict[int, int]) -> int:
    return number[ref] if kind == "n" else ref + 1


def _sorted(tags: dict[str, str]) -> Sequence[tuple[str, str]]:
    return sorted(tags.items())
