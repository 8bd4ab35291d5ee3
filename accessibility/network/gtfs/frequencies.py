"""The rows of frequencies.txt that repeat a kept trip at intervals."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.gtfs.checked_table import CheckedTable, rows_of

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from accessibility.network.gtfs.problems import ProblemLog

__all__ = ["read_frequencies"]

UNKNOWN = "says that nobody knows when in its intervals the vehicles come; moments are drawn"
DRAWN = "See frequency_draws and frequency_seed"


def read_frequencies(
    checked: CheckedTable | None, trip_ids: "pl.Series", log: "ProblemLog"
) -> "dict[str, NDArray[np.generic]]":
    """
    Bring the intervals of a feed into order.

    Parameters
    ----------
    checked
        The table frequencies.txt, if the feed has one.
    trip_ids
        The trips that were kept.
    log
        Where faults are noted.

    Returns
    -------
    dict of arrays
        The arrays ``frequency_`` of the timetable, sorted by trip and start. A row that ends when
        it begins is among them: its trip runs no more at the times that stop_times.txt lists.
    """
    if checked is None:
        return dict.fromkeys(
            (f"frequency_{name}" for name in ("trip", "start", "end", "headway", "exact")),
            np.zeros(0, np.int64),
        )
    start, end = checked.values["start_time"], checked.values["end_time"]
    _report_periods(checked, start, end, log)
    trip = rows_of(checked.raw.column("trip_id"), trip_ids)
    rows = np.flatnonzero(checked.usable & (trip >= 0))
    rows = rows[np.lexsort((start[rows], trip[rows]))]
    _report_overlaps(checked, rows, trip[rows], log)
    exact = checked.values["exact_times"] == 1
    log.rows(
        "info",
        "unknown_phase",
        checked.raw,
        np.sort(rows[~exact[rows]]),
        UNKNOWN,
        DRAWN,
        "exact_times",
    )
    return {
        "frequency_trip": trip[rows],
        "frequency_start": start[rows],
        "frequency_end": end[rows],
        "frequency_headway": checked.values["headway_secs"][rows],
        "frequency_exact": exact[rows],
    }


def _report_periods(
    checked: CheckedTable,
    start: "NDArray[np.int32]",
    end: "NDArray[np.int32]",
    log: "ProblemLog",
) -> None:
    """Note rows that end before they begin, which are left out, or as they begin."""
    backwards = checked.usable & (end < start)
    remedy = "Check the two times; past midnight hours go on with 24"
    message = "is before start_time"
    log.rows("error", "interval_backwards", checked.raw, backwards, message, remedy, "end_time")
    empty = checked.usable & (end == start)
    message = "is start_time itself: the row lets nothing run"
    log.rows("warning", "interval_empty", checked.raw, empty, message, remedy, "end_time")
    checked.usable &= ~backwards


def _report_overlaps(
    checked: CheckedTable, rows: "NDArray[np.int64]", trip: "NDArray[np.int64]", log: "ProblemLog"
) -> None:
    """Note rows that begin before an earlier row of their trip has ended; both run."""
    start = checked.values["start_time"][rows].astype(np.int64)
    end = checked.values["end_time"][rows].astype(np.int64)
    runs = end > start
    rows, trip, start, end = rows[runs], trip[runs], start[runs], end[runs]
    day = end.max(initial=0) + 1  # moves each trip behind the one before
    ended = np.maximum.accumulate(trip * day + end)
    overlaps = np.zeros(len(rows), dtype=bool)
    overlaps[1:] = trip[1:] * day + start[1:] < ended[:-1]
    message = "is before the end of another row of the same trip; both rows run"
    remedy = "Let one row end where the next begins"
    at = np.sort(rows[overlaps])
    log.rows("warning", "intervals_overlap", checked.raw, at, message, remedy, "start_time")
