"""What is read from an extract, and what is said about extracts that cannot be read."""

from pathlib import Path

import numpy as np
import osmium
import pytest
from osmium.osm import mutable

from accessibility.errors import InputError, Interrupted
from accessibility.network.extract import access
from accessibility.network.extract.osm import Restriction, StreetData, read_street_data
from accessibility.network.extract.streets import read_streets
from accessibility.network.extract.tagged import read_places
from accessibility.progress import Silent
from tests.core.network.osm_file import OsmFile


@pytest.fixture
def file(tmp_path: Path) -> OsmFile:
    file = OsmFile(tmp_path / "town.osm.pbf")
    file.line(1, 2, 3, 4, 5)
    return file


def read(file: OsmFile) -> StreetData:
    return read_street_data(file.write())


def test_ways_come_in_the_order_of_their_ids(file: OsmFile) -> None:
    file.way(9, [4, 5], highway="steps")
    file.way(2, [1, 2, 3], highway="residential", name="High Street", maxspeed="20 mph")
    data = read(file)
    assert data.way_id.tolist() == [2, 9]
    assert data.node_way.tolist() == [0, 0, 0, 1, 1]
    assert data.node_id.tolist() == [1, 2, 3, 4, 5]
    assert data.node_x.tolist() == [-29999000, -29998000, -29997000, -29996000, -29995000]
    assert set(data.node_y.tolist()) == {515000000}
    assert [access.HIGHWAY_CLASSES[c] for c in data.way_class] == ["residential", "steps"]
    assert data.way_uses.tolist() == [63, access.USE_FOOT]
    assert data.way_maxspeed_forward.tolist() == [32187, 0]
    assert [data.names[name] for name in data.way_name] == ["High Street", ""]
    assert data.counts["ways"] == 2


def test_what_is_no_street_is_not_read(file: OsmFile) -> None:
    file.way(1, [1, 2], highway="residential")
    file.way(2, [2, 3], highway="construction")
    file.way(3, [3, 4], railway="rail")
    file.way(4, [4, 5], building="yes")
    assert read(file).way_id.tolist() == [1]


def test_streets_of_one_name_share_it(file: OsmFile) -> None:
    file.way(1, [1, 2], highway="residential", name="Heol y Frenin")
    file.way(2, [2, 3], highway="residential")
    file.way(3, [3, 4], highway="residential", name="Heol y Frenin")
    data = read(file)
    assert data.names == ["", "Heol y Frenin"]
    assert data.way_name.tolist() == [1, 0, 1]


def test_missing_nodes_are_out_of_range(file: OsmFile) -> None:
    file.way(1, [1, 99, 2, 3], highway="residential")
    data = read(file)
    assert data.node_id.tolist() == [1, 99, 2, 3]
    assert (data.node_x > 1_800_000_000).tolist() == [False, True, False, False]


def test_only_barriers_that_stop_somebody_are_kept(file: OsmFile) -> None:
    file.way(1, [1, 2, 3, 4, 5], highway="residential")
    file.node(2, -3, 51.5, barrier="bollard")
    file.node(3, -3, 51.6, barrier="gate")
    file.node(4, -3, 51.7, barrier="gate", access="private")
    file.node(5, -3, 51.8, barrier="gate", wheelchair="no")
    assert read(file).barriers == {
        2: access.FOOT | access.BICYCLE | access.WHEELCHAIR,
        4: 0,
        5: access.ALL_MODES,
    }


CROSSROADS = [("w", 1, "from"), ("n", 2, "via"), ("w", 3, "to")]


@pytest.mark.parametrize(
    ("tags", "only"),
    [
        ({"restriction": "no_left_turn"}, False),
        ({"restriction": "only_straight_on"}, True),
        ({"restriction": "no_left_turn", "except": "psv;bicycle"}, False),
        ({"restriction:motorcar": "only_left_turn", "restriction": "no_left_turn"}, True),
        ({"restriction:motor_vehicle": "only_left_turn", "restriction": "no_left_turn"}, True),
        (
            {"restriction:motorcar": "no_u_turn", "restriction:motor_vehicle": "only_left_turn"},
            False,
        ),
    ],
)
def test_restrictions_for_cars_are_read(file: OsmFile, tags: dict[str, str], *, only: bool) -> None:
    file.way(1, [1, 2], highway="residential")
    file.relation(7, CROSSROADS, type="restriction", **tags)
    assert read(file).restrictions == [Restriction(7, only, (1,), 2, (3,))]


@pytest.mark.parametrize(
    ("tags", "members", "reason"),
    [
        (
            {"restriction": "no_left_turn", "except": "psv; motorcar"},
            CROSSROADS,
            "restrictions_except_cars",
        ),
        (
            {"restriction": "no_left_turn", "except": "motor_vehicle"},
            CROSSROADS,
            "restrictions_except_cars",
        ),
        ({"restriction:hgv": "no_left_turn"}, CROSSROADS, "restrictions_other_kind"),
        ({"restriction": "give_way"}, CROSSROADS, "restrictions_other_kind"),
        (
            {"restriction": "no_u_turn"},
            [("w", 1, "from"), ("w", 2, "via"), ("w", 3, "to")],
            "restrictions_via_way",
        ),
        ({"restriction": "no_u_turn"}, CROSSROADS[:2], "restrictions_incomplete"),
        ({"restriction": "no_u_turn"}, CROSSROADS[1:], "restrictions_incomplete"),
        (
            {"restriction": "no_u_turn"},
            [CROSSROADS[0], CROSSROADS[2]],
            "restrictions_incomplete",
        ),
    ],
)
def test_other_restrictions_are_counted(
    file: OsmFile, tags: dict[str, str], members: list[tuple[str, int, str]], reason: str
) -> None:
    file.way(1, [1, 2], highway="residential")
    file.relation(7, members, type="restriction", **tags)
    data = read(file)
    assert data.restrictions == []
    assert data.counts == {"ways": 1, reason: 1}


def test_relations_of_other_types_are_no_restrictions(file: OsmFile) -> None:
    file.way(1, [1, 2], highway="residential")
    file.relation(7, CROSSROADS, type="route", restriction="no_left_turn")
    assert read(file).counts == {"ways": 1}


def fault_of(path: Path) -> str:
    """The one message for a file, the same for streets and places of interest."""
    with pytest.raises(InputError) as streets:
        read_streets(path)
    with pytest.raises(InputError) as places:
        read_places(path)
    assert str(streets.value) == str(places.value)
    message = str(streets.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


def test_a_file_that_does_not_exist(tmp_path: Path) -> None:
    message = fault_of(tmp_path / "nowhere.osm.pbf")
    assert "does not exist. Give the path" in message


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    assert "is a folder" in fault_of(tmp_path)


@pytest.mark.parametrize("content", [b"", b"id,lon,lat\n1,-3.0,51.5\n" * 40, b"<osm></osm>"])
def test_a_file_that_is_no_pbf(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "renamed.osm.pbf"
    path.write_bytes(content)
    message = fault_of(path)
    assert "cannot be read as an OpenStreetMap PBF file" in message or "cut off" in message
    assert "Give an extract" in message or "Get the file again" in message


def test_a_pbf_of_any_name_is_read(file: OsmFile, tmp_path: Path) -> None:
    file.way(1, [1, 2], highway="residential")
    renamed = file.write().rename(tmp_path / "download")
    assert read_street_data(renamed).way_id.tolist() == [1]


def test_a_file_that_was_cut_off(newport: Path, tmp_path: Path) -> None:
    content = (newport / "osm-2023-06-13.osm.pbf").read_bytes()
    seeded = np.random.default_rng(13).integers(100, len(content) - 1, 4).tolist()
    for size in [len(content) * 6 // 10, *seeded, len(content) - 1]:
        path = tmp_path / "half.osm.pbf"
        path.write_bytes(content[:size])
        assert "it was cut off when it was copied or downloaded. Get the file" in fault_of(path)


def test_an_extract_without_streets(file: OsmFile) -> None:
    file.way(1, [1, 2], building="yes")
    with pytest.raises(InputError, match=r"town.osm.pbf: holds no street whose nodes are known\."):
        read_streets(file.write())


def test_an_extract_without_the_nodes_of_its_streets(file: OsmFile) -> None:
    file.way(1, [1, 98, 2, 2, 99], highway="residential")  # never two known nodes in a row
    with pytest.raises(InputError, match="holds no street whose nodes are known"):
        read_streets(file.write())


def test_an_extract_with_ways_before_nodes_is_not_read_by_halves(tmp_path: Path) -> None:
    path = tmp_path / "unsorted.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        writer.add_way(mutable.Way(id=1, nodes=[1, 2], tags={"highway": "residential"}))
        writer.add_node(mutable.Node(id=1, location=(-3, 51.5)))
        writer.add_node(mutable.Node(id=2, location=(-3, 51.6)))
    with pytest.raises(InputError, match="nodes first"):
        read_streets(path)


def test_extracts_joined_without_merging(file: OsmFile) -> None:
    file.way(1, [1, 2], highway="residential")
    file.way(1, [1, 2, 3], highway="residential")
    with pytest.raises(InputError, match=r"holds way 1 more than once\. Join extracts with"):
        read_streets(file.write())


def test_the_user_may_stop_the_reading(file: OsmFile) -> None:
    class Stopped(Silent):
        steps = 0

        def advance(self, n: int = 1) -> None:
            self.steps += n

        def cancelled(self) -> bool:
            return True

    for way in range(1, 3000):
        file.way(way, [1, 2], highway="residential")
    progress = Stopped()
    with pytest.raises(Interrupted):
        read_streets(file.write(), progress)
    assert progress.steps == 2000
