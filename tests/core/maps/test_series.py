"""Series: the animation of a day, and its hours on one page."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from PIL import Image

import accessibility as acc
from accessibility.errors import Interrupted
from accessibility.maps.animation import _pictures
from accessibility.maps.bands import Band
from accessibility.maps.compose import Asked, read_asked
from accessibility.maps.multiples import hours_of
from accessibility.maps.series import Moment, series_of
from accessibility.maps.style import ramp_colours
from accessibility.progress import Silent
from tests.core.maps.drawn import fills, texts

HOURS = ["07:00", "07:30", "08:00", "08:30", "09:00", "09:30"]


class Counting(Silent):
    """Counts steps, and cancels after some of them."""

    def __init__(self, stop_after=1000):
        self.steps, self.tasks, self.stop_after = 0, [], stop_after

    def start(self, task, total=None):
        self.tasks.append((task, total))

    def advance(self, n=1):
        self.steps += n

    def cancelled(self):
        return self.steps >= self.stop_after


@pytest.fixture
def gif(network, series, tmp_path):
    def animate(name="day.gif", *, layer=series, **options):
        path = tmp_path / name
        return acc.animate_map(network, layer, path, **{"dpi": 50, "width": 85, **options})

    return animate


def shades(picture):
    """How many pixels each colour has."""
    return {colour: count for count, colour in picture.convert("RGB").getcolors(1 << 20)}


def test_an_animation_has_a_picture_per_moment_and_goes_on_for_ever(gif):
    with Image.open(gif(seconds=0.25)) as picture:
        assert picture.n_frames == len(HOURS)
        assert picture.info["loop"] == 0
        times = []
        for number in range(picture.n_frames):
            picture.seek(number)
            times.append(picture.info["duration"])
    assert times == [250] * 5 + [750]


def test_colours_follow_what_is_reached_and_keep_their_meaning(gif):
    near = ramp_colours("violet-sand", 4)[0]
    wanted = tuple(int(near[i : i + 2], 16) for i in (1, 3, 5))
    sizes = []
    with Image.open(gif()) as picture:
        for number in range(picture.n_frames):
            picture.seek(number)
            found = shades(picture)
            close = [
                count
                for colour, count in found.items()
                if max(abs(a - b) for a, b in zip(colour, wanted, strict=True)) <= 6
            ]
            sizes.append(sum(close))
    assert max(sizes) == sizes[2]  # at eight people get farthest
    assert sizes[0] < sizes[1] < sizes[2] > sizes[3] > sizes[4] > sizes[5] > 0


def test_the_clock_says_the_time_of_each_picture(network, series, monkeypatch):
    told = []
    from accessibility.maps import animation

    draw = animation.draw_clock

    def spy(strip, moment, span, lettering, words):
        artists = draw(strip, moment, span, lettering, words)
        shown = [artist.get_text() for artist in artists if hasattr(artist, "get_text")]
        hands = artists[:2]
        ends = [(line.get_xdata()[1], line.get_ydata()[1]) for line in hands]
        told.append((shown, ends, artists[-1].get_xdata()[0]))
        return artists

    monkeypatch.setattr(animation, "draw_clock", spy)
    asked = Asked()
    prepared = series_of(network, read_asked(series, asked), asked)
    pictures = list(_pictures(network, prepared, 85, 50))
    assert len({picture.size for picture in pictures}) == 1
    assert [shown[:2] for shown, _, _ in told] == [["leaving at", hour] for hour in HOURS]
    (_, minute), (_, half) = told[0][1], told[1][1]
    assert minute[1] > half[1]  # the long hand points up at seven, down at half past
    places = [place for _, _, place in told]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_deadlines_are_said_as_such(network, series):
    asked = Asked()
    prepared = series_of(network, read_asked(series.assign(direction="arrive"), asked), asked)
    assert prepared.arriving


def test_small_maps_share_a_legend_and_are_named_by_the_hour(network, series, tmp_path, figures):
    path = tmp_path / "hours.png"
    assert acc.draw_multiples(network, series, path, dpi=60) == [path]
    figure = figures[-1]
    words = texts(figure)
    assert [each for each in words if each in HOURS] == HOURS
    assert words.count("up to 15 minutes") == 1
    assert words.count("N") == 1
    maps = [axes for axes in figure.axes if "up to 15 minutes" in fills(axes)]
    assert len(maps) == len(HOURS)
    colours = ramp_colours("violet-sand", 4)
    for axes in maps:
        shown = [to_hex(patch.get_facecolor()) for patch in fills(axes).values()]
        assert shown == colours[::-1]
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in maps}) == 1


def test_more_moments_than_fit_become_full_hours_then_every_second():
    day = [Moment(moment, []) for moment in pd.date_range("2025-05-13", periods=96, freq="15min")]
    assert hours_of(day[:24], 24) == day[:24]
    assert hours_of(day, 24) == day[::4]
    assert hours_of(day, 12) == day[::8]
    odd = [Moment(each.start + pd.Timedelta("7min"), []) for each in day]
    assert len(hours_of(odd, 24)) == 24


def test_a_band_that_a_moment_lacks_takes_no_other_colour(network, series):
    late = series["t_start"] == pd.Timestamp("2025-05-13 09:30")
    fewer = series[~(late & (series["minutes"] == 30))]
    asked = Asked()
    prepared = series_of(network, read_asked(fewer, asked), asked)
    assert [band.high for band in prepared.moments[-1].bands] == [15, 45, 60]
    assert isinstance(prepared.moments[0].bands[0], Band)
    assert list(prepared.colours.values()) == ramp_colours("violet-sand", 4)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="t_start"), "is no series"),
        (lambda t: t[t["t_start"] == t["t_start"].iloc[0]], "a single moment"),
        (lambda t: t.assign(t_start="soon"), 'row 1: t_start "soon" is no local date and time'),
        (lambda t: pd.concat([t.assign(percentile=p) for p in (25, 50)]), "2 percentiles"),
    ],
)
def test_what_is_no_series_is_refused(gif, series, tmp_path, change, message):
    with pytest.raises(acc.AccessibilityError, match=message):
        gif(layer=change(series))
    assert list(tmp_path.iterdir()) == []


def test_other_files_and_paces_are_refused(gif, tmp_path):
    with pytest.raises(acc.AccessibilityError, match=r"day\.png: files of this kind .* \.gif"):
        gif("day.png")
    with pytest.raises(acc.AccessibilityError, match=r"0\.02 to 60 seconds"):
        gif(seconds=0)
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_pictures_and_cancels_between_them(gif, tmp_path):
    watching = Counting()
    gif(progress=watching)
    assert watching.tasks[0] == ("Drawing moments", len(HOURS))
    assert watching.steps == len(HOURS)
    (tmp_path / "day.gif").unlink()
    impatient = Counting(stop_after=2)
    with pytest.raises(Interrupted, match=r"before .*day\.gif was written"):
        gif(progress=impatient)
    assert impatient.steps == 2
    assert list(tmp_path.iterdir()) == []


def test_small_maps_can_be_cancelled(network, series, tmp_path):
    with pytest.raises(Interrupted):
        acc.draw_multiples(network, series, tmp_path / "hours.pdf", progress=Counting(stop_after=3))
    assert list(tmp_path.iterdir()) == []
