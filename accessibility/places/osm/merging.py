"""Places that OpenStreetMap has twice: as a node and as the area around it."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["nodes_inside_areas"]


def nodes_inside_areas(places: "pa.Table") -> "NDArray[np.int64]":
    """
    Find the nodes that lie in the area of another place.

    Parameters
    ----------
    places
        Places of one kind, with columns as in `PLACE_SCHEMA`.

    Returns
    -------
    array
        For each place the row of the smallest area in which it lies, its edge included, if it is a
        node; -1 for nodes in none, and for ways and relations.
    """
    import shapely  # noqa: PLC0415 - slow to load, and of no use where all are nodes

    into = np.full(places.num_rows, -1)
    areas = np.flatnonzero(places["area"].is_valid().to_numpy())
    is_node = np.array([kind == "node" for kind in places["osm_type"].to_pylist()], bool)
    nodes = np.flatnonzero(is_node)
    if not len(areas) or not len(nodes):
        return into
    shapes = shapely.from_wkb(np.array(places["area"].take(areas).to_pylist(), object))
    points = shapely.points(
        places["lon"].to_numpy()[nodes],
        places["lat"].to_numpy()[nodes],
    )
    node, area = shapely.STRtree(shapes).query(points, predicate="intersects")
    # The smallest comes first, of equal ones that of the lowest row.
    order = np.lexsort((area, shapely.area(shapes)[area], node))
    node, first = np.unique(node[order], return_index=True)
    into[nodes[node]] = areas[area[order][first]]
    return into
