"""What an index run wrote, read back from its folder."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from accessibility.errors import InputError
from accessibility.tables import LAYER_MARK, layer_names, read_table

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["AREAS", "INDICATORS", "LAYERS", "PROVENANCE", "WEIGHTS", "IndexResult"]

AREAS: Final = "areas.parquet"
INDICATORS: Final = "indicators.csv"
WEIGHTS: Final = "weights.csv"
PROVENANCE: Final = "provenance.json"
LAYERS: Final = "index.gpkg"
SERVICES: Final = ("kind", "id", "name", "origins")
IN_WORDS: Final = {"indicator", "way", "of", "name", "label", "kind"}
"""Columns of the CSV files that are no numbers."""


@dataclass(frozen=True, eq=False)
class IndexResult:
    """
    A finished run of an index.

    Parameters
    ----------
    folder
        Where it lies.
    areas
        A row for each area by its identifier (``id``): every intermediate and final column; a
        GeoDataFrame if the areas have outlines.
    indicators
        A row for each indicator and way (``private``, ``public``): how many services there are,
        and how many origins were reached, capped, not reached or are missing.
    services
        A row for each service: ``kind``, ``id``, ``name`` and ``origins``, how many origins have it
        as their nearest; no row if the index was made from ready times.
    weights
        A row for each weighted indicator, sub-domain and domain: ``of``, ``name``, ``given``,
        ``weight``.
    provenance
        What it was made from and how: the recipe's text, inputs, notes, factors, stages.
    """

    folder: Path
    areas: "DataFrame"
    indicators: "DataFrame"
    services: "DataFrame"
    weights: "DataFrame"
    provenance: dict[str, Any]

    @classmethod
    def open(cls, folder: str | Path) -> "IndexResult":
        """
        Read a finished run.

        Parameters
        ----------
        folder
            The folder that the run wrote.

        Returns
        -------
        IndexResult
            The run.

        Raises
        ------
        InputError
            If it is no such folder, or one of its files is missing or broken.
        """
        folder = Path(folder)
        remedy = "Give the folder that accessibility index run wrote."
        for name in (PROVENANCE, AREAS, INDICATORS, WEIGHTS):
            if not (folder / name).is_file():
                problem = f"this is no finished run of an index: there is no {name}"
                raise InputError.at(folder, problem, remedy)
        try:
            provenance = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError.at(folder / PROVENANCE, f"cannot be read ({error})", remedy) from error
        if not isinstance(provenance, dict) or "recipe" not in provenance:
            raise InputError.at(folder / PROVENANCE, "names no recipe", remedy)
        areas = read_table(folder / AREAS)
        if areas.index.name != "id":
            if "id" not in areas.columns:
                raise InputError.at(folder / AREAS, "there is no column id", remedy)
            areas = areas.set_index("id")
        areas.index = areas.index.astype(str)
        return cls(
            folder,
            areas,
            _numbers(folder / INDICATORS),
            _services(folder / LAYERS),
            _numbers(folder / WEIGHTS),
            provenance,
        )


def _numbers(path: Path) -> "DataFrame":
    """Read a CSV file whose columns are numbers but for those of words."""
    from pandas import to_numeric  # noqa: PLC0415 - slow to import

    table = read_table(path)
    for column in table.columns:
        if column not in IN_WORDS:
            try:
                table[column] = to_numeric(table[column])
            except ValueError as error:
                remedy = "Run the index again."
                raise InputError.at(
                    path, f"holds no numbers ({error})", remedy, field=column
                ) from (error)
    return table


def _services(path: Path) -> "DataFrame":
    from pandas import DataFrame  # noqa: PLC0415 - slow to import

    if not path.is_file() or "services" not in layer_names(path):
        return DataFrame({name: [] for name in SERVICES})
    return read_table(f"{path}{LAYER_MARK}services")
