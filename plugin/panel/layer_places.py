"""The points of a layer that the panel asks about."""

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerSelectedFeatureSource,
)

from ..i18n import tr
from ..layers.points import Places, read_places
from .messages import log

__all__ = ["read_layer"]


def read_layer(layer: QgsVectorLayer, id_field: str, *, whole: bool) -> Places:
    """
    Read the points of a layer, or only the selected ones.

    Raises QgsProcessingException, with a sentence for people, if they are of no use.
    """
    source = layer if whole else QgsVectorLayerSelectedFeatureSource(layer)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    feedback = QgsProcessingFeedback(False)
    label = "{layer}" if whole else tr("{layer}, selected features")
    places = read_places(source, id_field, label.format(layer=layer.name()), context, feedback)
    if feedback.textLog():
        log(feedback.textLog())
    return places
