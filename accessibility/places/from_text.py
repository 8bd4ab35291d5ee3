"""Points that are named instead of given as a file."""

from typing import TYPE_CHECKING

from accessibility.places.noted import NotedPoints

if TYPE_CHECKING:
    from accessibility.network.network import Network
    from accessibility.progress import Progress

__all__ = ["points_from_text"]

GRID = "grid:"
BUILDINGS = "osm:buildings"


def points_from_text(
    text: str, network: "Network", progress: "Progress | None" = None
) -> NotedPoints | None:
    """
    Make the points that a text names.

    Parameters
    ----------
    text
        ``grid:250m`` for cells of so many metres near the network's streets, ``osm:buildings`` for
        the buildings of its extract that people may live in; anything else names a file.
    network
        The network. If it was built for an area, the points lie there, without its buffer.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    NotedPoints or None
        The points; None if the text names none of these.

    Raises
    ------
    InputError
        If the network has no streets, or its extract is gone or has no buildings.
    UsageError
        If the spacing of a grid is none.
    """
    text = text.strip()
    if text == BUILDINGS:
        from accessibility.places.osm.buildings import building_points  # noqa: PLC0415

        return building_points(network, progress)
    if not text.startswith(GRID):
        return None
    from accessibility.errors import InputError  # noqa: PLC0415
    from accessibility.places.grid import grid_points  # noqa: PLC0415

    where = network.health.street_extent if network.area is None else network.area.core
    if where is None:
        remedy = "Build it from another extract."
        raise InputError.at(network.path, "has no streets to walk on", remedy)
    return grid_points(where, text.removeprefix(GRID), network=network)
