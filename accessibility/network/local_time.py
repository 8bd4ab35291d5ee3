"""Between service days, moments on the clock of a network and seconds that really pass."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from accessibility.errors import UsageError

__all__ = ["clock_time", "day_number", "elapsed_seconds", "service_day_start", "to_date"]

HALF_DAY_S = 12 * 3600
EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """
    Count the days since 1970-01-01.

    Parameters
    ----------
    day
        A date.
    """
    return (day - EPOCH).days


def to_date(number: int) -> date:
    """
    Give the date of a day number.

    Parameters
    ----------
    number
        Days since 1970-01-01.
    """
    return EPOCH + timedelta(days=int(number))


@cache
def service_day_start(day: date, timezone: str) -> int:
    """
    Find when the times of a service day are 0: twelve hours before its noon.

    Parameters
    ----------
    day
        The service day.
    timezone
        Name of the time zone of the network.

    Returns
    -------
    int
        Seconds since 1970-01-01 00:00 UTC.
    """
    noon = datetime.combine(day, time(12), ZoneInfo(timezone))
    return int(noon.timestamp()) - HALF_DAY_S


def elapsed_seconds(moment: datetime, timezone: str) -> int:
    """
    Place a local moment among the seconds that really pass.

    Parameters
    ----------
    moment
        Date and time on the clock, without zone; one that occurs twice means the first.
    timezone
        Name of the time zone of the network.

    Returns
    -------
    int
        Seconds since 1970-01-01 00:00 UTC.

    Raises
    ------
    UsageError
        If clocks are set forward over the moment.
    """
    seconds = int(moment.replace(tzinfo=ZoneInfo(timezone), fold=0).timestamp())
    if clock_time(seconds, timezone) != moment:
        raise UsageError(
            f"{moment:%Y-%m-%d %H:%M} does not exist in {timezone}: clocks skip it. "
            "Ask for a time an hour later."
        )
    return seconds


def clock_time(seconds: int, timezone: str) -> datetime:
    """
    Say what the clock shows.

    Parameters
    ----------
    seconds
        Since 1970-01-01 00:00 UTC.
    timezone
        Name of the time zone of the network.

    Returns
    -------
    datetime
        Without zone.
    """
    return datetime.fromtimestamp(seconds, ZoneInfo(timezone)).replace(tzinfo=None)
