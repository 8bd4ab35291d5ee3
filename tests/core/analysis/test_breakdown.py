"""What travel times consist of: the parts sum to the cells, as the oracle's journeys have them."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from accessibility import ArriveBy, DepartAt, Threads, TravelOptions, travel_time_matrix
from accessibility.errors import UsageError
from accessibility.results.matrix import PARTS, RIDES
from tests.core.analysis.test_itineraries import points
from tests.core.comparison import limits_of
from tests.core.rule_world import rule_case_of
from tests.oracle import Oracle, percentile

MORNING = DepartAt("2025-05-13 08:30", "30min")


@pytest.fixture(scope="module")
def homes(sample_dwellings):
    rows = sample_dwellings.iloc[::150]
    return points(*zip(rows["lon"], rows["lat"], strict=True))


def seconds(column):
    return (column * 60).round()


def test_worlds_with_rules(streets, folders):
    reached = 0
    for seed in range(100, 130):
        world, question = rule_case_of(seed)
        network = world.network(streets, folder := next(folders))
        oracle = Oracle(streets, [folder / "feed0"])
        when, options, places = question.when, question.options, points(*question.places)
        percentiles = (25, 50) if when.window_s else None
        table = travel_time_matrix(
            network, places, places,
            when=when, options=options, percentiles=percentiles, breakdown=True,
        )  # fmt: skip
        for end in ("_p25", "_p50") if percentiles else ("",):
            times = seconds(table[f"travel_time{end}"])
            parts = table[[f"{part}{end}" for part in PARTS]].apply(seconds)
            assert (parts.sum(axis=1, skipna=False).fillna(-1) == times.fillna(-1)).all()
            assert (table[f"{RIDES}{end}"].isna() == times.isna()).all()
            assert (parts.fillna(0) >= 0).all(axis=None)
        # One cell of each world by the oracle's own journey.
        how = {
            "arrive_by": when.direction == "arrive",
            "measure": when.measure,
            **limits_of(options),
        }
        asked = when.moment, when.window_s
        answers = oracle.window_seconds(question.places[0], question.places[1:2], *asked, **how)[0]
        wanted = percentile(answers, 50)
        if wanted is None:
            continue
        reached += 1
        end = "_p50" if percentiles else ""
        row = table.iloc[1]
        count = max(1, when.window_s // 60)
        # The earliest moment that has this answer, and of its draws the first.
        order = sorted(
            (number % count * (-1 if how["arrive_by"] else 1), number // count, number)
            for number, answer in enumerate(answers)
            if answer == wanted
        )
        nth = order[0][2]
        journey = oracle.journey(*question.places[:2], *asked, nth=nth, **how)
        assert row[f"{RIDES}{end}"] == len(journey.rides)
        theirs = journey.components
        assert seconds(row[f"direct{end}"]) == theirs.direct
        walked = [row[f"{part}{end}"] for part in ("access", "transfer_walk", "egress")]
        assert round(sum(walked) * 60) == journey.walking
    assert reached > 8


def test_the_times_are_those_of_the_matrix_whoever_works_them(valley_twins, homes, tmp_path):
    network, asked = valley_twins.network, {"when": MORNING, "percentiles": (10, 50)}
    plain = travel_time_matrix(network, homes, homes, **asked)
    parts = travel_time_matrix(network, homes, homes, **asked, breakdown=True)
    assert_frame_equal(parts[plain.columns], plain)
    output = tmp_path / "parts.parquet"
    travel_time_matrix(
        network, homes, homes, **asked, breakdown=True, output=output, executor=Threads(1, 3)
    )
    assert_frame_equal(pd.read_parquet(output), parts, check_column_type=False)
    assert list(parts.columns[4:13]) == [f"{name}_p10" for name in (*PARTS, RIDES)]


def test_means_over_moments(valley_twins, homes):
    several = [ArriveBy("2025-05-13 09:00"), ArriveBy("2025-05-13 12:00")]
    table = travel_time_matrix(valley_twins.network, homes, homes, when=several, breakdown=True)
    means = table[table["when"] == "mean"].dropna()
    parts = means[list(PARTS)].sum(axis=1)
    assert np.allclose(parts, means["travel_time"])
    assert set(means[RIDES] % 0.5) == {0}
    assert [name for name in table.columns if name.startswith("n_reached")] == ["n_reached"]


def test_other_modes_have_no_parts(valley_twins, homes):
    with pytest.raises(UsageError, match="breakdown"):
        travel_time_matrix(
            valley_twins.network, homes, homes, options=TravelOptions(mode="walk"), breakdown=True
        )


def test_no_sweep_is_made_that_nobody_reads(valley_twins, sample_dwellings, monkeypatch):
    rows = sample_dwellings.iloc[::80]
    homes = points(*zip(rows["lon"], rows["lat"], strict=True))

    def never(*_args):
        raise AssertionError

    asked = valley_twins.network, homes, homes
    whole = travel_time_matrix(*asked, when=MORNING, breakdown=True)
    monkeypatch.setattr("accessibility.engines.builtin._sweep", never)
    assert_frame_equal(travel_time_matrix(*asked, when=MORNING, breakdown=True), whole)
    with pytest.raises(AssertionError):
        travel_time_matrix(*asked, when=MORNING)
