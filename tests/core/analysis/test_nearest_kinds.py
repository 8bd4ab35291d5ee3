"""Nearest services in every form in which people have them, and faulty ones."""

import pandas as pd
import pytest

from accessibility import TravelOptions, nearest_services
from accessibility.errors import InputError, UsageError
from accessibility.places.osm.services import services_of
from accessibility.places.points import read_places, read_points
from tests.core.analysis.nearest_cases import MORNING, WALK, is_least, moved, pairs, plain


def known_of(table):
    return plain(table).astype({"kind": str})


def test_services_in_every_form_give_the_same(network, homes, services, sample, tmp_path):
    wanted = services[services["kind"].isin(["pharmacy", "library"])].reset_index(drop=True)
    by_kind = {kind: wanted[wanted["kind"] == kind] for kind in ("pharmacy", "library")}
    files = {kind: tmp_path / f"{kind}.gpkg" for kind in by_kind}
    for kind, path in files.items():
        by_kind[kind][["id", "geometry"]].to_file(path)
    table = wanted.assign(lon=wanted.geometry.x, lat=wanted.geometry.y).drop(columns="geometry")
    table.to_csv(tmp_path / "all.csv", index=False)
    forms = [
        wanted,
        by_kind,
        files,
        {kind: read_points(one[["id", "geometry"]]) for kind, one in by_kind.items()},
        tmp_path / "all.csv",
        read_places(wanted, attributes=["kind", "name"]),
    ]
    tables = [nearest_services(network, homes, form, when=MORNING) for form in forms]
    for table in tables:
        pd.testing.assert_frame_equal(known_of(table), known_of(tables[0]))
    names = {one["id"]: one["name"] for one in tables[0].attrs["services"]}
    assert names == dict(zip(wanted["id"], wanted["name"], strict=True))
    assert {one["name"] for one in tables[1].attrs["services"]} == {None}


def test_services_of_the_extract(network, homes):
    table = nearest_services(network, homes, "osm:pharmacy,library", when=MORNING)
    assert list(table["kind"][:2]) == ["pharmacy", "library"]
    same_list = nearest_services(
        network, homes, services_of(network, ["pharmacy", "library"]), when=MORNING
    )
    pd.testing.assert_frame_equal(plain(table), plain(same_list))
    assert len(table.attrs["services"]) == 6
    assert all(one["name"] for one in table.attrs["services"])


def test_a_file_without_kinds_is_one_kind_by_its_name(network, homes, shops, tmp_path):
    shops.to_file(tmp_path / "corner shops.gpkg")
    table = nearest_services(network, homes, tmp_path / "corner shops.gpkg", options=WALK)
    assert list(table["kind"].cat.categories) == ["corner shops"]
    assert list(nearest_services(network, homes, shops, options=WALK)["kind"].cat.categories) == [
        "service"
    ]


def test_identifiers_are_text_as_soon_as_one_kind_has_text(network, homes, shops):
    numbered = shops.assign(id=range(10, 10 + len(shops)))
    whole = nearest_services(network, homes, numbered, options=WALK)
    assert str(whole["to_id"].dtype) == "Int64"
    near = nearest_services(network, homes.iloc[:3], numbered, options=TravelOptions(mode="car"))
    assert near["to_id"].notna().all()
    assert str(near["to_id"].dtype) == "Int64"  # whether or not something is missing
    mixed = nearest_services(network, homes, {"a": numbered, "b": shops}, options=WALK)
    assert list(mixed["to_id"][::2].dropna()) == [str(n) for n in whole["to_id"].dropna()]
    assert set(mixed["to_id"][1::2].dropna()) <= set(shops["id"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("osm:farmacy", "pharmacy"),
        ("osm:", "names no kinds"),
        ({}, "no kind is given"),
    ],
)
def test_kinds_that_are_not_known(network, homes, given, message):
    with pytest.raises(UsageError, match=message):
        nearest_services(network, homes, given, when=MORNING)


def test_a_kind_without_a_service(network, homes, services):
    with pytest.raises(InputError, match="has no charging station here"):
        nearest_services(network, homes, "osm:charging_station", when=MORNING)
    empty = services.assign(kind=["park", None, *services["kind"][2:]])
    with pytest.raises(InputError, match=r"services row 2: kind is empty \(1 of 49 rows\)"):
        nearest_services(network, homes, empty, when=MORNING)
    with pytest.raises(InputError, match="park: has no rows"):
        nearest_services(network, homes, {"park": services.iloc[:0]}, when=MORNING)
    far = moved(services.iloc[:2], [0, 1], 3.0)
    with pytest.raises(InputError, match="None of the 2 park services lies within 300 m"):
        nearest_services(network, homes, {"park": far}, when=MORNING)


def test_a_kind_is_given_once(network, homes):
    twice = services_of(network, ["pharmacy", "library"])
    with pytest.raises(UsageError, match='services: the kind "pharmacy" is given twice'):
        nearest_services(network, homes, [*twice, twice[0]], when=MORNING)
    with pytest.raises(UsageError, match="services: no kind is given"):
        nearest_services(network, homes, [], when=MORNING)


@pytest.mark.parametrize("names", [("shop", "shop_2"), ("Shop", "shop")])
def test_kinds_whose_columns_would_be_one_are_refused(network, homes, shops, names, tmp_path):
    given = dict.fromkeys(names, shops)
    with pytest.raises(UsageError, match=f'kinds "{names[0]}" and "{names[1]}"'):
        nearest_services(network, homes, given, options=WALK, k=2, output=tmp_path / "nearest.gpkg")
    assert list(tmp_path.iterdir()) == []
    assert len(nearest_services(network, homes, given, options=WALK)) == 2 * len(homes)


def test_services_that_join_no_street_are_listed_and_never_found(network, homes, shops):
    part = moved(shops, [0], 3.0)
    table = nearest_services(network, homes, {"shop": part}, when=MORNING)
    first = part["id"].iloc[0]
    assert [(p["id"], p["role"], p["status"]) for p in table.attrs["points"]] == [
        (first, "shop service", "outside")
    ]
    assert first not in set(table["to_id"].dropna())
    is_least(table, pairs(network, homes, part.iloc[1:], when=MORNING))
