"""The service days that a feed is cut to."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from accessibility.errors import UsageError

if TYPE_CHECKING:
    from accessibility.network.gtfs.feed_draft import Draft

__all__ = ["Dates", "cut_calendars", "parse_dates"]

_DATES: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True)
class Dates:
    """
    Service days, both ends included.

    Parameters
    ----------
    first, last
        The days.
    """

    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        if self.first == self.last:
            return f"on {self.first}"
        return f"between {self.first} and {self.last}"


def parse_dates(text: str) -> Dates:
    """
    Read a date, or two with dots between them.

    Parameters
    ----------
    text
        Such as ``2023-06-13`` or ``2023-06-01..2023-06-30``.

    Returns
    -------
    Dates
        The days.

    Raises
    ------
    UsageError
        If it is neither, or the last day comes before the first.
    """
    found = _DATES.fullmatch(text.strip())
    try:
        days = [dt.date.fromisoformat(day) for day in found.groups() if day] if found else []
    except ValueError:
        days = []
    if not days:
        msg = f'dates: "{text}" is neither a date nor two. Write 2023-06-01..2023-06-30.'
        raise UsageError(msg)
    if days[-1] < days[0]:
        msg = f'dates: "{text}" ends before it begins. Write the earlier date first.'
        raise UsageError(msg)
    return Dates(days[0], days[-1])


def cut_calendars(draft: "Draft", dates: Dates) -> None:
    """
    Let services run on the wanted days only.

    Parameters
    ----------
    draft
        The feed.
    dates
        The days.
    """
    first, last = (f"{day:%Y%m%d}" for day in (dates.first, dates.last))
    why = "was moved to the dates that are wanted"
    if "calendar" in draft.text:
        start, end = (draft.column("calendar", name) for name in ("start_date", "end_date"))
        draft.keep(
            "calendar",
            ((start <= last) & (end >= first)).fill_null(value=False).to_numpy(),
            f"is over before {dates.first} or begins after {dates.last}",
        )
        draft.replace("calendar", "start_date", start.set(start < first, first), why)
        draft.replace("calendar", "end_date", end.set(end > last, last), why)
    if "calendar_dates" in draft.text:
        day = draft.column("calendar_dates", "date")
        within = ((day >= first) & (day <= last)).fill_null(value=False).to_numpy()
        draft.keep("calendar_dates", within, "is none of the dates that are wanted")
    if "feed_info" in draft.text:
        start, end = (draft.column("feed_info", f"feed_{name}_date") for name in ("start", "end"))
        draft.replace("feed_info", "feed_start_date", start.set(start < first, first), why)
        draft.replace("feed_info", "feed_end_date", end.set(end > last, last), why)
