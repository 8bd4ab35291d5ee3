"""Index runs with corrections and scenarios: counted, in the provenance, and compared."""

import pytest

from accessibility.errors import InputError
from accessibility.index.changes.compare import compare
from accessibility.index.changes.swapped_runs import SwappedRuns
from accessibility.index.run.again import run_index_again
from accessibility.index.run.run import run_index
from accessibility.places.osm.services import services_of
from accessibility.progress import Silent

HEAD = "id,kind,name,action,lon,lat,author,date,reason\n"


@pytest.fixture(scope="module")
def base(town_inputs, tmp_path_factory):
    return run_index("minimal", town_inputs, tmp_path_factory.mktemp("base") / "index")


@pytest.fixture(scope="module")
def pharmacy(sample_twins):
    """The first of the sample's pharmacies: its id."""
    (found,) = services_of(sample_twins.network, ["pharmacy"])
    return found.points.ids[0].as_py()


def test_a_corrected_service_counts_and_is_told(base, town_inputs, changed, pharmacy, tmp_path):
    table = tmp_path / "corrections.csv"
    table.write_text(
        f"{HEAD}{pharmacy},pharmacy,,closed,,,A. Jones,2025-05-01,closed in 2024\n"
        "D0001,,,snap,-3.2920,51.6751,B. Rees,2025-05-02,the drive leads to the main road\n"
    )
    inputs = changed(town_inputs, corrections=table)
    found = run_index("minimal", inputs, tmp_path / "index")
    told = found.provenance["inputs"]["corrections"]
    assert [row["reason"] for row in told["used"]][:1] == ["closed in 2024"]
    assert pharmacy not in found.services["id"].tolist()
    assert len(found.services) == len(base.services) - 1
    assert (found.areas["pharmacy"] - base.areas["pharmacy"]).max() > 5
    changed_areas = found.areas["food_shop"] != base.areas["food_shop"]
    assert changed_areas[found.areas["food_shop"].notna()].sum() == 1  # that of D0001
    again = run_index_again(found.folder / "provenance.json", tmp_path / "again")
    assert again.provenance["tables"] == found.provenance["tables"]


def test_a_correction_of_nothing_is_an_error(town_inputs, changed, tmp_path):
    table = tmp_path / "corrections.csv"
    table.write_text(f"{HEAD}node/1,pharmacy,,closed,,,A. Jones,2025-05-01,gone\n")
    with pytest.raises(InputError, match=r"corrections\.csv line 2"):
        run_index("minimal", changed(town_inputs, corrections=table), tmp_path / "index")


def test_a_closed_service_shows_who_loses(base, town_inputs, changed, pharmacy, tmp_path):
    scenario = tmp_path / "close.toml"
    scenario.write_text(f'[[close_service]]\nkind = "pharmacy"\nid = "{pharmacy}"\n')
    found = run_index("minimal", changed(town_inputs, scenario=scenario), tmp_path / "index")
    assert found.provenance["inputs"]["scenario"] is not None
    runs = SwappedRuns(base, found, tmp_path / "work", Silent())
    areas = compare(base, found, runs, differing=runs.differing).areas
    lost = areas["pharmacy_change"].dropna()
    assert (lost >= -1e-9).all()
    assert lost.max() > 1
    parts = areas[[name for name in areas.columns if name.startswith("pharmacy_by_")]]
    assert (parts.sum(axis=1) - areas["pharmacy_change"]).abs().max() < 1e-9
    assert (areas["pharmacy_by_services"] - areas["pharmacy_change"]).abs().max() < 1e-9
