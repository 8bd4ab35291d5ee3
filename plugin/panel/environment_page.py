"""The page Environment: what is installed, and how to set it up, check, repair and remove it."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsApplication, QgsMessageLog
from qgis.gui import QgsFileWidget, QgsMessageViewer
from qgis.PyQt import uic
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QPixmap
from qgis.PyQt.QtWidgets import QLabel, QMessageBox, QScrollArea, QWidget

from .. import settings
from ..client import environment
from ..client.environment import State
from ..client.installer import Installer
from ..client.process import Request, Worker
from ..i18n import tr
from .checks_table import CheckTable

if TYPE_CHECKING:
    from ..client.protocol import Failure

__all__ = ["EnvironmentPage"]

ICON_SIZE = 24
MAIN_BUTTON = """
QPushButton { background: palette(highlight); color: palette(highlighted-text); font-weight: bold;
  border: 1px solid palette(highlight); border-radius: 3px; padding: 7px 12px; }
QPushButton:focus { border-color: palette(text); }
QPushButton:pressed { background: palette(text); color: palette(base); }
QPushButton:disabled { background: palette(button); color: palette(mid);
  border-color: palette(mid); }
"""
OWN_ICON = Path(__file__).parents[1] / "resources" / "icons" / "access_to_services.svg"


class EnvironmentPage(QWidget):
    """
    Makes and keeps the environment.

    Parameters
    ----------
    parent
        Its owner.
    """

    changed = pyqtSignal()
    """The environment has become ready, has been replaced or has gone."""
    sampleRequested = pyqtSignal()  # noqa: N815 - signals are named as Qt names its own

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        uic.loadUi(str(Path(__file__).with_suffix(".ui")), self)
        self._installer = Installer(self)
        self._worker = Worker(self)
        self._check: Request | None = None
        self._wants_sample = False
        self._doing = ""
        self._details = ""
        self._checks = CheckTable(self.checks_label, self.checks_table)
        self._dress()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show how things are; for whoever has changed them elsewhere."""
        state = environment.state()
        named = environment.named_python() is not None
        busy = self._installer.is_running() or self._check is not None
        self.state_icon.setPixmap(_state_icon(state))
        self.title_label.setText(self._doing if busy else _title(state))
        self.text_label.setText(_text(state))
        shown = {
            self.setup_button: state in (State.MISSING, State.OUTDATED),
            self.check_button: state is State.READY,
            self.repair_button: state is State.BROKEN or (state is State.READY and not named),
            self.remove_button: state is not State.MISSING and not named,
            self.options_box: not (named and state is State.READY),
            self.sample_button: True,
        }
        for widget, visible in shown.items():
            widget.setVisible(visible)
            widget.setEnabled(not busy)
        self.setup_button.setText(tr("&Update") if state is State.OUTDATED else tr("&Set up"))
        self.repair_button.setText(tr("Set &up another") if named else tr("Re&pair"))
        self.progress_box.setVisible(busy)

    def tear_down(self) -> None:
        """Stop whatever runs; half of an environment is removed."""
        self._installer.cancel()
        self._worker.stop()

    def _dress(self) -> None:
        font = self.title_label.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.title_label.setFont(font)
        self.sample_button.setStyleSheet(MAIN_BUTTON)
        bold = self.failure_label.font()
        bold.setBold(True)
        self.failure_label.setFont(bold)
        for icon in (self.state_icon, self.failure_icon):
            icon.setFixedSize(ICON_SIZE, ICON_SIZE)
        self.failure_icon.setPixmap(_icon("/mIconWarning.svg"))
        for label in self.findChildren(QLabel):
            if label.wordWrap():
                # A path without a space must not make the panel wider than its dock.
                label.setMinimumWidth(1)
        self.failure_box.hide()
        self.checks_box.hide()
        self.wheels_help.setText(_wheels_help())
        self.wheels_folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        for widget, key in ((self.python_file, "base"), (self.wheels_folder, "wheels")):
            widget.setFilePath(settings.get(f"environment/{key}", "", str))
            widget.lineEdit().setPlaceholderText(
                tr("Searched on this computer") if key == "base" else tr("None: download")
            )

    def _connect(self) -> None:
        self.sample_button.clicked.connect(self._try_sample)
        self.setup_button.clicked.connect(self._install)
        self.repair_button.clicked.connect(self._install)
        self.check_button.clicked.connect(self._start_check)
        self.remove_button.clicked.connect(self._remove)
        self.cancel_button.clicked.connect(self._cancel)
        self.details_button.clicked.connect(self._show_details)
        self.text_label.linkActivated.connect(self._show_libraries)
        self.python_file.fileChanged.connect(lambda path: settings.put("environment/base", path))
        self.wheels_folder.fileChanged.connect(
            lambda path: settings.put("environment/wheels", path)
        )
        self._installer.progress.connect(self._show_progress)
        self._installer.checked.connect(self._take_checks)
        self._installer.finished.connect(self._after_installer)

    def _try_sample(self) -> None:
        if environment.state() is State.READY:
            self.sampleRequested.emit()
        elif self._ask(tr("Set up first?"), _consent()):
            self._install()
            self._wants_sample = True

    def _install(self) -> None:
        self._begin(tr("Setting up…"))
        if environment.state() is State.BROKEN:
            # An interpreter that is named but gone is of no use to anybody.
            settings.put("environment/python", "")
        self._installer.install(
            _path(self.python_file.filePath()), _path(self.wheels_folder.filePath())
        )
        self.refresh()

    def _remove(self) -> None:
        question = tr(
            "Remove the environment in {folder}? Networks and layers stay; to calculate again, it "
            "has to be set up again."
        )
        if self._ask(tr("Remove"), question.format(folder=environment.root())):
            self._begin(tr("Removing…"))
            self._installer.remove()
            self.refresh()
            self.changed.emit()

    def _start_check(self) -> None:
        self._begin(tr("Checking…"))
        self._check = self._worker.request("doctor", {})
        self._check.progress.connect(self._show_progress)
        self._check.result.connect(self._after_check)
        self._check.error.connect(self._after_failed_check)
        self._show_progress(None, tr("Loading the libraries"))
        self.refresh()

    def _cancel(self) -> None:
        self._wants_sample = False
        if self._check is not None:
            self._check.cancel()
        self._installer.cancel()

    def _begin(self, doing: str) -> None:
        self._doing = doing
        self._wants_sample = False
        self.failure_box.hide()
        self.checks_box.hide()

    def _show_progress(self, fraction: float | None, text: str) -> None:
        self.progress_label.setText(text)
        self.progress_bar.setMaximum(0 if fraction is None else 100)
        if fraction is not None:
            self.progress_bar.setValue(round(100 * fraction))

    def _after_check(self, summary: dict[str, Any], _files: object) -> None:
        self._end_check()
        self._show_checks(summary.get("checks", []))

    def _after_failed_check(self, failure: Failure) -> None:
        self._end_check()
        self._show_failure(failure)

    def _end_check(self) -> None:
        self._check = None
        # A check is rare; what it has loaded need not stay in memory.
        self._worker.stop()
        self.refresh()

    def _take_checks(self, checks: list[dict[str, Any]]) -> None:
        """Show what the check at the end of an installation found, if that needs to be known."""
        if not all(check.get("ok") for check in checks):
            self._show_checks(checks)

    def _show_checks(self, checks: list[dict[str, Any]]) -> None:
        self._checks.show(checks)
        self.checks_box.show()
        self._bring_into_view(self.checks_box)

    def _after_installer(self, failure: Failure | None) -> None:
        wanted, self._wants_sample = self._wants_sample, False
        self.refresh()
        if failure is not None:
            self._show_failure(failure)
        self.changed.emit()
        if failure is None and wanted and environment.state() is State.READY:
            self.sampleRequested.emit()

    def _show_failure(self, failure: Failure) -> None:
        if failure.code == "cancelled":
            return
        self._details = failure.details
        self.failure_label.setText(failure.message)
        self.remedy_label.setText(failure.hint)
        self.remedy_label.setVisible(bool(failure.hint))
        self.details_button.setVisible(bool(failure.details))
        self.failure_box.show()
        self._bring_into_view(self.failure_box)
        text = "\n".join(part for part in failure[1:] if part)
        QgsMessageLog.logMessage(
            text, tr("Access to Services"), Qgis.MessageLevel.Warning, notifyUser=False
        )

    def _bring_into_view(self, box: QWidget) -> None:
        """Scroll to a box, as soon as the layout has made room for it."""
        QTimer.singleShot(0, partial(self._scroll_to, box))

    def _scroll_to(self, box: QWidget) -> None:
        area = self.parent() and self.parent().parent()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(box)
            # What is higher than the panel is read from its top.
            area.ensureVisible(0, box.y(), 0, 0)

    def _show_details(self) -> None:
        self._show_text(tr("Details"), self._details)

    def _show_libraries(self) -> None:
        self._show_text(tr("Libraries"), "\n".join(environment.libraries()))

    def _show_text(self, title: str, text: str) -> None:
        viewer = QgsMessageViewer(self)
        viewer.setTitle(title)
        viewer.setMessageAsPlainText(text)
        viewer.showMessage(blocking=False)

    def _ask(self, title: str, question: str) -> bool:
        box = QMessageBox(self)
        box.setObjectName("question")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        box.setText(question)
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Yes | buttons.No)
        box.setDefaultButton(buttons.Yes)
        answer = box.exec()
        box.deleteLater()
        return answer == buttons.Yes


def _path(text: str) -> Path | None:
    return Path(text) if text else None


def _icon(name: str) -> QPixmap:
    return QgsApplication.getThemeIcon(name).pixmap(ICON_SIZE, ICON_SIZE)


def _state_icon(state: State) -> QPixmap:
    if state is State.MISSING:
        return QIcon(str(OWN_ICON)).pixmap(ICON_SIZE, ICON_SIZE)
    return _icon("/mIconSuccess.svg" if state is State.READY else "/mIconWarning.svg")


def _title(state: State) -> str:
    return {
        State.MISSING: tr("Not set up yet"),
        State.READY: tr("Ready"),
        State.OUTDATED: tr("Needs an update"),
        State.BROKEN: tr("Damaged"),
    }[state]


def _text(state: State) -> str:
    """What there is and what will come, and where, and how large that is."""
    if environment.named_python() is not None and state is State.READY:
        used = tr("The Python named in the settings is used as it is: {path}")
        return escape(used.format(path=environment.named_python()))
    if state is State.READY:
        return _paragraphs(
            tr("Calculations run in a Python of their own, apart from that of QGIS."),
            tr("Python {version} with {libraries}, about {disk}:<br>{folder}"),
        )
    first = [] if state is State.MISSING else [escape(state.reason)]
    return _paragraphs(
        *first,
        tr(
            "Calculations run in a Python of their own, so that nothing in QGIS changes. Setting "
            "it up takes a few minutes, once."
        ),
        tr("It downloads {libraries}, about {download}, and takes about {disk} in<br>{folder}"),
    )


def _paragraphs(*texts: str) -> str:
    values = {
        "version": escape(environment.python_version()),
        "libraries": '<a href="libraries">{}</a>'.format(
            tr("{count} libraries").format(count=len(environment.libraries()))
        ),
        "download": _size(environment.DOWNLOAD_BYTES),
        "disk": _size(environment.DISK_BYTES),
        "folder": escape(str(environment.root())),
    }
    return "".join(f'<p style="margin: 0 0 4px 0">{text.format(**values)}</p>' for text in texts)


def _size(count: int) -> str:
    # The number and its unit stay on one line.
    if count < 1e9:
        return tr("{size} MB").format(size=round(count / 1e6)).replace(" ", "\N{NO-BREAK SPACE}")
    return tr("{size} GB").format(size=round(count / 1e9, 1)).replace(" ", "\N{NO-BREAK SPACE}")


def _consent() -> str:
    text = tr(
        "The sample town needs the environment. Set it up now? It downloads {count} libraries "
        "(about {download}) and takes about {disk} in {folder}. The town appears when it is done, "
        "in a few minutes."
    )
    return text.format(
        count=len(environment.libraries()),
        download=_size(environment.DOWNLOAD_BYTES),
        disk=_size(environment.DISK_BYTES),
        folder=environment.root(),
    )


def _wheels_help() -> str:
    text = tr(
        "On a computer of the same kind that has a connection:\npip download "
        "--only-binary :all: -d FOLDER -r “{file}”"
    )
    return text.format(file=environment.requirements_path())
