"""The algorithm that shows journeys, leg by leg."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
)

from ..i18n import tr
from ..layers.finish import finish
from ..layers.results import read_legs
from .base import absolute, network_parameter, temporary_file
from .deliver import deliver
from .travel import TravelAlgorithm, points_parameters
from .values import Option, advanced, helped, is_given

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

__all__ = ["Itineraries"]

ORIGINS, DESTINATIONS, FARES = "ORIGINS", "DESTINATIONS", "FARES"
OUTPUT, JOURNEYS, UNREACHED = "OUTPUT", "JOURNEYS", "UNREACHED"


class Itineraries(TravelAlgorithm):
    """The journeys behind travel times, as a layer of lines."""

    ID = "itineraries"
    DEFINITIONS = "method/journeys"

    def displayName(self) -> str:  # noqa: N802 - the name that QGIS calls
        """What people read."""
        return tr("Itineraries")

    def tags(self) -> list[str]:
        """Words by which it is found."""
        words = tr("itinerary,journey,route,leg,path,directions,GTFS,public transport,timetable")
        return words.split(",")

    def summary(self) -> str:
        """What it does and what comes out."""
        return tr(
            "Finds the journeys behind travel times: their legs with times, stops, vehicles and "
            "lines. A journey takes exactly as long as the travel-time matrix says.\n\n"
            "Each line is a leg. from_id and to_id are the pair, option numbers its journeys from "
            "0, the fastest, leg the legs of each. departure and arrival are local times, "
            "travel_time the minutes of the leg, wait those waited before it, total_time those of "
            "the whole journey, distance metres, and geometry_source what the line follows. Pairs "
            "without a journey are told in the log."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: ARG002, N802
        """Add the parameters."""
        lines = QgsProcessing.SourceType.TypeVectorLine
        for parameter in (
            network_parameter(),
            *points_parameters(ORIGINS, tr("Origins"), tr("Where people set out.")),
            *points_parameters(DESTINATIONS, tr("Destinations"), tr("Where they go.")),
            _pairs().parameter(),
            _alternatives().parameter(),
        ):
            self.addParameter(parameter)
        self.add_travel_parameters()
        fares = QgsProcessingParameterFile(
            FARES, tr("File of fares"), QgsProcessingParameterFile.Behavior.File, "toml", None, True
        )
        for parameter in (
            _priced().parameter(),
            advanced(helped(fares, tr("What journeys cost, where the timetables do not say."))),
            helped(
                QgsProcessingParameterFeatureSink(OUTPUT, tr("Legs"), lines),
                tr("A line for each leg of each journey."),
            ),
        ):
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber(JOURNEYS, tr("Journeys")))
        self.addOutput(QgsProcessingOutputNumber(UNREACHED, tr("Pairs without a journey")))

    def problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Say what is wrong with acceptable values; empty if all is well."""
        problem = super().problem(parameters, context)
        if problem:
            return problem
        by_file = _priced().value(self, parameters, context) == "file"
        if by_file != is_given(parameters, FARES):
            return tr("Fares by a file need that file, and only they do.")
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
        asked = {
            "pairs": _pairs().value(self, parameters, context),
            "alternatives": _alternatives().value(self, parameters, context),
        }
        fares = _priced().value(self, parameters, context)
        if fares != "none":
            by_file = absolute(self.parameterAsFile(parameters, FARES, context))
            asked["fares"] = by_file if fares == "file" else fares
        params = {**self.travel(parameters, context, feedback), **asked}
        file = temporary_file("itineraries.gpkg")
        points = {"origins": {"points": starts.points}, "destinations": {"points": ends.points}}
        summary, _ = self.ask("itineraries", {**params, **points, "output": file}, feedback)
        self.tell_points(summary, feedback)
        unreached = summary["unreached"]
        if unreached["count"]:
            told = tr("Pairs without a journey ({count}): {listed}")
            listed = "; ".join(f"{e['from_id']} - {e['to_id']}" for e in unreached["first"])
            feedback.pushWarning(told.format(count=unreached["count"], listed=listed))
        zone = summary["timezone"]
        result = read_legs(file, zone, starts.crs, context.transformContext())
        kept = {
            **params,
            "origins": self.reference(ORIGINS, parameters, starts),
            "destinations": self.reference(DESTINATIONS, parameters, ends),
            "part": "legs",
        }
        done = finish("itineraries", kept, summary["provenance"])
        return {
            **deliver(self, OUTPUT, result, parameters, context, feedback, done),
            JOURNEYS: summary["journeys"],
            UNREACHED: unreached["count"],
        }


def _pairs() -> Option:
    return Option(
        "pairs",
        tr("Pairs"),
        tr("One by one: from the first origin to the first destination, and so on; there must be "
           "as many of both."),
        "product",
        choices={
            "product": tr("each origin with each destination"),
            "zip": tr("one by one"),
        },
    )  # fmt: skip


def _alternatives() -> Option:
    return Option(
        "alternatives",
        tr("Slower journeys too"),
        tr(
            "Also those that need fewer vehicles than any faster one, at all moments of the window."
        ),
        False,
    )


def _priced() -> Option:
    return Option(
        "priced",
        tr("Fares"),
        tr("Adds what the fastest journey costs."),
        "none",
        choices={
            "none": tr("none"),
            "gtfs": tr("by the timetables"),
            "file": tr("by a file"),
        },
        is_advanced=True,
    )
