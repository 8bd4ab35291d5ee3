"""A history of an index as curves, one for each area."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from accessibility.errors import InputError, UsageError
from accessibility.index.changes.history import read_history
from accessibility.maps.time_series import Observation, draw_time_series

__all__ = ["draw_history"]

WORST: Final = 12
TITLES: Final = {"score": "Score", "rank": "Rank, 1 is the most deprived", "decile": "Decile"}


def draw_history(
    history: str | Path,
    path: str | Path,
    *,
    areas: Sequence[str] | None = None,
    column: str = "score",
) -> Path:
    """
    Draw how a number of areas went over time.

    Parameters
    ----------
    history
        The table that `accessibility.index.changes.history.append_run` wrote.
    path
        The picture: ``.png``, ``.pdf`` or ``.svg``.
    areas
        Identifiers; default the twelve most deprived of the last run.
    column
        ``score`` (default), ``rank``, ``decile`` or ``minutes_{indicator}``.

    Returns
    -------
    Path
        The picture. A dashed line marks a break in the series.

    Raises
    ------
    InputError
        If the history is none, or an area is not in it.
    UsageError
        If there is no such column, too many areas are named, or the picture is of an unknown kind.
    OutputError
        If the picture cannot be written.
    """
    table = read_history(history)
    numbers = [*TITLES, *(name for name in table.columns if name.startswith("minutes_"))]
    if column not in numbers:
        msg = f'column: "{column}" is not in {history}. Give one of {", ".join(numbers)}.'
        raise UsageError(msg)
    if areas is None:
        last = table[table["run"] == table["run"].iloc[-1]]
        areas = list(last.sort_values("rank", kind="stable")["area"].head(WORST))
    known = set(table["area"])
    for area in areas:
        if area not in known:
            raise InputError.at(history, "is not in it", "Name areas of its runs.", value=area)
    places = {}
    for area in areas:
        rows = table[table["area"] == area]
        days = rows["timetable_date"].where(rows["timetable_date"] != "", rows["run_date"])
        found = [
            Observation(date.fromisoformat(day), float(value), int(series))
            for day, value, series in zip(days, rows[column], rows["series"], strict=True)
        ]
        places[area] = sorted(found, key=lambda each: each.day)
    title = TITLES.get(column, column.removeprefix("minutes_").replace("_", " ").capitalize())
    unit = "" if column in TITLES else "minutes"
    return draw_time_series(
        places, path, title=title, unit=unit, downwards=column in {"rank", "decile"}
    )
