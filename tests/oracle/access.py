"""The oracle's own copy of who may use which way and who may pass which barrier."""

from collections.abc import Mapping

Tags = Mapping[str, str]

MODES = ("foot", "bicycle", "car")

# class: (foot, bicycle, car)
CLASSES: dict[str, tuple[bool, bool, bool]] = {
    "motorway": (False, False, True),
    "trunk": (True, True, True),
    "primary": (True, True, True),
    "secondary": (True, True, True),
    "tertiary": (True, True, True),
    "unclassified": (True, True, True),
    "residential": (True, True, True),
    "living_street": (True, True, True),
    "service": (True, True, True),
    "road": (True, True, True),
    "track": (True, True, False),
    "path": (True, True, False),
    "bridleway": (True, True, False),
    "cycleway": (True, True, False),
    "pedestrian": (True, False, False),
    "footway": (True, False, False),
    "steps": (True, False, False),
    "corridor": (True, False, False),
    "elevator": (True, False, False),
    "platform": (True, False, False),
    "busway": (False, False, False),
    "bus_guideway": (False, False, False),
    "ferry": (True, True, False),
}

CLOSING = frozenset(
    (
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
    )
)

# mode: the tags that may both close and open, the most specific first
OWN_TAGS = {
    "foot": ("foot",),
    "bicycle": ("bicycle",),
    "car": ("motorcar", "motor_vehicle"),
}
# mode: the tags that can only close, read when none of its own is present
GENERAL_TAGS = {
    "foot": ("access",),
    "bicycle": ("vehicle", "access"),
    "car": ("vehicle", "access"),
}

STOPS_CARS = frozenset(
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
    )
)
STOPS_CARS_AND_BICYCLES = frozenset(
    (
        "stile",
        "kissing_gate",
        "turnstile",
        "full-height_turnstile",
        "horse_stile",
    )
)

BOTH = (True, True)
FORWARDS = (True, False)
BACKWARDS = (False, True)
NEITHER = (False, False)


def street_class(tags: Tags) -> str | None:
    """Class under which a way is read, None for a way that is not read."""
    highway = tags.get("highway", "").removesuffix("_link")
    if highway in CLASSES:
        return highway
    if tags.get("railway") == "platform" or tags.get("public_transport") == "platform":
        return "platform"
    if tags.get("route") == "ferry":
        return "ferry"
    return None


def may_pass(mode: str, tags: Tags, *, default: bool) -> bool:
    """Whether the tags let a mode pass, given what holds without any tag."""
    for key in OWN_TAGS[mode]:
        if key in tags:
            return not closes(tags[key])
    for key in GENERAL_TAGS[mode]:
        if key in tags:
            return default and not closes(tags[key])
    return default


def closes(value: str) -> bool:
    """Whether an access value closes; of several parts only the first is read."""
    return value.partition(";")[0].strip() in CLOSING


def way_modes(tags: Tags) -> dict[str, bool]:
    """For each mode whether it may use a way that is read, in whatever direction."""
    defaults = dict(zip(MODES, CLASSES[street_class(tags) or ""], strict=True))
    if tags.get("motorroad") == "yes":
        defaults["foot"] = defaults["bicycle"] = False
    allowed = {mode: may_pass(mode, tags, default=defaults[mode]) for mode in MODES}
    if tags.get("area") == "yes":
        allowed["bicycle"] = allowed["car"] = False
    return allowed


def barrier_modes(tags: Tags) -> dict[str, bool]:
    """For each mode whether a node with these tags lets it through."""
    barrier = tags.get("barrier")
    if barrier is None:
        return dict.fromkeys(MODES, True)
    defaults = {
        "foot": True,
        "bicycle": barrier not in STOPS_CARS_AND_BICYCLES,
        "car": barrier not in STOPS_CARS_AND_BICYCLES and barrier not in STOPS_CARS,
    }
    return {mode: may_pass(mode, tags, default=defaults[mode]) for mode in MODES}


def directions_of(value: str) -> tuple[bool, bool]:
    """Directions (forwards, backwards) that a value of `oneway` leaves open."""
    if value in ("yes", "true", "1"):
        return FORWARDS
    if value in ("-1", "reverse"):
        return BACKWARDS
    if value == "reversible":
        return NEITHER
    return BOTH


def car_directions(tags: Tags) -> tuple[bool, bool]:
    """Directions in which wheels in general may go, access left aside."""
    if "oneway" in tags:
        return directions_of(tags["oneway"])
    if tags.get("junction") in ("roundabout", "circular") or street_class(tags) == "motorway":
        return FORWARDS
    return BOTH


def bicycle_directions(tags: Tags) -> tuple[bool, bool]:
    """Directions in which bicycles may go, access left aside."""
    if "oneway:bicycle" in tags:
        return directions_of(tags["oneway:bicycle"])
    for key in ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both"):
        if tags.get(key, "").startswith("opposite"):
            return BOTH
    return car_directions(tags)
