"""The question that follows the pointer: places, the newest answer, and what became of it."""

import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Optional

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .live_layers import LiveLayers
from .messages import SILENT

__all__ = ["LiveQuestion"]

NAME = "isochrones"
AFTER_CHANGE = 80  # milliseconds that a value rests before it is asked


class Answer:
    """What was asked and what came back."""

    def __init__(self, params: dict, summary: dict, files: dict) -> None:
        self.params = params
        self.summary = summary
        self.files = files


class LiveQuestion(QObject):
    """
    Asks for the isochrones of the places and draws what comes back.

    The worker answers in the order it was asked and lets go of all but the newest question that
    waits. What it was busy with is drawn as well, unless a newer answer is there: so the areas
    follow a point that is dragged.
    """

    answered = pyqtSignal(object, float)  # the answer, and milliseconds since it was asked
    failed = pyqtSignal(object)

    def __init__(self, session, params, parent=None) -> None:
        super().__init__(parent)
        self._session = session
        self._params = params
        self._layers = LiveLayers(session.iface.mapCanvas(), self)
        self._folder = TemporaryDirectory(prefix="access-to-services-")
        self._number = 0  # of the newest question
        self._settled = 0  # up to this question answers are drawn, or not wanted any more
        self.places: list = []
        self.answer: Optional[Answer] = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_CHANGE)
        self._timer.timeout.connect(self.ask)

    def place(self, point: QgsPointXY, *, further: bool) -> None:
        """Put a place, in degrees, instead of those there are or on top of them."""
        if not further:
            self.places.clear()
        self.places.append((str(len(self.places) + 1), point))
        self.ask()

    def move(self, number: int, point: QgsPointXY) -> None:
        """Move a place."""
        if number < len(self.places):
            self.places[number] = (self.places[number][0], point)
            self.ask()

    def ask_soon(self) -> None:
        """Ask when values have come to rest."""
        if self.places:
            self._timer.start()

    def ask(self) -> None:
        """Ask now."""
        self._timer.stop()
        network = self._session.network
        if not self.places or network is None:
            return
        try:
            params = self._params()
        except ValueError:
            return  # the form says what is wrong beside the field
        self._number += 1
        number, places, asked_at = self._number, list(self.places), time.perf_counter()
        params["network"] = network["path"]
        params["origins"] = {"points": [[name, at.x(), at.y()] for name, at in places]}
        params["output"] = str(Path(self._folder.name) / f"{number}.gpkg")

        def done(summary: dict, files: dict) -> None:
            if number > self._settled:
                self._settled = number
                self._draw(places, Answer(params, summary, files))
                self.answered.emit(self.answer, (time.perf_counter() - asked_at) * 1000)

        def failed(failure) -> None:
            # Nobody misses an answer that a newer question has overtaken.
            if self._settled < number == self._number:
                self._settled = number
                self._forget_answer()
                self._layers.show_places(places)
                if failure.code not in SILENT:
                    self.failed.emit(failure)

        self._session.ask("isochrones", params, done, failed, live=NAME)

    def _draw(self, places: list, answer: Answer) -> None:
        asked = answer.params
        self._layers.draw(
            answer.files["output"], answer.summary, places, asked["minutes"], rings=asked["rings"]
        )
        self._forget_answer()
        self.answer = answer

    def _forget_answer(self) -> None:
        answer, self.answer = self.answer, None
        if answer is not None:
            with suppress(OSError):  # on Windows a file that is still open stays till the end
                Path(answer.files["output"]).unlink()

    def hide(self) -> None:
        """Hide what is live until there is something new."""
        self._layers.hide()

    def clear(self) -> None:
        """Take the places and their areas off the map."""
        self._timer.stop()
        self._settled = self._number
        self.places.clear()
        self._forget_answer()
        self._layers.remove()

    def tear_down(self) -> None:
        """Let go of files and of the project."""
        self._timer.stop()
        self._settled = self._number
        self._layers.tear_down()
        with suppress(OSError):
            self._folder.cleanup()
