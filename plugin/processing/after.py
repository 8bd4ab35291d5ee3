"""What happens to a layer once QGIS has loaded it: its look, and what it says of itself."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Callable

from qgis.core import QgsProcessingLayerPostProcessorInterface

if TYPE_CHECKING:
    from qgis.core import (
        QgsMapLayer,
        QgsProcessingContext,
        QgsProcessingFeedback,
    )

__all__ = ["finish_when_loaded"]

_waiting: deque[_Finisher] = deque(maxlen=100)
"""QGIS holds no Python reference to them; without one, Python lets go of them too early."""


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
