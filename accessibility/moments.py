"""When travellers set out or arrive: a moment, or one every minute of a window."""

import re
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from accessibility.option_values import Options, parse_minutes, to_seconds

__all__ = ["ArriveBy", "DepartAt", "When"]

MAX_WINDOW_S = 24 * 3600

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{1,2}:\d{2}(:\d{2})?")


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


class When(Options):
    """What departures and deadlines have in common."""

    moment: Annotated[datetime, BeforeValidator(_moment)]
    window: Annotated[float, BeforeValidator(_window)] = 0.0
    measure: Literal["elapsed", "journey"] = "elapsed"

    direction: ClassVar[Literal["depart", "arrive"]]

    @property
    def window_s(self) -> int:
        """Length of the window in seconds, a multiple of 60; 0 for a single moment."""
        return to_seconds(self.window)

    @property
    def n_moments(self) -> int:
        """How many moments are asked: one for each minute of the window, at least one."""
        return max(1, self.window_s // 60)

    def __str__(self) -> str:
        """The moment, and the window if there is one: ``2023-06-13 08:00 +120 min``."""
        seconds = f"{self.moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
        sign = "+" if self.direction == "depart" else "-"
        return f"{seconds} {sign}{self.window:g} min" if self.window else seconds


class DepartAt(When):
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
        ``"elapsed"`` (default): the wait at the beginning counts. ``"journey"``: it does not; the
        time runs from the latest departure that arrives as early.

    Raises
    ------
    UsageError
        If the moment is no date and time or the window no whole number of minutes up to 24 hours.
    """

    direction: ClassVar[Literal["depart", "arrive"]] = "depart"

    def __init__(
        self,
        moment: datetime | str,
        window: float | str = 0,
        measure: Literal["elapsed", "journey"] = "elapsed",
    ) -> None:
        Options.__init__(self, moment=moment, window=window, measure=measure)


class ArriveBy(When):
    """
    A deadline, or one every minute of a window that ends with it.

    Parameters
    ----------
    moment
        Local date and time of the network: a datetime without zone or ``"2023-06-13 09:00"``.
    window
        How long deadlines are asked, a whole number of minutes (120, ``"2h"``): one deadline each
        minute back from the moment, the beginning left out. Default 0: the moment alone.
    measure
        ``"elapsed"`` (default): the wait at the end counts. ``"journey"``: it does not; the time
        runs to the earliest arrival of those who leave as late.

    Raises
    ------
    UsageError
        If the moment is no date and time or the window no whole number of minutes up to 24 hours.
    """

    direction: ClassVar[Literal["depart", "arrive"]] = "arrive"

    def __init__(
        self,
        moment: datetime | str,
        window: float | str = 0,
        measure: Literal["elapsed", "journey"] = "elapsed",
    ) -> None:
        Options.__init__(self, moment=moment, window=window, measure=measure)
