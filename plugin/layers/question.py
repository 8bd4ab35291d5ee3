"""What was asked for a layer, put together again from what the layer keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from ..i18n import tr
from .points import Places, read_places
from .results import Carried

__all__ = ["MissingInputError", "Question", "question_of"]

MANIFEST = "manifest.json"
ROLES = ("origins", "destinations")


class MissingInputError(Exception):
    """A network or a layer that is not there any more."""


class Question(NamedTuple):
    """
    A question for the worker.

    Parameters
    ----------
    op
        Name of the operation.
    params
        Its parameters, but for the output.
    kept
        The same as a layer keeps them: with layers instead of points.
    carried
        What is carried over from the origins; None if they come from no layer.
    """

    op: str
    params: dict[str, Any]
    kept: dict[str, Any]
    carried: Carried | None


def question_of(request: dict[str, Any]) -> Question:
    """
    Put a question together again.

    Parameters
    ----------
    request
        What `metadata.request_of` read.

    Raises
    ------
    MissingInputError
        If the network or a layer of points is not there any more.
    QgsProcessingException
        If the points of a layer are faulty now.
    """
    kept = request["params"]
    network = kept["network"]
    if not (Path(network) / MANIFEST).is_file():
        told = tr("The network {network} is not there any more. Build it again, or move it back.")
        raise MissingInputError(told.format(network=network))
    params = {name: value for name, value in kept.items() if name not in ("part", "output")}
    carried = None
    for role in ROLES:
        source = kept.get(role, {}).get("layer")
        if source is not None:
            places = _read(source)
            params[role] = {"points": places.points}
            if role == "origins":
                carried = Carried(places.attributes, places.fields, places.id_field)
    return Question(request["op"], params, kept, carried)


def _read(source: dict[str, Any]) -> Places:
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    layer = _layer(source)
    features = QgsProcessingFeatureSource(layer, context)
    if source["features"] is not None:
        features = _Some(features, source["features"])
    return read_places(features, source["id_field"], source["name"], context, feedback)


def _layer(source: dict[str, Any]) -> QgsVectorLayer:
    """Find a layer in the project, or open where it came from."""
    known = QgsProject.instance().mapLayer(source["id"])
    if isinstance(known, QgsVectorLayer) and known.isValid():
        return known
    if source["provider"] != "memory":
        opened = QgsVectorLayer(source["source"], source["name"], source["provider"])
        if opened.isValid():
            return opened
    told = tr('The layer "{name}" is not there any more. Add it to the project again.')
    raise MissingInputError(told.format(name=source["name"]))


class _Some:
    """Some features of a source."""

    def __init__(self, source: QgsProcessingFeatureSource, features: list[int]) -> None:
        self._source = source
        self._features = features
        self.fields = source.fields
        self.sourceCrs = source.sourceCrs

    def getFeatures(self) -> Any:  # noqa: N802 - as sources of QGIS call it
        return self._source.getFeatures(QgsFeatureRequest().setFilterFids(self._features))
