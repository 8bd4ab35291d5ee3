"""Courses of vehicles: cut where the stops are, in their order, straight where nothing is known."""

from types import SimpleNamespace

import numpy as np
import pytest

from accessibility.network.travel.courses import Courses

# Out along a street, back along the same street, and on to the north.
SHAPE = [(-3.0, 51.5), (-2.99, 51.5), (-2.98, 51.5), (-3.0, 51.5), (-3.0, 51.51)]
STOPS = [(-2.995, 51.5001), (-2.985, 51.5001), (-2.995, 51.4999), (-3.0001, 51.505)]


def timetable(said=None, distance=None, shape=0):
    """One trip that calls at all the stops."""
    lon, lat = (np.array(degrees) for degrees in zip(*STOPS, strict=True))
    x, y = (np.array(degrees) * 1e7 for degrees in zip(*SHAPE, strict=True))
    none = np.full(len(STOPS), np.nan)
    return SimpleNamespace(
        stop_lon=lon,
        stop_lat=lat,
        st_stop=np.arange(len(STOPS)),
        trip_offset=np.array([0, len(STOPS)]),
        trip_shape=np.array([shape]),
        st_shape_dist=none if said is None else np.array(said, float),
        shape_offset=np.array([0, len(SHAPE)]),
        shape_x=np.rint(x),
        shape_y=np.rint(y),
        shape_dist=np.array(distance or [np.nan] * len(SHAPE), float),
    )


def course(first=0, last=3, **given):
    return Courses(timetable(**given)).along([(0, first, last)])


def test_stops_lie_on_the_shape_in_their_order():
    found = course()
    assert found.source == "shape"
    assert found.line[0] == pytest.approx([-2.995, 51.5])
    assert found.line[-1] == pytest.approx([-3.0, 51.505])
    # The third stop is passed on the way back, though the way out is as near.
    back = [(-2.985, 51.5), (-2.98, 51.5), (-2.995, 51.5)]
    assert course(1, 2).line == pytest.approx(np.array(back))
    assert course(1, 2).metres == pytest.approx(20 / 1000 * 69_440, rel=0.01)


def test_distances_of_the_feed_go_before_what_is_near():
    distance = [0, 1, 2, 4, 5]
    found = course(0, 1, said=[0.4, 1.4, 3.4, 4.4], distance=distance)
    assert found.line[0] == pytest.approx([-2.996, 51.5])
    assert found.line[-1] == pytest.approx([-2.986, 51.5])


@pytest.mark.parametrize(
    "said",
    [[0.4, 1.4, np.nan, 4.4], [0.4, 1.4, 1.2, 4.4], [400, 1400, 3400, 4400]],
    ids=["lacking", "decreasing", "of another unit"],
)
def test_distances_that_cannot_be_believed_are_not_used(said):
    assert course(0, 1, said=said, distance=[0, 1, 2, 4, 5]).line[0] == pytest.approx(
        [-2.995, 51.5]
    )


def test_without_a_shape_rides_go_straight_from_stop_to_stop():
    found = course(0, 2, shape=-1)
    assert found.source == "straight"
    assert found.line.tolist() == [list(place) for place in STOPS[:3]]


def test_a_part_without_a_shape_makes_the_whole_straight():
    one = timetable()
    one.trip_shape = np.array([0, -1])
    one.trip_offset = np.array([0, 4, 8])
    one.st_stop = np.tile(one.st_stop, 2)
    one.st_shape_dist = np.tile(one.st_shape_dist, 2)
    found = Courses(one).along([(0, 2, 3), (1, 0, 1)])
    assert found.source == "straight"
    assert found.line[-1].tolist() == list(STOPS[1])
