"""Rules that a feed holds and that travel times do not follow yet: each is named, with a count."""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from accessibility.network.gtfs_tables import NOT_APPLIED_FILES, TABLES
from accessibility.network.route_types import OTHER, basic_modes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from accessibility.network.checked_table import CheckedTable
    from accessibility.network.feed_source import FeedSource
    from accessibility.network.problems import ProblemLog, Severity
    from accessibility.network.stop_times import StopTimes

__all__ = ["report_rules"]

NOTHING_TO_DO = "Nothing needs to be done; keep it in mind when reading the results"
ON_REQUEST = (2, 3)
NOT_CONTINUOUS = 1


def report_rules(
    source: "FeedSource",
    tables: "Mapping[str, CheckedTable]",
    times: "StopTimes",
    kept_trips: "NDArray[np.int64]",
    log: "ProblemLog",
) -> None:
    """
    Note the rules that are not applied.

    Parameters
    ----------
    source, tables
        The feed and its tables.
    times
        The stop times that were kept.
    kept_trips
        Rows of trips.txt that were kept.
    log
        Where it is noted.
    """
    _report_route_types(tables["routes"], log)
    _report_frequencies(tables, log)
    _report_transfers(tables, log)
    _report_blocks(tables["trips"], kept_trips, log)
    _report_on_request(tables["stop_times"], times, log)
    _report_continuous(tables, log)
    if "pathways" in tables and len(tables["pathways"]):
        message = "holds paths inside stations, which are not applied"
        label = tables["pathways"].raw.label
        log.file("info", "pathways", label, message, NOTHING_TO_DO, len(tables["pathways"]))
    for file, content in NOT_APPLIED_FILES.items():
        if file in source.files:
            message = f"holds {content}, which are not applied"
            log.file("warning", "flexible_service", source.label(file), message, NOTHING_TO_DO)


def _report_route_types(routes: "CheckedTable", log: "ProblemLog") -> None:
    kinds = routes.values["route_type"]
    other = routes.usable & (kinds >= 0) & (basic_modes(kinds.astype(np.int16)) == OTHER)
    message = 'is none of GTFS\'s basic types, nor stands for one; it counts as "other"'
    log.rows("info", "other_route_type", routes.raw, other, message, NOTHING_TO_DO, "route_type")


def _report_frequencies(tables: "Mapping[str, CheckedTable]", log: "ProblemLog") -> None:
    if "frequencies" not in tables or len(tables["frequencies"]) == 0:
        return
    raw = tables["frequencies"].raw
    trips = raw.column("trip_id").n_unique()
    message = (
        f"repeats {trips:,} trips at intervals, which is not applied yet: each runs once a day, "
        "at the times that stop_times.txt lists"
    )
    remedy = "Write the repetitions out as trips if they matter"
    log.file("warning", "frequencies", raw.label, message, remedy, len(raw))


def _report_transfers(tables: "Mapping[str, CheckedTable]", log: "ProblemLog") -> None:
    if "transfers" not in tables or len(tables["transfers"]) == 0:
        return
    transfers = tables["transfers"]
    kinds, counts = np.unique(transfers.values["transfer_type"], return_counts=True)
    named = ", ".join(f"{n:,} of type {kind}" for kind, n in zip(kinds, counts, strict=True))
    message = f"holds rules for changes, which are not applied yet ({named})"
    severity: Severity = "warning" if kinds.max() > 1 else "info"
    log.file(severity, "transfers", transfers.raw.label, message, NOTHING_TO_DO, len(transfers))


def _report_blocks(trips: "CheckedTable", kept: "NDArray[np.int64]", log: "ProblemLog") -> None:
    if not trips.raw.has("block_id"):
        return
    text = trips.raw.text.select("service_id", "block_id")[kept]
    shared = (
        text.select(pl.struct(pl.all()).is_duplicated()).to_series()
        & text["block_id"].is_not_null()
    ).to_numpy()
    message = (
        "is shared with other trips of the day; staying on the vehicle from one to the next "
        "is not applied yet"
    )
    log.rows("info", "blocks", trips.raw, kept[shared], message, NOTHING_TO_DO, "block_id")


def _report_on_request(checked: "CheckedTable", times: "StopTimes", log: "ProblemLog") -> None:
    message = "means that the stop must be asked for; it counts like any other"
    for column, kinds in (("pickup_type", times.pickup), ("drop_off_type", times.dropoff)):
        rows = np.sort(times.row[np.isin(kinds, ON_REQUEST)])
        log.rows("info", "on_request", checked.raw, rows, message, NOTHING_TO_DO, column)


def _report_continuous(tables: "Mapping[str, CheckedTable]", log: "ProblemLog") -> None:
    message = "lets people board or alight between stops, which is not applied"
    for name in ("routes", "stop_times"):
        for column in (
            column.name for column in TABLES[name].columns if "continuous" in column.name
        ):
            at = tables[name].values[column] != NOT_CONTINUOUS
            log.rows(
                "info", "continuous_stopping", tables[name].raw, at, message, NOTHING_TO_DO, column
            )
