"""The algorithm that draws areas within travel times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..i18n import tr
from ..layers.finish import finish
from ..layers.results import AREAS, NOT_ROUTABLE, ON_STREETS, Carried, read_part
from .base import network_parameter, temporary_file
from .deliver import deliver
from .options import given_options
from .travel import TravelAlgorithm, points_parameters
from .values import Option, advanced, helped, is_given

if TYPE_CHECKING:
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingParameterDefinition,
    )

__all__ = ["Isochrones"]

ORIGINS = "ORIGINS"
MINUTES, PERCENTILE, AT_LEAST, GRID_CRS = "MINUTES", "PERCENTILE", "AT_LEAST", "GRID_CRS"
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
        words = tr("isochrone,catchment,service area,reach,accessibility,travel time,GTFS,bus,walk")
        return words.split(",")

    def summary(self) -> str:
        """What it does and what comes out."""
        return tr(
            "Draws the areas that people reach from points within some minutes, or with a deadline "
            "those from which they come in time. Outlines are exact contours of the travel times "
            "to the cells of a grid; where no street is near there is a hole.\n\n"
            "Areas have the fields id, minutes, minutes_from (the inner bound of a ring), when, "
            "direction, mode, percentile and area_km2, then those of their origin. They are in the "
            "CRS of the origins. Points without an answer are told in the log, and form a layer "
            "of their own if you ask for it."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: ARG002, N802
        """Add the parameters."""
        text = tr("Where people set out, or with a deadline where they have to be.")
        minutes = helped(
            QgsProcessingParameterString(MINUTES, tr("Minutes"), DEFAULT_MINUTES),
            tr("Travel times, ascending, with commas between them; 7.5 is one, too."),
        )
        for parameter in (
            network_parameter(),
            *points_parameters(ORIGINS, tr("Origins"), text),
            minutes,
            _rings().parameter(),
        ):
            self.addParameter(parameter)
        self.add_travel_parameters()
        for parameter in (*_advanced_parameters(), *_sinks()):
            self.addParameter(parameter)

    def problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Say what is wrong with acceptable values; empty if all is well."""
        return super().problem(parameters, context) or self._own_problem(parameters, context)

    def _own_problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        text = self.parameterAsString(parameters, MINUTES, context)
        minutes = _minutes_of(text)
        if not minutes or not all(low < high for low, high in zip([0, *minutes], minutes)):
            told = tr('Minutes "{text}": give ascending numbers above 0, such as 15,30,45,60.')
            return told.format(text=text)
        longest = given_options(self, parameters, context).get("max_time", 120)
        if minutes[-1] > longest:
            told = tr(
                "{minutes} minutes are beyond the longest travel time, {longest} minutes. Raise "
                "that, or ask for less."
            )
            return told.format(minutes=f"{minutes[-1]:g}", longest=f"{longest:g}")
        if is_given(parameters, PERCENTILE) and not self.moment(parameters, context).window:
            return tr("A percentile needs a window.")
        several = _combine().value(self, parameters, context) == "several"
        if several != is_given(parameters, AT_LEAST):
            return tr("Areas of several origins need a number of origins, and only they do.")
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
        here = {"origins": {"points": places.points}, "output": file}
        summary, _ = self.ask("isochrones", {**params, **here}, feedback)
        self.tell_points(summary, feedback)
        carried = Carried(places.attributes, places.fields, places.id_field)
        each = params["combine"] == "each"
        kept = {**params, "origins": self.reference(ORIGINS, parameters, context, places)}
        written: dict[str, Any] = {}
        for name, part, along in (
            (OUTPUT, AREAS, carried if each else Carried.nothing()),
            (SNAPPED, ON_STREETS, carried),
            (UNSNAPPED, NOT_ROUTABLE, carried),
        ):
            result = read_part(file, part, along, places.crs, context.transformContext())
            done = finish("isochrones", {**kept, "part": part.layer}, summary["provenance"])
            written.update(deliver(self, name, result, parameters, context, feedback, done))
        return written

    def _asked(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """What areas alone have, as the worker takes it."""
        combine = _combine().value(self, parameters, context)
        if combine == "several":
            combine = self.parameterAsInt(parameters, AT_LEAST, context)
        asked: dict[str, Any] = {
            "minutes": _minutes_of(self.parameterAsString(parameters, MINUTES, context)),
            "rings": _rings().value(self, parameters, context),
            "combine": combine,
            "cell_size": _cell_size().value(self, parameters, context),
        }
        if is_given(parameters, PERCENTILE):
            asked["percentile"] = self.parameterAsInt(parameters, PERCENTILE, context)
        grid = self.parameterAsCrs(parameters, GRID_CRS, context)
        if grid.isValid():
            asked["crs"] = grid.authid() or grid.toWkt()
        return asked


def _minutes_of(text: str) -> list[float]:
    """Numbers of a text; none if a part of it is no number."""
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        return []


def _rings() -> Option:
    return Option(
        "rings",
        tr("Rings"),
        tr("Areas leave out those of shorter times, instead of lying over them."),
        False,
    )


def _combine() -> Option:
    return Option(
        "combine",
        tr("Areas of"),
        tr("With several origins: areas of each, or what any or several of them reach."),
        "each",
        choices={
            "each": tr("each origin"),
            "union": tr("any origin"),
            "several": tr("several origins"),
        },
        is_advanced=True,
    )


def _cell_size() -> Option:
    return Option(
        "cell_size",
        tr("Side of a cell (metres)"),
        tr("Of the grid whose travel times are contoured. Smaller cells take longer."),
        50.0,
        (5, 5000),
        is_advanced=True,
    )


def _advanced_parameters() -> list[QgsProcessingParameterDefinition]:
    whole = QgsProcessingParameterNumber.Type.Integer
    percentile = QgsProcessingParameterNumber(
        PERCENTILE, tr("Percentile"), whole, None, True, 1, 100
    )
    many = QgsProcessingParameterNumber(AT_LEAST, tr("Number of origins"), whole, None, True, 1)
    grid = QgsProcessingParameterCrs(GRID_CRS, tr("Projection of the cells"), None, True)
    return [
        advanced(helped(percentile, tr(
            "Of the travel times over a window: 75 is for the cautious. Empty: the median."
        ))),
        _combine().parameter(),
        advanced(helped(many, tr("How many of the origins must reach a place."))),
        _cell_size().parameter(),
        advanced(helped(grid, tr("One in metres. Empty: the UTM zone."))),
    ]  # fmt: skip


def _sinks() -> list[QgsProcessingParameterDefinition]:
    polygons = QgsProcessing.SourceType.TypeVectorPolygon
    points = QgsProcessing.SourceType.TypeVectorPoint
    sink = QgsProcessingParameterFeatureSink
    return [
        helped(
            sink(OUTPUT, tr("Areas"), polygons),
            tr("An area for each origin and travel time."),
        ),
        helped(
            sink(SNAPPED, tr("Places on streets"), points, None, True, False),
            tr("Where origins join the streets."),
        ),
        helped(
            sink(UNSNAPPED, tr("Points without an answer"), points, None, True, False),
            tr("Origins that join no street, with the reason and the distance to the nearest."),
        ),
    ]
