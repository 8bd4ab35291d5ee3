"""Places of interest: what is one, where its point lies, and Newport read a second time."""

from pathlib import Path
from typing import Any

import osmium
import pytest
import shapely

from accessibility.errors import InputError
from accessibility.network.extract.tagged import PLACE_SCHEMA, read_places
from tests.core.network.osm_file import OsmFile


@pytest.fixture
def file(tmp_path: Path) -> OsmFile:
    """A square of a thousandth of a degree (nodes 1-4) and the middle of its lower side (5)."""
    file = OsmFile(tmp_path / "town.osm.pbf")
    for node, lon, lat in (
        (1, 0.0, 0.0),
        (2, 0.001, 0.0),
        (3, 0.001, 0.001),
        (4, 0.0, 0.001),
        (5, 0.0005, 0.0),
    ):
        file.node(node, lon, lat)
    return file


def places(file: OsmFile) -> list[dict[str, Any]]:
    table = read_places(file.write())
    assert table.schema == PLACE_SCHEMA
    return table.to_pylist()


def test_a_node_is_where_it_is(file: OsmFile) -> None:
    file.node(9, -3.0000001, 51.5000001, amenity="pharmacy", name="Fferyllfa")
    assert places(file) == [
        {
            "osm_type": "node",
            "osm_id": 9,
            "lon": -3.0000001,
            "lat": 51.5000001,
            "name": "Fferyllfa",
            "tags": [("amenity", "pharmacy"), ("name", "Fferyllfa")],
            "area": None,
        }
    ]


KEYS = (
    "amenity shop healthcare leisure office craft tourism sport place public_transport emergency "
    "social_facility"
)


@pytest.mark.parametrize("key", KEYS.split())
def test_each_key_makes_a_place(file: OsmFile, key: str) -> None:
    file.node(9, 1, 1, **{key: "something"})
    [place] = places(file)
    assert (place["osm_id"], place["name"]) == (9, None)


def test_of_railways_only_stations_are_places(file: OsmFile) -> None:
    values = ("station", "halt", "tram_stop", "level_crossing", "signal")
    for node, value in enumerate(values, start=10):
        file.node(node, 1, 1, railway=value)
    assert [place["osm_id"] for place in places(file)] == [10, 11, 12]


def test_other_elements_are_no_places(file: OsmFile) -> None:
    file.node(9, 1, 1, highway="crossing")
    file.way(1, [1, 2, 3, 4, 1], building="yes")
    file.way(2, [1, 2], railway="rail")
    file.relation(3, [("w", 1, "outer")], type="multipolygon", landuse="forest")
    assert places(file) == []


def test_a_closed_way_lies_at_its_centroid(file: OsmFile) -> None:
    file.way(1, [1, 2, 3, 4, 1], amenity="school", name="Ysgol")
    [place] = places(file)
    assert (place["osm_type"], place["osm_id"], place["name"]) == ("way", 1, "Ysgol")
    assert place["lon"] == pytest.approx(0.0005, abs=1e-9)
    assert place["lat"] == pytest.approx(0.0005, abs=1e-9)
    assert shapely.from_wkb(place["area"]).equals(shapely.box(0, 0, 0.001, 0.001))


def test_a_point_outside_a_bent_area_moves_inside(file: OsmFile) -> None:
    corners = [(0, 0), (10, 0), (10, 10), (9, 10), (9, 1), (1, 1), (1, 10), (0, 10)]
    for node, (x, y) in enumerate(corners, start=20):
        file.node(node, x * 1e-4, y * 1e-4)
    file.way(1, [*range(20, 28), 20], leisure="park")
    [place] = places(file)
    area = shapely.Polygon([(x * 1e-4, y * 1e-4) for x, y in corners])
    assert not area.contains(area.centroid)
    assert area.contains(shapely.Point(place["lon"], place["lat"]))


def test_an_open_way_lies_halfway_along(file: OsmFile) -> None:
    file.way(1, [1, 2, 3], public_transport="platform")
    [place] = places(file)
    assert (place["lon"], place["lat"]) == pytest.approx((0.001, 0.0), abs=1e-9)
    assert place["area"] is None


def test_an_area_with_a_missing_node_lies_halfway_along_the_rest(file: OsmFile) -> None:
    file.way(1, [1, 5, 2, 99, 1], amenity="parking")
    file.way(2, [99, 3, 98], shop="bakery")
    file.way(3, [98, 99], shop="butcher")
    found = places(file)
    assert [place["osm_id"] for place in found] == [1, 2]  # nothing is known of way 3
    # Of way 1 it is known how it goes from node 1 to node 2 and that it ends at node 1.
    assert (found[0]["lon"], found[0]["lat"]) == pytest.approx((0.001, 0.0), abs=1e-9)
    assert (found[1]["lon"], found[1]["lat"]) == (0.001, 0.001)
    assert [place["area"] for place in found] == [None, None]


def test_a_multipolygon_has_a_point_outside_its_holes(file: OsmFile) -> None:
    for node, (x, y) in enumerate([(1, 1), (9, 1), (9, 9), (1, 9)], start=20):
        file.node(node, x * 1e-4, y * 1e-4)
    file.way(1, [1, 2, 3], highway="residential")  # the outer ring comes in two ways
    file.way(2, [3, 4, 1])
    file.way(3, [20, 21, 22, 23, 20])
    members = [("w", 1, "outer"), ("w", 2, "outer"), ("w", 3, "inner")]
    file.relation(7, members, type="multipolygon", amenity="college", name="Coleg")
    [place] = places(file)
    assert (place["osm_type"], place["osm_id"], place["name"]) == ("relation", 7, "Coleg")
    area = shapely.Polygon(
        [(0, 0), (0.001, 0), (0.001, 0.001), (0, 0.001)],
        [[(1e-4, 1e-4), (9e-4, 1e-4), (9e-4, 9e-4), (1e-4, 9e-4)]],
    )
    assert area.contains(shapely.Point(place["lon"], place["lat"]))
    assert shapely.from_wkb(place["area"]).equals(area)


def test_a_multipolygon_that_is_not_whole_is_left_out(file: OsmFile) -> None:
    file.way(1, [1, 2, 3])
    file.relation(7, [("w", 1, "outer"), ("w", 2, "outer")], type="multipolygon", amenity="x")
    file.relation(8, [("n", 1, "stop")], type="public_transport", public_transport="stop_area")
    assert places(file) == []


def test_nodes_come_before_ways_before_relations_each_by_id(file: OsmFile) -> None:
    file.node(20, 1, 1, shop="butcher")
    file.node(30, 1, 1, shop="bakery")
    file.way(6, [1, 2], leisure="track")
    file.way(8, [1, 2, 3, 4, 1], shop="mall")
    file.relation(5, [("w", 8, "outer")], type="multipolygon", office="government")
    assert [(place["osm_type"], place["osm_id"]) for place in places(file)] == [
        ("node", 20),
        ("node", 30),
        ("way", 6),
        ("way", 8),
        ("relation", 5),
    ]


def test_an_extract_that_is_not_sorted(file: OsmFile) -> None:
    file.way(8, [1, 2], shop="mall")
    file.way(6, [1, 2], leisure="track")
    with pytest.raises(InputError, match=r"town.osm.pbf: is not in the usual order .* Sort it"):
        read_places(file.write())


def test_a_table_without_places_has_its_columns(file: OsmFile) -> None:
    assert places(file) == []


GREAT_BRITAIN = 6038068
"""An island of which an extract of Newport holds a small part, so that it is no whole area."""


class SecondReading(osmium.SimpleHandler):
    """Tags and boxes of all elements with a tag of a place, read in the plainest way."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[tuple[str, int], tuple[dict[str, str], tuple[float, ...] | None]] = {}
        self.rings: dict[tuple[str, int], bool] = {}

    def keep(self, kind: str, element: Any, points: list[tuple[float, float]]) -> None:
        tags = {tag.k: tag.v for tag in element.tags}
        station = tags.get("railway") in {"station", "halt", "tram_stop"}
        if not station and not set(tags) & set(KEYS.split()):
            return
        box = shapely.MultiPoint(points).bounds if points else None
        self.found[kind, element.id] = (tags, box)

    def node(self, node: Any) -> None:
        if len(node.tags) > 0:
            self.keep("node", node, [(node.location.lon, node.location.lat)])

    def way(self, way: Any) -> None:
        if len(way.tags) > 1 or "building" not in way.tags:  # most are just buildings
            self.keep("way", way, [(node.lon, node.lat) for node in way.nodes])
            self.rings["way", way.id] = way.is_closed()

    def relation(self, relation: Any) -> None:
        if relation.tags.get("type") == "multipolygon":
            self.keep("relation", relation, [])


def test_newport_has_the_places_that_a_second_reading_finds(newport: Path) -> None:
    path = newport / "osm-2023-06-13.osm.pbf"
    second = SecondReading()
    second.apply_file(str(path), locations=True)
    del second.found["relation", GREAT_BRITAIN]
    table = read_places(path)
    rows = {(row["osm_type"], row["osm_id"]): row for row in table.to_pylist()}
    assert len(rows) == table.num_rows
    assert {key: dict(row["tags"]) for key, row in rows.items()} == {
        key: tags for key, (tags, _) in second.found.items()
    }
    for key, (tags, box) in second.found.items():
        row = rows[key]
        assert row["name"] == tags.get("name")
        if box is not None:
            west, south, east, north = box
            assert west - 1e-9 <= row["lon"] <= east + 1e-9
            assert south - 1e-9 <= row["lat"] <= north + 1e-9
        if row["area"] is not None:
            assert row["osm_type"] != "node"
            assert shapely.from_wkb(row["area"]).covers(shapely.Point(row["lon"], row["lat"]))
    closed = {key for key, nodes in second.rings.items() if nodes}
    with_area = {key for key, row in rows.items() if row["area"] is not None}
    assert len(with_area) > 1_000
    assert {key for key in with_area if key[0] == "way"} <= closed


def test_newport_has_the_services_that_its_description_counts(newport: Path) -> None:
    table = read_places(newport / "osm-2023-06-13.osm.pbf")
    tags = [dict(row) for row in table["tags"].to_pylist()]
    amenities = [tag.get("amenity") for tag in tags]
    counts = {name: amenities.count(name) for name in ("pharmacy", "library", "post_office")}
    assert counts == {"pharmacy": 12, "library": 6, "post_office": 13}
    assert sum(tag.get("shop") == "supermarket" for tag in tags) == 23
    assert sum(tag.get("leisure") == "sports_centre" for tag in tags) == 12
