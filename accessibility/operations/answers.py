"""Summaries that stay small: long lists are counted and begun, the whole of them is in files."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["begun", "counted", "cut", "told_provenance", "told_warnings"]

FIRST = 20
"""So many rows of a list are told."""
MOST_BYTES = 8_000
"""A list that is begun takes no more of a summary than this."""
MOST_WARNINGS = 20
LONGEST_WARNING = 800
MOST_MOMENTS = 50


def begun(rows: Iterable[Any], most: int = FIRST, most_bytes: int = MOST_BYTES) -> list[Any]:
    """
    Take the first rows of a list.

    Parameters
    ----------
    rows
        What JSON knows.
    most
        No more than so many.
    most_bytes
        No more than so many bytes in all.

    Returns
    -------
    list
        The rows.
    """
    taken: list[Any] = []
    for row in rows:
        most_bytes -= len(json.dumps(row)) + 2
        if len(taken) == most or most_bytes < 0:
            break
        taken.append(row)
    return taken


def counted(rows: Sequence[Any]) -> dict[str, Any]:
    """
    Count a list and tell its first rows.

    Parameters
    ----------
    rows
        What JSON knows.

    Returns
    -------
    dict
        ``count`` and ``first``.
    """
    return {"count": len(rows), "first": begun(rows)}


def cut(text: str, most_bytes: int) -> str:
    """
    Cut a text after a line, and say so.

    Parameters
    ----------
    text
        The text.
    most_bytes
        So many bytes it may take in a summary.

    Returns
    -------
    str
        The text, whole if it is short.
    """
    lines = text.split("\n")
    kept = begun(lines, len(lines), most_bytes)
    left = len(lines) - len(kept)
    return text if not left else "\n".join([*kept, f"… and {left:,} more lines."])


def told_warnings(warnings: Sequence[str]) -> list[str]:
    """
    Shorten warnings.

    Parameters
    ----------
    warnings
        Sentences.

    Returns
    -------
    list of str
        The first of them; what is very long ends in an ellipsis.
    """
    short = [w if len(w) <= LONGEST_WARNING else f"{w[:LONGEST_WARNING]}…" for w in warnings]
    return begun(short, MOST_WARNINGS)


def told_provenance(provenance: Mapping[str, Any]) -> dict[str, Any]:
    """
    Shorten what an answer was made from.

    Parameters
    ----------
    provenance
        What `accessibility.analysis.provenance.provenance_of` gave.

    Returns
    -------
    dict
        The same; of a long series of moments the number, the first and the last.
    """
    when = provenance["when"]
    if isinstance(when, list) and len(when) > MOST_MOMENTS:
        when = {"count": len(when), "first": when[0], "last": when[-1]}
    return {**provenance, "when": when}
