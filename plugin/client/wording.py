"""Messages about options in the words that stand in the panel and the toolbox."""

from __future__ import annotations

import re

from ..i18n import tr

__all__ = ["in_words_of_the_window"]

_FIRST = re.compile(r"(?:^|(?<=; ))(\w+)(?=: )")
"""The option that a message, or a part of it, begins with."""
_NAME = re.compile(r"(?<![\w./\\\"-])\w+_\w+(?![\w/\\\"=-]|\.\w)")
"""A name such as transit_modes that stands by itself, and is no part of a path."""
_DEPARTURE = re.compile(r'when=DepartAt\("([^"]*)"\)')
_PARTIAL = re.compile(r"\ballow_partial=True")
_SKIP = re.compile(r'\bon_error="skip"( \(--skip-faulty\))?')


def in_words_of_the_window(message: str) -> str:
    """
    Name options as people see them.

    Parameters
    ----------
    message
        A message of the package, which calls options as its own functions do.

    Returns
    -------
    str
        The message with labels in the place of the options' names.
    """
    labels = _labels()

    def label(found: re.Match[str]) -> str:
        name = found.group()
        return f"“{labels[name]}”" if name in labels else name

    message = _DEPARTURE.sub(
        lambda found: tr("depart at {moment}").format(moment=found[1]), message
    )
    message = _PARTIAL.sub(
        tr("switch off “{label}”").format(label=labels["allow_partial"]), message
    )
    message = _SKIP.sub("“{}”".format(tr("Leave out faulty rows")), message)
    return _NAME.sub(label, _FIRST.sub(label, message))


def _labels() -> dict[str, str]:
    """Labels without their units, by the option's name."""
    return {**_labels_of_questions(), **_labels_of_travel()}


def _labels_of_questions() -> dict[str, str]:
    return {
        "alternatives": tr("Alternatives"),
        "area": tr("Area"),
        "area_buffer": tr("Around the area"),
        "breakdown": tr("Breakdown"),
        "cell_size": tr("Cell size"),
        "combine": tr("Several places"),
        "crs": tr("Coordinate reference system"),
        "destinations": tr("Destinations"),
        "fares": tr("Fares"),
        "gtfs": tr("Timetables"),
        "minutes": tr("Minutes"),
        "network": tr("Network"),
        "origins": tr("Origins"),
        "osm": tr("Street map"),
        "output": tr("Output"),
        "pairs": tr("Pairs"),
        "percentile": tr("Percentile"),
        "percentiles": tr("Percentiles"),
        "rings": tr("Areas"),
        "stop_snap_radius": tr("Farthest stop from a street"),
        "when": tr("Date and time"),
        "window": tr("Window"),
    }


def _labels_of_travel() -> dict[str, str]:
    return {
        "access_modes": tr("Ways to the first stop"),
        "allow_partial": tr("Refuse days that some timetables miss"),
        "boarding_slack": tr("Time kept before boarding"),
        "cycle_speed": tr("Cycling speed"),
        "direct_modes": tr("Ways without a vehicle"),
        "egress_modes": tr("Ways from the last stop"),
        "max_car_time": tr("Longest way by car"),
        "max_cycle_time": tr("Longest way by bicycle"),
        "max_rides": tr("Most vehicles"),
        "max_time": tr("Longest travel time"),
        "max_transfer_time": tr("Longest change on foot"),
        "max_walk_time": tr("Longest walk"),
        "mode": tr("Way to travel"),
        "snap_radius": tr("Farthest from a street"),
        "transit_modes": tr("Vehicles"),
        "walk_speed": tr("Walking speed"),
        "wheelchair": tr("Wheelchair"),
        "wheelchair_unknown": tr("Stops and vehicles that do not say"),
    }
