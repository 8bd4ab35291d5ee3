"""Answers origin by origin, and places of which only one of two tables knows."""

import logging
from typing import TYPE_CHECKING

from accessibility.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from pandas import DataFrame

    from accessibility.analysis.opportunity.pairs import Pairs
    from accessibility.analysis.opportunity.weights import Amounts

__all__ = ["named", "one_sided", "origin_table"]

logger = logging.getLogger("accessibility")

NAMED = 5
"""Identifiers that a message names of many."""
WORDS = {
    "destinations_without_weights": "destinations of the matrix have no weight and add nothing",
    "weights_without_destinations": "places with weights are no destinations of the matrix",
    "origins_without_demand": "origins of the matrix have no demand and count as empty",
    "demand_without_origins": "places with demand are no origins of the matrix",
    "supply_without_demand": "destinations with supply have no demand within reach: nobody "
    "shares them, and they are left out",
}
"""What is the matter with places, for messages."""


def one_sided(texts: list[str], amounts: "Amounts", column: str) -> tuple[list[str], list[str]]:
    """
    Find places of which only one of two tables knows.

    Parameters
    ----------
    texts
        Identifiers of the one table.
    amounts
        The other one, a table of amounts.
    column
        Column of the one table that holds its identifiers.

    Returns
    -------
    only_there, only_amounts : list of str
        Identifiers, in the order of each.

    Raises
    ------
    UsageError
        If they have no place in common.
    """
    known, there = set(amounts.ids), set(texts)
    only_there = [text for text in texts if text not in known]
    only_amounts = [text for text in amounts.ids if text not in there]
    if len(only_amounts) == len(amounts.ids):
        msg = (
            f"{amounts.label} has none of the identifiers of {column}: there it has "
            f"{named(texts)}, here {named(amounts.ids)}. Name the columns that belong together."
        )
        raise UsageError(msg)
    return only_there, only_amounts


def origin_table(
    pairs: "Pairs", columns: "dict[str, NDArray[np.float64]]", missing: dict[str, list[str]]
) -> "DataFrame":
    """
    Make the table of an answer.

    Parameters
    ----------
    pairs
        The matrix, read once.
    columns
        A value for each origin, by the names of columns.
    missing
        Identifiers by what is the matter with them, as `WORDS` has it.

    Returns
    -------
    DataFrame
        A row for each origin; warnings are logged, and kept in its attributes.
    """
    from pandas import DataFrame  # noqa: PLC0415 - slow to import

    table = DataFrame({"from_id": pairs.origins.values(), **columns})
    warnings = [
        f"{len(listed):,} {WORDS[kind]}: {named(listed)}."
        for kind, listed in missing.items()
        if listed
    ]
    for warning in warnings:
        logger.warning(warning)
    table.attrs["counts"] = {"pairs": pairs.rows, "not_reached": pairs.not_reached}
    table.attrs["missing"] = missing
    table.attrs["warnings"] = warnings
    return table


def named(identifiers: "Sequence[str]") -> str:
    """
    Name some identifiers, of many the first.

    Parameters
    ----------
    identifiers
        All of them.

    Returns
    -------
    str
        Such as ``a, b, c, d, e, …``.
    """
    return ", ".join([*identifiers[:NAMED], *(["…"] if len(identifiers) > NAMED else [])])
