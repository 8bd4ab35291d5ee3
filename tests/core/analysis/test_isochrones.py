"""Isochrones: true to the surface, nested, growing with service; series, sums, refusals."""

import itertools

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accessibility import (
    ArriveBy,
    DepartAt,
    TravelOptions,
    isochrone_differences,
    isochrones,
    moments_every,
    travel_time_surfaces,
)
from accessibility.analysis.contours import areas_within
from accessibility.errors import InputError, OutputError, UsageError
from accessibility.network.extract import access
from accessibility.network.network import Network
from accessibility.network.travel.grid import cells_near_streets
from accessibility.places.points import read_points
from tests.core.comparison import by_kernels
from tests.core.small_world import cases, write_streets

MORNING = DepartAt("2025-05-13 08:30")
DEADLINE = ArriveBy("2025-05-13 10:00")
CENTRE = (-3.2985, 51.7000)
MINUTES = (5, 10, 20, 30)


def points(*places):
    lon, lat = zip(*places, strict=True)
    ids = [f"p{number}" for number in range(len(places))]
    return gpd.GeoDataFrame({"id": ids}, geometry=gpd.points_from_xy(lon, lat), crs=4326)


@pytest.fixture(scope="module")
def network(sample_twins):
    return sample_twins.network


@pytest.fixture(scope="module")
def centre(network):
    """A place on a street in the middle of the town."""
    streets = network.streets
    linkable = np.flatnonzero(streets.edge_linkable & access.FOOT)
    x, y = streets.shape_x / 1e7, streets.shape_y / 1e7
    edges = linkable[np.argsort(np.abs(x[streets.shape_offset[linkable]] - np.median(x)))]
    start = streets.shape_offset[edges[0]]
    return points((x[start], y[start]))


@pytest.mark.parametrize(
    ("when", "options"),
    [
        (MORNING, TravelOptions()),
        (DepartAt("2025-05-13 08:00", "30min"), TravelOptions()),
        (DEADLINE, TravelOptions()),
        (None, TravelOptions(mode="walk")),
        (None, TravelOptions(mode="cycle")),
        (DEADLINE, TravelOptions(mode="car")),
    ],
)
def test_cells_have_the_times_of_a_matrix(network, centre, when, options):
    (surface,) = travel_time_surfaces(network, centre, when=when, options=options, cell_size=200)
    grid = surface.grid
    chosen = np.random.default_rng(1).choice(len(grid.cells), 60, replace=False)
    cells = list(zip(grid.lon[chosen].tolist(), grid.lat[chosen].tolist(), strict=True))
    place = [(centre.geometry.x[0], centre.geometry.y[0])]
    ends = (cells, place) if isinstance(when, ArriveBy) else (place, cells)
    matrix = by_kernels(network, when, options, *ends, (50,)).ravel()
    bit = {"cycle": access.BICYCLE, "car": access.CAR}.get(options.mode, access.FOOT)
    near = network.snap(grid.lon[chosen], grid.lat[chosen], 100_000, bit).edge >= 0
    assert near.any()
    assert (surface.seconds[chosen][near] == matrix[near]).all()
    assert (surface.seconds[chosen][~near] == -1).all()
    assert (surface.seconds >= 0).sum() > 50


@pytest.mark.parametrize("when", [MORNING, DEADLINE])
def test_areas_are_nested_valid_and_true_to_the_surface(network, centre, when):
    table = isochrones(network, centre, when=when, minutes=MINUTES)
    assert list(table["minutes"]) == list(MINUTES)
    assert table.geometry.is_valid.all()
    assert table.crs.to_epsg() == 4326
    for shorter, longer in itertools.pairwise(table.geometry):
        assert shapely.covers(longer.buffer(1e-9), shorter)
    assert (np.diff(table["area_km2"]) > 0).all()
    (surface,) = travel_time_surfaces(network, centre, when=when)
    grid = surface.grid
    for minutes, area in zip(table["minutes"], table.geometry, strict=True):
        inside = shapely.contains_xy(area, grid.lon, grid.lat)
        within = (surface.seconds >= 0) & (surface.seconds <= minutes * 60)
        # Simplified by a quarter of a cell: only cells at the very edge may fall on the other side.
        assert (inside == within).mean() > 0.995
        assert inside.sum() == pytest.approx(within.sum(), rel=0.05)


def test_rings_put_together_are_the_nested_areas(network, centre):
    nested = isochrones(network, centre, when=MORNING, minutes=MINUTES)
    rings = isochrones(network, centre, when=MORNING, minutes=MINUTES, rings=True)
    assert list(rings["minutes_from"]) == [0, *MINUTES[:-1]]
    sums = rings["area_km2"].cumsum().tolist()
    assert sums == pytest.approx(nested["area_km2"].tolist(), abs=1e-5)
    for one, other in itertools.combinations(rings.geometry, 2):
        assert shapely.intersection(one, other).area < 1e-12
    together = shapely.union_all(rings.geometry)
    assert shapely.symmetric_difference(together, nested.geometry.iloc[-1]).area < 1e-10


def test_outlines_depend_on_their_own_time_alone(network, centre):
    alone = isochrones(network, centre, when=MORNING, minutes=(20,)).geometry[0]
    among = isochrones(network, centre, when=MORNING, minutes=MINUTES)
    among = among.set_index("minutes").geometry[20]
    assert shapely.symmetric_difference(alone, among).area < 1e-3 * alone.area


def test_several_origins_together(network, centre):
    other = points((centre.geometry.x[0] + 0.012, centre.geometry.y[0] + 0.002))
    both = pd.concat([centre, other.assign(id="p1")], ignore_index=True)
    one, two = travel_time_surfaces(network, both, when=MORNING)
    (union,) = travel_time_surfaces(network, both, when=MORNING, combine="union")
    (every,) = travel_time_surfaces(network, both, when=MORNING, combine=2)
    far = np.iinfo(np.int32).max
    times = np.stack([np.where(s.seconds < 0, far, s.seconds) for s in (one, two)])
    for combined, expected in ((union, times.min(axis=0)), (every, times.max(axis=0))):
        assert (np.where(combined.seconds < 0, far, combined.seconds) == expected).all()
    assert (union.id, every.id) == ("union", "at least 2")
    table = isochrones(network, both, when=MORNING, minutes=(10, 20))
    assert list(table["id"]) == ["p0", "p0", "p1", "p1"]


def test_a_series_has_times_from_and_to(network, centre, tmp_path):
    moments = moments_every(MORNING, "20m", "09:20")
    table = isochrones(
        network, centre, when=moments, minutes=(10, 30), output=tmp_path / "day.gpkg"
    )
    assert list(table["t_start"].dt.strftime("%H:%M")[::2]) == ["08:30", "08:50", "09:10"]
    assert list(table["t_end"].dt.strftime("%H:%M")[::2]) == ["08:50", "09:10", "09:30"]
    single = isochrones(network, centre, when=moments[1], minutes=(10, 30))
    assert "t_start" not in single
    assert single.geometry.iloc[1].equals(table.geometry.iloc[3])
    written = gpd.read_file(tmp_path / "day.gpkg", layer="isochrones")
    assert len(written) == 6
    assert list(gpd.read_file(tmp_path / "day.gpkg", layer="origins")["status"]) == ["joined"]


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".parquet", ".fgb"])
def test_files_hold_the_table_in_the_same_bytes_each_time(network, centre, tmp_path, suffix):
    paths = [tmp_path / f"{name}{suffix}" for name in "ab"]
    for path in paths:
        table = isochrones(network, centre, when=MORNING, minutes=(10, 20), output=path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    layer = {"layer": "isochrones"} if suffix == ".gpkg" else {}
    read = gpd.read_parquet(paths[0]) if suffix == ".parquet" else gpd.read_file(paths[0], **layer)
    assert list(read["minutes"]) == [10, 20]
    assert read.to_crs(27700).area.tolist() == pytest.approx(
        table.to_crs(27700).area.tolist(), rel=1e-4
    )


def test_a_point_that_was_not_located_has_no_area_and_no_geometry(network, centre, tmp_path):
    given = read_points(pd.concat([centre, centre.assign(id="lost")]))
    given.lon[1] = given.lat[1] = np.nan
    output = tmp_path / "day.gpkg"
    table = isochrones(network, given, when=MORNING, minutes=(10,), output=output)
    assert list(table["id"]) == ["p0"]
    assert [point["status"] for point in table.attrs["points"]] == ["not_located"]
    assert table.attrs["origins"][1]["distance_m"] is None
    origins = gpd.read_file(output, layer="origins")
    assert list(origins["status"]) == ["joined", "not_located"]
    assert list(origins.geometry.isna()) == [False, True]
    assert np.isnan(origins["distance_m"][1])


def test_what_lies_inside_is_summed(network, centre, sample):
    table = isochrones(
        network,
        centre,
        when=MORNING,
        minutes=(10, 30),
        inside={
            "dwellings": (sample / "dwellings.csv", None),
            "areas": (sample / "small_areas.geojson", None),
        },
    )
    homes = pd.read_csv(sample / "dwellings.csv")
    small = gpd.read_file(sample / "small_areas.geojson").to_crs(32630)
    for row in table.itertuples():
        inside = shapely.contains_xy(row.geometry, homes["lon"], homes["lat"]).sum()
        assert row.dwellings == inside
        area = gpd.GeoSeries([row.geometry], crs=4326).to_crs(32630)[0]
        shares = small.intersection(area).area / small.area
        assert row.areas == pytest.approx(shares.sum(), rel=1e-3)
    with pytest.raises(InputError, match="no column persons"):
        isochrones(
            network, centre, when=MORNING, inside={"n": (sample / "dwellings.csv", "persons")}
        )


def test_gained_and_lost_areas(network, centre):
    before = isochrones(network, centre, when=MORNING, minutes=(20, 30))
    after = isochrones(
        network,
        centre,
        when=MORNING,
        minutes=(20, 30),
        options=TravelOptions(transit_modes="rail", walk_speed=5),
    )
    change = isochrone_differences(before, after).to_crs(32630)
    assert set(change["change"]) == {"gained", "lost"}
    old, new = before.to_crs(32630).area, after.to_crs(32630).area
    for minutes, gain in zip((20, 30), new - old, strict=True):
        rows = change[change["minutes"] == minutes].set_index("change").area
        assert rows.get("gained", 0) - rows.get("lost", 0) == pytest.approx(gain, rel=1e-6)
    assert len(isochrone_differences(before, before)) == 0
    series = isochrones(network, centre, when=[MORNING, DEADLINE], minutes=(20,))
    with pytest.raises(UsageError, match="rings or a series"):
        isochrone_differences(series, before)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"minutes": (30, 15)}, "minutes: 30, 15 do not ascend"),
        ({"minutes": ()}, "minutes: none"),
        ({"minutes": (15, 150)}, "150 is beyond max_time"),
        ({"cell_size": 1}, "cell_size: 1 is out of range"),
        ({"crs": "EPSG:4326"}, "not a projection in metres"),
        ({"crs": "EPSG:99"}, "no coordinate reference system"),
        ({"combine": "all"}, 'combine: "all" is none of'),
        ({"combine": 2}, 'combine: "2" is none of'),
        ({"percentile": 50}, "percentile: needs a window"),
        ({"when": None}, "Public transport needs a moment"),
        ({"output": "iso.txt"}, "can be written as .gpkg"),
    ],
)
def test_what_cannot_be_meant_is_refused(network, centre, call, message):
    with pytest.raises(UsageError, match=message):
        isochrones(network, centre, **{"when": MORNING, **call})


def test_cells_too_small_for_the_memory_are_refused(network, monkeypatch):
    monkeypatch.setattr("accessibility.network.travel.grid.MOST_CELLS", 1000)
    with pytest.raises(UsageError, match=r"cells of 50 m would be .* Give \d+ m or more"):
        cells_near_streets(network, 50, access.FOOT)


def test_a_point_in_the_sea_is_told_with_its_distance(network):
    with pytest.raises(InputError, match=r"the nearest is [0-9,]+ m away"):
        isochrones(network, points((-3.5, 51.3)), when=MORNING)


def test_a_folder_that_is_not_there_is_told(network, centre, tmp_path):
    with pytest.raises(OutputError, match="is no folder"):
        isochrones(network, centre, when=MORNING, output=tmp_path / "none" / "iso.gpkg")


def test_where_nothing_is_reached_the_layer_is_empty_and_has_its_columns(network, centre, caplog):
    # Half a second's walk: no middle of a cell lies so near.
    far = centre.copy()
    far.geometry = far.geometry.translate(0, 0.0004)
    table = isochrones(
        network, far, options=TravelOptions(mode="walk"), minutes=(0.01,), cell_size=500
    )
    assert len(table) == 0
    assert {"id", "minutes", "when", "area_km2", "geometry"} <= set(table.columns)
    assert "the layer is empty" in caplog.text


def test_series_of_moments():
    moments = moments_every(ArriveBy("2025-05-13 06:00", "30min"), 90, "22:00")
    assert [str(moment) for moment in moments[:2]] == [
        "2025-05-13 06:00 -30 min",
        "2025-05-13 07:30 -30 min",
    ]
    assert len(moments) == 11
    for step, until, message in (
        ("30s", "22:00", "shorter than a minute"),
        ("x", "22:00", "every"),
        ("15m", "05:00", "before the first moment"),
        ("15m", "late", "no time of day"),
    ):
        with pytest.raises(UsageError, match=message):
            moments_every(DepartAt("2025-05-13 06:00"), step, until)


@pytest.fixture(scope="session")
def grid_streets(tmp_path_factory):
    return write_streets(tmp_path_factory.mktemp("isochrones") / "grid.osm.pbf")


@pytest.fixture(scope="session")
def world_folders(tmp_path_factory):
    base = tmp_path_factory.mktemp("isochrone-worlds")
    return (base / str(number) for number in itertools.count())


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases(), chance=st.randoms(use_true_random=False))
def test_an_added_trip_never_shrinks_an_area(grid_streets, world_folders, case, chance):
    world, question = case
    removed = chance.randrange(len(world.trips))
    options = TravelOptions(**{**question.limits, "max_time": 60})
    place = points(question.places[0])
    areas = []
    for version in (world.without(removed), world):
        network = version.network(grid_streets, next(world_folders))
        if network.snap(*np.array([question.places[0]]).T, 300_000).edge[0] < 0:
            return
        surface = travel_time_surfaces(
            network, place, when=question.when, options=options, cell_size=100
        )[0]
        areas.append(areas_within(surface.grid, surface.seconds, (600, 1800, 3600), 3600))
    for fewer, more in zip(*areas, strict=True):
        # Simplification moves outlines by a quarter of a cell at most.
        assert shapely.difference(fewer, more.buffer(26)).area < 1


def test_finer_and_coarser_cells_agree(newport_twins, newport_centroids):
    """Of 20 seeded origins 60-minute areas of 25 and 100 m cells differ little."""
    network = newport_twins.network
    lon, lat = newport_centroids["lon"].to_numpy(), newport_centroids["lat"].to_numpy()
    joins = np.flatnonzero(network.snap(lon, lat, 300_000).edge >= 0)
    rows = np.random.default_rng(20).choice(joins, 20, replace=False)
    places = points(*zip(lon[rows], lat[rows], strict=True))
    when = DepartAt("2023-06-13 08:30")
    fine, coarse = (
        isochrones(network, places, when=when, minutes=(60,), cell_size=size)["area_km2"]
        for size in (25, 100)
    )
    apart = np.abs(fine / coarse - 1)
    assert len(apart) == 20
    assert apart.median() < 0.03
    assert apart.max() <= 0.08


def test_a_network_is_opened_once_and_clicks_share_what_is_prepared(network, centre, monkeypatch):
    isochrones(network, centre, when=MORNING)
    opened = Network.open(network.path)
    isochrones(opened, centre, when=MORNING)

    def never(*_args, **_kwargs):
        raise AssertionError

    monkeypatch.setattr("accessibility.engines.builtin.prepare_timetables", never)
    monkeypatch.setattr("accessibility.engines.builtin.ways_from_stops", never)
    isochrones(opened, centre, when=MORNING, minutes=(12, 34))
