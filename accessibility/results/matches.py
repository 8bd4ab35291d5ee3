"""What became of postcodes and addresses: told beside every result whose points they located."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from accessibility.files import atomic, output_errors
from accessibility.results.beside import beside

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["COLUMNS", "Matched", "matches_paths", "write_matches"]

Matched = Literal["postcodes", "addresses"]
COLUMNS: dict[Matched, tuple[str, ...]] = {
    "postcodes": ("role", "id", "given", "postcode", "status", "nearest", "score", "lon", "lat"),
    "addresses": (
        "role",
        "id",
        "address",
        "status",
        "matched",
        "kind",
        "osm",
        "score",
        "lon",
        "lat",
        "within_m",
        "second",
        "second_score",
        "second_distance_m",
    ),
}
"""What is listed of each."""


def matches_paths(output: Path) -> list[Path]:
    """
    Name the lists of postcodes and addresses of an output.

    Parameters
    ----------
    output
        The output, such as ``m.parquet``.

    Returns
    -------
    list of Path
        ``m.postcodes.csv`` and ``m.addresses.csv`` beside it.
    """
    return [beside(output, what) for what in COLUMNS]


def write_matches(output: Path, what: Matched, table: "DataFrame | None") -> Path | None:
    """
    List postcodes or addresses beside an output; without any, remove the list of an earlier run.

    Parameters
    ----------
    output
        The output that the points belong to.
    what
        What is listed.
    table
        A row for each point that was located by it, or was not: ``role`` and the columns of
        `accessibility.places.points.Places.postcodes` or ``addresses``.

    Returns
    -------
    Path or None
        The list, if there is one.

    Raises
    ------
    OutputError
        If the list cannot be written.
    """
    path, columns = beside(output, what), COLUMNS[what]
    if table is None:
        with output_errors(path):
            if _is_ours(path, columns):
                path.unlink()
        return None
    with atomic(path) as temporary:
        table[list(columns)].to_csv(temporary, index=False, lineterminator="\n")
    return path


def _is_ours(path: Path, columns: tuple[str, ...]) -> bool:
    """Say whether a file is such a list: one of that name may be the user's own."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline().rstrip("\n") == ",".join(columns)
