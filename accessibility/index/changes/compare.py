"""What changed between two runs of an index, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from accessibility.index.changes.area_lookup import on_new_areas
from accessibility.index.changes.series import check_series
from accessibility.index.changes.shapley import RunWith, Side, shapley_parts
from accessibility.reports.index_recipe import recipe_words

if TYPE_CHECKING:
    from pandas import DataFrame, Index, Series

    from accessibility.results.index import IndexResult

__all__ = ["AREA_TABLE", "CAUSES", "Comparison", "compare"]

CAUSES: Final = ("timetable", "streets", "services", "weights")
"""What can differ between two runs: ``weights`` are the origins, what each counts, and the area
that it lies in."""
AREA_TABLE: Final = "area_table"
"""A cause where the numbers that the recipe reads of areas differ, such as who has a car."""
SCORE: Final = "domain_score"
SHOWN: Final = {"score": SCORE, "rank": "domain_rank", "decile": "domain_decile"}
FACTOR: Final = "factor_weights"
ALIKE: Final = 1e-6
NAMED: Final = 5
"""So many areas a note names."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """
    Two runs side by side.

    Parameters
    ----------
    areas
        A row for each area that both runs have, by its identifier: ``score``, ``rank``,
        ``decile`` and the minutes of each indicator (by its name), each as ``{what}_old``,
        ``{what}_new`` and ``{what}_change`` (new less old; below 0 is shorter, less deprived, or a
        more deprived rank and decile); and if it was split, ``{what}_by_{cause}`` for minutes and
        score. A GeoDataFrame if the newer run has outlines.
    indicators
        Labels of the indicators whose minutes are compared, by name.
    causes
        What the changes were split by; empty if they were not.
    notes
        What was counted, as sentences.
    """

    areas: "DataFrame"
    indicators: dict[str, str]
    causes: tuple[str, ...]
    notes: tuple[str, ...]


def compare(
    old: "IndexResult",
    new: "IndexResult",
    run_with: RunWith | None = None,
    *,
    differing: Sequence[str] = CAUSES,
    lookup: "DataFrame | None" = None,
) -> Comparison:
    """
    Set two runs side by side, and split what changed among its causes.

    Parameters
    ----------
    old, new
        The runs.
    run_with
        Runs the index with each cause as it was or as it is, the weights of factor analyses as
        they were; see `accessibility.index.changes.swapped_runs.SwappedRuns`. Default: changes
        are not split.
    differing
        The causes that differ between the runs; only these are asked of `run_with`, which costs
        two to the power of their number. The part of any other of `CAUSES` is 0.
    lookup
        Which area became which, with columns ``old``, ``new`` and, where an area was divided or
        joined, ``weight``; default the runs are of one series. With it, numbers of the older
        run are means on the newer areas, ranked anew, and nothing is split.

    Returns
    -------
    Comparison
        Changes by area.

    Raises
    ------
    InputError
        If the runs are of different series and there is no lookup, or it does not fit.
    """
    words = recipe_words(new.provenance["recipe"])
    minutes = {
        name: label
        for name, label in words.indicators.items()
        if words.units[name] == "minutes" and name in new.areas and name in old.areas
    }
    numbers = [*minutes, *SHOWN.values()]
    before: DataFrame = old.areas
    notes: list[str] = []
    if lookup is None:
        check_series(old, new)
    else:
        before, notes = on_new_areas(old, new, lookup, list(minutes))
        run_with = None
    after = new.areas.loc[new.areas.index.isin(before.index)]
    notes += _only_in_one(before, new.areas)
    table = _side_by_side(before.loc[after.index, numbers], after[numbers], list(minutes))
    notes += _scored_once(table)
    causes: tuple[str, ...] = ()
    if run_with is not None:
        factors = [FACTOR] if new.provenance.get("factors") else []
        found, more = _split(run_with, differing, table, minutes, estimated=bool(factors))
        notes += more
        causes = tuple(dict.fromkeys((*CAUSES, *differing)))
        for what in ("score", *minutes):
            for cause in (*causes, *(factors if what == "score" else [])):
                table[f"{what}_by_{cause}"] = found.get((what, cause), table[f"{what}_change"] * 0)
        causes += tuple(factors)
    geometry: Any = getattr(after, "geometry", None)
    if geometry is not None:
        table = geometry.to_frame("geometry")[[]].join(table).set_geometry(geometry)
    return Comparison(table, minutes, causes, tuple(notes))


def _side_by_side(before: "DataFrame", after: "DataFrame", minutes: list[str]) -> "DataFrame":
    columns = {}
    for what, column in (SHOWN | {name: name for name in minutes}).items():
        columns[f"{what}_old"] = before[column].astype(float)
        columns[f"{what}_new"] = after[column].astype(float)
        columns[f"{what}_change"] = columns[f"{what}_new"] - columns[f"{what}_old"]
    return after[[]].assign(**columns)


def _only_in_one(before: "DataFrame", after: "DataFrame") -> list[str]:
    notes = []
    for these, others, run in ((before, after, "older"), (after, before, "newer")):
        only = these.index.difference(others.index)
        if len(only):
            notes.append(f"In the {run} run only: {_listed(only)}.")
    return notes


def _scored_once(table: "DataFrame") -> list[str]:
    notes = []
    old, new = table["score_old"].notna(), table["score_new"].notna()
    for only, run in ((old & ~new, "older"), (new & ~old, "newer")):
        if only.any():
            notes.append(f"A score in the {run} run only: {_listed(table.index[only])}.")
    return notes


def _listed(areas: "Index") -> str:
    """Count areas, and name the first of them."""
    some = ", ".join(map(str, areas[:NAMED])) + (", ..." if len(areas) > NAMED else "")
    return f"{len(areas):,} {'area' if len(areas) == 1 else 'areas'} ({some})"


def _split(
    run_with: RunWith,
    differing: Sequence[str],
    table: "DataFrame",
    minutes: Iterable[str],
    *,
    estimated: bool,
) -> "tuple[dict[tuple[str, str], Series], list[str]]":
    """The parts by cause; what is left of an estimated score is due to its weights."""
    columns = {"score": SCORE} | {name: name for name in minutes}

    def numbers(sides: Mapping[str, Side]) -> "DataFrame":
        return run_with(sides)[list(columns.values())].astype(float).reindex(table.index)

    parts, change = shapley_parts(numbers, differing)
    notes: list[str] = []
    found: dict[tuple[str, str], Series] = {}
    for what, column in columns.items():
        found |= {(what, cause): part[column] for cause, part in parts.items()}
        rest = table[f"{what}_change"] - change[column]
        unlike = int((rest.abs() > ALIKE).sum())
        if what == "score" and estimated:
            found[what, FACTOR] = rest
        elif unlike:
            notes.append(
                f"{what}: the runs that were made to split the change do not repeat those of "
                f"before in {unlike:,} of {len(rest):,} areas; the parts add up to what they give."
            )
        unsplit = table[f"{what}_change"].notna()
        unsplit &= sum((part[column] for part in parts.values()), change[column]).isna()
        if unsplit.any():
            notes.append(
                f"{what}: the change is not split in {_listed(table.index[unsplit])}, which some "
                "combination of old and new inputs leaves without a value."
            )
    return found, notes
