"""The dates of each service of a feed: calendar.txt and calendar_dates.txt put together."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.gtfs.checked_table import CheckedTable, rows_of
from accessibility.network.gtfs.gtfs_tables import WEEKDAYS

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from accessibility.network.gtfs.problems import ProblemLog

__all__ = ["service_dates"]

ADDED = 1
SHIFT = 1 << 20
"""Days of one service in a combined number; days since 1970 stay within half of it either way."""


def service_dates(
    ids: "pl.Series",
    calendar: CheckedTable | None,
    calendar_dates: CheckedTable | None,
    log: "ProblemLog",
) -> "tuple[NDArray[np.int64], NDArray[np.int32]]":
    """
    List the dates of services.

    Parameters
    ----------
    ids
        The services that are wanted, each once.
    calendar, calendar_dates
        The tables, if the feed has them.
    log
        Where periods that end before they begin are noted.

    Returns
    -------
    offset
        Where the dates of each service begin, with the end of the last.
    dates
        Days since 1970-01-01, ascending within a service.
    """
    keys = np.empty(0, dtype=np.int64)
    if calendar is not None:
        keys = _periods(ids, calendar, log)
    if calendar_dates is not None:
        service = rows_of(calendar_dates.raw.column("service_id"), ids)
        wanted = calendar_dates.usable & (service >= 0)
        day = calendar_dates.values["date"].astype(np.int64)
        added = calendar_dates.values["exception_type"] == ADDED
        changed = _key(service, day)
        keys = np.union1d(keys, changed[wanted & added])
        keys = np.setdiff1d(keys, changed[wanted & ~added], assume_unique=False)
    keys = np.unique(keys)
    offset = np.searchsorted(keys, np.arange(len(ids) + 1, dtype=np.int64) * SHIFT)
    return offset.astype(np.int64), (keys % SHIFT - SHIFT // 2).astype(np.int32)


def _key(service: "NDArray[np.int64]", day: "NDArray[np.int64]") -> "NDArray[np.int64]":
    return service * SHIFT + day + SHIFT // 2


def _periods(ids: "pl.Series", calendar: CheckedTable, log: "ProblemLog") -> "NDArray[np.int64]":
    service = rows_of(calendar.raw.column("service_id"), ids)
    start = calendar.values["start_date"].astype(np.int64)
    end = calendar.values["end_date"].astype(np.int64)
    backwards = calendar.usable & (end < start)
    message = "ends before its start_date, so that it never runs"
    log.rows(
        "warning",
        "period_backwards",
        calendar.raw,
        backwards,
        message,
        "Check the two dates",
        "end_date",
    )
    rows = np.flatnonzero(calendar.usable & (service >= 0) & ~backwards)
    length = end[rows] - start[rows] + 1
    first = np.cumsum(length) - length
    day = np.arange(length.sum()) - np.repeat(first - start[rows], length)
    row = np.repeat(rows, length)
    runs = np.stack([calendar.values[name] for name in WEEKDAYS], axis=1) == 1
    weekday = (day + 3) % 7  # 1970-01-01 was a Thursday
    on = runs[row, weekday]
    return _key(service[row[on]], day[on])
