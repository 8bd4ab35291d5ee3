"""Points on the command line: given there, or how those of a file are read."""

from typing import TYPE_CHECKING, Annotated

import typer

from accessibility.errors import UsageError

if TYPE_CHECKING:
    from accessibility.places.points import Points

__all__ = ["DestinationCrs", "DestinationId", "OriginCrs", "OriginId", "places_given"]

OriginId = Annotated[str, typer.Option(help="Column of the origins' identifiers.")]
DestinationId = Annotated[str, typer.Option(help="Column of the destinations' identifiers.")]
OriginCrs = Annotated[
    str | None, typer.Option(help="CRS of origins that do not say it, as EPSG:27700.")
]
DestinationCrs = Annotated[str | None, typer.Option(help="CRS of destinations that do not say it.")]


def places_given(flag: str, texts: list[str]) -> "Points":
    """
    Read points of the command line.

    Parameters
    ----------
    flag
        The option that gave them, as ``--at``.
    texts
        Latitude and longitude of each, with a comma between.

    Returns
    -------
    Points
        Called 1, 2, … in their order.

    Raises
    ------
    UsageError
        If one is no place.
    """
    import numpy as np
    import pyarrow as pa

    from accessibility.places.points import Points

    places = []
    for text in texts:
        try:
            lat, lon = (float(part) for part in text.split(","))
        except ValueError:
            msg = f'{flag} "{text}" is no place: give latitude and longitude, as 51.5877,-2.9984.'
            raise UsageError(msg) from None
        if not (abs(lat) <= 90 and abs(lon) <= 180):
            msg = f'{flag} "{text}" is no place on Earth: give latitude first, then longitude.'
            raise UsageError(msg)
        places.append((lon, lat))
    lon, lat = np.array(places, np.float64).T
    return Points(pa.array(range(1, len(places) + 1)), lon.copy(), lat.copy())
