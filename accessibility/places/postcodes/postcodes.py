"""Postcode directories: where each postcode lies, from Code-Point Open or ONSPD-style files."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from accessibility.errors import InputError
from accessibility.places.coordinates import to_wgs84
from accessibility.places.postcodes.spelling import normal_postcode
from accessibility.tables import TEXT, file_of, read_table

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame, Index, Series

__all__ = ["Gazetteer", "is_gazetteer", "postcode_column_of", "read_gazetteer"]

CODE_POINT = (
    "postcode",
    "quality",
    "easting",
    "northing",
    "country",
    "nhs_region",
    "nhs_authority",
    "county",
    "district",
    "ward",
)
"""Columns of Code-Point Open, whose files have no header."""
POSTCODE_COLUMNS = ("pcds", "pcd8", "pcd2", "pcd7", "pcd", "postcode", "post code", "post_code")
"""Columns of postcodes, whatever their case; that with the space in its place comes first."""
GRIDS = (
    ("oseast1m", "osnrth1m"),
    ("east1m", "north1m"),
    ("easting", "northing"),
    ("eastings", "northings"),
    ("ea", "no"),
)
DEGREES = (("long", "lat"), ("lon", "lat"), ("longitude", "latitude"))
TERMINATED = "doterm"
BRITISH_GRID, IRISH_GRID = "EPSG:27700", "EPSG:29901"
NO_LATITUDE = 99
"""A latitude from here on says that a postcode has no coordinates."""
NO_COORDINATES = 90
"""The quality of Code-Point Open that says so."""


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """
    A directory of postcodes.

    Parameters
    ----------
    label
        What to call it in messages: the file.
    postcodes
        The postcodes in their normal spelling, as ``NP10 0AA``, each once.
    lon, lat
        WGS84 degrees; NaN for a postcode without coordinates.
    terminated
        Whether each postcode is no longer in use.
    table
        The columns of the file, such as ``ward`` or ``lsoa11``.
    """

    label: str
    postcodes: "Index"
    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"
    terminated: "NDArray[np.bool_]"
    table: "DataFrame" = field(repr=False)

    def __len__(self) -> int:
        return len(self.postcodes)

    @cached_property
    def outward_codes(self) -> "Index":
        """The first half of each postcode, as ``NP10``."""
        return self.postcodes.str.slice(stop=-4)

    @cached_property
    def coverage(self) -> str:
        """The postcode areas it holds, with the number of postcodes of each."""
        areas = Counter(self.postcodes.str.extract(r"^([A-Z]+)", expand=False).tolist())
        told = [f"{area} ({count:,})" for area, count in areas.most_common(5)]
        more = f" and {len(areas) - 5} more areas" if len(areas) > 5 else ""
        return f"{', '.join(told)}{more}"

    def middle(self, outward: str) -> tuple[float, float] | None:
        """
        Find the mean place of the postcodes of an outward code.

        Parameters
        ----------
        outward
            The outward code, as ``NP20``.

        Returns
        -------
        tuple of float or None
            Longitude and latitude; of postcodes in use, if there are any. None if it has none with
            coordinates.
        """
        chosen = np.asarray(self.outward_codes == outward) & np.isfinite(self.lon)
        live = chosen & ~self.terminated
        chosen = live if live.any() else chosen
        if not chosen.any():
            return None
        return float(self.lon[chosen].mean()), float(self.lat[chosen].mean())


def read_gazetteer(source: "str | Path | Gazetteer") -> Gazetteer:
    """
    Read a directory of postcodes, its kind told by its content.

    Parameters
    ----------
    source
        Code-Point Open (a CSV without header, or the folder of them), a file like ONSPD or NSPL
        (``pcds``, ``oseast1m``, ``lat``, ``doterm``, …), or any table with a column of postcodes
        and coordinates in degrees or on the British National Grid. A gazetteer is returned as it
        is.

    Returns
    -------
    Gazetteer
        All its postcodes, also those that are terminated or have no coordinates.

    Raises
    ------
    InputError
        If the file is none of these, or a postcode is none or stands there twice.
    """
    if isinstance(source, Gazetteer):
        return source
    label = str(source)
    table = _read(source)
    if len(table) == 0:
        raise InputError.at(label, "has no rows", "Give a directory with at least one postcode.")
    column = postcode_column_of(table)
    if column is None:
        problem = f"has no column of postcodes; columns are {', '.join(map(str, table.columns))}"
        remedy = "Give Code-Point Open, ONSPD, or a table with postcode, lon and lat."
        raise InputError.at(label, problem, remedy)
    postcodes = _normal(label, table[column])
    lon, lat = _places(label, table, postcodes)
    names = {str(name).casefold(): name for name in table.columns}
    terminated = np.zeros(len(table), bool)
    if TERMINATED in names:
        ended = table[names[TERMINATED]]
        terminated = np.asarray(ended.notna() & (ended.astype(str).str.strip() != ""))
    return Gazetteer(label, postcodes, lon, lat, terminated, table)


def _read(source: str | Path) -> "DataFrame":
    path, _ = file_of(source)
    if not path.is_dir():
        return read_table(source, columns=CODE_POINT if _is_code_point(path) else None)
    files = [file for file in sorted(path.rglob("*.csv")) if _is_code_point(file)]
    if not files:
        problem = "holds no file of Code-Point Open"
        raise InputError.at(path, problem, "Give the folder of its CSV files, or one file.")
    from pandas import concat  # noqa: PLC0415

    return concat([read_table(file, columns=CODE_POINT) for file in files], ignore_index=True)


def is_gazetteer(source: str | Path, id_column: str = "") -> bool:
    """
    Say whether a file is a published directory of postcodes.

    Parameters
    ----------
    source
        A file.
    id_column
        Column of identifiers: a file that has such a column lists something else than postcodes,
        unless that is the column of the postcodes. Default none.

    Returns
    -------
    bool
        True for Code-Point Open and for files with the columns of ONSPD; not for any other table
        that has postcodes.
    """
    path, _ = file_of(source)
    if _is_code_point(path):
        return True
    header = _first_line(path)
    if id_column in header and id_column.casefold() not in POSTCODE_COLUMNS:
        return False
    fields = {name.casefold() for name in header}
    if "positional_quality_indicator" in fields:
        return True
    return not fields.isdisjoint(POSTCODE_COLUMNS[:5]) and any(
        fields >= set(pair) for pair in GRIDS[:2]
    )


def postcode_column_of(table: "DataFrame") -> str | None:
    """
    Find the column of postcodes.

    Parameters
    ----------
    table
        A table.

    Returns
    -------
    str or None
        Its name; None if no column is called as one of postcodes is.
    """
    names = {str(name).strip().casefold(): str(name) for name in table.columns}
    return next((names[name] for name in POSTCODE_COLUMNS if name in names), None)


def _first_line(path: Path) -> list[str]:
    if path.suffix.lower() not in TEXT or not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline()
    except (OSError, UnicodeDecodeError):  # who reads the file says what is wrong with it
        return []
    delimiter = max(",;\t", key=line.count)
    return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]


def _is_code_point(path: Path) -> bool:
    first = _first_line(path)
    return (
        len(first) == len(CODE_POINT)
        and normal_postcode(first[0]) is not None
        and all(part.isdecimal() for part in first[1:4])
    )


def _normal(label: str, given: "Series") -> "Index":
    from pandas import Index  # noqa: PLC0415 - slow to import

    texts = given.astype(str).str.upper().str.replace(r"\s+", "", regex=True)
    wrong = np.flatnonzero(~texts.str.fullmatch(r"[A-Z]{1,3}\d[A-Z\d]?\d[A-Z]{2}|GIR0AA"))
    if len(wrong):
        row = int(wrong[0])
        problem = f"is no UK postcode ({len(wrong):,} of {len(texts):,} rows)"
        remedy = "Directories of postcodes are read for the United Kingdom and its islands."
        field_of, value = str(given.name), given.iloc[row]
        raise InputError.at(label, problem, remedy, row=row + 1, field=field_of, value=value)
    twice = np.flatnonzero(texts.duplicated())
    if len(twice):
        row = int(twice[0])
        first = int(np.flatnonzero(texts == texts.iloc[row])[0]) + 1
        problem = f"stands in row {first} already ({len(twice):,} doubled in all)"
        remedy = "Remove one of the two rows."
        field_of, value = str(given.name), given.iloc[row]
        raise InputError.at(label, problem, remedy, row=row + 1, field=field_of, value=value)
    return Index(texts.str.slice(stop=-3) + " " + texts.str.slice(start=-3))


def _places(
    label: str, table: "DataFrame", postcodes: "Index"
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    names = {str(name).casefold(): name for name in table.columns}
    for x_name, y_name in (*DEGREES, *GRIDS):
        if x_name not in names or y_name not in names:
            continue
        x, y = (_numbers(label, table[names[name]]) for name in (x_name, y_name))
        if (x_name, y_name) in DEGREES:
            known = y < NO_LATITUDE
            return np.where(known, x, np.nan), np.where(known, y, np.nan)
        known = (x > 0) & (y > 0)
        if "quality" in names:
            known &= _numbers(label, table[names["quality"]]) != NO_COORDINATES
        return _from_grids(x, y, known, postcodes)
    problem = f"has no coordinates; columns are {', '.join(map(str, table.columns))}"
    raise InputError.at(label, problem, "Give lat and long, or oseast1m and osnrth1m.")


def _from_grids(
    x: "NDArray[np.float64]",
    y: "NDArray[np.float64]",
    known: "NDArray[np.bool_]",
    postcodes: "Index",
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    # The directories give Northern Ireland on the Irish grid.
    irish = np.asarray(postcodes.str.startswith("BT"))
    lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for grid, chosen in ((BRITISH_GRID, known & ~irish), (IRISH_GRID, known & irish)):
        if chosen.any():
            lon[chosen], lat[chosen] = to_wgs84(grid, x[chosen], y[chosen])
    return lon, lat


def _numbers(label: str, values: "Series") -> "NDArray[np.float64]":
    from pandas import to_numeric  # noqa: PLC0415

    numbers = to_numeric(values, errors="coerce")
    blank = values.isna() | (values.astype(str).str.strip() == "")
    wrong = np.flatnonzero(numbers.isna() & ~blank)
    if len(wrong):
        row, value = int(wrong[0]), values.iloc[int(wrong[0])]
        problem, remedy, name = "is no number", "Mend or remove the row.", str(values.name)
        raise InputError.at(label, problem, remedy, row=row + 1, field=name, value=value)
    return np.asarray(numbers, dtype=np.float64)
