"""What all analyses ask alike: which moments, and which points."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from accessibility.errors import NetworkError, UsageError
from accessibility.moments import When
from accessibility.options import TravelOptions
from accessibility.places.points import Points, read_points

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame

    from accessibility.network.extent import Extent
    from accessibility.network.network import Network

__all__ = ["as_json", "moments_of", "points_of", "street_extent", "street_modes"]


def moments_of(options: TravelOptions, when: When | Sequence[When] | None) -> list[When | None]:
    """
    Settle which moments are asked.

    Parameters
    ----------
    options
        What travellers can and will do.
    when
        What the caller was given.

    Returns
    -------
    list
        The moments; [None] where none is given and none is needed. A mode by itself takes the same
        time at any moment, but not in either direction.

    Raises
    ------
    UsageError
        If a moment is lacking, or several cannot be asked together.
    """
    moments = [] if when is None else [when] if isinstance(when, When) else list(when)
    if when is not None and not moments:
        msg = "The list of moments is empty. Give at least one, or leave it out."
        raise UsageError(msg)
    _refuse_twins(moments)
    if options.mode == "transit":
        if not moments:
            msg = 'Public transport needs a moment: when=DepartAt("2023-06-13 08:00").'
            raise UsageError(msg)
        if len({moment.window_s > 0 for moment in moments}) > 1:
            msg = "Moments with a window and moments without one cannot be asked together."
            raise UsageError(msg)
        return list(moments)
    if options.car_time_factors:
        if not moments:
            msg = (
                "car_time_factors: they depend on the time of day. Give a moment, such as "
                'when=DepartAt("2023-06-13 08:00").'
            )
            raise UsageError(msg)
        return list(moments)
    if len(moments) > 1:
        msg = f'mode: "{options.mode}" takes the same time at every moment. Give one, or none.'
        raise UsageError(msg)
    return list(moments) or [None]


def _refuse_twins(moments: list[When]) -> None:
    known = set()
    for moment in moments:
        asked = (moment.direction, str(moment), moment.measure)
        if asked in known:
            msg = f"The moment {moment} is given twice. Give each moment once."
            raise UsageError(msg)
        known.add(asked)


def as_json(moment: When) -> dict[str, Any]:
    """
    Say what moment was asked, for the provenance of an answer.

    Parameters
    ----------
    moment
        The moment.

    Returns
    -------
    dict
        Text and numbers.
    """
    return {"direction": moment.direction, **moment.model_dump(mode="json")}


def street_extent(network: "Network") -> "Extent":
    """
    Find where the streets of a network lie that points can join.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    tuple of float
        West, south, east, north in degrees.

    Raises
    ------
    NetworkError
        If the network has no such streets.
    """
    extent = network.health.street_extent
    if extent is None:
        msg = f"{network.path} has no streets to walk on. Build it from another extract."
        raise NetworkError(msg)
    return extent


def points_of(source: "GeoDataFrame | str | Path | Points", extent: "Extent", name: str) -> Points:
    """
    Read points, if they are not read yet.

    Parameters
    ----------
    source
        A layer, a file, or points.
    extent
        Where the streets lie.
    name
        What to call the points in messages.

    Returns
    -------
    Points
        The points.
    """
    if isinstance(source, Points):
        return source
    return read_points(source, extent=extent, name=name)


def street_modes(options: TravelOptions, role: str) -> set[str]:
    """
    Say how people move over the streets at one end of their journeys.

    Parameters
    ----------
    options
        What travellers can and will do.
    role
        ``origin`` or ``destination``.

    Returns
    -------
    set of str
        Of ``walk``, ``cycle`` and ``car``.
    """
    if options.mode != "transit":
        return {options.mode}
    end = options.access_modes if role == "origin" else options.egress_modes
    return {*options.direct_modes, *end}
