"""Weights from the data: one common factor by maximum likelihood."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from accessibility.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame, Series

__all__ = ["Allowed", "OneFactor", "one_factor"]

Allowed = Literal["negative", "heywood", "no_convergence"]
"""What a factor analysis is an error for unless it is allowed."""

LEAST_UNIQUENESS = 0.005
"""A variable with less of its own than that is a Heywood case: the factor explains all of it."""

LEAST_WEIGHT = 1e-6
MOST_STEPS = 1000
FEWEST_INDICATORS = 3


@dataclass(frozen=True, eq=False)
class OneFactor:
    """
    What a factor analysis found.

    Parameters
    ----------
    weights
        The weight of each indicator; they add up to 1.
    loadings
        The correlation of each with the factor; their sum is not negative.
    communalities
        The share of the variance of each that the factor explains.
    eigenvalues
        Of the correlation matrix, the largest first; one large and many below 1 speak for one
        factor.
    n_areas, n_left_out
        Areas with all indicators, which were used, and others.
    steps
        How many steps the search took.
    notes
        What was allowed and did happen, as sentences.
    """

    weights: "Series"
    loadings: "Series"
    communalities: "Series"
    eigenvalues: "NDArray[np.float64]"
    n_areas: int
    n_left_out: int
    steps: int
    notes: tuple[str, ...] = ()


def one_factor(scores: "DataFrame", *, allow: Collection[Allowed] = ()) -> OneFactor:
    """
    Weight indicators by how well each measures what they have in common.

    The model is R = l l' + diag(u) for the correlations R of the indicators, their loadings l and
    what each has of its own, u. The likelihood is maximised over u alone, for which the best l is
    known, from 1 less the squared multiple correlations. Weights are those of the regression
    scores, R^-1 l, made to add up to 1; signs are such that the loadings sum to more than 0.

    Source: Jöreskog (1967), Some contributions to maximum likelihood factor analysis,
    Psychometrika 32(4); Thomson (1951), The factorial analysis of human ability, for the scores.

    Parameters
    ----------
    scores
        Normal scores: a row for each area, a column for each indicator, all of them high where
        people are deprived. Rows with a gap are left out and counted.
    allow
        What is noted instead of refused: ``"negative"`` loadings or weights, a ``"heywood"`` case,
        ``"no_convergence"``. Default: nothing.

    Returns
    -------
    OneFactor
        Weights, and what speaks for them.

    Raises
    ------
    InputError
        If there are fewer than three indicators or no more areas than indicators, an indicator has
        no variance or follows from others, and for what `allow` does not name.
    """
    from pandas import Series  # noqa: PLC0415 - slow to import

    names = [str(name) for name in scores.columns]
    table = scores.to_numpy(dtype=float)
    table = table[~np.isnan(table).any(axis=1)]
    correlations = _correlations(table, names)
    uniqueness, steps, problem = _most_likely(correlations)
    loadings = _loadings(correlations, uniqueness)[0]
    if loadings.sum() < 0:
        loadings = -loadings
    weights = np.linalg.solve(correlations, loadings)
    if weights.sum() < LEAST_WEIGHT:
        problem = "finds nothing that the indicators have in common"
        raise InputError.at("factor analysis", problem, "Give fixed weights.")
    weights /= weights.sum()
    faults: list[tuple[Allowed, str]] = []
    if problem:
        faults.append(("no_convergence", f"did not converge after {steps:,} steps: {problem}"))
    faults += [
        ("heywood", f"is a Heywood case: the factor explains all of {name}")
        for name, own in zip(names, uniqueness, strict=True)
        if own <= LEAST_UNIQUENESS * (1 + 1e-6)
    ]
    faults += [
        ("negative", f"gives {name} a loading of {loading:.3f} and a weight of {weight:.3f}")
        for name, loading, weight in zip(names, loadings, weights, strict=True)
        if loading < 0 or weight < 0
    ]
    for kind, said in faults:
        if kind not in allow:
            remedy = f'Leave an indicator out, give fixed weights, or allow "{kind}".'
            raise InputError.at("factor analysis", said, remedy)
    return OneFactor(
        weights=Series(weights, names),
        loadings=Series(loadings, names),
        communalities=Series(loadings**2, names),
        eigenvalues=np.asarray(np.linalg.eigvalsh(correlations)[::-1], np.float64),
        n_areas=len(table),
        n_left_out=len(scores) - len(table),
        steps=steps,
        notes=tuple(f"The factor analysis {said}." for _, said in faults),
    )


def _correlations(table: "NDArray[np.float64]", names: list[str]) -> "NDArray[np.float64]":
    count, many = table.shape
    label = "factor analysis"
    if many < FEWEST_INDICATORS:
        problem = f"needs at least {FEWEST_INDICATORS} indicators, not {many}"
        raise InputError.at(label, problem, "Give fixed weights.")
    if count <= many:
        problem = f"has {count:,} areas with all values for {many} indicators"
        raise InputError.at(label, problem, "It needs more areas than indicators.")
    for name, spread in zip(names, np.ptp(table, axis=0), strict=True):
        if spread == 0:
            raise InputError.at(label, "has no variance", "Leave the indicator out.", field=name)
    correlations = np.asarray(np.corrcoef(table, rowvar=False), np.float64)
    values, vectors = np.linalg.eigh(correlations)
    if values[0] < 1e-10 * many:
        involved = [
            name for name, part in zip(names, vectors[:, 0], strict=True) if abs(part) > 1e-3
        ]
        problem = f"cannot tell apart {', '.join(involved)}: one follows from the others"
        raise InputError.at(label, problem, "Leave one of them out.")
    return correlations


def _most_likely(correlations: "NDArray[np.float64]") -> "tuple[NDArray[np.float64], int, str]":
    """What each variable has of its own, the number of steps, and why the search stopped short."""
    from scipy.optimize import minimize  # noqa: PLC0415 - slow to import

    def discrepancy(own: "NDArray[np.float64]") -> "tuple[float, NDArray[np.float64]]":
        loadings, rest = _loadings(correlations, own)
        slope = (loadings**2 + own - 1) / own**2
        return float(np.sum(rest - np.log(rest) - 1)), slope

    start = np.clip(1 / np.diag(np.linalg.inv(correlations)), LEAST_UNIQUENESS, 1)
    found = minimize(
        discrepancy,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST_UNIQUENESS, 1)] * len(start),
        options={"maxiter": MOST_STEPS, "ftol": 1e-15, "gtol": 1e-9},
    )
    own: NDArray[np.float64] = np.asarray(found.x)
    slope = discrepancy(own)[1]
    inside = (own > LEAST_UNIQUENESS) & (own < 1)
    # The last steps may be too small for the search to tell apart, and are fine.
    if found.success or np.abs(slope[inside]).max(initial=0) < 1e-5:
        return own, int(found.nit), ""
    return own, int(found.nit), str(found.message).rstrip(".").lower()


def _loadings(
    correlations: "NDArray[np.float64]", own: "NDArray[np.float64]"
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """The best loadings for what each has of its own, and the eigenvalues that are left over."""
    scale = np.sqrt(own)
    values, vectors = np.linalg.eigh(correlations / np.outer(scale, scale))
    return scale * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0)), values[:-1]
