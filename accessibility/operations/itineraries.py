"""The journeys behind travel times."""

from typing import Any, Literal

from accessibility.analysis.itineraries import itineraries
from accessibility.operations.answers import counted, told_provenance, told_warnings
from accessibility.operations.parameters import PlacesGiven, Source, TravelParameters, reader
from accessibility.operations.request import Answer, Context, Operation
from accessibility.results.beside import beside
from accessibility.results.layers import LEG_EXTENSIONS, check_layer_output
from accessibility.results.unreached import unreached_path
from accessibility.results.unsnapped import points_path

__all__ = ["OPERATIONS"]


class ItineraryParameters(TravelParameters):
    """
    Which journeys.

    Parameters
    ----------
    origins, destinations
        The points.
    pairs, alternatives, fares
        As for `accessibility.itineraries`.
    """

    origins: PlacesGiven
    destinations: PlacesGiven
    pairs: Literal["product", "zip"] = "product"
    alternatives: bool = False
    fares: Literal["gtfs"] | Source | None = None


def _itineraries(asked: ItineraryParameters, context: Context) -> Answer:
    when, options, output = asked.moments(), asked.travellers(), asked.output
    given = (asked.origins.file, asked.destinations.file)
    check_layer_output(output, [file for file in given if file is not None], LEG_EXTENSIONS)
    network = context.networks.open(asked.network)
    origins = asked.origins.read(network, "origins")
    destinations = asked.destinations.read(network, "destinations")
    context.searches.compile(context.progress)
    table: Any = itineraries(
        network,
        origins,
        destinations,
        when=when,
        pairs=asked.pairs,
        alternatives=asked.alternatives,
        options=options,
        fares=asked.fares,
        output=output,
        progress=context.progress,
    )
    found = table.attrs
    return Answer(
        {
            "journeys": len(table.drop_duplicates(["from_id", "to_id", "option"])),
            "legs": len(table),
            "timezone": network.timetable.timezone or None,
            "unreached": counted(found["unreached"]),
            "points": counted(found["points"]),
            **({"unpriced": counted(found["unpriced"])} if "unpriced" in found else {}),
            "warnings": told_warnings(found["warnings"]),
            "provenance": told_provenance(found["provenance"]),
        },
        {
            "output": output,
            "points": points_path(output),
            "unreached": unreached_path(output),
            "unpriced": beside(output, "unpriced"),
        },
    )


OPERATIONS = {"itineraries": Operation(reader(ItineraryParameters), _itineraries)}
