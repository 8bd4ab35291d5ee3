"""The algorithm that draws areas within travel times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..i18n import tr
from ..layers.bands import style_bands, style_not_routable, style_origins
from ..layers.results import AREAS, NOT_ROUTABLE, ON_STREETS, Carried, read_part
from .base import NETWORK, network_parameter, temporary_file
from .options import given_options
from .sinks import Output, write_part
from .travel import TravelAlgorithm, points_parameters
from .values import Option, advanced, helped

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer, QgsProcessingContext, QgsProcessingFeedback

__all__ = ["Isochrones"]

ORIGINS = "ORIGINS"
MINUTES = "MINUTES"
PERCENTILE = "PERCENTILE"
AT_LEAST = "AT_LEAST"
GRID_CRS = "GRID_CRS"
OUTPUT, SNAPPED, UNSNAPPED = "OUTPUT", "SNAPPED", "UNSNAPPED"
DEFAULT_MINUTES = "15,30,45,60"


class Isochrones(TravelAlgorithm):
    """Areas within travel times, as a layer of polygons."""

    ID = "isochrones"
    DEFINITIONS = "decisions/0012-isochrones"

    def displayName(self) -> str:  # noqa: N802 - the name that QGIS calls
        """What people read."""
        return tr("Isochrones")

    def tags(self) -> list[str]:
        """Words by which it is found."""
        words = "isochrone,service area,catchment,reach,accessibility,GTFS,public transport,walking"
        return [*words.split(","), tr("isochrone"), tr("catchment"), tr("public transport")]

    def summary(self) -> str:
        """What it does and what comes out."""
        return tr(
            "Draws the areas that people reach from points within some minutes, or with a deadline "
            "those from which they come in time. Outlines are exact contours of the travel times "
            "to cells of a grid; what no street comes near is a hole.\n\n"
            "Areas have the fields id, minutes, minutes_from (the inner bound of a ring), when, "
            "direction, mode, percentile and area_km2, then those of their origin. They are in the "
            "CRS of the origins. Points far from any street are listed in the log, and in a "
            "layer of their own if you ask for it."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: ARG002, N802
        """Add the parameters."""
        self.addParameter(network_parameter())
        text = tr("Where people set out, or with a deadline where they have to be.")
        for parameter in points_parameters(ORIGINS, tr("Origins"), text):
            self.addParameter(parameter)
        self.addParameter(helped(
            QgsProcessingParameterString(MINUTES, tr("Minutes"), DEFAULT_MINUTES),
            tr("Travel times, ascending, with commas between them; 7.5 is a number, too."),
        ))  # fmt: skip
        self.addParameter(_rings().parameter())
        self.add_travel_parameters()
        for parameter in _advanced_parameters():
            self.addParameter(advanced(parameter))
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        points = QgsProcessing.SourceType.TypeVectorPoint
        self.addParameter(helped(
            QgsProcessingParameterFeatureSink(OUTPUT, tr("Areas"), polygons),
            tr("One area for each origin and travel time."),
        ))  # fmt: skip
        for name, label, help_text in (
            (SNAPPED, tr("Places on streets"), tr("Where the origins join the streets.")),
            (UNSNAPPED, tr("Points without an answer"), tr("Origins too far from any street.")),
        ):
            sink = QgsProcessingParameterFeatureSink(name, label, points, None, True, False)
            self.addParameter(helped(sink, help_text))

    def problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Say what is wrong with acceptable values; empty if all is well."""
        return super().problem(parameters, context) or self._own_problem(parameters, context)

    def _own_problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        text = self.parameterAsString(parameters, MINUTES, context)
        minutes = minutes_of(text)
        if not minutes or any(low >= high for low, high in zip([0, *minutes], minutes)):
            told = tr('Minutes "{text}": give ascending numbers above 0, such as 15,30,45,60.')
            return told.format(text=text)
        longest = given_options(self, parameters, context).get("max_time", 120)
        if minutes[-1] > longest:
            told = tr("{minutes:g} minutes are beyond the longest travel time, {longest:g}. Raise it, or ask for less.")  # fmt: skip
            return told.format(minutes=minutes[-1], longest=longest)
        percentile = self.parameterAsString(parameters, PERCENTILE, context)
        if percentile and not self.window(parameters, context):
            return tr("A percentile needs a window.")
        many = self.parameterAsString(parameters, AT_LEAST, context)
        if many and _combine().value(self, parameters, context) != "several":
            return tr("A number of origins is for areas that several of them reach.")
        return ""

    def processAlgorithm(  # noqa: N802 - the name that QGIS calls
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Do it."""
        places = self.places(ORIGINS, parameters, context, feedback)
        params = {**self.travel(parameters, context, feedback), **self._asked(parameters, context)}
        file = temporary_file("isochrones.gpkg")
        origins = {"origins": {"points": places.points}, "output": file}
        summary, _ = self.ask("isochrones", {**params, **origins}, feedback)
        self.tell_points(summary, feedback)
        each = params["combine"] == "each"
        carried = Carried(places.attributes, places.fields, places.id_field)
        kept = {**params, "origins": self.reference(ORIGINS, parameters, context, places)}
        written = {}
        for name, part, along in (
            (OUTPUT, AREAS, carried if each else Carried.nothing()),
            (SNAPPED, ON_STREETS, carried),
            (UNSNAPPED, NOT_ROUTABLE, carried),
        ):
            result = read_part(file, part, along, places.crs, context.transformContext())
            output = Output(self, name, parameters, context, feedback)
            request = ("isochrones", {**kept, "part": name.lower()}, summary["provenance"])
            written.update(write_part(output, result, _look(name, params), request))
        return written

    def _asked(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> dict[str, Any]:
        """What only areas have."""
        asked: dict[str, Any] = {
            "minutes": minutes_of(self.parameterAsString(parameters, MINUTES, context)),
            "rings": _rings().value(self, parameters, context),
            "combine": self._combined(parameters, context),
            "cell_size": _cell_size().value(self, parameters, context),
        }
        if self.parameterAsString(parameters, PERCENTILE, context):
            asked["percentile"] = self.parameterAsInt(parameters, PERCENTILE, context)
        grid = self.parameterAsCrs(parameters, GRID_CRS, context)
        if grid.isValid():
            asked["crs"] = grid.authid() or grid.toWkt()
        return asked
