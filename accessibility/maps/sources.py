"""Whose data a map shows."""

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from accessibility.network.health.agencies import groups_of

if TYPE_CHECKING:
    from accessibility.network.network import Network

__all__ = ["OSM", "attribution_of", "operators_of"]

OSM: Final = "© OpenStreetMap contributors"
"""What the licence of OpenStreetMap asks for."""
NAMED: Final = 4
"""Most operators that are named; of more, one fewer and the number of others."""
LEGAL_FORM: Final = re.compile(
    r"[\s,]+(?:\(?\s*(?:ltd|limited|plc|llp|inc|gmbh|ag|s\.?a\.?|c\.?i\.?c)\.?\s*\)?)+$",
    re.IGNORECASE,
)


def attribution_of(network: "Network | None", *, timetables: bool = True) -> str:
    """
    Name the sources of a network, for a map.

    Parameters
    ----------
    network
        The network; None if a map shows no streets.
    timetables
        Whether the map depends on the timetables too.

    Returns
    -------
    str
        OpenStreetMap, and the operators with most trips, without their legal forms.
    """
    if network is None:
        return OSM
    names = operators_of(network) if timetables else []
    if not names:
        return OSM
    if len(names) > NAMED:
        names = [*names[: NAMED - 1], f"{len(names) - NAMED + 1} others"]
    listed = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    return f"Streets: {OSM}\nTimetables: {listed}"


def operators_of(network: "Network") -> list[str]:
    """
    Name the operators in the timetables of a network.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    list of str
        Those with most trips first, without their legal forms.
    """
    groups = groups_of(network.timetable)
    of_group = np.bincount(groups.of_trip, minlength=len(groups)).tolist()
    trips: Counter[str] = Counter()
    for agency, count in zip(groups.agency, of_group, strict=True):
        trips[LEGAL_FORM.sub("", agency.strip())] += count
    names = sorted(trips.items(), key=lambda item: (-item[1], item[0]))
    return [name for name, count in names if name and count]
