"""Texts become values, or are named as faults."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.network.gtfs.gtfs_values import (
    NO_TIME,
    parse_dates,
    parse_integers,
    parse_numbers,
    parse_times,
)


def parsed(parse, *texts):
    values, fault = parse(pl.Series(texts, dtype=pl.String))
    return [None if bad else value for value, bad in zip(values.tolist(), fault, strict=True)]


def test_times():
    assert parsed(parse_times, "08:05:09", "8:05:09", "25:00:00", "100:00:00", None) == [
        29109,
        29109,
        90000,
        360000,
        NO_TIME,
    ]


@pytest.mark.parametrize(
    "text",
    ["8:05", "8:05:9", "08-05-09", "08:60:00", "08:00:60", "-8:00:00", "a8:00:00", "0:00:00:00",
     "1000:00:00", "\u06608:00:00", "+8:00:00", "8h"],
)  # fmt: skip
def test_no_times(text):
    assert parsed(parse_times, "08:00:00", text) == [28800, None]


@given(st.lists(st.integers(0, 999 * 3600 + 3599), max_size=20))
def test_times_come_back(seconds):
    texts = [f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}" for s in seconds]
    assert parsed(parse_times, *texts) == seconds


@given(st.lists(st.text(alphabet="0123456789:x", max_size=10), max_size=20))
def test_what_is_no_time_is_a_fault(texts):
    import re

    valid = [re.fullmatch(r"\d{1,3}:[0-5]\d:[0-5]\d", text) is not None for text in texts]
    assert [value is not None for value in parsed(parse_times, *texts)] == valid


def test_dates():
    days = (dt.date(2023, 6, 13) - dt.date(1970, 1, 1)).days
    assert parsed(parse_dates, "20230613", "19691231", None) == [days, -1, 0]


@pytest.mark.parametrize("text", ["2023-06-13", "20230230", "2023613", "13062023", "00000000", "x"])
def test_no_dates(text):
    assert parsed(parse_dates, text) == [None]


def test_whole_numbers():
    assert parsed(parse_integers, "3", "-1", "3.0", "3.5", "three", None, "nan", "1e300") == [
        3, -1, 3, None, None, 0, None, None,
    ]  # fmt: skip


def test_numbers():
    assert parsed(parse_numbers, "51.5", "-3", "5e-1", "inf", "NaN", "51,5") == [
        51.5, -3.0, 0.5, None, None, None,
    ]  # fmt: skip
