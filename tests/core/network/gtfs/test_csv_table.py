"""Tables are read as they come, and faults are placed on the line an editor shows."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.errors import InputError
from accessibility.network.gtfs.csv_table import read_table
from accessibility.network.gtfs.gtfs_tables import TABLES
from accessibility.network.gtfs.physical_lines import first_record, most_fields, record_lines
from accessibility.network.gtfs.problems import ProblemLog
from tests.core.network.gtfs_feed import GtfsFeed, clock, times


def only(problems, code):
    (found,) = [problem for problem in problems if problem.code == code]
    return found


def test_lines_are_counted_behind_a_quoted_newline_and_a_blank_line(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.tables["stops"] = (
        "stop_id,stop_name,stop_lat,stop_lon\n"
        's1,"Town,\nthe ""old"" one",51.50,-3.00\n'  # lines 2 and 3
        "\n"
        "s2,Bridge,51.51,-3.00\n"
        '"s3","Hospital\n\n",51.52,-3.00\n'  # lines 6 to 8
        "s4,Nowhere,none,-3.00\n"
    )
    timetable, report = feed.read()
    problem = only(report.problems, "stop_without_place")
    assert (problem.severity, problem.line, problem.value) == ("warning", 9, "none")
    assert timetable.stops["stop_name"].to_pylist()[0] == 'Town,\nthe "old" one'


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(tmp_path, newline):
    feed = GtfsFeed(tmp_path).add("stop_times", "", "t2,24:30:00,24:3x:00,s1,4")
    feed.tables = {name: text.replace("\n", newline) for name, text in feed.tables.items()}
    problem = only(feed.problems("skip"), "bad_time")
    assert (problem.line, problem.field, problem.value) == (9, "departure_time", "24:3x:00")


def test_blank_lines_above_the_header_count(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.tables["stop_times"] = "\n\n" + feed.tables["stop_times"] + "t1,8:00,8:00,s1,4\n"
    assert only(feed.problems("skip")[:1], "bad_time").line == 10


def test_a_quote_inside_a_value_is_kept_and_lines_stay_right(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.replace("stops", "Bridge", '5" gauge bridge')
    feed.add("stops", 's4, "spaced, quoted",x,y')
    timetable, report = feed.read()
    assert timetable.stops["stop_name"].to_pylist()[1] == '5" gauge bridge'
    assert timetable.stops["stop_name"].to_pylist()[3] == "spaced, quoted"
    assert only(report.problems, "stop_without_place").line == 5


def test_a_quote_that_never_closes_is_refused_with_its_line(tmp_path):
    feed = GtfsFeed(tmp_path).replace("stops", "Bridge", '"Bridge')
    with pytest.raises(InputError, match=r"stops\.txt line 3: cannot be split into fields"):
        feed.read("skip")


def test_byte_order_mark_spaces_and_capitals_in_the_header(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.replace(
        "stops", "stop_id,stop_name,stop_lat,stop_lon", ' Stop_ID , "stop_name",stop_lat, stop_lon '
    )
    feed.replace("stops", "s2,Bridge,51.51,-3.00", " s2 ,\tBridge ,  51.51 , -3.00")
    feed.tables["stops"] = b"\xef\xbb\xbf" + feed.tables["stops"].encode()
    timetable, report = feed.read()
    assert timetable.stops["stop_id"].to_pylist() == ["s1", "s2", "s3"]
    assert timetable.stop_lat.tolist() == [51.50, 51.51, 51.52]
    assert report.problems == ()


def test_bytes_that_are_no_utf8_are_read_and_reported(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.tables["stops"] = (
        feed.tables["stops"].replace("Town", "Tŷ").encode().replace(b"Bridge", b"Pont Caf\xe9")
    )
    timetable, report = feed.read()
    assert timetable.stops["stop_name"].to_pylist()[:2] == ["Tŷ", "Pont Café"]
    problem = only(report.problems, "not_utf8")
    assert problem.severity == "warning"
    assert "first on line 3" in problem.message


def test_an_id_with_faulty_bytes_is_the_same_in_all_tables(tmp_path):
    feed = GtfsFeed(tmp_path)
    for table in ("stops", "stop_times"):
        feed.tables[table] = feed.tables[table].encode().replace(b"s2", b"s\xe9")
    assert feed.read()[0].stop_used.tolist() == [True, True, True]


def test_utf_16_is_read_and_reported(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.tables["stops"] = feed.tables["stops"].encode("utf-16")
    timetable, report = feed.read()
    assert timetable.n_stops == 3
    assert "UTF-16" in only(report.problems, "not_utf8").message


def test_nul_bytes_are_dropped_and_reported(tmp_path):
    feed = GtfsFeed(tmp_path).replace("stops", "Bridge", "Bri\0dge")
    timetable, report = feed.read()
    assert timetable.stops["stop_name"].to_pylist()[1] == "Bridge"
    assert "first on line 3" in only(report.problems, "nul_bytes").message


def test_rows_with_missing_and_with_too_many_fields(tmp_path):
    feed = GtfsFeed(tmp_path).columns("trips", trip_headsign=["Hospital, main entrance", "Bridge"])
    feed.replace("trips", "t2,Bridge", "t2")
    timetable, report = feed.read()
    assert timetable.trips["trip_headsign"].to_pylist() == ["Hospital", None]
    assert "first on line 2" in only(report.problems, "too_many_fields").message


@pytest.mark.parametrize(
    "rows",
    [
        ['s4,"Mill Lane",51.5,-3,far too many'],
        ["s4,Mill Lane", "s5,Mill Lane,51.5,-3,as many too many as the row before has too few,"],
        ["s4,Mill Lane,51.5,-3" + "," * 300],
    ],
)
def test_fields_beyond_the_header_are_always_noticed(tmp_path, rows):
    feed = GtfsFeed(tmp_path).add("stops", *rows)
    problem = only(feed.problems("skip"), "too_many_fields")
    assert f"first on line {4 + len(rows)};" in problem.message
    assert problem.count == 1


def test_lines_that_end_in_different_ways_in_one_file(tmp_path):
    feed = GtfsFeed(tmp_path)
    header, *rows = feed.tables["stop_times"].splitlines()
    ends = ["\r", "\r\n", "\n", "\r", "\r\n", "\r"]
    feed.tables["stop_times"] = (
        f"{header}\n"
        + "".join(row + end for row, end in zip(rows, ends, strict=True))
        + "t2,24:30:00,24:3x:00,s1,4\n"
    )
    timetable, report = feed.read("skip")
    assert times(timetable, 1)[2] == (clock("24:20:00"),) * 2
    assert [problem.code for problem in report.problems] == ["bad_time"]
    assert report.problems[0].line == 8


def test_a_feed_with_everything_that_quotes_allow(tmp_path):
    """Newlines, commas and doubled quotes in columns that are read and in some that are not."""
    feed = GtfsFeed(tmp_path)
    feed.tables["stops"] = (
        'stop_id,"stop_name","stop\ndesc",stop_lat,stop_lon\n'  # lines 1 and 2
        's1,"Town, the ""old"" one","by the\nmarket, ""left""\n",51.50,-3.00\n'  # 3 to 5
        '"s,2","Bridge\n(north)",,"51.51","-3.00"\n'  # 6 and 7
        's3,"""Hospital""",",",51.52,-3.00\n'  # 8
        's4,,"\n\n",none,-3.00\n'  # 9
    )
    feed.replace("stop_times", ",s2,", ',"s,2",')
    notes = ['"to the\nHospital"', "", '"say ""stop"""', "", '","', "", '"\n"']
    feed.add("stop_times", "t2,24:30:00,24:3x:00,s1,4")
    feed.columns("stop_times", stop_headsign=notes)
    timetable, report = feed.read("skip")
    assert timetable.stops["stop_id"].to_pylist() == ["s1", "s,2", "s3", "s4"]
    names = ['Town, the "old" one', "Bridge\n(north)", '"Hospital"', None]
    assert timetable.stops["stop_name"].to_pylist() == names
    assert [times(timetable, trip)[1][0] for trip in (0, 1)] == [
        clock("8:05:00"),
        clock("23:55:00"),
    ]
    found = {problem.code: (problem.line, problem.value) for problem in report.problems}
    assert found == {"bad_time": (9, "24:3x:00"), "stop_without_place": (9, "none")}


def test_a_column_that_stands_twice_is_reported(tmp_path):
    feed = GtfsFeed(tmp_path).columns("stops", stop_lat="0", stop_desc="", Stop_Desc="")
    timetable, report = feed.read()
    assert timetable.stop_lat.tolist() == [51.50, 51.51, 51.52]
    assert "more than one column stop_lat" in only(report.problems, "repeated_column").message
    assert len(report.problems) == 1  # columns that are not read may be there as often as they like


def test_a_missing_table_names_what_there_is(tmp_path):
    feed = GtfsFeed(tmp_path).without("stop_times")
    with pytest.raises(
        InputError, match=r"bus/stop_times\.txt: is missing; the feed holds agency\.txt, calendar"
    ):
        feed.read()


def test_an_empty_table_is_refused(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.tables["trips"] = "\n \n"
    with pytest.raises(InputError, match=r"trips\.txt: is empty"):
        feed.read()


@pytest.mark.parametrize("table", ["agency", "stops", "routes", "trips", "stop_times", "calendar"])
def test_a_table_of_only_a_header_never_crashes(tmp_path, table):
    feed = GtfsFeed(tmp_path)
    feed.tables[table] = feed.tables[table].partition("\n")[0]
    with pytest.raises(InputError):
        feed.read()


def test_a_missing_column_is_named_with_the_header(tmp_path):
    feed = GtfsFeed(tmp_path).replace("stop_times", "stop_sequence", "sequence")
    with pytest.raises(
        InputError, match=r"has no column stop_sequence; its header reads trip_id,arr"
    ):
        feed.read()


def test_optional_tables_may_be_missing_empty_or_only_a_header(tmp_path):
    feed = GtfsFeed(tmp_path)
    feed.tables["calendar_dates"] = ""
    feed.tables["frequencies"] = "trip_id,start_time,end_time,headway_secs\n"
    timetable, report = feed.read()
    assert timetable.n_trips == 2
    assert report.problems == ()
    assert report.rows["frequencies"] == 0


def test_tables_that_are_not_used_are_never_read(tmp_path):
    feed = GtfsFeed(tmp_path)
    for table in ("attributions", "translations", "fare_media", "feed_info"):
        feed.tables[table] = b'\xff\x00"'
    timetable, report = feed.read()
    assert timetable.n_trips == 2
    assert report.problems == ()
    assert report.files_not_read == (
        "attributions.txt",
        "fare_media.txt",
        "feed_info.txt",
        "translations.txt",
    )


def test_a_broken_table_that_only_informs_warns(tmp_path):
    feed = GtfsFeed(tmp_path).add("pathways", '"pathway_id', 'p1"x')
    assert feed.codes() == [("warning", "table_unreadable")]


def test_a_broken_table_of_rules_is_refused(tmp_path):
    feed = GtfsFeed(tmp_path).add("frequencies", "trip,headway", "t1,600")
    with pytest.raises(
        InputError, match=r"frequencies.txt: has no column trip_id, start_time, end"
    ):
        feed.read("skip")


def test_a_table_with_none_of_its_columns_only_warns_where_it_is_not_needed(tmp_path):
    feed = GtfsFeed(tmp_path).add("pathways", "id,from,to", "p1,s1,s2")
    assert "has none of its columns; its header reads id,from,to" in str(feed.problems()[0])


cell = st.text(alphabet='ab,\n" ', max_size=6)


@given(st.lists(st.tuples(cell, cell), max_size=12))
def test_records_begin_where_the_csv_module_says(rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    content = text.getvalue()
    reader = csv.reader(io.StringIO(content, newline=""))
    ends = [reader.line_num for _ in reader]
    assert record_lines(content.encode()).tolist() == [1, *(end + 1 for end in ends)]


@given(st.lists(st.lists(cell, min_size=1, max_size=5), min_size=1, max_size=12))
def test_fields_are_counted_as_the_csv_module_does(rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert most_fields(text.getvalue().encode()) == max(map(len, rows))
    first = first_record(text.getvalue().encode()).decode()
    assert next(csv.reader(io.StringIO(first, newline=""))) == rows[0]


class Held:
    """A feed of one table that lies in memory."""

    files = ("stops.txt",)

    def __init__(self, content):
        self.content = content

    def label(self, file):
        return f"feed/{file}"

    def read(self, file):
        return self.content


@settings(max_examples=60)
@given(
    st.lists(st.one_of(st.none(), st.text(alphabet='ab,\n\r" ', max_size=5)), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 3000),
)
def test_every_row_knows_its_line_and_its_value(names, newline, repeated):
    names = (names * repeated)[:5000]  # enough for polars to read in several pieces
    lines = [("stop_id,stop_name,stop_lat,stop_lon", 1)]
    line = 2
    for number, name in enumerate(names):
        row = "" if name is None else f's{number},"{name.replace(chr(34), chr(34) * 2)}",1,2'
        lines.append((row, line))
        line += row.count("\n") + 1
    content = "".join(row + newline for row, _ in lines).encode()
    table = read_table(Held(content), TABLES["stops"], ProblemLog())
    kept = [(number, name) for number, name in enumerate(names) if name is not None]
    assert table.column("stop_id").to_list() == [f"s{number}" for number, _ in kept]
    assert table.column("stop_name").to_list() == [name.strip() or None for _, name in kept]
    assert [table.line(row) for row in range(len(table))] == [lines[k + 1][1] for k, _ in kept]
