"""When people travel: a date, a time of day, whether it is a deadline, and a window."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from ..i18n import tr
from .values import Option, helped

__all__ = ["Moment", "date_of", "moment_parameters", "read_moment"]

DEFAULT_TIME = "08:00"
DATE, TIME = "DATE", "TIME"


class Moment(NamedTuple):
    """
    When people travel.

    Parameters
    ----------
    date
        As ``2023-06-13``; empty for the network's own.
    time
        As ``08:30``; empty if none was given.
    direction
        ``depart`` or ``arrive``.
    window
        Minutes; 0 for the moment alone.
    measure
        ``elapsed`` or ``journey``.
    """

    date: str
    time: str
    direction: str
    window: int
    measure: str

    def matters(self, mode: str) -> bool:
        """
        Say whether answers depend on it.

        Ways on streets take as long at any time; but a deadline asks for ways to a place.
        """
        return mode == "transit" or self.direction == "arrive"

    def contradiction(self, mode: str) -> str:
        """Say what cannot be meant; empty if all is well."""
        if mode != "transit" and (self.window or self.measure != "elapsed"):
            return tr("A window, and the time counted, are for public transport only.")
        if self.time:
            return ""
        if self.window:
            return tr("A window needs the time of day at which it begins or ends.")
        if mode == "transit":
            return tr("Public transport needs a time of day, such as 08:30.")
        if self.direction == "arrive":
            return tr("A deadline needs a time of day, such as 09:00.")
        return ""

    def as_when(self, default_date: str | None) -> list[dict[str, Any]]:
        """
        Say it as the worker takes it.

        Parameters
        ----------
        default_date
            The network's own date.
        """
        asked = {"direction": self.direction, "moment": f"{self.date or default_date} {self.time}"}
        if self.window:
            asked["window"] = self.window
        if self.measure != "elapsed":
            asked["measure"] = self.measure
        return [asked]


def _direction() -> Option:
    return Option(
        "direction",
        tr("The time is"),
        tr("After a departure, areas show where people get to; before a deadline, from where they "
           "come in time."),
        "depart",
        choices={"depart": tr("a departure"), "arrive": tr("a deadline")},
    )  # fmt: skip


def _window() -> Option:
    return Option(
        "window",
        tr("Window (minutes)"),
        tr("Asks each minute of so many after the departure, or before the deadline, so that no "
           "answer hangs on a single bus. 0: the moment alone."),
        0,
        (0, 1440),
    )  # fmt: skip


def _measure() -> Option:
    return Option(
        "measure",
        tr("Time counted"),
        tr("Whether the wait before the first vehicle, or before the deadline, counts."),
        "elapsed",
        choices={"elapsed": tr("with the wait at the outer end"), "journey": tr("without it")},
        is_advanced=True,
    )


def moment_parameters() -> list[QgsProcessingParameterDefinition]:
    """Make the parameters in the order in which people read them."""
    kinds = QgsProcessingParameterDateTime.Type
    date = QgsProcessingParameterDateTime(DATE, tr("Date"), kinds.Date, None, True)
    time = QgsProcessingParameterDateTime(TIME, tr("Time of day"), kinds.Time, DEFAULT_TIME, True)
    return [
        helped(date, tr(
            "Empty: the Tuesday on which most services of the network run; the log says which."
        )),
        helped(time, tr(
            "Local time of the network. It matters for public transport, and for deadlines."
        )),
        *(option.parameter() for option in (_direction(), _window(), _measure())),
    ]  # fmt: skip


def read_moment(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> Moment:
    """Read what was given."""
    asked = (algorithm, parameters, context)
    # An emptied time is none: parameterAsTime would take the default.
    return Moment(
        date_of(parameters.get(DATE)),
        _time_of(parameters.get(TIME, DEFAULT_TIME)),
        _direction().value(*asked),
        _window().value(*asked),
        _measure().value(*asked),
    )


def date_of(value: Any) -> str:
    """
    Read a date in any form in which QGIS hands it over.

    Parameters
    ----------
    value
        A parameter's value.

    Returns
    -------
    str
        As ``2023-06-13``; empty for none.
    """
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return value.toString("yyyy-MM-dd")
    found = re.match(r"\d{4}-\d\d-\d\d", str(value or ""))
    return found[0] if found else ""


def _time_of(value: Any) -> str:
    if isinstance(value, QDateTime):
        value = value.time()
    if isinstance(value, str):
        value = QTime.fromString(value)
    if not isinstance(value, QTime) or not value.isValid():
        return ""
    return value.toString("HH:mm:ss" if value.second() else "HH:mm")
