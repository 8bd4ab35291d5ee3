"""A table of corrections: what is wrong in lists of services and origins, and who says so."""

import csv
import hashlib
import io
import math
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from accessibility.errors import InputError

__all__ = ["ACTIONS", "Correction", "Corrections", "read_corrections"]

ACTIONS = {
    "moved": "the service is at another place",
    "closed": "the service is no longer there",
    "added": "the service is missing",
    "entrance": "people enter the service at this place",
    "snap": "people leave the origin at this place on the street",
}
"""What can be corrected, and what each means."""

COLUMNS = ("id", "kind", "name", "action", "lon", "lat", "author", "date", "reason")
NEEDED = ("action", "author", "date", "reason")
LIMITS = {"lon": 180.0, "lat": 90.0}


@dataclass(frozen=True)
class Correction:
    """
    A row of a table of corrections.

    Parameters
    ----------
    line
        The line that it stands on, 1 being the header.
    id, kind, name
        Which service or origin; empty where not given.
    action
        One of `ACTIONS`.
    place
        Longitude and latitude in WGS84 degrees; None for a closed service.
    author, day, reason
        Who says so, since when, and why.
    """

    line: int
    id: str
    kind: str
    name: str
    action: str
    place: tuple[float, float] | None
    author: str
    day: date
    reason: str

    @property
    def subject(self) -> str:
        """What it is about, in words."""
        return self.id or f"{self.kind} {self.name}"

    def as_json(self) -> dict[str, Any]:
        """
        Give the row for the provenance of an answer.

        Returns
        -------
        dict
            Its line and columns; those that are empty are left out.
        """
        lon, lat = self.place or (None, None)
        row = {
            "line": self.line,
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "action": self.action,
            "lon": lon,
            "lat": lat,
            "author": self.author,
            "date": self.day.isoformat(),
            "reason": self.reason,
        }
        return {name: value for name, value in row.items() if value not in {"", None}}


@dataclass(frozen=True)
class Corrections:
    """
    A table of corrections.

    Parameters
    ----------
    label
        What to call it in messages: its file.
    rows
        The corrections, in the order of the file.
    sha256
        What the file hashes to.
    """

    label: str
    rows: tuple[Correction, ...]
    sha256: str


def read_corrections(path: str | Path) -> Corrections:
    """
    Read a table of corrections.

    Parameters
    ----------
    path
        A CSV file (UTF-8; comma, semicolon or tab) with the columns ``id`` or ``kind`` and
        ``name``; ``action``; ``lon`` and ``lat``; ``author``, ``date`` and ``reason``.

    Returns
    -------
    Corrections
        Every row, checked; what it is about is looked up by
        `accessibility.places.corrections.corrections.apply_corrections`.

    Raises
    ------
    InputError
        If the file cannot be read, or a row lacks something or says what cannot be meant; with the
        line.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise InputError.at(path, problem, "Check the name of the file.") from error
    except UnicodeDecodeError as error:
        raise InputError.at(path, "is not UTF-8", "Save the file as UTF-8.") from error
    header, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [name.strip() for name in next(reader, [])]
    _check_columns(path, columns)
    rows: list[Correction] = []
    line = reader.line_num + 1
    for values in reader:
        if any(value.strip() for value in values):
            rows.append(_row(path, line, columns, values))
        line = reader.line_num + 1
    return Corrections(str(path), tuple(rows), hashlib.sha256(data).hexdigest())


def _check_columns(path: Path, columns: list[str]) -> None:
    for name in columns:
        if name not in COLUMNS:
            near = get_close_matches(name.lower(), COLUMNS, n=1)
            remedy = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(COLUMNS)}."
            raise InputError.at(path, "is no column of corrections", remedy, line=1, value=name)
        if columns.count(name) > 1:
            problem = "stands twice in the header"
            raise InputError.at(path, problem, "Keep one of them.", line=1, value=name)
    for name in NEEDED:
        if name not in columns:
            remedy = f"Give the columns {', '.join(COLUMNS)}."
            raise InputError.at(path, "is missing", remedy, line=1, field=name)


def _row(path: Path, line: int, columns: list[str], values: list[str]) -> Correction:
    if len(values) > len(columns):
        problem = f"has {len(values)} fields, the header {len(columns)}"
        remedy = "Put values that hold a comma in quotes."
        raise InputError.at(path, problem, remedy, line=line)
    row = dict.fromkeys(COLUMNS, "")
    row.update((name, value.strip()) for name, value in zip(columns, values, strict=False))
    for name in NEEDED:
        if not row[name]:
            remedy = {
                "action": f"Write one of {', '.join(ACTIONS)}.",
                "author": "Write who says so.",
                "date": "Write when it was said, such as 2025-05-13.",
                "reason": "Write why, in a few words.",
            }[name]
            raise InputError.at(path, "is empty", remedy, line=line, field=name)
    if row["action"] not in ACTIONS:
        near = get_close_matches(row["action"].lower(), ACTIONS, n=1)
        remedy = f"Did you mean {near[0]}?" if near else f"Write one of {', '.join(ACTIONS)}."
        problem = "is no correction"
        raise InputError.at(path, problem, remedy, line=line, field="action", value=row["action"])
    _check_subject(path, line, row)
    try:
        day = date.fromisoformat(row["date"])
    except ValueError:
        remedy = "Write it as 2025-05-13."
        raise InputError.at(
            path, "is no date", remedy, line=line, field="date", value=row["date"]
        ) from None
    place = _place(path, line, row)
    named = {name: row[name] for name in ("id", "kind", "name", "action", "author", "reason")}
    return Correction(line=line, place=place, day=day, **named)


def _check_subject(path: Path, line: int, row: dict[str, str]) -> None:
    """A row says which service or origin it is about."""
    if row["action"] == "snap" and not row["id"]:
        problem, remedy = "is empty", "Write the id of the origin."
    elif row["action"] == "added" and not (row["id"] and row["kind"]):
        problem, remedy = "or kind is empty", "Write both for a service that is added."
    elif not row["id"] and not (row["kind"] and row["name"]):
        problem, remedy = "is empty", "Write the id of the service, or its kind and its name."
    else:
        return
    raise InputError.at(path, problem, remedy, line=line, field="id")


def _place(path: Path, line: int, row: dict[str, str]) -> tuple[float, float] | None:
    if row["action"] == "closed":
        for name in LIMITS:
            if row[name]:
                problem, remedy = "means nothing for a closed service", "Leave it empty."
                raise InputError.at(path, problem, remedy, line=line, field=name, value=row[name])
        return None
    found = []
    for name, limit in LIMITS.items():
        try:
            number = float(row[name])
        except ValueError:
            number = math.nan
        if not abs(number) <= limit:
            problem = "is empty" if not row[name] else f"is no number from -{limit:g} to {limit:g}"
            remedy = f"Write where, in WGS84 degrees: {ACTIONS[row['action']]}."
            raise InputError.at(
                path, problem, remedy, line=line, field=name, value=row[name] or None
            )
        found.append(number)
    return found[0], found[1]
