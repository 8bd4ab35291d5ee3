"""The history of an index: a table that grows by each run, and what it looks like over time."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from accessibility.errors import InputError, UsageError
from accessibility.files import atomic
from accessibility.reports.index_recipe import recipe_words
from accessibility.tables import read_table

if TYPE_CHECKING:
    from pandas import DataFrame

    from accessibility.results.index import IndexResult

__all__ = ["append_run", "read_history"]

KINDS: Final = (".parquet", ".csv")
WORDS: Final = ("run_date", "timetable_date", "run", "recipe", "version", "vintage", "area")
"""Columns that are no numbers, but for the series and the version."""
NUMBERS: Final = {"score": "domain_score", "rank": "domain_rank", "decile": "domain_decile"}
SERIES: Final = ("recipe", "version", "vintage")
"""Where one of these changes, a series breaks."""


def append_run(result: "IndexResult", history: str | Path, *, run_date: date | None = None) -> bool:
    """
    Add a run to a history.

    Parameters
    ----------
    result
        The run.
    history
        The table, ``.parquet`` or ``.csv``; it is made if it is not there. A row for each area and
        run: ``run_date``, ``timetable_date``, ``run`` (tells runs apart), ``recipe``, ``version``,
        ``vintage``, ``series`` (from 1; a new number where the recipe, its version or the vintage
        of the areas changed), ``area``, ``score``, ``rank``, ``decile``, and for each indicator in
        minutes ``minutes_{indicator}``.
    run_date
        When the run was made; default today.

    Returns
    -------
    bool
        Whether it was added: a run that is in the history already is not added again.

    Raises
    ------
    UsageError
        If the history is a file of another kind.
    InputError
        If there is a file that is no history.
    OutputError
        If it cannot be written.
    """
    from pandas import concat  # noqa: PLC0415 - slow to import

    path = Path(history)
    if path.suffix.lower() not in KINDS:
        msg = f"{path}: a history is written as .parquet or .csv. Name the file accordingly."
        raise UsageError(msg)
    rows = _rows(result, run_date or date.today())
    if path.exists():
        before = read_history(path)
        if (before["run"] == rows["run"].iloc[0]).any():
            return False
        last = before.iloc[-1]
        same = all(str(last[name]) == str(rows[name].iloc[0]) for name in SERIES)
        rows["series"] = int(last["series"]) + (0 if same else 1)
        # Columns that one of them lacks belong to indicators that it does not have.
        columns = [*before.columns, *(name for name in rows.columns if name not in before)]
        rows = concat(
            [before.reindex(columns=columns), rows.reindex(columns=columns)], ignore_index=True
        )
    with atomic(path) as temporary:
        if path.suffix.lower() == ".csv":
            rows.to_csv(temporary, index=False, lineterminator="\n")
        else:
            rows.to_parquet(temporary, index=False)
    return True


def read_history(history: str | Path) -> "DataFrame":
    """
    Read a history.

    Parameters
    ----------
    history
        The table that `append_run` wrote.

    Returns
    -------
    DataFrame
        Its rows, the runs in the order in which they were added.

    Raises
    ------
    InputError
        If it is missing, or no such table.
    """
    from pandas import to_numeric  # noqa: PLC0415 - slow to import

    table = read_table(history)
    for column in (*WORDS, "series", *NUMBERS):
        if column not in table.columns:
            problem = f"is no history of an index: there is no column {column}"
            raise InputError.at(history, problem, "Give a new file, or one that a run added to.")
    if len(table) == 0:
        raise InputError.at(history, "has no rows", "Remove it: the next run makes it anew.")
    for column in table.columns:
        if column not in WORDS:
            table[column] = to_numeric(table[column])
        elif column != "version":
            table[column] = table[column].astype(str)
    return table


def _rows(result: "IndexResult", run_date: date) -> "DataFrame":
    from pandas import DataFrame  # noqa: PLC0415 - slow to import

    recipe, areas = result.provenance["recipe"], result.areas
    words = recipe_words(recipe)
    columns: dict[str, Any] = {
        "run_date": run_date.isoformat(),
        "timetable_date": str(result.provenance.get("date") or ""),
        "run": _name(result),
        "recipe": str(recipe["name"]),
        "version": int(recipe["version"]),
        "vintage": words.vintage,
        "series": 1,
        "area": areas.index.astype(str),
    }
    columns |= {name: areas[column].astype(float).to_numpy() for name, column in NUMBERS.items()}
    for name, unit in words.units.items():
        if unit == "minutes" and name in areas.columns:
            columns[f"minutes_{name}"] = areas[name].astype(float).to_numpy()
    return DataFrame(columns)


def _name(result: "IndexResult") -> str:
    """Tell a run from others: by its tables and what they were made of."""
    provenance = result.provenance
    decisive = {name: provenance.get(name) for name in ("tables", "date")}
    decisive["recipe"] = provenance["recipe"].get("sha256")
    decisive["network"] = (provenance.get("inputs") or {}).get("network_inputs")
    text = json.dumps(decisive, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
