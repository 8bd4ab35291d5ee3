"""Homes and services of the sample, between which the nearest are looked for."""

import geopandas as gpd
import pytest

from tests.core.analysis.nearest_cases import layer


@pytest.fixture(scope="module")
def network(sample_twins):
    return sample_twins.network


@pytest.fixture(scope="module")
def homes(sample_dwellings):
    return layer(sample_dwellings.iloc[::40])


@pytest.fixture(scope="module")
def services(sample):
    """All services of the sample, with their kind and name."""
    return gpd.read_file(sample / "services.geojson")


@pytest.fixture(scope="module")
def shops(services):
    """Twelve services of one kind."""
    return services[services["kind"] == "convenience"][["id", "geometry"]]
