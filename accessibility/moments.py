"""When travellers set out or arrive: a moment, or one every minute of a window."""

import re
from datetime import datetime, time, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from accessibility.errors import UsageError
from accessibility.option_values import Options, parse_minutes, to_seconds

__all__ = ["ArriveBy", "DepartAt", "When", "moments_every"]

MAX_WINDOW_S = 24 * 3600
STEP_S = 60

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


LONGEST_SERIES = 1500


def moments_every(first: When, step: float | str, until: time | str) -> list[When]:
    """
    Make a series of departures or deadlines of one day.

    Parameters
    ----------
    first
        The first of them; all have its window and measure.
    step
        Time from one to the next, as minutes or words such as ``"15m"``; at least a minute.
    until
        Local time of day after which there is none: ``"22:00"``.

    Returns
    -------
    list of When
        At least one.

    Raises
    ------
    UsageError
        If the step is no duration of at least a minute, or `until` is no time of day at or after
        the first moment.
    """
    try:
        seconds = to_seconds(parse_minutes(step))
    except ValueError as error:
        msg = f"every: {error}."
        raise UsageError(msg) from None
    if seconds < STEP_S:
        msg = f'every: "{step}" is shorter than a minute.'
        raise UsageError(msg)
    try:
        end = until if isinstance(until, time) else time.fromisoformat(f"{until.strip():0>5}")
    except ValueError:
        msg = f'until: "{until}" is no time of day such as 22:00.'
        raise UsageError(msg) from None
    last = datetime.combine(first.moment.date(), end)
    count = int((last - first.moment).total_seconds() // seconds) + 1
    if not 1 <= count <= LONGEST_SERIES:
        msg = (
            f"until: {last:%H:%M} is before the first moment, {first.moment:%H:%M}."
            if count < 1
            else f"every: {count:,} moments are more than {LONGEST_SERIES:,}."
        )
        raise UsageError(msg)
    moments = [first.moment + timedelta(seconds=seconds * k) for k in range(count)]
    kind = ArriveBy if isinstance(first, ArriveBy) else DepartAt
    return [kind(moment, first.window, first.measure) for moment in moments]
