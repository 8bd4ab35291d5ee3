"""The streets as a whole: arrays that can be saved, counts, and Newport read a second time."""

from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pytest

from accessibility.network.extract import access
from accessibility.network.extract.streets import Streets, read_streets
from tests.core.network.osm_file import OsmFile

DTYPES = {
    "vertex_x": np.int32,
    "vertex_y": np.int32,
    "edge_from": np.int32,
    "edge_to": np.int32,
    "edge_way": np.int64,
    "edge_length": np.int32,
    "edge_access": np.uint8,
    "edge_linkable": np.uint8,
    "edge_class": np.uint8,
    "edge_maxspeed_forward": np.int32,
    "edge_maxspeed_backward": np.int32,
    "edge_name": np.int32,
    "shape_offset": np.int64,
    "shape_x": np.int32,
    "shape_y": np.int32,
    "turn_from": np.int32,
    "turn_via": np.int32,
    "turn_to": np.int32,
    "turn_only": np.bool_,
}


@pytest.fixture
def file(tmp_path: Path) -> OsmFile:
    file = OsmFile(tmp_path / "town.osm.pbf")
    file.line(1, 2, 3, 4)
    return file


@pytest.mark.parametrize("barrier", ["bollard", "gate"])
def test_arrays_are_of_the_types_that_are_stored(file: OsmFile, barrier: str) -> None:
    file.node(2, -3 + 2e-4, 51.5, barrier=barrier)
    file.way(1, [1, 2, 3], highway="residential")
    arrays = file.streets().arrays()
    assert {name: array.dtype.type for name, array in arrays.items()} == DTYPES
    assert all(array.flags.c_contiguous for array in arrays.values())


def test_streets_are_the_same_after_saving(file: OsmFile) -> None:
    file.way(1, [1, 2, 3], highway="residential", name="High Street")
    streets = file.streets()
    again = Streets.from_arrays(streets.arrays(), streets.names, streets.counts)
    for field in fields(Streets):
        assert np.array_equal(getattr(again, field.name), getattr(streets, field.name))


def test_counts_say_what_was_made_of_the_extract(file: OsmFile) -> None:
    file.node(2, -3 + 2e-4, 51.5, barrier="bollard")
    file.way(1, [1, 2, 3], highway="residential")
    file.way(2, [3, 4], highway="footway")
    assert file.streets().counts == {
        "ways": 2,
        "missing_nodes": 0,
        "ways_cut": 0,
        "barriers": 1,
        "barrier_links": 1,
        "restrictions_kept": 0,
        "vertices": 5,
        "edges": 4,
        "foot_edges": 4,
        "foot_vertices": 5,
        "foot_linkable_edges": 0,
        "bicycle_edges": 3,
        "bicycle_vertices": 4,
        "bicycle_linkable_edges": 0,
        "car_edges": 2,
        "car_vertices": 4,
        "car_linkable_edges": 0,
        "wheelchair_edges": 4,
        "wheelchair_vertices": 5,
        "wheelchair_linkable_edges": 0,
        "class_residential": 2,
        "class_footway": 1,
        "class_barrier": 1,
    }


class SecondReading(osmium.SimpleHandler):
    """Newport read in the plainest way, with rules typed anew where they can be short."""

    def __init__(self) -> None:
        super().__init__()
        self.ways: dict[int, dict[str, str]] = {}
        self.nodes: dict[int, list[tuple[int, int]]] = {}
        self.restrictions: list[tuple[str, list[tuple[str, int, str]]]] = []

    def way(self, way: Any) -> None:
        tags = {tag.k: tag.v for tag in way.tags}
        self.ways[way.id] = tags
        self.nodes[way.id] = [(node.location.x, node.location.y) for node in way.nodes]

    def relation(self, relation: Any) -> None:
        tags = {tag.k: tag.v for tag in relation.tags}
        if tags.get("type") == "restriction" and "restriction" in tags:
            members = [(member.type, member.ref, member.role) for member in relation.members]
            self.restrictions.append((tags["restriction"], members))


@pytest.fixture(scope="module")
def twice(newport: Path) -> tuple[Streets, SecondReading]:
    path = newport / "osm-2023-06-13.osm.pbf"
    second = SecondReading()
    second.apply_file(str(path), locations=True)
    return read_streets(path), second


def each_way(streets: Streets) -> dict[int, int]:
    """One edge of each way."""
    street_edges = np.flatnonzero(streets.edge_way > 0)
    return dict(zip(streets.edge_way[street_edges].tolist(), street_edges.tolist(), strict=True))


def test_newport_has_the_ways_that_a_second_reading_finds(
    twice: tuple[Streets, SecondReading],
) -> None:
    streets, second = twice
    not_read = {"construction", "proposed", "rest_area", "emergency_bay", "razed", "raceway"}
    expected = {
        way
        for way, tags in second.ways.items()
        if ("highway" in tags and tags["highway"] not in not_read)
        or "platform" in (tags.get("railway"), tags.get("public_transport"))
        or tags.get("route") == "ferry"
    }
    assert each_way(streets).keys() == expected
    edges = each_way(streets)
    classes = Counter(second.ways[way].get("highway", "platform") for way in edges)
    found = Counter(access.HIGHWAY_CLASSES[streets.edge_class[edge]] for edge in edges.values())
    assert found == classes


def test_newport_has_the_shapes_that_a_second_reading_finds(
    twice: tuple[Streets, SecondReading],
) -> None:
    streets, second = twice
    shapes: dict[int, list[tuple[int, int]]] = {}
    offsets = streets.shape_offset.tolist()
    for edge, way in enumerate(streets.edge_way.tolist()):
        if way > 0:
            part = slice(offsets[edge], offsets[edge + 1])
            points = zip(
                streets.shape_x[part].tolist(), streets.shape_y[part].tolist(), strict=True
            )
            shapes[way] = shapes.get(way, [])[:-1] + list(points)
    assert shapes == {way: second.nodes[way] for way in shapes}


def expected_uses(tags: dict[str, str]) -> int:
    """Uses of a way, written as a list of cases after the method page."""
    kind = tags.get("highway", "platform").removesuffix("_link")
    closed = access.CLOSED_VALUES
    foot = kind not in {"motorway", "busway"} and tags.get("motorroad") != "yes"
    cycle = foot and kind not in {"pedestrian", "footway", "steps", "corridor", "platform"}
    car = kind == "motorway" or (
        kind not in {"track", "path", "bridleway", "cycleway", "busway"}
        and kind not in {"pedestrian", "footway", "steps", "corridor", "platform"}
    )
    if tags.get("access", "").split(";")[0] in closed:
        foot = False
        if "vehicle" not in tags:
            cycle = car = False
    if tags.get("vehicle", "").split(";")[0] in closed:
        cycle = car = False
    if "foot" in tags:
        foot = tags["foot"].split(";")[0] not in closed
    if "bicycle" in tags:
        cycle = tags["bicycle"].split(";")[0] not in closed
    if "motor_vehicle" in tags:
        car = tags["motor_vehicle"].split(";")[0] not in closed
    if "motorcar" in tags:
        car = tags["motorcar"].split(";")[0] not in closed
    if tags.get("area") == "yes":
        cycle = car = False

    implied = tags.get("junction") in {"roundabout", "circular"} or kind == "motorway"
    oneway = tags.get("oneway", "yes" if implied else "no")
    for_bicycles = tags.get("oneway:bicycle", oneway)
    if "oneway:bicycle" not in tags and any(
        value.startswith("opposite")
        for key, value in tags.items()
        if key in {"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"}
    ):
        for_bicycles = "no"
    return (
        (1 if foot else 0)
        | (32 if foot and kind != "steps" and tags.get("wheelchair") != "no" else 0)
        | (2 if cycle and for_bicycles not in {"-1", "reverse", "reversible"} else 0)
        | (4 if cycle and for_bicycles not in {"yes", "true", "1", "reversible"} else 0)
        | (8 if car and oneway not in {"-1", "reverse", "reversible"} else 0)
        | (16 if car and oneway not in {"yes", "true", "1", "reversible"} else 0)
    )


def test_newport_has_the_access_that_a_second_reading_finds(
    twice: tuple[Streets, SecondReading],
) -> None:
    streets, second = twice
    edges = each_way(streets)
    found = {way: int(streets.edge_access[edge]) for way, edge in edges.items()}
    assert found == {way: expected_uses(second.ways[way]) for way in edges}


def test_newport_has_the_limits_and_names_that_a_second_reading_finds(
    twice: tuple[Streets, SecondReading],
) -> None:
    streets, second = twice
    edges = each_way(streets)
    names = {way: streets.names[streets.edge_name[edge]] for way, edge in edges.items()}
    assert names == {way: second.ways[way].get("name", "") for way in edges}
    miles = {f"{mph} mph": round(mph * 1609.344) for mph in range(5, 75, 5)}
    for array, direction in (
        (streets.edge_maxspeed_forward, "forward"),
        (streets.edge_maxspeed_backward, "backward"),
    ):
        raw = {
            way: second.ways[way].get(
                f"maxspeed:{direction}", second.ways[way].get("maxspeed", "none")
            )
            for way in edges
        }
        assert set(raw.values()) <= {*miles, "none", "signals", "variable"} | {
            value for value in raw.values() if value.isdecimal()
        }
        expected = {
            way: miles.get(value, int(value) * 1000 if value.isdecimal() else 0)
            for way, value in raw.items()
        }
        assert {way: int(array[edge]) for way, edge in edges.items()} == expected


def test_newport_has_the_restrictions_that_a_second_reading_finds(
    twice: tuple[Streets, SecondReading],
) -> None:
    streets, second = twice
    expected = Counter()
    for kind, members in second.restrictions:
        ways = {role: ref for type_, ref, role in members if type_ == "w"}
        if "via" not in ways:
            expected[(ways["from"], ways["to"], kind.startswith("only_"))] += 1
    found = Counter(
        zip(
            streets.edge_way[streets.turn_from].tolist(),
            streets.edge_way[streets.turn_to].tolist(),
            streets.turn_only.tolist(),
            strict=True,
        )
    )
    assert found == expected
    n_via_ways = len(second.restrictions) - expected.total()
    assert streets.counts["restrictions_via_way"] == n_via_ways > 0
    for turn, vertex in enumerate(streets.turn_via.tolist()):
        for edge in (streets.turn_from[turn], streets.turn_to[turn]):
            assert vertex in (streets.edge_from[edge], streets.edge_to[edge])
