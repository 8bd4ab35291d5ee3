"""What the oracle takes out of an OpenStreetMap extract, before any network is made of it."""

from dataclasses import dataclass, field
from pathlib import Path

import osmium

from .access import street_class

Coordinate = tuple[int, int]  # longitude and latitude in whole ten-millionths of a degree

PLACE_KEYS = frozenset(
    (
        "amenity",
        "shop",
        "healthcare",
        "leisure",
        "office",
        "place",
        "craft",
        "tourism",
        "sport",
        "public_transport",
        "emergency",
        "social_facility",
    )
)
PLACE_RAILWAYS = frozenset(("station", "halt", "tram_stop"))


@dataclass(frozen=True)
class Way:
    """A way that is read as streets; its nodes may be missing from the extract."""

    id: int
    tags: dict[str, str]
    nodes: list[int]


@dataclass(frozen=True)
class Restriction:
    """A turn restriction for cars, by ways and node; `fault` says why it does not apply."""

    id: int
    kind: str
    from_ways: list[int]
    via: int
    to_ways: list[int]
    fault: str = ""


@dataclass(frozen=True)
class Place:
    """A tagged place; `box` is (west, south, east, north), None where no position is known."""

    osm_type: str
    id: int
    tags: dict[str, str]
    box: tuple[int, int, int, int] | None


@dataclass
class Extract:
    """Contents of one file: street ways by id, the nodes present, barriers and the rest."""

    ways: list[Way] = field(default_factory=list)
    coordinates: dict[int, Coordinate] = field(default_factory=dict)
    barriers: dict[int, dict[str, str]] = field(default_factory=dict)
    restrictions: list[Restriction] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def is_place(tags: dict[str, str]) -> bool:
    """Whether an element is one of the tagged places."""
    return not PLACE_KEYS.isdisjoint(tags) or tags.get("railway") in PLACE_RAILWAYS


def read_extract(path: Path) -> Extract:
    """Read the file twice: ways and relations first, then the nodes they need."""
    extract = Extract()
    place_ways: list[Way] = []
    relations: list[tuple[int, dict[str, str], list[tuple[str, int, str]]]] = []
    for element in osmium.FileProcessor(str(path), osmium.osm.WAY | osmium.osm.RELATION):
        tags = {tag.k: tag.v for tag in element.tags}
        if isinstance(element, osmium.osm.Way):
            way = Way(element.id, tags, [node.ref for node in element.nodes])
            if street_class(tags) is not None:
                extract.ways.append(way)
            if is_place(tags):
                place_ways.append(way)
        elif isinstance(element, osmium.osm.Relation):
            members = [(m.type, m.ref, m.role) for m in element.members]
            relations.append((element.id, tags, members))
    extract.ways.sort(key=lambda way: way.id)

    _read_nodes(path, extract, {node for way in extract.ways + place_ways for node in way.nodes})
    for way in place_ways:
        extract.places.append(Place("way", way.id, way.tags, _box(extract, way.nodes)))
    for relation, tags, members in relations:
        if tags.get("type") == "multipolygon" and is_place(tags):
            extract.places.append(Place("relation", relation, tags, None))
        kind = car_restriction(tags)
        if kind is not None:
            extract.restrictions.append(_restriction(relation, kind, members, extract))
    return extract


def _read_nodes(path: Path, extract: Extract, wanted: set[int]) -> None:
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
        if not isinstance(node, osmium.osm.Node) or not node.location.valid():
            continue
        position = (node.location.x, node.location.y)
        if node.id in wanted:
            extract.coordinates[node.id] = position
        if node.tags:
            tags = {tag.k: tag.v for tag in node.tags}
            if "barrier" in tags:
                extract.barriers[node.id] = tags
            if is_place(tags):
                extract.places.append(Place("node", node.id, tags, position + position))


def _box(extract: Extract, nodes: list[int]) -> tuple[int, int, int, int] | None:
    found = [extract.coordinates[node] for node in nodes if node in extract.coordinates]
    if not found:
        return None
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return (min(xs), min(ys), max(xs), max(ys))


def car_restriction(tags: dict[str, str]) -> str | None:
    """Kind of turn (`no_left_turn`, ...) that a relation rules for cars, None for none."""
    if tags.get("type") != "restriction":
        return None
    exceptions = {part.strip() for part in tags.get("except", "").split(";")}
    if exceptions & {"motorcar", "motor_vehicle"}:
        return None
    for key in ("restriction:motorcar", "restriction:motor_vehicle", "restriction"):
        if key in tags:
            return tags[key] if tags[key].startswith(("no_", "only_")) else None
    return None


def _restriction(
    relation: int, kind: str, members: list[tuple[str, int, str]], extract: Extract
) -> Restriction:
    from_ways = [ref for type_, ref, role in members if role == "from" and type_ == "w"]
    to_ways = [ref for type_, ref, role in members if role == "to" and type_ == "w"]
    vias = [(type_, ref) for type_, ref, role in members if role == "via"]
    if any(type_ == "w" for type_, _ in vias):
        return Restriction(relation, kind, from_ways, 0, to_ways, "via way")
    if len(vias) != 1 or not from_ways or not to_ways:
        return Restriction(relation, kind, from_ways, 0, to_ways, "incomplete")
    via = vias[0][1]
    nodes_of = {way.id: way.nodes for way in extract.ways}
    members_there = all(via in nodes_of.get(way, ()) for way in from_ways + to_ways)
    fault = "" if members_there and via in extract.coordinates else "not in the extract"
    return Restriction(relation, kind, from_ways, via, to_ways, fault)
