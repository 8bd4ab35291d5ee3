"""Where layers live: in the folder of the project, or nowhere until the project is saved."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCoordinateTransformContext,
    QgsDataProvider,
    QgsFeatureSink,
    QgsProject,
    QgsVectorFileWriter,
)
from qgis.PyQt.QtWidgets import QPushButton

from ..i18n import tr
from .metadata import request_of
from .results import Result

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer
    from qgis.gui import QgisInterface

__all__ = ["keep", "offer_to_save", "place_for", "point_to", "write_result"]

FOLDER = "access_to_services"
SCOPE, OFFERED = "access_to_services", "offered"
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
LONGEST_NAME = 80


def place_for(name: str) -> Path | None:
    """
    Find a place for a new layer.

    Parameters
    ----------
    name
        Name of the layer.

    Returns
    -------
    Path or None
        A GeoPackage that does not exist yet, in the project's folder; None if the project has not
        been saved.

    Raises
    ------
    OSError
        If the folder cannot be made.
    """
    home = QgsProject.instance().absolutePath()
    if not home or not Path(home).is_dir():
        return None
    folder = Path(home) / FOLDER
    folder.mkdir(exist_ok=True)
    stem = _NOT_IN_NAMES.sub(" ", name)[:LONGEST_NAME].strip(" .") or FOLDER
    taken = {file.name.partition(".")[0].casefold() for file in folder.iterdir()}
    stem = stem.replace(".", " ")  # what lies beside a file is told by the name before its dot
    number, free = 1, stem
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}"
    return folder / f"{free}.gpkg"


def write_result(result: Result, path: Path, context: QgsCoordinateTransformContext) -> None:
    """
    Write features to a GeoPackage.

    Parameters
    ----------
    result
        The features.
    path
        The file.
    context
        How coordinates are transformed.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = path.stem
    writer = QgsVectorFileWriter.create(
        str(path), result.fields, result.kind, result.crs, context, options
    )
    for feature in result.features:
        if not writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            break
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise OSError(writer.errorMessage())
    del writer  # closes the file


def point_to(layer: QgsVectorLayer, path: Path) -> None:
    """
    Make a layer show another file; its style, name and place stay.

    Parameters
    ----------
    layer
        The layer.
    path
        The file.
    """
    layer.setDataSource(str(path), layer.name(), "ogr", QgsDataProvider.ProviderOptions(), False)


def keep(layer: QgsVectorLayer) -> bool:
    """
    Write a temporary layer to the project's folder, and make it show what was written.

    Parameters
    ----------
    layer
        The layer.

    Returns
    -------
    bool
        False if the project has not been saved.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    path = place_for(layer.name())
    if path is None:
        return False
    result = Result(layer.fields(), layer.wkbType(), layer.crs(), layer.getFeatures())
    write_result(result, path, QgsProject.instance().transformContext())
    point_to(layer, path)
    return True


def offer_to_save(iface: QgisInterface) -> None:
    """
    Offer once in a project's life to save it, and with it the layers that are temporary.

    Parameters
    ----------
    iface
        The window.
    """
    project = QgsProject.instance()
    if project.absolutePath() or project.readBoolEntry(SCOPE, OFFERED)[0]:
        return
    project.writeEntryBool(SCOPE, OFFERED, True)
    bar = iface.messageBar()
    item = bar.createMessage(
        tr("Access to Services"),
        tr("Results are temporary until the project is saved; then they are kept in its folder."),
    )
    button = QPushButton(tr("Save project…"), item)
    button.setObjectName("save_project_button")

    def save() -> None:
        iface.actionSaveProject().trigger()
        try:
            kept = keep_temporary_layers()
        except OSError as error:
            told = tr("Results stay temporary, since they cannot be written. {reason}")
            bar.pushWarning(tr("Access to Services"), told.format(reason=error))
            return
        if kept:
            bar.popWidget(item)

    button.clicked.connect(save)
    item.layout().addWidget(button)
    bar.pushWidget(item, Qgis.MessageLevel.Info)


def keep_temporary_layers() -> bool:
    """
    Keep all temporary layers of ours, and save the project once more so that it finds them.

    Returns
    -------
    bool
        False if the project has not been saved.

    Raises
    ------
    OSError
        If a layer or the project cannot be written.
    """
    project = QgsProject.instance()
    if not project.absolutePath():
        return False
    ours = (layer for layer in project.mapLayers().values() if request_of(layer) is not None)
    kept = [keep(layer) for layer in ours if layer.isTemporary()]
    if kept and not project.write():
        raise OSError(project.error())
    return True
