"""Runs of an index are read back."""

import pytest

from accessibility.errors import InputError
from accessibility.results.index import IndexResult
from tests.core.index_runs import write_run


def test_a_run_is_read_back(tmp_path):
    result = IndexResult.open(write_run(tmp_path / "run", factor=True))
    assert list(result.areas.index[:2]) == ["W000", "W001"]
    assert result.areas.index.name == "id"
    assert result.areas.crs.to_epsg() == 27700
    assert result.indicators["median_minutes"].dtype == float
    assert result.indicators["services"].tolist() == [3] * 7
    assert result.weights["given"].isna().sum() == 4  # those that a factor analysis found
    assert (result.services["origins"] == 0).sum() == 4
    assert result.provenance["recipe"]["name"] == "anytown"


def test_a_run_from_ready_times_has_no_services(tmp_path):
    folder = write_run(tmp_path / "run", outlines=False)
    (folder / "index.gpkg").unlink()
    result = IndexResult.open(folder)
    assert len(result.services) == 0
    assert list(result.services.columns) == ["kind", "id", "name", "origins"]
    assert not hasattr(result.areas, "crs")


def test_what_is_no_run_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"no finished run of an index: there is no provenance"):
        IndexResult.open(tmp_path)
    folder = write_run(tmp_path / "run")
    (folder / "provenance.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        IndexResult.open(folder)
    (folder / "provenance.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="names no recipe"):
        IndexResult.open(folder)
    (folder / "weights.csv").write_text("of,name,given,weight\na,b,x,1\n", encoding="utf-8")
    (folder / "provenance.json").write_text('{"recipe": {}}', encoding="utf-8")
    with pytest.raises(InputError, match=r"weights.csv: given holds no numbers"):
        IndexResult.open(folder)
