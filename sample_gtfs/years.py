"""The days of a timetable: how long it is valid, holidays, market days and other occasions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gtfs import calendar_row, days


@dataclass(frozen=True)
class Year:
    """The days that the timetables of a year turn on.

    Good Friday is the first of the bank holidays, and ``mountain`` the first and last day of the
    bus to the mountain.
    """

    first_day: date
    last_day: date
    bank_holidays: Sequence[date]
    school_holidays: Sequence[tuple[date, date]]
    market_days: Sequence[date]
    festival: date
    mountain: tuple[date, date]
    event_days: Sequence[date]

    def row(self, service: str, pattern: str) -> dict[str, object]:
        """A row of calendar.txt for all the time that the timetable is valid."""
        return calendar_row(service, pattern, self.first_day, self.last_day)

    def school_days_off(self) -> list[date]:
        """The weekdays within the term calendar on which schools are closed."""
        holidays = self.school_holidays
        closed = {d for first, last in holidays for d in days(first, last) if d.weekday() < 5}
        return sorted(closed | set(self.bank_holidays))


def _second_tuesdays(year: int) -> list[date]:
    """The market days: the second Tuesday of each month."""
    fortnight = (date(year, month, day) for month in range(1, 13) for day in range(8, 15))
    return [d for d in fortnight if d.weekday() == 1]


YEAR_2025 = Year(
    first_day=date(2025, 1, 6),
    last_day=date(2025, 12, 14),
    bank_holidays=(
        date(2025, 4, 18),
        date(2025, 4, 21),
        date(2025, 5, 5),
        date(2025, 5, 26),
        date(2025, 8, 25),
    ),
    school_holidays=(
        (date(2025, 2, 24), date(2025, 2, 28)),
        (date(2025, 4, 14), date(2025, 4, 25)),
        (date(2025, 5, 26), date(2025, 5, 30)),
        (date(2025, 7, 21), date(2025, 8, 29)),
        (date(2025, 10, 27), date(2025, 10, 31)),
    ),
    market_days=_second_tuesdays(2025),
    festival=date(2025, 7, 6),
    mountain=(date(2025, 4, 6), date(2025, 9, 28)),
    event_days=(date(2025, 5, 24), date(2025, 7, 5), date(2025, 11, 15)),
)
YEAR_2026 = Year(
    first_day=date(2026, 1, 5),
    last_day=date(2026, 12, 13),
    bank_holidays=(
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
    ),
    school_holidays=(
        (date(2026, 2, 16), date(2026, 2, 20)),
        (date(2026, 3, 30), date(2026, 4, 10)),
        (date(2026, 5, 25), date(2026, 5, 29)),
        (date(2026, 7, 20), date(2026, 8, 31)),
        (date(2026, 10, 26), date(2026, 10, 30)),
    ),
    market_days=_second_tuesdays(2026),
    festival=date(2026, 7, 5),
    mountain=(date(2026, 4, 5), date(2026, 9, 27)),
    event_days=(date(2026, 5, 23), date(2026, 7, 4), date(2026, 11, 14)),
)
