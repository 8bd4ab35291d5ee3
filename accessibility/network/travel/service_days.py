"""Of which service day a trip of a period is."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from accessibility.network.local_time import day_number, service_day_start

if TYPE_CHECKING:
    from accessibility.network.gtfs.timetable import Timetable
    from accessibility.network.travel.runs import Period

__all__ = ["service_day"]

DAY_S = 86_400


def service_day(timetable: "Timetable", period: "Period", trip: int, shift: int) -> date:
    """
    Find the service day of a trip.

    Parameters
    ----------
    timetable
        The timetables.
    period
        The period in which it runs.
    trip
        The trip.
    shift
        Seconds by which its times are moved, from its own to those of the period's day.

    Returns
    -------
    date
        The day by whose calendar it runs.

    Raises
    ------
    LookupError
        If it runs on no day so.
    """
    zone = timetable.timezone or "UTC"
    origin = service_day_start(period.day, zone)
    rows = (timetable.frequency_trip == trip).nonzero()[0]
    first = int(timetable.st_departure[timetable.trip_offset[trip]])
    moved = (first if len(rows) else 0) + shift
    service = int(timetable.trip_service[trip])
    begin, end = timetable.service_offset[service : service + 2]
    runs_on = timetable.service_dates[begin:end]
    latest = max(timetable.frequency_end[rows].tolist(), default=0)
    middle = moved // DAY_S
    for number in range(middle - latest // DAY_S - 1, middle + 2):
        day = period.day + timedelta(days=number)
        left = moved - (service_day_start(day, zone) - origin)
        if len(rows) == 0:
            fits = left == 0
        else:
            begins, ends = timetable.frequency_start[rows], timetable.frequency_end[rows]
            fits = bool(((begins <= left) & (left < ends)).any())
        if fits and (runs_on == day_number(day)).any():
            return day
    msg = f"trip {trip} runs on no day with its times moved by {shift} s"
    raise LookupError(msg)
