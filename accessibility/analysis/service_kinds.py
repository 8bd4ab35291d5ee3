"""Services by kind, as nearest services and others ask for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from accessibility.analysis.questions import points_of
from accessibility.errors import InputError, UsageError
from accessibility.places.corrections.scenario_services import apply_to_services
from accessibility.places.osm.services import Services, parse_osm_kinds, services_of
from accessibility.places.points import Places, Points, read_places
from accessibility.tables import file_of, read_table

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from accessibility.network.extent import Extent
    from accessibility.network.network import Network

__all__ = ["KIND", "Kind", "ServicesGiven", "columns_of_services", "kind_of_file", "kinds_of"]

ServicesGiven: TypeAlias = Union[
    "str | Path | GeoDataFrame | Mapping[str, GeoDataFrame | str | Path | Points]",
    list[Services],
    Places,
]
OSM = "osm:"
KIND, NAME = "kind", "name"
SERVICE = "service"
"""What services of which no kind is known are called."""


@dataclass(frozen=True, eq=False)
class Kind:
    """
    The services of one kind.

    Parameters
    ----------
    kind
        What they are called.
    points
        The services, by identifier.
    names
        The name of each, null where none is known.
    notes
        What to know of them, as sentences.
    """

    kind: str
    points: Points
    names: pa.Array
    notes: tuple[str, ...] = ()

    def as_services(self, scenario: str | None = None) -> Services:
        """
        Give them as services of a kind.

        Parameters
        ----------
        scenario
            Hash of the scenario that was applied to them; default none was.

        Returns
        -------
        Services
            The same, with their notes.
        """
        names = self.names.to_pylist()
        count = len(self.points)
        return Services(self.kind, self.points, names, list(self.notes), count, scenario=scenario)


def kinds_of(network: "Network", services: ServicesGiven, extent: "Extent") -> list[Kind]:
    """
    Read services, and tell their kinds apart.

    What the scenario of the network closes and adds is closed and added.

    Parameters
    ----------
    network
        The network, whose extract kinds like ``osm:pharmacy`` are taken from.
    services
        As for `accessibility.analysis.nearest.nearest.nearest_services`.
    extent
        Where the streets lie.

    Returns
    -------
    list of Kind
        In the order given.

    Raises
    ------
    UsageError
        If a kind is not known, or given twice, or none is given.
    InputError
        If points are faulty, or a kind has no service.
    """
    kinds = _all_of(network, services, extent)
    names = [kind.kind for kind in kinds]
    if not names:
        msg = "services: no kind is given. Give at least one."
        raise UsageError(msg)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        msg = f'services: the kind "{twice}" is given twice. Give each kind once.'
        raise UsageError(msg)
    return kinds


def _all_of(network: "Network", services: ServicesGiven, extent: "Extent") -> list[Kind]:
    """The kinds as they are given."""
    if isinstance(services, str) and services.startswith(OSM):
        services = services_of(network, parse_osm_kinds(services))
    scenario = network.scenario
    if scenario is None or not scenario.changes_services:
        return _given(services, extent)
    if not isinstance(services, list):
        services = [kind.as_services() for kind in _given(services, extent)]
    return _given(apply_to_services(services, scenario), extent)


def _given(services: ServicesGiven, extent: "Extent") -> list[Kind]:
    """The kinds of services that are no text."""
    if isinstance(services, Mapping):
        return [
            kind
            for name, source in services.items()
            for kind in _of_one(name, points_of(source, extent, name), None, ())
        ]
    if isinstance(services, list):
        return [
            kind
            for found in services
            for kind in _of_one(
                found.kind, found.points, pa.array(found.names, pa.string()), found.notes
            )
        ]
    if isinstance(services, Places):
        return _of_places("services", SERVICE, services)
    label, default = "services", SERVICE
    if isinstance(services, str | Path):
        label, default = str(services), kind_of_file(services)
    known = columns_of_services(services)
    places = read_places(services, extent=extent, attributes=known, name=label)
    return _of_places(label, default, places)


def kind_of_file(path: str | Path) -> str:
    """
    Name the kind of services in a file that has no column of kinds.

    Parameters
    ----------
    path
        The file, or a layer of it.

    Returns
    -------
    str
        The file's name without its extension.
    """
    return file_of(path)[0].stem


def columns_of_services(source: "str | Path | GeoDataFrame") -> tuple[str, ...]:
    """
    Find the columns that say what services are.

    Parameters
    ----------
    source
        A table or layer of services.

    Returns
    -------
    tuple of str
        Those of ``kind`` and ``name`` that it has.
    """
    table = read_table(source) if isinstance(source, str | Path) else source
    return tuple(name for name in (KIND, NAME) if name in table.columns)


def _of_places(label: str, default: str, places: Places) -> list[Kind]:
    """Services with what is known of them; a column of kinds divides them."""
    points, known = places.points, places.attributes
    names = None
    if NAME in known.columns:
        names = pa.array(known[NAME].astype("str").where(known[NAME].notna()), pa.string())
    if KIND not in known.columns:
        return _of_one(default, points, names, ())
    empty = np.flatnonzero((known[KIND].isna() | (known[KIND] == "")).to_numpy(dtype=bool))
    if len(empty):
        remedy = "Name the kind of every service."
        problem = f"is empty ({len(empty)} of {len(known)} rows)"
        raise InputError.at(label, problem, remedy, row=int(empty[0]) + 1, field=KIND)
    kinds = known[KIND].astype("str").to_numpy()
    found = []
    for kind in dict.fromkeys(kinds.tolist()):
        rows = kinds == kind
        some = None if names is None else names.filter(pa.array(rows))
        found += _of_one(kind, points.chosen(rows), some, ())
    return found


def _of_one(kind: str, points: Points, names: pa.Array | None, notes: Sequence[str]) -> list[Kind]:
    """One kind, its services by identifier: of equally near ones the first is taken."""
    order = pc.sort_indices(points.ids)
    rows = order.to_numpy()
    ordered = Points(points.ids.take(order), points.lon[rows], points.lat[rows])
    names = pa.nulls(len(points), pa.string()) if names is None else names.take(order)
    return [Kind(kind, ordered, names, tuple(notes))]
