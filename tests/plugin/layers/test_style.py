"""Colours and words are those of all maps; short times lie on top, the ground shines through."""

import json
import subprocess

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

from tests.plugin.toolbox import PROJECT, points

SQUARE = "MultiPolygon(((0 0, {0} 0, {0} {0}, 0 {0}, 0 0)))"
RING = "MultiPolygon(((0 0, {0} 0, {0} {0}, 0 {0}, 0 0), (0 0, {1} 0, {1} {1}, 0 {1}, 0 0)))"
FIELDS = "field=minutes:double"


@pytest.fixture(scope="module")
def core(environment_python):
    """What the package makes of ramps and minutes."""
    script = """
import json
from accessibility.maps.style import band_words, duration, ramp_colours
print(json.dumps({
    "ramps": {str(n): ramp_colours("violet-sand", n) for n in range(1, 10)},
    "bands": [[a, b, band_words(a, b)] for a, b in
              [(0, 15), (15, 30), (7.5, 15), (0, 7.5), (60, 120), (0, 120), (0, 1000 / 60)]],
    "durations": [[m, duration(m)] for m in (1, 7.5, 60, 90, 120, 150, 180, 1440)],
}))
"""
    told = subprocess.run(
        [environment_python, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)


def nested(minutes):
    places = [((minute,), SQUARE.format(minute)) for minute in minutes]
    return points(places, kind="MultiPolygon", fields=FIELDS, crs="EPSG:3857")


def test_colours_are_those_of_all_maps(plugin, core):
    from access_to_services.plugin.layers.style import ramp_colours

    for count, colours in core["ramps"].items():
        assert ramp_colours("violet-sand", int(count)) == colours


def test_words_are_those_of_all_maps(plugin, core):
    from access_to_services.plugin.layers.style import band_words, duration

    assert [[a, b, band_words(a, b)] for a, b, _ in core["bands"]] == core["bands"]
    assert [[minutes, duration(minutes)] for minutes, _ in core["durations"]] == core["durations"]


def test_every_word_that_is_said_is_known_to_translators(plugin):
    from access_to_services.plugin.layers.style import WORDS, style

    said = {style()["words"][name] for name in ("duration", "hours", "up_to", "between")}
    assert set(WORDS) == said | {look["words"] for look in style()["modes"].values()}


@pytest.mark.parametrize("rings", [True, False])
def test_the_legend_is_in_minutes(plugin, core, rings):
    from access_to_services.plugin.layers.bands import style_bands

    layer = nested([7.5, 15.0, 22.5, 120.0])
    style_bands(layer, [7.5, 15, 22.5, 120], rings)
    categories = layer.renderer().categories()
    assert [category.label() for category in categories] == [
        "up to 7.5 minutes",
        "7.5 to 15 minutes",
        "15 to 22.5 minutes",
        "22.5 to 120 minutes",
    ]
    colours = [category.symbol().color().name() for category in categories]
    assert colours == core["ramps"]["4"]
    assert 0.4 < layer.opacity() < 0.8


def test_minutes_are_found_as_the_worker_counts_them(plugin):
    """A time counts to the second: 16.67 minutes are 1,000 seconds."""
    from access_to_services.plugin.layers.bands import style_bands

    layer = nested([1000 / 60])
    style_bands(layer, [16.67], False)
    assert layer.renderer().categories()[0].value() == 1000 / 60


def picture(layers):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setExtent(QgsRectangle(0, 0, 60, 60))
    settings.setOutputSize(QSize(600, 600))
    settings.setBackgroundColor(QColor("#ffffff"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def colour_at(image, x, y):
    """Colour at a place of the map, whose corner is below on the left."""
    return QColor(image.pixel(int(x * 10), int(600 - y * 10)))


def on_white(colour, opacity):
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return tuple(round(255 + (part - 255) * opacity) for part in parts)


def test_nested_areas_do_not_shine_through_one_another_and_outlines_are_seen(plugin, core):
    from access_to_services.plugin.layers.bands import OPACITY, style_bands

    layer = nested([15.0, 60.0, 30.0, 45.0])  # in any order
    style_bands(layer, [15, 30, 45, 60], False)
    image = picture([layer])
    for place, colour in zip((7, 22, 37, 52), core["ramps"]["4"], strict=True):
        seen = colour_at(image, place, place)
        expected = on_white(colour, OPACITY)
        assert (seen.red(), seen.green(), seen.blue()) == pytest.approx(expected, abs=2)
    for edge in (15, 30, 45):  # the outline of the area within, not covered by the one without
        line = [colour_at(image, edge + step / 10, 5).lightness() for step in range(-3, 4)]
        assert min(line) < colour_at(image, edge - 2, 5).lightness() - 5


def test_holes_stay_holes(plugin):
    from access_to_services.plugin.layers.bands import style_bands

    layer = points(
        [((30.0,), RING.format(30, 15))], kind="MultiPolygon", fields=FIELDS, crs="EPSG:3857"
    )
    style_bands(layer, [30], True)
    assert colour_at(picture([layer]), 7, 7).name() == "#ffffff"


def test_signs_of_points_differ_in_shape(plugin):
    from access_to_services.plugin.layers.bands import style_not_routable, style_origins

    joined, lost = points([("a", "Point(1 1)")]), points([("b", "Point(2 2)")])
    style_origins(joined)
    style_not_routable(lost)
    shapes = [layer.renderer().symbol().symbolLayer(0).shape() for layer in (joined, lost)]
    assert shapes[0] != shapes[1]


def test_legs_look_like_their_mode(plugin):
    from access_to_services.plugin.layers.routes import style_legs

    layer = points(
        [(("walk",), "LineString(0 0, 9 9)"), (("bus",), "LineString(9 9, 50 50)")],
        kind="LineString", fields="field=mode:string", crs="EPSG:3857",
    )  # fmt: skip
    style_legs(layer)
    categories = layer.renderer().categories()
    assert [category.label() for category in categories] == ["on foot", "bus"]
    assert categories[1].symbol().symbolLayer(1).color().name() == "#d55e00"
    assert categories[0].symbol().symbolLayer(1).useCustomDashPattern()
    assert colour_at(picture([layer]), 30, 30).name() == "#d55e00"
