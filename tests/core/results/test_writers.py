"""Matrices on disk: columns, order, metadata, and the same bytes however the blocks are cut."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from accessibility.errors import UsageError
from accessibility.results import writers
from accessibility.results.matrix import MatrixLayout, time_columns
from accessibility.results.unsnapped import points_path, write_unsnapped
from accessibility.results.writers import check_output, write_matrix

PROVENANCE = {"network": "abc", "options": {"mode": "walk"}}


@pytest.fixture
def layout():
    return MatrixLayout(pa.array(["b", "a", "ç"]), pa.array([5, 3]), time_columns((10, 50)))


@pytest.fixture
def seconds():
    return np.array([[0, 60, 90, -1, 7199, 1], [0, 61, 91, -1, -1, 2]], np.int32)


def written(path, layout, blocks, kind=".parquet"):
    write_matrix(path, layout, blocks, PROVENANCE, kind=kind)
    return path.read_bytes()


def test_columns_are_named_after_percentiles_only_where_there_is_a_window():
    assert time_columns(None) == ("travel_time",)
    assert time_columns((25, 50)) == ("travel_time_p25", "travel_time_p50")


def test_rows_are_origins_by_destinations_in_minutes(layout, seconds):
    table = layout.table(0, seconds).to_pandas()
    assert list(table["from_id"]) == ["b", "b", "a", "a", "ç", "ç"]
    assert list(table["to_id"]) == [5, 3, 5, 3, 5, 3]
    assert list(table["travel_time_p10"].fillna(-1)) == [0, 1, 1.5, -1, 7199 / 60, 1 / 60]
    assert table["travel_time_p50"].isna().sum() == 2
    pd.testing.assert_frame_equal(
        layout.table(3, seconds[:, 3:5]).to_pandas(), table.iloc[3:5].reset_index(drop=True)
    )


@pytest.mark.parametrize("kind", [".parquet", ".csv"])
def test_the_bytes_do_not_depend_on_how_blocks_are_cut(
    tmp_path, monkeypatch, layout, seconds, kind
):
    monkeypatch.setattr(writers, "ROWS_PER_GROUP", 4)
    cuts = [[6], [2, 4], [1, 1, 1, 1, 1, 1], [4, 2], [5, 1]]
    results = set()
    for cut in cuts:
        ends = np.cumsum(cut)[:-1]
        results.add(written(tmp_path / "m", layout, np.split(seconds, ends, axis=1), kind))
    assert len(results) == 1


def test_parquet_has_fixed_row_groups_provenance_and_nan(tmp_path, monkeypatch, layout, seconds):
    monkeypatch.setattr(writers, "ROWS_PER_GROUP", 4)
    written(tmp_path / "m.parquet", layout, [seconds])
    file = parquet.ParquetFile(tmp_path / "m.parquet")
    groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert groups == [4, 2]
    assert json.loads(file.schema_arrow.metadata[b"accessibility"]) == PROVENANCE
    assert file.schema_arrow.field("travel_time_p10").type == pa.float64()
    column = file.read().column("travel_time_p10")
    assert column.null_count == 0
    assert np.isnan(column[3].as_py())


def test_csv_leaves_the_cell_empty_where_nothing_is_reached(tmp_path, layout, seconds):
    text = written(tmp_path / "m.csv", layout, [seconds], ".csv").decode()
    assert text.splitlines()[0] == '"from_id","to_id","travel_time_p10","travel_time_p50"'
    assert text.splitlines()[4] == '"a",3,,'
    pd.testing.assert_frame_equal(
        pd.read_csv(tmp_path / "m.csv"), layout.table(0, seconds).to_pandas()
    )


def test_an_empty_matrix_still_has_its_columns(tmp_path):
    empty = MatrixLayout(pa.array([], pa.int64()), pa.array([1]), ("travel_time",))
    written(tmp_path / "m.parquet", empty, [])
    assert parquet.read_table(tmp_path / "m.parquet").num_rows == 0


def test_outputs_of_another_kind_are_refused_before_any_work(tmp_path):
    check_output(tmp_path / "m.v2.Parquet")
    with pytest.raises(UsageError, match=r"m.xlsx: a matrix is written as .parquet or .csv"):
        check_output(tmp_path / "m.xlsx")


def test_points_without_answers_are_listed_and_an_old_list_goes(tmp_path):
    output = tmp_path / "m.v2.parquet"
    points = [{"id": "a,b", "role": "origin", "status": "too_far", "distance_m": 312.5}]
    write_unsnapped(output, points)
    assert points_path(output).name == "m.v2.points.csv"
    assert points_path(output).read_text() == (
        'id,role,status,distance_m\n"a,b",origin,too_far,312.5\n'
    )
    write_unsnapped(output, [])
    assert list(tmp_path.iterdir()) == []
