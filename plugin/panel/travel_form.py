"""The fields of the page Isochrones that say how and when people travel."""

from typing import Optional

from qgis.PyQt.QtCore import QDate, QObject, QSignalBlocker, Qt, QTime, pyqtSignal

from .. import settings
from ..i18n import tr
from . import minutes
from .service_calendar import ServiceCalendar

__all__ = ["TravelForm"]

MODES = ("transit", "walk", "cycle", "car")
LONGEST = 120  # minutes of travel that count unless more is asked for

# Field, the option that it sets, and the modes that know it.
OPTIONS = (
    ("walk_spin", "max_walk_time", ("transit",)),
    ("transfer_spin", "max_transfer_time", ("transit",)),
    ("slack_spin", "boarding_slack", ("transit",)),
    ("rides_spin", "max_rides", ("transit",)),
    ("walk_speed_spin", "walk_speed", ("transit", "walk")),
    ("cycle_speed_spin", "cycle_speed", ("cycle",)),
    ("snap_spin", "snap_radius", MODES),
)
WHEN_FIELDS = (
    "date_label", "date_edit", "direction_box", "time_edit",
    "window_label", "window_spin",
)  # fmt: skip


def _names() -> dict:
    return {
        "transit": tr("Public transport"),
        "walk": tr("On foot"),
        "cycle": tr("By bicycle"),
        "car": tr("By car"),
        "tram": tr("Tram"),
        "subway": tr("Underground"),
        "rail": tr("Train"),
        "bus": tr("Bus"),
        "ferry": tr("Ferry"),
        "cable_tram": tr("Cable tram"),
        "aerial_lift": tr("Cable car"),
        "funicular": tr("Funicular"),
        "trolleybus": tr("Trolleybus"),
        "monorail": tr("Monorail"),
        "other": tr("Other vehicles"),
    }


def name_of(kind: str) -> str:
    """Name of a mode or a kind of vehicle, as people say it."""
    return _names().get(kind, kind)


class TravelForm(QObject):
    """
    Reads, remembers and restores those fields.

    Parameters
    ----------
    page
        The page with the fields.
    """

    changed = pyqtSignal()  # a value is another one now

    def __init__(self, page) -> None:
        super().__init__(page)
        self._page = page
        self._calendar: Optional[ServiceCalendar] = None
        self._defaults = {
            field: getattr(page, field).value()
            for field in (*(field for field, _, _ in OPTIONS), "cell_spin")
        }
        self._fill()
        self._restore()
        self._last = self._state()
        self._connect()
        self._show_fields()

    # What it says

    def minutes(self) -> list:
        """The travel times to draw; raises ValueError with a sentence for people."""
        return minutes.parse(self._page.minutes_edit.text())

    @property
    def rings(self) -> bool:
        """Whether the areas leave out those of shorter times."""
        return self._page.shape_box.currentData() == "rings"

    @property
    def mode(self) -> str:
        """How people travel."""
        return self._page.mode_box.currentData()

    def params(self) -> dict:
        """What the worker is to be asked, but for network, origins and output."""
        page = self._page
        asked = {
            "minutes": self.minutes(),
            "rings": self.rings,
            "cell_size": page.cell_spin.value(),
            "options": self._options(),
            "when": None,
        }
        if self.mode == "transit":
            window = page.window_spin.value()
            day = page.date_edit.date().toString(Qt.DateFormat.ISODate)
            clock = page.time_edit.time().toString("HH:mm")
            asked["when"] = [
                {
                    "direction": page.direction_box.currentData(),
                    "moment": f"{day} {clock}",
                    "window": window,
                }
            ]
            if window:
                asked["percentile"] = page.percentile_spin.value()
        return asked

    def _options(self) -> dict:
        """Those that differ from the defaults: an option without effect is refused."""
        page = self._page
        options = {"mode": self.mode}
        for field, option, modes in OPTIONS:
            value = getattr(page, field).value()
            if self.mode in modes and value != self._defaults[field]:
                options[option] = value
        vehicles = page.vehicles_box.checkedItemsData()
        if self.mode == "transit" and 0 < len(vehicles) < page.vehicles_box.count():
            options["transit_modes"] = vehicles
        if self.mode in ("transit", "walk") and page.wheelchair_check.isChecked():
            options["wheelchair"] = True
        longest = self.minutes()[-1]
        if longest > LONGEST:
            options["max_time"] = longest
        return options

    # What a network brings

    def take_network(self, network: dict) -> None:
        """Offer the vehicles and the default day of a network."""
        page = self._page
        self._calendar = None
        timetables = network["timezone"] is not None
        with QSignalBlocker(page.vehicles_box):
            page.vehicles_box.clear()
            for kind in network["vehicles"]:
                page.vehicles_box.addItemWithCheckState(
                    name_of(kind), Qt.CheckState.Unchecked, kind
                )
        transit = page.mode_box.model().item(0)
        transit.setEnabled(timetables)
        transit.setToolTip("" if timetables else tr("This network has no timetables."))
        if not timetables and self.mode == "transit":
            page.mode_box.setCurrentIndex(MODES.index("walk"))
        if network["default_date"]:
            page.date_edit.clearMaximumDate()
            page.date_edit.clearMinimumDate()
            day = QDate.fromString(network["default_date"], Qt.DateFormat.ISODate)
            page.date_edit.setDate(day)
        self._show_fields()

    def take_calendar(self, answer: dict) -> None:
        """Grey the days without service."""
        self._calendar = ServiceCalendar(answer)
        self._calendar.paint(self._page.date_edit)
        self._show_fields()

    # Fields

    def _fill(self) -> None:
        page = self._page
        for mode in MODES:
            page.mode_box.addItem(name_of(mode), mode)
        page.direction_box.addItem(tr("Depart at"), "depart")
        page.direction_box.addItem(tr("Arrive by"), "arrive")
        page.shape_box.addItem(tr("Rings side by side"), "rings")
        page.shape_box.addItem(tr("Nested, overlapping"), "nested")
        page.vehicles_box.setDefaultText(tr("all"))
        page.percentile_spin.setClearValue(50)
        page.window_spin.setClearValue(0)
        for field, value in self._defaults.items():
            getattr(page, field).setClearValue(value)

    def _connect(self) -> None:
        page = self._page
        for box in (page.mode_box, page.direction_box, page.shape_box):
            box.currentIndexChanged.connect(self._take)
        for field in ("window_spin", "percentile_spin", *self._defaults):
            getattr(page, field).valueChanged.connect(self._take)
        page.minutes_edit.textChanged.connect(self._take)
        page.date_edit.dateChanged.connect(self._take)
        page.time_edit.timeChanged.connect(self._take)
        page.wheelchair_check.toggled.connect(self._take)
        page.vehicles_box.checkedItemsChanged.connect(self._take)
        page.defaults_button.clicked.connect(self._to_defaults)
        # Unfolding a group shows everything in it.
        page.more_box.collapsedStateChanged.connect(self._show_fields)

    def _take(self) -> None:
        """Show what belongs to the values, and say so if they differ from those before."""
        self._show_fields()
        state = self._state()
        if state != self._last:
            self._last = state
            self._remember()
            self.changed.emit()

    def _state(self) -> object:
        try:
            return self.params()
        except ValueError as error:
            return str(error)

    def _show_fields(self) -> None:
        """Fields without effect are not shown; a doubtful value has its reason below it."""
        page = self._page
        transit = self.mode == "transit"
        for name in WHEN_FIELDS:
            getattr(page, name).setVisible(transit)
        for field, _, modes in OPTIONS:
            self._show_row(field, self.mode in modes)
        self._show_row("vehicles_box", transit and page.vehicles_box.count() > 1)
        folded = page.more_box.isCollapsed()
        page.wheelchair_check.setVisible(not folded and self.mode in ("transit", "walk"))
        windowed = transit and page.window_spin.value() > 0
        page.percentile_label.setVisible(windowed)
        page.percentile_spin.setVisible(windowed)
        day = page.date_edit.date()
        reason = self._calendar.reason(day) if self._calendar is not None and transit else ""
        self._say(page.day_note, reason)
        try:
            self.minutes()
        except ValueError as error:
            self._say(page.minutes_note, str(error))
        else:
            self._say(page.minutes_note, "")

    def _show_row(self, field: str, shown: bool) -> None:  # noqa: FBT001 - as setVisible
        widget = getattr(self._page, field)
        shown = shown and not self._page.more_box.isCollapsed()
        widget.setVisible(shown)
        self._page.more_layout.labelForField(widget).setVisible(shown)

    @staticmethod
    def _say(label, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _to_defaults(self) -> None:
        page = self._page
        for field, value in self._defaults.items():
            getattr(page, field).setValue(value)
        page.vehicles_box.deselectAllOptions()
        page.wheelchair_check.setChecked(False)

    # What is remembered

    def _remember(self) -> None:
        page = self._page
        values = {field: getattr(page, field).value() for field in self._defaults}
        settings.put(
            "isochrones/travel",
            {
                **values,
                "mode": self.mode,
                "direction": page.direction_box.currentData(),
                "shape": page.shape_box.currentData(),
                "time": page.time_edit.time().toString("HH:mm"),
                "window": page.window_spin.value(),
                "percentile": page.percentile_spin.value(),
                "minutes": page.minutes_edit.text(),
                "wheelchair": page.wheelchair_check.isChecked(),
            },
        )

    def _restore(self) -> None:
        page = self._page
        kept = settings.get("isochrones/travel", {}, dict)
        for box, key in (
            (page.mode_box, "mode"),
            (page.direction_box, "direction"),
            (page.shape_box, "shape"),
        ):
            box.setCurrentIndex(max(0, box.findData(kept.get(key))))
        page.time_edit.setTime(QTime.fromString(kept.get("time", "08:00"), "HH:mm"))
        page.window_spin.setValue(kept.get("window", 0))
        page.percentile_spin.setValue(kept.get("percentile", 50))
        page.minutes_edit.setText(kept.get("minutes", "15, 30, 45, 60"))
        page.wheelchair_check.setChecked(kept.get("wheelchair", False))
        for field, value in self._defaults.items():
            getattr(page, field).setValue(kept.get(field, value))
