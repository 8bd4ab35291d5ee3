"""Addresses in a made-up county of two towns, and libraries of Newport against their postcodes."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyproj import Transformer

from accessibility.errors import UsageError
from accessibility.network.extract.tagged import PLACE_SCHEMA
from accessibility.network.network import Network
from accessibility.places.addresses.addresses import match_addresses

# Eastham lies about 28 km east of Weston. Each has a Church Street; Weston's High Street has a gap.
STREETS = [
    ("Church Street", [(-3.000, 51.500), (-2.998, 51.500), (-2.996, 51.500)]),
    ("Church Street", [(-2.600, 51.500), (-2.598, 51.500)]),
    ("High Street", [(-3.000, 51.503), (-2.998, 51.503)]),
    ("High Street", [(-2.995, 51.503), (-2.993, 51.503)]),
    ("Eastham Road", [(-3.004, 51.490), (-3.004, 51.494)]),
    ("Tŷ Coch / Red House Lane", [(-2.606, 51.504), (-2.604, 51.504)]),
    ("Kingsway", [(-3.010, 51.506), (-3.008, 51.506)]),
    ("Long Lane", [(-2.630 + 0.004 * i, 51.507) for i in range(9)]),
]
PLACES = [
    (1, -3.000, 51.501, {"place": "town", "name": "Weston"}),
    (2, -2.600, 51.501, {"place": "town", "name": "Eastham"}),
    (3, -2.605, 51.503, {"place": "village", "name": "Saint Mary's"}),
    (4, -2.999, 51.5005, {"amenity": "library", "name": "Weston Library"}),
    (5, -2.700, 51.520, {"amenity": "townhall", "name": "Town Hall"}),
    (6, -2.997, 51.5005, {"amenity": "cafe", "name": "Costa"}),
    (7, -2.599, 51.5005, {"amenity": "cafe", "name": "Costa"}),
    (8, -2.700, 51.700, {"public_transport": "platform", "name": "Zoo"}),
    (9, -2.610, 51.510, {"amenity": "school", "name": "Ysgol y Bont", "name:en": "Bridge School"}),
]


@pytest.fixture(scope="module")
def county():
    names = ["", *dict.fromkeys(name for name, _ in STREETS)]
    edges, xy = [], []
    for name, line in STREETS:
        first = len(xy)
        xy += line
        edges += [(first + i, first + i + 1, names.index(name)) for i in range(len(line) - 1)]
    edge_from, edge_to, edge_name = np.array(edges, np.int32).T
    vertices = np.round(np.array(xy) * 1e7).astype(np.int32)
    streets = SimpleNamespace(
        names=names, edge_from=edge_from, edge_to=edge_to, edge_name=edge_name,
        edge_length=np.full(len(edges), 140_000, np.int32),
        vertex_x=vertices[:, 0], vertex_y=vertices[:, 1],
    )  # fmt: skip
    rows = [
        {"osm_type": "node", "osm_id": i, "lon": lon, "lat": lat, "name": tags["name"],
         "tags": list(tags.items())}
        for i, lon, lat, tags in PLACES
    ]  # fmt: skip
    return SimpleNamespace(streets=streets, places=pa.Table.from_pylist(rows, PLACE_SCHEMA))


def match(county, text, **options):
    return match_addresses([text], county, **options).iloc[0]


@pytest.mark.parametrize(
    ("address", "kind", "name", "lon"),
    [
        ("12 Church St, Weston", "street", "Church Street", -2.998),
        ("12 Church St, Eastham", "street", "Church Street", -2.6),
        ("12 Church St Eastham", "street", "Church Street", -2.6),
        ("Church Street, St Mary's", "street", "Church Street", -2.6),
        ("Chruch Street, Eastham", "street", "Church Street", -2.6),
        ("4 Eastham Road, Weston", "street", "Eastham Road", -3.004),
        ("4 Eastham Road", "street", "Eastham Road", -3.004),
        ("Red House Ln", "street", "Tŷ Coch / Red House Lane", -2.606),
        ("TY COCH, Eastham", "street", "Tŷ Coch / Red House Lane", -2.606),
        ("Kingsway, Weston, Westshire", "street", "Kingsway", -3.01),
        ("Back Room, Kingsway, Weston", "street", "Kingsway", -3.01),
        ("High St, Wales", "street", "High Street", -2.998),
        ("3 Kingsway Weston", "street", "Kingsway", -3.01),
        ("Saint Marys", "place", "Saint Mary's", -2.605),
        ("Weston Library, Church Street", "poi", "Weston Library", -2.999),
        ("Weston Library and Information Centre", "poi", "Weston Library", -2.999),
        ("Costa, Church Street, Eastham", "poi", "Costa", -2.599),
        ("Costa, Eastham", "poi", "Costa", -2.599),
        ("Town Hall, Church Street, Eastham", "street", "Church Street", -2.6),
        ("Bridge School", "poi", "Ysgol y Bont", -2.61),
    ],
)
def test_an_address_is_located(county, address, kind, name, lon):
    row = match(county, address)
    assert (row["status"], row["kind"], row["matched"]) == ("matched", kind, name)
    assert row["lon"] == pytest.approx(lon, abs=1e-6)
    assert row["score"] >= 90


@pytest.mark.parametrize(
    ("address", "status", "name"),
    [
        ("Church Street", "ambiguous", "Church Street"),
        ("Costa", "ambiguous", "Costa"),
        ("Costa, Church Street", "ambiguous", "Costa"),
        ("Town Hall, Kingsway", "ambiguous", "Town Hall"),  # they lie 21 km apart
        ("Kingsway, Northville", "ambiguous", "Kingsway"),  # a town that is not in the extract
        ("Kingsway, Northville, Weston", "ambiguous", "Kingsway"),  # nor a village near Weston
        ("Kingsway, Eastham", "below_threshold", "Kingsway"),  # there is none there
        ("Church Road, Weston", "below_threshold", "Church Street"),
        ("Weston", "below_threshold", "Weston Library"),
        ("Zoo", "below_threshold", None),
        ("17", "no_address", None),
        ("", "no_address", None),
        ("NP18 1AW", "no_address", None),
    ],
)
def test_what_is_not_sure_is_never_guessed(county, address, status, name):
    row = match(county, address)
    assert row["status"] == status
    assert row["matched"] == name or (name is None and pd.isna(row["matched"]))
    assert np.isnan(row["lon"])
    assert np.isnan(row["lat"])


def test_the_second_best_is_named_with_its_distance(county):
    row = match(county, "Church Street")
    assert (row["second"], row["second_score"]) == ("Church Street", 100)
    assert row["second_distance_m"] == pytest.approx(27_400, rel=0.01)
    clear = match(county, "Weston Library")
    assert clear["osm"] == "node/4"
    assert pd.isna(clear["second"]) or clear["second_score"] < 90


def test_a_village_narrows_a_long_street(county):
    whole = match(county, "Long Lane")
    assert whole["lon"] == pytest.approx(-2.614)
    assert whole["within_m"] == pytest.approx(1108, rel=0.01)
    part = match(county, "Long Lane, St Mary's")
    assert part["lon"] == pytest.approx(-2.610)
    assert part["within_m"] < 1_000
    assert match(county, "Weston Library")["within_m"] == 0
    assert match(county, "St Mary's")["within_m"] == 1500


def test_the_threshold_decides(county):
    assert match(county, "Chruch Street, Eastham", threshold=95)["status"] == "below_threshold"
    assert match(county, "Church Road, Weston", threshold=60)["status"] != "below_threshold"


def test_a_table_keeps_its_index_and_gaps(county):
    rows = pd.DataFrame(
        {"line": ["Church Street", None, "Nowhere At All"], "town": ["Weston", None, None]},
        index=[7, 8, 9],
    )
    found = match_addresses(rows, county, columns=["line", "town"])
    assert list(found.index) == [7, 8, 9]
    assert list(found["address"]) == ["Church Street, Weston", "", "Nowhere At All"]
    assert list(found["status"]) == ["matched", "no_address", "below_threshold"]
    again = match_addresses(rows.iloc[::-1], county, columns=["line", "town"])
    pd.testing.assert_frame_equal(again.iloc[::-1], found)


def test_no_rows_and_no_names(county):
    assert len(match_addresses([], county)) == 0
    empty = SimpleNamespace(
        streets=SimpleNamespace(names=[""], edge_name=np.empty(0, np.int32)),
        places=PLACE_SCHEMA.empty_table(),
    )
    assert match(empty, "Church Street")["status"] == "below_threshold"


@pytest.mark.parametrize(
    ("rows", "options", "message"),
    [
        (["a"], {"threshold": 0}, "threshold: 0"),
        (["a"], {"threshold": 101}, "threshold: 101"),
        (["a"], {"columns": ["line"]}, "texts have no columns"),
        (pd.DataFrame({"line": ["a"]}), {}, "name those that make up an address, of line"),
        (pd.DataFrame({"line": ["a"]}), {"columns": ["town"]}, "there is no column town"),
    ],
)
def test_what_cannot_be_asked_is_refused(county, rows, options, message):
    with pytest.raises(UsageError, match=message):
        match_addresses(rows, county, **options)


@pytest.fixture(scope="module")
def newport_streets(newport, tmp_path_factory):
    path = tmp_path_factory.mktemp("addresses") / "streets.network"
    return Network.build(newport / "osm-2023-06-13.osm.pbf", [], path)


def test_libraries_of_newport_lie_near_their_postcodes(shared_data, newport, newport_streets):
    libraries = pd.read_csv(shared_data / "wales" / "libraries.csv")
    of_newport = libraries["Local authority code"] == "W06000022"
    here = libraries["Postcode"].str.match(r"NP(10|18|19|20) ")
    libraries = libraries[of_newport & here]
    points = pd.read_csv(newport / "codepoint_np_2014.csv", header=None).set_index(0)
    points = points.loc[libraries["Postcode"].str.replace(" ", ""), [2, 3]]
    to_grid = Transformer.from_crs(4326, 27700, always_xy=True)
    lines = ["Address 1", "Address 2", "Address 3"]

    farthest = {}
    for name, columns in (("address", lines), ("with_name", ["Library name", *lines])):
        found = match_addresses(libraries, newport_streets, columns=columns)
        x, y = to_grid.transform(found["lon"], found["lat"])
        away = np.hypot(x - points[2].to_numpy(), y - points[3].to_numpy())
        matched = (found["status"] == "matched").to_numpy()
        # Four lie within the extract; Bettws, Caerleon, Malpas, St Julian's and Ringland's centre
        # do not, or have no name there.
        assert list(libraries["Library name"][matched]) == [
            "Newport Central Library",
            "Pillgwenlly Library and Information Centre",
            "Rogerstone Library",
            "Tredegar House Library",
        ]
        farthest[name] = away[matched].max()
        assert found["lon"][~matched].isna().all()
    # A street's middle against a postcode's; a library's own point against it.
    assert farthest["address"] < 400
    assert farthest["with_name"] < 150


def test_addresses_that_the_extract_itself_has_lie_as_near_as_is_said(newport_streets):
    """Streets of shops and offices against where these stand."""
    places = newport_streets.places.to_pandas()
    tags = [dict(pairs) for pairs in places["tags"]]
    keys = ("addr:housenumber", "addr:street", "addr:suburb", "addr:city")
    rows = pd.DataFrame([[tag.get(key) for key in keys] for tag in tags], columns=list(keys))
    rows = rows[rows["addr:street"].notna()]
    found = match_addresses(rows, newport_streets, columns=keys)
    matched = found["status"] == "matched"
    assert len(found) > 2_000
    assert matched.mean() > 0.97
    x = np.radians(found["lon"] - places["lon"][rows.index]) * np.cos(np.radians(51.58))
    away = np.hypot(x, np.radians(found["lat"] - places["lat"][rows.index])) * 6_371_009
    assert away.median() < 130
    assert (away <= found["within_m"] + 150)[matched].mean() > 0.98


def test_a_street_within_the_name_of_another_is_not_it(county):
    assert match(county, "Upper Church Street, Eastham")["status"] != "matched"
    assert match(county, "Church Street, Eastham")["status"] == "matched"
