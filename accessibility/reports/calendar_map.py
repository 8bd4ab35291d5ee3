"""Trips of every service day as a calendar in which colour says how many."""

import io
from calendar import Calendar, monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from matplotlib.image import imsave

from accessibility.network.calendar import full_service, trips_per_date
from accessibility.reports.page import said_date

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["LEVEL_COLOURS", "CalendarMap", "calendar_map"]

LEVELS: Final = 5
LEVEL_COLOURS: Final = ("#f6d9c4", "#d9e8f5", "#a6cbe6", "#6ba5d1", "#2f6ea6", "#143f6b")
"""Colour of a day without trips, then from few to many."""
OUTSIDE: Final = "#f1f2f3"
MOST_MONTHS: Final = 36
"""Longer timetables are drawn with a line for each year, as a picture."""
MOST_NAMED: Final = 8
"""So many dates a sentence names."""
LONGEST_YEAR: Final = 366


class Day(NamedTuple):
    """
    A day of a month.

    Parameters
    ----------
    number
        Day of the month.
    look
        Classes of the style sheet.
    words
        What there is to say of it.
    """

    number: int
    look: str
    words: str


class Month(NamedTuple):
    """
    A month as a block.

    Parameters
    ----------
    title
        Month and year.
    weeks
        Seven places each, from Monday; None where the week belongs to another month.
    fewest, most, empty
        Trips on the days within the timetables: fewest, most, and days without any.
    """

    title: str
    weeks: list[list[Day | None]]
    fewest: int
    most: int
    empty: int


class Years(NamedTuple):
    """
    Many years as a picture, a line for each and a pixel for each day.

    Parameters
    ----------
    png
        The picture, 366 pixels wide.
    years
        The years from top to bottom.
    months
        Where months begin: the first letter and per cent of the width.
    mark
        Place of the asked date in per cent of width and height; None if it is not on the picture.
    """

    png: bytes
    years: list[int]
    months: list[tuple[str, float]]
    mark: tuple[float, float] | None


class CalendarMap(NamedTuple):
    """
    The trips of all dates.

    Parameters
    ----------
    first, last
        First and last service day of any feed.
    months
        A block for each month; empty if there are too many.
    years
        The picture that stands for too many months.
    legend
        From and to how many trips each colour stands for, with its class.
    busiest
        Day with most trips, and its trips.
    empty, few
        Days without trips, and days below full service: how many, and the first of them in words.
    """

    first: date
    last: date
    months: list[Month]
    years: Years | None
    legend: list[tuple[int, int, int]]
    busiest: tuple[date, int]
    empty: tuple[int, str]
    few: tuple[int, str]


def calendar_map(timetable: "Timetable", asked: date) -> CalendarMap:
    """
    Lay out the calendar of a timetable in which some trip runs.

    Parameters
    ----------
    timetable
        The timetables.
    asked
        The date that is marked.

    Returns
    -------
    CalendarMap
        All dates from the first service day of any feed to the last.
    """
    first, counts = trips_per_date(timetable)
    last = first + timedelta(days=len(counts) - 1)
    full = full_service(counts)
    busiest = int(np.argmax(counts))
    most = int(counts[busiest])
    level = -(-counts * LEVELS // most)
    n_months = 12 * (last.year - first.year) + last.month - first.month + 1
    drawn_as_years = n_months > MOST_MONTHS
    return CalendarMap(
        first,
        last,
        [] if drawn_as_years else _months(first, counts, level, full, asked, n_months),
        _years(first, last, level, asked) if drawn_as_years else None,
        _legend(most),
        (first + timedelta(days=busiest), most),
        _named(first, counts == 0),
        _named(first, ~full & (counts > 0)),
    )


def _legend(most: int) -> list[tuple[int, int, int]]:
    limits = [most * level // LEVELS for level in range(LEVELS + 1)]
    return [
        (limits[level - 1] + 1, limits[level], level)
        for level in range(1, LEVELS + 1)
        if limits[level] > limits[level - 1]
    ]


def _named(first: date, chosen: "NDArray[np.bool_]") -> tuple[int, str]:
    days = [first + timedelta(days=int(day)) for day in np.flatnonzero(chosen)]
    words = ", ".join(f"{day.day} {day:%b %Y}" for day in days[:MOST_NAMED])
    more = f" and {len(days) - MOST_NAMED:,} more" if len(days) > MOST_NAMED else ""
    return len(days), f"{words}{more}"


def _months(
    first: date,
    counts: "NDArray[np.int64]",
    level: "NDArray[np.int64]",
    full: "NDArray[np.bool_]",
    asked: date,
    n_months: int,
) -> list[Month]:
    weeks_of = Calendar().monthdayscalendar

    def day_of(year: int, month: int, number: int) -> Day | None:
        if number == 0:
            return None
        day = date(year, month, number)
        at = (day - first).days
        look = "asked " * (day == asked)
        said = said_date(day, weekday=True)
        if not 0 <= at < len(counts):
            return Day(number, f"{look}beyond", f"{said}: outside the timetables")
        words = f"{said}: {_trips(int(counts[at]))}"
        if counts[at] and not full[at]:
            return Day(number, f"{look}level{level[at]} few", f"{words}, under 80% of the median")
        return Day(number, f"{look}level{level[at]}", words)

    months = []
    for k in range(n_months):
        year, month = first.year + (first.month - 1 + k) // 12, (first.month - 1 + k) % 12 + 1
        start = (date(year, month, 1) - first).days
        own = counts[max(0, start) : start + monthrange(year, month)[1]]
        months.append(
            Month(
                f"{date(year, month, 1):%B %Y}",
                [
                    [day_of(year, month, number) for number in week]
                    for week in weeks_of(year, month)
                ],
                int(own.min()),
                int(own.max()),
                int((own == 0).sum()),
            )
        )
    return months


def _trips(count: int) -> str:
    return {0: "no trip", 1: "1 trip"}.get(count, f"{count:,} trips")


def _years(first: date, last: date, level: "NDArray[np.int64]", asked: date) -> Years:
    years = list(range(first.year, last.year + 1))
    picture = np.zeros((len(years), LONGEST_YEAR, 3), dtype=np.uint8)
    picture[:] = _rgb(OUTSIDE)
    palette = np.array([_rgb(colour) for colour in LEVEL_COLOURS], dtype=np.uint8)
    for row, year in enumerate(years):
        start = (date(year, 1, 1) - first).days
        column = np.arange(min(LONGEST_YEAR, (date(year, 12, 31) - date(year, 1, 1)).days + 1))
        known = (start + column >= 0) & (start + column < len(level))
        picture[row, column[known]] = palette[level[start + column[known]]]
    buffer = io.BytesIO()
    imsave(buffer, picture, format="png", metadata={"Software": ""})
    begins = [date(2024, month, 1) for month in range(1, 13)]
    months = [(f"{day:%b}", 100 * (day.timetuple().tm_yday - 1) / LONGEST_YEAR) for day in begins]
    mark = None
    if first <= asked <= last:
        across = asked.timetuple().tm_yday - 0.5
        mark = 100 * across / LONGEST_YEAR, 100 * (asked.year - first.year + 0.5) / len(years)
    return Years(buffer.getvalue(), years, months, mark)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
