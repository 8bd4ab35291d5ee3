"""Answers origin by origin, and places of which only one of two tables knows."""

import logging
from typing import TYPE_CHECKING

from accessibility.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pandas import DataFrame

    from accessibility.analysis.pairs import Ids, Pairs
    from accessibility.analysis.weights import Amounts

__all__ = ["one_sided", "origin_table"]

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


def one_sided(ids: "Ids", amounts: "Amounts", column: str) -> tuple[list[str], list[str]]:
    """
    Find places of which only the matrix or only a table of amounts knows.

    Parameters
    ----------
    ids
        Those of the matrix.
    amounts
        The table of amounts.
    column
        Column of the matrix that holds its identifiers.

    Returns
    -------
    only_matrix, only_amounts : list of str
        Identifiers, in the order of each.

    Raises
    ------
    UsageError
        If they have no place in common.
    """
    known = set(amounts.ids)
    only_matrix = [text for text in ids.texts if text not in known]
    only_amounts = [text for text in amounts.ids if text not in ids]
    if len(only_amounts) == len(amounts.ids):
        msg = (
            f"{amounts.label} has no identifier of the matrix's {column}: there it has "
            f"{_named(ids.texts)}, here {_named(list(amounts.ids))}. Name the columns that belong "
            "together."
        )
        raise UsageError(msg)
    return only_matrix, only_amounts


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
        f"{len(listed):,} {WORDS[kind]}: {_named(listed)}."
        for kind, listed in missing.items()
        if listed
    ]
    for warning in warnings:
        logger.warning(warning)
    table.attrs["counts"] = {"pairs": pairs.rows, "not_reached": pairs.not_reached}
    table.attrs["missing"] = missing
    table.attrs["warnings"] = warnings
    return table


def _named(identifiers: list[str]) -> str:
    return ", ".join([*identifiers[:NAMED], *(["…"] if len(identifiers) > NAMED else [])])
