"""The calendar of a network: which days have service, and which are greyed and why."""

from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtGui import QColor, QTextCharFormat
from qgis.PyQt.QtWidgets import QDateEdit

from ..i18n import tr

__all__ = ["ServiceCalendar"]


class ServiceCalendar:
    """
    Days of a network and their service.

    Parameters
    ----------
    answer
        What the worker says of the network's days: ``first``, ``trips``, ``full``, ``default``.
    """

    def __init__(self, answer: dict) -> None:
        self.first = QDate.fromString(answer["first"], Qt.DateFormat.ISODate)
        self.default = QDate.fromString(answer["default"], Qt.DateFormat.ISODate)
        self._trips = answer["trips"]
        self._full = answer["full"]

    @property
    def last(self) -> QDate:
        """The last day of the timetables."""
        return self.first.addDays(len(self._trips) - 1)

    def reason(self, day: QDate) -> str:
        """Why a day has no service, or less than it should; empty for a day like others."""
        number = self.first.daysTo(day)
        if not 0 <= number < len(self._trips):
            return tr("Outside the timetables.")
        if not self._trips[number]:
            return tr("Nothing runs on this day.")
        if not self._full[number]:
            return tr("Some of the timetables do not cover this day.")
        return ""

    def paint(self, edit: QDateEdit) -> None:
        """Bound a date field to the timetables and grey its days without service."""
        edit.setDateRange(self.first, self.last)
        calendar = edit.calendarWidget()
        calendar.setDateTextFormat(QDate(), QTextCharFormat())  # forget those of another network
        for number, trips in enumerate(self._trips):
            day = self.first.addDays(number)
            calendar.setDateTextFormat(day, self._format(day, trips))

    def _format(self, day: QDate, trips: int) -> QTextCharFormat:
        looks = QTextCharFormat()
        reason = self.reason(day)
        looks.setToolTip(reason or tr("Trips on this day: {n}").format(n=trips))
        if reason:
            looks.setForeground(QColor("#a0a0a0"))
            looks.setFontItalic(True)
            looks.setFontStrikeOut(not trips)
        return looks
