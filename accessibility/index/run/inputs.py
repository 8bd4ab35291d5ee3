"""What an index run is made from, besides the recipe: named so that it can be given again."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias, Union

from accessibility.errors import UsageError
from accessibility.network.network import Network
from accessibility.places.points import Places, Points
from accessibility.tables import LAYER_MARK, file_of

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame


__all__ = ["ORIGINS_OUTPUTS", "IndexInputs", "Source"]

logger = logging.getLogger("accessibility")

Source: TypeAlias = Union["GeoDataFrame", Points, str, Path]
OriginsOutput = Literal["none", "masked", "full"]
SOURCES = (
    "network",
    "areas",
    "origins",
    "services",
    "area_table",
    "domain_ranks",
    "corrections",
    "scenario",
)
"""Inputs that may be files."""
ORIGINS_OUTPUTS = ("none", "masked", "full")


@dataclass(frozen=True, eq=False)
class IndexInputs:
    """
    What an index run is made from, besides the recipe.

    Parameters
    ----------
    network
        The network, or its folder. Without one the index is made from the area table alone, which
        then has ready travel times (`accessibility.index.scores.of_times.columns_of_times`).
    areas
        Small areas: a layer of polygons, or its file; without a network it may be left out.
    origins
        From where people set out: points or places that were read, a layer, a file (a published
        directory of postcodes has each postcode as a point), ``osm:buildings``, or ``grid:250m``.
        Needed with a network.
    services
        Points of kinds of services by the kind's name, or one layer or file with a column ``kind``;
        kinds that are not there are taken from the network's OpenStreetMap extract. Default all
        are.
    area_table
        Numbers of areas that the recipe reads, such as cars and adults, or ready indicators: a
        table with the areas' identifiers, or its file. Default none.
    domain_ranks
        Published ranks of the other domains, by the names in the recipe's ``overall.weights``: a
        table or its file. Default none: the overall index is not made.
    corrections
        A table of corrections of services and origins, with author, date and reason. Default none.
    scenario
        Changes of timetables and services, to ask what if. Default none.
    area_id
        Column of the areas' identifiers; default that of the recipe.
    origin_id
        Column of the origins' identifiers; default ``id``, or the postcode in a directory.
    origin_crs
        Coordinate reference system of origins that do not say it.
    origin_filter
        ``column=value``: only these origins of a file or layer count. Default all.
    origins_output
        Whether rows of origins are written: ``none`` (default), ``masked`` (numbered, coordinates
        rounded to 100 m), or ``full``. Addresses are often licensed, and where few people live a
        row is about a person.
    """

    network: Network | str | Path | None = None
    areas: "GeoDataFrame | str | Path | None" = None
    origins: "Source | Places | None" = None
    services: "Source | Mapping[str, Source] | None" = None
    area_table: "DataFrame | str | Path | None" = None
    domain_ranks: "DataFrame | str | Path | None" = None
    corrections: str | Path | None = None
    scenario: str | Path | None = None
    area_id: str | None = None
    origin_id: str = "id"
    origin_crs: str | None = None
    origin_filter: str | None = None
    origins_output: OriginsOutput = "none"

    def as_json(self) -> dict[str, Any]:
        """
        Say what was given, so that it can be given again.

        Returns
        -------
        dict
            Texts; a file is told by its whole path, and what came from no file is None and is named
            in ``from_memory``.
        """
        told: dict[str, Any] = {}
        memory: list[str] = []
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if name == "network" and isinstance(value, Network):
                value = value.path
            if name not in SOURCES:
                told[name] = value
            elif isinstance(value, Mapping):
                told[name] = {kind: _path(source) for kind, source in value.items()}
            else:
                told[name] = _path(value)
                memory += [name] if told[name] is None and value is not None else []
        return told | {"from_memory": memory}

    @classmethod
    def from_json(cls, told: Mapping[str, Any], **given: Any) -> Self:
        """
        Make them of what `as_json` said.

        Parameters
        ----------
        told
            What it said.
        **given
            What is given now instead, by name.

        Returns
        -------
        IndexInputs
            The inputs.

        Raises
        ------
        UsageError
            If something came from no file and is not given now.
        """
        known = {name: value for name, value in told.items() if name in cls.__dataclass_fields__}
        known |= given
        services = known.get("services")
        memory = told.get("from_memory", ())
        lost = [name for name in memory if known.get(name) is None]
        lost += ["services"] if isinstance(services, Mapping) and None in services.values() else []
        if lost:
            msg = f"{lost[0]}: that run read none from a file. Give inputs that have them."
            raise UsageError(msg)
        return cls(**known)


def _path(value: object) -> str | None:
    """The whole path of a file, or of a layer in it; other texts as they are."""
    if not isinstance(value, str | Path):
        return None
    file, layer = file_of(value)
    if not file.exists():
        return str(value)
    return str(file.absolute()) + (f"{LAYER_MARK}{layer}" if layer else "")
