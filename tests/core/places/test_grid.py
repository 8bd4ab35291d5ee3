"""Grids of points: names that stay, cells near streets, and spacings that cannot be meant."""

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer

from accessibility.errors import InputError, UsageError
from accessibility.places.from_text import points_from_text
from accessibility.places.grid import grid_points, parse_spacing

NEWPORT = (-3.05, 51.55, -2.95, 51.59)
ESSEN = (7.0, 51.44, 7.03, 51.46)
AUCKLAND = (174.75, -36.87, 174.77, -36.85)


def named(points):
    places = zip(points.lon.tolist(), points.lat.tolist(), strict=True)
    return dict(zip(points.ids.to_pylist(), places, strict=True))


@pytest.mark.parametrize(
    ("text", "metres"),
    [("250m", 250), ("250", 250), ("1km", 1000), ("0.5 km", 500), ("12.5m", 12.5), ("10M", 10)],
)
def test_a_spacing(text, metres):
    assert parse_spacing(text) == metres


@pytest.mark.parametrize("text", ["", "m", "9m", "101km", "-5m", "250x", "1e3", "nan", "2 50"])
def test_what_is_no_spacing(text):
    with pytest.raises(UsageError, match=r"is no spacing of a grid: give 10m to 100km, as 250m"):
        parse_spacing(text)


def test_cells_are_called_after_their_corner_and_lie_half_a_cell_from_it():
    points = grid_points(NEWPORT, "250m")
    to_grid = Transformer.from_crs(4326, 27700, always_xy=True)
    for name, place in named(points).items():
        east, north = (float(part) for part in name.removeprefix("E").split("N"))
        assert east % 250 == north % 250 == 0
        assert to_grid.transform(*place) == pytest.approx((east + 125, north + 125), abs=0.01)


def test_every_cell_whose_middle_lies_there_is_there_once():
    points = grid_points(NEWPORT, "250m")
    west, south, east, north = NEWPORT
    assert points.lon.min() >= west
    assert points.lon.max() <= east
    assert points.lat.min() >= south
    assert points.lat.max() <= north
    assert len(set(points.ids.to_pylist())) == len(points)
    ring, geod = shapely.box(*NEWPORT), Geod(ellps="WGS84")
    area, _ = geod.geometry_area_perimeter(ring)
    assert len(points) == pytest.approx(area / 250**2, rel=0.01)


def test_names_stay_when_the_area_changes():
    large = named(grid_points(NEWPORT, "100m"))
    small = named(grid_points((-3.0, 51.56, -2.98, 51.58), "100m"))
    assert 0 < len(small) < len(large)
    for name, place in small.items():
        assert large[name] == pytest.approx(place, abs=1e-9)


@pytest.mark.parametrize(("where", "begin"), [(ESSEN, "32N_E"), (AUCKLAND, "60S_E")])
def test_elsewhere_the_zone_is_part_of_the_name(where, begin):
    points = grid_points(where, "200m")
    assert all(name.startswith(begin) for name in points.ids.to_pylist())
    _, _, apart = Geod(ellps="WGS84").inv(
        points.lon[0], points.lat[0], points.lon[1], points.lat[1]
    )
    assert apart == pytest.approx(200, rel=0.001)


def test_a_polygon_takes_the_cells_whose_middle_it_holds():
    triangle = shapely.Polygon([(-3.05, 51.55), (-2.95, 51.55), (-3.05, 51.59)])
    inside = named(grid_points(triangle, "200m"))
    around = named(grid_points(NEWPORT, "200m"))
    expected = {name for name, place in around.items() if triangle.intersects(shapely.Point(place))}
    assert set(inside) == expected


def test_fractions_of_metres_have_names_of_their_own():
    points = grid_points((-3.0, 51.56, -2.998, 51.561), "12.5m")
    assert len(set(points.ids.to_pylist())) == len(points)
    assert any(".5" in name for name in points.ids.to_pylist())


def test_too_many_cells_or_none():
    with pytest.raises(UsageError, match=r"grid:10m is [\d,]+ cells here. Give a wider spacing"):
        grid_points((-4.0, 51.0, -1.0, 53.0), "10m")
    with pytest.raises(UsageError, match="grid:100km has no cell here"):
        grid_points((-3.0, 51.56, -2.999, 51.561), "100km")


def test_near_streets_of_a_network_only(sample_twins):
    network = sample_twins.network
    points = points_from_text("grid:250m", network)
    everywhere = grid_points(network.health.street_extent, "250m")
    assert 0 < len(points) < len(everywhere)
    left_out = len(everywhere) - len(points)
    assert points.notes == [
        f"{len(points):,} cells of 250 m; each counts as one, whoever lives there.",
        f"{left_out:,} cells without a street nearby left out.",
    ]
    whole = named(everywhere)
    assert named(points).items() <= whole.items()
    reach = network.snap(points.lon, points.lat, 300_000).distance_mm
    assert reach.max() <= 125_000 * 2**0.5
    others = np.array([place for name, place in whole.items() if name not in named(points)]).T
    assert network.snap(*others, 300_000).distance_mm.min() > 125_000 * 2**0.5 - 1


def test_wide_cells_are_asked_for_a_street_within_the_snap_radius(sample_twins):
    network = sample_twins.network
    points = points_from_text(" grid:1km ", network)
    assert network.snap(points.lon, points.lat, 300_000).edge.min() >= 0


def test_what_names_no_points_is_a_file(sample_twins):
    for text in ("homes.csv", "osm:pharmacy", "grid.csv", "osm:buildings.csv"):
        assert points_from_text(text, sample_twins.network) is None


def test_a_wrong_spacing_is_named(sample_twins):
    with pytest.raises(UsageError, match='"250x" is no spacing'):
        points_from_text("grid:250x", sample_twins.network)


def test_without_streets():
    class Network:
        path, area = "bare.network", None

        class health:  # noqa: N801
            street_extent = None

    with pytest.raises(InputError, match=r"bare.network: has no streets to walk on"):
        points_from_text("grid:250m", Network())
