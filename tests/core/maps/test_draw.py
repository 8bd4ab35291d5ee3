"""Maps of layers: what is drawn and said for each kind, scale, sources, errors."""

import io

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgba
from PIL import Image
from pyproj import Geod

import accessibility as acc
from accessibility.maps.style import ramp_colours
from tests.core.maps.drawn import CENTRE, fills, legend, texts

BANDS = ["up to 15 minutes", "15 to 30 minutes", "30 to 45 minutes", "45 to 60 minutes"]
NEVER = "not reached within 60 minutes"
MM = 25.4


@pytest.fixture
def drawn(network, tmp_path, figures):
    """Draw a map at a low resolution, and return its figure."""

    def draw(layer, name="map.png", *, network=network, **options):
        acc.draw_map(network, layer, tmp_path / name, **{"dpi": 60, **options})
        return figures[-1]

    return draw


@pytest.mark.parametrize("kind", ["isochrones", "rings"])
def test_isochrones_get_a_colour_per_band_and_the_legend_says_which(drawn, kind, request):
    figure = drawn(request.getfixturevalue(kind))
    shown = fills(figure.axes[0])
    colours = ramp_colours("violet-sand", 4)
    assert [to_hex(shown[words].get_facecolor()) for words in BANDS] == colours
    heights = [shown[words].get_zorder() for words in BANDS]
    assert heights == sorted(heights, reverse=True)
    rows = legend(figure)
    assert [to_hex(rows[words][0]) for words in BANDS] == colours
    assert to_hex(rows[NEVER][0]) == "#ffffff"
    # discs of 400, 800, 1,200 and 1,600 m without the one inside
    assert [rows[words][1] for words in BANDS] == ["0.5", "1.5", "2.5", "3.5"]


def test_what_a_layer_says_of_itself_heads_the_map(drawn, isochrones, package):
    words = texts(drawn(package))
    assert "Travel time from Station" in words
    said = " ".join(words)
    assert "By public transport or on foot, leaving at 08:30 on Tuesday 13 May 2025" in said
    arriving = isochrones.assign(direction="arrive", when="2025-05-13 09:00 -60 min", percentile=50)
    said = " ".join(texts(drawn(arriving)))
    assert "foot, median of deadlines from 08:00 to 09:00 on Tuesday 13 May 2025" in said
    assert "Travel time" in texts(drawn(isochrones))
    assert {"Own title", "Own subtitle"} <= set(
        texts(drawn(isochrones, title="Own title", subtitle="Own subtitle"))
    )


def test_origins_of_the_file_are_marked_and_named(drawn, package, isochrones):
    figure = drawn(package)
    start = next(line for line in figure.axes[0].lines if line.get_label() == "start")
    assert len(start.get_xdata()) == 1
    assert {"start", "Station"} <= set(texts(figure))
    assert "start" not in texts(drawn(isochrones))


def test_an_origin_that_joined_no_street_is_not_marked(drawn, isochrones, origin, tmp_path):
    path = tmp_path / "iso.gpkg"
    isochrones.to_file(path, layer="isochrones", driver="GPKG")
    far = pd.concat([origin, origin.assign(id="Far", status="too_far")])
    far.to_file(path, layer="origins", driver="GPKG")
    assert "Far" not in texts(drawn(path))


def test_of_several_origins_the_nearest_counts(drawn, isochrones):
    east = isochrones.assign(id="East", geometry=isochrones.translate(0.05))
    both = pd.concat([isochrones, east])
    rows = legend(drawn(both))
    assert rows[BANDS[0]][1] == "1.0"


def test_stations_guide_the_eye_and_can_be_left_out(drawn, isochrones):
    figure = drawn(isochrones)
    assert {"railway station", "Aberhelwyn"} <= set(texts(figure))
    assert "railway station" not in texts(drawn(isochrones, stations=False))
    assert "railway station" not in texts(drawn(isochrones, network=None))


def test_sources_name_the_operators_with_most_trips(drawn, isochrones, network):
    said = " ".join(texts(drawn(isochrones)))
    assert "Streets: © OpenStreetMap contributors Timetables: Bysiau Aberhelwyn" in said
    on_foot = " ".join(texts(drawn(isochrones.assign(mode="walk"))))
    assert "© OpenStreetMap contributors" in on_foot
    assert "Timetables" not in on_foot
    assert "Ours" in texts(drawn(isochrones, attribution="Ours"))


@pytest.mark.parametrize("width", [160, 85])
def test_the_map_is_as_wide_as_asked_north_up_and_its_scale_true(drawn, isochrones, width):
    figure = drawn(isochrones, width=width)
    across, up = figure.get_size_inches() * MM
    assert across == pytest.approx(width)
    ground, _, _, foot = figure.axes
    box = ground.get_position()
    assert box.width * across == pytest.approx(ground.get_xlim()[1])
    assert box.height * up == pytest.approx(ground.get_ylim()[1])
    disc = fills(ground)[BANDS[-1]].get_path().get_extents()
    assert disc.width == pytest.approx(disc.height, rel=1e-3)  # equal in all directions
    bars = [line.get_xdata() for line in foot.lines if len(set(line.get_ydata())) == 1]
    length = max(np.ptp(bar) for bar in bars)
    said = next(text.get_text() for text in foot.texts if text.get_text().endswith("m"))
    number, unit = said.split()
    metres = float(number) * {"m": 1, "km": 1000}[unit]
    assert disc.width / 3200 == pytest.approx(length / metres, rel=2e-3)
    assert "N" in texts(figure)
    start = shapely.Point(CENTRE)
    lon, lat, _ = Geod(ellps="WGS84").fwd(start.x, start.y, 0, 1000)
    frame_of = [shapely.Point(lon, lat), start]
    marked = gpd.GeoDataFrame({"id": ["North", "Here"]}, geometry=frame_of, crs=4326)
    figure = drawn(isochrones, width=width, origins=marked)
    line = next(line for line in figure.axes[0].lines if line.get_label() == "start")
    (x_north, x_here), (y_north, y_here) = line.get_xdata(), line.get_ydata()
    assert y_north > y_here
    assert x_north == pytest.approx(x_here, abs=0.1)


@pytest.mark.parametrize("width", [160, 85])
def test_nothing_is_written_smaller_than_six_points_or_outside_the_picture(
    drawn, isochrones, package, width
):
    figure = drawn(
        package, width=width, title="A title that is so long that it has to be broken " * 2
    )
    renderer = FigureCanvasAgg(figure).get_renderer()
    page = figure.bbox
    for axes in figure.axes:
        for text in axes.texts:
            assert text.get_fontsize() >= 6
            box = text.get_window_extent(renderer)
            assert page.x0 <= box.x0
            assert box.x1 <= page.x1
            assert page.y0 <= box.y0
            assert box.y1 <= page.y1


def test_streets_lie_between_areas_and_marks(drawn, package):
    axes = drawn(package).axes[0]
    streets = [patch.get_zorder() for patch in axes.patches if not patch.get_fill()]
    areas = [patch.get_zorder() for patch in axes.patches if patch.get_fill()]
    mark = next(line for line in axes.lines if line.get_label() == "start")
    assert max(areas) < min(streets) <= max(streets) < mark.get_zorder()


def test_a_surface_is_cut_at_the_minutes_asked(drawn, surface):
    figure = drawn(surface)
    words = [*BANDS, "more than 60 minutes"]
    shown = fills(figure.axes[0])
    assert [to_hex(shown[each].get_facecolor()) for each in words] == ramp_colours("violet-sand", 5)
    rows = legend(figure)
    # 39 rows of cells of a hectare: 8 columns are 0 to 14 minutes, 8 are 16 to 30, …
    assert [rows[each][1] for each in words] == ["3.1", "3.1", "2.7", "3.1", "3.5"]
    assert "not reached" in rows
    said = texts(figure)
    assert "Travel time to Station" in said
    assert "Arriving between 08:30 and 09:00 on Tuesday 13 May 2025" in " ".join(said)
    rows = legend(drawn(surface, cutoffs=[40, 80]))
    assert list(rows) == ["up to 40 minutes", "40 to 80 minutes", "not reached within 80 minutes"]


def test_areas_are_sorted_by_a_joined_column(drawn, areas):
    codes = areas["code"]
    values = pd.DataFrame({"area": codes, "score": np.arange(len(codes)) + 0.5})
    values.loc[0, "score"] = np.nan
    figure = drawn(areas, column="score", values=values, key="code=area", label="Score of access")
    rows = legend(figure)
    assert "Score of access" in texts(figure)
    assert sum(int(count) for _, count in rows.values()) == len(areas)
    assert rows["no value"][1] == "1"
    colours = [to_hex(colour) for colour, _ in rows.values()]
    assert colours[:5] == ramp_colours("plum-sand", 5)[::-1]
    hatched = fills(figure.axes[0])["no value"]
    assert hatched.get_hatch()
    assert not any(
        patch.get_hatch() for words, patch in fills(figure.axes[0]).items() if words != "no value"
    )


def test_areas_with_travel_times_look_like_isochrones(drawn, areas):
    table = areas.assign(travel_time_p50=np.linspace(1, 59, len(areas)))
    figure = drawn(table, column="travel_time_p50")
    assert list(legend(figure)) == BANDS
    assert [to_hex(colour) for colour, _ in legend(figure).values()] == ramp_colours(
        "violet-sand", 4
    )


def test_points_are_sorted_too(drawn, sample):
    homes = gpd.read_file(sample / "services.geojson").assign(minutes_to_town=20.0)
    axes = drawn(homes, column="minutes_to_town").axes[0]
    sizes = {line.get_label(): len(line.get_xdata()) for line in axes.lines}
    assert sizes["15 to 30 minutes"] == len(homes)


def test_routes_are_drawn_by_mode_and_name_their_ends(drawn, legs):
    figure = drawn(legs)
    axes = figure.axes[0]
    modes = [line.get_label() for line in axes.lines if line.get_label() in {"walk", "bus"}]
    assert sorted(modes) == ["bus", "walk", "walk"]
    words = texts(figure)
    assert {"on foot", "bus 7", "7", "start", "destination", "Home", "Surgery"} <= set(words)
    line = {each.get_label(): each for each in axes.lines}
    assert line["walk"].get_linestyle() != line["bus"].get_linestyle()
    marks = {label: line[label].get_marker() for label in ("start", "destination")}
    assert marks["start"] != marks["destination"]


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (["streets", "shape", "streets"], "bus 7"),
        (["streets", "straight", "streets"], "bus 7 (drawn straight from stop to stop)"),
    ],
)
def test_the_legend_says_which_lines_are_no_more_than_straight(drawn, legs, sources, words):
    told = " ".join(" ".join(texts(drawn(legs.assign(geometry_source=sources)))).split())
    assert words in told
    assert ("straight" in told) == ("straight" in words)


def test_lines_of_one_mode_may_be_straight_in_part(drawn, legs):
    twice = legs.iloc[[1, 1]].assign(geometry_source=["shape", "straight"])
    told = " ".join(" ".join(texts(drawn(twice))).split())
    assert "bus 7 (drawn partly straight from stop to stop)" in told


def test_gains_and_losses_are_told_apart(drawn, isochrones):
    changes = isochrones.iloc[:2].assign(change=["gained", "lost"], minutes=30.0)
    rows = legend(drawn(changes))
    assert list(rows) == ["gained", "lost"]
    assert "reached within 30 minutes" in texts(drawn(changes))
    with pytest.raises(acc.AccessibilityError, match=r"holds 2 values of minutes \(15.0, 30.0\)"):
        drawn(changes.assign(minutes=[15.0, 30.0]))


def test_services_are_crosses_and_near_ones_widen_the_map(drawn, isochrones, origin):
    beside, far = (origin.assign(id=f"{x}", geometry=origin.translate(x)) for x in (0.026, 0.2))
    figure = drawn(isochrones, services=pd.concat([beside, far]), services_label="pharmacy")
    axes = figure.axes[0]
    line = next(line for line in axes.lines if line.get_label() == "pharmacy")
    assert line.get_marker() == "P"
    assert len(line.get_xdata()) == 1
    assert 0 < line.get_xdata()[0] < axes.get_xlim()[1]
    assert "pharmacy" not in texts(drawn(isochrones, services=far, services_label="pharmacy"))


def test_rows_can_be_chosen(drawn, isochrones):
    both = pd.concat([isochrones.assign(percentile=p) for p in (25, 75)])
    with pytest.raises(acc.AccessibilityError, match=r"2 percentiles \(25, 75\).*percentile=25"):
        drawn(both)
    assert "reached at 75 % of departures" in " ".join(
        texts(drawn(both, choose={"percentile": "75"}))
    )
    with pytest.raises(acc.AccessibilityError, match="no row of layer has percentile 50"):
        drawn(both, choose={"percentile": 50})


def test_a_series_on_one_map_is_refused_with_what_to_do(drawn, series):
    with pytest.raises(acc.AccessibilityError, match=r"6 departures .*--animate, --multiples"):
        drawn(series)
    drawn(series, choose={"t_start": "2025-05-13 08:00"})


def test_ramps_can_be_chosen_and_turned(drawn, isochrones):
    shown = fills(drawn(isochrones, ramp="viridis_r").axes[0])
    assert shown[BANDS[0]].get_facecolor() == to_rgba(ramp_colours("viridis", 4)[-1])


def test_several_pictures_of_one_map(network, isochrones, tmp_path):
    paths = [tmp_path / name for name in ("m.png", "m.svg", "m.pdf")]
    assert acc.draw_map(network, isochrones, paths, dpi=300) == paths
    begins = [path.read_bytes()[:5] for path in paths]
    assert begins[0][1:4] == b"PNG"
    assert begins[1:] == [b"<?xml", b"%PDF-"]
    with Image.open(io.BytesIO(paths[0].read_bytes())) as picture:
        assert picture.size[0] == int(160 / MM * 300)
        assert picture.info["Title"] == "Travel time"
        assert "Software" not in picture.info
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def no_crs(table):
    return table.set_crs(None, allow_override=True)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda t: t.iloc[:0], {}, "layer: has no rows"),
        (lambda t: pd.DataFrame(t.drop(columns="geometry")), {}, "layer: has no geometry"),
        (no_crs, {}, "does not say which coordinate reference system"),
        (lambda t: t.assign(geometry=shapely.Polygon()), {}, "no geometry in any row"),
        (
            lambda t: (
                t.set_crs(27700, allow_override=True)
                .translate(9e9)
                .to_frame("geometry")
                .set_geometry("geometry")
            ),
            {},
            "nowhere on Earth",
        ),
        (lambda t: t.drop(columns="minutes"), {}, "needs the column that is mapped"),
        (lambda t: t, {"column": "people"}, "there is no column people; columns are id, minutes"),
        (lambda t: t, {"column": "mode"}, 'row 1: mode "transit" is no number'),
        (lambda t: t.assign(minutes=[15, 30, 45, -1]), {}, 'row 4: minutes "-1" is no number of'),
        (lambda t: t.assign(geometry=t.boundary), {}, "is of lines but has no column mode|mode"),
        (lambda t: t, {"cutoffs": (15, 30)}, "classes are fixed"),
        (lambda t: t, {"ramp": "rainbow"}, '"rainbow" is not known'),
        (lambda t: t, {"width": 79}, "80 to 1200 millimetres"),
        (lambda t: t, {"dpi": 1}, "50 to 1200 pixels"),
        (lambda t: t, {"name": "map.bmp"}, r"map\.bmp: files of this kind are not drawn"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_sentence(
    drawn, isochrones, tmp_path, change, options, message
):
    with pytest.raises(acc.AccessibilityError, match=message):
        drawn(change(isochrones), **options)
    assert list(tmp_path.iterdir()) == []
