"""
Write docs/method/access.md: who may use what, from the tables that the package uses.

Run from the project's root: ``.venv/bin/python tools/write_access_page.py``.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from accessibility.network.extract import access
from accessibility.network.travel import driving, turning

PAGE = Path("docs/method/access.md")
MODES = {"foot": access.FOOT, "bicycle": access.BICYCLE, "car": access.CAR}
DIRECTIONS = {
    access.FORWARD: "along the way only",
    access.BACKWARD: "against the way only",
    0: "closed to bicycles and cars",
}

TEXT = """\
# Method: tables of access

This page is written by `tools/write_access_page.py` from the tables that the program uses
(`extract/access.py`, `travel/driving.py` and `travel/turning.py` in `accessibility/network/`).
[Streets and walking](streets.md) and [Cycling and driving](driving.md) say how they are used.

## Classes

Who may use a way of a class where no tag says otherwise. With `motorroad=yes` foot and bicycle
count as "no" here.

{classes}

## Tags

The first tag in a row that a way or barrier has decides for the mode. Its own tags close or open;
the general ones only close.

{tags}

Values that close:

{closed}

## Wheelchairs

Wheelchairs go wherever walkers may, except on ways of these classes, whatever their tags: {steps}.
A way or barrier tagged `wheelchair=no` is closed to them; no other value of that tag counts.

## One-way streets

`oneway` binds bicycles and cars. Any other value leaves both directions open.

{oneway}

## Barriers

Whom a barrier lets through where no tag says otherwise. Kinds that are not listed stop nobody.

{barriers}

## Speed limits

`maxspeed` is a number with one of these units behind it, or the name of a British limit; anything
else counts as untagged.

{units}

{limits}

## Speeds of cars

Where no limit is tagged and the option `car_speeds` says nothing else.

{speeds}

## Turns at junctions

A junction is a vertex where at least {junction} ends of edges meet that cars may use.

{delays}

## Hours of congestion

The bands of `car_time_factors`: {bands}.
"""


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """
    Write a table in Markdown.

    Parameters
    ----------
    header
        Names of the columns.
    rows
        Their cells.

    Returns
    -------
    str
        The lines.
    """
    names = list(header)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def code(values: Iterable[str]) -> str:
    """
    Write values as code, one after another.

    Parameters
    ----------
    values
        What to write.

    Returns
    -------
    str
        The list.
    """
    return ", ".join(f"`{value}`" for value in values)


def yes_or_no(modes: int) -> list[str]:
    """
    Say for each mode whether its bit is set.

    Parameters
    ----------
    modes
        Mode bits.

    Returns
    -------
    list of str
        Yes or no for foot, bicycle and car.
    """
    return ["yes" if modes & bit else "no" for bit in MODES.values()]


def speeds() -> Iterator[list[str]]:
    """
    Write the speeds of cars.

    Yields
    ------
    list of str
        Class and km/h.
    """
    for name, kmh in driving.CAR_SPEEDS.items():
        yield [f"`{name}`", str(kmh)]
    yield ["every other class", str(driving.OTHER_CAR_SPEED)]


def delays() -> Iterator[list[str]]:
    """
    Write the delays of turns.

    Yields
    ------
    list of str
        Kind of turn and seconds.
    """
    straight, back = turning.STRAIGHT_DEGREES, turning.BACK_DEGREES
    costs = turning.DelayTable()
    yield [f"straight on, up to {straight}°", str(costs.straight)]
    yield ["to the side on which people drive", str(costs.near)]
    yield ["across the oncoming traffic", str(costs.across)]
    yield [f"back, {back}° or more", str(costs.back)]


def page() -> str:
    """
    Write the page.

    Returns
    -------
    str
        Markdown.
    """
    classes = {n: m for n, m in access.CLASS_MODES.items() if n != access.BARRIER_LINK}
    name_of = {bit: name for name, bit in MODES.items()}
    stops = access.BARRIER_STOPS.items()
    return TEXT.format(
        classes=table(["class", *MODES], ([f"`{n}`", *yes_or_no(m)] for n, m in classes.items())),
        tags=table(
            ["mode", "its own", "general"],
            ([name_of[bit], code(own), code(general)] for bit, own, general in access.MODE_TAGS),
        ),
        steps=code(sorted(access.WHEELCHAIR_CLOSED_CLASSES)),
        closed=code(sorted(access.CLOSED_VALUES)),
        oneway=table(
            ["value", "open"],
            ([f"`{v}`", DIRECTIONS[bits]] for v, bits in access.ONEWAY_DIRECTIONS.items()),
        ),
        barriers=table(
            ["barrier", *MODES], ([f"`{n}`", *yes_or_no(~bits)] for n, bits in sorted(stops))
        ),
        units=table(
            ["unit", "metres an hour"],
            ([f"`{u}`" if u else "no unit", f"{m:.10g}"] for u, m in access.UNIT_METRES.items()),
        ),
        limits=table(
            ["name", "miles per hour"],
            ([f"`{n}`", str(mph)] for n, mph in access.NAMED_LIMITS_MPH.items()),
        ),
        speeds=table(["class", "km/h"], speeds()),
        junction=turning.JUNCTION_ENDS,
        delays=table(["turn", "seconds"], delays()),
        bands=", ".join(f"{begin:02d}:00 to {end:02d}:00" for begin, end in driving.BANDS),
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
