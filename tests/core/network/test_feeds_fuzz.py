"""Whatever happens to a feed on its way, users see one error or a sound timetable."""

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accessibility.errors import AccessibilityError
from accessibility.network.feeds import read_feeds
from accessibility.options import BuildOptions
from tests.core.network.gtfs_feed import TABLES, GtfsFeed

piece = st.one_of(
    st.binary(min_size=1, max_size=3),
    st.sampled_from(
        [b"\n", b"\r\n", b"\n\n", b",", b'"', b'""', b' "', b"\0", b"\xff\xfe", b"99", b"-"]
    ),
)
damage = st.tuples(
    st.sampled_from(sorted(TABLES)),
    st.floats(0, 1),
    st.integers(0, 6),
    st.one_of(st.just(b""), piece),
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([("agency", 0, 0, b"\1\r")], "raise")
@given(st.lists(damage, min_size=1, max_size=4), st.sampled_from(["raise", "skip"]))
def test_a_damaged_feed(tmp_path, damages, on_error):
    feed = GtfsFeed(tmp_path)
    for table, where, length, new in damages:
        content = feed.tables[table]
        content = content.encode() if isinstance(content, str) else content
        at = int(where * len(content))
        feed.tables[table] = content[:at] + new + content[at + length :]
    read_or_refused(feed, on_error)


odd = st.sampled_from(
    ["", "0", "-1", "1e400", "nan", "99999999999999999999", "999:59:59", "24:00:00", "0:00:00",
     "s1", "s3", "t1", "week", "20230613", "19000101", "21991231",
     "Europe/Paris", "180", "-90", "\u0660"]
)  # fmt: skip
change = st.tuples(st.sampled_from(sorted(TABLES)), st.integers(1, 6), st.integers(0, 9), odd)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(change, min_size=1, max_size=5), st.sampled_from(["raise", "skip"]))
def test_odd_values(tmp_path, changes, on_error):
    feed = GtfsFeed(tmp_path)
    feed.columns("stop_times", pickup_type="", shape_dist_traveled="1")
    feed.columns("stops", parent_station="", location_type="0")
    feed.add("calendar_dates", "service_id,date,exception_type", "week,20230617,1")
    for table, row, column, value in changes:
        rows = [line.split(",") for line in feed.tables[table].splitlines()]
        cells = rows[row % len(rows)]
        cells[column % len(cells)] = value
        feed.tables[table] = "".join(",".join(cells) + "\n" for cells in rows)
    read_or_refused(feed, on_error)


def read_or_refused(feed, on_error):
    try:
        timetable, _ = read_feeds([feed.write()], BuildOptions(on_error=on_error))
    except AccessibilityError:
        return
    assert (np.diff(timetable.trip_offset) >= 2).all()
    assert (timetable.st_departure >= timetable.st_arrival).all()
    assert not np.isnan(timetable.stop_lon[timetable.st_stop]).any()
    assert timetable.trip_route.min() >= 0
