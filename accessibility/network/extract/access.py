"""Who may use a street, and how fast: the tag rules as tables and pure functions."""

import math
import re
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

__all__ = [
    "ALL_MODES",
    "BACKWARD",
    "BARRIER_LINK",
    "BARRIER_STOPS",
    "BICYCLE",
    "CAR",
    "CLASS_MODES",
    "CLOSED_VALUES",
    "EVERYBODY",
    "FOOT",
    "FORWARD",
    "HIGHWAY_CLASSES",
    "MODE_TAGS",
    "NAMED_LIMITS_MPH",
    "ONEWAY_DIRECTIONS",
    "UNIT_METRES",
    "USE_BICYCLE_BACKWARD",
    "USE_BICYCLE_FORWARD",
    "USE_CAR_BACKWARD",
    "USE_CAR_FORWARD",
    "USE_FOOT",
    "USE_WHEELCHAIR",
    "WHEELCHAIR",
    "WHEELCHAIR_CLOSED_CLASSES",
    "Tags",
    "barrier_modes",
    "barrier_uses",
    "is_linkable",
    "maxspeeds",
    "street_class",
    "way_uses",
]

Tags: TypeAlias = Mapping[str, str]
"""The tags of one OpenStreetMap element."""

FOOT: Final = 1
"""Mode bit: walkers (barriers, linkable edges)."""
BICYCLE: Final = 2
"""Mode bit: bicycles."""
CAR: Final = 4
"""Mode bit: cars."""
WHEELCHAIR: Final = 8
"""Mode bit: walkers who keep to what wheelchairs can use."""
ALL_MODES: Final = FOOT | BICYCLE | CAR
"""The modes that have tags of their own; wheelchairs follow the walkers."""
EVERYBODY: Final = ALL_MODES | WHEELCHAIR
"""All mode bits."""

USE_FOOT: Final = 1
"""Use bit of an edge: walkers, in both directions."""
USE_BICYCLE_FORWARD: Final = 2
"""Use bit of an edge: bicycles from its first vertex to its last."""
USE_BICYCLE_BACKWARD: Final = 4
"""Use bit of an edge: bicycles from its last vertex to its first."""
USE_CAR_FORWARD: Final = 8
"""Use bit of an edge: cars from its first vertex to its last."""
USE_CAR_BACKWARD: Final = 16
"""Use bit of an edge: cars from its last vertex to its first."""
USE_WHEELCHAIR: Final = 32
"""Use bit of an edge: walkers who keep to what wheelchairs can use, in both directions."""

BARRIER_LINK: Final = "barrier"
"""Class of the links that join the vertices of a barrier; no way has it."""

CLASS_MODES: Final[dict[str, int]] = {
    "motorway": CAR,
    "motorway_link": CAR,
    "trunk": ALL_MODES,
    "trunk_link": ALL_MODES,
    "primary": ALL_MODES,
    "primary_link": ALL_MODES,
    "secondary": ALL_MODES,
    "secondary_link": ALL_MODES,
    "tertiary": ALL_MODES,
    "tertiary_link": ALL_MODES,
    "unclassified": ALL_MODES,
    "residential": ALL_MODES,
    "living_street": ALL_MODES,
    "service": ALL_MODES,
    "road": ALL_MODES,
    "track": FOOT | BICYCLE,
    "path": FOOT | BICYCLE,
    "bridleway": FOOT | BICYCLE,
    "cycleway": FOOT | BICYCLE,
    "pedestrian": FOOT,
    "footway": FOOT,
    "steps": FOOT,
    "corridor": FOOT,
    "elevator": FOOT,
    "platform": FOOT,
    "busway": 0,
    "bus_guideway": 0,
    "ferry": FOOT | BICYCLE,
    BARRIER_LINK: 0,
}
"""Modes that may use a class where no tag says otherwise."""

HIGHWAY_CLASSES: Final = tuple(CLASS_MODES)
"""Names of the classes; a class is stored as its place in this tuple."""

WHEELCHAIR_CLOSED_CLASSES: Final = frozenset({"steps"})
"""Classes that wheelchairs never use; all others they use where walkers do."""

_CLASS_INDEX: Final = {
    name: index for index, name in enumerate(HIGHWAY_CLASSES) if name != BARRIER_LINK
}
_MOTORWAYS: Final = frozenset({"motorway", "motorway_link"})
_NEVER_LINKABLE: Final = _MOTORWAYS | {"ferry", BARRIER_LINK}
_OPEN_TUNNELS: Final = frozenset({"no", "building_passage"})

CLOSED_VALUES: Final = frozenset(
    {
        "no",
        "private",
        "agricultural",
        "forestry",
        "military",
        "emergency",
        "delivery",
        "permit",
        "residents",
        "restricted",
        "use_sidepath",
        "dismount",
        "psv",
        "bus",
        "hov",
        "taxi",
        "employees",
        "staff",
        "authorized",
    }
)
"""Values of access tags that close a street or a barrier."""


class _ModeTags(NamedTuple):
    """The access tags of a mode, the most specific first."""

    mode: int
    own: tuple[str, ...]
    """Tags named for the mode: they close or open."""
    general: tuple[str, ...]
    """Tags for several modes: they only close."""


MODE_TAGS: Final = (
    _ModeTags(FOOT, ("foot",), ("access",)),
    _ModeTags(BICYCLE, ("bicycle",), ("vehicle", "access")),
    _ModeTags(CAR, ("motorcar", "motor_vehicle"), ("vehicle", "access")),
)
"""The access tags of each mode."""

BARRIER_STOPS: Final = dict.fromkeys(
    (
        "bollard",
        "block",
        "jersey_barrier",
        "chain",
        "bus_trap",
        "planter",
        "log",
        "rope",
        "cycle_barrier",
        "motorcycle_barrier",
    ),
    CAR,
) | dict.fromkeys(
    ("stile", "kissing_gate", "turnstile", "full-height_turnstile", "horse_stile"),
    CAR | BICYCLE,
)
"""Kinds of barriers that stop somebody where no tag says otherwise, and whom: mode bits."""

FORWARD: Final = 1
"""Direction bit: along the way."""
BACKWARD: Final = 2
"""Direction bit: against the way."""
_BOTH_WAYS: Final = FORWARD | BACKWARD
ONEWAY_DIRECTIONS: Final = {
    "yes": FORWARD,
    "true": FORWARD,
    "1": FORWARD,
    "-1": BACKWARD,
    "reverse": BACKWARD,
    "reversible": 0,
}
"""Values of `oneway`, and the directions that they leave open; any other value leaves both."""
_CONTRAFLOW_KEYS: Final = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")

_METRES_PER_MILE: Final = 1609.344
UNIT_METRES: Final = {
    "": 1000.0,
    "km/h": 1000.0,
    "kmh": 1000.0,
    "kph": 1000.0,
    "mph": _METRES_PER_MILE,
    "knots": 1852.0,
}
"""Units of `maxspeed`, and how many metres each is."""
NAMED_LIMITS_MPH: Final = {
    "GB:nsl_single": 60,
    "GB:nsl_dual": 70,
    "GB:motorway": 70,
    "GB:nsl_restricted": 30,
}
"""British limits that `maxspeed` may name, in miles per hour."""
_SPEED: Final = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*([a-z/]*)", re.ASCII)


def street_class(tags: Tags) -> int:
    """
    Find the class of a way.

    Parameters
    ----------
    tags
        Tags of the way.

    Returns
    -------
    int
        Its place in `HIGHWAY_CLASSES`, or -1 for a way that is no street.
    """
    highway = tags.get("highway", "")
    if highway not in _CLASS_INDEX:
        highway = highway.removesuffix("_link")  # every class may have links, few do
    if highway in _CLASS_INDEX:
        return _CLASS_INDEX[highway]
    if tags.get("railway") == "platform" or tags.get("public_transport") == "platform":
        return _CLASS_INDEX["platform"]
    if tags.get("route") == "ferry":
        return _CLASS_INDEX["ferry"]
    return -1


def way_uses(tags: Tags, class_index: int) -> int:
    """
    Say who may use a way, and in which direction.

    Parameters
    ----------
    tags
        Tags of the way.
    class_index
        Its class, a place in `HIGHWAY_CLASSES`.

    Returns
    -------
    int
        The `USE_` bits that are set.
    """
    class_name = HIGHWAY_CLASSES[class_index]
    defaults = CLASS_MODES[class_name]
    if tags.get("motorroad") == "yes":
        defaults &= CAR
    modes = _modes(tags, defaults)
    if tags.get("area") == "yes":
        modes &= FOOT
    if class_name not in WHEELCHAIR_CLOSED_CLASSES:
        modes |= _wheelchair(tags, modes)
    uses = barrier_uses(modes & (FOOT | WHEELCHAIR))
    if modes & (BICYCLE | CAR):
        car_directions = _car_directions(tags, class_name)
        if modes & BICYCLE:
            uses |= USE_BICYCLE_FORWARD * _bicycle_directions(tags, car_directions)
        if modes & CAR:
            uses |= USE_CAR_FORWARD * car_directions
    return uses


def barrier_modes(tags: Tags) -> int:
    """
    Say whom a barrier lets through.

    Parameters
    ----------
    tags
        Tags of a node with `barrier`.

    Returns
    -------
    int
        Mode bits of those who may pass.
    """
    modes = _modes(tags, ALL_MODES & ~BARRIER_STOPS.get(tags["barrier"], 0))
    return modes | _wheelchair(tags, modes)


def barrier_uses(modes: int) -> int:
    """
    Turn mode bits into the use bits of a link that is open in both directions.

    Parameters
    ----------
    modes
        Mode bits of those who may pass.

    Returns
    -------
    int
        The `USE_` bits that are set.
    """
    uses = USE_FOOT if modes & FOOT else 0
    if modes & BICYCLE:
        uses |= USE_BICYCLE_FORWARD | USE_BICYCLE_BACKWARD
    if modes & CAR:
        uses |= USE_CAR_FORWARD | USE_CAR_BACKWARD
    if modes & WHEELCHAIR:
        uses |= USE_WHEELCHAIR
    return uses


def is_linkable(tags: Tags, class_index: int) -> bool:
    """
    Say whether points may join a way, as far as its tags go.

    Parameters
    ----------
    tags
        Tags of the way.
    class_index
        Its class, a place in `HIGHWAY_CLASSES`.

    Returns
    -------
    bool
        False for motorways, ferries and tunnels.
    """
    if HIGHWAY_CLASSES[class_index] in _NEVER_LINKABLE:
        return False
    return tags.get("tunnel", "no") in _OPEN_TUNNELS


def maxspeeds(tags: Tags) -> tuple[int, int]:
    """
    Read the speed limits of a way.

    Parameters
    ----------
    tags
        Tags of the way.

    Returns
    -------
    tuple[int, int]
        Limits along and against the way, in whole metres per hour; 0 where there is none or it
        is not understood.
    """
    both = tags.get("maxspeed", "")
    return (
        _metres_per_hour(tags.get("maxspeed:forward", both)),
        _metres_per_hour(tags.get("maxspeed:backward", both)),
    )


def _modes(tags: Tags, defaults: int) -> int:
    modes = 0
    for mode, own, general in MODE_TAGS:
        is_open = bool(defaults & mode)
        for key in own + general:
            value = tags.get(key)
            if value is not None:
                if value.split(";", 1)[0].strip() in CLOSED_VALUES:
                    is_open = False
                elif key in own:
                    is_open = True
                break
        if is_open:
            modes |= mode
    return modes


def _wheelchair(tags: Tags, modes: int) -> int:
    """Let wheelchairs go where walkers may, unless the tag says no."""
    return WHEELCHAIR if modes & FOOT and tags.get("wheelchair") != "no" else 0


def _car_directions(tags: Tags, class_name: str) -> int:
    oneway = tags.get("oneway")
    if oneway is not None:
        return ONEWAY_DIRECTIONS.get(oneway, _BOTH_WAYS)
    if tags.get("junction") in {"roundabout", "circular"} or class_name in _MOTORWAYS:
        return FORWARD
    return _BOTH_WAYS


def _bicycle_directions(tags: Tags, car_directions: int) -> int:
    oneway = tags.get("oneway:bicycle")
    if oneway is not None:
        return ONEWAY_DIRECTIONS.get(oneway, _BOTH_WAYS)
    if any(tags.get(key, "").startswith("opposite") for key in _CONTRAFLOW_KEYS):
        return _BOTH_WAYS
    return car_directions


def _metres_per_hour(value: str) -> int:
    if value in NAMED_LIMITS_MPH:
        return math.floor(NAMED_LIMITS_MPH[value] * _METRES_PER_MILE + 0.5)
    match = _SPEED.fullmatch(value.strip())
    if match is None or match[2] not in UNIT_METRES:
        return 0
    return math.floor(float(match[1]) * UNIT_METRES[match[2]] + 0.5)
