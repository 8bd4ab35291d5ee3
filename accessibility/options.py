"""What a traveller can and will do, when they set out, and how a network is built."""

import re
from collections.abc import Callable
from datetime import datetime
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from accessibility.errors import UsageError

__all__ = ["TRANSIT_MODES", "BuildOptions", "DepartAt", "TravelOptions", "parse_minutes"]

TRANSIT_MODES: dict[str, int] = {
    "tram": 0,
    "subway": 1,
    "rail": 2,
    "bus": 3,
    "ferry": 4,
    "cable_tram": 5,
    "aerial_lift": 6,
    "funicular": 7,
    "trolleybus": 11,
    "monorail": 12,
    "other": 255,
}
"""Names of vehicles and the GTFS basic route type of each; 255 stands for all that has none."""

MAX_SNAP_RADIUS = 1600
MAX_WINDOW_S = 24 * 3600

_DURATION = re.compile(
    r"(?:(?P<hours>\d+(?:\.\d+)?)\s*h(?:ours?)?)?\s*"
    r"(?:(?P<minutes>\d+(?:\.\d+)?)\s*m(?:in(?:utes?)?)?)?\s*"
    r"(?:(?P<seconds>\d+(?:\.\d+)?)\s*s(?:ec(?:onds?)?)?)?"
)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{1,2}:\d{2}(:\d{2})?")


def parse_minutes(value: object) -> float:
    """
    Read a duration: a number of minutes, or words such as ``1h30m``, ``1000s``, ``20min``.

    Parameters
    ----------
    value
        Number or text; a number as text means minutes as well.

    Returns
    -------
    float
        Minutes, rounded to the nearest whole second (halves up).

    Raises
    ------
    ValueError
        If the value is no duration or is negative.
    """
    problem = f'"{value}" is no duration: give minutes (20) or "1h30m", "20min", "1000s"'
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(problem)  # noqa: TRY004 - pydantic collects ValueError only
    if isinstance(value, str):
        seconds = _text_to_seconds(value.strip().lower(), problem)
    else:
        seconds = float(value) * 60
    if not 0 <= seconds < float("inf"):
        raise ValueError(problem)
    return int(seconds + 0.5) / 60


def _text_to_seconds(text: str, problem: str) -> float:
    try:
        return float(text) * 60
    except ValueError:
        found = _DURATION.fullmatch(text)
    if not text or found is None:
        raise ValueError(problem)
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _duration(least_s: Literal[0, 1], most_min: int) -> Callable[[object], float]:
    def read(value: object) -> float:
        minutes = parse_minutes(value)
        if not least_s <= round(minutes * 60) <= most_min * 60:
            least = "1 second" if least_s else "0"
            msg = f'"{value}" is out of range: from {least} to {most_min} minutes'
            raise ValueError(msg)
        return minutes

    return read


def _modes(value: object) -> tuple[str, ...]:
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list | tuple | set | frozenset):
        msg = f'"{value}" is no list of names. Known: {", ".join(TRANSIT_MODES)}'
        raise ValueError(msg)  # noqa: TRY004 - pydantic collects ValueError only
    wanted = {str(name).strip().lower() for name in names}
    unknown = sorted(wanted - TRANSIT_MODES.keys())
    if unknown or not wanted:
        named = f'"{", ".join(unknown)}" is unknown' if unknown else "names nothing"
        msg = f"{named}. Known: {', '.join(TRANSIT_MODES)}"
        raise ValueError(msg)
    return tuple(name for name in TRANSIT_MODES if name in wanted)


def _moment(value: object) -> datetime:
    problem = f'"{value}" is no local date and time such as "2023-06-13 08:00"'
    if isinstance(value, str):
        text = value.strip()
        if not _MOMENT.fullmatch(text):
            raise ValueError(problem)
        day, clock = text[:10], text[11:]
        try:
            value = datetime.fromisoformat(f"{day}T{clock:0>{8 if clock.count(':') > 1 else 5}}")
        except ValueError:
            raise ValueError(problem) from None
    if not isinstance(value, datetime):
        raise ValueError(problem)  # noqa: TRY004 - pydantic collects ValueError only
    if value.tzinfo is not None or value.microsecond:
        msg = f'"{value}" must be local time of the network, without zone and in whole seconds'
        raise ValueError(msg)
    return datetime.combine(value.date(), value.time())  # a plain datetime, also of a Timestamp


def _window(value: object) -> float:
    minutes = parse_minutes(value)
    seconds = round(minutes * 60)
    if seconds % 60 or seconds > MAX_WINDOW_S:
        msg = f'"{value}" is no whole number of minutes up to 24 hours'
        raise ValueError(msg)
    return minutes


class _Options(BaseModel):
    """Frozen, knows every name, and reports a fault as one `UsageError`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            known = list(type(self).model_fields)
            faults = error.errors(include_url=False)
            raise UsageError("; ".join(_fault(known, fault) for fault in faults)) from None


def _fault(known: list[str], fault: ErrorDetails) -> str:
    name = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        return f'There is no option "{name}": {hint}'
    if fault["type"] == "value_error":
        return f"{name}: {fault['msg'].removeprefix('Value error, ')}"
    return f'{name}: "{fault["input"]}" does not fit: {fault["msg"].lower()}'


class TravelOptions(_Options):
    """
    What a traveller can and will do.

    Durations are minutes as numbers, or words such as ``"1h30m"``, ``"1000s"``, ``"20min"``; they
    count to the nearest whole second.

    Parameters
    ----------
    mode
        ``"transit"`` (public transport with walks to, between and from stops, or the walk alone
        if that is quicker; default) or ``"walk"`` (the walk alone, bounded by `max_time` only).
    transit_modes
        Vehicles that may be boarded, by GTFS's basic names; default all.
    walk_speed
        Walking speed in km/h, from 0.5 to 20, held as whole metres per hour; default 3.6.
    max_time
        Longest travel time that counts as an answer; default 120 minutes, at most a day.
    max_walk_time
        Longest walk to the first stop, from the last one, or all the way, each; default 20 minutes.
    max_transfer_time
        Longest walk between two stops; default 10 minutes, at most 120.
    boarding_slack
        Time kept at a stop before boarding; default 1 minute, from one second to an hour.
    max_rides
        How many vehicles may be boarded in one journey; default 8, at most 20.
    snap_radius
        How far a point may lie from the nearest street, in metres; default 300, at most 1,600.
    allow_partial
        Whether a moment that only some of the feeds cover is answered, with a warning.

    Raises
    ------
    UsageError
        If an option does not exist or its value is out of range.
    """

    mode: Literal["walk", "transit"] = "transit"
    transit_modes: Annotated[tuple[str, ...], BeforeValidator(_modes)] = tuple(TRANSIT_MODES)
    walk_speed: float = Field(default=3.6, ge=0.5, le=20)
    max_time: Annotated[float | str, BeforeValidator(_duration(1, 1440))] = 120.0
    max_walk_time: Annotated[float | str, BeforeValidator(_duration(0, 1440))] = 20.0
    max_transfer_time: Annotated[float | str, BeforeValidator(_duration(0, 120))] = 10.0
    boarding_slack: Annotated[float | str, BeforeValidator(_duration(1, 60))] = 1.0
    max_rides: int = Field(default=8, ge=1, le=20)
    snap_radius: float = Field(default=300.0, gt=0, le=MAX_SNAP_RADIUS)
    allow_partial: bool = True

    @property
    def walk_speed_mph(self) -> int:
        """Walking speed in whole metres per hour."""
        return int(self.walk_speed * 1000 + 0.5)

    @property
    def max_time_s(self) -> int:
        """Longest travel time in seconds."""
        return _seconds(self.max_time)

    @property
    def max_walk_time_s(self) -> int:
        """Longest walk to, from or without stops in seconds."""
        return _seconds(self.max_walk_time)

    @property
    def max_transfer_time_s(self) -> int:
        """Longest walk between stops in seconds."""
        return _seconds(self.max_transfer_time)

    @property
    def boarding_slack_s(self) -> int:
        """Time kept before boarding in seconds."""
        return _seconds(self.boarding_slack)

    @property
    def snap_radius_mm(self) -> int:
        """Snap radius in whole millimetres."""
        return int(self.snap_radius * 1000 + 0.5)


def _seconds(minutes: float | str) -> int:
    return round(float(minutes) * 60)


class DepartAt(_Options):
    """
    A departure, or one every minute of a window that begins with it.

    Parameters
    ----------
    moment
        Local date and time of the network: a datetime without zone or ``"2023-06-13 08:00"``.
    window
        How long departures are asked, a whole number of minutes (120, ``"2h"``): one departure each
        minute from the moment on, the end left out. Default 0: the moment alone.
    measure
        ``"elapsed"``: the wait at the beginning counts.

    Raises
    ------
    UsageError
        If the moment is no date and time or the window no whole number of minutes up to 24 hours.
    """

    moment: Annotated[datetime, BeforeValidator(_moment)]
    window: Annotated[float, BeforeValidator(_window)] = 0.0
    measure: Literal["elapsed"] = "elapsed"

    def __init__(
        self,
        moment: datetime | str,
        window: float | str = 0,
        measure: Literal["elapsed"] = "elapsed",
    ) -> None:
        super().__init__(moment=moment, window=window, measure=measure)

    @property
    def window_s(self) -> int:
        """Length of the window in seconds, a multiple of 60; 0 for a single moment."""
        return _seconds(self.window)

    @property
    def n_departures(self) -> int:
        """How many departures are asked: one for each minute of the window, at least one."""
        return max(1, self.window_s // 60)


class BuildOptions(_Options):
    """
    How a network is built.

    Parameters
    ----------
    stop_snap_radius
        How far a stop may lie from the nearest street, in metres; default 300, at most 1,600.
    on_error
        What a faulty row of a timetable does: ``"raise"`` stops the build (default), ``"skip"``
        leaves out the row or its trip and reports it.

    Raises
    ------
    UsageError
        If an option does not exist or its value is out of range.
    """

    stop_snap_radius: float = Field(default=300.0, gt=0, le=MAX_SNAP_RADIUS)
    on_error: Literal["raise", "skip"] = "raise"

    @property
    def stop_snap_radius_mm(self) -> int:
        """Snap radius of stops in whole millimetres."""
        return int(self.stop_snap_radius * 1000 + 0.5)
