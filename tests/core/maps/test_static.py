"""The map of travel times: what is drawn, its colours, its scale, and what the legend says."""

import io
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.path import Path
from PIL import Image
from pyproj import Geod

import accessibility as acc
from accessibility.errors import InputError
from accessibility.places.points import read_points

CLASSES = [
    "up to 15 minutes",
    "15 to 30 minutes",
    "30 to 45 minutes",
    "45 to 60 minutes",
    "more than 60 minutes",
]
NOT_REACHED = "not reached within 2 hours"
TOO_FAR = "over 300 m from a street"
MM = 25.4


@pytest.fixture(scope="module")
def places():
    """Seven places in the middle of the town, an eighth on the mountain."""
    lon = [*np.linspace(-3.300, -3.294, 7), -3.330]
    lat = [*np.linspace(51.698, 51.702, 7), 51.70]
    return gpd.GeoDataFrame(
        {"id": [f"P{i}" for i in range(8)]}, geometry=gpd.points_from_xy(lon, lat), crs=4326
    )


MINUTES = [15, 15.01, 45, 60, 61, np.nan, 0, np.nan]


@pytest.fixture
def drawn(network, places, tmp_path, figures):
    """Draw a map and return its figure as well as its file."""

    def draw(name="map.png", points=places, minutes=MINUTES, **options):
        path = acc.draw_travel_times(
            network, points, minutes, tmp_path / name, **{"title": "Title", **options}
        )
        return figures[-1], path

    return draw


def marks(figure):
    """Points that each drawn thing of the map holds, by its label."""
    return {line.get_label(): line for line in figure.axes[0].lines if line.get_label()[0] != "_"}


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def luminance(colour):
    return np.dot(to_rgb(colour), (0.2126, 0.7152, 0.0722))


def test_points_and_services_that_were_not_located_are_told_and_left_out(drawn, places, caplog):
    given = read_points(places)
    for axis in (given.lon, given.lat):
        axis[[0, 7]] = np.nan
    figure, _ = drawn(points=given, services=given.chosen(np.arange(8) < 2))
    sizes = {label: len(line.get_xdata()) for label, line in marks(figure).items()}
    assert sum(sizes[label] for label in (*CLASSES, NOT_REACHED) if label in sizes) == 6
    assert TOO_FAR not in sizes
    assert caplog.messages == [
        "points: 2 of 8 points have no known place and are not on the map.",
        "services: 1 of 2 points have no known place and are not on the map.",
    ]
    with pytest.raises(InputError, match="services: none of 1 points has a known place"):
        drawn(services=given.chosen(np.arange(8) < 1))


def test_every_point_is_drawn_in_the_class_of_its_minutes(drawn):
    figure, _ = drawn()
    sizes = {label: len(line.get_xdata()) for label, line in marks(figure).items()}
    assert sizes == {
        **dict(zip(CLASSES, (2, 1, 1, 1, 1), strict=True)),
        NOT_REACHED: 1,
        TOO_FAR: 1,
    }


def test_classes_go_from_dark_to_light_and_reasons_look_different(drawn):
    shown = marks(drawn()[0])
    light = [luminance(shown[words].get_color()) for words in CLASSES]
    assert all(second - first > 0.07 for first, second in pairwise(light))
    assert luminance(shown[NOT_REACHED].get_markerfacecolor()) == pytest.approx(1)
    assert shown[TOO_FAR].get_marker() != shown[NOT_REACHED].get_marker()


def test_the_legend_says_in_words_what_the_map_shows_and_how_often(drawn):
    figure, _ = drawn(points_label="homes", services_label="pharmacy")
    words = texts(figure)
    start = words.index("homes")
    assert words[start + 1 : start + 15] == [
        entry
        for pair in zip([*CLASSES, NOT_REACHED, TOO_FAR], "2111111", strict=True)
        for entry in pair
    ]
    assert "pharmacy" not in words
    legend = {line.get_markerfacecolor() for line in figure.axes[2].lines}
    assert legend == {line.get_markerfacecolor() for line in marks(figure).values()}


def test_reasons_that_do_not_occur_are_not_in_the_legend(drawn, places):
    figure, _ = drawn(points=places[:3], minutes=[1, 2, 3])
    assert set(marks(figure)) == set(CLASSES)


def test_cutoffs_and_options_change_the_words(drawn):
    options = acc.TravelOptions(max_time=90, snap_radius=20)
    figure, _ = drawn(cutoffs=(30, 90, 120), options=options)
    assert list(marks(figure)) == [
        "up to 30 minutes",
        "30 to 90 minutes",
        "90 to 120 minutes",
        "not reached within 90 minutes",
        "over 20 m from a street",
    ]


def test_services_are_marked_and_named(drawn, places):
    figure, _ = drawn(services=places[:2], services_label="pharmacy")
    line = marks(figure)["pharmacy"]
    assert len(line.get_xdata()) == 2
    assert line.get_marker() not in {other.get_marker() for other in figure.axes[0].lines} - {"P"}
    assert "pharmacy" in texts(figure)


def test_heading_attribution_and_north_are_written(drawn):
    figure, _ = drawn(title="From $5 to $10", subtitle="On foot")
    assert {"From $5 to $10", "On foot", "© OpenStreetMap contributors", "N"} <= set(texts(figure))
    figure, _ = drawn(attribution="Made up")
    assert "Made up" in texts(figure)
    assert "© OpenStreetMap contributors" not in texts(figure)


@pytest.mark.parametrize(("east", "north"), [(3, 1), (1, 10)])
def test_the_scale_is_true_in_all_directions_broad_map_or_tall(drawn, places, east, north):
    lon, lat = places.geometry.x.to_numpy(), places.geometry.y.to_numpy()
    moved = gpd.points_from_xy(
        lon.mean() + (lon - lon.mean()) * east, lat.mean() + (lat - lat.mean()) * north, crs=4326
    )
    places = places.set_geometry(moved)
    figure, _ = drawn(points=places, minutes=[1] * 8)
    ground, _, _, foot = figure.axes
    width, height = figure.get_size_inches() * MM
    for axes in figure.axes:
        box = axes.get_position()
        assert box.width * width == pytest.approx(axes.get_xlim()[1])
        assert box.height * height == pytest.approx(axes.get_ylim()[1])
        assert box.x0 >= 0
        assert box.x1 <= 1
    line = marks(figure)["up to 15 minutes"]
    paper = np.hypot(np.ptp(line.get_xdata()[[0, 6]]), np.ptp(line.get_ydata()[[0, 6]]))
    a, b = places.geometry.iloc[0], places.geometry.iloc[6]
    metres = Geod(ellps="WGS84").line_length([a.x, b.x], [a.y, b.y])
    bar = max(line.get_xdata()[-1] for line in foot.lines)
    said = next(text.get_text() for text in foot.texts if text.get_text().endswith("m"))
    number, unit = said.split()
    assert metres / paper == pytest.approx(float(number) * {"m": 1, "km": 1000}[unit] / bar, 1e-3)
    assert (ground.get_position().y0 > foot.get_position().y1) == (east > 1)


def test_streets_lie_below_the_points_and_the_large_ones_are_wider(drawn):
    figure, _ = drawn()
    streets = figure.axes[0].patches
    widths = [lines.get_linewidth() for lines in streets]
    assert widths == sorted(widths)
    assert sum((lines.get_path().codes == Path.MOVETO).sum() for lines in streets) > 100
    points = marks(figure)["up to 15 minutes"]
    assert all(lines.get_zorder() < points.get_zorder() for lines in streets)


@pytest.mark.parametrize(("name", "begins"), [("m.png", b"\x89PNG"), ("m.pdf", b"%PDF")])
def test_the_file_is_of_its_kind_and_nothing_else_is_left(drawn, name, begins):
    _, path = drawn(name)
    assert path.read_bytes().startswith(begins)
    assert [file.name for file in path.parent.iterdir()] == [name]


def test_the_picture_has_the_resolution_that_was_asked(drawn):
    figure, path = drawn(dpi=300, width=120)
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        assert picture.size == tuple(int(side * 300) for side in figure.get_size_inches())
        assert picture.size[0] <= 120 / MM * 300


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"minutes": [1, 2]}, "8 points but 2 travel times"),
        ({"cutoffs": ()}, "ascending"),
        ({"cutoffs": (15, 15)}, "ascending"),
        ({"cutoffs": (0, 15)}, "ascending"),
        ({"width": 60}, "80 to 1200 millimetres"),
        ({"name": "map.gif"}, r"map\.gif: files of this kind"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_written(drawn, tmp_path, change, message):
    with pytest.raises(acc.AccessibilityError, match=message):
        drawn(**change)
    assert list(tmp_path.iterdir()) == []
