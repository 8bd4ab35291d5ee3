"""The algorithm that builds a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSource,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from ..i18n import tr
from .base import MANIFEST, absolute, temporary_file
from .networks import NetworkAlgorithm
from .values import Option, helped, is_given

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

__all__ = ["BuildNetwork"]

OSM, GTFS, AREA, EXTENT, OUTPUT = "OSM", "GTFS", "AREA", "EXTENT", "OUTPUT"
WGS84 = "EPSG:4326"


class BuildNetwork(NetworkAlgorithm):
    """A network of streets and timetables, as a folder."""

    ID = "buildnetwork"
    DEFINITIONS = "how-to/real-data"

    def displayName(self) -> str:  # noqa: N802 - the name that QGIS calls
        """What people read."""
        return tr("Build network")

    def tags(self) -> list[str]:
        """Words by which it is found."""
        return tr("network,streets,timetable,GTFS,OpenStreetMap,OSM,public transport").split(",")

    def summary(self) -> str:
        """What it does and what comes out."""
        return tr(
            "Builds a network of streets from OpenStreetMap and of timetables in GTFS. All other "
            "algorithms ask such a network. It is built anew only if an input or a setting has "
            "changed.\n\n"
            "What comes out is a folder, the verdict of the health report, and how many stops, "
            "trips and problems there are. Check network says more."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: ARG002, N802
        """Add the parameters."""
        file = QgsProcessingParameterFile.Behavior.File
        osm = QgsProcessingParameterFile(
            OSM, tr("Streets"), file, fileFilter=tr("OpenStreetMap extracts (*.osm.pbf *.pbf)")
        )
        files = QgsProcessing.SourceType.TypeFile
        areas = [QgsProcessing.SourceType.TypeVectorPolygon]
        for parameter, text in (
            (osm, tr("Extract of OpenStreetMap, .osm.pbf.")),
            (
                QgsProcessingParameterMultipleLayers(GTFS, tr("Timetables"), files, None, True),
                tr("GTFS feeds, .zip. Without any, there are streets alone."),
            ),
            (
                QgsProcessingParameterFeatureSource(AREA, tr("Area"), areas, None, True),
                tr("Where the network is wanted. Streets and trips far from it are left out."),
            ),
            (
                QgsProcessingParameterExtent(EXTENT, tr("Extent instead of an area"), None, True),
                tr("The same as a rectangle."),
            ),
        ):
            self.addParameter(helped(parameter, text))
        for option in (_buffer(), _snap_radius(), _on_error()):
            self.addParameter(option.parameter())
        output = QgsProcessingParameterFolderDestination(OUTPUT, tr("Network"))
        self.addParameter(helped(output, tr("Folder of the network.")))
        self.add_verdict()

    def problem(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Say what is wrong with acceptable values; empty if all is well."""
        osm = self.parameterAsFile(parameters, OSM, context)
        if not Path(osm).is_file():
            return tr('There is no file "{file}".').format(file=osm)
        for feed in self._feeds(parameters, context):
            if not Path(feed).exists():
                return tr('There is no file "{file}".').format(file=feed)
        area, extent = is_given(parameters, AREA), is_given(parameters, EXTENT)
        if area and extent:
            return tr("Give an area or an extent, not both.")
        buffer = _buffer()
        if not (area or extent) and buffer.value(self, parameters, context) != buffer.default:
            return tr('"{option}" has no effect without an area.').format(option=buffer.label)
        folder = Path(str(parameters.get(OUTPUT) or ""))
        used = folder.is_absolute() and folder.is_dir() and any(folder.iterdir())
        if used and not (folder / MANIFEST).is_file():
            told = tr('"{folder}" holds other things. Choose a new or an empty folder.')
            return told.format(folder=folder)
        return super().problem(parameters, context)

    def processAlgorithm(  # noqa: N802 - the name that QGIS calls
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Do it."""
        params: dict[str, Any] = {
            "osm": absolute(self.parameterAsFile(parameters, OSM, context)),
            "gtfs": self._feeds(parameters, context),
            "path": absolute(self.parameterAsString(parameters, OUTPUT, context)),
        }
        for option in (_snap_radius(), _on_error()):
            params[option.name] = option.value(self, parameters, context)
        area = self._area(parameters, context)
        if area:
            params["area"] = area
            params["area_buffer"] = _buffer().value(self, parameters, context)
        summary, files = self.ask("build", params, feedback)
        return {OUTPUT: files["network"], **self.verdict(summary, feedback)}

    def _feeds(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Files of timetables; within a model QGIS says "none" as one empty name."""
        given = self.parameterAsFileList(parameters, GTFS, context)
        return [absolute(feed) for feed in given if feed]

    def _area(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """The area as the worker takes it; empty if there is none."""
        if is_given(parameters, EXTENT):
            wgs84 = QgsCoordinateReferenceSystem(WGS84)
            box = self.parameterAsExtent(parameters, EXTENT, context, wgs84)
            sides = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
            return ",".join(map(repr, sides))
        if not is_given(parameters, AREA):
            return ""
        source = self.parameterAsSource(parameters, AREA, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, AREA))
        return _written(source, context)


def _written(source: QgsFeatureSource, context: QgsProcessingContext) -> str:
    """Write polygons to a file that the worker reads."""
    file = temporary_file("area.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    kind = QgsWkbTypes.multiType(QgsWkbTypes.flatType(source.wkbType()))
    if not source.sourceCrs().isValid():
        raise QgsProcessingException(
            tr("Area: the layer says no coordinate reference system. Set it in its properties.")
        )
    writer = QgsVectorFileWriter.create(
        file, source.fields(), kind, source.sourceCrs(), context.transformContext(), options
    )
    for feature in source.getFeatures():
        geometry = feature.geometry()
        geometry.convertToMultiType()
        feature.setGeometry(geometry)
        writer.addFeature(feature)
    if writer.hasError():
        raise QgsProcessingException(writer.errorMessage())
    del writer  # closes the file
    return file


def _buffer() -> Option:
    return Option(
        "area_buffer",
        tr("Around the area (metres)"),
        tr("How far around the area streets and trips are kept."),
        5000.0,
        (0, 200_000),
    )


def _snap_radius() -> Option:
    return Option(
        "stop_snap_radius",
        tr("Farthest stop from a street (metres)"),
        tr("Stops farther from any street are left unconnected and reported."),
        300.0,
        (1, 1600),
        is_advanced=True,
    )


def _on_error() -> Option:
    return Option(
        "on_error",
        tr("Faulty rows of timetables"),
        tr("What a row does that cannot be read."),
        "raise",
        choices={"raise": tr("stop the build"), "skip": tr("are left out and reported")},
        is_advanced=True,
    )
