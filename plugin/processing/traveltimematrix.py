"""The algorithm that writes a travel-time matrix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProviderRegistry,
)

from ..i18n import tr
from ..layers.finish import finish
from ..layers.tables import TABLE_EXTENSIONS, describe_columns
from .base import absolute, network_parameter
from .deliver import finish_when_loaded, output_path
from .travel import TravelAlgorithm, points_parameters
from .values import Option, helped, is_given

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

__all__ = ["TravelTimeMatrix"]

ORIGINS, DESTINATIONS = "ORIGINS", "DESTINATIONS"
PERCENTILES = "PERCENTILES"
OUTPUT, ROWS, REACHED = "OUTPUT", "ROWS", "REACHED"


class TravelTimeMatrix(TravelAlgorithm):
    """Travel times from each origin to each destination, as a table."""

    ID = "traveltimematrix"
    DEFINITIONS = "method/transit"

    def displayName(self) -> str:  # noqa: N802 - the name that QGIS calls
        """What people read."""
        return tr("Travel-time matrix")

    def tags(self) -> list[str]:
        """Words by which it is found."""
        words = tr("matrix,OD,origin,destination,travel time,accessibility,GTFS,public transport")
        return words.split(",")

    def summary(self) -> str:
        """What it does and what comes out."""
        return tr(
            "Works out the travel time from each origin to each destination, to the second.\n\n"
            "The table has a row for each pair with from_id, to_id and travel_time in minutes, "
            "empty where the destination is not reached. Over a window there is a column for each "
            "percentile, such as travel_time_p50. Large tables are best written as Parquet and not "
            "loaded."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: ARG002, N802
        """Add the parameters."""
        percentiles = QgsProcessingParameterString(
            PERCENTILES, tr("Percentiles"), None, False, True
        )
        table = QgsProcessing.SourceType.TypeVector
        for parameter in (
            network_parameter(),
            *points_parameters(ORIGINS, tr("Origins"), tr("Where people set out.")),
            *points_parameters(DESTINATIONS, tr("Destinations"), tr("Where they go.")),
        ):
            self.addParameter(parameter)
        self.add_travel_parameters()
        for parameter in (
            helped(percentiles, tr(
                "Of the travel times over a window, ascending, such as 25,50,75. Empty: the median."
            )),
            _breakdown().parameter(),
            helped(
                QgsProcessingParameterVectorDestination(OUTPUT, tr("Travel times"), table),
                tr("A file, .csv or .parquet. Points without an answer are listed beside it."),
            ),
        ):  # fmt: skip
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber(ROWS, tr("Rows")))
        self.addOutput(QgsProcessingOutputNumber(REACHED, tr("Pairs with a travel time")))

    def problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Say what is wrong with acceptable values; empty if all is well."""
        return super().problem(parameters, context) or self._own_problem(parameters, context)

    def _own_problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        if is_given(parameters, PERCENTILES):
            text = self.parameterAsString(parameters, PERCENTILES, context)
            numbers = _numbers_of(text)
            if not numbers or any(low >= high for low, high in zip([0, *numbers], numbers)):
                told = tr(
                    'Percentiles "{text}": give ascending numbers from 1 to 100, as 25,50,75.'
                )
                return told.format(text=text)
            if numbers[-1] > 100:
                return tr("Percentiles go up to 100.")
            if not self.moment(parameters, context).window:
                return tr("Percentiles need a window.")
        path = output_path(parameters.get(OUTPUT))
        if path and Path(path).suffix.lower()[1:] not in TABLE_EXTENSIONS:
            told = tr("{path}: a table is written as .csv or .parquet. Name it accordingly.")
            return told.format(path=path)
        return ""

    def processAlgorithm(  # noqa: N802 - the name that QGIS calls
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Do it."""
        starts = self.places(ORIGINS, parameters, context, feedback)
        ends = self.places(DESTINATIONS, parameters, context, feedback)
        asked: dict[str, Any] = {"breakdown": _breakdown().value(self, parameters, context)}
        if is_given(parameters, PERCENTILES):
            text = self.parameterAsString(parameters, PERCENTILES, context)
            asked["percentiles"] = _numbers_of(text)
        params = {**self.travel(parameters, context, feedback), **asked}
        file = self.parameterAsOutputLayer(parameters, OUTPUT, context)
        points = {"origins": {"points": starts.points}, "destinations": {"points": ends.points}}
        summary, _ = self.ask("matrix", {**params, **points, "output": absolute(file)}, feedback)
        self.tell_points(summary, feedback)
        if file.lower().endswith(".csv"):
            describe_columns(file, from_id=starts.points[0][0], to_id=ends.points[0][0])
        elif not _can_read_parquet():
            feedback.pushInfo(tr("This QGIS does not read Parquet: the table is not loaded."))
            waiting = context.layersToLoadOnCompletion()
            waiting.pop(file, None)
            context.setLayersToLoadOnCompletion(waiting)
        kept = {
            **params,
            "origins": self.reference(ORIGINS, parameters, starts),
            "destinations": self.reference(DESTINATIONS, parameters, ends),
            "part": "matrix",
        }
        finish_when_loaded(context, file, finish("matrix", kept, summary["provenance"]))
        return {OUTPUT: file, ROWS: summary["rows"], REACHED: summary["reached"]}


def _breakdown() -> Option:
    return Option(
        "breakdown",
        tr("What each time consists of"),
        tr("Columns of waits, walks and minutes in vehicles, and of the number of rides."),
        False,
        is_advanced=True,
    )


def _numbers_of(text: str) -> list[int]:
    """Whole numbers of a text; none if a part of it is no such number."""
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        return []


def _can_read_parquet() -> bool:
    return "*.parquet" in QgsProviderRegistry.instance().fileVectorFilters()
