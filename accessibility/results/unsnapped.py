"""Points that join no street: told beside every result, never dropped."""

from pathlib import Path
from typing import TypedDict

from accessibility.results.beside import beside, write_beside

__all__ = ["UnsnappedPoint", "points_path", "write_unsnapped"]


class UnsnappedPoint(TypedDict):
    """
    One point that has no answers.

    Parameters
    ----------
    id
        The user's identifier.
    role
        ``origin`` or ``destination``.
    status
        ``too_far`` from a street, ``outside`` all the streets of the network, or ``not_located``:
        its place is not known.
    distance_m
        Metres to the nearest street; None if the point was not located.
    """

    id: str | int
    role: str
    status: str
    distance_m: float | None


def points_path(output: Path) -> Path:
    """
    Name the list of unsnapped points of an output.

    Parameters
    ----------
    output
        The output, such as ``m.parquet``.

    Returns
    -------
    Path
        ``m.points.csv`` beside it.
    """
    return beside(output, "points")


def write_unsnapped(output: Path, points: list[UnsnappedPoint]) -> None:
    """
    List the unsnapped points beside an output; without any, remove the list of an earlier run.

    Parameters
    ----------
    output
        The output that the points belong to.
    points
        The points.

    Raises
    ------
    OutputError
        If the list cannot be written.
    """
    write_beside(points_path(output), points, list(UnsnappedPoint.__annotations__))
