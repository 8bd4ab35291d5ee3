"""The tables of an index page: indicators, the worst off, weights, and areas without a value."""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from accessibility.reports.index_recipe import RecipeWords
    from accessibility.results.index import IndexResult

__all__ = [
    "Distribution",
    "IndicatorRow",
    "WeightRow",
    "distributions",
    "indicator_rows",
    "name_of",
    "ways_of",
    "weight_rows",
    "worst_areas",
]

WORST: Final = 10
MOST_BARS: Final = 24
STEPS: Final = (1, 2, 5, 10)
NEARLY_ALL, FAR_OFF = 0.99, 1.6
"""Where one area in a hundred lies farther out, and much farther, these share a bar at the end."""
NOT_COUNTED: Final = ("not_snapped", "outside_data", "not_located")
LONGEST_NAME: Final = 60


class Distribution(NamedTuple):
    """
    How areas are spread over an indicator.

    Parameters
    ----------
    label, unit
        What it is.
    bars
        For each class where it begins and ends, how many areas it has, and its height in per cent.
    middle, high
        The median and the 90th percentile.
    n, missing
        Areas with a value, and without.
    first, last
        Where the axis begins and ends.
    beyond
        Whether the last bar stands for all that lies beyond the axis: few areas that are far off.
    middle_at
        Where the median lies, in per cent of the axis.
    """

    label: str
    unit: str
    bars: list[tuple[float, float, int, float]]
    middle: float
    high: float
    n: int
    missing: int
    first: float
    last: float
    beyond: bool
    middle_at: float


class IndicatorRow(NamedTuple):
    """
    What was counted for an indicator and way.

    Parameters
    ----------
    label, way
        Which.
    services, without
        How many services there are, and how many are no origin's nearest; None if not known.
    counts
        Origins by state, as the run lists them; None where it lists none.
    median, p90
        Minutes.
    capped, missing
        Mean shares of the areas' weight; None if the run has none.
    low_coverage
        Areas whose coverage was below what they need.
    """

    label: str
    way: str
    services: int | None
    without: int | None
    counts: dict[str, float | None]
    median: float | None
    p90: float | None
    capped: float | None
    missing: float | None
    low_coverage: int


class WeightRow(NamedTuple):
    """
    A weight.

    Parameters
    ----------
    label
        Of what.
    given
        As the recipe gives it; None where a factor analysis found it.
    weight
        Of all, which add up to 1.
    loading, communality
        From the factor analysis; None without one.
    """

    label: str
    given: float | None
    weight: float
    loading: float | None
    communality: float | None


def name_of(areas: "DataFrame", area: str) -> str:
    """
    Call an area by its identifier, and by its name if it has one.

    Parameters
    ----------
    areas
        The areas.
    area
        Its identifier.

    Returns
    -------
    str
        Such as ``W01001234 Stow Hill 2``.
    """
    if "name" not in areas.columns:
        return area
    return f"{area} {areas.loc[area, 'name']}"[:LONGEST_NAME]


def ways_of(areas: "DataFrame", words: "RecipeWords") -> list[tuple[str, str]]:
    """
    List which minutes an index has.

    Parameters
    ----------
    areas
        The areas of a run.
    words
        Of its recipe.

    Returns
    -------
    list of tuple
        Indicator and way, in the recipe's order.
    """
    return [
        (name, way)
        for name in words.indicators
        for way in ("private", "public")
        if f"{name}_{way}" in areas.columns
    ]


def worst_areas(result: "IndexResult", words: "RecipeWords") -> list[dict[str, Any]]:
    """
    List the most deprived areas.

    Parameters
    ----------
    result
        The run.
    words
        Of its recipe.

    Returns
    -------
    list of dict
        At most ten, by rank: ``name``, ``rank``, ``score``, and ``values`` of the indicators.
    """
    areas = result.areas
    ranked = areas[areas["domain_rank"].notna()].sort_values("domain_rank", kind="stable")
    return [
        {
            "name": name_of(areas, str(area)),
            "rank": int(row["domain_rank"]),
            "score": float(row["domain_score"]),
            "values": [float(row[name]) for name in words.indicators if name in areas.columns],
        }
        for area, row in ranked.head(WORST).iterrows()
    ]


def distributions(areas: "DataFrame", words: "RecipeWords") -> list[Distribution]:
    """
    Count how areas are spread over each indicator.

    Parameters
    ----------
    areas
        The areas.
    words
        Of the recipe.

    Returns
    -------
    list of Distribution
        One for each indicator that any area has.
    """
    found = []
    for name, label in words.indicators.items():
        if name in areas.columns and areas[name].notna().any():
            found.append(_distribution(areas[name], label, words.units[name]))
    return found


def _distribution(values: "Series", label: str, unit: str) -> Distribution:
    known = values[values.notna()].to_numpy(float)
    low, most = float(known.min()), float(known.max())
    if unit == "minutes":
        low = min(low, 0.0)
    nearly = float(np.quantile(known, NEARLY_ALL))
    beyond = nearly > low and most - low > FAR_OFF * (nearly - low)
    high = nearly if beyond else most
    step = _step(high - low)
    first = float(np.floor(low / step + 1e-9) * step)
    count = max(1, int(np.ceil((high - first) / step - 1e-9)))
    edges = [*(first + step * np.arange(count + 1)).tolist(), *([most] if beyond else [])]
    bars = len(edges) - 1
    number = np.minimum(np.floor((known - first) / step + 1e-9).astype(int), bars - 1)
    heights = np.bincount(number, minlength=bars)
    middle = float(np.median(known))
    return Distribution(
        label,
        unit,
        [
            (a, b, int(n), 100 * float(n) / float(heights.max()))
            for a, b, n in zip(edges[:-1], edges[1:], heights, strict=True)
        ],
        middle,
        float(np.quantile(known, 0.9)),
        len(known),
        int(values.isna().sum()),
        first,
        edges[count],
        beyond,
        100 * (middle - first) / (step * bars),
    )


def _step(span: float) -> float:
    """Choose a round width of classes so that there are not too many."""
    if span <= 0:
        return 1.0
    tens = 10.0 ** np.floor(np.log10(span / MOST_BARS))
    return float(next(step * tens for step in STEPS if span / (step * tens) <= MOST_BARS))


def indicator_rows(result: "IndexResult", words: "RecipeWords") -> list[IndicatorRow]:
    """
    Gather what was counted for each indicator and way.

    Parameters
    ----------
    result
        The run.
    words
        Of its recipe.

    Returns
    -------
    list of IndicatorRow
        In the recipe's order.
    """
    table, areas = result.indicators, result.areas
    rows = []
    for name, way in ways_of(areas, words):
        chosen = (
            table[(table["indicator"] == name) & (table["way"] == way)] if len(table) else table
        )
        row = chosen.iloc[0] if len(chosen) else None
        stem = f"{name}_{way}"
        without = None
        if len(result.services) and name in words.kinds:
            mine = result.services[result.services["kind"] == words.kinds[name]]
            without = int((mine["origins"] == 0).sum())
        rows.append(
            IndicatorRow(
                words.indicators[name],
                way,
                None if row is None else _whole(row, "services"),
                without,
                {
                    state: None if row is None else _cell(row, state)
                    for state in ("origins", "reached", "capped", "unreachable", *NOT_COUNTED)
                },
                None if row is None else _cell(row, "median_minutes"),
                None if row is None else _cell(row, "p90_minutes"),
                _share(areas, f"{stem}_capped"),
                _share(areas, f"{stem}_missing"),
                int(areas[stem].isna().sum()),
            )
        )
    return rows


def _cell(row: Any, name: str) -> float | None:
    if name not in row.index or np.isnan(float(row[name])):
        return None
    return float(row[name])


def _whole(row: Any, name: str) -> int | None:
    value = _cell(row, name)
    return None if value is None else int(value)


def _share(areas: "DataFrame", column: str) -> float | None:
    """The mean of a share over areas, by their weight."""
    if column not in areas.columns:
        return None
    shares = areas[column].astype(float)
    known = shares.notna()
    weights = areas["weight"].astype(float) if "weight" in areas.columns else shares * 0 + 1
    total = float(weights[known].sum())
    return float((shares * weights)[known].sum()) / total if total > 0 else None


def weight_rows(
    result: "IndexResult", words: "RecipeWords"
) -> list[tuple[str, list[WeightRow], list[float]]]:
    """
    Gather weights, with the loadings of factor analyses.

    Parameters
    ----------
    result
        The run.
    words
        Of its recipe.

    Returns
    -------
    list of tuple
        What the weights are of, a row for each, and the eigenvalues of a factor analysis.
    """
    labels = words.indicators | words.subdomains
    factors = result.provenance.get("factors") or {}
    groups = []
    for of, table in result.weights.groupby("of", sort=False):
        factor = factors.get(of) or {}
        loadings, communalities = factor.get("loadings") or {}, factor.get("communalities") or {}
        head = words.domain if of == "domain" else labels.get(str(of), str(of))
        rows = [
            WeightRow(
                labels.get(str(row["name"]), str(row["name"])),
                None if np.isnan(row["given"]) else float(row["given"]),
                float(row["weight"]),
                loadings.get(row["name"]),
                communalities.get(row["name"]),
            )
            for _, row in table.iterrows()
        ]
        groups.append((head, rows, list(factor.get("eigenvalues") or [])))
    return groups
