"""Maps of stops: how many are shown in which state, and that the scale bar is true."""

import io

import numpy as np
import pytest
from PIL import Image
from pyproj import Geod
from scipy import ndimage

import accessibility as acc
from accessibility.maps.scale import round_length, say_length
from accessibility.maps.stops import STOP_COLOURS, draw_all_stops, draw_stops_near_streets
from accessibility.network.health.stop_links import LINKED, OUTSIDE, TOO_FAR
from tests.core.network.gtfs_feed import TABLES, GtfsFeed
from tests.core.small_world import write_streets

GRID = {"a": (-3.0, 51.5), "b": (-2.9634, 51.5247)}  # two corners
LOST = {"c": (-2.98, 51.5103), "d": (-2.96, 51.56), "e": (-1.0, 53.0)}


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """Two stops on streets, one too far from any, one just outside, one far away."""
    folder = tmp_path_factory.mktemp("stops")
    feed = GtfsFeed(folder)
    stops = {**GRID, **LOST}
    feed.tables["stops"] = TABLES["stops"].partition("\n")[0] + "\n"
    feed.add("stops", *(f"{key},{key},{lat},{lon}" for key, (lon, lat) in stops.items()))
    feed.add("stops", "unserved,x,51.51,-3.0")
    feed.tables["stop_times"] = TABLES["stop_times"].partition("\n")[0] + "\n"
    for trip in ("t1", "t2"):
        calls = [f"{trip},8:0{n}:00,8:0{n}:00,{key},{n}" for n, key in enumerate(stops)]
        feed.add("stop_times", *calls)
    streets = write_streets(folder / "grid.osm.pbf")
    options = acc.BuildOptions(stop_snap_radius=50)
    return acc.Network.build(streets, [feed.write()], folder / "n.network", options=options)


def pixels(drawn):
    picture = np.asarray(Image.open(io.BytesIO(drawn.png)).convert("RGB")).astype(int)
    assert picture.shape == (drawn.height, drawn.width, 3)
    return picture


def places(drawn, state):
    """Middles of the marks of a state, in pixels."""
    colour = [int(STOP_COLOURS[state][k : k + 2], 16) for k in (1, 3, 5)]
    near = np.abs(pixels(drawn) - colour).sum(axis=2) < 30
    marks, count = ndimage.label(near)
    middles = ndimage.center_of_mass(near, marks, range(1, count + 1))
    sizes = ndimage.sum(near, marks, range(1, count + 1))
    return [middle for middle, size in zip(middles, sizes, strict=True) if size > 20]


def test_every_served_stop_is_counted_in_its_state(network):
    links = network.health.links[0]
    assert (links.linked, links.too_far, links.outside) == (2, 1, 2)
    assert draw_stops_near_streets(network).shown == {LINKED: 2, TOO_FAR: 1, OUTSIDE: 0}
    assert draw_all_stops(network).shown == {LINKED: 2, TOO_FAR: 1, OUTSIDE: 2}


def test_stops_are_drawn_where_they_are_and_the_scale_bar_is_true(network):
    drawn = draw_stops_near_streets(network)
    assert len(places(drawn, TOO_FAR)) == 1
    (y1, x1), (y2, x2) = sorted(places(drawn, LINKED))
    assert x1 > x2  # the northern one is the eastern one: north is up
    metres = Geod(ellps="WGS84").line_length(*zip(*GRID.values(), strict=True))
    number, unit = drawn.scale.split()
    bar = float(number) * {"m": 1, "km": 1000}[unit]
    pixels_of_bar = drawn.scale_percent / 100 * drawn.width
    assert metres / np.hypot(x1 - x2, y1 - y2) == pytest.approx(bar / pixels_of_bar, rel=2e-3)


def test_the_same_network_gives_the_same_bytes(network):
    again = acc.Network.open(network.path)
    assert draw_stops_near_streets(network) == draw_stops_near_streets(again)
    assert draw_all_stops(network) == draw_all_stops(again)
    assert b"matplotlib" not in draw_all_stops(network).png


def test_without_stops_or_streets_there_is_less_to_draw(network, tmp_path):
    streets = write_streets(tmp_path / "grid.osm.pbf")
    bare = acc.Network.build(streets, [], tmp_path / "n.network")
    assert draw_all_stops(bare) is None
    assert draw_stops_near_streets(bare).shown == {LINKED: 0, TOO_FAR: 0, OUTSIDE: 0}


@pytest.mark.parametrize(
    ("room", "length", "said"),
    [
        (0.9, 0.5, "0.5 m"),
        (1, 1, "1 m"),
        (199, 100, "100 m"),
        (999, 500, "500 m"),
        (1000, 1000, "1 km"),
        (4_999_999, 2_000_000, "2,000 km"),
    ],
)
def test_scale_bars_are_of_round_lengths(room, length, said):
    assert round_length(room) == pytest.approx(length)
    assert say_length(round_length(room)) == said
