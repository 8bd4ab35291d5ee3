"""Points of a layer as the worker takes them: identifiers and degrees."""

from __future__ import annotations

from typing import Any, NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureSource,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..i18n import tr

__all__ = ["Places", "read_places", "refer_to", "source_of"]

MOST_LISTED = 20
"""How many features the log names; of the rest it gives the number."""


class Places(NamedTuple):
    """
    Points with identifiers.

    Parameters
    ----------
    points
        Identifier, longitude and latitude of each.
    where
        Point of each identifier, in the CRS of the layer.
    attributes
        Attributes of each identifier's feature.
    fields
        Fields of the layer.
    id_field
        Field of the identifiers; empty where features are counted by their own number.
    crs
        CRS of the layer.
    features
        Numbers of the features that were read.
    """

    points: list[list[Any]]
    where: dict[Any, QgsPointXY]
    attributes: dict[Any, list[Any]]
    fields: QgsFields
    id_field: str
    crs: QgsCoordinateReferenceSystem
    features: list[int]


def read_places(
    source: QgsFeatureSource,
    id_field: str,
    label: str,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Places:
    """
    Read the points of a layer.

    Parameters
    ----------
    source
        Points or polygons. A polygon stands for a point on its surface; each part of a feature
        with several points becomes a point, ``-1``, ``-2`` and so on after its identifier.
    id_field
        Field of the identifiers; empty for the features' own numbers.
    label
        What the layer is, for messages: "Origins".
    context
        Where coordinates' transformations are chosen.
    feedback
        Hears of features without geometry, and may cancel.

    Raises
    ------
    QgsProcessingException
        If the layer has no CRS or no points, or identifiers are missing, doubled or no text and no
        whole number.
    """
    crs = source.sourceCrs()
    if not crs.isValid():
        raise QgsProcessingException(
            tr("{layer}: the layer says no coordinate reference system. Set it in its properties.")
            .format(layer=label)
        )  # fmt: skip
    reader = _Reader(label, id_field, feedback)
    for feature in source.getFeatures():
        if feedback.isCanceled():
            break
        reader.take(feature)
    reader.tell()
    found = reader.parts_by_id()
    if not found and not feedback.isCanceled():
        raise QgsProcessingException(
            tr("{layer}: the layer has no features with a geometry. Give at least one point.")
            .format(layer=label)
        )  # fmt: skip
    wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
    to_degrees = QgsCoordinateTransform(crs, wgs84, context.transformContext())
    points = [
        [name, *_degrees(to_degrees, part.point, name, label)] for name, part in found.items()
    ]
    return Places(
        points,
        {name: part.point for name, part in found.items()},
        {name: part.attributes for name, part in found.items()},
        source.fields(),
        id_field,
        crs,
        reader.features,
    )


def source_of(layer: QgsVectorLayer | None) -> dict[str, Any] | None:
    """
    Say where a layer comes from; to be asked in the main thread, to which layers belong.

    Parameters
    ----------
    layer
        The layer; None if points come from no layer that lasts.
    """
    if layer is None:
        return None
    return {
        "id": layer.id(),
        "name": layer.name(),
        "provider": layer.providerType(),
        "source": layer.source(),
    }


def refer_to(source: dict[str, Any] | None, places: Places, *, whole: bool) -> dict[str, Any]:
    """
    Say where points come from, so that they can be read again.

    Parameters
    ----------
    source
        What `source_of` said; points that come from no layer are kept themselves.
    places
        What was read.
    whole
        Whether all features of the layer are meant, those to come too.
    """
    if source is None:
        return {"points": places.points}
    features = None if whole else places.features
    return {"layer": {**source, "id_field": places.id_field, "features": features}}


class _Part(NamedTuple):
    point: QgsPointXY
    attributes: list[Any]


class _Reader:
    """Gathers parts of features, and what is to be told of them."""

    def __init__(self, label: str, id_field: str, feedback: QgsProcessingFeedback) -> None:
        self._label = label
        self._id_field = id_field
        self._feedback = feedback
        self._features: list[tuple[Any, list[QgsPointXY], list[Any]]] = []
        self._without: list[str] = []
        self._areas = 0
        self.features: list[int] = []

    def take(self, feature: QgsFeature) -> None:
        self.features.append(feature.id())
        name = self._name(feature)
        geometry = feature.geometry()
        if geometry.isEmpty():  # a missing one is empty, too
            self._without.append(str(name))
            return
        self._features.append((name, self._points(geometry, name), feature.attributes()))

    def parts_by_id(self) -> dict[Any, _Part]:
        """Give each point its identifier, text for all where some have several parts."""
        split = any(len(points) > 1 for _, points, _ in self._features)
        found: dict[Any, _Part] = {}
        for name, points, attributes in self._features:
            for number, point in enumerate(points, 1):
                own = name if not split else f"{name}-{number}" if len(points) > 1 else str(name)
                if own in found:
                    self._refuse(
                        tr('the identifier "{name}" stands on several features.'), own,
                        tr("Choose a field whose values differ, or none."),
                    )  # fmt: skip
                found[own] = _Part(point, attributes)
        return found

    def tell(self) -> None:
        """Say what was done with features that are not plain points."""
        if self._areas:
            told = tr("{layer}: areas are represented by a point on their surface ({count}).")
            self._feedback.pushInfo(told.format(layer=self._label, count=self._areas))
        if self._without:
            listed = ", ".join(self._without[:MOST_LISTED])
            if len(self._without) > MOST_LISTED:
                listed += ", …"
            told = tr("{layer}: features without geometry are left out ({count}): {listed}")
            told = told.format(layer=self._label, count=len(self._without), listed=listed)
            self._feedback.pushWarning(told)

    def _name(self, feature: QgsFeature) -> Any:
        if not self._id_field:
            return feature.id()
        value = feature[self._id_field]
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, (int, str)) and not isinstance(value, bool) and value != "":
            return value
        number = feature.id()
        return self._refuse(
            tr("feature {name} has no identifier that is text or a whole number."), number,
            tr("Choose another field, or none to count the features."),
        )  # fmt: skip

    def _points(self, geometry: QgsGeometry, name: Any) -> list[QgsPointXY]:
        kind = geometry.type()
        if kind == QgsWkbTypes.GeometryType.PolygonGeometry:
            self._areas += 1
            inside = geometry.pointOnSurface()
            if not inside.isEmpty():
                return [inside.asPoint()]
        if kind == QgsWkbTypes.GeometryType.PointGeometry:
            return [QgsPointXY(point.x(), point.y()) for point in geometry.vertices()]
        return self._refuse(
            tr("feature {name} is neither a point nor an area."), name,
            tr("Make points first, such as centroids."),
        )  # fmt: skip

    def _refuse(self, problem: str, name: Any, remedy: str) -> Any:
        raise QgsProcessingException(f"{self._label}: {problem.format(name=name)} {remedy}")


def _degrees(
    to_degrees: QgsCoordinateTransform, point: QgsPointXY, name: Any, label: str
) -> tuple[float, float]:
    try:
        placed = to_degrees.transform(point)
    except QgsCsException:
        told = tr('{layer}: the coordinates of "{name}" lie nowhere on Earth. Check the CRS.')
        raise QgsProcessingException(told.format(layer=label, name=name)) from None
    return placed.x(), placed.y()
