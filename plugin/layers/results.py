"""What the worker wrote, as features and layers of QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDateTime, Qt, QTimeZone

from .fields import join_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "AREAS",
    "LEGS",
    "NOT_ROUTABLE",
    "ON_STREETS",
    "Carried",
    "Part",
    "Result",
    "memory_layer",
    "read_legs",
    "read_part",
]

WGS84 = "EPSG:4326"
KEY, KEY_OF_GEOPACKAGE = "id", "fid"
TIMES = ("departure", "arrival")


class Part(NamedTuple):
    """
    One of the layers that an answer consists of.

    Parameters
    ----------
    layer
        Name of the layer in the worker's file.
    kind
        What its geometries are.
    only
        Which of its features are meant, as an expression; empty for all.
    """

    layer: str
    kind: QgsWkbTypes.Type
    only: str = ""


AREAS = Part("isochrones", QgsWkbTypes.Type.MultiPolygon)
ON_STREETS = Part("snapped", QgsWkbTypes.Type.Point)
NOT_ROUTABLE = Part("origins", QgsWkbTypes.Type.Point, "\"status\" <> 'joined'")
LEGS = Part("legs", QgsWkbTypes.Type.LineString)


class Carried(NamedTuple):
    """
    What is carried over from the origins.

    Parameters
    ----------
    attributes
        Attributes by identifier.
    fields
        Their fields.
    id_field
        The field that is the identifier; empty if none is.
    """

    attributes: Mapping[Any, list[Any]]
    fields: QgsFields
    id_field: str = ""

    @classmethod
    def nothing(cls) -> Carried:
        """Carry nothing over."""
        return cls({}, QgsFields())

    @property
    def doubled(self) -> str:
        """The field that a result holds already, under the same name; empty if there is none."""
        return self.id_field if self.id_field.lower() == KEY else ""

    def along(self, own: list[Any], name: Any) -> list[Any]:
        """
        Put the attributes of an origin behind those of a result.

        Parameters
        ----------
        own
            Attributes of the result.
        name
            Identifier of the origin.
        """
        left_out = self.fields.indexFromName(self.doubled)
        values = self.attributes.get(name) or [None] * self.fields.count()
        return own + [value for at, value in enumerate(values) if at != left_out]


class Result(NamedTuple):
    """
    Features that are read one by one.

    Parameters
    ----------
    fields
        Their fields.
    kind
        What their geometries are.
    crs
        Where their coordinates lie.
    features
        The features, to be taken once.
    """

    fields: QgsFields
    kind: QgsWkbTypes.Type
    crs: QgsCoordinateReferenceSystem
    features: Iterator[QgsFeature]


def read_part(
    file: str,
    part: Part,
    carried: Carried,
    crs: QgsCoordinateReferenceSystem | None,
    context: QgsCoordinateTransformContext,
) -> Result:
    """
    Read areas or points, each with the attributes of its origin.

    Parameters
    ----------
    file
        What the worker wrote.
    part
        What of it.
    carried
        What comes along.
    crs
        Where to place it; None leaves degrees.
    context
        How coordinates are transformed.
    """
    source = _Source(file, part, crs, context)
    fields = join_fields(source.fields, carried.fields, carried.doubled)
    features = (
        _feature(fields, carried.along(values, name), geometry)
        for name, values, geometry in source.rows(KEY)
    )
    return Result(fields, part.kind, source.crs, features)


def read_legs(
    file: str,
    zone: str | None,
    crs: QgsCoordinateReferenceSystem | None,
    context: QgsCoordinateTransformContext,
) -> Result:
    """
    Read legs of journeys, with times as the clocks there show them.

    Parameters
    ----------
    file
        What the worker wrote.
    zone
        Time zone of the network; None where there are no timetables and so no times.
    crs
        Where to place them; None leaves degrees.
    context
        How coordinates are transformed.
    """
    source = _Source(file, LEGS, crs, context)
    fields = join_fields(source.fields, QgsFields())
    times = [fields.lookupField(name) for name in TIMES]

    def features() -> Iterator[QgsFeature]:
        for _, values, geometry in source.rows("from_id"):
            for at in times:
                values[at] = _by_the_clock(values[at], zone)
            yield _feature(fields, values, geometry)

    return Result(fields, LEGS.kind, source.crs, features())


def memory_layer(result: Result, name: str) -> QgsVectorLayer:
    """
    Put a result into a temporary layer.

    Parameters
    ----------
    result
        The result.
    name
        Name of the layer.
    """
    layer = QgsVectorLayer(QgsWkbTypes.displayString(result.kind), name, "memory")
    layer.setCrs(result.crs)
    provider = layer.dataProvider()
    provider.addAttributes(result.fields.toList())
    layer.updateFields()
    provider.addFeatures(list(result.features))
    layer.updateExtents()
    return layer


class _Source:
    """A layer of the worker's file, placed where it is wanted."""

    def __init__(
        self,
        file: str,
        part: Part,
        crs: QgsCoordinateReferenceSystem | None,
        context: QgsCoordinateTransformContext,
    ) -> None:
        self._layer = QgsVectorLayer(f"{file}|layername={part.layer}", part.layer, "ogr")
        if not self._layer.isValid():
            raise FileNotFoundError(file)
        self._part = part
        named = [(at, field) for at, field in enumerate(self._layer.fields())]
        kept = [(at, field) for at, field in named if field.name() != KEY_OF_GEOPACKAGE]
        self._at = [at for at, _ in kept]
        self.fields = [field for _, field in kept]
        wgs84 = QgsCoordinateReferenceSystem(WGS84)
        self.crs = wgs84 if crs is None or not crs.isValid() else crs
        self._to_crs = QgsCoordinateTransform(wgs84, self.crs, context)

    def rows(self, key: str) -> Iterator[tuple[Any, list[Any], QgsGeometry]]:
        """Value of the key, attributes and geometry of one feature after the other."""
        request = QgsFeatureRequest()
        if self._part.only:
            request.setFilterExpression(self._part.only)
        for feature in self._layer.getFeatures(request):
            geometry = feature.geometry()
            geometry.transform(self._to_crs)
            if QgsWkbTypes.isMultiType(self._part.kind):
                geometry.convertToMultiType()
            yield feature[key], [feature[at] for at in self._at], geometry


def _feature(fields: QgsFields, values: list[Any], geometry: QgsGeometry) -> QgsFeature:
    feature = QgsFeature(fields)
    feature.setAttributes(values)
    feature.setGeometry(geometry)
    return feature


def _by_the_clock(moment: Any, zone: str | None) -> Any:
    """Say a moment that is told in UTC as the clocks of a zone show it."""
    if not isinstance(moment, QDateTime) or not moment.isValid() or zone is None:
        return moment
    in_utc = QDateTime(moment.date(), moment.time(), Qt.TimeSpec.UTC)
    there = in_utc.toTimeZone(QTimeZone(zone.encode()))
    return QDateTime(there.date(), there.time())
