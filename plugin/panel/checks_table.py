"""What the worker's check found, in a small table: what is wrong comes first."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QHeaderView, QLabel, QTableWidget, QTableWidgetItem

from ..i18n import tr

__all__ = ["CheckTable"]

MOST_ROWS = 7
"""More rows than that scroll."""


class CheckTable(QObject):
    """
    Fills a table and the words above it.

    Parameters
    ----------
    label
        Says how it went, and what to do where it went wrong.
    table
        Has two columns.
    """

    def __init__(self, label: QLabel, table: QTableWidget) -> None:
        super().__init__(table)
        self._label = label
        self._table = table
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.viewport().installEventFilter(self)

    def show(self, checks: list[dict[str, Any]]) -> None:
        """
        Show what was found.

        Parameters
        ----------
        checks
            The contract's `checks`.
        """
        checks = sorted(checks, key=lambda check: bool(check.get("ok")))
        self._label.setText(_words(checks))
        self._table.setRowCount(len(checks))
        for row, check in enumerate(checks):
            self._fill_row(row, check)
        self._table.resizeRowsToContents()
        rows = min(len(checks), MOST_ROWS)
        height = sum(self._table.rowHeight(row) for row in range(rows))
        height += self._table.horizontalHeader().sizeHint().height()
        self._table.setFixedHeight(height + 2 * self._table.frameWidth())
        self._share_width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the width of the panel."""
        if event.type() == QEvent.Type.Resize:
            self._share_width()
        return super().eventFilter(watched, event)

    def _fill_row(self, row: int, check: dict[str, Any]) -> None:
        well = bool(check.get("ok"))
        icon = "/mIconSuccess.svg" if well else "/mIconWarning.svg"
        for column, text in enumerate((check.get("name", ""), check.get("found", ""))):
            item = QTableWidgetItem(str(text))
            item.setToolTip(str(text))
            self._table.setItem(row, column, item)
        first = self._table.item(row, 0)
        first.setIcon(QgsApplication.getThemeIcon(icon))
        # An icon tells nothing to those who hear the table.
        verdict = tr("well") if well else tr("wrong")
        first.setData(Qt.ItemDataRole.AccessibleTextRole, f"{first.text()}: {verdict}")

    def _share_width(self) -> None:
        """Names get what they need, but no more than half."""
        wanted = self._table.sizeHintForColumn(0) + 4
        self._table.setColumnWidth(0, min(wanted, self._table.viewport().width() // 2))


def _words(checks: list[dict[str, Any]]) -> str:
    wrong = [check for check in checks if not check.get("ok")]
    if not wrong:
        return tr("All {count} checks are well.").format(count=len(checks))
    first = tr("{wrong} of {count} checks found something wrong.")
    lines = [first.format(wrong=len(wrong), count=len(checks))]
    lines += [f"{check['name']}: {check['found']}. {check['remedy']}" for check in wrong]
    return "\n".join(lines)
