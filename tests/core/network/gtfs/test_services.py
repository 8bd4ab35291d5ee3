"""The dates of services, against a calendar walked day by day."""

import datetime as dt
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.network.calendar import active_services, trips_per_date
from accessibility.network.gtfs.checked_table import check_table
from accessibility.network.gtfs.csv_table import RawTable
from accessibility.network.gtfs.gtfs_tables import TABLES, WEEKDAYS
from accessibility.network.gtfs.problems import ProblemLog
from accessibility.network.gtfs.services import service_dates
from accessibility.network.local_time import to_date
from tests.core.network.gtfs_feed import GtfsFeed

DAY = dt.timedelta(days=1)


class Nowhere:
    def label(self, file):
        return f"feed/{file}"

    def read(self, file):
        return b""


def table(name, rows):
    columns = [column.name for column in TABLES[name].columns]
    text = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    records = pl.int_range(len(rows), eager=True).to_numpy()
    return check_table(RawTable(TABLES[name], Nowhere(), text, records, records + 2), ProblemLog())


def dates_of(ids, periods, exceptions):
    calendar = table("calendar", periods) if periods else None
    changes = table("calendar_dates", exceptions) if exceptions else None
    offset, dates = service_dates(pl.Series(ids, dtype=pl.String), calendar, changes, ProblemLog())
    return [[to_date(day) for day in dates[a:b]] for a, b in pairwise(offset)]


day = st.integers(0, 60).map(lambda n: dt.date(2023, 12, 1) + n * DAY)
weekdays = st.lists(st.booleans(), min_size=7, max_size=7)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from("abc"), st.tuples(weekdays, day, day), max_size=3),
    st.dictionaries(st.tuples(st.sampled_from("abcd"), day), st.sampled_from((1, 2)), max_size=8),
)
def test_calendar_and_exceptions_in_any_combination(periods, exceptions):
    ids = ["a", "c", "d"]
    got = dates_of(
        ids,
        [
            (key, *(str(int(on)) for on in week), f"{first:%Y%m%d}", f"{last:%Y%m%d}")
            for key, (week, first, last) in periods.items()
        ],
        [(key, f"{when:%Y%m%d}", str(kind)) for (key, when), kind in exceptions.items()],
    )
    for key, dates in zip(ids, got, strict=True):
        expected = []
        for n in range(70):
            when = dt.date(2023, 11, 28) + n * DAY
            week, first, last = periods.get(key, ([False] * 7, when, when))
            runs = first <= when <= last and week[when.weekday()]
            runs = {1: True, 2: False}.get(exceptions.get((key, when)), runs)
            expected += [when] * runs
        assert dates == expected


def test_dates_long_ago_and_far_ahead():
    (dates,) = dates_of(
        ["a"], [("a", *"0000010", "19000101", "19000113")], [("a", "21991231", "1")]
    )
    assert dates == [
        dt.date(1900, 1, 6),
        dt.date(1900, 1, 13),
        dt.date(2199, 12, 31),
    ]


def test_a_date_added_and_removed_is_an_error(tmp_path):
    feed = GtfsFeed(tmp_path).add(
        "calendar_dates", "service_id,date,exception_type", "week,20230613,1", "week,20230613,2"
    )
    assert feed.codes("skip") == [("error", "duplicate_id")]


def test_exception_dates_alone(tmp_path):
    feed = (
        GtfsFeed(tmp_path)
        .without("calendar")
        .add(
            "calendar_dates", "service_id,date,exception_type", "week,20230617,1", "week,20230618,2"
        )
    )
    timetable, report = feed.read()
    assert (report.first_date, report.last_date) == ("2023-06-17", "2023-06-17")
    assert active_services(timetable, dt.date(2023, 6, 17)).tolist() == [True]
    assert trips_per_date(timetable)[1].tolist() == [2]


@pytest.mark.parametrize("number", range(7))
def test_each_weekday_is_its_own(number):
    flags = ["0"] * 7
    flags[number] = "1"
    (dates,) = dates_of(["a"], [("a", *flags, "20230601", "20230630")], [])
    assert {f"{when:%A}".lower() for when in dates} == {WEEKDAYS[number]}
