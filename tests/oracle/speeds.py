"""How fast cars go: the oracle's own copy of the tables of speeds, limits and bands."""

import re
from collections.abc import Mapping
from datetime import time
from fractions import Fraction

from .access import Tags, street_class

OTHER_KMH = 8  # a class that is not in the table, if its tags let cars in
KMH = {
    "motorway": 112,
    "motorway_link": 64,
    "trunk": 80,
    "trunk_link": 48,
    "primary": 64,
    "primary_link": 40,
    "secondary": 56,
    "secondary_link": 40,
    "busway": 48,
    "bus_guideway": 48,
    "tertiary": 48,
    "tertiary_link": 32,
    "unclassified": 40,
    "residential": 32,
    "living_street": 16,
    "service": 16,
    "road": 32,
    "track": 16,
    "ferry": 16,
}

MILE_M = Fraction("1609.344")
UNIT_M = {
    "": Fraction(1000),
    "km/h": Fraction(1000),
    "kmh": Fraction(1000),
    "kph": Fraction(1000),
    "mph": MILE_M,
    "knots": Fraction(1852),
}
NAMED_MPH = {
    "GB:nsl_single": 60,
    "GB:nsl_dual": 70,
    "GB:motorway": 70,
    "GB:nsl_restricted": 30,
}

# from o'clock, to o'clock (not included)
BANDS = ((7, 9), (10, 16), (16, 19))


def car_class(tags: Tags) -> str:
    """Class of a way by which its speed is looked up: links apart where the table has them."""
    highway = tags.get("highway", "")
    return highway if highway in KMH else street_class(tags) or ""


def limit_mph(value: str) -> int | None:
    """Metres per hour of a value of `maxspeed`, None for one that says nothing usable."""
    if value in NAMED_MPH:
        metres = NAMED_MPH[value] * MILE_M
    else:
        match = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]+)?)\s*([a-z/]*)", value.strip())
        if not match or match[2] not in UNIT_M:
            return None
        metres = Fraction(match[1]) * UNIT_M[match[2]]
    return int(metres + Fraction(1, 2)) or None


def tagged_limit(tags: Tags, *, forwards: bool) -> int | None:
    """Metres per hour of the limit in a direction, None where none is understood."""
    own = "maxspeed:forward" if forwards else "maxspeed:backward"
    return limit_mph(tags[own] if own in tags else tags.get("maxspeed", ""))


def car_speed(tags: Tags, speeds: Mapping[str, int], *, forwards: bool) -> int:
    """Metres per hour on a way; `speeds` replaces values of the table, as metres per hour."""
    limit = tagged_limit(tags, forwards=forwards)
    if limit is not None:
        return limit
    name = car_class(tags)
    return speeds.get(name, KMH.get(name, OTHER_KMH) * 1000)


def band_of(clock: time | None) -> int | None:
    """Which of the three bands a time of day lies in, None for outside or no time."""
    if clock is None:
        return None
    for number, (first, last) in enumerate(BANDS):
        if first <= clock.hour < last:
            return number
    return None
