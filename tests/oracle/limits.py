"""What a traveller can and will do, and by which modes: the options of a question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from .service import Asked
from .ways import Manner
from .wheels import CarManner


@dataclass(frozen=True)
class Limits:
    """Options of a journey; times are seconds, speeds whole metres per hour.

    Parameters
    ----------
    transit_modes
        Names of modes of vehicles, None for all.
    access_modes, egress_modes, direct_modes
        Any of walk, cycle and car.
    max_access_time, max_egress_time
        Seconds by mode of vehicle.
    car_speeds, car_time_factors
        Metres per hour by class, and per cent of time by class and band.
    wheelchair_unknown
        allow or refuse.
    snap_radius
        Metres.
    """

    walk_speed: int = 3600
    cycle_speed: int = 12000
    car_speeds: tuple[tuple[str, int], ...] = ()
    car_time_factors: tuple[tuple[str, tuple[int, int, int]], ...] = ()
    junction_delays: bool = True
    driving_side: str = "left"
    access_modes: tuple[str, ...] = ("walk",)
    egress_modes: tuple[str, ...] = ("walk",)
    direct_modes: tuple[str, ...] = ("walk",)
    max_time: int = 7200
    max_walk_time: int = 1200
    max_cycle_time: int = 1800
    max_car_time: int = 1800
    max_access_time: tuple[tuple[str, int], ...] = ()
    max_egress_time: tuple[tuple[str, int], ...] = ()
    max_transfer_time: int = 600
    boarding_slack: int = 60
    max_rides: int = 8
    transit_modes: tuple[str, ...] | None = None
    wheelchair: bool = False
    wheelchair_unknown: str = "allow"
    frequency_draws: int = 1
    frequency_seed: int = 0
    snap_radius: float = 300

    @classmethod
    def of(cls, **given: Any) -> "Limits":
        """Limits from plain values: mappings and lists are frozen."""
        return cls(**{name: frozen(value) for name, value in given.items()})

    def manner(self, mode: str, clock: time | None) -> Manner:
        """How the traveller moves over the streets; the time of day matters to cars."""
        if mode == "walk":
            return Manner(
                mode,
                self.walk_speed,
                wheelchair=self.wheelchair,
                refuse_unknown=self.wheelchair_unknown == "refuse",
            )
        if mode == "cycle":
            return Manner(mode, self.walk_speed, self.cycle_speed)
        car = CarManner(
            self.car_speeds,
            self.car_time_factors,
            clock,
            self.junction_delays,
            self.driving_side,
        )
        return Manner(mode, self.walk_speed, car=car)

    def longest(self, mode: str) -> int:
        """The most seconds to, from or without stops by a mode."""
        longest = {"walk": self.max_walk_time, "cycle": self.max_cycle_time}
        return longest.get(mode, self.max_car_time)

    @property
    def asked(self) -> Asked:
        """Which trips and stops may be used."""
        return Asked(self.transit_modes, self.wheelchair, self.wheelchair_unknown == "refuse")


def frozen(value: Any) -> Any:
    """The same that can be hashed; equal for mappings in any order."""
    if isinstance(value, Mapping):
        return tuple(sorted((name, frozen(part)) for name, part in value.items()))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(value)
    return value
