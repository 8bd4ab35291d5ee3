"""Opening hours at a moment: local time, holidays of the country, and what is not known."""

from datetime import UTC, datetime

import numpy as np
import pytest

from accessibility.errors import UsageError
from accessibility.places.osm.opening import open_states

NEWPORT, PARIS = (-3.0, 51.58), (2.35, 48.86)
TUESDAY = datetime(2023, 6, 13, 10, 0)
BANK_HOLIDAY = datetime(2023, 5, 29, 10, 0)  # a Monday


def state(hours, moment=TUESDAY, place=NEWPORT, timezone="Europe/London"):
    [found] = open_states([hours], np.array([place[0]]), np.array([place[1]]), moment, timezone)
    return found


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("24/7", "open"),
        ("Mo-Fr 09:00-17:00", "open"),
        ("Mo-Fr 09:00-10:00", "closed"),  # closes at the very minute
        ("Mo-Fr 10:00-17:00", "open"),
        ("Mo,We-Fr 09:00-17:00", "closed"),
        ("Tu off; Mo-Su 11:00-12:00", "closed"),
        ("sunrise-sunset", "open"),
        ("unknown", "unknown"),
        ("Mo-Su 24/7", "unknown"),
        ("9 to 5", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_on_a_tuesday_at_ten(hours, expected):
    assert state(hours) == expected


def test_hours_are_local_in_summer_too():
    assert state("09:30-09:45", datetime(2023, 6, 13, 9, 40)) == "open"
    assert state("09:30-09:45", datetime(2023, 6, 13, 8, 40)) == "closed"


def test_public_holidays_are_those_of_the_country():
    hours = "Mo-Fr 09:00-17:00; PH off"
    assert state(hours, BANK_HOLIDAY) == "closed"
    assert state(hours, datetime(2023, 5, 22, 10, 0)) == "open"
    bastille = datetime(2023, 7, 14, 10, 0)
    assert state(hours, bastille) == "open"
    assert state(hours, bastille, PARIS, "Europe/Paris") == "closed"


def test_hours_beyond_midnight_belong_to_the_evening_before():
    hours = "Fr 20:00-02:00"
    assert state(hours, datetime(2023, 6, 17, 1, 0)) == "open"
    assert state(hours, datetime(2023, 6, 16, 1, 0)) == "closed"


def test_without_a_time_zone_of_the_network():
    assert state("Mo-Fr 09:00-17:00; PH off", BANK_HOLIDAY, timezone="") == "closed"


def test_a_moment_with_a_zone_is_refused():
    with pytest.raises(UsageError, match=r"open_at: 2023-06-13T10:00:00\+00:00 has a time zone"):
        state("24/7", datetime(2023, 6, 13, 10, tzinfo=UTC))
