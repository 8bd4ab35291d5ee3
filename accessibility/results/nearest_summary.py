"""Nearest services in a few numbers, for people to read at once."""

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from accessibility.results.nearest import STATES
from accessibility.results.nearest_files import final_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["summary_of", "told_summary"]

TIMES = {"travel_time": "there", "return_time": "back", "total_time": "both"}
"""Columns of minutes, and what they are called in a summary."""
MOST = 90
"""Percent of the origins within the longer of the times told."""


def summary_of(table: "pd.DataFrame") -> "pd.DataFrame":
    """
    Sum up nearest services by kind.

    Parameters
    ----------
    table
        What `accessibility.analysis.nearest.nearest.nearest_services` returns.

    Returns
    -------
    DataFrame
        A row for each kind (and of these, for each ``rank``): ``services``, how many there are, and
        ``origins``; how many of these are
        ``reached``, ``capped``, ``unreachable``, ``not_snapped``, in ``outside_data`` or
        ``not_located`` on the way there; and for each column of minutes its ``median_`` and its
        ``p90_`` over the origins that have a time.
    """
    import pandas as pd  # noqa: PLC0415 - slow to import

    rows = final_rows(pd.DataFrame(table, copy=False))
    by = ["kind", "rank"] if "rank" in rows.columns else ["kind"]
    state = next(name for name in rows.columns if name.startswith("state"))
    services = Counter(service["kind"] for service in table.attrs["services"])
    lines = []
    for key, some in rows.groupby(by, observed=True, sort=False):
        counts = some[state].value_counts()
        line = dict(zip(by, key, strict=True))
        line |= {"services": services[line["kind"]], "origins": len(some)}
        line |= {name: int(counts.get(name, 0)) for name in STATES}
        for column in rows.columns:
            if column.startswith(tuple(TIMES)):
                known = some[column].dropna().to_numpy()
                for name, part in (("median", 50), (f"p{MOST}", MOST)):
                    line[f"{name}_{column}"] = np.percentile(known, part) if len(known) else np.nan
        lines.append(line)
    return pd.DataFrame(lines)


def told_summary(summary: "pd.DataFrame") -> "Iterator[str]":
    """
    Tell a summary as a table of text.

    Parameters
    ----------
    summary
        What `summary_of` gave.

    Yields
    ------
    str
        A line, the first two of which say what the columns are.
    """
    times = [name.removeprefix("median_") for name in summary.columns if name.startswith("median_")]
    ranked = "rank" in summary.columns
    names = [
        f"{line['kind']} {line['rank']}" if ranked else str(line["kind"])
        for _, line in summary.iterrows()
    ]
    width = max(12, *(len(name) for name in names)) + 2
    states = [name for name in STATES if name == STATES[0] or summary[name].any()]
    head = ["services", "origins", *(name.replace("_", " ") for name in states)]
    head += [_heading(time) for time in times]
    wide = [max(len(title), 7) + 2 for title in head]
    titles = "".join(f"{title:>{size}}" for title, size in zip(head, wide, strict=True))
    yield f"{'nearest':<{width}}{titles}"
    for name, (_, line) in zip(names, summary.iterrows(), strict=True):
        cells = [
            f"{line['services']:,}",
            f"{line['origins']:,}",
            *(f"{line[state]:,}" for state in states),
        ]
        cells += [_minutes(line[f"median_{time}"], line[f"p{MOST}_{time}"]) for time in times]
        row = "".join(f"{cell:>{size}}" for cell, size in zip(cells, wide, strict=True))
        yield f"{name:<{width}}{row}"
    yield (
        "Of the origins with a time half need no more than the first number of minutes, "
        f"{MOST} % no more than the second."
    )


def _heading(time: str) -> str:
    column = next(name for name in TIMES if time.startswith(name))
    return f"{TIMES[column]}{time.removeprefix(column).replace('_', ' ')}, min"


def _minutes(half: float, most: float) -> str:
    return "none" if np.isnan(half) else f"{half:.0f} / {most:.0f}"
