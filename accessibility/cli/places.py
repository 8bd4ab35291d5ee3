"""Points on the command line: given there, or how those of a file are read."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accessibility.cli.sharing import with_options
from accessibility.errors import UsageError

if TYPE_CHECKING:
    from pandas import DataFrame

    from accessibility.network.network import Network
    from accessibility.places.points import Places, Points
    from accessibility.places.postcodes.postcodes import Gazetteer
    from accessibility.progress import Progress
    from accessibility.results.matches import Matched

__all__ = ["PlacesAsked", "asks_places", "places_given"]


def _option(text: str, metavar: str | None = None) -> Any:
    return Annotated[str | None, typer.Option(help=text, metavar=metavar)]


def _options_of(role: str) -> dict[str, tuple[Any, Any]]:
    """Options of how points of a role are read, with their defaults."""
    identifiers = Annotated[str, typer.Option(help=f"Column of the {role}s' identifiers.")]
    return {
        f"{role}_id": (identifiers, "id"),
        f"{role}_crs": (_option(f"CRS of {role}s that do not say it, as EPSG:27700."), None),
        f"{role}_x": (_option(f"Column of the {role}s' longitude or easting.", "COLUMN"), None),
        f"{role}_y": (_option(f"Column of the {role}s' latitude or northing.", "COLUMN"), None),
        f"{role}_postcode": (_option(f"Column of postcodes to locate {role}s by.", "COLUMN"), None),
        f"{role}_address": (
            _option(f"Columns of addresses, to locate {role}s without a postcode.", "COLUMN,…"),
            None,
        ),
    }


_SHARED: dict[str, tuple[Any, Any]] = {
    "postcodes": (_option("Directory of postcodes: Code-Point Open, ONSPD.", "FILE"), None),
    "outward_fallback": (
        Annotated[
            bool,
            typer.Option(
                "--outward-fallback",
                help="Put postcodes that are not in it in the middle of their outward code.",
            ),
        ],
        False,
    ),
    "address_score": (
        Annotated[
            float,
            typer.Option(help="Least likeness, 0 to 100, of an address and a name on the map."),
        ],
        90.0,
    ),
}


class PlacesAsked:
    """
    What was asked on the command line of how points are read.

    Parameters
    ----------
    values
        Values by the names of the options, None where nothing was given.
    """

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values
        self._matches: dict[Matched, list[DataFrame]] = {"postcodes": [], "addresses": []}
        if values["outward_fallback"] and values["postcodes"] is None:
            raise UsageError("--outward-fallback belongs to a directory: give --postcodes FILE.")
        for name in values:
            if name.endswith("_x"):
                self._check(name.removesuffix("_x"))

    def _check(self, role: str) -> None:
        x, y, postcode = (self._values[f"{role}_{name}"] for name in ("x", "y", "postcode"))
        if (x is None) != (y is None):
            raise UsageError(f"--{role}-x and --{role}-y belong together. Give both, or none.")
        if postcode is not None and x is not None:
            msg = f"--{role}-postcode and --{role}-x both say where {role}s lie. Give one of them."
            raise UsageError(msg)
        if postcode is not None and self._values["postcodes"] is None:
            msg = f"--{role}-postcode needs a directory of postcodes: give --postcodes FILE."
            raise UsageError(msg)

    @property
    def inputs(self) -> list[str]:
        """Files that are read for the points besides their own."""
        directory = self._values["postcodes"]
        return [] if directory is None else [directory]

    @cached_property
    def _gazetteer(self) -> "Gazetteer | None":
        from accessibility.places.postcodes.postcodes import read_gazetteer

        directory = self._values["postcodes"]
        return None if directory is None else read_gazetteer(directory)

    def read(
        self, role: str, source: str, network: "Network", progress: "Progress | None" = None
    ) -> "Points":
        """
        Read points, or make those that a text names, such as ``grid:250m``.

        Parameters
        ----------
        role
            One of those of `asks_places`, such as ``origin``.
        source
            The file or text.
        network
            The network.
        progress
            Hears how far the work is and may cancel it.

        Returns
        -------
        Points
            The points; what became of postcodes is kept for `write_matches`.
        """
        from accessibility.places.from_text import points_from_text

        made = points_from_text(source, network, progress)
        if made is None:
            return self.read_places(role, source, network).points
        for note in made.notes:
            typer.echo(note, err=True)
        return made

    def read_places(
        self,
        role: str,
        source: str,
        network: "Network",
        *,
        weights: Sequence[str] = (),
        attributes: Sequence[str] = (),
    ) -> "Places":
        """
        Read points with weights and attributes.

        Parameters
        ----------
        role
            As for `read`.
        source
            The file.
        network
            The network.
        weights
            Columns of weights.
        attributes
            Other columns to keep.

        Returns
        -------
        Places
            The points and what is known of them.
        """
        from accessibility.analysis.questions import street_extent
        from accessibility.places.points import read_places

        address = self._values[f"{role}_address"]
        places = read_places(
            source,
            id_column=self._values[f"{role}_id"],
            x_column=self._values[f"{role}_x"],
            y_column=self._values[f"{role}_y"],
            postcode_column=self._values[f"{role}_postcode"],
            gazetteer=self._gazetteer,
            outward_fallback=self._values["outward_fallback"],
            address_columns=[] if address is None else address.split(","),
            address_score=self._values["address_score"],
            network=network,
            crs=self._values[f"{role}_crs"],
            extent=street_extent(network),
            weights=weights,
            attributes=attributes,
        )
        told: dict[Matched, DataFrame | None] = {
            "postcodes": places.postcodes,
            "addresses": places.addresses,
        }
        for what, table in told.items():
            if table is not None:
                self._matches[what].append(table.assign(role=role))
        return places

    def write_matches(self, output: Path) -> None:
        """
        List beside an output what became of postcodes and addresses, and say how many were located.

        Parameters
        ----------
        output
            The output; without postcodes or addresses the list of an earlier run is removed.
        """
        from accessibility.results.matches import write_matches

        for what, tables in self._matches.items():
            if not tables:
                write_matches(output, what, None)
                continue
            import pandas as pd

            path = write_matches(output, what, pd.concat(tables, ignore_index=True))
            for table in tables:
                counts = ", ".join(
                    f"{count:,} {status}"
                    for status, count in table["status"].value_counts().items()
                )
                role = table["role"].iloc[0]
                typer.echo(f"{what.capitalize()} of {role}s: {counts}; see {path}.", err=True)


def asks_places(*roles: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """
    Give a command the options of how points are read.

    Parameters
    ----------
    *roles
        What the points are, as ``origin``, ``destination``: the options are called after it.

    Returns
    -------
    callable
        Decorates a command that takes `given`, a `PlacesAsked`, besides its own options.
    """
    options = {name: value for role in roles for name, value in _options_of(role).items()}

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        return with_options(command, "given", {**options, **_SHARED}, PlacesAsked)

    return decorate


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
