"""Packed geometries: what comes out is what went in, to half a step; simpler ones still fit."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from accessibility.maps.web_shapes import common_type, pack, simplify
from tests.core.maps.unpacking import unpack

HALF = 0.5e-5 * 1.0001
DEGREES = st.tuples(st.floats(-180, 180, allow_nan=False), st.floats(-89, 89, allow_nan=False))


@given(st.lists(DEGREES, min_size=1, max_size=20))
def test_points_come_back_to_half_a_step(points):
    (packed,) = pack([shapely.MultiPoint(points)])
    exact = np.rint(np.array(points) * 1e5)
    kept = exact[np.append(True, (np.diff(exact, axis=0) != 0).any(axis=1))]
    back = shapely.get_coordinates(unpack(packed, "point"))
    assert np.array_equal(np.rint(back * 1e5), kept)
    assert all(isinstance(number, int) for number in packed)


@given(st.lists(DEGREES, min_size=2, max_size=20, unique=True))
def test_lines_come_back_to_half_a_step(points):
    (packed,) = pack([shapely.LineString(points)])
    exact = {tuple(point) for point in np.rint(np.array(points) * 1e5).tolist()}
    if len(exact) == 1:
        assert packed == []
    else:
        back = shapely.get_coordinates(unpack(packed, "line"))
        assert {tuple(point) for point in np.rint(back * 1e5).tolist()} == exact


def test_areas_come_back_with_their_holes_and_parts():
    ring = shapely.Point(-3, 51).buffer(0.02)
    holed = ring.difference(shapely.Point(-3, 51).buffer(0.01))
    area = shapely.MultiPolygon([holed, shapely.box(-2.9, 51, -2.8, 51.1)])
    (packed,) = pack([area])
    back = unpack(packed, "area")
    assert [len(polygon.interiors) for polygon in back.geoms] == [1, 0]
    assert shapely.symmetric_difference(back, area).area < HALF * area.length


def test_what_is_smaller_than_a_step_is_left_out():
    speck = shapely.Point(-3, 51).buffer(1e-7)
    hole = shapely.box(-3.1, 50.9, -2.9, 51.1).difference(speck)
    assert pack([speck, hole, shapely.MultiPolygon()]) == [
        [],
        [[[-310000, 5090000, 0, 20000, 20000, 0, 0, -20000]]],
        [],
    ]


def test_kinds_are_told_and_mixtures_are_none():
    point, line, area = (
        shapely.Point(0, 0),
        shapely.LineString([(0, 0), (1, 1)]),
        shapely.box(0, 0, 1, 1),
    )
    assert common_type(np.array([point, shapely.MultiPoint([(1, 1)])])) == "point"
    assert common_type(np.array([line, shapely.MultiLineString([line])])) == "line"
    assert common_type(np.array([area, shapely.MultiPolygon([area])])) == "area"
    assert common_type(np.array([point, area])) is None
    assert common_type(np.array([shapely.GeometryCollection([point])])) is None


@pytest.mark.parametrize("metres", [5, 50])
def test_outlines_move_about_as_far_as_asked(passing, metres):
    whole = passing.geometry.to_numpy()[:4]
    simpler = simplify(whole, metres)
    assert shapely.get_num_coordinates(simpler).sum() < shapely.get_num_coordinates(whole).sum()
    plane = [
        shapely.transform(shapes, lambda c: c * [111_320 * 0.62, 111_320])
        for shapes in (whole, simpler)
    ]
    assert shapely.hausdorff_distance(*plane).max() < metres * 1.5  # GEOS keeps topology first


def test_areas_side_by_side_stay_without_gap_or_overlap(small_areas):
    areas = small_areas.geometry.to_numpy()
    assert shapely.coverage_is_valid(areas)
    simpler = simplify(areas, 100, np.zeros(len(areas), np.int64))
    assert shapely.get_num_coordinates(simpler).sum() < shapely.get_num_coordinates(areas).sum() / 2
    assert shapely.coverage_is_valid(simpler)
    alone = simplify(areas, 100)
    assert not shapely.coverage_is_valid(alone)


def test_areas_that_overlap_are_simplified_one_by_one(passing):
    nested = passing.geometry.to_numpy()[:4]
    together = simplify(nested, 20, np.zeros(4, np.int64))
    assert shapely.equals_exact(together, simplify(nested, 20), 0).all()


def test_no_metres_change_nothing(small_areas):
    areas = small_areas.geometry.to_numpy()
    assert simplify(areas, 0) is areas
