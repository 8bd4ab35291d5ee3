"""What all algorithms have in common: names, icon, help, and the run of the worker."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingUtils,
)
from qgis.PyQt.QtGui import QIcon

from ..client import one_shot
from ..client.protocol import WorkerError
from ..client.wording import in_words_of_the_window
from ..i18n import tr
from .deliver import output_problem
from .values import helped

__all__ = ["NETWORK", "Algorithm", "absolute", "network_parameter", "temporary_file"]

ICONS = Path(__file__).parents[1] / "resources" / "icons"
NETWORK = "NETWORK"
MANIFEST = "manifest.json"
"""The file that tells a network from any other folder."""


class Algorithm(QgsProcessingAlgorithm):
    """
    An algorithm that asks the worker.

    Those derived from it set `ID` and `DEFINITIONS` (page of the documentation that says what the
    numbers mean), and say the rest in methods, since words depend on the language.
    """

    ID = ""
    DEFINITIONS = ""

    def name(self) -> str:
        """Never changes with the language."""
        return self.ID

    def createInstance(self) -> Algorithm:  # noqa: N802 - the name that QGIS calls
        """Make another one."""
        return type(self)()

    def icon(self) -> QIcon:
        """A picture of what comes out."""
        return QIcon(str(ICONS / f"{self.ID}.svg"))

    def svgIconPath(self) -> str:  # noqa: N802 - the name that QGIS calls
        """Where that picture is."""
        return str(ICONS / f"{self.ID}.svg")

    def summary(self) -> str:
        """What it does and what comes out, in paragraphs parted by empty lines."""
        raise NotImplementedError

    def shortHelpString(self) -> str:  # noqa: N802 - the name that QGIS calls
        """The summary, each parameter, and where the definitions are."""
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in self.summary().split("\n\n"))
        rows = "".join(_described(parameter) for parameter in self.parameterDefinitions())
        pages = tr("Definitions: documentation, page {page}").format(page=self.DEFINITIONS)
        return f"{paragraphs}<h2>{escape(tr('Parameters'))}</h2>{rows}<p>{escape(pages)}</p>"

    def shortDescription(self) -> str:  # noqa: N802 - the name that QGIS calls
        """The first sentences of the help."""
        return self.summary().split("\n\n")[0]

    def checkParameterValues(  # noqa: N802 - the name that QGIS calls
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Refuse before running what cannot be meant."""
        fine, problem = super().checkParameterValues(parameters, context)
        if fine:
            problem = self.problem(parameters, context)
        return not problem, problem

    def problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Say what is wrong with acceptable values; empty if all is well."""
        outputs = (each for each in self.parameterDefinitions() if each.isDestination())
        for output in outputs:
            problem = output_problem(parameters.get(output.name()))
            if problem:
                return problem
        if self.parameterDefinition(NETWORK) is None:
            return ""
        folder = self.parameterAsFile(parameters, NETWORK, context)
        if (Path(folder) / MANIFEST).is_file():
            return ""
        told = tr('"{folder}" is no network. Choose the folder that "Build network" has made.')
        return told.format(folder=folder)

    def ask(
        self, op: str, params: dict[str, Any], feedback: QgsProcessingFeedback
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """
        Have the worker do one thing.

        Parameters
        ----------
        op
            Name of the operation.
        params
            Its parameters.
        feedback
            Hears of progress, warnings and details, and may cancel.

        Returns
        -------
        summary, files : dict
            What the worker answered.

        Raises
        ------
        QgsProcessingException
            With what went wrong and what helps.
        """
        try:
            summary, files = one_shot.run(op, params, feedback)
        except WorkerError as error:
            failure = error.failure
            if failure.details:
                feedback.pushDebugInfo(failure.details)
            told = " ".join(part for part in (failure.message, failure.hint) if part)
            raise QgsProcessingException(in_words_of_the_window(told)) from None
        for warning in summary.get("warnings", ()):
            feedback.pushWarning(in_words_of_the_window(warning))
        return summary, files


def absolute(path: str) -> str:
    """
    Name a file or folder from the root on, as the worker wants it: it works elsewhere.

    Parameters
    ----------
    path
        The path, in `qgis_process` often from the folder in which it was started.
    """
    return str(Path(path).absolute())


def network_parameter() -> QgsProcessingParameterDefinition:
    """Make the parameter that all but one algorithm begin with."""
    behaviour = QgsProcessingParameterFile.Behavior.Folder
    return helped(
        QgsProcessingParameterFile(NETWORK, tr("Network"), behaviour),
        tr('Folder of streets and timetables, made by "Build network".'),
    )


def temporary_file(name: str) -> str:
    """Name a file that goes when QGIS does."""
    return QgsProcessingUtils.generateTempFilename(name)


def _described(parameter: QgsProcessingParameterDefinition) -> str:
    name, text = escape(parameter.description()), escape(parameter.help())
    return f"<p><b>{name}</b><br>{text}</p>"
