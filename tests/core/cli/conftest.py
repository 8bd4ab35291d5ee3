"""Arguments of commands that are asked of the small town."""

import pytest


@pytest.fixture
def arguments(town):
    """Build the arguments of the matrix command; keywords are its options."""

    def build(output, **options):
        given = {
            "origins": town / "origins.parquet",
            "destinations": town / "destinations.parquet",
            "output": output,
            "depart": "2026-06-15 08:00",
            **options,
        }
        words = ["matrix", str(town / "town.network")]
        for name, value in given.items():
            words += [f"--{name.replace('_', '-')}", str(value)]
        return words

    return build
