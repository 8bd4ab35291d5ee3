"""The rows of transfers.txt: rules for changes, by the places of what they name."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from accessibility.network.gtfs.checked_table import CheckedTable, rows_of
from accessibility.network.gtfs.gtfs_values import PARSERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl
    from numpy.typing import NDArray

    from accessibility.network.gtfs.problems import ProblemLog

__all__ = ["IN_SEAT", "Known", "read_transfer_rules"]

IN_SEAT = 4
"""From this `transfer_type` on a rule is about staying in the vehicle; its trips alone count."""
LAST_TYPE = 5

SIDES = ("from", "to")
KINDS = ("stop", "route", "trip")
LEFT_OUT = "the row is left out"


class Known(NamedTuple):
    """
    What a rule may name.

    Parameters
    ----------
    stop, route, trip
        Ids of the usable stops and routes and of the kept trips, in the order of their places.
    trip_route
        Place of the route of each trip.
    """

    stop: "pl.Series"
    route: "pl.Series"
    trip: "pl.Series"
    trip_route: "NDArray[np.int64]"


def read_transfer_rules(
    checked: CheckedTable | None,
    tables: "Mapping[str, CheckedTable]",
    known: Known,
    log: "ProblemLog",
) -> "dict[str, NDArray[np.generic]]":
    """
    Find what the rules for changes of a feed name.

    Parameters
    ----------
    checked
        The table transfers.txt, if the feed has one.
    tables
        The other tables, to tell what is unknown from what was left out.
    known
        What was kept.
    log
        Where it is noted that a row can never apply.

    Returns
    -------
    dict of arrays
        The arrays ``transfer_`` of the timetable, in the order of the file.
    """
    columns = [f"{side}_{kind}" for kind in KINDS for side in SIDES]
    if checked is None:
        names = [*columns, "type", "min_time"]
        return dict.fromkeys((f"transfer_{name}" for name in names), np.zeros(0, np.int64))
    kind, odd = PARSERS["integer"](checked.raw.column("transfer_type"))
    odd |= (kind < 0) | (kind > LAST_TYPE)
    message = f"is not a whole number from 0 to {LAST_TYPE}; {LEFT_OUT}"
    _leave_out(checked, "bad_integer", odd, message, "transfer_type", log)
    changes = kind < IN_SEAT
    _require(checked, "stop", changes, log)
    _require(checked, "trip", ~changes, log)
    places = {}
    for what in KINDS:
        asked = changes if what != "trip" else np.ones(len(checked), dtype=bool)
        for side in SIDES:
            target = tables[f"{what}s"]
            places[f"{side}_{what}"] = _places(checked, side, what, asked, target, known, log)
    for side in SIDES:
        route, trip = places[f"{side}_route"], places[f"{side}_trip"]
        message = f"is not the route of {side}_trip_id; {LEFT_OUT}"
        both = checked.usable & changes & (route >= 0) & (trip >= 0)
        other = both & (np.append(known.trip_route, -1)[trip] != route)
        _leave_out(checked, "transfer_route", other, message, f"{side}_route_id", log)
    rows = np.flatnonzero(checked.usable)
    return {
        **{f"transfer_{name}": places[name][rows] for name in columns},
        "transfer_type": kind[rows],
        "transfer_min_time": checked.values["min_transfer_time"][rows],
    }


def _require(
    checked: CheckedTable, what: str, asked: "NDArray[np.bool_]", log: "ProblemLog"
) -> None:
    """Leave out rows whose type needs two stops or two trips and that lack one."""
    types = "0 to 3" if what == "stop" else "4 and 5"
    for side in SIDES:
        column = f"{side}_{what}_id"
        lacking = checked.usable & asked & checked.raw.column(column).is_null().to_numpy()
        message = f"is blank, and rules of types {types} need both {what}s; {LEFT_OUT}"
        _leave_out(checked, f"transfer_without_{what}", lacking, message, column, log)


def _places(
    checked: CheckedTable,
    side: str,
    what: str,
    asked: "NDArray[np.bool_]",
    target: CheckedTable,
    known: Known,
    log: "ProblemLog",
) -> "NDArray[np.int64]":
    """Places of the stops, routes or trips of one side; rows that name others are left out."""
    column = f"{side}_{what}_id"
    ids = checked.raw.column(column)
    places = rows_of(ids, getattr(known, what))
    lost = checked.usable & asked & (places < 0) & ids.is_not_null().to_numpy()
    if lost.any():
        defined = target.raw.column(f"{what}_id").unique().implode()
        unknown = lost & ~ids.is_in(defined).fill_null(value=False).to_numpy()
        message = f"is not defined in {what}s.txt; {LEFT_OUT}"
        _leave_out(checked, "dangling_reference", unknown, message, column, log)
        checked.usable &= ~lost  # the rest names what was reported and left out itself
    return places


def _leave_out(
    checked: CheckedTable,
    code: str,
    at: "NDArray[np.bool_]",
    message: str,
    column: str,
    log: "ProblemLog",
) -> None:
    log.rows("warning", code, checked.raw, at, message, "Fix the row, or remove it", column)
    checked.usable &= ~at
