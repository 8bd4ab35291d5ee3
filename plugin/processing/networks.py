"""What algorithms share that make networks or look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingOutputNumber, QgsProcessingOutputString

from ..i18n import tr
from .base import Algorithm

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeedback

__all__ = ["NetworkAlgorithm"]

VERDICT, USABLE, STOPS, TRIPS, PROBLEMS = "VERDICT", "USABLE", "STOPS", "TRIPS", "PROBLEMS"


class NetworkAlgorithm(Algorithm):
    """An algorithm that ends with what a network is."""

    def group(self) -> str:
        """Name of the group."""
        return tr("Network")

    def groupId(self) -> str:  # noqa: N802 - the name that QGIS calls
        """Never changes with the language."""
        return "network"

    def add_verdict(self) -> None:
        """Add the outputs."""
        self.addOutput(QgsProcessingOutputString(VERDICT, tr("Verdict")))
        for name, label in (
            (USABLE, tr("Usable (1 or 0)")),
            (STOPS, tr("Stops")),
            (TRIPS, tr("Trips")),
            (PROBLEMS, tr("Problems")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def verdict(self, summary: dict[str, Any], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """
        Say what a network is.

        Parameters
        ----------
        summary
            What the worker says when it opens it.
        feedback
            Hears the verdict.
        """
        say = feedback.pushInfo if summary["usable"] else feedback.pushWarning
        say(summary["verdict"])
        return {
            VERDICT: summary["verdict"],
            USABLE: int(summary["usable"]),
            STOPS: summary["stops"],
            TRIPS: summary["trips"],
            PROBLEMS: summary["problems"],
        }
