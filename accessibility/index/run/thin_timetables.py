"""Whether the timetables of an index run are whole on its day."""

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from accessibility.errors import InputError
from accessibility.network.calendar import feed_validity
from accessibility.network.gtfs.route_types import MODE_NAMES
from accessibility.network.health.usual_service import usual_service, whole
from accessibility.network.local_time import to_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accessibility.index.recipe.parts import Timetables
    from accessibility.index.recipe.recipe import Recipe
    from accessibility.network.gtfs.timetable import Timetable
    from accessibility.network.network import Network

__all__ = ["check_timetables"]

NAMED = 10
"""So many agencies an error lists."""


def check_timetables(network: "Network", recipe: "Recipe") -> list[str]:
    """
    Refuse a day on which agencies run far fewer trips than on others of its weekday.

    Each agency is looked at for each mode and feed, if some trip of the recipe may use the mode.

    Parameters
    ----------
    network
        The network.
    recipe
        The recipe; its ``timetables.accepted`` names agencies that may fall short, and why.

    Returns
    -------
    list of str
        What falls short and is accepted, and accepted agencies that do not run at all.

    Raises
    ------
    InputError
        If an agency falls short that the recipe does not accept; lists them.
    """
    rule = recipe.timetables
    options = [recipe.options_of(trip) for trip in recipe.trips]
    modes = {mode for each in options if each.mode == "transit" for mode in each.transit_modes}
    if rule is None or not modes:
        return []
    lacks: dict[str, list[str]] = defaultdict(list)
    for agency, lack in _lacks(network.timetable, rule, modes):
        lacks[agency].append(lack)
    refused = [f"{who}: {lack}" for who in lacks if who not in rule.accepted for lack in lacks[who]]
    if refused:
        more = [f"and {len(refused) - NAMED:,} more"] if len(refused) > NAMED else []
        problem = (
            f"timetables fall short on {rule.date:%A} {rule.date}: "
            f"{'; '.join(refused[:NAMED] + more)}"
        )
        remedy = (
            "Bring timetables of that time, choose another timetables.date, or name the agency and "
            f'a reason in timetables.accepted of the recipe "{recipe.name}".'
        )
        raise InputError.at(network.path, problem, remedy)
    accepted = [
        f"{who}: {lack}. Accepted: {rule.accepted[who]}" for who in lacks for lack in lacks[who]
    ]
    unused = [who for who in rule.accepted if who not in lacks]
    return accepted + [
        f'timetables.accepted names "{who}", which does not fall short.' for who in unused
    ]


def _lacks(
    timetable: "Timetable", rule: "Timetables", modes: "set[str]"
) -> "Iterator[tuple[str, str]]":
    """Agencies with what they lack on the day."""
    validity = feed_validity(timetable)
    service = usual_service(timetable, rule.date, validity, weeks=rule.weeks)
    for number, agency in enumerate(service.groups.agency):
        mode = MODE_NAMES[int(service.groups.mode[number])]
        feed = int(service.groups.feed[number])
        valid, last = validity[feed], int(service.last[number])
        if mode not in modes or not last:
            continue
        trips, usual = int(service.trips[number]), float(service.usual[number])
        if valid is None or not valid.first_date <= rule.date <= valid.last_date:
            dates = "" if valid is None else f" ({valid.first_date} to {valid.last_date})"
            yield agency, f"{timetable.feed_names[feed]} does not cover the day{dates}"
        elif service.lacks[number] == "service_ended":
            yield agency, f"no {mode} trip after {to_date(last)}"
        elif not np.isnan(usual) and trips < rule.least_share * usual:
            yield agency, f"{trips:,} {mode} trips, of {whole(usual):,} on other such weekdays"
