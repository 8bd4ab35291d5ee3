"""Run again: a layer is worked out anew, and keeps its style, its name and its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFields,
    QgsMapLayerType,
    QgsMessageLog,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QPushButton

from ..client.wording import in_words_of_the_window
from ..i18n import tr
from .finish import part_of, title_of
from .metadata import describe, described, request_of
from .question import MissingInputError, Question, question_of
from .results import AREAS, NOT_ROUTABLE, ON_STREETS, Carried, Result, read_legs, read_part
from .storage import offer_to_save, place_for, point_to, write_result
from .tables import describe_columns
from .task import AskTask

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer
    from qgis.gui import QgisInterface

    from ..client.protocol import Failure

__all__ = ["Reruns", "add_actions", "remove_actions"]

ICON = Path(__file__).parents[1] / "resources" / "icons" / "runagain.svg"
TAG = "Access to Services"
EXTENSIONS = {"isochrones": ".gpkg", "itineraries": ".gpkg", "matrix": ".csv"}
PARTS = {part.layer: part for part in (AREAS, ON_STREETS, NOT_ROUTABLE)}
_installed: list[Reruns] = []


def add_actions(iface: QgisInterface) -> None:
    """
    Add "Run again" to the menu of our layers.

    Parameters
    ----------
    iface
        The window.
    """
    _installed.append(Reruns(iface))


def remove_actions() -> None:
    """Take it away again."""
    while _installed:
        _installed.pop().remove()


class Reruns(QObject):
    """
    The menu entry, and what runs because of it.

    Parameters
    ----------
    iface
        The window.
    """

    def __init__(self, iface: QgisInterface) -> None:
        super().__init__()
        self._iface = iface
        self._tasks: dict[int, AskTask] = {}
        self._action = QAction(QIcon(str(ICON)), tr("Run again"), iface.mainWindow())
        self._action.setObjectName("access_to_services_run_again")
        self._action.triggered.connect(self.run_selected)
        iface.addCustomActionForLayerType(
            self._action, "", QgsMapLayerType.VectorLayer, allLayers=False
        )
        self._offer(list(QgsProject.instance().mapLayers().values()))
        QgsProject.instance().layersAdded.connect(self._offer)
        described.layer.connect(self._offer_one)

    def remove(self) -> None:
        """Undo all of the above, and stop what runs."""
        QgsProject.instance().layersAdded.disconnect(self._offer)
        described.layer.disconnect(self._offer_one)
        self._iface.removeCustomActionForLayerType(self._action)
        self._action.deleteLater()
        for task in list(self._tasks.values()):
            task.cancel()

    def run_selected(self) -> None:
        """Run the selected layers of ours again; those with one question are asked once."""
        layers = self._iface.layerTreeView().selectedLayers()
        self.run([layer for layer in layers if request_of(layer) is not None])

    def run(self, layers: list[QgsVectorLayer]) -> None:
        """
        Run layers again.

        Parameters
        ----------
        layers
            Layers that keep what was asked.
        """
        alike: dict[str, list[QgsVectorLayer]] = {}
        for layer in layers:
            request = request_of(layer)
            asked = {name: value for name, value in request["params"].items() if name != "part"}
            key = json.dumps([request["op"], asked], sort_keys=True)
            alike.setdefault(key, []).append(layer)
        for group in alike.values():
            self._start(group)

    def _start(self, layers: list[QgsVectorLayer]) -> None:
        if any(layer.isEditable() for layer in layers):
            self._tell(tr("Stop editing the layer before it is run again."))
            return
        try:
            question = question_of(request_of(layers[0]))
        except (MissingInputError, QgsProcessingException) as error:
            self._tell(str(error))
            return
        names = ", ".join(layer.name() for layer in layers)
        file = QgsProcessingUtils.generateTempFilename(f"again{EXTENSIONS[question.op]}")
        keys = [layer.id() for layer in layers]
        task = AskTask(
            tr("Run again: {names}").format(names=names),
            question.op,
            {**question.params, "output": file},
            lambda summary, _: self._answered(number, keys, question, summary, file),
            lambda failure: self._failed(number, failure),
        )
        number = id(task)
        self._tasks[number] = task
        QgsApplication.taskManager().addTask(task)

    def _answered(
        self, number: int, keys: list[str], question: Question, summary: dict[str, Any], file: str
    ) -> None:
        del self._tasks[number]
        for key in keys:
            layer = QgsProject.instance().mapLayer(key)
            if layer is None:  # removed meanwhile
                continue
            try:
                _replace(layer, question, summary, file)
            except OSError as error:
                told = tr("{name} is as it was: the new result cannot be written. {reason}")
                self._tell(told.format(name=layer.name(), reason=error))
            else:
                told = tr("{name} was worked out again.").format(name=layer.name())
                self._iface.messageBar().pushMessage(TAG, told, Qgis.MessageLevel.Success)

    def _failed(self, number: int, failure: Failure) -> None:
        del self._tasks[number]
        if failure.code != "cancelled":
            told = " ".join(part for part in (failure.message, failure.hint) if part)
            self._tell(in_words_of_the_window(told), failure.details)

    def _tell(self, text: str, details: str = "") -> None:
        QgsMessageLog.logMessage(
            f"{text}\n{details}".strip(), TAG, Qgis.MessageLevel.Warning, False
        )
        bar = self._iface.messageBar()
        item = bar.createMessage(TAG, text)
        if details:
            button = QPushButton(tr("Details"), item)
            button.setObjectName("details_button")
            button.clicked.connect(self._iface.openMessageLog)
            item.layout().addWidget(button)
        bar.pushWidget(item, Qgis.MessageLevel.Warning)

    def _offer(self, layers: list[QgsMapLayer]) -> None:
        for layer in layers:
            if request_of(layer) is not None:
                self._iface.addCustomActionForLayer(self._action, layer)

    def _offer_one(self, layer: QgsMapLayer) -> None:
        if QgsProject.instance().mapLayer(layer.id()) is not None:
            self._offer([layer])
            if layer.isTemporary():
                offer_to_save(self._iface)


def _replace(layer: QgsVectorLayer, question: Question, summary: dict[str, Any], file: str) -> None:
    """Make a layer show a new answer."""
    request = request_of(layer)
    part = part_of(request["op"], request["params"])
    place = place_for(layer.name())
    extension = EXTENSIONS[question.op]
    if place is None:
        place = Path(QgsProcessingUtils.generateTempFilename(f"again-{part}{extension}"))
    place = place.with_suffix(extension)
    if question.op == "matrix":
        shutil.copyfile(file, place)
        describe_columns(str(place), **_ids(question.params))
    else:
        result = _read(layer, part, question, summary, file)
        write_result(result, place, QgsProject.instance().transformContext())
    point_to(layer, place)
    kept = {**question.kept, "part": part}
    describe(layer, question.op, kept, summary["provenance"], title_of(question.op, kept))
    layer.triggerRepaint()


def _read(
    layer: QgsVectorLayer, part: str, question: Question, summary: dict[str, Any], file: str
) -> Result:
    crs, context = layer.crs(), QgsProject.instance().transformContext()
    if question.op == "itineraries":
        return read_legs(file, summary["timezone"], crs, context)
    carried = question.carried
    if question.params.get("combine", "each") != "each" and part == AREAS.layer:
        carried = Carried.nothing()
    elif carried is None:
        carried = _carried_by(layer, read_part(file, PARTS[part], Carried.nothing(), None, context))
    return read_part(file, PARTS[part], carried, crs, context)


def _carried_by(layer: QgsVectorLayer, bare: Result) -> Carried:
    """Take over from a layer itself what it has beyond an answer's own fields."""
    own = {*bare.fields.names(), "fid"}
    fields = QgsFields()
    for field in layer.fields():
        if field.name() not in own:
            fields.append(field)
    names = fields.names()
    return Carried({f["id"]: [f[name] for name in names] for f in layer.getFeatures()}, fields)


def _ids(params: dict[str, Any]) -> dict[str, Any]:
    """An identifier of each side, where points were handed over; text otherwise."""
    return {
        column: params[role].get("points", [[""]])[0][0]
        for column, role in (("from_id", "origins"), ("to_id", "destinations"))
    }
