"""The figures of the method page on indices are those that the program finds."""

import re

import pandas as pd
from scipy.stats import spearmanr

from accessibility.index.recipe.recipes import load_recipe
from accessibility.index.scores.of_times import index_of_times
from tests.conftest import PROJECT

PUBLISHED = {
    "drive": "retail {:.3f} (printed 0.24), GP {:.3f} (0.23), secondary school {:.3f} (0.16), "
    "post office {:.3f} (0.14), petrol {:.3f} (0.13), primary school {:.3f} (0.11) by car",
    "bus": "GP {:.3f} (0.45), post office {:.3f} (0.28), retail {:.3f} (0.27) by public transport",
}


def test_scottish_figures(shared_data):
    page = (PROJECT / "docs" / "method" / "index-transforms.md").read_text(encoding="utf-8")
    page = re.sub(r"\s+", " ", page)
    file = shared_data / "scotland" / "simd2020_access_dz11.csv"
    recipe = load_recipe("simd2020")
    free = {
        name: each.model_copy(update={"weights": "factor", "indicators": each.names})
        for name, each in recipe.subdomains.items()
        if name in PUBLISHED
    }
    estimated = recipe.model_copy(update={"subdomains": {**recipe.subdomains, **free}})
    weights = index_of_times(estimated, file).weights
    for name, text in PUBLISHED.items():
        assert text.format(*weights.loc[weights["of"] == name, "weight"]) in page
    ranks = index_of_times(recipe, file).areas["domain_rank"].dropna()
    official = pd.read_csv(file, index_col="dz11_code")["Access_rank"].loc[ranks.index]
    correlation = spearmanr(ranks, official).statistic
    assert (
        f"(Spearman) with the official ones is {correlation:.5f}, among {len(ranks):,} data" in page
    )
