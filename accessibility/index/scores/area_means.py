"""Means of small areas from their origins, and how much of each area they rest on."""

from typing import TYPE_CHECKING

import numpy as np

from accessibility.errors import InputError, UsageError
from accessibility.index.scores.transforms import check_times
from accessibility.results.nearest import MISSING, STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from pandas import DataFrame, Index, Series

__all__ = ["MIN_COVERAGE", "area_means", "capped_minutes", "unreachable_minutes"]

MIN_COVERAGE = 0.95
"""The least share of an area's weight that must have a time; less, and it has no value."""


def capped_minutes(
    minutes: "Series", state: "Series", *, cap: float, unreachable: "float | Series | None" = None
) -> "Series":
    """
    Give the time of one leg that a mean counts.

    With a cap of 90 minutes a way of 95 counts as 90, and so does a place that cannot be reached
    at all; an origin that joins no street counts as nothing, for nobody knows its time.

    Parameters
    ----------
    minutes
        Minutes of each origin; NaN where there is no way.
    state
        What became of each search, as
        `accessibility.analysis.nearest.nearest.nearest_services` says: ``reached``, ``capped``,
        ``unreachable``, or missing (``not_snapped``, ``outside_data``, ``not_located``).
    cap
        Minutes that longer ways count as.
    unreachable
        Minutes that ways which do not exist count as, one for all or one for each origin; default
        the cap.

    Returns
    -------
    Series
        Minutes by the same index; NaN where the origin is missing.

    Raises
    ------
    InputError
        If a time is negative or infinite, a state is unknown, or a reached origin has no time.
    """
    numbers = check_times(minutes)
    known = state.isin(STATES)
    if not known.all():
        wrong = state[~known].iloc[0]
        remedy = f"Known are {', '.join(STATES)}."
        raise InputError.at("state", "is no state", remedy, value=wrong)
    reached = state.isin(("reached", "capped"))
    if numbers[reached & (state == "reached")].isna().any():
        problem = "there is no time though the state is reached"
        raise InputError.at("minutes", problem, "Mend the table, or write unreachable.")
    counted = numbers.fillna(cap).clip(upper=cap)
    counted = counted.where(reached, cap if unreachable is None else unreachable)
    return counted.where(~state.isin(STATES[MISSING:]), np.nan)


def unreachable_minutes(
    minutes: "Series", state: "Series", *, times: float, otherwise: float
) -> "Series":
    """
    Say how long a way that does not exist counts as, from another trip to the same service.

    In the Scottish index of 2020 a service that no bus leads to counts as two and a half times the
    drive, and as 190 minutes where one cannot drive there either.

    Parameters
    ----------
    minutes
        Minutes of the other trip of each origin.
    state
        What became of its search, as for `capped_minutes`.
    times
        How many times as long.
    otherwise
        Minutes where the other trip has no way.

    Returns
    -------
    Series
        Minutes by the same index, for `capped_minutes`.
    """
    return (check_times(minutes) * times).where(state.isin(("reached", "capped")), otherwise)


def area_means(
    origins: "DataFrame",
    area: str,
    minutes: str,
    *,
    weight: str | None = None,
    state: str | None = None,
    areas: "Index | Sequence[str] | None" = None,
    min_coverage: float = MIN_COVERAGE,
) -> "DataFrame":
    """
    Average the origins of each area.

    Parameters
    ----------
    origins
        A row for each origin.
    area
        Column of the area of each; origins without one are left out and counted in
        ``attrs["origins_without_area"]``.
    minutes
        Column of times with caps applied (`capped_minutes`); NaN is missing.
    weight
        Column of weights, 0 or more; default each origin counts once.
    state
        Column of states, of which capped and unreachable ones are counted.
    areas
        Areas that are wanted, also those without any origin; default those that have one. Origins
        of other areas are counted in ``attrs["origins_of_other_areas"]``.
    min_coverage
        The least share of its weight that an area needs to have a value, from 0 to 1; default 0.95.

    Returns
    -------
    DataFrame
        By area: ``minutes``, NaN where coverage is too small; ``coverage``, weight with a time over
        all weight; ``n_origins``, ``n_missing`` and, with `state`, ``n_capped`` and
        ``n_unreachable``; ``reason`` why there is no value, else empty.

    Raises
    ------
    InputError
        If weights are negative or missing, or times negative or infinite.
    UsageError
        If `min_coverage` is not from 0 to 1.
    """
    from pandas import DataFrame, Index, Series  # noqa: PLC0415 - slow to import

    if not 0 <= min_coverage <= 1:
        msg = f"min_coverage: {min_coverage:g} is no share from 0 to 1."
        raise UsageError(msg)
    inside = origins[area].notna()
    without = int((~inside).sum())
    mine = origins[inside]
    wanted = Index(sorted(mine[area].unique()) if areas is None else areas, name=area)
    of_others = ~mine[area].isin(wanted)
    mine = mine[~of_others]
    times = check_times(mine[minutes])
    weights = _weights(mine, weight)
    timed = times.notna()
    table = DataFrame(
        {
            "used": weights.where(timed, 0.0),
            "all": weights,
            "sum": (weights * times).where(timed & (weights > 0), 0.0),
            "n_origins": 1,
            "n_missing": (~timed).astype(int),
        }
    )
    if state is not None:
        table["n_capped"] = (mine[state] == "capped").astype(int)
        table["n_unreachable"] = (mine[state] == "unreachable").astype(int)
    sums = table.groupby(mine[area]).sum().reindex(wanted, fill_value=0)
    coverage = sums["used"] / sums["all"].where(sums["all"] > 0)
    enough = (coverage >= min_coverage * (1 - 1e-12)) & (sums["used"] > 0)
    counts = [name for name in sums.columns if name.startswith("n_")]
    means = DataFrame(
        {"minutes": (sums["sum"] / sums["used"].where(enough)), "coverage": coverage}
    ).join(sums[counts])
    means["reason"] = Series(
        _reasons(sums, coverage, enough, min_coverage), index=wanted, dtype=str
    )
    means.attrs = {
        "origins_without_area": without,
        "origins_of_other_areas": int(of_others.sum()),
    }
    return means


def _weights(origins: "DataFrame", weight: str | None) -> "Series":
    from pandas import Series, to_numeric  # noqa: PLC0415 - slow to import

    if weight is None:
        return Series(1.0, index=origins.index)
    weights = to_numeric(origins[weight], errors="coerce").astype(float)
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    if len(wrong):
        first = int(wrong[0])
        problem = f"is no weight ({len(wrong):,} such origins)"
        remedy = "Weights are 0 or more; write 0 for an origin that does not count."
        origin, value = origins.index[first], origins[weight].iloc[first]
        raise InputError.at(f"origin {origin}", problem, remedy, field=weight, value=value)
    return weights


def _reasons(
    sums: "DataFrame", coverage: "Series", enough: "Series", least: float
) -> "NDArray[np.object_]":
    """Say why areas have no value."""
    partly = [f"coverage {share:.3f} is below {least:g}" for share in coverage]
    choices = [enough, sums["n_origins"] == 0, sums["all"] == 0, sums["used"] == 0]
    return np.select(choices, ["", "no origins", "no weight", "no origin has a time"], partly)
