"""What algorithms share that compute travel times: points, travellers, moments."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ..i18n import tr
from ..layers.points import Places, read_places, refer_to, source_of
from .base import NETWORK, Algorithm, absolute
from .moments import Moment, moment_parameters, read_moment
from .options import as_worker_options, contradiction, given_options, travel_options
from .values import helped

__all__ = ["TravelAlgorithm", "points_parameters"]

MOST_LISTED = 20
POINTS = ("ORIGINS", "DESTINATIONS")


class TravelAlgorithm(Algorithm):
    """An algorithm with the parameters of travellers and moments."""

    def group(self) -> str:
        """Name of the group."""
        return tr("Travel times")

    def groupId(self) -> str:  # noqa: N802 - the name that QGIS calls
        """Never changes with the language."""
        return "traveltimes"

    def add_travel_parameters(self) -> None:
        """Add them: the way to travel first, then the moment, then the rest."""
        mode, *others = (option.parameter() for option in travel_options())
        for parameter in (mode, *moment_parameters(), *others):
            self.addParameter(parameter)

    def problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Say what is wrong with acceptable values; empty if all is well."""
        given = given_options(self, parameters, context)
        return (
            super().problem(parameters, context)
            or contradiction(given)
            or self.moment(parameters, context).contradiction(given.get("mode", "transit"))
        )

    def moment(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Moment:
        """
        Read when people travel.

        Parameters
        ----------
        parameters, context
            Those of the run.
        """
        return read_moment(self, parameters, context)

    def prepareAlgorithm(  # noqa: N802 - the name that QGIS calls
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> bool:
        """Look at layers while this is the main thread."""
        names = (name for name in POINTS if self.parameterDefinition(name) is not None)
        self._sources = {
            name: source_of(self.parameterAsVectorLayer(parameters, name, context))
            for name in names
        }
        return super().prepareAlgorithm(parameters, context, feedback)

    def places(
        self,
        name: str,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Places:
        """
        Read the points of a parameter.

        Parameters
        ----------
        name
            Name of the parameter; that of its identifiers ends with ``_ID``.
        parameters, context, feedback
            Those of the run.
        """
        source = self.parameterAsSource(parameters, name, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, name))
        field = self.parameterAsString(parameters, f"{name}_ID", context)
        label = self.parameterDefinition(name).description()
        return read_places(source, field, label, context, feedback)

    def reference(
        self,
        name: str,
        parameters: dict[str, Any],
        places: Places,
    ) -> dict[str, Any]:
        """
        Say where the points of a parameter come from, so that they can be read again.

        Parameters
        ----------
        name
            Name of the parameter.
        parameters
            Those of the run.
        places
            What was read.
        """
        return refer_to(self._sources[name], places, whole=not _is_part(parameters.get(name)))

    def travel(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """
        Say network, travellers and moment as the worker takes them.

        Parameters
        ----------
        parameters, context, feedback
            Those of the run.
        """
        network = absolute(self.parameterAsFile(parameters, NETWORK, context))
        given = given_options(self, parameters, context)
        moment = self.moment(parameters, context)
        when = None
        if moment.matters(given.get("mode", "transit")):
            date = moment.date or self._default_date(network, feedback)
            when = moment.as_when(date)
        return {"network": network, "when": when, "options": as_worker_options(given)}

    def _default_date(self, network: str, feedback: QgsProcessingFeedback) -> str:
        summary, _ = self.ask("open", {"network": network}, feedback)
        date = summary["default_date"]
        if date is None:
            raise QgsProcessingException(
                tr("The network has no timetables: give a date, or another way to travel.")
            )
        feedback.pushInfo(tr("Date: {date}, the best-served Tuesday.").format(date=date))
        return date

    def tell_points(self, summary: dict[str, Any], feedback: QgsProcessingFeedback) -> None:
        """
        Say which points have no answer.

        Parameters
        ----------
        summary
            What the worker answered.
        feedback
            Hears it.
        """
        points = summary["points"]
        if not points["count"]:
            return
        listed = "; ".join(_without_answer(point) for point in points["first"][:MOST_LISTED])
        more = "; …" if points["count"] > MOST_LISTED else ""
        told = tr("Points without an answer ({count}): {listed}")
        feedback.pushWarning(told.format(count=points["count"], listed=listed + more))


def points_parameters(name: str, label: str, text: str) -> list[QgsProcessingParameterDefinition]:
    """
    Make the parameters of a layer of points.

    Parameters
    ----------
    name
        Name of the first; that of its identifiers ends with ``_ID``.
    label
        What people read.
    text
        What the points are for.
    """
    kinds = [QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorPolygon]
    shapes = tr(
        "Points, or areas, for which a point on their surface stands. Each part of a feature with "
        "several points counts by itself, with -1, -2 and so on after its identifier."
    )
    field = QgsProcessingParameterField(f"{name}_ID", tr("{layer}: identifier").format(layer=label))
    field.setParentLayerParameterName(name)
    field.setFlags(field.flags() | QgsProcessingParameterDefinition.Flag.FlagOptional)
    return [
        helped(QgsProcessingParameterFeatureSource(name, label, kinds), f"{text} {shapes}"),
        helped(
            field,
            tr("Field with text or whole numbers, each once. Empty: the number of the feature."),
        ),
    ]


def _is_part(value: Any) -> bool:
    """Say whether a parameter means some of a layer's features."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return False
    expression = getattr(value, "filterExpression", "")  # since QGIS 3.32
    return value.selectedFeaturesOnly or value.featureLimit >= 0 or bool(expression)


def _without_answer(point: dict[str, Any]) -> str:
    if point["distance_m"] is None:  # a place that is not known is far from nothing
        return str(point["id"])
    reasons = {
        "too_far": tr("{distance} m from a street"),
        "outside": tr("outside the streets of the network"),
    }
    reason = reasons[point["status"]].format(distance=f"{point['distance_m']:.0f}")
    return f"{point['id']} ({reason})"
