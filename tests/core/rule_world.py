"""Small random worlds with all rules of timetables: blocks, intervals, changes, stations."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import strategies as st

from accessibility import ArriveBy, DepartAt
from tests.core.small_world import (
    DATES,
    FAR_STOP,
    LonLat,
    Question,
    Trip,
    World,
    clock,
    near,
    random_question,
    random_route,
    random_stops,
    random_trip,
)
from tests.oracle.tiny import write_feed


@dataclass(frozen=True)
class RuleWorld(World):
    """A world of one feed, with rules by the numbers of its trips and stops."""

    routes: tuple[int, ...] = ()
    blocks: tuple[str, ...] = ()
    intervals: tuple[str, ...] = ()
    transfers: tuple[str, ...] = ()
    parents: tuple[tuple[str, str], ...] = ()
    stations: tuple[LonLat, ...] = ()
    entrances: tuple[tuple[int, LonLat], ...] = ()  # station and place
    wheelchair_stops: tuple[int, ...] = ()
    wheelchair_entrances: tuple[int, ...] = ()
    wheelchair_trips: tuple[int, ...] = ()

    def write(self, folder: Path) -> list[Path]:
        """Write the feed, with a trip at noon on all dates, so that no date is invalid."""
        noon = Trip(0, ((0, 0, 0, 0, 0), (1, 60, 0, 0, 0)), 12 * 3600, tuple(DATES), 3)
        trips = {f"t{number}": trip for number, trip in enumerate(self.trips)} | {"noon": noon}
        stops = {f"s{number}": place for number, place in enumerate(self.stops)}
        stops |= {f"S{number}": place for number, place in enumerate(self.stations)}
        stops |= {f"E{number}": place for number, (_, place) in enumerate(self.entrances)}
        inside = {f"E{number}": f"S{station}" for number, (station, _) in enumerate(self.entrances)}
        says = {f"s{n}": value for n, value in enumerate(self.wheelchair_stops)}
        says |= {f"E{n}": value for n, value in enumerate(self.wheelchair_entrances)}
        feed = write_feed(
            folder / "feed0",
            stops,
            {name: trip.rows() for name, trip in trips.items()},
            dates={name: trip.dates for name, trip in trips.items()},
            route_types={name: trip.route_type for name, trip in trips.items()},
            routes={f"t{number}": f"r{route}" for number, route in enumerate(self.routes)},
            blocks={f"t{number}": block for number, block in enumerate(self.blocks) if block},
            frequencies=self.intervals,
            transfers=self.transfers,
            parents=dict(self.parents) | inside,
            kinds={f"S{n}": 1 for n in range(len(self.stations))} | dict.fromkeys(inside, 2),
            wheelchair_stops=says,
            wheelchair_trips={f"t{n}": value for n, value in enumerate(self.wheelchair_trips)},
        )
        return [feed]


def random_rule(chance: random.Random, world: RuleWorld, kind: int) -> str:
    """A row of transfers.txt of some type, more or less specific."""
    fields = {}
    for side in ("from", "to"):
        trip = chance.randrange(len(world.trips))
        calls = [call[0] for call in world.trips[trip].calls]
        stop = f"s{chance.choice(calls)}"
        parent = dict(world.parents).get(stop)
        fields[f"{side}_stop"] = parent if parent and chance.random() < 0.5 else stop
        specific = chance.choice(["trip", "route", "none", "none"]) if kind < 4 else "trip"
        if specific == "trip":
            fields[f"{side}_trip"] = f"t{trip}"
        if specific == "route":
            fields[f"{side}_route"] = f"r{world.routes[trip]}"
    if kind >= 4:
        del fields["from_stop"], fields["to_stop"]
    if kind == 2 and chance.random() < 0.9:
        fields["min"] = str(chance.choice([0, 0, 30, 90, 240, 700]))
    return " ".join(f"{name}={value}" for name, value in {**fields, "type": kind}.items())


def random_interval(chance: random.Random, number: int, start: int) -> str:
    """A row of frequencies.txt around the time of its trip."""
    first = max(0, start - chance.choice([0, 600, 1800]))
    last = first + chance.choice([900, 3600, 3601])
    headway = chance.choice([240, 600, 601, 1500])
    return f"t{number} {clock(first)} {clock(last)} {headway} {chance.choice([0, 1])}"


def continued(chance: random.Random, trips: list[Trip]) -> tuple[list[Trip], list[str]]:
    """Let some trips begin where and soon after others of their block end."""
    blocks = [""] * len(trips)
    for number in range(1, len(trips)):
        before = chance.randrange(number)
        if chance.random() > 0.4:
            continue
        one, other = trips[before], trips[number]
        if one.feed != 0:
            continue
        end = one.start + sum(call[1] for call in one.calls[1:])
        end += sum(call[2] for call in one.calls)
        calls = other.calls
        if chance.random() < 0.8:
            calls = ((one.calls[-1][0], *other.calls[0][1:]), *other.calls[1:])
        start = max(0, end + chance.choice([-30, 0, 0, 0, 30, 300]))
        trips[number] = replace(other, calls=calls, start=start, dates=one.dates)
        blocks[before] = blocks[before] or f"b{before}"
        blocks[number] = blocks[before]
    return trips, blocks


def random_entrances(chance: random.Random, world: RuleWorld) -> tuple[tuple[int, LonLat], ...]:
    """Entrances of one station or both: at the very place of a stop, near one, far from streets."""
    entrances = []
    for station in range(len(world.stations)):
        inside = [
            place
            for number, place in enumerate(world.stops)
            if dict(world.parents).get(f"s{number}") == f"S{station}"
        ]
        for _ in range(chance.choice([0, 1, 1, 2, 3])):
            place = near(chance, chance.choice([*inside, *inside, *world.stops]))
            entrances.append((station, FAR_STOP if chance.random() < 0.15 else place))
    return tuple(entrances)


def rule_case_of(seed: int) -> tuple[RuleWorld, Question]:
    """A world and a question in it."""
    chance = random.Random(seed)
    stops = random_stops(chance, chance.randrange(4, 12))
    routes = [random_route(chance, len(stops)) for _ in range(chance.randrange(2, 7))]
    trips = [replace(random_trip(chance, routes), feed=0) for _ in range(chance.randrange(6, 70))]
    trips, blocks = (
        continued(chance, trips) if chance.random() < 0.6 else (trips, [""] * len(trips))
    )
    numbers = tuple(chance.randrange(3) * 2 + (trip.route_type == 2) for trip in trips)
    parents = tuple(
        (f"s{n}", f"S{chance.randrange(2)}") for n in range(len(stops)) if chance.random() < 0.6
    )
    world = RuleWorld(
        stops,
        tuple(trips),
        routes=numbers,
        blocks=tuple(blocks),
        parents=parents,
        stations=(stops[0], stops[1]),
    )
    if chance.random() < 0.6:
        world = replace(world, entrances=random_entrances(chance, world))
    if chance.random() < 0.5:
        intervals = [
            random_interval(chance, number, trip.start)
            for number, trip in enumerate(trips)
            if chance.random() < 0.1
        ]
        world = replace(world, intervals=tuple(intervals))
    if chance.random() < 0.8:
        kinds = [chance.choice([0, 1, 2, 2, 2, 3, 3, 4, 5]) for _ in range(chance.randrange(30))]
        world = replace(world, transfers=tuple(random_rule(chance, world, kind) for kind in kinds))
    if chance.random() < 0.3:
        world = replace(
            world,
            wheelchair_stops=tuple(chance.choice([0, 1, 1, 2]) for _ in stops),
            wheelchair_entrances=tuple(chance.choice([0, 1, 2]) for _ in world.entrances),
            wheelchair_trips=tuple(chance.choice([0, 1, 1, 2]) for _ in trips),
        )
    return world, rule_question(chance, world)


def rule_question(chance: random.Random, world: RuleWorld) -> Question:
    """A departure or a deadline, with or without the outer wait, and limits by vehicle."""
    question = random_question(chance, world)
    limits = dict(question.limits)
    if world.wheelchair_stops:
        limits["wheelchair"] = True
        limits["wheelchair_unknown"] = chance.choice(["allow", "refuse"])
    for name in ("max_access_time", "max_egress_time"):
        if chance.random() < 0.3:
            limits[name] = {"bus": chance.choice([1, 2, 4])}
    if world.intervals:
        limits["frequency_seed"] = chance.randrange(3)
        limits["frequency_draws"] = chance.choice([1, 1, 3])
    window = chance.choice([0, 1, 7, 20, 45])
    measure = chance.choice(["elapsed", "journey"])
    kind = chance.choice([DepartAt, ArriveBy])
    when = kind(question.when.moment, window, measure=measure)
    return replace(question, when=when, limits=limits)


def rule_cases() -> st.SearchStrategy[tuple[RuleWorld, Question]]:
    """Worlds with rules, and questions."""
    return st.integers(0, 2**40).map(rule_case_of)
