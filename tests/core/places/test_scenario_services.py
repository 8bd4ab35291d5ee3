"""Services that a scenario closes or adds, by themselves and on the way to the nearest."""

import logging

import numpy as np
import pyarrow as pa
import pytest

from accessibility import DepartAt, Scenario, apply_to_services, nearest_services, services_of
from accessibility.errors import InputError
from accessibility.places.osm.services import Services
from accessibility.places.points import Points, read_points

NEW = {"kind": "pharmacy", "id": "new", "lon": -3.3, "lat": 51.7, "name": "Newydd"}


def pharmacies():
    points = Points(pa.array(["a", "b"]), np.array([-3.0, -3.1]), np.array([51.0, 51.1]))
    return Services("pharmacy", points, ["A", None], ["OpenStreetMap has 2 pharmacies."], 2)


def test_services_are_closed_and_added_and_counted():
    close = [{"kind": "pharmacy", "id": "a"}]
    scenario = Scenario.of({"name": "x", "close_service": close, "add_service": [NEW]})
    [found] = apply_to_services([pharmacies()], scenario)
    assert found.points.ids.to_pylist() == ["b", "new"]
    assert found.points.lon.tolist() == [-3.1, -3.3]
    assert found.names == [None, "Newydd"]
    assert found.notes[1:] == [
        "pharmacy: 1 closed by the scenario x.",
        "pharmacy: 1 added by the scenario x.",
    ]
    [again] = apply_to_services([found], scenario)
    assert again is found, "applied once"


def test_other_kinds_are_passed_over_and_told(caplog):
    scenario = Scenario.of({"close_service": [{"kind": "library", "id": "a"}]})
    with caplog.at_level(logging.WARNING, "accessibility"):
        [found] = apply_to_services([pharmacies()], scenario)
    assert found.points.ids.to_pylist() == ["a", "b"]
    assert "kinds that are not asked for: library" in caplog.text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"close_service": [{"kind": "pharmacy", "id": "aa"}]},
         'close_service[1].id "aa" is no pharmacy. Nearest is a.'),
        ({"close_service": [{"kind": "pharmacy", "id": one} for one in "ab"]},
         "closes the last service of the kind pharmacy"),
        ({"add_service": [{**NEW, "id": "b"}]}, 'id "b" is a pharmacy that is there already'),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_an_error(said, told):
    with pytest.raises(InputError) as error:
        apply_to_services([pharmacies()], Scenario.of(said))
    assert told in str(error.value)


def test_the_nearest_services_are_those_of_the_scenario(sample_twins, sample):
    network = sample_twins.network
    homes = read_points(sample / "small_area_centroids.csv")
    when = DepartAt("2025-05-13 08:00")
    [found] = services_of(network, ["pharmacy"])
    gone = found.points.ids[0].as_py()
    new = {**NEW, "lon": float(homes.lon[0]), "lat": float(homes.lat[0])}
    said = {"close_service": [{"kind": "pharmacy", "id": gone}], "add_service": [new]}
    changed = network.with_scenario(Scenario.of({"name": "moved", **said}))
    tables = [
        nearest_services(changed, homes, services, when=when)
        for services in ("osm:pharmacy", [found], {"pharmacy": found.points})
    ]
    before = nearest_services(network, homes, "osm:pharmacy", when=when)
    assert gone in set(before["to_id"])
    for table in tables:
        assert gone not in set(table["to_id"])
        assert table["to_id"].iloc[0] == "new"
        assert table["travel_time"].equals(tables[0]["travel_time"])
        assert "pharmacy: 1 added by the scenario moved." in table.attrs["notes"]
        assert table.attrs["provenance"]["scenario"]["services"] == {"close": 1, "add": 1}
