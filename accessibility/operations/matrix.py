"""Travel times from each origin to each destination."""

import json

from accessibility.analysis.matrix import matrix_job
from accessibility.executors.run import log_path, matrix_to_file
from accessibility.executors.threads import Threads
from accessibility.operations.answers import counted, told_provenance, told_warnings
from accessibility.operations.parameters import PlacesGiven, TravelParameters, reader
from accessibility.operations.request import Answer, Context, Operation
from accessibility.results.unsnapped import points_path
from accessibility.results.writers import check_output

__all__ = ["OPERATIONS"]


class MatrixParameters(TravelParameters):
    """
    Which matrix.

    Parameters
    ----------
    origins, destinations
        The points.
    percentiles, breakdown
        As for `accessibility.travel_time_matrix`.
    """

    origins: PlacesGiven
    destinations: PlacesGiven
    percentiles: list[int] | None = None
    breakdown: bool = False


def _matrix(asked: MatrixParameters, context: Context) -> Answer:
    when, options, output = asked.moments(), asked.travellers(), asked.output
    given = (asked.origins, asked.destinations)
    check_output(output, [places.file for places in given if places.file is not None])
    network = context.networks.open(asked.network)
    origins = asked.origins.read(network, "origins")
    destinations = asked.destinations.read(network, "destinations")
    context.searches.compile(context.progress)
    job = matrix_job(
        network,
        origins,
        destinations,
        when=when,
        percentiles=asked.percentiles,
        options=options,
        breakdown=asked.breakdown,
        engine="builtin",
        progress=context.progress,
    )
    matrix_to_file(job, Threads(), context.progress, output)
    run = json.loads(log_path(output).read_text(encoding="utf-8"))
    return Answer(
        {
            "origins": len(origins),
            "destinations": len(destinations),
            "rows": run["rows"],
            "reached": run["reached"],
            "points": counted(job.points),
            "warnings": told_warnings(job.warnings),
            "provenance": told_provenance(job.provenance),
        },
        {"output": output, "points": points_path(output)},
    )


OPERATIONS = {"matrix": Operation(reader(MatrixParameters), _matrix)}
