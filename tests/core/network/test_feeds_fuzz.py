"""Whatever happens to a feed on its way, users see one error or a sound timetable."""

import numpy as np
from hypothesis import HealthCheck, given, settings
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
@given(st.lists(damage, min_size=1, max_size=4), st.sampled_from(["raise", "skip"]))
def test_a_damaged_feed(tmp_path, damages, on_error):
    feed = GtfsFeed(tmp_path)
    for table, where, length, new in damages:
        content = feed.tables[table]
        content = content.encode() if isinstance(content, str) else content
        at = int(where * len(content))
        feed.tables[table] = content[:at] + new + content[at + length :]
    try:
        timetable, _ = read_feeds([feed.write()], BuildOptions(on_error=on_error))
    except AccessibilityError:
        return
    assert (np.diff(timetable.trip_offset) >= 2).all()
    assert (timetable.st_departure >= timetable.st_arrival).all()
    assert not np.isnan(timetable.stop_lon[timetable.st_stop]).any()
    assert timetable.trip_route.min() >= 0
