"""Services by kind: what is found, what is merged, what is left out, and what is said of it."""

import random
import re
from datetime import datetime

import numpy as np
import pytest

from accessibility.errors import InputError, UsageError
from accessibility.network.extract.tagged import read_places
from accessibility.places.osm.kinds import load_kinds
from accessibility.places.osm.place_index import PlaceIndex
from accessibility.places.osm.services import parse_osm_kinds, services_among, services_of
from tests.core.network.osm_file import OsmFile


@pytest.fixture
def file(tmp_path):
    """A square of a thousandth of a degree: nodes 1 to 4; a smaller one in it: 5 to 8."""
    file = OsmFile(tmp_path / "town.osm.pbf")
    corners = [(0, 0), (10, 0), (10, 10), (0, 10), (2, 2), (4, 2), (4, 4), (2, 4)]
    for node, (x, y) in enumerate(corners, start=1):
        file.node(node, x * 1e-4, y * 1e-4)
    return file


def among(file, *kinds, extent=None, **more):
    table = read_places(file.write())
    return services_among(table, kinds, label="town", extent=extent, timezone="", **more)


def ids(services):
    return services.points.ids.to_pylist()


def test_nodes_ways_and_relations_are_services(file):
    file.node(20, 1, 1, amenity="library", name="Llyfrgell")
    file.way(30, [5, 6, 7, 8, 5], amenity="library")
    file.way(31, [1, 2, 3, 4, 1])
    file.relation(
        40, [("w", 31, "outer"), ("w", 30, "inner")], type="multipolygon", amenity="library"
    )
    [found] = among(file, "library")
    assert found.kind == "library"
    assert ids(found) == ["node/20", "way/30", "relation/40"]
    assert found.names == ["Llyfrgell", None, None]
    assert found.points.lon[0] == found.points.lat[0] == 1
    assert found.points.lon[1] == pytest.approx(3e-4)
    assert (found.found, found.merged, found.outside) == (3, [], [])
    assert found.notes[0] == "OpenStreetMap has 3 libraries."


def test_a_node_in_its_own_building_is_merged(file):
    file.node(20, 3e-4, 3e-4, amenity="pharmacy", name="Boots")
    file.way(30, [5, 6, 7, 8, 5], amenity="pharmacy")
    [found] = among(file, "pharmacy")
    assert (ids(found), found.names) == (["way/30"], ["Boots"])
    assert (found.found, found.merged) == (2, [("node/20", "way/30")])
    assert "merged: node/20 with way/30." in found.notes[1]


def test_a_node_at_the_door_is_merged_and_the_name_of_the_building_stays(file):
    file.node(20, 4e-4, 3e-4, shop="supermarket", name="Tesco")
    file.way(30, [5, 6, 7, 8, 5], shop="supermarket", name="Tesco Extra")
    [found] = among(file, "supermarket")
    assert (ids(found), found.names) == (["way/30"], ["Tesco Extra"])


def test_a_node_is_merged_with_the_smallest_area_around_it(file):
    file.node(20, 3e-4, 3e-4, leisure="sports_centre")
    file.node(21, 8e-4, 8e-4, leisure="sports_centre")
    file.way(30, [1, 2, 3, 4, 1], leisure="sports_centre")
    file.way(31, [5, 6, 7, 8, 5], leisure="sports_centre")
    [found] = among(file, "sports_centre")
    assert ids(found) == ["way/30", "way/31"]
    assert found.merged == [("node/20", "way/31"), ("node/21", "way/30")]


def test_nothing_else_is_merged_however_near(file):
    file.node(20, 3e-4, 3e-4, amenity="pharmacy")
    file.node(21, 3e-4, 3e-4, amenity="pharmacy")  # two at one place
    file.way(30, [5, 6, 7, 8, 5], amenity="clinic")  # a building of another kind
    file.node(22, 4.01e-4, 3e-4, amenity="clinic")  # just outside
    pharmacy, clinic = among(file, "pharmacy", "clinic")
    assert ids(pharmacy) == ["node/20", "node/21"]
    assert ids(clinic) == ["node/22", "way/30"]


def test_a_node_in_the_hole_of_an_area_is_not_in_it(file):
    file.way(30, [5, 6, 7, 8, 5])
    file.way(31, [1, 2, 3, 4, 1])
    members = [("w", 31, "outer"), ("w", 30, "inner")]
    file.relation(40, members, type="multipolygon", leisure="park")
    file.node(20, 3e-4, 3e-4, leisure="park")
    [found] = among(file, "park")
    assert ids(found) == ["node/20", "relation/40"]


def test_services_outside_the_streets_are_kept_and_counted(file):
    file.node(20, 0.5, 0.5, amenity="library")
    file.node(21, 1.5, 0.5, amenity="library")
    [found] = among(file, "library", extent=(0, 0, 1, 1))
    assert ids(found) == ["node/20", "node/21"]
    assert found.outside == ["node/21"]
    assert "1 outside the extent of the streets, kept: node/21." in found.notes


def test_a_long_list_is_cut_in_the_notes_only(file):
    for node in range(20, 28):
        file.node(node, 5, 5, amenity="library")
    [found] = among(file, "library", extent=(0, 0, 1, 1))
    assert len(found.outside) == 8
    assert "node/20, node/21, node/22, node/23, node/24 and 3 more." in found.notes[1]


NOON = datetime(2023, 6, 13, 12, 0)


@pytest.fixture
def hours(file):
    file.node(20, 1, 1, amenity="library", opening_hours="Mo-Fr 09:00-17:00")
    file.node(21, 1, 1, amenity="library", opening_hours="Mo off; Tu off; We-Su 09:00-17:00")
    file.node(22, 1, 1, amenity="library", opening_hours="when I am in")
    file.node(23, 1, 1, amenity="library")
    return file


def test_closed_services_are_left_out_and_unknown_ones_kept(hours):
    [found] = among(hours, "library", open_at=NOON)
    assert ids(found) == ["node/20", "node/22", "node/23"]
    assert (found.found, found.closed, found.unknown) == (4, ["node/21"], ["node/22", "node/23"])
    assert "1 closed at 2023-06-13 12:00, left out: node/21." in found.notes
    assert any("2 whose opening hours" in note and "kept" in note for note in found.notes)


def test_unknown_services_may_be_dropped(hours):
    [found] = among(hours, "library", open_at=NOON, unknown="drop")
    assert ids(found) == ["node/20"]
    assert found.unknown == ["node/22", "node/23"]
    assert any("not known, left out" in note for note in found.notes)
    with pytest.raises(UsageError, match=r'unknown: "maybe" is neither keep nor drop'):
        among(hours, "library", open_at=NOON, unknown="maybe")


def test_none_that_is_open(hours):
    said = r"town: of 4 libraries none is open at 2023-06-13 20:00: 2 closed, 2 unknown. Ask for"
    with pytest.raises(InputError, match=said):
        among(hours, "library", open_at=NOON.replace(hour=20), unknown="drop")


def test_the_hours_of_a_merged_node_are_those_of_the_building_that_has_none(file):
    file.node(20, 3e-4, 3e-4, amenity="pharmacy", opening_hours="We 09:00-17:00")
    file.way(30, [5, 6, 7, 8, 5], amenity="pharmacy")
    with pytest.raises(InputError, match="1 closed, 0 unknown"):
        among(file, "pharmacy", open_at=NOON)


def test_a_kind_without_a_service(file):
    file.node(20, 1, 1, amenity="library")
    file.node(21, 1, 1, amenity="bus_station")
    said = 'town: kind "cinema" finds nothing: OpenStreetMap has no cinema here. '
    with pytest.raises(InputError, match=re.escape(said) + r".*library \(1\)"):
        among(file, "library", "cinema")
    with pytest.raises(InputError, match=r"Nearest in name is bus_station\. These .*library \(1\)"):
        among(file, "fire_station")


def test_an_extract_without_any_service(file):
    with pytest.raises(InputError, match="No kind is there: was the extract cut down to streets"):
        among(file, "library")


def test_an_unknown_kind(file):
    with pytest.raises(UsageError, match="Did you mean library"):
        among(file, "libary")


def test_kinds_of_the_user(file, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[kinds.vet]\nlabel = "vet"\nplural = "vets"\ntags = [{ amenity = "veterinary" }]'
    )
    file.node(20, 1, 1, amenity="veterinary")
    [found] = among(file, "vet", kinds_table=load_kinds(own))
    assert ids(found) == ["node/20"]


def test_each_kind_comes_once_in_the_order_asked(file):
    file.node(20, 1, 1, amenity="library")
    file.node(21, 1, 1, amenity="pharmacy")
    kinds = ["pharmacy", "library", "pharmacy"]
    assert [found.kind for found in among(file, *kinds)] == ["pharmacy", "library"]


def test_the_text_of_kinds():
    assert parse_osm_kinds("osm:pharmacy,library") == ["pharmacy", "library"]
    assert parse_osm_kinds(" osm: gp , ,gp,atm") == ["gp", "atm"]
    for text in ("pharmacy", "osm:", "osm:,", "xosm:gp"):
        with pytest.raises(UsageError, match=r"names no kinds of services\. Write them as in osm:"):
            parse_osm_kinds(text)


def test_the_index_finds_what_looking_at_each_place_finds(newport):
    places = read_places(newport / "osm-2023-06-13.osm.pbf")
    # Tags of other places, to be a harder lot than the map itself.
    rows = np.array(random.Random(7).sample(range(places.num_rows), 1500))
    places = places.take(np.sort(rows))
    tags = [dict(row) for row in places["tags"].to_pylist()]
    index, table = PlaceIndex(places), load_kinds()
    for name in table:
        looked = [row for row, one in enumerate(tags) if table[name].matches(one)]
        assert index.of_kind(table[name])["osm_id"].to_pylist() == [
            places["osm_id"][row].as_py() for row in looked
        ]


def test_newport_has_what_its_description_counts(newport_twins):
    """
    Elements before merging whose point lies in the streets' extent, as SOURCES.md counts them.

    None lies outside, and of the five kinds one element is merged: a petrol station.
    """
    network = newport_twins.network
    kinds = ["pharmacy", "library", "post_office", "supermarket", "petrol"]
    found = {services.kind: services for services in services_of(network, kinds)}
    counts = {kind: (one.found, len(one.points), one.outside) for kind, one in found.items()}
    assert counts == {
        "pharmacy": (12, 12, []),
        "library": (6, 6, []),
        "post_office": (13, 13, []),
        "supermarket": (23, 23, []),
        "petrol": (11, 10, []),
    }
    assert "Newport Central Library" in found["library"].names
    assert found["petrol"].merged == [("node/296237244", "way/1152216388")]


def test_newport_on_a_tuesday_evening(newport_twins):
    moment = datetime(2023, 6, 13, 18, 15)
    [found] = services_of(newport_twins.network, ["library"], open_at=moment)
    assert (len(found.closed), len(found.unknown), len(found.points)) == (4, 2, 2)
