"""The run of an index as a page that people read, check, file and print."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from accessibility import __version__
from accessibility.errors import InputError
from accessibility.files import check_page
from accessibility.reports.index_changes import run_changes, why_not_compared
from accessibility.reports.index_map import DECILE_COLOURS, area_map, counts_of
from accessibility.reports.index_recipe import RecipeWords, recipe_words, standings
from accessibility.reports.index_tables import (
    distributions,
    indicator_rows,
    name_of,
    weight_rows,
    worst_areas,
)
from accessibility.reports.page import write_page
from accessibility.results.index import IndexResult

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["index_page"]

TEMPLATE: Final = "index.html"
NEEDED: Final = ("domain_rank", "domain_decile", "domain_score", "reason")


def index_page(
    result: IndexResult | str | Path,
    path: str | Path,
    previous: IndexResult | str | Path | None = None,
) -> Path:
    """
    Write the run of an index as one page that opens in a browser, offline.

    It begins with what has to be known before a number is used, and shows a map of the deciles, the
    ten worst areas, how areas are spread over each indicator, what is missing or capped, weights,
    what changed since the previous run, what to check, and what it was made from.

    Parameters
    ----------
    result
        The run, or its folder.
    path
        The page to write: ``.html`` or ``.htm``.
    previous
        An earlier run, or its folder, which this one is set against; default none.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    UsageError
        If the file is of another kind.
    InputError
        If a folder is no finished run.
    OutputError
        If the page cannot be written.
    """
    path = Path(path)
    check_page(path)
    result = _opened(result)
    old = None if previous is None else _opened(previous)
    provenance, areas = result.provenance, result.areas
    recipe = provenance["recipe"]
    words = recipe_words(recipe)
    broken = None if old is None else why_not_compared(result, old)
    deciles = areas["domain_decile"]
    content: dict[str, object] = {
        "words": words,
        "recipe": recipe,
        "date": str(provenance.get("date") or ""),
        "standings": standings(recipe),
        "n_areas": len(areas),
        "n_ranked": int(areas["domain_rank"].notna().sum()),
        "map": area_map(areas, deciles, _said(areas)),
        "decile_counts": counts_of(deciles),
        "colours": DECILE_COLOURS,
        "worst": worst_areas(result, words),
        "worst_columns": [
            (label, words.units[name])
            for name, label in words.indicators.items()
            if name in areas.columns
        ],
        "distributions": distributions(areas, words),
        "rows": indicator_rows(result, words),
        "weights": weight_rows(result, words),
        "without": _without(areas),
        "edge": _flagged(areas),
        "unused": _unused(result, words),
        "previous": old,
        "broken": broken,
        "changes": run_changes(result, old, words) if old is not None and not broken else None,
        "provenance": provenance,
        "inputs": list(_leaves(provenance.get("inputs") or {})),
        "stages": provenance.get("stages") or (provenance.get("side") or {}).get("stages") or [],
        "version": __version__,
    }
    write_page(path, TEMPLATE, content)
    return path


def _opened(run: IndexResult | str | Path) -> IndexResult:
    opened = run if isinstance(run, IndexResult) else IndexResult.open(run)
    for column in NEEDED:
        if column not in opened.areas.columns:
            problem = f"its areas have no column {column}"
            raise InputError.at(opened.folder, problem, "Run the index again.")
    ranked = ["domain_rank", "domain_decile"]  # whole numbers with gaps, which compare to nothing
    return replace(opened, areas=opened.areas.astype(dict.fromkeys(ranked, float)))


def _said(areas: "DataFrame") -> list[str]:
    """Say of each area what stands on the map."""
    return [
        f"{name_of(areas, str(area))}: no rank, {row['reason']}"
        if row["domain_rank"] != row["domain_rank"]
        else f"{name_of(areas, str(area))}: rank {row['domain_rank']:,.0f}, "
        f"decile {row['domain_decile']:.0f}"
        for area, row in areas[list(NEEDED)].iterrows()
    ]


def _without(areas: "DataFrame") -> list[tuple[str, list[str]]]:
    """Why areas have no rank, and which; the most frequent reason first."""
    reasons: dict[str, list[str]] = {}
    for area, reason in areas.loc[areas["domain_rank"].isna(), "reason"].items():
        reasons.setdefault(str(reason), []).append(name_of(areas, str(area)))
    return sorted(reasons.items(), key=lambda pair: -len(pair[1]))


def _flagged(areas: "DataFrame") -> list[str] | None:
    """Areas near the edge of the data; None if the run does not tell."""
    if "edge" not in areas.columns:
        return None
    flagged = areas.index[areas["edge"].fillna(value=False).astype(bool)]
    return [name_of(areas, str(area)) for area in flagged]


def _unused(result: IndexResult, words: RecipeWords) -> list[tuple[str, list[str]]]:
    """Services that are no origin's nearest, by what they are."""
    services = result.services
    labels = {kind: words.indicators[name] for name, kind in words.kinds.items()}
    return [
        (
            labels.get(str(kind), str(kind)),
            [_place(row) for _, row in of_kind[of_kind["origins"] == 0].iterrows()],
        )
        for kind, of_kind in services.groupby("kind", sort=False)
        if (of_kind["origins"] == 0).any()
    ]


def _place(row: Any) -> str:
    name = row["name"]
    return f"{name} ({row['id']})" if isinstance(name, str) and name else str(row["id"])


def _leaves(table: Any, above: str = "") -> Iterable[tuple[str, str]]:
    """Inputs with what identifies them, one line each."""
    if (
        isinstance(table, dict)
        and table
        and any(isinstance(v, dict | list) for v in table.values())
    ):
        for key, value in table.items():
            yield from _leaves(value, f"{above} {key}".strip())
    elif isinstance(table, list) and any(isinstance(each, dict) for each in table):
        for each in table:
            yield from _leaves(each, above)
    elif isinstance(table, dict):
        yield above, ", ".join(f"{key} {value}" for key, value in table.items())
    elif table is not None:
        yield above, ", ".join(map(str, table)) if isinstance(table, list) else str(table)
