"""The rows of fare_attributes.txt and fare_rules.txt: which can be used, and which cannot."""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from accessibility.network.gtfs.gtfs_tables import LONGEST_TIME

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.gtfs.checked_table import CheckedTable
    from accessibility.network.gtfs.problems import ProblemLog

__all__ = ["UNLIMITED", "read_fares"]

UNLIMITED = -1
"""Stands for transfers without limit and for tickets that do not expire."""

MOST_TRANSFERS = 5
"""The specification knows up to two; feeds in use go up to five."""

LEFT_OUT = "the fare is left out"


def read_fares(
    fares: "CheckedTable | None", rules: "CheckedTable | None", log: "ProblemLog"
) -> "dict[str, NDArray[np.int64]]":
    """
    Find the fares that can be used; all others become unusable, with their rules.

    A rule that names an unknown route stays: without it the fare would be valid everywhere.

    Parameters
    ----------
    fares
        The table fare_attributes.txt, if the feed has one.
    rules
        The table fare_rules.txt, likewise.
    log
        Where it is noted that a fare is left out.

    Returns
    -------
    dict of arrays
        Of the usable fares, ``transfers`` and ``transfer_duration``.
    """
    blank = np.zeros(0, np.int64)
    if fares is None:
        if rules is not None:
            rules.usable[:] = False
        return {"transfers": blank, "transfer_duration": blank}
    for name in ("fare_id", "price", "currency_type"):
        fares.usable &= fares.raw.column(name).is_not_null().to_numpy()
    fares.usable &= np.isfinite(fares.values["price"])
    _leave_out(fares, "bad_number", fares.values["price"] < 0, "is below 0", "price", log)
    currency = fares.raw.column("currency_type")
    odd = ~currency.str.contains("^[A-Z]{3}$").fill_null(value=True).to_numpy()
    message = "is no currency code of three capital letters"
    _leave_out(fares, "bad_currency", odd, message, "currency_type", log)
    limits = {}
    for name, most in (("transfers", MOST_TRANSFERS), ("transfer_duration", LONGEST_TIME)):
        values = fares.values[name]
        given = fares.raw.column(name).is_not_null().to_numpy()
        odd = fares.faulty.get(name, np.zeros(len(fares), np.bool_))
        odd = odd | (given & ((values < 0) | (values > most)))
        _leave_out(fares, "bad_integer", odd, f"is not a whole number from 0 to {most}", name, log)
        limits[name] = np.where(given, values, UNLIMITED)
    again = ~fares.raw.text.select(pl.struct(pl.all()).is_first_distinct()).to_series().to_numpy()
    message, remedy = "stands there twice", "Remove the repetition"
    log.rows("warning", "repeated_row", fares.raw, again, message, remedy, "fare_id")
    fares.usable &= ~again
    ids = fares.raw.column("fare_id").set(pl.Series(again), None)
    message = "is defined twice, differently, and all rows of that name are left out"
    log.rows("warning", "duplicate_fare", fares.raw, _later(ids), message, "Remove one", "fare_id")
    fares.usable &= ~(ids.is_duplicated() & ids.is_not_null()).to_numpy()
    unreadable = any(
        problem.code == "table_unreadable" and problem.file.endswith("fare_rules.txt")
        for problem in log.problems
    )
    if unreadable:
        fares.usable[:] = False
    if rules is not None:
        known = rules.raw.column("fare_id").is_in(fares.ids("fare_id").implode())
        rules.usable &= known.fill_null(value=False).to_numpy()
    return {name: values[fares.usable] for name, values in limits.items()}


def _later(ids: pl.Series) -> "NDArray[np.bool_]":
    """Where an id stands that stood there before."""
    return (ids.is_not_null() & ~ids.is_first_distinct()).to_numpy()


def _leave_out(
    fares: "CheckedTable",
    code: str,
    at: "NDArray[np.bool_]",
    message: str,
    column: str,
    log: "ProblemLog",
) -> None:
    log.rows("warning", code, fares.raw, at, f"{message}; {LEFT_OUT}", "Fix the row", column)
    fares.usable &= ~at
