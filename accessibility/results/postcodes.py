"""What became of postcodes: told beside every result whose points were located by them."""

from pathlib import Path
from typing import TYPE_CHECKING

from accessibility.files import atomic, output_errors
from accessibility.results.beside import beside

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["postcodes_path", "write_postcodes"]

COLUMNS = ("role", "id", "given", "postcode", "status", "nearest", "score", "lon", "lat")


def postcodes_path(output: Path) -> Path:
    """
    Name the list of postcodes of an output.

    Parameters
    ----------
    output
        The output, such as ``m.parquet``.

    Returns
    -------
    Path
        ``m.postcodes.csv`` beside it.
    """
    return beside(output, "postcodes")


def write_postcodes(output: Path, table: "DataFrame | None") -> Path | None:
    """
    List the postcodes beside an output; without any, remove the list of an earlier run.

    Parameters
    ----------
    output
        The output that the points belong to.
    table
        A row for each point that was located by its postcode, or was not: ``role`` and the columns
        of `accessibility.places.points.Places.postcodes`.

    Returns
    -------
    Path or None
        The list, if there is one.

    Raises
    ------
    OutputError
        If the list cannot be written.
    """
    path = postcodes_path(output)
    if table is None:
        with output_errors(path):
            if _is_ours(path):
                path.unlink()
        return None
    with atomic(path) as temporary:
        table[list(COLUMNS)].to_csv(temporary, index=False, lineterminator="\n")
    return path


def _is_ours(path: Path) -> bool:
    """Say whether a file is such a list: one of that name may be the user's own directory."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.readline().rstrip("\n") == ",".join(COLUMNS)
