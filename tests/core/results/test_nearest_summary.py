"""The summary of nearest services: numbers by kind, and a table of text."""

import numpy as np
import pandas as pd

from accessibility.results.nearest_summary import summary_of, told_summary


def table(**columns):
    rows = 10
    given = {
        "from_id": range(rows),
        "kind": pd.Categorical(["gp"] * rows),
        "to_id": "a",
        "travel_time": np.arange(1.0, 11.0),
        "state": ["reached"] * rows,
        **columns,
    }
    made = pd.DataFrame(given)
    made.attrs["services"] = [{"kind": "gp", "id": "a"}, {"kind": "gp", "id": "b"}]
    return made


def test_minutes_are_over_those_with_a_time():
    times = [*range(1, 9), np.nan, np.nan]
    states = ["reached"] * 8 + ["unreachable", "outside_data"]
    (line,) = summary_of(table(travel_time=times, state=states)).to_dict("records")
    assert (line["services"], line["origins"]) == (2, 10)
    assert (line["reached"], line["unreachable"], line["outside_data"]) == (8, 1, 1)
    assert line["capped"] == line["not_snapped"] == line["not_located"] == 0
    assert line["median_travel_time"] == 4.5
    assert line["p90_travel_time"] == np.percentile(range(1, 9), 90)


def test_text_names_states_that_occur_and_fits_its_columns():
    states = ["reached"] * 8 + ["not_snapped"] * 2
    told = list(told_summary(summary_of(table(state=states, return_time=np.nan))))
    heads = "nearest services origins reached not snapped there, min back, min"
    assert told[0].split() == heads.split()
    assert told[1].split() == ["gp", "2", "10", "8", "2", "6", "/", "9", "none"]
    assert len(told[0]) == len(told[1])
    assert len(told) == 3


def test_of_several_moments_the_mean_is_told_and_ranks_have_lines():
    rows = table(rank=[1, 2] * 5, when=["08:00"] * 8 + ["mean"] * 2)
    told = list(told_summary(summary_of(rows)))
    assert [line.split()[:3] for line in told[1:3]] == [["gp", "1", "2"], ["gp", "2", "2"]]
    assert told[1].split()[-1] == "9"


def test_percentiles_have_columns_of_their_own():
    rows = table().rename(columns={"travel_time": "travel_time_p10", "state": "state_p10"})
    rows["travel_time_p90"] = rows["travel_time_p10"] * 2
    told = list(told_summary(summary_of(rows)))
    assert "there p10, min" in told[0]
    assert "there p90, min" in told[0]
