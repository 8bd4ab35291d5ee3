"""What was read of the streets, sorted into tables."""

from collections.abc import Mapping
from typing import Final, NamedTuple

__all__ = ["StreetTables", "street_tables"]

OF_MODE: Final = ("edges", "vertices", "linkable_edges")
CLASS: Final = "class_"


class StreetTables(NamedTuple):
    """
    Counts of the streets.

    Parameters
    ----------
    modes
        A way of moving, with the edges and vertices it may use and the edges that points may join.
    classes
        Class of street, edges, and per cent of the most frequent class; most frequent first.
    others
        All other counts, by name.
    """

    modes: list[tuple[str, int, int, int]]
    classes: list[tuple[str, int, float]]
    others: list[tuple[str, int]]


def street_tables(counts: Mapping[str, int]) -> StreetTables:
    """
    Sort the counts of a health report.

    Parameters
    ----------
    counts
        By name.

    Returns
    -------
    StreetTables
        Each count stands in one of the tables.
    """
    names = [name.removesuffix("_linkable_edges") for name in counts if "_linkable_edges" in name]
    modes = [name for name in names if all(f"{name}_{part}" in counts for part in OF_MODE)]
    told = {f"{mode}_{part}" for mode in modes for part in OF_MODE}
    classes = {name: n for name, n in counts.items() if name.startswith(CLASS)}
    most = max(classes.values(), default=0) or 1
    ordered = sorted(classes.items(), key=lambda pair: -pair[1])
    return StreetTables(
        [(mode, *(counts[f"{mode}_{part}"] for part in OF_MODE)) for mode in modes],  # type: ignore[misc]
        [(_words(name.removeprefix(CLASS)), n, 100 * n / most) for name, n in ordered],
        [(_words(name), n) for name, n in counts.items() if name not in told | classes.keys()],
    )


def _words(name: str) -> str:
    return name.replace("_", " ")
