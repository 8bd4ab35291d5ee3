"""All changes of a scenario to timetables, one after the other."""

from dataclasses import replace
from typing import TYPE_CHECKING

from accessibility.errors import InputError
from accessibility.network.scenario.closing import close_stop
from accessibility.network.scenario.dropping import drop_trips
from accessibility.network.scenario.headways import change_headway
from accessibility.network.scenario.scenario import Applied, AppliedChange, Scenario
from accessibility.network.scenario.selection import Place
from accessibility.network.scenario.speeding import change_speed

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["apply_to_timetable"]

_MAKES: "dict[str, Callable[[Timetable, Any, Place], tuple[Timetable, AppliedChange]]]" = {
    "drop": drop_trips,
    "headway": change_headway,
    "speed": change_speed,
    "close_stop": close_stop,
}
"""What makes each kind of change, in the order in which they are made."""


def apply_to_timetable(timetable: "Timetable", scenario: Scenario) -> "tuple[Timetable, Scenario]":
    """
    Change timetables as a scenario says.

    Parameters
    ----------
    timetable
        The timetables; they stay as they are.
    scenario
        The scenario.

    Returns
    -------
    timetable : Timetable
        The changed ones; what did not change is shared.
    scenario : Scenario
        The scenario, with what it did.

    Raises
    ------
    InputError
        If it names what there is not, changes nothing that there is, or leaves no trip.
    """
    done: list[AppliedChange] = []
    for table, make in _MAKES.items():
        for number, change in enumerate(getattr(scenario.contents, table)):
            timetable, applied = make(timetable, change, Place(scenario, table, number))
            done.append(applied)
    if done and not timetable.n_trips:
        remedy = "Leave some trips, or ask about walking alone (mode walk)."
        raise InputError.at(scenario.label, "leaves no trip at all", remedy)
    return timetable, replace(scenario, applied=Applied(tuple(done)))
