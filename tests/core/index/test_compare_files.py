"""Comparisons as files."""

import json

import geopandas as gpd
import pandas as pd
import pytest

from accessibility.errors import OutputError
from accessibility.index.changes.compare import compare
from accessibility.index.changes.compare_files import told_causes, write_comparison
from accessibility.results.index import IndexResult
from tests.core.index_runs import ready_times, write_run


@pytest.fixture(scope="module", params=[True, False], ids=["outlines", "no outlines"])
def comparison(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    later = ready_times()
    later.loc[::4, "gp_public"] += 20
    runs = [
        IndexResult.open(write_run(folder / name, times, outlines=request.param))
        for name, times in (("old", None), ("new", later))
    ]
    return compare(*runs, lambda sides: runs[sides["timetable"] == "new"].areas)


def test_files_hold_what_was_compared(comparison, tmp_path):
    written = [path.name for path in write_comparison(comparison, tmp_path / "a" / "b")]
    folder = tmp_path / "a" / "b"
    assert sorted(written) == sorted(path.name for path in folder.iterdir())
    outlines = hasattr(comparison.areas, "crs")
    assert ("changes.png" in written) == ("changes.gpkg" in written) == outlines
    table = pd.read_csv(folder / "changes.csv")
    expected = pd.DataFrame(comparison.areas.drop(columns="geometry", errors="ignore"))
    pd.testing.assert_frame_equal(table.set_index("id"), expected, check_exact=False)
    if outlines:
        layer = gpd.read_file(folder / "changes.gpkg", layer="changes")
        assert layer.crs.to_epsg() == 27700
        assert (layer["id"] == table["id"]).all()
        assert len(gpd.read_parquet(folder / "changes.parquet")) == 48
    told = json.loads((folder / "comparison.json").read_text("utf-8"))
    assert told["causes"] == ["timetable", "streets", "services", "weights"]
    assert told["means"]["GP surgery"]["change"] == pytest.approx(0.25 * 20 * 0.3)
    assert told["means"]["GP surgery"]["timetable"] == pytest.approx(0.25 * 20 * 0.3)
    assert told["means"]["GP surgery"]["streets"] == 0


def test_means_begin_with_the_score(comparison):
    assert [label for label, _ in told_causes(comparison)][:2] == ["Score", "GP surgery"]


def test_a_file_is_no_folder(comparison, tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        write_comparison(comparison, tmp_path / "x")
