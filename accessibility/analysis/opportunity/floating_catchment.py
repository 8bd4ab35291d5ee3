"""How much of a service there is for each person in reach, when others want it too."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from accessibility.analysis.opportunity.catchments import Catchment, add_by, catchments_of, grown
from accessibility.analysis.opportunity.decay import Decay
from accessibility.analysis.opportunity.origin_table import one_sided, origin_table
from accessibility.analysis.opportunity.pairs import Pairs
from accessibility.analysis.opportunity.weights import Amounts, Weights, read_amounts
from accessibility.errors import UsageError
from accessibility.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from pandas import DataFrame

__all__ = ["floating_catchment"]


def floating_catchment(
    matrix: "DataFrame | str | Path",
    supply: Weights,
    demand: Weights,
    *,
    threshold: float | Sequence[float] | None = None,
    decay: Decay | None = None,
    destination_id: str = "id",
    origin_id: str = "id",
    from_column: str = "from_id",
    to_column: str = "to_id",
    time_column: str | None = None,
    choose: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> "DataFrame":
    """
    Work out how much supply falls to each person at each origin: two-step floating catchments.

    First, each destination's supply is divided by the demand of all origins in its catchment. Then
    each origin adds up these ratios over the destinations in its own catchment. With a `threshold`
    alone this is 2SFCA (Luo and Wang 2003); with `StepDecay` zones it is E2SFCA (Luo and Qi 2009);
    any other decay does likewise, and both steps weigh by it.

    Parameters
    ----------
    matrix
        As for `opportunities`; it is read twice.
    supply
        Amounts at destinations, such as beds or places in school, as `opportunities` takes weights.
    demand
        Those who want them at origins, likewise; one column.
    threshold
        Minutes up to which a destination can be used, that minute included; one or several.
    decay
        Weight of a destination by its travel time; with `threshold` it counts nothing beyond.
    destination_id
        Column of identifiers in `supply`.
    origin_id
        Column of identifiers in `demand`.
    from_column, to_column, time_column, choose, progress
        As for `opportunities`.

    Returns
    -------
    DataFrame
        A row for each origin of the matrix: ``from_id`` and ``beds_per_population_within_30``, as
        the columns of supply and demand are called. Weighted by demand, the column adds up to the
        supply that is in anybody's reach. ``attrs["ratios"]`` has for each column the first step's
        ratio by destination, NaN where no demand is in reach, which then adds nothing;
        ``attrs["counts"]``, ``attrs["missing"]`` and ``attrs["warnings"]`` are as for
        `opportunities`.

    Raises
    ------
    UsageError
        If neither threshold nor decay is given, or columns are not there.
    InputError
        As for `opportunities`.
    Interrupted
        If the progress cancelled.
    """
    catchments = catchments_of(threshold, decay)
    if not catchments:
        msg = "A catchment needs a threshold (minutes), a decay, or both."
        raise UsageError(msg)
    supplied = read_amounts(
        supply, id_column=destination_id, option="destination_id", name="supply"
    )
    wanted = read_amounts(demand, id_column=origin_id, option="origin_id", name="demand")
    if len(wanted.names) > 1:
        msg = f"demand: give one column of people, not {', '.join(wanted.names)}."
        raise UsageError(msg)
    pairs = Pairs(matrix, from_column, to_column, time_column, choose or {}, progress)
    in_reach = _demand_in_reach(pairs, wanted, catchments)
    no_supply, unknown_supply = one_sided(pairs.destinations.texts, supplied, to_column)
    no_demand, unknown_demand = one_sided(pairs.origins.texts, wanted, from_column)

    there = np.nan_to_num(supplied.at(pairs.destinations.texts))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(in_reach[:, :, None] > 0, there[:, None] / in_reach[:, :, None], np.nan)
    n = len(pairs.origins)
    reached = np.zeros((n, *ratios.shape[1:]))
    usable = np.nan_to_num(ratios)
    for batch in pairs.batches():
        for number, catchment in enumerate(catchments):
            weights = catchment.weigh(batch.minutes)[:, None]
            values = weights * usable[batch.destination, number]
            add_by(reached[:, number], batch.origin, values)

    unshared = (there > 0).any(axis=1) & (in_reach == 0).any(axis=1)
    missing = {
        "destinations_without_weights": no_supply,
        "weights_without_destinations": unknown_supply,
        "origins_without_demand": no_demand,
        "demand_without_origins": unknown_demand,
        "supply_without_demand": _chosen(pairs.destinations.texts, unshared),
    }
    names = [
        (f"{name}_per_{wanted.names[0]}_{catchment.name}", number, kind)
        for kind, name in enumerate(supplied.names)
        for number, catchment in enumerate(catchments)
    ]
    columns = {name: reached[:, number, kind] for name, number, kind in names}
    table = origin_table(pairs, columns, missing)
    table.attrs["ratios"] = {
        name: dict(zip(pairs.destinations.texts, ratios[:, number, kind].tolist(), strict=True))
        for name, number, kind in names
    }
    return table


def _demand_in_reach(
    pairs: Pairs, wanted: Amounts, catchments: list[Catchment]
) -> "NDArray[np.float64]":
    """Demand in the catchment of each destination, one column for each kind of catchment."""
    found = np.zeros((0, len(catchments)))
    at_origin = np.zeros((0, 1))
    for batch in pairs.batches():
        new = pairs.origins.texts[len(at_origin) :]
        at_origin = np.concatenate([at_origin, np.nan_to_num(wanted.at(new))])
        weights = np.column_stack([catchment.weigh(batch.minutes) for catchment in catchments])
        found = grown(found, len(pairs.destinations))
        add_by(found, batch.destination, weights * at_origin[batch.origin])
    return found


def _chosen(texts: list[str], marks: "Iterable[np.bool_]") -> list[str]:
    return [text for text, mark in zip(texts, marks, strict=True) if mark]
