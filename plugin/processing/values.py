"""One option of the worker as a parameter of an algorithm, and its value as the worker takes it."""

from __future__ import annotations

from typing import Any, NamedTuple

from qgis.core import (
    NULL,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)

__all__ = ["Option", "advanced", "helped", "is_given"]


class Option(NamedTuple):
    """
    An option.

    Parameters
    ----------
    name
        What the worker calls it; the parameter is the same in capitals.
    label
        What people read.
    text
        What it means.
    default
        Its default: a truth value, a whole or decimal number, a name, or a tuple of names.
    bounds
        Least and largest number.
    choices
        Names that may be chosen, and what people read for each.
    is_advanced
        Whether it is hidden at first.
    """

    name: str
    label: str
    text: str
    default: Any
    bounds: tuple[float, float] | None = None
    choices: dict[str, str] | None = None
    is_advanced: bool = False

    @property
    def parameter_name(self) -> str:
        """Name of the parameter."""
        return self.name.upper()

    def parameter(self) -> QgsProcessingParameterDefinition:
        """Make the parameter."""
        made = helped(self._parameter(), self.text)
        return advanced(made) if self.is_advanced else made

    def _parameter(self) -> QgsProcessingParameterDefinition:
        name, label, default = self.parameter_name, self.label, self.default
        if self.choices is not None:
            names = list(self.choices)
            several = isinstance(default, tuple)
            index = [names.index(one) for one in default] if several else names.index(default)
            labels = list(self.choices.values())
            return QgsProcessingParameterEnum(name, label, labels, several, index)
        if isinstance(default, bool):
            return QgsProcessingParameterBoolean(name, label, default)
        kinds = QgsProcessingParameterNumber.Type
        kind = kinds.Integer if isinstance(default, int) else kinds.Double
        least, most = self.bounds
        return QgsProcessingParameterNumber(name, label, kind, default, False, least, most)

    def value(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
    ) -> Any:
        """Read what was given, or the default."""
        asked = (parameters, self.parameter_name, context)
        if self.choices is not None:
            names = list(self.choices)
            if isinstance(self.default, tuple):
                return tuple(names[i] for i in sorted(set(algorithm.parameterAsEnums(*asked))))
            return names[algorithm.parameterAsEnum(*asked)]
        if isinstance(self.default, bool):
            return algorithm.parameterAsBool(*asked)
        if isinstance(self.default, int):
            return algorithm.parameterAsInt(*asked)
        return algorithm.parameterAsDouble(*asked)


def helped(
    parameter: QgsProcessingParameterDefinition, text: str
) -> QgsProcessingParameterDefinition:
    """Say in the parameter itself what it means."""
    parameter.setHelp(text)
    return parameter


def advanced(parameter: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Hide a parameter until people ask for more."""
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


def is_given(parameters: dict[str, Any], name: str) -> bool:
    """Say whether an optional parameter has a value; QGIS has several kinds of nothing."""
    value = parameters.get(name)
    return value is not None and value not in ("", NULL)
