"""Where points join the streets, and which of them join none."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from accessibility.errors import InputError
from accessibility.network.travel.street_lines import place_on_edge
from accessibility.network.travel.ways import bit_of
from accessibility.results.unsnapped import UnsnappedPoint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.extent import Extent
    from accessibility.network.network import Network, SnappedPoints
    from accessibility.options import TravelOptions
    from accessibility.places.points import Points

__all__ = ["STATUS", "JoinedPoints", "join_points"]

STATUS = ("joined", "too_far", "outside", "not_located")
"""What may become of a point."""
NOWHERE = np.int64(1) << 50
"""Millimetres to a street of a mode that has none at all: beyond everything."""


@dataclass(frozen=True, eq=False)
class JoinedPoints:
    """
    Points, and the nearest street of each that people may use there.

    Parameters
    ----------
    points
        The points.
    role
        ``origin`` or ``destination``.
    edge
        The edge joined; -1 for a point that is too far from any, or was not located.
    first_mm
        Millimetres from the edge's first vertex to the place joined.
    metres
        Straight metres to the nearest edge; NaN for a point that was not located.
    inside
        Whether each point lies among the streets.
    by_mode
        Where they join the streets of each mode asked about.
    """

    points: "Points"
    role: str
    edge: "NDArray[np.int32]"
    first_mm: "NDArray[np.int32]"
    metres: "NDArray[np.float64]"
    inside: "NDArray[np.bool_]"
    by_mode: "dict[str, SnappedPoints]"

    @property
    def status(self) -> list[str]:
        """
        What became of each point.

        ``joined``, ``too_far`` from a street, ``outside`` all streets, or ``not_located``: its
        place is not known.
        """
        names = np.array(STATUS, object)
        status: list[str] = names[self.status_number].tolist()
        return status

    @property
    def status_number(self) -> "NDArray[np.int64]":
        """What became of each point, by its place in `STATUS`."""
        return _status_of(self.metres, self.edge, self.inside)

    @property
    def distance_m(self) -> list[float | None]:
        """Straight metres to the nearest street, to the millimetre; None if not located."""
        return _metres_of(self.metres)

    def unsnapped(self) -> list[UnsnappedPoint]:
        """
        List the points that join no street.

        Returns
        -------
        list
            Those points, in their order.
        """
        rows = np.flatnonzero(self.edge < 0)
        metres = self.metres[rows]
        status = _status_of(metres, self.edge[rows], self.inside[rows])
        return [
            {"id": identifier, "role": self.role, "status": became, "distance_m": away}
            for identifier, became, away in zip(
                self.points.ids.take(pa.array(rows)).to_pylist(),
                np.array(STATUS, object)[status],
                _metres_of(metres),
                strict=True,
            )
        ]

    def places(self, network: "Network") -> "NDArray[np.float64]":
        """
        Find the places on the streets that the points join.

        Parameters
        ----------
        network
            The network.

        Returns
        -------
        array
            Longitude and latitude, NaN for points that join none; shape (points, 2).
        """
        places = np.full((len(self.points), 2), np.nan)
        for i in np.flatnonzero(self.edge >= 0).tolist():
            edge, millimetres = int(self.edge[i]), float(self.first_mm[i])
            places[i] = place_on_edge(network.streets, edge, millimetres)[0]
        return places


def join_points(
    network: "Network",
    points: "Points",
    options: "TravelOptions",
    modes: set[str],
    extent: "Extent",
    role: str,
) -> JoinedPoints:
    """
    Join points to the nearest street of any mode.

    Parameters
    ----------
    network
        The network.
    points
        The points.
    options
        What travellers can and will do.
    modes
        How people move there: ``walk``, ``cycle``, ``car``.
    extent
        Where the streets lie.
    role
        ``origin`` or ``destination``.

    Returns
    -------
    JoinedPoints
        In the order of the points.

    Raises
    ------
    InputError
        If no point joins a street.
    """
    located = points.located
    if not located.any():
        msg = (
            f"None of the {len(points)} {role}s has a known place: no postcode or address was "
            "located. Check the columns that were named, and whether the gazetteer covers them."
        )
        raise InputError(msg)
    by_mode = {
        mode: network.snap(points.lon, points.lat, options.snap_radius_mm, bit_of(mode, options))
        for mode in sorted(modes)
    }
    snapped = list(by_mode.values())
    distances = [np.where(found.distance_mm < 0, NOWHERE, found.distance_mm) for found in snapped]
    nearest, row = np.argmin(distances, axis=0), np.arange(len(points))
    edge = np.stack([found.edge for found in snapped])[nearest, row]
    first_mm = np.stack([found.first_mm for found in snapped])[nearest, row]
    metres = np.where(located, np.min(distances, axis=0) / 1000, np.nan)
    west, south, east, north = extent
    inside = (points.lon >= west) & (points.lon <= east)
    inside &= (points.lat >= south) & (points.lat <= north)
    if not (edge >= 0).any():
        who = f"None of the {len(points)} {role}s lies" if len(points) > 1 else f"No {role} lies"
        msg = (
            f"{who} within {options.snap_radius:g} m of a street: the nearest is "
            f"{np.nanmin(metres):,.0f} m away. The network's streets cover longitude {west:.3f} to "
            f"{east:.3f}, latitude {south:.3f} to {north:.3f}. Check that points and network are "
            "of the same place and that the points' CRS is right."
        )
        raise InputError(msg)
    return JoinedPoints(points, role, edge, first_mm, metres, inside, by_mode)


def _status_of(
    metres: "NDArray[np.float64]", edge: "NDArray[np.int32]", inside: "NDArray[np.bool_]"
) -> "NDArray[np.int64]":
    status = np.where(inside, STATUS.index("too_far"), STATUS.index("outside"))
    status[edge >= 0] = STATUS.index("joined")
    status[np.isnan(metres)] = STATUS.index("not_located")
    return status


def _metres_of(metres: "NDArray[np.float64]") -> list[float | None]:
    """To the millimetre, which they are whole numbers of already; None for NaN."""
    known: list[float | None] = metres.tolist()
    for row in np.flatnonzero(np.isnan(metres)).tolist():
        known[row] = None
    return known
