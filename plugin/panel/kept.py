"""Results that stay: layers of their own, beside the project where it is saved."""

from pathlib import Path
from tempfile import mkdtemp

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFields,
    QgsLayerTreeGroup,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ..i18n import tr
from ..layers import bands, metadata, results, storage
from ..processing.points import Places

__all__ = ["add", "places_of", "scratch_file"]

WGS84 = "EPSG:4326"


def scratch_file() -> Path:
    """Name a file for the worker to write; what stays is made from it."""
    return Path(mkdtemp(prefix="access-to-services-")) / "isochrones.gpkg"


def places_of(points: list, crs: QgsCoordinateReferenceSystem) -> Places:
    """Describe places that were clicked, in degrees, as if they came from a layer with a CRS."""
    to_crs = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), crs, QgsProject.instance())
    return Places(
        [[name, at.x(), at.y()] for name, at in points],
        {name: to_crs.transform(at) for name, at in points},
        {name: [] for name, _ in points},
        QgsFields(),
        "",
        crs,
    )


def add(title: str, asked: dict, summary: dict, files: dict, places: Places) -> QgsLayerTreeGroup:
    """
    Add an answer to the project as layers that stay.

    Areas, the places where origins join the streets, and origins without an answer, if there are
    any. In a saved project they go to one file beside it; otherwise they are temporary.
    """
    project = QgsProject.instance()
    carried = results.Carried(places.attributes, places.fields, places.id_field)
    context = project.transformContext()
    areas = results.areas(files["output"], carried, places.crs, context)
    streets = results.on_streets(summary["origins"], carried, places.crs, context)
    without = results.not_routable(files.get("points"), places.where, carried, places.crs)
    layers = {
        "isochrones": results.memory_layer(areas, title),
        "origins": results.memory_layer(streets, tr("Places on the street")),
        "not_routable": results.memory_layer(without, tr("Places without an answer")),
    }
    layers = {key: layer for key, layer in layers.items() if layer.featureCount()}
    file = storage.place_for(title)
    if file is not None:
        layers = {key: _stored(layer, file, key) for key, layer in layers.items()}
    group = project.layerTreeRoot().insertGroup(0, title)
    for key in ("not_routable", "origins", "isochrones"):
        if key in layers:
            layer = layers[key]
            _style(key, layer, asked)
            metadata.describe(layer, "isochrones", asked, summary["provenance"], layer.name())
            project.addMapLayer(layer, False)
            group.addLayer(layer).setExpanded(key == "isochrones")
    return group


def _style(key: str, layer: QgsVectorLayer, asked: dict) -> None:
    if key == "isochrones":
        bands.style_bands(layer, asked["minutes"], asked["rings"])
    elif key == "origins":
        bands.style_origins(layer)
    else:
        bands.style_not_routable(layer)


def _stored(layer: QgsVectorLayer, file: Path, name: str) -> QgsVectorLayer:
    """Write a layer into a GeoPackage and load it from there."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    if file.exists():
        options.actionOnExistingFile = (
            QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        )
    context = QgsProject.instance().transformContext()
    written = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(file), context, options)
    if written[0] != QgsVectorFileWriter.WriterError.NoError:
        raise OSError(written[1])
    return QgsVectorLayer(f"{file}|layername={name}", layer.name(), "ogr")
