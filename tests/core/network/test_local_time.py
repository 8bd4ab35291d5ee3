"""Service days, clocks and elapsed seconds, on ordinary days and when clocks change."""

from datetime import UTC, date, datetime

import pytest

from accessibility.errors import UsageError
from accessibility.network.local_time import (
    clock_time,
    day_number,
    elapsed_seconds,
    service_day_start,
    to_date,
)

LONDON = "Europe/London"


def test_days_are_counted_from_1970():
    assert (day_number(date(1970, 1, 2)), to_date(-1)) == (1, date(1969, 12, 31))


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2023, 6, 13), datetime(2023, 6, 12, 23, tzinfo=UTC)),
        (date(2023, 12, 13), datetime(2023, 12, 13, tzinfo=UTC)),
        (date(2023, 3, 26), datetime(2023, 3, 25, 23, tzinfo=UTC)),
        (date(2023, 10, 29), datetime(2023, 10, 29, tzinfo=UTC)),
    ],
)
def test_a_service_day_starts_twelve_hours_before_noon(day, start):
    assert service_day_start(day, LONDON) == start.timestamp()


def test_eight_is_eight_on_the_clock_on_every_day():
    for day in (date(2023, 3, 26), date(2023, 6, 13), date(2023, 10, 29)):
        assert clock_time(service_day_start(day, LONDON) + 8 * 3600, LONDON).hour == 8


def test_a_time_that_occurs_twice_means_the_first():
    first = elapsed_seconds(datetime(2023, 10, 29, 1, 30), LONDON)
    assert first == datetime(2023, 10, 29, 0, 30, tzinfo=UTC).timestamp()
    assert clock_time(first + 3600, LONDON) == datetime(2023, 10, 29, 1, 30)


def test_a_time_that_does_not_exist():
    with pytest.raises(UsageError, match="does not exist"):
        elapsed_seconds(datetime(2023, 3, 26, 1), LONDON)
    assert elapsed_seconds(datetime(2023, 3, 26, 2), LONDON)
