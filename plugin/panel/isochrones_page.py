"""The page Isochrones: places on the map or in a layer, how people travel, and the areas."""

from pathlib import Path
from typing import Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsMapLayerProxyModel,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
)
from qgis.PyQt import uic
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from .. import settings
from ..i18n import tr
from .kept import Kept, places_of, scratch_file
from .layer_places import read_layer
from .live_question import Answer, LiveQuestion
from .looks import enable, make_title, make_warning
from .map_tool import PointTool
from .messages import SILENT, sentence
from .travel_form import TravelForm, name_of

__all__ = ["IsochronesPage"]

WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")


class IsochronesPage(QWidget):
    """Asks for isochrones and puts them on the map."""

    networkWanted = pyqtSignal()  # noqa: N815

    def __init__(self, session, parent=None) -> None:
        super().__init__(parent)
        uic.loadUi(str(Path(__file__).with_suffix(".ui")), self)
        self._session = session
        self._canvas = session.iface.mapCanvas()
        self._form = TravelForm(self)
        self._live = LiveQuestion(session, self._params, self)
        self._tool = PointTool(self._canvas, self._places_on_map)
        self._fill()
        self._connect()
        self._show_network()

    def start_picking(self) -> None:
        """Turn to the map and wait for a click."""
        self.map_radio.setChecked(True)
        self.pick_button.setChecked(True)

    def stop_picking(self) -> None:
        """Give the map back to the tools of QGIS."""
        self.pick_button.setChecked(False)

    def tear_down(self) -> None:
        """Leave nothing of the page on the map or in the project's signals."""
        self._canvas.mapToolSet.disconnect(self._follow_tool)
        self._canvas.unsetMapTool(self._tool)
        self._tool.deleteLater()
        self._live.tear_down()

    def _fill(self) -> None:
        make_title(self.empty_title)
        for label in (self.minutes_note, self.day_note, self.note_label):
            make_warning(label)
        self.layer_box.setFilters(QgsMapLayerProxyModel.Filter.PointLayer)
        self.id_box.setAllowEmptyFieldName(True)
        self.id_box.setLayer(self.layer_box.currentLayer())
        self.combine_box.addItem(tr("Areas of each"), "each")
        self.combine_box.addItem(tr("Areas that any of them reaches"), "union")
        self.combine_box.setCurrentIndex(settings.get("isochrones/combine", 0, int))
        from_layer = settings.get("isochrones/source", "map", str) == "layer"
        self.layer_radio.setChecked(from_layer)

    def _connect(self) -> None:
        self._session.networkChanged.connect(self._show_network)
        self._session.stateChanged.connect(self._show_state)
        self._form.changed.connect(self._live.ask_soon)
        self._live.answered.connect(self._show_answer)
        self._live.failed.connect(self._show_failure)
        self._tool.placed.connect(self._place)
        self._tool.dragged.connect(self._move)
        self._tool.dropped.connect(self._move)
        self._canvas.mapToolSet.connect(self._follow_tool)
        self.pick_button.toggled.connect(self._pick)
        self.clear_button.clicked.connect(self._clear)
        self.map_radio.toggled.connect(self._choose_source)
        self.layer_box.layerChanged.connect(self._choose_layer)
        self.combine_box.currentIndexChanged.connect(self._combine)
        self.run_button.clicked.connect(self._run)
        self.keep_button.clicked.connect(self._keep)
        self.empty_button.clicked.connect(self.networkWanted)

    # Places

    def _pick(self, on: bool) -> None:  # noqa: FBT001 - a slot
        if on:
            self._session.show_map()
            self._canvas.setMapTool(self._tool)
            self._canvas.setFocus()
        else:
            self._canvas.unsetMapTool(self._tool)
        self._show_state()

    def _follow_tool(self, tool, _before=None) -> None:
        self.pick_button.setChecked(tool is self._tool)

    def _place(self, point: QgsPointXY, further: bool) -> None:  # noqa: FBT001 - a slot
        degrees = self._to_degrees(point)
        if degrees is not None:
            self._live.place(degrees, further=further)
            self._show_state()

    def _move(self, number: int, point: QgsPointXY) -> None:
        degrees = self._to_degrees(point)
        if degrees is not None:
            self._live.move(number, degrees)

    def _clear(self) -> None:
        self._live.clear()
        self._say("")
        self._session.messages.clear()
        self._show_state()

    def _transform(self, *, back: bool = False) -> QgsCoordinateTransform:
        map_crs = self._canvas.mapSettings().destinationCrs()
        ends = (WGS84, map_crs) if back else (map_crs, WGS84)
        return QgsCoordinateTransform(*ends, QgsProject.instance())

    def _to_degrees(self, point: QgsPointXY) -> Optional[QgsPointXY]:
        if not self._canvas.mapSettings().destinationCrs().isValid():
            self._refuse(tr("The project has no coordinate system. Set one in its properties."))
            return None
        try:
            return self._transform().transform(point)
        except QgsCsException:
            self._refuse(tr("This place of the map lies nowhere on Earth. Click elsewhere."))
            return None

    def _places_on_map(self) -> list:
        try:
            transform = self._transform(back=True)
            return [transform.transform(point) for _, point in self._live.places]
        except QgsCsException:
            return []

    # What is asked

    def _params(self) -> dict:
        return {**self._form.params(), "combine": self.combine_box.currentData()}

    def _run(self) -> None:
        """Ask for the areas of a whole layer."""
        layer, whole = self.layer_box.currentLayer(), not self.selected_check.isChecked()
        try:
            asked = self._params()
            places = read_layer(layer, self.id_box.currentField(), whole=whole)
        except (ValueError, QgsProcessingException) as error:
            self._refuse(str(error))
            return
        asked["network"] = self._session.network["path"]
        asked["origins"] = {"points": places.points}
        asked["output"] = str(scratch_file())
        title, layer_id = _title(layer.name(), asked), layer.id()

        def done(summary: dict, files: dict) -> None:
            layer = QgsProject.instance().mapLayer(layer_id)  # it may be gone by now
            self._add(Kept(title, asked, summary, files, places, layer, whole=whole))
            self._tell(summary)

        self._say("")
        text = tr("Isochrones of {n} points…").format(n=len(places.points))
        self._session.start_job(text, "isochrones", asked, done, self._show_refusal)

    def _keep(self) -> None:
        """Copy what is live into layers that stay."""
        answer = self._live.answer
        if answer is None:
            return
        crs = self._canvas.mapSettings().destinationCrs()
        places = places_of(answer.params["origins"]["points"], crs)
        title = _title(tr("Isochrones"), answer.params)
        self._add(Kept(title, answer.params, answer.summary, answer.files, places))
        self._live.hide()  # the same areas twice would look darker

    def _add(self, kept: Kept) -> None:
        trouble = kept.add()
        if trouble:
            told = tr(
                "The layers are temporary: they cannot be written beside the project. {reason}"
            )
            self._session.messages.show(told.format(reason=trouble), Qgis.MessageLevel.Warning)

    # What is shown

    def _show_network(self) -> None:
        network = self._session.network
        self.empty_box.setVisible(network is None)
        self.form.setVisible(network is not None)
        self._live.clear()
        self._say("")
        if network is None:
            self._canvas.unsetMapTool(self._tool)
        else:
            self._form.take_network(network)
            if network["timezone"] is not None:
                asked = {"network": network["path"]}
                self._session.ask("calendar", asked, self._take_calendar)
        self._show_state()

    def _take_calendar(self, answer: dict, _files: dict) -> None:
        if self._session.network is not None:
            self._form.take_calendar(answer)

    def _show_answer(self, answer: Answer, took: float) -> None:
        self._session.messages.clear()
        self.time_label.setText(tr("{n} ms").format(n=round(took)))
        self._tell(answer.summary)
        self._show_state()

    def _tell(self, summary: dict) -> None:
        """Say what an answer does not show: places without one, and what to know of it."""
        told = list(summary["warnings"])
        count = summary["points"]["count"]
        if count:
            listed = ", ".join(str(point["id"]) for point in summary["points"]["first"][:5])
            told.insert(0, _without(count, listed))
        elif not summary["areas"]:
            told.append(tr("Nothing is reached in these minutes."))
        self._say(" ".join(told))

    def _show_failure(self, failure) -> None:
        self.time_label.clear()
        self._say(sentence(failure))
        self._session.messages.failure(failure)
        self._show_state()

    def _show_refusal(self, failure) -> None:
        if failure.code not in SILENT:
            self._say(sentence(failure))

    def _refuse(self, text: str) -> None:
        self._say(text)
        self._session.messages.show(text, Qgis.MessageLevel.Warning)

    def _say(self, text: str) -> None:
        self.note_label.setText(text)
        self.note_label.setVisible(bool(text))

    def _choose_source(self) -> None:
        by_map = self.map_radio.isChecked()
        settings.put("isochrones/source", "map" if by_map else "layer")
        if not by_map:
            self.pick_button.setChecked(False)
        self._show_state()

    def _choose_layer(self, layer) -> None:
        self.id_box.setLayer(layer)
        self._show_state()

    def _combine(self, index: int) -> None:
        settings.put("isochrones/combine", index)
        if len(self._live.places) > 1:
            self._live.ask_soon()

    def _show_state(self) -> None:
        """Show the fields that have a meaning now, and why a button cannot be pressed."""
        by_map = self.map_radio.isChecked()
        count = len(self._live.places)
        self.map_source.setVisible(by_map)
        self.layer_source.setVisible(not by_map)
        several = not by_map or count > 1
        self.combine_label.setVisible(several)
        self.combine_box.setVisible(several)
        self.clear_button.setEnabled(count > 0)
        self.pick_hint.setText(self._hint(count))
        self.run_button.setVisible(not by_map)
        self.keep_button.setVisible(by_map)
        if self._live.answer is None:
            self.time_label.clear()
        self.time_label.setVisible(by_map)
        enable(self.run_button, self._why_not_run())
        enable(self.keep_button, self._why_not_keep())

    def _hint(self, count: int) -> str:
        if count:
            return tr("Drag a place to move it. Shift+click adds one more.")
        if self.pick_button.isChecked():
            return tr("Click on the map, within the network.")
        return tr("Press Pick places, then click the map.")

    def _why_not_run(self) -> str:
        if self._session.job:
            return tr("Wait or cancel: {job}").format(job=self._session.job)
        if self.layer_box.currentLayer() is None:
            return tr("The project has no point layer. Add one.")
        return ""

    def _why_not_keep(self) -> str:
        return "" if self._live.answer is not None else tr("Click on the map first")


def _title(what: str, asked: dict) -> str:
    """Name of a kept result: what, how and when."""
    when = asked["when"]
    if when is None:
        return f"{what}, {name_of(asked['options']['mode']).lower()}"
    return f"{what}, {when[0]['moment']}"


def _without(count: int, listed: str) -> str:
    if count == 1:
        return tr(
            "A place has no answer, because it lies too far from any street: {listed}."
        ).format(listed=listed)
    return tr(
        "{n} places have no answer, because they lie too far from any street: {listed}…"
    ).format(n=count, listed=listed)
