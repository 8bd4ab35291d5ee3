"""Opportunities: worked by hand, against PySAL's access, and from tables of every kind."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.analysis.opportunity import pair_files
from accessibility.analysis.opportunity.decay import (
    ExponentialDecay,
    GaussianDecay,
    LinearDecay,
    PowerDecay,
    StepDecay,
)
from accessibility.analysis.opportunity.opportunities import opportunities
from accessibility.errors import InputError, Interrupted, UsageError

NAN = float("nan")
MATRIX = pd.DataFrame(
    [
        ("home", "mill", 10.0),
        ("home", "port", 30.0),
        ("home", "fair", 45.0),
        ("farm", "mill", 30.1),
        ("farm", "port", NAN),
        ("farm", "fair", 5.0),
        ("isle", "mill", NAN),
        ("isle", "port", NAN),
        ("isle", "fair", NAN),
    ],
    columns=["from_id", "to_id", "travel_time"],
)
JOBS = pd.Series({"mill": 100, "port": 50, "fair": 7}, name="jobs")


@pytest.fixture(scope="module")
def random_table():
    """An origin-destination table with gaps, and what lies at both ends."""
    rng = np.random.default_rng(7)
    n_from, n_to = 60, 40
    table = pd.DataFrame(
        [
            (f"o{i}", f"d{j}", t)
            for i in range(n_from)
            for j, t in enumerate(rng.uniform(0, 90, n_to))
        ],
        columns=["from_id", "to_id", "travel_time"],
    )
    table.loc[rng.random(len(table)) < 0.2, "travel_time"] = np.nan
    supply = pd.Series(rng.integers(0, 500, n_to), [f"d{j}" for j in range(n_to)], name="beds")
    demand = pd.Series(
        rng.integers(1, 900, n_from), [f"o{i}" for i in range(n_from)], name="people"
    )
    return table, supply, demand


def test_what_lies_within_some_minutes_is_added_up():
    found = opportunities(MATRIX, JOBS, threshold=[30, 45])
    assert list(found.columns) == ["from_id", "jobs_within_30", "jobs_within_45"]
    assert list(found["from_id"]) == ["home", "farm", "isle"]
    assert list(found["jobs_within_30"]) == [150, 7, 0]
    assert list(found["jobs_within_45"]) == [157, 107, 0]
    assert found.attrs["counts"] == {"pairs": 9, "not_reached": 4}
    assert found.attrs["warnings"] == []


def test_a_decay_weighs_and_a_threshold_ends_it():
    decay = ExponentialDecay(half_life=10)
    found = opportunities(MATRIX, JOBS, decay=decay)
    assert found["jobs_exponential"][0] == pytest.approx(100 / 2 + 50 / 8 + 7 / 2**4.5)
    assert found["jobs_exponential"][2] == 0
    found = opportunities(MATRIX, JOBS, decay=decay, threshold=30)
    assert found["jobs_exponential_within_30"][0] == pytest.approx(100 / 2 + 50 / 8)


def test_the_nearest_and_the_time_to_an_amount():
    found = opportunities(MATRIX, JOBS, nearest=[1, 2, 3], amount=[100, 107, 150.5]).set_index(
        "from_id"
    )
    assert list(found.columns) == [
        *(f"minutes_to_jobs_nearest_{k}" for k in (1, 2, 3)),
        *(f"minutes_to_jobs_{n}" for n in ("100", "107", "150.5")),
    ]
    np.testing.assert_array_equal(found.loc["home"], [10, 30, 45, 10, 30, 45])
    np.testing.assert_array_equal(found.loc["farm"], [5, 30.1, NAN, 30.1, 30.1, NAN])
    assert found.loc["isle"].isna().all()


def test_a_destination_without_any_is_not_the_nearest():
    both = pd.DataFrame({"id": JOBS.index, "jobs": [100, 50, 0], "schools": [0, 1, 1]})
    found = opportunities(MATRIX, both.set_index("id").reset_index().pipe(
        lambda table: (table, ["jobs", "schools"])), nearest=1, threshold=30)  # fmt: skip
    assert list(found["minutes_to_jobs_nearest_1"][:2]) == [10, 30.1]
    assert list(found["minutes_to_schools_nearest_1"][:2]) == [30, 5]
    assert list(found["schools_within_30"]) == [1, 1, 0]


def test_a_table_of_identifiers_counts_places():
    places = pd.DataFrame({"shop": list(JOBS.index)})
    found = opportunities(MATRIX, places, threshold=30, destination_id="shop")
    assert list(found["places_within_30"]) == [2, 1, 0]
    cells = JOBS.rename_axis("id").reset_index()
    assert opportunities(MATRIX, (cells, []), threshold=30)["places_within_30"][0] == 2


@pytest.mark.parametrize("name", ["m.parquet", "m.csv"])
@pytest.mark.parametrize("rows_at_once", [2, 1_000_000])
def test_another_tools_file_in_parts_gives_the_same(tmp_path, monkeypatch, name, rows_at_once):
    monkeypatch.setattr(pair_files, "ROWS_AT_ONCE", rows_at_once)
    theirs = MATRIX.rename(columns={"from_id": "origin", "to_id": "place", "travel_time": "min"})
    theirs["origin"] = theirs["origin"].astype("category")
    theirs["note"] = "x"
    write = theirs.to_parquet if name.endswith("parquet") else theirs.to_csv
    write(tmp_path / name, index=False)
    JOBS.rename_axis("id").reset_index().to_csv(tmp_path / "jobs.csv", index=False)
    found = opportunities(
        tmp_path / name,
        tmp_path / "jobs.csv",
        threshold=30,
        nearest=2,
        amount=107,
        from_column="origin",
        to_column="place",
        time_column="min",
    )
    pd.testing.assert_frame_equal(
        found, opportunities(MATRIX, JOBS, threshold=30, nearest=2, amount=107)
    )


def test_numbers_are_the_same_identifiers_in_every_file(tmp_path):
    table = pd.DataFrame({"from_id": [7, 7, 8], "to_id": [1, 2, 1], "travel_time": [3, 9, 4]})
    weights = pd.DataFrame({"id": ["1", "2"], "jobs": [10, 20]})
    expected = opportunities(table, weights, threshold=5)
    assert list(expected["from_id"]) == [7, 8]
    assert list(expected["jobs_within_5"]) == [10, 10]
    table.to_csv(tmp_path / "m.csv", index=False)
    pd.testing.assert_frame_equal(opportunities(tmp_path / "m.csv", weights, threshold=5), expected)
    gaps = table.astype({"from_id": float}).astype({"travel_time": "Int16"})
    pd.testing.assert_frame_equal(opportunities(gaps, weights, threshold=5), expected)


def test_identifiers_keep_their_zeros(tmp_path):
    (tmp_path / "m.csv").write_text("from_id,to_id,travel_time\n007,01,4\n08,01,\n")
    (tmp_path / "w.csv").write_text("id,jobs\n01,5\n")
    found = opportunities(tmp_path / "m.csv", tmp_path / "w.csv", threshold=5)
    assert list(found["from_id"]) == ["007", "08"]
    assert list(found["jobs_within_5"]) == [5, 0]


def test_of_several_moments_one_is_chosen():
    two = pd.concat([MATRIX.assign(when="08:00"), MATRIX.assign(when="mean", travel_time=1.0)])
    with pytest.raises(UsageError, match="rows for several moments"):
        opportunities(two, JOBS, threshold=30)
    found = opportunities(two, JOBS, threshold=30, choose={"when": "mean"})
    assert list(found["jobs_within_30"]) == [157, 157, 157]


def test_places_of_one_table_only_are_counted_and_named(caplog):
    weights = pd.Series({"mill": 100, "port": 50, "moon": 9}, name="jobs")
    found = opportunities(MATRIX, weights, threshold=45)
    assert list(found["jobs_within_45"]) == [150, 100, 0]
    assert found.attrs["missing"] == {
        "destinations_without_weights": ["fair"],
        "weights_without_destinations": ["moon"],
    }
    assert found.attrs["warnings"] == [
        "1 destinations of the matrix have no weight and add nothing: fair.",
        "1 places with weights are no destinations of the matrix: moon.",
    ]
    assert caplog.messages == found.attrs["warnings"]


def changed(row, column, value):
    table = MATRIX.astype({"travel_time": object}) if isinstance(value, str) else MATRIX.copy()
    table.loc[row, column] = value
    return table


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (changed(3, "travel_time", -1.0), r'matrix row 4: travel_time "-1.0" is negative'),
        (changed(3, "from_id", None), "matrix row 4: from_id is empty"),
        (changed(3, "to_id", ""), "matrix row 4: to_id is empty"),
        (
            changed(1, "to_id", "mill"),
            r'the pair "home to mill" stands in several rows\. Each pair',
        ),
        (MATRIX.iloc[:0], "matrix: has no rows"),
        (MATRIX.assign(travel_time="soon"), 'row 1: travel_time "soon" is no number'),
        (MATRIX.assign(travel_time=True), "travel_time holds bool, no minutes"),
        (MATRIX.assign(from_id=0.5), "from_id holds neither text nor whole numbers"),
    ],
)
def test_a_faulty_matrix_is_refused(table, message):
    with pytest.raises(InputError, match=message):
        opportunities(table, JOBS, threshold=30)


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
@pytest.mark.parametrize("rows_at_once", [2, 7, 1000])
def test_doubled_pairs_are_found_in_any_order_of_rows(monkeypatch, order, rows_at_once):
    monkeypatch.setattr(pair_files, "ROWS_AT_ONCE", rows_at_once)
    for shape in ((300, 1), (20, 5)):  # sparse, dense
        origins = np.repeat(np.arange(shape[0]), shape[1])
        places = np.arange(len(origins)) if shape[1] == 1 else np.tile(np.arange(5), 20)
        table = pd.DataFrame({"from_id": origins, "to_id": places, "travel_time": 1.0})
        weights = pd.Series(1, range(300), name="jobs")[: places.max() + 1]
        table = table.iloc[order]
        assert opportunities(table, weights, threshold=1)["jobs_within_1"].sum() == len(table)
        doubled = f'the pair "17 to {places[origins == 17][0]}" stands in several rows'
        again = table[table["from_id"] == 17].iloc[[0]].assign(to_id=places[origins == 17][0])
        for place in (0, 50, len(table)):
            twice = pd.concat([table.iloc[:place], again, table.iloc[place:]])
            with pytest.raises(InputError, match=doubled):
                opportunities(twice, weights, threshold=1)


def test_rows_that_are_scattered_add_up_all_the_same():
    shuffled = MATRIX.sample(frac=1, random_state=3)
    found = opportunities(shuffled, JOBS, threshold=30, nearest=2).set_index("from_id")
    expected = opportunities(MATRIX, JOBS, threshold=30, nearest=2).set_index("from_id")
    pd.testing.assert_frame_equal(found.loc[expected.index], expected)


@pytest.mark.parametrize("nothing", ["", "NA", "nan", "None", " "])
def test_what_tools_write_for_no_time_is_not_reached(tmp_path, nothing):
    (tmp_path / "m.csv").write_text(f"from_id,to_id,travel_time\na,mill, 7 \na,port,{nothing}\n")
    found = opportunities(tmp_path / "m.csv", JOBS, threshold=30)
    assert list(found["jobs_within_30"]) == [100]
    assert found.attrs["counts"] == {"pairs": 2, "not_reached": 1}


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (pd.Series({"mill": 1, "port": NAN}, name="jobs"), "weights row 2: jobs is empty"),
        (pd.Series({"mill": 1, "port": -2}, name="jobs"), 'weights row 2: jobs "-2" is negative'),
        (pd.Series(["1", "two"], ["mill", "port"], name="jobs"), 'jobs "two" is no number'),
        (
            pd.Series([1, 2], ["mill", "mill"], name="jobs"),
            'row 2: id "mill" stands in a row above',
        ),
        (pd.Series([1, 2], ["mill", None], name="jobs"), "row 2: id is empty"),
        (pd.Series([], name="jobs", dtype=float), "has no rows"),
    ],
)
def test_faulty_weights_are_refused(weights, message):
    with pytest.raises(InputError, match=message):
        opportunities(MATRIX, weights, threshold=30)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "Nothing is asked"),
        ({"threshold": -1}, "threshold: -1"),
        ({"threshold": [30, NAN]}, "threshold: nan"),
        ({"nearest": 0}, "nearest: 0"),
        ({"nearest": 1.5}, "nearest: 1.5"),
        ({"amount": 0}, "amount: 0"),
        ({"threshold": 30, "from_column": "origin"}, "from_column: matrix has no column origin"),
        ({"threshold": 30, "time_column": "min"}, "time_column: matrix has no column min"),
        ({"threshold": 30, "destination_id": "code"}, "destination_id: weights has no column code"),
        ({"threshold": 30, "choose": {"when": "mean"}}, "choose: matrix has no column when"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, message):
    with pytest.raises(UsageError, match=message):
        opportunities(MATRIX, JOBS.rename_axis("id").reset_index(), **asked)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (pd.DataFrame({"id": ["mill"], "jobs": [1], "shops": [2]}), "several columns: say which"),
        ((pd.DataFrame({"id": ["mill"], "jobs": [1]}), "shops"), "no column shops"),
        (pd.Series({"moon": 1}, name="jobs"), "none of the identifiers of to_id"),
    ],
)
def test_weights_that_cannot_be_meant_are_refused(weights, message):
    with pytest.raises(UsageError, match=message):
        opportunities(MATRIX, weights, threshold=30)


def test_of_several_percentiles_one_is_named():
    table = MATRIX.rename(columns={"travel_time": "travel_time_p50"})
    assert opportunities(table, JOBS, threshold=30)["jobs_within_30"][0] == 150
    table["travel_time_p90"] = 99.0
    with pytest.raises(UsageError, match="time_column: matrix has travel_time_p50, travel_time_p9"):
        opportunities(table, JOBS, threshold=30)
    found = opportunities(table, JOBS, threshold=30, time_column="travel_time_p90")
    assert list(found["jobs_within_30"]) == [0, 0, 0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file"),
        ("", "line 1: has no header"),
        ("from_id,to_id,travel_time\na,b\n", "cannot be read"),
        ("from_id,to_id,travel_time\na,b,c\n", 'travel_time "c" is no number'),
    ],
)
def test_files_that_cannot_be_read_are_told(tmp_path, content, message):
    path = tmp_path / "m.csv"
    if content is not None:
        path.write_text(content)
    with pytest.raises((InputError, UsageError), match=message):
        opportunities(path, JOBS, threshold=30)


def test_only_tables_are_read(tmp_path):
    (tmp_path / "m.xlsx").write_text("")
    with pytest.raises(InputError, match=r"a matrix is read from .parquet or .csv"):
        opportunities(tmp_path / "m.xlsx", JOBS, threshold=30)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (None, lambda weights: None),
        (GaussianDecay(20), lambda weights: weights.gaussian(20)),
        (PowerDecay(1.5, least=2), lambda weights: weights.gravity(2, -1.5, 2)),
        (StepDecay({10: 1, 20: 0.68, 30: 0.22}), lambda w: w.step_fn({10: 1, 20: 0.68, 30: 0.22})),
        (LinearDecay(50), lambda weights: lambda t: max(0, 1 - t / 50)),
    ],
)
def test_sums_agree_with_access_of_pysal(random_table, ours, theirs):
    from access import fca, weights

    table, supply, _ = random_table
    found = opportunities(table, supply, threshold=60, decay=ours).set_index("from_id").iloc[:, 0]
    expected = fca.weighted_catchment(
        supply.astype(float).to_frame(),
        table.dropna(),
        60,
        cost_source="to_id",
        cost_dest="from_id",
        cost_cost="travel_time",
        loc_index=True,
        loc_value="beds",
        weight_fn=theirs(weights),
    )
    assert (expected > 0).all()
    np.testing.assert_allclose(found[expected.index], expected, rtol=1e-13)


class Stops:
    """Asks to stop at once."""

    def start(self, task, total=None):
        assert task == "Reading the matrix"

    def advance(self, n=1):
        raise AssertionError

    def finish(self):
        pass

    def cancelled(self):
        return True


def test_it_can_be_stopped():
    with pytest.raises(Interrupted):
        opportunities(MATRIX, JOBS, threshold=30, progress=Stops())


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=9),
    st.integers(1, 9),
)
def test_a_table_is_refused_just_when_a_pair_occurs_twice(rows, size):
    table = pd.DataFrame(rows, columns=["from_id", "to_id"]).assign(travel_time=1.0)
    weights = pd.Series(1, table["to_id"].unique(), name="jobs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pair_files, "ROWS_AT_ONCE", size)
        if table.duplicated().any():
            with pytest.raises(InputError, match="stands in several rows"):
                opportunities(table, weights, threshold=1)
        else:
            found = opportunities(table, weights, threshold=1)
            assert found["jobs_within_1"].sum() == len(table)


tables = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 5), st.floats(0, 120) | st.just(NAN)),
    min_size=1,
    unique_by=lambda row: row[:2],
)


@given(tables, st.lists(st.integers(0, 50), min_size=6, max_size=6), st.floats(0, 130))
def test_more_minutes_never_reach_less(rows, amounts, limit):
    table = pd.DataFrame(rows, columns=["from_id", "to_id", "travel_time"])
    weights = pd.Series(amounts, range(6), name="jobs").reindex(table["to_id"].unique())
    found = opportunities(table, weights, threshold=[limit, limit + 10], nearest=1, amount=20)
    low, high = found.iloc[:, 1], found.iloc[:, 2]
    assert (low <= high).all()
    reached = found["minutes_to_jobs_20"] <= limit
    assert (reached == (low >= 20)).all()
    assert ((found["minutes_to_jobs_nearest_1"] <= limit) == (low > 0)).all()


@given(tables, st.lists(st.integers(0, 50), min_size=6, max_size=6), st.integers(1, 7))
def test_parts_of_the_table_leave_no_trace(rows, amounts, size):
    table = pd.DataFrame(rows, columns=["from_id", "to_id", "travel_time"])
    weights = pd.Series(amounts, range(6), name="jobs").reindex(table["to_id"].unique())
    asked = {"threshold": 60, "nearest": [1, 2], "amount": [20, 60]}
    whole = opportunities(table, weights, **asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pair_files, "ROWS_AT_ONCE", size)
        pd.testing.assert_frame_equal(opportunities(table, weights, **asked), whole)


def test_another_engines_matrix_of_newport(newport):
    path = newport / "r5" / "transit_0800_2h.parquet"
    table = pd.read_parquet(path)
    codes = table["to_id"].cat.categories
    weights = pd.Series(np.arange(len(codes)) % 7, codes, name="shops")
    found = opportunities(
        path, weights, threshold=[30, 60], nearest=3, time_column="travel_time_p50"
    ).set_index("from_id")
    assert len(found) == 349
    assert list(found.index) == list(table["from_id"].unique())
    times = table["travel_time_p50"].astype(float)
    amounts = table["to_id"].astype(str).map(weights)
    origins = table["from_id"].astype(str)
    for limit in (30, 60):
        within = amounts.where(times <= limit, 0).groupby(origins).sum()
        np.testing.assert_array_equal(found[f"shops_within_{limit}"], within[found.index])
    third = times[amounts > 0].groupby(origins).apply(lambda part: part.sort_values().iloc[2])
    np.testing.assert_array_equal(found["minutes_to_shops_nearest_3"], third[found.index])
    assert found.attrs["counts"] == {"pairs": 349 * 511, "not_reached": int(times.isna().sum())}
