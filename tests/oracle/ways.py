"""Ways over the streets between any two points, by whatever mode."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .points import Joined, Joining, LonLat
from .streets import Streets
from .turns import Turns
from .walking import Walker
from .wheels import CarManner, Wheels, bicycles, cars

Reach = Callable[[Joined], int | None]
Answers = list[int | None]


@dataclass(frozen=True)
class Manner:
    """How somebody travels over the streets; speeds are whole metres per hour."""

    mode: str  # walk, cycle or car
    walk_speed: int = 3600
    cycle_speed: int = 12000
    car: CarManner = field(default_factory=CarManner)
    wheelchair: bool = False
    refuse_unknown: bool = False  # of entrances that do not say whether wheelchairs get in

    def enters(self, *, says: bool | None) -> bool:
        """Whether the traveller uses an entrance, by what it says of wheelchairs."""
        return not self.wheelchair or (not self.refuse_unknown if says is None else says)

    @property
    def network(self) -> str:
        """Whose edges are used."""
        if self.mode == "walk":
            return "wheelchair" if self.wheelchair else "foot"
        return {"cycle": "bicycle", "car": "car"}[self.mode]


class Ways:
    """Joins points to the streets and finds ways between them; remembers what it has found."""

    def __init__(self, streets: Streets) -> None:
        self.edges = streets.edges
        self.turns = Turns(streets.edges, streets.restrictions)
        self._joining: dict[str, Joining] = {}
        self._joined: dict[tuple[str, LonLat, float], Joined | None] = {}
        self._walkers: dict[str, Walker] = {}
        self._bicycles: dict[int, Wheels] = {}
        self._cars: dict[CarManner, Wheels] = {}

    def join(self, lonlat: LonLat, radius_m: float, network: str = "foot") -> Joined | None:
        """Where a point joins the edges of a network, None if all are too far."""
        if network not in self._joining:
            self._joining[network] = Joining(self.edges, network)
        key = (network, lonlat, radius_m)
        if key not in self._joined:
            self._joined[key] = self._joining[network].join(*lonlat, radius_m)
        return self._joined[key]

    def reach_from(self, start: Joined, limit_s: int, manner: Manner) -> Reach:
        """Seconds from a point, joined to the network of the manner, to any other."""
        if manner.mode == "walk":
            return self._walker(manner).reach(start, limit_s, manner.walk_speed)
        return self._wheels(manner).reach_from(start, limit_s, manner.walk_speed)

    def walk_mm(self, start: Joined, limit_mm: int, manner: Manner) -> Reach:
        """Millimetres on foot between a point and any other; beyond a limit longer ones or None."""
        return self._walker(manner).reach_mm(start, limit_mm)

    def reach_to(self, end: Joined, limit_s: int, manner: Manner) -> Reach:
        """Seconds from any point to one."""
        if manner.mode == "walk":
            return self._walker(manner).reach(end, limit_s, manner.walk_speed)
        return self._wheels(manner).reach_to(end, limit_s, manner.walk_speed)

    def seconds_to_many(
        self,
        origin: LonLat,
        destinations: Sequence[LonLat],
        radius_m: float,
        limit_s: int,
        manner: Manner,
    ) -> Answers:
        """Seconds to each destination, None beyond the limit and where a point does not join."""
        start = self.join(origin, radius_m, manner.network)
        if start is None:
            return [None] * len(destinations)
        seconds_to = self.reach_from(start, limit_s, manner)
        ends = [self.join(end, radius_m, manner.network) for end in destinations]
        return [None if end is None else seconds_to(end) for end in ends]

    def _walker(self, manner: Manner) -> Walker:
        if manner.network not in self._walkers:
            self._walkers[manner.network] = Walker(self.edges, manner.network)
        return self._walkers[manner.network]

    def _wheels(self, manner: Manner) -> Wheels:
        if manner.mode == "cycle":
            if manner.cycle_speed not in self._bicycles:
                self._bicycles[manner.cycle_speed] = bicycles(self.edges, manner.cycle_speed)
            return self._bicycles[manner.cycle_speed]
        if manner.car not in self._cars:
            self._cars[manner.car] = cars(self.edges, self.turns, manner.car)
        return self._cars[manner.car]
