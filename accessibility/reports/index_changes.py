"""What changed between two runs of an index, for those who check the newer one."""

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from accessibility.reports.index_recipe import RecipeWords, recipe_words
from accessibility.reports.index_tables import IndicatorRow, indicator_rows, name_of, ways_of

if TYPE_CHECKING:
    from accessibility.results.index import IndexResult

__all__ = ["IndicatorChange", "LargeChange", "RunChanges", "run_changes", "why_not_compared"]

MOST: Final = 10
ALIKE: Final = 1e-9
"""Minutes that differ by less are the same."""


class LargeChange(NamedTuple):
    """
    A change of an area's minutes.

    Parameters
    ----------
    area
        The area.
    label, way
        The indicator, and by which way.
    before, after
        Minutes.
    """

    area: str
    label: str
    way: str
    before: float
    after: float


class IndicatorChange(NamedTuple):
    """
    What was counted for an indicator in both runs.

    Parameters
    ----------
    before, after
        The counts.
    median_change
        Median of the changes of areas that both runs have, minutes; None without any.
    longer, shorter, same
        Areas by the sign of their change.
    lost, won
        Areas that no longer have a value, and that have one now.
    """

    before: IndicatorRow
    after: IndicatorRow
    median_change: float | None
    longer: int
    shorter: int
    same: int
    lost: int
    won: int


class RunChanges(NamedTuple):
    """
    The newer run beside the older one.

    Parameters
    ----------
    before, after
        Dates of the timetables.
    only_before, only_after
        Areas that one run has and the other has not.
    moved
        For each number of deciles that areas moved by (below 0: towards more deprived), how many.
    ranks
        Largest changes of rank: area, rank before and after.
    largest
        Largest changes of minutes.
    indicators
        Counts of each indicator and way.
    ranked
        Areas with a rank, before and after.
    edge
        Areas near the edge of the data, before and after; None where a run does not tell.
    operators
        Warnings of both runs: only before, in both, only now.
    """

    before: str
    after: str
    only_before: list[str]
    only_after: list[str]
    moved: list[tuple[int, int]]
    ranks: list[tuple[str, int, int]]
    largest: list[LargeChange]
    indicators: list[IndicatorChange]
    ranked: tuple[int, int]
    edge: tuple[int | None, int | None]
    operators: tuple[list[str], list[str], list[str]]


def why_not_compared(result: "IndexResult", previous: "IndexResult") -> str | None:
    """
    Say why two runs are of different series.

    Parameters
    ----------
    result, previous
        The newer and the older run.

    Returns
    -------
    str or None
        A sentence; None if they may be compared.
    """
    new, old = (run.provenance["recipe"] for run in (result, previous))
    words, old_words = recipe_words(new), recipe_words(old)
    if words.vintage != old_words.vintage:
        return f"The areas are {words.vintage}; those of the previous run are {old_words.vintage}."
    for what, key in (("recipe", "name"), ("version of the recipe", "version")):
        if new.get(key) != old.get(key):
            return f"The {what} is {new.get(key)}; that of the previous run is {old.get(key)}."
    return None


def run_changes(result: "IndexResult", previous: "IndexResult", words: RecipeWords) -> RunChanges:
    """
    Set a run against the previous one.

    Parameters
    ----------
    result, previous
        The newer and the older run, of one series.
    words
        Of the recipe.

    Returns
    -------
    RunChanges
        Changes of areas that both runs have, and counts of both.
    """
    new, old = result.areas, previous.areas
    both = new.index.intersection(old.index, sort=False)
    new_both, old_both = new.loc[both], old.loc[both]
    decile = (new_both["domain_decile"] - old_both["domain_decile"]).dropna()
    moved = decile.astype(int).value_counts().sort_index()
    rank = (new_both["domain_rank"] - old_both["domain_rank"]).dropna()
    rank = rank[rank != 0]
    order = rank.abs().sort_values(ascending=False, kind="stable").index[:MOST]
    return RunChanges(
        str(previous.provenance.get("date") or ""),
        str(result.provenance.get("date") or ""),
        [str(area) for area in old.index.difference(new.index)],
        [str(area) for area in new.index.difference(old.index)],
        [(int(by), int(count)) for by, count in moved.items()],
        [
            (
                name_of(new, str(area)),
                int(old_both.loc[area, "domain_rank"]),
                int(new_both.loc[area, "domain_rank"]),
            )
            for area in order
        ],
        _largest(result, previous, words),
        _indicators(result, previous, words),
        (int(old["domain_rank"].notna().sum()), int(new["domain_rank"].notna().sum())),
        tuple(  # type: ignore[arg-type]
            int(areas["edge"].sum()) if "edge" in areas.columns else None for areas in (old, new)
        ),
        _warnings(previous, result),
    )


def _largest(
    result: "IndexResult", previous: "IndexResult", words: RecipeWords
) -> list[LargeChange]:
    found = []
    new, old = result.areas, previous.areas
    for name, way in ways_of(new, words):
        column = f"{name}_{way}"
        if column not in old.columns:
            continue
        change = (new[column] - old[column]).dropna()
        largest = change.abs().sort_values(ascending=False, kind="stable")
        found += [
            LargeChange(
                name_of(new, str(area)),
                words.indicators[name],
                way,
                float(old.loc[area, column]),
                float(new.loc[area, column]),
            )
            for area in largest[largest > ALIKE].index[:MOST]
        ]
    found.sort(key=lambda each: -abs(each.after - each.before))
    return found[:MOST]


def _indicators(
    result: "IndexResult", previous: "IndexResult", words: RecipeWords
) -> list[IndicatorChange]:
    before = {(row.label, row.way): row for row in indicator_rows(previous, words)}
    changes = []
    for (name, way), after in zip(
        ways_of(result.areas, words), indicator_rows(result, words), strict=True
    ):
        if (after.label, way) not in before:
            continue
        column = f"{name}_{way}"
        both = previous.areas[[column]].join(result.areas[column].rename("after"), how="inner")
        old, new = both[column].to_numpy(float), both["after"].to_numpy(float)
        change = new - old
        known = change[~np.isnan(change)]
        changes.append(
            IndicatorChange(
                before[after.label, way],
                after,
                float(np.median(known)) if len(known) else None,
                int((known > ALIKE).sum()),
                int((known < -ALIKE).sum()),
                int((np.abs(known) <= ALIKE).sum()),
                int((np.isnan(new) & ~np.isnan(old)).sum()),
                int((np.isnan(old) & ~np.isnan(new)).sum()),
            )
        )
    return changes


def _warnings(
    previous: "IndexResult", result: "IndexResult"
) -> tuple[list[str], list[str], list[str]]:
    old, new = (
        [str(each) for each in run.provenance.get("warnings") or []] for run in (previous, result)
    )
    gone = [each for each in old if each not in new]
    return gone, [each for each in new if each in old], [each for each in new if each not in old]
