"""Results that stay: layers of their own, beside the project where it is saved."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFields,
    QgsProject,
    QgsVectorLayer,
)

from ..i18n import tr
from ..layers import storage
from ..layers.finish import finish
from ..layers.points import Places, refer_to, source_of
from ..layers.results import (
    AREAS,
    NOT_ROUTABLE,
    ON_STREETS,
    Carried,
    Part,
    Result,
    memory_layer,
    read_part,
)
from .groups import unfold

__all__ = ["Kept", "places_of", "scratch_file"]

WGS84 = "EPSG:4326"


def scratch_file() -> Path:
    """Name a file for the worker to write; what stays is made from it."""
    return Path(mkdtemp(prefix="access-to-services-")) / "isochrones.gpkg"


def places_of(points: list[Any], crs: QgsCoordinateReferenceSystem) -> Places:
    """
    Describe places that were clicked as if they came from a layer.

    Parameters
    ----------
    points
        Identifier, longitude and latitude of each.
    crs
        Where the results are wanted.
    """
    wgs84 = QgsCoordinateReferenceSystem(WGS84)
    to_crs = QgsCoordinateTransform(wgs84, crs, QgsProject.instance())
    where = {name: to_crs.transform(lon, lat) for name, lon, lat in points}
    return Places(points, where, {name: [] for name in where}, QgsFields(), "", crs, [])


class Kept(NamedTuple):
    """
    An answer that is to stay.

    Parameters
    ----------
    title
        What it is called.
    asked
        What the worker was asked.
    summary, files
        What it answered.
    places
        The points that were asked about.
    layer
        Where they come from; None if they were clicked.
    whole
        Whether all of that layer was asked about.
    """

    title: str
    asked: dict[str, Any]
    summary: dict[str, Any]
    files: dict[str, Any]
    places: Places
    layer: QgsVectorLayer | None = None
    whole: bool = True

    def add(self) -> str:
        """
        Add it to the project: areas, places on the streets, and points without an answer.

        Returns
        -------
        str
            Why layers could not be written beside the project; those are temporary. Empty if all
            is well.
        """
        group = QgsProject.instance().layerTreeRoot().insertGroup(0, self.title)
        trouble = ""
        for part, name in self._parts():
            result = self._read(part)
            features = list(result.features)
            if not features:
                continue
            result = result._replace(features=iter(features))
            try:
                layer = _stored(result, name)
            except OSError as error:
                trouble = str(error)
                layer = memory_layer(result._replace(features=iter(features)), name)
            QgsProject.instance().addMapLayer(layer, False)
            group.addLayer(layer).setExpanded(part is AREAS)
            self._finish(part, layer)
        unfold(group)
        return trouble

    def _parts(self) -> list[tuple[Part, str]]:
        return [
            (NOT_ROUTABLE, tr("Points without an answer")),
            (ON_STREETS, tr("Places on streets")),
            (AREAS, self.title),
        ]

    def _read(self, part: Part) -> Result:
        places = self.places
        carried = Carried(places.attributes, places.fields, places.id_field)
        if part is AREAS and self.asked["combine"] != "each":
            carried = Carried.nothing()
        context = QgsProject.instance().transformContext()
        return read_part(self.files["output"], part, carried, places.crs, context)

    def _finish(self, part: Part, layer: QgsVectorLayer) -> None:
        kept = {name: value for name, value in self.asked.items() if name != "output"}
        kept["origins"] = refer_to(source_of(self.layer), self.places, whole=self.whole)
        kept["part"] = part.layer
        finish("isochrones", kept, self.summary["provenance"])(layer)


def _stored(result: Result, name: str) -> QgsVectorLayer:
    """A layer beside the project, or a temporary one if that was never saved."""
    place = storage.place_for(name)
    if place is None:
        return memory_layer(result, name)
    storage.write_result(result, place, QgsProject.instance().transformContext())
    return QgsVectorLayer(str(place), name, "ogr")
