"""Pairs of points between which there is no journey: told beside every result, never dropped."""

from pathlib import Path
from typing import TypedDict

from accessibility.results.beside import beside, write_beside

__all__ = ["UnreachedPair", "unreached_path", "write_unreached"]


class UnreachedPair(TypedDict):
    """
    One pair without a journey.

    Parameters
    ----------
    from_id, to_id
        The user's identifiers.
    status
        ``no_street`` if one of the two joins none, ``not_reached`` within the limits otherwise.
    """

    from_id: str | int
    to_id: str | int
    status: str


def unreached_path(output: Path) -> Path:
    """
    Name the list of unreached pairs of an output.

    Parameters
    ----------
    output
        The output, such as ``legs.gpkg``.

    Returns
    -------
    Path
        ``legs.unreached.csv`` beside it.
    """
    return beside(output, "unreached")


def write_unreached(output: Path, pairs: list[UnreachedPair]) -> None:
    """
    List the unreached pairs beside an output; without any, remove the list of an earlier run.

    Parameters
    ----------
    output
        The output that the pairs belong to.
    pairs
        The pairs.

    Raises
    ------
    OutputError
        If the list cannot be written.
    """
    write_beside(unreached_path(output), pairs, list(UnreachedPair.__annotations__))
