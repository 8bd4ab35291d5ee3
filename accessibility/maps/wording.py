"""Headings of maps, made from what a layer says of itself."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from accessibility.places.points import Points

__all__ = [
    "describe",
    "describe_surface",
    "is_arriving",
    "is_named",
    "say_clock",
    "say_day",
    "title_of",
]

BY: Final = {
    "transit": "By public transport or on foot",
    "walk": "On foot",
    "cycle": "By bicycle",
    "car": "By car",
}
# Of the language of the maps, whatever that of the machine is.
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d)?\S*(?: ([+-]\d+) min)?")

SURFACE: Final = re.compile(r"minutes, (?P<id>.+?)(?:, (?P<way>depart|arrive) (?P<when>\d{4}-.+))?")


def say_day(moment: datetime) -> str:
    """
    Say a date: ``Tuesday 13 June 2023``.

    Parameters
    ----------
    moment
        Any time of that day.
    """
    return f"{DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def say_clock(moment: datetime) -> str:
    """
    Say a time of day: ``08:30``.

    Parameters
    ----------
    moment
        The time.
    """
    return f"{moment:%H:%M}"


def is_arriving(table: Any) -> bool:
    """
    Say whether isochrones hold from where people arrive, instead of where they get.

    Parameters
    ----------
    table
        Their rows; None for none.
    """
    return (
        table is not None
        and "direction" in table.columns
        and str(table["direction"].iloc[0]) == "arrive"
    )


def is_named(points: "Points") -> bool:
    """
    Say whether identifiers are names, and no numbers.

    Parameters
    ----------
    points
        The points.
    """
    return not all(str(name).isdigit() for name in points.ids.to_pylist())


def title_of(origins: "Points | None", *, arriving: bool) -> str:
    """
    Say what a map of isochrones shows.

    Parameters
    ----------
    origins
        Its origins, if they are known.
    arriving
        Whether people go there instead of setting out there.
    """
    way = "to" if arriving else "from"
    if origins is None or (len(origins) == 1 and not is_named(origins)):
        return "Travel time"
    if len(origins) == 1:
        return f"Travel time {way} {origins.ids[0].as_py()}"
    return f"Travel time {way} the nearest of {len(origins):,} places"


def describe(table: Any, *, timed: bool = True) -> str:
    """
    Say when and how people travel in a set of isochrones.

    Parameters
    ----------
    table
        Its rows, of which the first speaks for all.
    timed
        Whether to say the moment and not only the day.

    Returns
    -------
    str
        Such as ``"By public transport or on foot, leaving at 08:30 on Tuesday 13 June 2023"``.
    """
    first = table.iloc[0]
    said = [BY.get(str(first.get("mode", "")), "")]
    found = MOMENT.match(str(first.get("when", "") or ""))
    arriving = is_arriving(table)
    share = _share(first.get("percentile"), "deadlines" if arriving else "departures")
    if found is None:
        said.append(share)
    elif timed and share and found[3]:
        said.append(f"{share} {_window(found, 'from', 'to')}")
    else:
        said += [_moment(found, arriving=arriving, timed=timed), share]
    text = ", ".join(part for part in said if part)
    return text[:1].upper() + text[1:]


def describe_surface(name: str) -> tuple[str, str]:
    """
    Make a heading of the name that a surface has in its file.

    Parameters
    ----------
    name
        Such as ``"minutes, Newport station, depart 2023-06-13 08:00"``.

    Returns
    -------
    tuple of str
        Title and subtitle; of a name of another kind the subtitle is empty.
    """
    found = SURFACE.fullmatch(name)
    if found is None:
        return "Travel time", ""
    arriving, moment = found["way"] == "arrive", MOMENT.match(found["when"] or "")
    said = "" if moment is None else _moment(moment, arriving=arriving, timed=True)
    place = "" if found["id"].isdigit() else f" {'to' if arriving else 'from'} {found['id']}"
    return f"Travel time{place}", said[:1].upper() + said[1:]


def is_timed(name: str) -> bool:
    """
    Say whether the times of a surface hold for some moment, by the name it has in its file.

    Parameters
    ----------
    name
        The name; one of another kind says nothing and may be of a moment.
    """
    found = SURFACE.fullmatch(name)
    return found is None or found["when"] is not None


def _moment(found: re.Match[str], *, arriving: bool, timed: bool) -> str:
    moment = datetime.fromisoformat(f"{found[1]}T{found[2]}")
    if not timed:
        return f"on {say_day(moment)}"
    if found[3] is None:
        way = "arriving by" if arriving else "leaving at"
        return f"{way} {say_clock(moment)} on {say_day(moment)}"
    return f"{'arriving' if arriving else 'leaving'} {_window(found, 'between', 'and')}"


def _window(found: re.Match[str], before: str, between: str) -> str:
    moment = datetime.fromisoformat(f"{found[1]}T{found[2]}")
    begin, end = sorted((moment, moment + timedelta(minutes=int(found[3]))))
    return f"{before} {say_clock(begin)} {between} {say_clock(end)} on {say_day(moment)}"


def _share(percentile: Any, of: str) -> str:
    """Say a percentile: that of times within which a place is reached."""
    number = str(percentile).removesuffix(".0")
    if not number.isdigit():
        return ""
    return f"median of {of}" if number == "50" else f"reached at {number} % of {of}"
