"""The algorithm that says what is in a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFileDestination,
)

from ..i18n import tr
from .base import NETWORK, absolute, network_parameter
from .deliver import output_path
from .moments import date_of
from .networks import NetworkAlgorithm
from .values import helped

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

__all__ = ["CheckNetwork"]

DATE, OUTPUT, REPORT = "DATE", "OUTPUT", "REPORT"


class CheckNetwork(NetworkAlgorithm):
    """The health report of a network, as a page."""

    ID = "checknetwork"
    DEFINITIONS = "how-to/check-a-network"

    def displayName(self) -> str:  # noqa: N802 - the name that QGIS calls
        """What people read."""
        return tr("Check network")

    def tags(self) -> list[str]:
        """Words by which it is found."""
        return tr("network,health,report,quality,timetable,GTFS,OpenStreetMap").split(",")

    def summary(self) -> str:
        """What it does and what comes out."""
        return tr(
            "Says what is in a network, what runs when, and what is wrong with it.\n\n"
            "What comes out is a page with map and charts that opens in any browser, the report as "
            "text, its verdict, and how many stops, trips and problems there are."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: ARG002, N802
        """Add the parameters."""
        day = QgsProcessingParameterDateTime.Type.Date
        for parameter in (
            network_parameter(),
            helped(
                QgsProcessingParameterDateTime(DATE, tr("Date"), day, None, True),
                tr("Day whose trips and departures are counted too. The page shows this day."),
            ),
            helped(
                QgsProcessingParameterFileDestination(
                    OUTPUT, tr("Health report"), tr("Pages (*.html)")
                ),
                tr("The page, .html."),
            ),
        ):
            self.addParameter(parameter)
        self.add_verdict()
        self.addOutput(QgsProcessingOutputString(REPORT, tr("Report as text")))

    def problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Say what is wrong with acceptable values; empty if all is well."""
        path = output_path(parameters.get(OUTPUT))
        if path and not path.lower().endswith((".html", ".htm")):
            return tr("{path}: the report is a page. Let its name end with .html.").format(
                path=path
            )
        return super().problem(parameters, context)

    def processAlgorithm(  # noqa: N802 - the name that QGIS calls
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Do it."""
        network = absolute(self.parameterAsFile(parameters, NETWORK, context))
        page = self.parameterAsFileOutput(parameters, OUTPUT, context)
        params: dict[str, Any] = {"network": network, "html": absolute(page)}
        date = date_of(parameters.get(DATE))
        if date:
            params["date"] = date
        opened, _ = self.ask("open", {"network": network}, feedback)
        checked, files = self.ask("check", params, feedback)
        report = "\n\n".join(part for part in (checked["text"], checked["services_text"]) if part)
        for line in report.splitlines():
            feedback.pushInfo(line)
        return {OUTPUT: files["html"], REPORT: report, **self.verdict(opened, feedback)}
