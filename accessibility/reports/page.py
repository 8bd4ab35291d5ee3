"""One self-contained page: its file, its template and how it writes numbers and dates."""

import base64
from datetime import date
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from accessibility.files import atomic

__all__ = ["said_date", "write_page"]

SMALL: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def write_page(path: Path, template: str, values: dict[str, object]) -> None:
    """
    Fill a template and write it; the file appears whole or not at all.

    Parameters
    ----------
    path
        The file.
    template
        Name of the template. Everything that is put into it is escaped.
    values
        What the template asks for, by name.

    Raises
    ------
    OutputError
        If the disk is full or the file may not be written.
    """
    text = _environment().get_template(template).render(values)
    with atomic(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _environment() -> Environment:
    templates = Environment(
        loader=PackageLoader("accessibility.reports"),
        autoescape=True,
        undefined=StrictUndefined,  # a misspelt name is an error, not an empty place
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["number"] = _number
    templates.filters["date"] = said_date
    templates.filters["as_date"] = date.fromisoformat
    templates.filters["percent"] = _percent
    templates.filters["picture"] = _picture
    templates.filters["extent"] = _extent
    templates.filters["in_words"] = _in_words
    templates.globals["plural"] = _plural
    return templates


def _number(number: float) -> str:
    return f"{number:,}"


def _percent(part: float, whole: float) -> str:
    """Say a share; what is not nothing does not read as nothing, nor what is not all as all."""
    if not whole:
        return "0%"
    share = part / whole
    if 0 < share < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < share < 1 else f"{share:.0%}"


def _in_words(count: int) -> str:
    """Write small numbers out, to begin sentences with."""
    return SMALL[count] if count < len(SMALL) else f"{count:,}"


def _extent(extent: tuple[float, float, float, float]) -> str:
    """Say west, south, east and north in degrees."""
    west, south, east, north = extent
    across = [f"{abs(lon):.4f}° {'W' if lon < 0 else 'E'}" for lon in (west, east)]
    up = [f"{abs(lat):.4f}° {'S' if lat < 0 else 'N'}" for lat in (south, north)]
    return f"{across[0]} to {across[1]}, {up[0]} to {up[1]}"


def _plural(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def said_date(day: date | str, *, weekday: bool = False) -> str:
    """
    Write a date in words.

    Parameters
    ----------
    day
        The date, or its ISO form.
    weekday
        Whether the weekday stands before it; default no.

    Returns
    -------
    str
        Such as ``"13 June 2023"``.
    """
    known = day if isinstance(day, date) else date.fromisoformat(day)
    return f"{known:%A} " * weekday + f"{known.day} {known:%B %Y}"


def _picture(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
