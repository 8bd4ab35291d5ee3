"""What an OpenStreetMap extract has names for: streets, settlements, and all else that is named."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from accessibility.places.addresses.words import words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.network import Network

__all__ = ["POI", "SETTLEMENT", "STREET", "NamedPlace", "NamedPlaces", "metres_between"]

STREET, SETTLEMENT, POI = "street", "place", "poi"
RADIUS_M = {
    "city": 8000.0,
    "town": 4000.0,
    "borough": 3000.0,
    "village": 1500.0,
    "suburb": 1500.0,
    "quarter": 1500.0,
    "hamlet": 1000.0,
    "neighbourhood": 1000.0,
}
"""How far from its point a settlement of a kind may reach; other kinds are no settlements."""
TOO_WIDE_M = 2000.0
"""Settlements that reach farther say of no address where it is; they only tell streets apart."""
ONE_STREET_M = 300.0
"""Edges of a name that are no farther apart than this are one street."""
NAMES = ("name", "name:en", "name:cy", "alt_name")
STOPS = frozenset({"platform", "stop_position", "station", "stop_area"})
"""Stops are called after what is near them, so that they would stand for it."""
EARTH_M = 6_371_008.8


@dataclass(frozen=True, eq=False)
class NamedPlace:
    """A street of one town, a settlement, or another element with a name."""

    kind: str
    """`STREET`, `SETTLEMENT` or `POI`."""
    name: str
    """As it stands in the extract."""
    osm: str
    """Such as ``node/26700977``; empty for a street, which is many ways."""
    lon: float
    """WGS84 degrees; a street's lies on it, near the middle of its length."""
    lat: float
    """Likewise."""
    radius_m: float
    """How far a settlement reaches; 0 for others."""
    points: "NDArray[np.float64]"
    """Longitudes and latitudes of a street's vertices, shape (vertices, 2); else of the place."""

    @property
    def locates(self) -> bool:
        """Whether it says where an address is, and not just in which town."""
        return self.radius_m < TOO_WIDE_M

    @property
    def extent_m(self) -> float:
        """How far a street or settlement reaches from its point, metres; 0 for others."""
        return max(self.radius_m, float(metres_between(self.points, self.lon, self.lat).max()))

    def distance_m(self, other: "NamedPlace") -> float:
        """
        Measure how far another place lies from any point of this one.

        Parameters
        ----------
        other
            The other place; its own point counts.

        Returns
        -------
        float
            Metres.
        """
        return float(metres_between(self.points, other.lon, other.lat).min())


class NamedPlaces:
    """
    The names of a network's extract, by their words.

    Parameters
    ----------
    network
        The network.
    """

    def __init__(self, network: "Network") -> None:
        self._streets = network.streets
        self._places: dict[tuple[str, ...], list[NamedPlace]] = {}
        self._street_rows: dict[tuple[str, ...], list[int]] = {}
        self._street_places: dict[tuple[str, ...], list[NamedPlace]] = {}
        for row, name in enumerate(self._streets.names):
            for words in _all_words(name):
                self._street_rows.setdefault(words, []).append(row)
        self._add_places(network)

    def _add_places(self, network: "Network") -> None:
        for row in network.places.to_pylist():
            tags = dict(row["tags"])
            kind = tags.get("place")
            if not row["name"] or tags.get("public_transport") in STOPS:
                continue
            radius = RADIUS_M.get(kind or "", 0.0)
            place = NamedPlace(
                SETTLEMENT if radius else POI,
                row["name"],
                f"{row['osm_type']}/{row['osm_id']}",
                row["lon"],
                row["lat"],
                radius,
                np.array([[row["lon"], row["lat"]]]),
            )
            written = [tags[key] for key in NAMES if key in tags]
            for words in dict.fromkeys(words for name in written for words in _all_words(name)):
                self._places.setdefault(words, []).append(place)

    @cached_property
    def names(self) -> list[tuple[str, ...]]:
        """The words of all names, in a fixed order."""
        return sorted({*self._places, *self._street_rows})

    @cached_property
    def longest(self) -> int:
        """Words of the longest name."""
        return max((len(words) for words in self.names), default=0)

    def called(self, words: tuple[str, ...]) -> list[NamedPlace]:
        """
        Find all that has a name.

        Parameters
        ----------
        words
            The words of the name.

        Returns
        -------
        list of NamedPlace
            Streets, each town's by itself, then places; none if nothing has it.
        """
        if words in self._street_rows and words not in self._street_places:
            self._street_places[words] = self._streets_called(self._street_rows[words])
        return [*self._street_places.get(words, ()), *self._places.get(words, ())]

    @cached_property
    def _edges_by_name(self) -> "tuple[NDArray[np.int64], NDArray[np.int32]]":
        order = np.argsort(self._streets.edge_name, kind="stable")
        return order, np.asarray(self._streets.edge_name)[order]

    def _streets_called(self, rows: list[int]) -> list[NamedPlace]:
        order, sorted_names = self._edges_by_name
        bounds = np.searchsorted(sorted_names, [rows, [row + 1 for row in rows]])
        edges = np.concatenate([order[a:b] for a, b in bounds.T])
        if not len(edges):
            return []
        ends = np.stack([self._streets.edge_from[edges], self._streets.edge_to[edges]])
        vertices, which = np.unique(ends, return_inverse=True)
        first, last = which.reshape(ends.shape)
        xy = np.column_stack([self._streets.vertex_x[vertices], self._streets.vertex_y[vertices]])
        points = xy / 1e7
        group = _groups(points, first, last)
        lengths = self._streets.edge_length[edges].astype(np.float64) + 1  # none counts nothing
        found = []
        for number in range(int(group.max()) + 1):
            inside = np.flatnonzero(group[first] == number)
            ends_of = np.concatenate([first[inside], last[inside]])
            weights = np.tile(lengths[inside], 2)
            middle = np.average(points[ends_of], axis=0, weights=weights)
            own = points[np.unique(ends_of)]
            lon, lat = own[np.argmin(metres_between(own, middle[0], middle[1]))]
            name = self._streets.names[int(self._streets.edge_name[edges[inside[0]]])]
            found.append(NamedPlace(STREET, name, "", float(lon), float(lat), 0.0, own))
        return found


def metres_between(points: "NDArray[np.float64]", lon: float, lat: float) -> "NDArray[np.float64]":
    """
    Measure distances on the sphere, exact enough within a town.

    Parameters
    ----------
    points
        Longitudes and latitudes, shape (points, 2).
    lon, lat
        Where to measure from, degrees.

    Returns
    -------
    ndarray of float
        Metres.
    """
    x = np.radians(points[:, 0] - lon) * np.cos(np.radians((points[:, 1] + lat) / 2))
    y = np.radians(points[:, 1] - lat)
    return np.asarray(np.hypot(x, y) * EARTH_M)


def _all_words(name: str) -> list[tuple[str, ...]]:
    """Words of a name; where it stands in two languages with a stroke between, of either."""
    names = [name, *name.split("/")] if "/" in name else [name]
    return list(dict.fromkeys(words for text in names for words in words_of(text)))


def _groups(
    points: "NDArray[np.float64]", first: "NDArray[np.int64]", last: "NDArray[np.int64]"
) -> "NDArray[np.int64]":
    """Number the streets of one name: what edges join, or lies near each other."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - slow to import
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415
    from scipy.spatial import KDTree  # noqa: PLC0415

    scale = np.radians(1) * EARTH_M
    metres = points * [scale * np.cos(np.radians(points[0, 1])), scale]
    near = KDTree(metres).query_pairs(ONE_STREET_M, output_type="ndarray")
    begin = np.concatenate([first, near[:, 0]])
    end = np.concatenate([last, near[:, 1]])
    joined = coo_array((np.ones(len(begin)), (begin, end)), shape=(len(points), len(points)))
    return np.asarray(connected_components(joined, directed=False)[1], np.int64)
