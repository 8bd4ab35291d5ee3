"""How much people can reach: opportunities within some minutes, by decay, and the nearest."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from accessibility.analysis.opportunity.catchments import add_by, catchments_of, grown
from accessibility.analysis.opportunity.decay import Decay
from accessibility.analysis.opportunity.origin_table import one_sided, origin_table
from accessibility.analysis.opportunity.pairs import Pairs
from accessibility.analysis.opportunity.shortest import Shortest
from accessibility.analysis.opportunity.weights import Weights, read_amounts
from accessibility.errors import UsageError
from accessibility.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from pandas import DataFrame

__all__ = ["opportunities"]


def opportunities(
    matrix: "DataFrame | str | Path",
    weights: Weights,
    *,
    threshold: float | Sequence[float] | None = None,
    decay: Decay | None = None,
    nearest: int | Sequence[int] = (),
    amount: float | Sequence[float] = (),
    destination_id: str = "id",
    from_column: str = "from_id",
    to_column: str = "to_id",
    time_column: str | None = None,
    choose: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> "DataFrame":
    """
    Add up what each origin reaches, from any table of travel times.

    Cumulative opportunities are those within `threshold` minutes (Ingram 1971). With a `decay` each
    counts by its weight, which is the potential of a gravity model (Hansen 1959). The formulas are
    those of the method page "Opportunities". Pairs that are not in the table, or have no time, are
    not reached and add nothing.

    Parameters
    ----------
    matrix
        A row for each pair of origin and destination: what `travel_time_matrix` gives, or another
        tool's table; a DataFrame, or a ``.parquet`` or ``.csv`` file, which is read in parts and
        may be larger than memory.
    weights
        Opportunities at destinations: a Series by identifier; a table or its file with identifiers
        and one column of amounts; or a pair of table or file and columns, such as
        ``("cells.csv", ["jobs", "schools"])``. A table with nothing but identifiers, or an empty
        list of columns, counts ``places``.
    threshold
        Minutes up to which destinations count, that minute included; one or several.
    decay
        Weight of a destination by its travel time, such as ``ExponentialDecay(half_life=20)``; with
        `threshold` it counts nothing beyond.
    nearest
        Which of the nearest destinations that have some of the opportunity to give the time to:
        1 is the nearest.
    amount
        Amounts for which to give the time: how long it takes until so many are in reach.
    destination_id
        Column of identifiers in `weights`.
    from_column, to_column
        Columns of identifiers in `matrix`.
    time_column
        Column of minutes in `matrix`; default the only one that begins with ``travel_time``.
    choose
        Rows of the matrix to take, by values of columns, such as ``{"when": "mean"}``; needed
        for a matrix of several moments.
    progress
        Hears how many rows were read and may cancel.

    Returns
    -------
    DataFrame
        A row for each origin of the matrix, in its order: ``from_id``, and for each column of
        weights, here called jobs, ``jobs_within_30``, ``jobs_exponential``,
        ``jobs_exponential_within_30``, ``minutes_to_jobs_nearest_1``, ``minutes_to_jobs_1000``; NaN
        where so many are not reached. ``attrs["counts"]`` says how many pairs were read and were
        not reached, ``attrs["missing"]`` lists destinations without weights and weights without
        destinations, ``attrs["warnings"]`` says it in words.

    Raises
    ------
    UsageError
        If nothing is asked, an option is out of bounds, or columns are not there.
    InputError
        If a travel time is negative or no number, a pair or a destination occurs twice, or weights
        are missing, negative or no numbers.
    Interrupted
        If the progress cancelled.
    """
    catchments = catchments_of(threshold, decay)
    ranks, sums = _ranks(nearest), _amounts(amount)
    if not (catchments or ranks or sums):
        msg = "Nothing is asked: give threshold, decay, nearest or amount."
        raise UsageError(msg)
    amounts = read_amounts(
        weights, id_column=destination_id, option="destination_id", name="weights"
    )
    pairs = Pairs(matrix, from_column, to_column, time_column, choose or {}, progress)
    n_kinds = len(amounts.names)
    reached = [np.zeros((0, n_kinds)) for _ in catchments]
    shortest = [Shortest(ranks, sums) for _ in amounts.names] if ranks or sums else []
    there = np.zeros((0, n_kinds))
    for batch in pairs.batches():
        new = pairs.destinations.texts[len(there) :]
        there = np.concatenate([there, np.nan_to_num(amounts.at(new))])
        n = len(pairs.origins)
        for number, catchment in enumerate(catchments):
            values = catchment.weigh(batch.minutes)[:, None] * there[batch.destination]
            reached[number] = grown(reached[number], n)
            add_by(reached[number], batch.origin, values)
        for kind, part in enumerate(shortest):
            part.add(batch, there[batch.destination, kind])
    without, unknown = one_sided(pairs.destinations.texts, amounts, to_column)
    columns: dict[str, NDArray[np.float64]] = {}
    for kind, name in enumerate(amounts.names):
        for catchment, sums_of in zip(catchments, reached, strict=True):
            columns[f"{name}_{catchment.name}"] = sums_of[:, kind]
        if shortest:
            columns |= shortest[kind].columns(len(pairs.origins), name)
    missing = {"destinations_without_weights": without, "weights_without_destinations": unknown}
    return origin_table(pairs, columns, missing)


def _ranks(values: int | Iterable[int]) -> list[int]:
    listed = list(values) if isinstance(values, Iterable) else [values]
    for value in listed:
        if value != int(value) or value < 1:
            msg = f"nearest: {value} is no rank: give whole numbers, 1 for the nearest."
            raise UsageError(msg)
    return list(dict.fromkeys(int(value) for value in listed))


def _amounts(values: float | Iterable[float]) -> list[float]:
    listed = list(values) if isinstance(values, Iterable) else [values]
    for value in listed:
        if not 0 < value < np.inf:
            msg = f"amount: {value} is no number above 0."
            raise UsageError(msg)
    return list(dict.fromkeys(float(value) for value in listed))
