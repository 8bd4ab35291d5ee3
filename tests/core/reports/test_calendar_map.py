"""The calendar of trips: holes, days far from usual, and timetables of many years."""

import io
from datetime import date, timedelta

import numpy as np
import pytest
from PIL import Image

from accessibility.network.calendar import trips_per_date
from accessibility.reports.calendar_map import LEVEL_COLOURS, OUTSIDE, calendar_map
from tests.core.network.gtfs_feed import GtfsFeed


def days_of(calendar):
    """Look and words of every day that is drawn, by month and number."""
    return {
        (month.title, day.number): day
        for month in calendar.months
        for week in month.weeks
        for day in week
        if day
    }


@pytest.fixture
def holes(tmp_path):
    """Two trips on working days of June 2023 but the 13th, one of them on the 20th."""
    feed = GtfsFeed(tmp_path).replace("trips", "r1,week,t2", "r1,late,t2")
    feed.add("calendar", "late,1,1,1,1,1,0,0,20230605,20230630")
    removed = ("week,20230613,2", "late,20230613,2", "late,20230620,2")
    feed.add("calendar_dates", "service_id,date,exception_type", *removed)
    return feed.read()[0]


def test_days_without_trips_and_with_few_stand_out(holes):
    calendar = calendar_map(holes, date(2023, 6, 14))
    days = days_of(calendar)
    assert len(days) == 30
    assert days["June 2023", 4].look == "beyond"
    assert days["June 2023", 12].look == "level5"
    assert days["June 2023", 13].look == "level0"
    assert days["June 2023", 14].look == "asked level5"
    assert days["June 2023", 20].look == "level3 few"
    assert days["June 2023", 13].words == "Tuesday 13 June 2023: no trip"
    assert days["June 2023", 20].words == "Tuesday 20 June 2023: 1 trip, under 80% of the median"
    assert calendar.empty[0] == 7  # three weekends and a Tuesday
    assert calendar.empty[1].startswith("10 Jun 2023, 11 Jun 2023, 13 Jun 2023")
    assert calendar.few == (1, "20 Jun 2023")
    assert calendar.busiest == (date(2023, 6, 5), 2)
    (month,) = calendar.months
    assert (month.fewest, month.most, month.empty) == (0, 2, 7)


def test_weeks_begin_on_monday(holes):
    (month,) = calendar_map(holes, date(2023, 6, 14)).months
    numbers = [[day.number if day else None for day in week] for week in month.weeks]
    assert numbers[0] == [None, None, None, 1, 2, 3, 4]
    assert numbers[-1] == [26, 27, 28, 29, 30, None, None]


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 6, 13, 1343])
def test_the_legend_covers_every_number_once_with_the_colour_that_days_have(most):
    from accessibility.reports.calendar_map import _legend

    legend = _legend(most)
    told = [(n, level) for low, high, level in legend for n in range(low, high + 1)]
    assert told == [(n, -(-n * 5 // most)) for n in range(1, most + 1)]


def test_many_dates_are_counted_and_the_first_named(tmp_path):
    feed = GtfsFeed(tmp_path).replace("calendar", "20230630", "20231231")
    calendar = calendar_map(feed.read()[0], date(2023, 6, 13))
    assert calendar.empty[0] == 58
    assert calendar.empty[1].count(",") == 7
    assert calendar.empty[1].endswith("and 50 more")
    assert len(calendar.months) == 7


def test_a_timetable_of_many_years_is_a_picture_of_every_date(tmp_path):
    feed = GtfsFeed(tmp_path).replace("calendar", "20230630", "20991231")
    timetable = feed.read()[0]
    asked = date(2024, 2, 29)
    calendar = calendar_map(timetable, asked)
    assert calendar.months == []
    years = calendar.years
    assert years.years == list(range(2023, 2100))
    picture = np.asarray(Image.open(io.BytesIO(years.png)).convert("RGB"))
    assert picture.shape == (77, 366, 3)
    first, counts = trips_per_date(timetable)
    for day in (first, asked, date(2024, 3, 2), date(2057, 12, 31), date(2099, 12, 31)):
        level = -(-int(counts[(day - first).days]) * 5 // 2)
        pixel = picture[day.year - 2023, (day - date(day.year, 1, 1)).days]
        assert "#{:02x}{:02x}{:02x}".format(*pixel) == LEVEL_COLOURS[level], day
    outside = first - timedelta(days=1)
    pixel = picture[0, (outside - date(2023, 1, 1)).days]
    assert "#{:02x}{:02x}{:02x}".format(*pixel) == OUTSIDE
    assert years.mark == pytest.approx((100 * 59.5 / 366, 100 * 1.5 / 77))
    assert calendar_map(timetable, date(2101, 1, 1)).years.mark is None


def luminance(colour):
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return np.dot(linear, (0.2126, 0.7152, 0.0722))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_numbers_can_be_read_on_every_colour_and_colours_go_from_light_to_dark():
    ink = [
        "#6b2f00",
        "#10181f",
        "#10181f",
        "#10181f",
        "#ffffff",
        "#ffffff",
    ]  # as in the style sheet
    assert all(contrast(*pair) > 4.5 for pair in zip(LEVEL_COLOURS, ink, strict=True))
    lights = [luminance(colour) for colour in LEVEL_COLOURS[1:]]
    assert lights == sorted(lights, reverse=True)
