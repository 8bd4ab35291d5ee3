"""What a scenario may say: changes to routes, stops and services, each checked by itself."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictInt,
    StrictStr,
    model_validator,
)

from accessibility.option_values import parse_minutes, to_seconds

__all__ = [
    "WEEKDAYS",
    "AddService",
    "Change",
    "CloseService",
    "CloseStop",
    "Contents",
    "Drop",
    "Headway",
    "Speed",
]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Names of days, in the order of `datetime.date.weekday`."""

_HOUR_S = 3600
_PARTS = (2, 3)
_SIXTY = 60


def _clock(value: object) -> int:
    """Seconds of a service day of a time such as 07:00 or 25:30:00."""
    parts = str(value).split(":")
    if not (isinstance(value, str) and len(parts) in _PARTS and all(p.isdigit() for p in parts)):
        msg = f'"{value}" is no time of day such as "07:00" or "25:30"'
        raise ValueError(msg)
    hours, minutes, seconds = (*map(int, parts), 0)[:3]
    if minutes >= _SIXTY or seconds >= _SIXTY:
        msg = f'"{value}" is no time of day: minutes and seconds go to 59'
        raise ValueError(msg)
    return hours * _HOUR_S + minutes * _SIXTY + seconds


def _day(value: object) -> str | date:
    """A weekday by name, or a date."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    text = str(value).strip().lower()
    if text in WEEKDAYS:
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f'"{value}" is neither a weekday such as "monday" nor a date such as "2025-05-13"'
        raise ValueError(msg) from None


def _every(value: object) -> int:
    """Seconds of an interval in minutes."""
    number = float(value) if isinstance(value, Decimal) else value
    seconds = to_seconds(parse_minutes(number))
    if seconds <= 0:
        msg = f'"{value}" is no interval: give minutes above 0, such as 15'
        raise ValueError(msg)
    return seconds


def _factor(value: object) -> Decimal:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    number = Decimal(str(value)) if is_number else Decimal("nan")
    if not (number.is_finite() and number > 0):
        msg = f'"{value}" is no factor: give a number above 0; 1.2 makes runs a fifth longer'
        raise ValueError(msg)
    return number.normalize()


Text = Annotated[StrictStr, Field(min_length=1)]
Clock = Annotated[int, BeforeValidator(_clock)]
Days = Annotated[tuple[Annotated[str | date, BeforeValidator(_day)], ...], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Change(_Part):
    """
    Which trips are changed: those that fit all that is given.

    Parameters
    ----------
    route
        `route_id` of the route, or its short name.
    agency
        `agency_id` or name of its operator.
    feed
        Name of its feed, the file's without extension.
    direction
        `direction_id`.
    days
        Service days: weekdays by name, and dates; default all.
    begin_s, end_s
        Seconds of the service day (``from`` and ``to`` in the file): trips that leave their first
        stop from the one on and before the other; default whenever.
    """

    route: Text | None = None
    agency: Text | None = None
    feed: Text | None = None
    direction: Literal[0, 1] | None = None
    days: Days | None = None
    begin_s: Clock | None = Field(None, alias="from")
    end_s: Clock | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _is_meant(self) -> Self:
        if self.route is None and self.agency is None and self.feed is None:
            raise ValueError("names no trips: give a route, an agency or a feed")
        if self.begin_s is not None and self.end_s is not None and self.begin_s >= self.end_s:
            raise ValueError("selects no trips: from is not before to")
        return self


class Drop(Change):
    """Trips that no longer run."""


class Headway(Change):
    """
    Trips that leave at another interval.

    Parameters
    ----------
    every_s
        Seconds between departures; ``every`` in the file, in minutes.
    """

    every_s: Annotated[int, BeforeValidator(_every)] = Field(alias="every")


class Speed(Change):
    """
    Trips that are slower or faster.

    Parameters
    ----------
    factor
        What the time of each run from stop to stop is multiplied by.
    seconds
        What is added to it instead, or taken from it.
    between
        Two stops, by `stop_id` or name: only the runs between calls at them change. Default all.
    """

    factor: Annotated[
        Decimal, BeforeValidator(_factor), PlainSerializer(str, return_type=str)
    ] | None = None  # fmt: skip
    seconds: StrictInt | None = None
    between: tuple[Text, Text] | None = None

    @model_validator(mode="after")
    def _says_how(self) -> Self:
        if (self.factor is None) == (self.seconds is None):
            raise ValueError("does not say how: give either factor or seconds")
        return self


class CloseStop(_Part):
    """
    A stop at which nobody can get on or off; vehicles pass through it at their times.

    Parameters
    ----------
    stop
        `stop_id`, or a name that all stops of that name are meant by; a station's platforms belong
        to it.
    feed
        Name of its feed.
    """

    stop: Text
    feed: Text | None = None


class CloseService(_Part):
    """
    A service that is no longer there.

    Parameters
    ----------
    kind
        Its kind.
    id
        Its identifier.
    """

    kind: Text
    id: Text | StrictInt


class AddService(CloseService):
    """
    A service that is new.

    Parameters
    ----------
    kind, id
        Its kind, and an identifier of its own.
    lon, lat
        WGS84 degrees.
    name
        Its name.
    """

    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    name: Text | None = None


class Contents(_Part):
    """
    All that a scenario says.

    Parameters
    ----------
    name
        What to call it.
    description
        What it is about.
    drop, headway, speed, close_stop
        Changes to timetables, made in this order, and each in the order of the file.
    close_service, add_service
        Changes to services, made in this order.
    """

    name: Text | None = None
    description: str | None = None
    drop: tuple[Drop, ...] = ()
    headway: tuple[Headway, ...] = ()
    speed: tuple[Speed, ...] = ()
    close_stop: tuple[CloseStop, ...] = ()
    close_service: tuple[CloseService, ...] = ()
    add_service: tuple[AddService, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, name) for name in CHANGES):
            msg = f"changes nothing: give one of {', '.join(f'[[{name}]]' for name in CHANGES)}"
            raise ValueError(msg)
        return self


CHANGES = ("drop", "headway", "speed", "close_stop", "close_service", "add_service")
