"""The one line that says what the worker does, with buttons to cancel it and for help."""

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr

__all__ = ["StatusLine"]

PATIENCE = 400  # milliseconds that a live question may take before the line tells of it


class StatusLine(QWidget):
    """Idle, or working with how far it is and a button to cancel."""

    def __init__(self, session, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self._session = session
        self._text = QLabel(self)
        self._text.setObjectName("status_text")
        self._text.setMinimumWidth(0)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("status_bar")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(5)
        self._cancel = QToolButton(self)
        self._cancel.setObjectName("cancel_button")
        self._cancel.setText(tr("Cancel"))
        self._cancel.setToolTip(tr("Stop what is running; what was there before stays"))
        self._cancel.clicked.connect(session.cancel)
        self.help_button = QToolButton(self)
        self.help_button.setObjectName("help_button")
        self.help_button.setText("?")
        self.help_button.setToolTip(tr("Help with this page"))
        self.help_button.setCheckable(True)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self._show)
        session.stateChanged.connect(self._take_state)
        session.progressed.connect(self._take_progress)
        self._show()

    def _lay_out(self) -> None:
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the line does not jump
        self._bar.setSizePolicy(policy)
        line = QHBoxLayout()
        line.addWidget(self._text, 1)
        line.addWidget(self._cancel)
        line.addWidget(self.help_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 2, 9, 6)
        layout.setSpacing(4)
        layout.addWidget(self._bar)
        layout.addLayout(line)

    def _take_state(self) -> None:
        if self._session.working and not self._session.job:
            if not self._timer.isActive() and self._bar.isHidden():
                self._timer.start()  # most live questions are answered before anybody could read
            return
        self._timer.stop()
        self._show()

    def _take_progress(self, fraction, text: str) -> None:
        if self._bar.isHidden():  # nobody has had to wait yet
            return
        self._bar.setRange(0, 0 if fraction is None else 100)
        if fraction is not None:
            self._bar.setValue(round(fraction * 100))
        self._say(text or self._session.job)

    def _show(self) -> None:
        working = self._session.working
        self._bar.setVisible(working)
        self._cancel.setVisible(working)
        self._bar.setRange(0, 0)
        self._say((self._session.job or tr("Working…")) if working else self._at_rest())

    def _at_rest(self) -> str:
        return tr("Ready") if self._session.worker.is_running() else tr("Not started")

    def _say(self, text: str) -> None:
        self._text.setText(text)
        self._text.setToolTip(text)
