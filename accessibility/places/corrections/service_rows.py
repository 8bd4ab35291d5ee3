"""Single services of a kind: found, left out, added, moved."""

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from accessibility.errors import InputError
from accessibility.places.osm.services import Services
from accessibility.places.points import Points

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["moved_point", "nearest_of", "row_of", "with_service", "without_service"]


def row_of(points: Points, identifier: object) -> int | None:
    """
    Find a point.

    Parameters
    ----------
    points
        Points.
    identifier
        Its identifier; a number may be written as text.

    Returns
    -------
    int or None
        Its row; None if there is none.
    """
    ids = [str(one) for one in points.ids.to_pylist()]
    return ids.index(str(identifier)) if str(identifier) in ids else None


def nearest_of(name: object, known: "Iterable[object]", what: str) -> str:
    """
    Say which of some names is nearest to one that is not there.

    Parameters
    ----------
    name
        The name.
    known
        The names that there are.
    what
        What they are names of, in the plural.

    Returns
    -------
    str
        A sentence.
    """
    names = list(dict.fromkeys(str(one) for one in known if one is not None))
    near = get_close_matches(str(name), names, n=1, cutoff=0.5)
    if near:
        return f"Nearest is {near[0]}."
    shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
    return f"The {what} are {shown}." if names else f"There are no {what}."


def without_service(services: Services, row: int, label: str) -> Services:
    """
    Leave out a service.

    Parameters
    ----------
    services
        Services of a kind.
    row
        Which.
    label
        What closes it, for messages.

    Returns
    -------
    Services
        The others.

    Raises
    ------
    InputError
        If there are none.
    """
    kept = np.ones(len(services.points), np.bool_)
    kept[row] = False
    if not kept.any():
        problem = f"closes the last service of the kind {services.kind}"
        raise InputError.at(label, problem, "Leave one, or do not ask for the kind.")
    names = [name for name, stays in zip(services.names, kept, strict=True) if stays]
    return replace(services, points=services.points.chosen(kept), names=names)


def with_service(
    services: Services, identifier: object, place: tuple[float, float], name: str | None, label: str
) -> Services:
    """
    Add a service.

    Parameters
    ----------
    services
        Services of its kind.
    identifier
        Its identifier.
    place
        Longitude and latitude, WGS84 degrees.
    name
        Its name.
    label
        What adds it, for messages.

    Returns
    -------
    Services
        With it, at the end.

    Raises
    ------
    InputError
        If there is one of that identifier, or others have whole numbers and it has none.
    """
    points = services.points
    if row_of(points, identifier) is not None:
        problem = f"is a {services.kind} that is there already"
        raise InputError.at(label, problem, "Give another id.", field="id", value=identifier)
    added: object = str(identifier)
    if pa.types.is_integer(points.ids.type):
        try:
            added = int(str(identifier))
        except ValueError:
            problem = f"is no whole number, as the identifiers of the kind {services.kind} are"
            remedy = "Give a number that none of them has."
            raise InputError.at(label, problem, remedy, field="id", value=identifier) from None
    ids = pa.concat_arrays([_one(points.ids), pa.array([added], points.ids.type)])
    lon, lat = place
    longer = Points(ids, np.append(points.lon, lon), np.append(points.lat, lat))
    return replace(services, points=longer, names=[*services.names, name])


def _one(ids: "pa.Array | pa.ChunkedArray") -> pa.Array:
    return ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids


def moved_point(points: Points, row: int, place: tuple[float, float]) -> Points:
    """
    Put a point elsewhere.

    Parameters
    ----------
    points
        Points; they stay as they are.
    row
        Which.
    place
        Longitude and latitude, WGS84 degrees.

    Returns
    -------
    Points
        All of them.
    """
    lon, lat = points.lon.copy(), points.lat.copy()
    lon[row], lat[row] = place
    return Points(points.ids, lon, lat)
