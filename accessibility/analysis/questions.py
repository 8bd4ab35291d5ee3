"""What all analyses ask alike: which moments, and which points."""

from collections.abc import Iterable, Sequence
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

__all__ = [
    "as_json",
    "moments_of",
    "percentiles_of",
    "points_of",
    "street_extent",
    "street_modes",
]


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


def percentiles_of(
    options: TravelOptions,
    moments: Sequence[When | None],
    percentiles: Iterable[int] | None,
) -> tuple[int, ...] | None:
    """
    Settle which percentiles are asked.

    Parameters
    ----------
    options
        What travellers can and will do.
    moments
        What `moments_of` gave.
    percentiles
        What the caller was given.

    Returns
    -------
    tuple of int or None
        Ascending; None where there is one time only.

    Raises
    ------
    UsageError
        If they are none, or there is no window.
    """
    window = moments[0] is not None and moments[0].window_s > 0
    if options.mode != "transit" or not window:
        if percentiles is not None and options.mode != "transit":
            msg = (
                f'percentiles: mode "{options.mode}" takes the same time in the whole window. '
                "Leave them out."
            )
            raise UsageError(msg)
        if percentiles is not None:
            msg = "percentiles: they need a window of moments. Give a window, or leave them out."
            raise UsageError(msg)
        return None
    asked = (50,) if percentiles is None else tuple(percentiles)
    wrong = [p for p in asked if isinstance(p, bool) or int(p) != p or not 1 <= p <= 100]
    if wrong or not asked:
        named = f"{wrong[0]} is none" if wrong else "none is given"
        msg = f"percentiles: they are whole numbers from 1 to 100; {named}."
        raise UsageError(msg)
    return tuple(sorted({int(p) for p in asked}))


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
