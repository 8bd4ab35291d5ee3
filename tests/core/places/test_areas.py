"""Areas of points: by place, by lookup, by column; what has none is listed with the nearest."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from shapely import Point, Polygon, box

from accessibility.errors import InputError, UsageError
from accessibility.places.area_assignment import assign_areas
from accessibility.places.areas import read_areas, read_lookup
from accessibility.places.points import Points, read_places, read_points
from accessibility.places.postcodes.postcodes import read_gazetteer

SQUARES = {"W2": box(-3.0, 51.5, -2.9, 51.6), "W1": box(-2.9, 51.5, -2.8, 51.6)}
BOW = Polygon([(-3, 51.5), (-2.9, 51.6), (-2.9, 51.5), (-3, 51.6)])


def layer(shapes=SQUARES, crs=4326):
    return gpd.GeoDataFrame({"code": list(shapes)}, geometry=list(shapes.values()), crs=crs)


def points(*places):
    lon, lat = np.array(places, float).T
    return Points(pa.array([f"p{i}" for i in range(len(places))]), lon.copy(), lat.copy())


def test_points_have_the_area_that_they_lie_in(caplog):
    areas = read_areas(layer(), "code")
    table = assign_areas(points((-2.95, 51.55), (-2.85, 51.55)), areas)
    assert table.to_dict("list") == {"id": ["p0", "p1"], "area": ["W2", "W1"]}
    assert table.attrs["unassigned"] == []
    assert caplog.messages == []


@pytest.mark.parametrize("turn", [1, -1])
def test_a_point_on_a_border_goes_to_the_first_identifier_in_any_order(turn, caplog):
    areas = read_areas(layer().iloc[::turn], "code")
    corner = points((-2.9, 51.55), (-3.0, 51.5))
    assert list(assign_areas(corner, areas)["area"]) == ["W1", "W2"]
    assert caplog.messages == []


def test_points_outside_are_listed_with_the_nearest_area_and_never_dropped(caplog):
    given = points((-2.95, 51.55), (-2.85, 51.61), (np.nan, np.nan), (-3.1, 51.55))
    table = assign_areas(given, {"lsoa": read_areas(layer(), "code")})
    assert table["lsoa"].isna().tolist() == [False, True, True, True]
    assert len(table) == 4
    listed = table.attrs["unassigned"]
    assert [(p["id"], p["level"], p["status"], p["nearest"]) for p in listed] == [
        ("p1", "lsoa", "outside", "W1"),
        ("p2", "lsoa", "not_located", None),
        ("p3", "lsoa", "outside", "W2"),
    ]
    assert listed[0]["distance_m"] == pytest.approx(1112.5, abs=3)
    assert listed[2]["distance_m"] == pytest.approx(6934, abs=10)
    assert caplog.messages == ["lsoa: 3 of 4 points have no area."]


def test_areas_may_be_in_any_reference_system():
    metres = layer().to_crs(27700)
    given = points((-2.95, 51.55), (-2.85, 51.61))
    table = assign_areas(given, read_areas(metres, "code"))
    assert table["area"][0] == "W2"
    assert table.attrs["unassigned"][0]["distance_m"] == pytest.approx(1112.5, abs=4)
    bare = gpd.GeoDataFrame(metres.drop(columns="geometry"), geometry=list(metres.geometry))
    assert read_areas(bare, "code", crs="EPSG:27700").table.crs == metres.crs


def test_overlapping_areas_are_told(caplog):
    shapes = {"b": box(-3.0, 51.5, -2.8, 51.6), "a": box(-2.9, 51.5, -2.7, 51.6)}
    given = points((-2.95, 51.55), (-2.85, 51.55), (-2.75, 51.55), (-2.9, 51.55))
    table = assign_areas(given, {"zone": read_areas(layer(shapes), "code")})
    assert list(table["area" if "area" in table else "zone"]) == ["b", "a", "a", "a"]
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("zone: areas overlap (")
    assert ": 1 points lie in several" in caplog.messages[0]


def test_several_levels_at_once_by_place_lookup_and_column(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("id,lon,lat,region\na,-2.95,51.55,East\nb,-2.85,51.55,\n")
    places = read_places(path, attributes=["region"])
    lookup = pd.DataFrame({"oa": ["W1", "W2", "W2"], "msoa": ["M1", "M2", "M2"]})
    levels = {
        "oa": read_areas(layer(), "code"),
        "msoa": read_lookup(lookup, "oa", "msoa", by="oa"),
        "land": read_lookup(
            pd.DataFrame({"m": ["M2"], "l": ["Wales"]}), "m", "l", by="msoa", name="lands.csv"
        ),
        "region": "region",
    }
    table = assign_areas(places, levels)
    assert list(table.columns) == ["id", "oa", "msoa", "land", "region"]
    assert list(table["oa"]) == ["W2", "W1"]
    assert list(table["msoa"]) == ["M2", "M1"]
    assert table["land"].tolist()[0] == "Wales"
    assert table[["land", "region"]].isna().to_numpy().tolist() == [[False, False], [True, True]]
    listed = [(p["id"], p["level"], p["status"], p["nearest"]) for p in table.attrs["unassigned"]]
    assert listed == [
        ("b", "land", "not_in_lookup", "M1"),
        ("b", "region", "no_code", None),
    ]


def test_a_directory_of_postcodes_is_a_lookup_too(tmp_path):
    directory, homes = tmp_path / "onspd.csv", tmp_path / "homes.csv"
    directory.write_text(
        "pcds,oseast1m,osnrth1m,lsoa11,lat,long\nNP20 1PA,,,W01,51.58,-2.99\n"
        "NP20 2GW,,,W02,51.57,-2.98\n"
    )
    homes.write_text("id,postcode\na,np202gw\nb,NP20 9ZZ\n")
    places = read_places(homes, gazetteer=directory)
    lookup = read_lookup(directory, "pcds", "lsoa11", by="postcode")
    table = assign_areas(places, {"lsoa11": lookup})
    assert table["lsoa11"].tolist()[0] == "W02"
    assert [p["status"] for p in table.attrs["unassigned"]] == ["not_in_lookup"]
    all_of_them = read_places(directory, attributes=["lsoa11"])
    assert list(assign_areas(all_of_them, {"lsoa": "lsoa11"})["lsoa"]) == ["W01", "W02"]


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ({"msoa": "oa"}, 'msoa: "oa" is no level before it and no attribute of the points'),
        ({"a": read_lookup(pd.DataFrame({"k": [1], "v": [2]}), "k", "v", by="b")}, '"b" is no'),
    ],
)
def test_a_lookup_needs_its_level_first(levels, message):
    with pytest.raises(UsageError, match=message):
        assign_areas(points((-2.95, 51.55)), levels)


def test_it_is_an_error_if_no_point_has_an_area():
    areas = read_areas(layer(), "code", name="zones.gpkg")
    far = points((-2.95, 51.7), (np.nan, np.nan))
    with pytest.raises(InputError, match=r"zones.gpkg: none of the 2 points.*11,1\d\d m away"):
        assign_areas(far, areas)
    other_year = pd.DataFrame({"oa": ["X"], "msoa": ["M"]})
    levels = {"oa": areas, "msoa": read_lookup(other_year, "oa", "msoa", by="oa", name="l.csv")}
    with pytest.raises(InputError, match=r'l.csv: none of the 1 points.*first code is "W2"'):
        assign_areas(points((-2.95, 51.55)), levels)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (layer({}), "has no rows"),
        (layer(crs=None), "does not say which coordinate reference system"),
        (pd.DataFrame({"code": ["a"]}), "has no geometry"),
        (layer({"a": Point(0, 0)}), r"row 1: the geometry is no polygon but point \(1 of 1 rows\)"),
        (layer({"a": SQUARES["W1"], "b": None}), "row 2: the geometry is no polygon but nothing"),
        (layer({"a": Polygon()}), "no polygon but polygon"),
        (layer().assign(code="a"), 'row 2: code "a" stands in row 1 already'),
        (layer().rename(columns={"code": "Code"}), "no column code; .*Did you mean Code?"),
    ],
)
def test_faults_of_areas_are_named(table, message):
    with pytest.raises(InputError, match=message):
        read_areas(table, "code")


def test_areas_whose_reference_system_is_contradicted_are_refused():
    with pytest.raises(UsageError, match="is in EPSG:4326, not in EPSG:27700"):
        read_areas(layer(), "code", crs="EPSG:27700")


def test_polygons_that_cross_themselves_are_mended_and_told(caplog):
    given = layer({"a": SQUARES["W1"], "b": BOW})
    before = given.copy()
    areas = read_areas(given, "code")
    assert areas.table.geometry.is_valid.all()
    assert given.equals(before)
    assert caplog.messages == [
        "areas: 1 areas were not valid and have been mended, the first is b."
    ]
    assert assign_areas(points((-2.99, 51.55)), areas)["area"][0] == "b"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"oa": ["a", "a"], "msoa": ["M1", "M2"]}, 'oa "a" belongs to M1, M2'),
        ({"oa": ["a"], "MSOA": ["M1"]}, "no column msoa; .*Did you mean MSOA?"),
    ],
)
def test_faults_of_a_lookup_are_named(table, message):
    with pytest.raises(InputError, match=message):
        read_lookup(pd.DataFrame(table), "oa", "msoa", by="oa")


def test_postcodes_of_newport_lie_in_its_areas(newport):
    path = newport / "codepoint_np_2014.csv"
    in_city = np.asarray(read_gazetteer(path).table["district"] == "W06000022")
    whole = read_points(path)
    city = Points(whole.ids.filter(pa.array(in_city)), whole.lon[in_city], whole.lat[in_city])
    levels = {
        "oa11": read_areas(newport / "oa11.geojson", "OA11CD"),
        "lsoa11": read_areas(newport / "lsoa11.geojson", "LSOA11CD"),
        "msoa21": read_areas(newport / "msoa21.geojson", "MSOA21CD"),
    }
    table = assign_areas(city, levels)
    assert len(table) == 3_370
    assert [table[level].nunique() for level in levels] == [468, 94, 20]
    for level, areas in levels.items():
        joined = gpd.sjoin(
            gpd.GeoDataFrame(geometry=gpd.points_from_xy(city.lon, city.lat), crs=4326),
            areas.table,
        )
        other = joined[f"{level.upper()}CD"]
        assert table[level].dropna().to_dict() == other.to_dict()
    lost = [(p["id"], p["status"], p["distance_m"]) for p in table.attrs["unassigned"]]
    assert lost == [("NP26 3BD", "outside", pytest.approx(6.7, abs=0.2))] * 3
