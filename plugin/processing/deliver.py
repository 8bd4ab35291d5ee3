"""From results to layers: written where they were asked for, finished once QGIS has loaded them."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    QgsFeatureSink,
    QgsProcessingException,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingOutputLayerDefinition,
)

from ..i18n import tr

if TYPE_CHECKING:
    from qgis.core import (
        QgsMapLayer,
        QgsProcessingAlgorithm,
        QgsProcessingContext,
        QgsProcessingFeedback,
    )

    from ..layers.results import Result

__all__ = ["deliver", "finish_when_loaded", "output_path", "output_problem"]

_waiting: deque[_Finisher] = deque(maxlen=100)
"""QGIS holds no Python reference to a finisher; without one, Python lets go of it too early."""


class _Finisher(QgsProcessingLayerPostProcessorInterface):
    def __init__(self, finish: Callable[[QgsMapLayer], None]) -> None:
        super().__init__()
        self._finish = finish

    def postProcessLayer(  # noqa: N802 - the name that QGIS calls
        self,
        layer: QgsMapLayer,
        context: QgsProcessingContext,  # noqa: ARG002 - QGIS gives it
        feedback: QgsProcessingFeedback,  # noqa: ARG002
    ) -> None:
        self._finish(layer)


def finish_when_loaded(
    context: QgsProcessingContext, destination: str, finish: Callable[[QgsMapLayer], None]
) -> None:
    """
    Do something with a result in the main thread, if QGIS loads it.

    Parameters
    ----------
    context
        The context of the run.
    destination
        The result, as `parameterAsSink` or `parameterAsOutputLayer` names it.
    finish
        What to do with the layer.
    """
    if context.willLoadLayerOnCompletion(destination):
        finisher = _Finisher(finish)
        _waiting.append(finisher)
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(finisher)


def deliver(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    result: Result,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    finish: Callable[[QgsMapLayer], None],
) -> dict[str, str]:
    """
    Write a result to the sink of a parameter.

    Parameters
    ----------
    algorithm
        The algorithm.
    name
        Name of the parameter.
    result
        The result.
    parameters, context, feedback
        Those of the run.
    finish
        What to do with the layer if QGIS loads it.

    Returns
    -------
    dict
        Where the result is, by the parameter's name; empty if nobody asked for it.

    Raises
    ------
    QgsProcessingException
        If it cannot be written.
    """
    sink, destination = algorithm.parameterAsSink(
        parameters, name, context, result.fields, result.kind, result.crs
    )
    if sink is None:
        if parameters.get(name):
            raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
        return {}
    for feature in result.features:
        if feedback.isCanceled():
            break
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(algorithm.writeFeatureError(sink, parameters, name))
    del sink  # closes the file
    finish_when_loaded(context, destination, finish)
    return {name: destination}


def output_path(value: Any) -> str:
    """
    Say which file an output's value names; empty if it names none, as a temporary layer.

    Parameters
    ----------
    value
        The parameter's value.
    """
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink.staticValue()
    return value if isinstance(value, str) and Path(value).is_absolute() else ""


def output_problem(value: Any) -> str:
    """
    Say why an output cannot be written, before anything is worked out for it.

    Parameters
    ----------
    value
        The parameter's value.
    """
    text = output_path(value)
    if not text:
        return ""
    path = Path(text)
    if path.is_dir():
        return tr("{path} is a folder. Give the output the name of a file.").format(path=path)
    if path.exists():
        writable = os.access(path, os.W_OK)
    else:
        folder = next(parent for parent in path.parents if parent.exists())
        writable = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    if writable:
        return ""
    told = tr("{path} cannot be written. Choose another folder, or have its permissions changed.")
    return told.format(path=path)
