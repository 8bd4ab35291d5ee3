"""Local times, service days and percentiles."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

HALF_DAY_S = 12 * 3600


def service_day_start(day: date, timezone: str) -> int:
    """Seconds since 1970 (UTC) from which the times of a service day count: noon minus 12 h."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(timezone))
    return round(noon.timestamp()) - HALF_DAY_S


def utc_seconds(moment: datetime, timezone: str) -> int:
    """Seconds since 1970 (UTC) of a local time; of one that occurs twice the first.

    Raises
    ------
    ValueError
        If the clock never shows that time on that day.
    """
    zone = ZoneInfo(timezone)
    seconds = round(moment.replace(tzinfo=zone, fold=0).timestamp())
    if datetime.fromtimestamp(seconds, zone).replace(tzinfo=None, fold=0) != moment:
        raise ValueError(f"{moment} does not exist in {timezone}")
    return seconds


def days_between(first_s: int, last_s: int, longest_trip_s: int) -> list[date]:
    """Every service day of which a trip may run in a stretch of time, with a day to spare."""
    first = datetime.fromtimestamp(first_s - longest_trip_s, ZoneInfo("UTC")).date()
    last = datetime.fromtimestamp(last_s, ZoneInfo("UTC")).date()
    first, last = first - timedelta(days=2), last + timedelta(days=2)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def departures(start_s: int, window_s: int) -> list[int]:
    """One departure a minute from the start to before the end of the window; at least one."""
    return list(range(start_s, start_s + max(window_s, 1), 60))


def deadlines(end_s: int, window_s: int) -> list[int]:
    """One deadline a minute from the last back to after the window's beginning; at least one."""
    return list(range(end_s, end_s - max(window_s, 1), -60))


def percentile(values: Sequence[int | None], p: int) -> int | None:
    """Nearest-rank percentile (p = 1 ... 100); None is not reached and comes last."""
    ordered = sorted(value for value in values if value is not None)
    rank = (p * len(values) + 99) // 100
    return ordered[rank - 1] if rank <= len(ordered) else None
