"""The dwellings: beside the streets, with the number of people who live in each."""

import math
from collections import defaultdict
from dataclasses import dataclass
from random import Random

from mapping import Map
from nearby import Foot, Nearby, is_street, takes_room
from noding import Way
from valley import Point, beside, plane

TOTAL = 1200
SPACING = 17.0
SETBACK = (11.0, 17.0)
QUARRY_WORDS = ("Tai'r Chwarel", "Rhes Uchaf", "Rhes Ganol", "Rhes Isaf")
# Hill farms and cottages that no street comes near, in valley coordinates.
REMOTE = (
    (1150.0, -1620.0),
    (1700.0, -1450.0),
    (700.0, -1500.0),
    (2300.0, 1560.0),
    (3300.0, 1700.0),
    (4550.0, 1750.0),
)
DENSITY = {"residential": 1.0, "living_street": 0.6, "unclassified": 0.5, "tertiary": 0.6}
DENSITY |= {"secondary": 0.35, "primary": 0.3}


@dataclass(frozen=True)
class Dwelling:
    """A dwelling and the people in it; street is empty where it stands alone."""

    at: Point
    people: int
    street: str


def settle(town: Map) -> list[Dwelling]:
    """Choose the places of all dwellings, ordered as along the ways of the map."""
    rng = Random("Aberhelwyn dwellings")  # noqa: S311 - a drawing, not a secret
    candidates = _candidates(town, rng)
    island = [c for c in candidates if c[1] in QUARRY_WORDS][::3]
    others = [c for c in candidates if c[1] not in QUARRY_WORDS]
    wanted = TOTAL - len(island) - len(REMOTE)
    if len(others) < wanted:
        raise ValueError(f"only {len(others)} places for {wanted} dwellings")
    chosen = [others[k * len(others) // wanted] for k in range(wanted)] + island
    dwellings = [Dwelling(place, _people(rng), street) for place, street in chosen]
    return dwellings + [Dwelling(plane(*at), _people(rng), "") for at in REMOTE]


def _people(rng: Random) -> int:
    chance = rng.random()
    return next(
        people
        for people, share in ((1, 0.3), (2, 0.63), (3, 0.79), (4, 0.93), (5, 1.0))
        if chance < share
    )


def _candidates(town: Map, rng: Random) -> list[tuple[Point, str]]:
    anywhere = Nearby(town.web, takes_room)
    taken: dict[tuple[int, int], list[Point]] = defaultdict(list)
    candidates = []
    streets = Nearby(town.web, is_street)
    for number, way in enumerate(list(town.web.ways)):
        density = DENSITY.get(way.tags.get("highway", ""), 0.0)
        if not density or not is_street(way) or "junction" in way.tags:
            continue
        for place in _along(town, way, density, rng):
            foot = anywhere.nearest(place, 18)
            own = streets.nearest(place, 18)
            if _is_good(foot, own, number) and _is_free(place, taken):
                candidates.append((place, way.tags.get("name", "")))
    return candidates


def _along(town: Map, way: Way, density: float, rng: Random) -> list[Point]:
    places = []
    for first, second in zip(way.nodes, way.nodes[1:], strict=False):
        a, b = town.web.places[first], town.web.places[second]
        houses = math.dist(a, b) / SPACING
        whole = int(houses) + (1 if rng.random() < houses - int(houses) else 0)
        for house in range(whole):
            for side in (-1, 1):
                lucky = rng.random() < density
                setback = SETBACK[0] + (SETBACK[1] - SETBACK[0]) * rng.random()
                if lucky:
                    x, y = beside(a, b, (house + 0.5) / whole, side * setback)
                    places.append((round(x, 3), round(y, 3)))
    return places


def _is_good(foot: Foot | None, own: Foot | None, number: int) -> bool:
    """Whether the nearest street is the dwelling's own and nothing else is closer than 8 metres."""
    if foot is None or own is None:
        return False
    return foot.distance >= 8 and own.way == number and own.distance >= 10.0


def _is_free(place: Point, taken: dict[tuple[int, int], list[Point]]) -> bool:
    i, j = math.floor(place[0] / 12), math.floor(place[1] / 12)
    around = (other for a in (-1, 0, 1) for b in (-1, 0, 1) for other in taken[i + a, j + b])
    if any(math.dist(other, place) < 10 for other in around):
        return False
    taken[i, j].append(place)
    return True
