"""Origins so near to the edge of the data that the nearest service may lie beyond it."""

from typing import TYPE_CHECKING, Any

import numpy as np

from accessibility.analysis.questions import street_extent
from accessibility.tables import read_table

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Geometry

    from accessibility.index.recipe.recipe import Recipe
    from accessibility.index.run.read_inputs import ReadInputs
    from accessibility.network.network import Network
    from accessibility.places.points import Points

__all__ = ["Edges", "extent_notes"]


class Edges:
    """
    The edge of a network's data, as seen from origins.

    Parameters
    ----------
    network
        The network. The edge is that of the area that it was cut to with its buffer, or of the
        rectangle around its streets.
    origins
        The origins, all of which lie in an area.
    """

    def __init__(self, network: "Network", origins: "Points") -> None:
        import shapely  # noqa: PLC0415 - slow to import
        from geopandas import GeoSeries  # noqa: PLC0415
        from pyproj import Transformer  # noqa: PLC0415

        shape = GeoSeries([_data_of(network)], crs="EPSG:4326")
        self._system: Any = shape.estimate_utm_crs()
        self._turn = Transformer.from_crs("EPSG:4326", self._system, always_xy=True)
        whole = shape.segmentize(0.01).to_crs(self._system).iloc[0]
        self._x, self._y = self._turn.transform(origins.lon, origins.lat)
        spots = shapely.points(self._x, self._y)
        inside = shapely.intersects(whole, spots)
        self._away = np.where(inside, shapely.distance(shapely.boundary(whole), spots), 0.0)

    def beyond(self, services: "Points", nearest: "NDArray[np.object_]") -> "NDArray[np.bool_]":
        """
        Say which origins are nearer to the edge than to their service, as the crow flies.

        Parameters
        ----------
        services
            Services of a kind.
        nearest
            Identifier of the service of each origin, None for none.

        Returns
        -------
        array of bool
            Whether each is; where no service was found, whether it is nearer to the edge than to
            any.
        """
        import shapely  # noqa: PLC0415 - slow to import

        x, y = self._turn.transform(services.lon, services.lat)
        row = {str(identifier): at for at, identifier in enumerate(services.ids.to_pylist())}
        at = np.array([-1 if one is None else row[str(one)] for one in nearest], np.int64)
        metres = np.hypot(x[at] - self._x, y[at] - self._y)
        alone = np.flatnonzero(at < 0)
        if len(alone):
            tree = shapely.STRtree(shapely.points(x, y))
            spots = shapely.points(self._x[alone], self._y[alone])
            (_, _), away = tree.query_nearest(spots, return_distance=True, all_matches=False)
            metres[alone] = away
        found: NDArray[np.bool_] = self._away < metres
        return found


def extent_notes(recipe: "Recipe", read: "ReadInputs") -> list[str]:
    """
    Say whether streets reach as far beyond the areas as a recipe wants.

    Parameters
    ----------
    recipe
        The recipe: ``extent.buffer_km`` and ``extent.study_area``.
    read
        The inputs.

    Returns
    -------
    list of str
        A sentence if they do not.
    """
    from geopandas import GeoSeries  # noqa: PLC0415 - slow to import

    layer: Any = read.areas.table
    if recipe.extent.study_area is not None:
        layer = read_table(recipe.extent.study_area)
    system = layer.estimate_utm_crs()
    wanted = layer.to_crs(system).geometry
    data = GeoSeries([_data_of(read.network)], crs="EPSG:4326").segmentize(0.01)
    there = data.to_crs(system).iloc[0]
    metres = recipe.extent.buffer_km * 1000
    whole = int(wanted.within(there).sum())
    deep = there.buffer(-metres)
    enough = int(wanted.within(deep).sum())
    if enough == len(wanted):
        return []
    beyond = f"Streets do not reach {recipe.extent.buffer_km:g} km beyond all areas: "
    outside = f"{len(wanted) - whole:,} lie partly or wholly outside them."
    return [f"{beyond}they do for {enough:,} of {len(wanted):,}, and {outside}"]


def _data_of(network: "Network") -> "Geometry":
    import shapely  # noqa: PLC0415 - slow to import

    if network.area is not None:
        return network.area.zone
    return shapely.box(*street_extent(network))
