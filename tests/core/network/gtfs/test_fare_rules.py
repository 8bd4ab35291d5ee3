"""Fares and their rules as feeds give them: kept as they are, and faults that stop nobody."""

import pytest

from accessibility.network.area import read_area
from accessibility.network.gtfs.clip_timetable import clip_timetable
from accessibility.network.gtfs.timetable import Timetable
from tests.core.network.gtfs_feed import GtfsFeed

FARES = "fare_id,price,currency_type,payment_method,transfers,transfer_duration,agency_id"
RULES = "fare_id,route_id,origin_id,destination_id,contains_id"
GOOD = "p,2.5,GBP,0,1,3600,A"


def priced(folder, *fares, rules=()):
    """A feed with fares."""
    feed = GtfsFeed(folder).columns("stops", zone_id=["1", "1", ""])
    feed.add("fare_attributes", FARES, *fares)
    return feed.add("fare_rules", RULES, *rules) if rules else feed


def test_fares_rules_and_zones_are_kept(tmp_path):
    feed = priced(tmp_path, GOOD, "q,0,GBP,1,,,", rules=("p,r1,1,1,", "p,,,,1"))
    timetable, report = feed.read()
    assert [list(row.values()) for row in timetable.fares.to_pylist()] == [
        [0, "p", 2.5, "GBP", 1, 3600, "A"],
        [0, "q", 0.0, "GBP", -1, -1, None],
    ]
    assert [list(row.values()) for row in timetable.fare_rules.to_pylist()] == [
        [0, "p", "r1", "1", "1", None],
        [0, "p", None, None, None, "1"],
    ]
    assert timetable.stops["zone_id"].to_pylist() == ["1", "1", None]
    assert report.problems == ()
    assert (report.rows["fare_attributes"], report.rows["fare_rules"]) == (2, 2)
    two = Timetable.concatenate([timetable, timetable])
    assert two.fares["feed"].to_pylist() == [0, 0, 1, 1]
    cut, _ = clip_timetable(timetable, read_area((-3.1, 51.4, -2.9, 51.6), 0))
    assert cut.fare_rules.equals(timetable.fare_rules)


def test_a_feed_without_fares(tmp_path):
    timetable, _ = GtfsFeed(tmp_path).read()
    assert (timetable.fares.num_rows, timetable.fare_rules.num_rows) == (0, 0)
    assert timetable.stops["zone_id"].to_pylist() == [None] * 3


FAULTS = {
    "price": ("b,two,GBP,0,,,", "bad_number", 'price "two" is not a number'),
    "no price": ("b,,GBP,0,,,", "blank_value", 'price "" is blank'),
    "below 0": ("b,-1,GBP,0,,,", "bad_number", 'price "-1" is below 0'),
    "currency": ("b,1,pounds,0,,,", "bad_currency", 'currency_type "pounds" is no currency code'),
    "no currency": ("b,1,,0,,,", "blank_value", 'currency_type "" is blank'),
    "transfers": ("b,1,GBP,0,x,,", "bad_integer", 'transfers "x" is not a whole number from 0'),
    "many": ("b,1,GBP,0,9,,", "bad_integer", 'transfers "9" is not a whole number from 0 to 5'),
    "duration": ("b,1,GBP,0,,-1,", "bad_integer", 'transfer_duration "-1" is not a whole number'),
    "no id": (",1,GBP,0,,,", "blank_value", 'fare_id "" is blank'),
}


@pytest.mark.parametrize(("row", "code", "message"), FAULTS.values(), ids=FAULTS)
def test_faulty_fares_are_left_out_with_a_warning(tmp_path, row, code, message):
    timetable, report = priced(tmp_path, GOOD, row, rules=("p,,,,", "b,,,,")).read()
    assert timetable.fares["fare_id"].to_pylist() == ["p"]
    assert timetable.fare_rules["fare_id"].to_pylist() == ["p"]
    problem = report.problems[0]
    assert (problem.severity, problem.code, problem.line) == ("warning", code, 3)
    assert message in str(problem)
    assert problem.file.endswith("fare_attributes.txt")


def test_a_fare_defined_twice_is_left_out(tmp_path):
    once = "q,1,GBP,0,,,"
    timetable, report = priced(tmp_path, GOOD, "p,1,GBP,0,,,", once, once).read()
    assert timetable.fares["fare_id"].to_pylist() == ["q"]
    codes = [(problem.code, problem.line) for problem in report.problems]
    assert codes == [("repeated_row", 5), ("duplicate_fare", 3)]


def test_rules_that_name_what_is_unknown_warn_and_make_no_fare_valid_everywhere(tmp_path):
    timetable, report = priced(tmp_path, GOOD, rules=("p,gone,,,", "q,r1,,,")).read()
    assert timetable.fare_rules["route_id"].to_pylist() == ["gone"]
    assert [(problem.severity, problem.line, problem.field) for problem in report.problems] == [
        ("warning", 3, "fare_id"),
        ("warning", 2, "route_id"),
    ]


def test_without_readable_rules_no_fare_is_known(tmp_path):
    feed = priced(tmp_path, GOOD).add("fare_rules", "nothing,of,this", "1,2,3")
    timetable, report = feed.read()
    assert timetable.fares.num_rows == 0
    assert [problem.code for problem in report.problems] == ["table_unreadable"]
