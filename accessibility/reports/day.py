"""The day of a report: which one, and what runs on it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from accessibility.network.calendar import full_service_date
from accessibility.reports.page import said_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accessibility.network.gtfs.feed_report import FeedReport
    from accessibility.network.gtfs.timetable import Timetable
    from accessibility.network.health.service_levels import AgencyServices, FeedServices, ServicesOn

__all__ = ["ChosenDay", "Hours", "Rows", "choose_day", "hours_of", "rows_of"]

TICKS: Final = 4
"""So many lines a chart has about."""
SHOWN: Final = 20
"""So many agencies of a feed are seen at once; the others unfold."""
FULL: Final = "at least 80% of the trips that are usual on its weekday"


class ChosenDay(NamedTuple):
    """
    The day that a report shows if none was asked.

    Parameters
    ----------
    day
        The day.
    why
        A sentence for the reader.
    """

    day: date
    why: str


def choose_day(timetable: "Timetable", feeds: "Sequence[FeedReport]") -> ChosenDay | None:
    """
    Choose the date with full service nearest to the middle of the period that all feeds share.

    Parameters
    ----------
    timetable
        The timetables.
    feeds
        What was read from each feed.

    Returns
    -------
    ChosenDay or None
        Feeds that never run do not count; where feeds share no date, the middle is that of the
        period of them all. None if no trip ever runs.
    """
    periods = [
        (date.fromisoformat(feed.first_date), date.fromisoformat(feed.last_date))
        for feed in feeds
        if feed.first_date is not None and feed.last_date is not None
    ]
    if not periods:
        return None
    first, last = max(first for first, _ in periods), min(last for _, last in periods)
    shared = "that all feeds share" if len(periods) > 1 else "of the timetable"
    if first > last:
        first, last = min(first for first, _ in periods), max(last for _, last in periods)
        shared = "of all feeds together, which have no date in common"
    middle = first + timedelta(days=(last - first).days // 2)
    day = full_service_date(timetable, middle)
    why = (
        f"No date was asked for. This is the date with full service ({FULL}) nearest to the middle "
        f"of the period {shared}, {said_date(first)} to {said_date(last)}."
    )
    return ChosenDay(day, why)


class Bar(NamedTuple):
    """
    An hour of the chart.

    Parameters
    ----------
    hour
        Hour of the service day.
    total
        Departures.
    parts
        Mode, departures and height in per cent of the chart, the lowest first.
    """

    hour: int
    total: int
    parts: list[tuple[str, int, float]]


class Hours(NamedTuple):
    """
    Departures by hour and mode as a chart.

    Parameters
    ----------
    bars
        The hours.
    ticks
        Lines across: the number and its height in per cent.
    modes
        Mode and its departures, most first.
    busiest
        The hour with most departures.
    """

    bars: list[Bar]
    ticks: list[tuple[int, float]]
    modes: list[tuple[str, int]]
    busiest: Bar


def hours_of(services: "ServicesOn") -> Hours | None:
    """
    Lay out the chart of departures.

    Parameters
    ----------
    services
        What runs on the day.

    Returns
    -------
    Hours or None
        None if nothing departs.
    """
    by_mode = services.departures_by_hour
    modes = sorted(
        ((mode, sum(hours)) for mode, hours in by_mode.items()), key=lambda pair: -pair[1]
    )
    totals = [sum(hours) for hours in zip(*by_mode.values(), strict=True)]
    if not any(totals):
        return None
    step = _round_step(max(totals) / TICKS)
    top = step * -(-max(totals) // step)
    bars = [
        Bar(
            hour,
            total,
            [(mode, by_mode[mode][hour], 100 * by_mode[mode][hour] / top) for mode, _ in modes],
        )
        for hour, total in enumerate(totals)
    ]
    ticks = [(number, 100 * number / top) for number in range(0, top + 1, step)]
    return Hours(bars, ticks, modes, max(bars, key=lambda bar: bar.total))


def _round_step(least: float) -> int:
    """Find the smallest of 1, 2, 5, 10, 20, … that is not below a number."""
    tens = 1
    while True:
        for step in (tens, 2 * tens, 5 * tens):
            if step >= least:
                return step
        tens *= 10


class Rows(NamedTuple):
    """
    The agencies of a feed.

    Parameters
    ----------
    shown
        Those that are seen at once: where trips lack, then most trips first.
    more
        The others.
    """

    shown: "Sequence[AgencyServices]"
    more: "Sequence[AgencyServices]"


def rows_of(feed: "FeedServices") -> Rows:
    """
    Sort the agencies of a feed for a table.

    Parameters
    ----------
    feed
        What the feed runs.
    """
    rows = sorted(feed.agencies, key=lambda row: (row.lack is None, -row.trips))
    return Rows(rows[:SHOWN], rows[SHOWN:])
