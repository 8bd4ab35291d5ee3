"""Messages of the panel: one at a time in the message bar, with details in the log."""

from typing import Optional

from qgis.core import Qgis, QgsMessageLog
from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtWidgets import QPushButton

from ..client.wording import in_words_of_the_window
from ..i18n import tr

__all__ = ["SILENT", "Messages", "log", "sentence"]

TAG = "Access to Services"
MOST_SHOWN = 120  # characters in the bar
SILENT = ("cancelled", "replaced")  # what the user wanted needs no message


def log(text: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
    """Write a line to the log of QGIS, under the plugin's own tag."""
    QgsMessageLog.logMessage(text, TAG, level, notifyUser=False)


def sentence(failure) -> str:
    """What went wrong and what helps, in the words of the window."""
    parts = [part for part in (failure.message, failure.hint) if part]
    return in_words_of_the_window(" ".join(parts))


class Messages:
    """
    The message bar of QGIS, as far as it is ours.

    A new message of ours takes the place of the one before: who drags a point out of the network
    must not have to close fifty of them.
    """

    def __init__(self, iface) -> None:
        self._iface = iface
        self._item: Optional[QgsMessageBarItem] = None
        self._text = ""

    def failure(self, failure) -> None:
        """Tell of a failure; its details go to the log."""
        text = sentence(failure)
        log(f"{text}\n{failure.details}".strip(), Qgis.MessageLevel.Warning)
        self.show(_beginning(text), Qgis.MessageLevel.Warning, details=True)

    def show(
        self,
        text: str,
        level: Qgis.MessageLevel = Qgis.MessageLevel.Info,
        *,
        details: bool = False,
    ) -> None:
        """Show a sentence; with `details`, a button beside it opens the log."""
        if self._item is not None and text == self._text:
            return
        self.clear()
        bar = self._iface.messageBar()
        item = bar.createMessage(tr("Access to Services"), text)
        if details:
            button = QPushButton(tr("Details"), item)
            button.setObjectName("details_button")
            button.clicked.connect(self._iface.openMessageLog)
            item.layout().addWidget(button)
        item.destroyed.connect(self._forget)
        self._item, self._text = item, text
        bar.pushWidget(item, level)

    def clear(self) -> None:
        """Take our message away, if it is still there."""
        item, self._item, self._text = self._item, None, ""
        if item is not None:
            item.destroyed.disconnect(self._forget)
            self._iface.messageBar().popWidget(item)

    def _forget(self) -> None:
        self._item, self._text = None, ""


def _beginning(text: str) -> str:
    """The first sentences, as many as the bar has room for: the log has them all."""
    told = ""
    for part in text.split(". "):
        if told and len(told) + len(part) > MOST_SHOWN:
            return told + "."
        told += f". {part}" if told else part
    return told
