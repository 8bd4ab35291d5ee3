"""Services of a kind, found among the places that a network keeps of OpenStreetMap."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa

from accessibility.errors import InputError, UsageError
from accessibility.places.osm.kinds import Kind, KindsTable, load_kinds
from accessibility.places.osm.merging import nodes_inside_areas
from accessibility.places.osm.opening import OpenState, open_states
from accessibility.places.osm.place_index import PlaceIndex
from accessibility.places.points import Points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from accessibility.network.extent import Extent
    from accessibility.network.network import Network

__all__ = ["Services", "parse_osm_kinds", "services_among", "services_of"]

OSM = "osm:"
LISTED = 5
"""So many identifiers stand in a note; the attributes of `Services` have all."""


@dataclass(frozen=True, eq=False)
class Services:
    """
    Services of one kind.

    Parameters
    ----------
    kind
        Name of the kind.
    points
        Where they are; identifiers as ``node/123``, ``way/45``, ``relation/6``.
    names
        Name of each; None where none is known.
    notes
        What was done with them and what else to know, as sentences.
    found
        How many OpenStreetMap has, before any was merged or left out.
    merged
        Nodes that were merged with the area of a service around them: identifiers of both.
    outside
        Identifiers of those that lie outside the extent of the streets; they are kept.
    closed
        Identifiers of those left out because they are closed.
    unknown
        Identifiers of those whose opening hours were asked for and are not known.
    scenario
        Hash of the scenario that was applied to them; None if none was.
    """

    kind: str
    points: Points
    names: list[str | None]
    notes: list[str]
    found: int
    merged: list[tuple[str, str]] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    scenario: str | None = None


def parse_osm_kinds(text: str) -> list[str]:
    """
    Read which kinds of services are wanted from OpenStreetMap.

    Parameters
    ----------
    text
        Such as ``osm:pharmacy,library``.

    Returns
    -------
    list of str
        The names, each once, in the order given.

    Raises
    ------
    UsageError
        If the text does not begin with ``osm:`` or names nothing.
    """
    head, found, names = text.strip().partition(OSM)
    kinds = list(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    if head or not found or not kinds:
        msg = f'"{text}" names no kinds of services. Write them as in osm:pharmacy,library.'
        raise UsageError(msg)
    return kinds


def services_of(
    network: "Network",
    kinds: Sequence[str],
    *,
    kinds_table: KindsTable | None = None,
    open_at: datetime | None = None,
    unknown: Literal["keep", "drop"] = "keep",
) -> list[Services]:
    """
    Find services by kind among the places of a network.

    Nodes, ways and relations count. A node in the area of a way or relation of the same kind is
    that service, mapped twice, and is merged with it; nothing else is taken for a double, however
    near. Services outside the extent of the streets are kept and counted.

    Parameters
    ----------
    network
        The network.
    kinds
        Names of the kinds; ``accessibility.places.osm.kinds.load_kinds`` gives them.
    kinds_table
        The table of kinds; default ours.
    open_at
        Local time at which services have to be open; default whenever.
    unknown
        Whether services whose opening hours are not known are kept then; default they are.

    Returns
    -------
    list of Services
        One for each kind, in the order given.

    Raises
    ------
    InputError
        If the network has no service of a kind, or none that is open.
    UsageError
        If there is no such kind; it names the nearest.
    """
    return services_among(
        network.places,
        kinds,
        label=str(network.path),
        extent=network.health.street_extent,
        timezone=network.timetable.timezone,
        kinds_table=kinds_table,
        open_at=open_at,
        unknown=unknown,
    )


def services_among(
    places: pa.Table,
    kinds: Sequence[str],
    *,
    label: str,
    extent: "Extent | None",
    timezone: str,
    kinds_table: KindsTable | None = None,
    open_at: datetime | None = None,
    unknown: Literal["keep", "drop"] = "keep",
) -> list[Services]:
    """
    Find services by kind in a table of places.

    Parameters
    ----------
    places
        Columns as in `PLACE_SCHEMA`.
    kinds, kinds_table, open_at, unknown
        As for `services_of`.
    label
        What to call the table in messages.
    extent
        Where the streets lie, to count services outside; None does not count.
    timezone
        The time zone of `open_at`, empty if it is not known.

    Returns
    -------
    list of Services
        As for `services_of`.
    """
    table = kinds_table or load_kinds()
    wanted = [(name, table[name]) for name in dict.fromkeys(kinds)]
    if unknown not in {"keep", "drop"}:
        msg = f'unknown: "{unknown}" is neither keep nor drop.'
        raise UsageError(msg)
    index = PlaceIndex(places)
    found = []
    for name, kind in wanted:
        some = index.of_kind(kind)
        if not some.num_rows:
            raise _none_there(label, name, kind, table, index)
        services = _merged(name, kind, some, extent)
        if open_at is not None:
            services = services.open_at(open_at, timezone, unknown, label)
        found.append(services.finish())
    return found


@dataclass(frozen=True)
class _Found:
    """Services of a kind on their way to becoming `Services`."""

    name: str
    kind: Kind
    ids: list[str]
    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"
    names: list[str | None]
    hours: list[str | None]
    found: int
    merged: list[tuple[str, str]]
    extent: "Extent | None"
    moment: datetime | None = None
    closed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unknown_kept: bool = True

    def open_at(
        self, moment: datetime, timezone: str, unknown: Literal["keep", "drop"], label: str
    ) -> "_Found":
        states = open_states(self.hours, self.lon, self.lat, moment, timezone)
        of_state: dict[OpenState, list[str]] = {"open": [], "closed": [], "unknown": []}
        for place, state in zip(self.ids, states, strict=True):
            of_state[state].append(place)
        kept = {"open", "unknown"} if unknown == "keep" else {"open"}
        rows = [row for row, state in enumerate(states) if state in kept]
        if not rows:
            problem = (
                f"of {self.kind.called(len(self.ids))} none is open at {moment:%Y-%m-%d %H:%M}: "
                f"{len(of_state['closed'])} closed, {len(of_state['unknown'])} unknown"
            )
            remedy = "Ask for another moment, or leave the opening hours out."
            raise InputError.at(label, problem, remedy)
        return replace(
            self,
            ids=[self.ids[row] for row in rows],
            lon=self.lon[rows],
            lat=self.lat[rows],
            names=[self.names[row] for row in rows],
            moment=moment,
            closed=of_state["closed"],
            unknown=of_state["unknown"],
            unknown_kept=unknown == "keep",
        )

    def finish(self) -> Services:
        outside = self._outside()
        return Services(
            self.name,
            Points(pa.array(self.ids, pa.string()), self.lon, self.lat),
            self.names,
            self._notes(outside),
            self.found,
            self.merged,
            outside,
            self.closed,
            self.unknown,
        )

    def _outside(self) -> list[str]:
        if self.extent is None:
            return []
        west, south, east, north = self.extent
        inside = (self.lon >= west) & (self.lon <= east) & (self.lat >= south) & (self.lat <= north)
        return [self.ids[row] for row in np.flatnonzero(~inside)]

    def _notes(self, outside: list[str]) -> list[str]:
        notes = [f"OpenStreetMap has {self.kind.called(self.found)}."]
        if self.merged:
            pairs = [f"{node} with {area}" for node, area in self.merged]
            notes.append(
                f"{len(pairs)} mapped as a point inside its own building or grounds, merged: "
                f"{_listed(pairs)}."
            )
        if self.moment is not None:
            at = f"{self.moment:%Y-%m-%d %H:%M}"
            if self.closed:
                notes.append(
                    f"{len(self.closed)} closed at {at}, left out: {_listed(self.closed)}."
                )
            if self.unknown:
                kept = "kept" if self.unknown_kept else "left out"
                notes.append(
                    f"{len(self.unknown)} whose opening hours at {at} are not known, {kept}: "
                    f"{_listed(self.unknown)}."
                )
        if outside:
            notes.append(
                f"{len(outside)} outside the extent of the streets, kept: {_listed(outside)}."
            )
        return [*notes, self.kind.note] if self.kind.note else notes


def _merged(name: str, kind: Kind, places: pa.Table, extent: "Extent | None") -> _Found:
    """Merge nodes with the areas around them; names and hours that an area lacks are theirs."""
    into = nodes_inside_areas(places)
    kinds, numbers = places["osm_type"].to_pylist(), places["osm_id"].to_pylist()
    ids = [f"{osm_type}/{number}" for osm_type, number in zip(kinds, numbers, strict=True)]
    names = places["name"].to_pylist()
    hours = [dict(tags).get("opening_hours") for tags in places["tags"].to_pylist()]
    for row in np.flatnonzero(into >= 0).tolist():
        names[into[row]] = names[into[row]] or names[row]
        hours[into[row]] = hours[into[row]] or hours[row]
    kept = np.flatnonzero(into < 0)
    return _Found(
        name,
        kind,
        [ids[row] for row in kept],
        places["lon"].to_numpy()[kept],
        places["lat"].to_numpy()[kept],
        [names[row] for row in kept],
        [hours[row] for row in kept],
        places.num_rows,
        [(ids[row], ids[into[row]]) for row in np.flatnonzero(into >= 0).tolist()],
        extent,
    )


def _listed(ids: Sequence[str]) -> str:
    more = len(ids) - LISTED
    return ", ".join(ids[:LISTED]) + (f" and {more} more" if more > 0 else "")


def _none_there(
    label: str, name: str, kind: Kind, table: KindsTable, index: PlaceIndex
) -> InputError:
    counts = {other: index.of_kind(table[other]).num_rows for other in table}
    there = {other: f"{other} ({count})" for other, count in counts.items() if count}
    near = get_close_matches(name, there, n=1, cutoff=0.5)
    if not there:
        remedy = "No kind is there: was the extract cut down to streets? Give one of all data."
    else:
        nearest = f"Nearest in name is {near[0]}. " if near else ""
        remedy = f"{nearest}These kinds are there: {', '.join(there.values())}."
    problem = f"finds nothing: OpenStreetMap has no {kind.label} here"
    return InputError.at(label, problem, remedy, field="kind", value=name)
