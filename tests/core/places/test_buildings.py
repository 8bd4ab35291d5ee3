"""Dwellings from buildings: which count, what they are called, and an extract that is gone."""

import shutil

import pytest
import shapely

from accessibility.errors import InputError
from accessibility.network.network import Network
from accessibility.places.from_text import points_from_text
from accessibility.places.osm.buildings import TABLE, _File, building_points
from accessibility.places.osm.kinds import read_tags_table
from tests.core.network.osm_file import OsmFile


class Town:
    """A street, and squares of a ten-thousandth of a degree beside it."""

    def __init__(self, folder):
        self.file = OsmFile(folder / "town.osm.pbf")
        self.folder = folder
        self.file.node(1, -3.0, 51.5)
        self.file.node(2, -2.99, 51.5)
        self.file.way(1, [1, 2], highway="residential")

    def ring(self, number, **tags):
        """A closed way at so many thousandths of a degree from the street's beginning."""
        nodes = [10 * number + k for k in range(4)]
        for node, (x, y) in zip(nodes, [(0, 0), (1, 0), (1, 1), (0, 1)], strict=True):
            self.file.node(node, -3 + (10 * number + x) * 1e-4, 51.5 + y * 1e-4)
        self.file.way(number, [*nodes, nodes[0]], **tags)

    def build(self, **more):
        return Network.build(self.file.write(), [], self.folder / "town.network", **more)


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)


def test_residential_buildings_and_those_that_say_no_more(town):
    town.ring(2, building="house", name="Tŷ Gwyn")
    town.ring(3, building="yes")
    town.ring(4, building="garage")
    town.ring(5, building="yes", shop="bakery")
    town.ring(6, building="apartments", shop="bakery")
    town.ring(7)
    town.file.relation(9, [("w", 7, "outer")], type="multipolygon", building="terrace")
    points = building_points(town.build())
    assert points.ids.to_pylist() == ["way/2", "way/3", "way/6", "relation/9"]
    assert points.lon.tolist() == pytest.approx([-2.99795, -2.99695, -2.99395, -2.99295])
    assert points.lat.tolist() == pytest.approx([51.50005] * 4)
    assert points.notes == [
        "4 buildings; each counts as one, however many flats it has.",
        "1 of them are tagged as buildings and no further: some will be no dwellings.",
        "2 buildings of other kinds left out.",
    ]


@pytest.mark.parametrize(
    "tags",
    [
        {"building": "house"},
        {"building": "semidetached_house", "disused": "no"},
        {"building": "yes", "addr:housenumber": "7"},
        {"building": "residential;retail"},
    ],
)
def test_what_is_taken_for_a_dwelling(tags):
    assert read_tags_table(TABLE, _File).dwellings.has(tags)


@pytest.mark.parametrize(
    "tags",
    [
        {"building": "industrial"},
        {"building": "retail"},
        {"building": "yes", "amenity": "school"},
        {"building": "yes", "building:use": "office"},
        {"building": "house", "abandoned": "yes"},
        {"building": "no"},
        {"building:part": "yes"},
    ],
)
def test_what_is_not(tags):
    assert not read_tags_table(TABLE, _File).dwellings.has(tags)


def test_the_extract_is_read_once(town):
    town.ring(2, building="house")
    network = town.build()
    first = building_points(network)
    town.file.path.unlink()
    again = points_from_text("osm:buildings", network)
    assert again.fingerprint() == first.fingerprint()
    assert again.notes == first.notes


def test_an_extract_that_is_gone(town):
    town.ring(2, building="house")
    network = town.build()
    town.file.path.unlink()
    said = r"town.osm.pbf: is no longer there, and buildings are read from it. Put back the extract"
    with pytest.raises(InputError, match=said):
        building_points(network)


def test_an_extract_that_has_changed(town, sample):
    town.ring(2, building="house")
    network = town.build()
    shutil.copy(sample / "town.osm.pbf", town.file.path)
    with pytest.raises(InputError, match="has changed since the network was built from it"):
        building_points(network)


def test_an_extract_without_dwellings(town):
    town.ring(2, building="garage")
    with pytest.raises(InputError, match=r"no building that people may live in \(1 others\).*grid"):
        building_points(town.build())


def test_of_a_network_for_an_area_those_inside_without_its_buffer(town):
    town.ring(2, building="house")
    town.ring(5, building="house")
    area = (-3.001, 51.49, -2.9965, 51.51)
    points = building_points(town.build(area=area))
    assert points.ids.to_pylist() == ["way/2"]


def test_newport(newport_twins):
    network = newport_twins.network
    points = building_points(network)
    assert len(points) == len(set(points.ids.to_pylist())) == 31_752
    assert "9,998 of them are tagged as buildings and no further" in points.notes[1]
    west, south, east, north = shapely.MultiPoint(
        list(zip(points.lon, points.lat, strict=True))
    ).bounds
    assert -3.2 < west < east < -2.8
    assert 51.4 < south < north < 51.7
