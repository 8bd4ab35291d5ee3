"""The official figures of Wales, and domains of a few areas by hand."""

import numpy as np
import pandas as pd
import pytest

from accessibility.index.scores.domain import combine_domains, combine_subdomains
from accessibility.index.scores.transforms import deciles, exponential_scores

# The file's names of the domains, with the weights of 2019; Crime is Community safety.
WEIGHTS = {
    "Income": 22,
    "Employment": 22,
    "Health": 15,
    "Education": 14,
    "Access": 10,
    "Housing": 7,
    "Crime": 5,
    "Environment": 5,
}


@pytest.fixture(scope="module")
def welsh(shared_data):
    path = shared_data / "wales" / "wimd2019_ranks_scores_lsoa11.csv"
    return pd.read_csv(path, index_col="lsoa11_code")


@pytest.fixture(scope="module")
def overall(welsh):
    # Not in the order of the weights: domains are found by name.
    ranks = pd.DataFrame({name: welsh[f"{name}_rank"] for name in sorted(WEIGHTS)})
    return combine_domains(ranks, WEIGHTS)


@pytest.mark.parametrize("domain", WEIGHTS)
def test_the_scores_of_all_welsh_domains_come_out_of_their_ranks(welsh, overall, domain):
    official = welsh[f"{domain}_score"]
    assert np.abs(exponential_scores(welsh[f"{domain}_rank"]) - official).max() < 1e-6
    assert np.abs(overall[f"{domain}_score"] - official).max() < 1e-6
    assert (deciles(welsh[f"{domain}_rank"]) == welsh[f"{domain}_decile"]).all()


def test_the_welsh_index_comes_out_of_the_ranks_of_its_domains(welsh, overall):
    assert np.abs(overall["index_value"] - welsh["IMD_score"]).max() < 1e-6
    assert (overall["index_rank"] == welsh["IMD_rank"]).sum() == 1909
    assert (overall["index_decile"] == welsh["IMD_decile"]).all()
    assert overall["index_decile"].value_counts().sort_index().tolist() == [191] * 9 + [190]
    assert overall.loc["W01000240", "index_value"] == pytest.approx(86.631357, abs=5e-7)


def test_a_domain_by_hand():
    scores = pd.DataFrame(
        {"drive": [5.0, 4, 3, 2, 1, np.nan], "bus": [1.0, 5, 3, 3, 2, 9]}, index=list("abcdef")
    )
    found = combine_subdomains(scores, {"drive": 75, "bus": 25})
    assert list(found.columns) == [
        "drive_rank", "drive_exponential", "bus_rank", "bus_exponential",
        "domain_value", "domain_rank", "domain_decile", "domain_score",
    ]  # fmt: skip
    assert found["drive_exponential"].round().tolist() == pytest.approx(
        [100, 36, 21, 12, 5, np.nan], nan_ok=True
    )
    assert found["bus_rank"].tolist() == [6, 2, 3.5, 3.5, 5, 1]
    value = 0.75 * found.loc["a", "drive_exponential"] + 0.25 * found.loc["a", "bus_exponential"]
    assert found.loc["a", "domain_value"] == pytest.approx(value)
    assert found["domain_rank"].tolist() == pytest.approx([1, 2, 3, 4, 5, np.nan], nan_ok=True)
    assert found["domain_score"].round().iloc[:5].tolist() == [100, 36, 21, 12, 5]
    assert pd.isna(found.loc["f", "domain_decile"])


def test_areas_that_tie_share_the_smallest_published_rank():
    scores = pd.DataFrame({"only": [9.0, 7, 7, 1]})
    found = combine_subdomains(scores, {"only": 1})
    assert found["only_rank"].tolist() == [1, 2.5, 2.5, 4]
    assert found["domain_rank"].tolist() == [1, 2, 2, 4]
