"""Rules that a feed holds and that travel times do not follow yet: each is named, with a count."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.network.gtfs.gtfs_tables import NOT_APPLIED_FILES, TABLES
from accessibility.network.gtfs.route_types import OTHER, basic_modes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accessibility.network.gtfs.checked_table import CheckedTable
    from accessibility.network.gtfs.feed_source import FeedSource
    from accessibility.network.gtfs.problems import ProblemLog
    from accessibility.network.gtfs.stop_times import StopTimes

__all__ = ["report_rules"]

NOTHING_TO_DO = "Nothing needs to be done; keep it in mind when reading the results"
ON_REQUEST = (2, 3)
NOT_CONTINUOUS = 1


def report_rules(
    source: "FeedSource",
    tables: "Mapping[str, CheckedTable]",
    times: "StopTimes",
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
    log
        Where it is noted.
    """
    _report_route_types(tables["routes"], log)
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
