"""Areas within travel times."""

from typing import Any, Literal

from accessibility.analysis.isochrones import isochrones
from accessibility.operations.answers import begun, counted, told_provenance, told_warnings
from accessibility.operations.parameters import PlacesGiven, TravelParameters, reader
from accessibility.operations.request import Answer, Context, Operation
from accessibility.results.layers import check_layer_output
from accessibility.results.unsnapped import points_path

__all__ = ["OPERATIONS"]

MOST_ORIGINS = 100


class IsochroneParameters(TravelParameters):
    """
    Which areas.

    Parameters
    ----------
    origins
        The points.
    minutes, percentile, combine, rings, cell_size, crs
        As for `accessibility.isochrones`.
    """

    origins: PlacesGiven
    minutes: list[float]
    percentile: int | None = None
    combine: Literal["each", "union"] | int = "each"
    rings: bool = False
    cell_size: float = 50
    crs: str | None = None


def _isochrones(asked: IsochroneParameters, context: Context) -> Answer:
    when, options = asked.moments(), asked.travellers()
    check_layer_output(asked.output, [] if asked.origins.file is None else [asked.origins.file])
    network = context.networks.open(asked.network)
    origins = asked.origins.read(network, "origins")
    context.searches.compile(context.progress)
    table = isochrones(
        network,
        origins,
        when=when,
        minutes=asked.minutes,
        percentile=asked.percentile,
        combine=asked.combine,
        rings=asked.rings,
        options=options,
        cell_size=asked.cell_size,
        crs=asked.crs,
        output=asked.output,
        progress=context.progress,
    )
    found: dict[Any, Any] = table.attrs
    return Answer(
        {
            "areas": len(table),
            "origins": begun(found["origins"], MOST_ORIGINS, most_bytes=24_000),
            "points": counted(found["points"]),
            "warnings": told_warnings(found["warnings"]),
            "provenance": told_provenance(found["provenance"]),
        },
        {"output": asked.output, "points": points_path(asked.output)},
    )


OPERATIONS = {"isochrones": Operation(reader(IsochroneParameters), _isochrones)}
