"""What the pages share: the worker, the open network, and whether something runs."""

from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .. import settings
from ..i18n import tr
from .messages import SILENT, Messages, log

__all__ = ["Session"]

Done = Callable[[dict, dict], None]
RECENT = 8


class Session(QObject):
    """
    The panel's one conversation with the worker.

    A job is what a user waits for: a build, a report, a run with a layer. There is one at a time.
    Live questions are asked beside it and are answered when their turn comes.
    """

    networkChanged = pyqtSignal()  # noqa: N815 - signals are named as Qt names its own
    stateChanged = pyqtSignal()  # noqa: N815
    progressed = pyqtSignal(object, str)
    sampleMade = pyqtSignal(object)  # noqa: N815

    def __init__(self, iface, worker, parent=None) -> None:
        super().__init__(parent)
        self.iface = iface
        self.worker = worker
        self.messages = Messages(iface)
        self.network: Optional[dict] = None
        self.job = ""
        self._requests: dict = {}
        self._job_request = None
        worker.message.connect(self._log)
        worker.stopped.connect(self._worker_stopped)

    # What is asked

    def start_job(
        self,
        text: str,
        op: str,
        params: dict,
        done: Done,
        failed: Optional[Callable[[Any], None]] = None,
    ) -> None:
        """Start what the user waits for; `failed` hears of a failure besides the message bar."""
        if self.job:
            return
        self.messages.clear()
        self.job = text
        self.stateChanged.emit()
        self._job_request = self.ask(op, params, done, failed)

    def ask(
        self,
        op: str,
        params: dict,
        done: Done,
        failed: Optional[Callable[[Any], None]] = None,
        live: Optional[str] = None,
    ):
        """Ask the worker; without `failed` a failure is only logged."""
        request = self.worker.request(op, params, live)
        # The request lives until it has ended; the closures keep what they need.
        self._requests[id(request)] = request
        request.result.connect(lambda summary, files: self._ended(request, done, summary, files))
        about = params.get("network")
        request.error.connect(lambda failure: self._failed(request, failed, about, failure))
        request.progress.connect(self.progressed)
        self.stateChanged.emit()
        return request

    def cancel(self) -> None:
        """Cancel everything that was asked."""
        for request in list(self._requests.values()):
            request.cancel()

    @property
    def working(self) -> bool:
        """Whether the worker has something to answer."""
        return bool(self._requests)

    def _ended(self, request, done: Done, summary: dict, files: dict) -> None:
        self._forget(request)
        done(summary, files)

    def _failed(self, request, failed, about: Optional[str], failure) -> None:
        to_tell = request is self._job_request
        self._forget(request)
        if failure.code == "network" and self.network is not None and about == self.network["path"]:
            # Missing, broken or changed: what the pages show of it is no longer true.
            self.close_network()
            to_tell = True
        if failure.code not in SILENT:
            if to_tell:
                self.messages.failure(failure)
            elif failed is None:
                log(f"{failure.message}\n{failure.details}".strip(), Qgis.MessageLevel.Warning)
        if failed is not None:
            failed(failure)

    def _forget(self, request) -> None:
        self._requests.pop(id(request), None)
        if request is self._job_request:
            self._job_request, self.job = None, ""
        self.stateChanged.emit()

    def _log(self, level: str, text: str) -> None:
        log(text, Qgis.MessageLevel.Warning if level == "warning" else Qgis.MessageLevel.Info)

    def _worker_stopped(self, failure) -> None:
        self.stateChanged.emit()
        if failure is not None and not self._requests:
            # With requests, each of them tells of it.
            self.messages.failure(failure)

    # The open network

    def open_network(self, folder: str) -> None:
        """Open a network's folder."""
        text = tr("Opening {name}…").format(name=Path(folder).name)
        self.start_job(text, "open", {"network": folder}, self.set_network, self._not_opened)

    def make_sample(self, folder: str) -> None:
        """Make the sample town and open it."""

        def made(summary: dict, files: dict) -> None:
            self.set_network(summary, files)
            self.sampleMade.emit(files)

        self.start_job(tr("Building the sample town…"), "sample", {"folder": folder}, made)

    def set_network(self, summary: dict, _files: Optional[dict] = None) -> None:
        """Take what the worker says of a network as the open one."""
        self.network = summary
        path = summary["path"]
        others = [known for known in self.recent() if known != path]
        settings.put("network/recent", [path, *others][:RECENT])
        settings.put("network/last", path)
        self.networkChanged.emit()

    def close_network(self) -> None:
        """Go back to having no network."""
        self.network = None
        settings.put("network/last", "")
        self.networkChanged.emit()

    def recent(self) -> list:
        """Folders of the networks that were open lately, the last one first."""
        return settings.get("network/recent", [], list)

    def forget_recent(self, folder: str) -> None:
        """Take a folder off the list of recent networks."""
        settings.put("network/recent", [known for known in self.recent() if known != folder])

    def _not_opened(self, _failure) -> None:
        if self.network is None:
            settings.put("network/last", "")  # or every start would complain of it

    def show_map(self) -> None:
        """Leave QGIS's page of welcome: there is no map to click on."""
        project = QgsProject.instance()
        empty = not project.fileName() and not project.mapLayers()
        if empty and not self.iface.mapCanvas().isVisible():
            self.iface.newProject()

    def tear_down(self) -> None:
        """Let go of the worker."""
        self.worker.message.disconnect(self._log)
        self.worker.stopped.disconnect(self._worker_stopped)
        self.cancel()
        self._requests.clear()
        self.messages.clear()
