"""One factor: beside statsmodels on the same data, and what cannot be fitted."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.multivariate.factor import Factor

from accessibility.errors import InputError
from accessibility.index.scores.factor import one_factor
from accessibility.index.scores.transforms import normal_scores, rank_areas

DRIVE = ("retail", "GP", "secondary", "post", "petrol", "primary")
PUBLIC = ("GP", "post", "retail")


def measured(loadings, n=400, seed=0):
    """Indicators that have one thing in common, with these loadings."""
    random = np.random.default_rng(seed)
    loadings = np.array(loadings)
    common = random.normal(size=(n, 1))
    own = random.normal(size=(n, len(loadings))) * np.sqrt(1 - loadings**2)
    return pd.DataFrame(common * loadings + own, columns=list("abcdefgh"[: len(loadings)]))


def by_statsmodels(table):
    fitted = Factor(table.to_numpy(), n_factor=1, method="ml").fit(maxiter=5000, tol=1e-12)
    loadings = fitted.loadings[:, 0] * np.sign(fitted.loadings.sum())
    return loadings, np.linalg.solve(np.corrcoef(table.to_numpy().T), loadings)


@pytest.mark.parametrize(
    "loadings", [(0.9, 0.7, 0.5, 0.4), (0.8, 0.8, 0.8), (0.95, 0.3, 0.6, 0.5, 0.7, 0.2)]
)
def test_statsmodels_finds_the_same(loadings):
    table = measured(loadings)
    found = one_factor(table)
    expected, scores = by_statsmodels(table)
    assert found.loadings.to_numpy() == pytest.approx(expected, abs=1e-4)
    assert found.weights.to_numpy() == pytest.approx(scores / scores.sum(), abs=1e-4)
    assert found.weights.sum() == pytest.approx(1)
    assert found.communalities.to_numpy() == pytest.approx(found.loadings.to_numpy() ** 2)
    assert found.eigenvalues.sum() == pytest.approx(len(loadings))
    assert list(found.weights.index) == list(table.columns)


def test_it_is_at_least_as_likely_as_what_statsmodels_finds():
    table = measured((0.95, 0.3, 0.6, 0.5, 0.7, 0.2))
    correlations = np.corrcoef(table.to_numpy().T)

    def discrepancy(loadings):
        model = np.outer(loadings, loadings)
        np.fill_diagonal(model, 1)
        ratio = np.linalg.solve(model, correlations)
        return np.trace(ratio) - np.linalg.slogdet(ratio)[1] - len(loadings)

    ours, theirs = one_factor(table).loadings.to_numpy(), by_statsmodels(table)[0]
    assert discrepancy(ours) <= discrepancy(theirs) + 1e-12
    for step in (-1e-3, 1e-3):
        for at in range(len(ours)):
            moved = ours + step * (np.arange(len(ours)) == at)
            assert discrepancy(moved) > discrepancy(ours)


@pytest.fixture
def scottish(shared_data):
    return pd.read_csv(shared_data / "scotland" / "simd2020_access_dz11.csv", index_col="dz11_code")


@pytest.mark.parametrize(
    ("prefix", "names", "published"),
    [
        ("drive_", DRIVE, (0.24, 0.23, 0.16, 0.14, 0.13, 0.11)),
        ("PT_", PUBLIC, (0.45, 0.28, 0.27)),
    ],
)
def test_the_scottish_times_give_the_weights_that_scotland_published(
    scottish, prefix, names, published
):
    table = pd.DataFrame(
        {
            name: normal_scores(
                rank_areas(scottish[prefix + name], most_deprived="high", ties="average")
            )
            for name in names
        }
    )
    found = one_factor(table)
    # They print two digits; petrol comes out at 0.135.
    assert found.weights.to_numpy() == pytest.approx(published, abs=0.006)
    assert found.loadings.to_numpy() == pytest.approx(by_statsmodels(table)[0], abs=1e-4)


def test_signs_are_such_that_most_loadings_are_positive():
    table = measured((0.9, 0.7, 0.5, 0.4))
    assert one_factor(-table).loadings.to_numpy() == pytest.approx(
        one_factor(table).loadings.to_numpy()
    )


def test_areas_with_gaps_are_left_out_and_counted():
    table = measured((0.9, 0.7, 0.5, 0.4))
    gaps = table.copy()
    gaps.loc[[3, 5], "b"] = np.nan
    found = one_factor(gaps)
    assert (found.n_areas, found.n_left_out) == (398, 2)
    assert found.weights.equals(one_factor(table.drop(index=[3, 5])).weights)


def test_a_heywood_case_is_refused_unless_it_is_allowed():
    # Of these correlations only a loading above 1 makes the products 0.9, 0.9 and 0.5.
    correlations = np.array([[1, 0.9, 0.9], [0.9, 1, 0.65], [0.9, 0.65, 1]])
    values = np.linalg.qr(np.random.default_rng(1).normal(size=(60, 4)))[0]
    values = (values - values.mean(axis=0)) @ np.eye(4, 3)
    whitened = values @ np.linalg.inv(np.linalg.cholesky(np.cov(values.T))).T
    table = pd.DataFrame(whitened @ np.linalg.cholesky(correlations).T, columns=list("abc"))
    with pytest.raises(InputError, match="is a Heywood case: the factor explains all of a"):
        one_factor(table)
    found = one_factor(table, allow=("heywood", "negative"))
    assert found.notes[0] == (
        "The factor analysis is a Heywood case: the factor explains all of a."
    )


def test_a_negative_loading_is_refused_unless_it_is_allowed():
    table = measured((0.9, 0.7, 0.6, -0.5))
    with pytest.raises(InputError, match=r"gives d a loading of -0\.\d+ and a weight of -0"):
        one_factor(table)
    found = one_factor(table, allow=["negative"])
    assert found.loadings["d"] < 0
    assert len(found.notes) == 1


def test_a_search_that_stops_short_is_refused_unless_it_is_allowed(monkeypatch):
    monkeypatch.setattr("accessibility.index.scores.factor.MOST_STEPS", 1)
    table = measured((0.95, 0.3, 0.6, 0.5, 0.7, 0.2))
    with pytest.raises(InputError, match="did not converge after 1 steps"):
        one_factor(table)
    assert "did not converge" in one_factor(table, allow=["no_convergence"]).notes[0]


def test_what_has_no_factor_is_refused():
    table = measured((0.9, 0.7, 0.5, 0.4))
    for faulty, message in (
        (table[["a", "b"]], "needs at least 3 indicators, not 2"),
        (table.head(4), "has 4 areas with all values for 4 indicators"),
        (table.assign(b=1.0), "factor analysis: b has no variance"),
        (table.assign(d=table["a"] + table["b"]), "cannot tell apart a, b, d"),
        (
            pd.DataFrame(
                np.kron(np.ones((5, 1)), np.array(np.meshgrid(*[[-1, 1]] * 3)).reshape(3, -1).T)
            ),
            "finds nothing that the indicators have in common",
        ),
    ):
        with pytest.raises(InputError, match=message):
            one_factor(faulty)
