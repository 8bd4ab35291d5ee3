"""What a traveller can and will do, and how a network is built."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from accessibility.option_values import Options, duration, names_of, to_seconds, values_by_name

__all__ = ["CAR_CLASSES", "STREET_MODES", "TRANSIT_MODES", "BuildOptions", "TravelOptions"]

TRANSIT_MODES: dict[str, int] = {
    "tram": 0,
    "subway": 1,
    "rail": 2,
    "bus": 3,
    "ferry": 4,
    "cable_tram": 5,
    "aerial_lift": 6,
    "funicular": 7,
    "trolleybus": 11,
    "monorail": 12,
    "other": 255,
}
"""Names of vehicles and the GTFS basic route type of each; 255 stands for all that has none."""

STREET_MODES = ("walk", "cycle", "car")
"""Ways to move without a vehicle of the timetable."""

CAR_CLASSES = (
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
    "track",
)
"""Classes of roads that `car_speeds` and `car_time_factors` may name."""

MAX_SNAP_RADIUS = 1600
MOST_RIDES = 20
MAX_CAR_SPEED = 250
MAX_TIME_FACTOR = 20
BANDS = 3

_TRANSIT_ONLY = (
    "transit_modes",
    "access_modes",
    "egress_modes",
    "direct_modes",
    "max_walk_time",
    "max_cycle_time",
    "max_car_time",
    "max_access_time",
    "max_egress_time",
    "max_transfer_time",
    "boarding_slack",
    "max_rides",
    "wheelchair_unknown",
    "frequency_draws",
    "frequency_seed",
    "allow_partial",
)
_OF_MODE = {
    "cycle": ("cycle_speed", "max_cycle_time"),
    "car": (
        "car_speeds",
        "car_time_factors",
        "junction_delays",
        "driving_side",
        "max_car_time",
    ),
}


def _car_speed(value: object) -> float:
    speed = _number(value, "a speed in km/h")
    if not 1 <= speed <= MAX_CAR_SPEED:
        msg = f'"{value}" is out of range: from 1 to {MAX_CAR_SPEED} km/h'
        raise ValueError(msg)
    return speed


def _time_factors(value: object) -> tuple[float, ...]:
    parts = value.split("/") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or len(parts) != BANDS:
        msg = f'"{value}" is no list of three factors, for 07-09, 10-16 and 16-19 h: as 1.4/1.1/1.3'
        raise ValueError(msg)
    factors = tuple(_number(part, "a factor of time") for part in parts)
    if not all(0.1 <= factor <= MAX_TIME_FACTOR for factor in factors):
        msg = f'"{value}" is out of range: factors go from 0.1 to {MAX_TIME_FACTOR}'
        raise ValueError(msg)
    return factors


def _number(value: object, what: str) -> float:
    try:
        return float(str(value))
    except ValueError:
        msg = f'"{value}" is not {what}'
        raise ValueError(msg) from None


_LimitsByVehicle = Annotated[
    dict[str, float],
    BeforeValidator(values_by_name(tuple(TRANSIT_MODES), duration(0, 1440), "vehicle")),
]
_street_modes = names_of(STREET_MODES)


class TravelOptions(Options):
    """
    What a traveller can and will do.

    Durations are minutes as numbers, or words such as ``"1h30m"``, ``"1000s"``, ``"20min"``; they
    count to the nearest whole second.

    Parameters
    ----------
    mode
        ``"transit"`` (public transport, and the way there and back; or the direct way if that is
        quicker; default), or ``"walk"``, ``"cycle"`` or ``"car"`` alone, bounded by `max_time`
        only.
    transit_modes
        Vehicles that may be boarded, by GTFS's basic names; default all.
    access_modes, egress_modes, direct_modes
        How people get to the first stop, from the last one, and all the way without a vehicle:
        ``"walk"`` (default), ``"cycle"``, ``"car"``, or several of them.
    walk_speed
        Walking speed in km/h, from 0.5 to 20, held as whole metres per hour; default 3.6.
    cycle_speed
        Cycling speed in km/h, from 1 to 60, held likewise; default 12.
    car_speeds
        Speeds in km/h of classes of roads without a tagged limit, as ``{"residential": 30}``;
        default the table of the method page "Cycling and driving".
    car_time_factors
        Congestion: how many times longer a road class takes from 7 to 9, from 10 to 16 and from 16
        to 19 o'clock, as ``{"primary": (1.4, 1.1, 1.3)}``; default none.
    junction_delays
        Whether turns at junctions cost time; default True.
    driving_side
        On which side of the road people drive: ``"left"`` (default) or ``"right"``.
    max_time
        Longest travel time that counts as an answer; default 120 minutes, at most a day.
    max_walk_time, max_cycle_time, max_car_time
        Longest way to the first stop, from the last one, or all the way beside public transport, by
        each of these modes; default 20, 30 and 30 minutes.
    max_access_time, max_egress_time
        Longest way to or from vehicles of some kinds, on top of that: ``{"bus": 8, "rail": 12}``.
    max_transfer_time
        Longest walk between two stops; default 10 minutes, at most 120.
    boarding_slack
        Time kept at a stop before boarding; default 1 minute, from one second to an hour.
    max_rides
        How many vehicles may be boarded in one journey; default 8, at most 20.
    wheelchair
        Whether steps, and stops and vehicles closed to wheelchairs, are avoided; default False.
    wheelchair_unknown
        What is done with stops, entrances and vehicles that do not say: ``"allow"`` (default; they
        are counted) or ``"refuse"``.
    frequency_draws, frequency_seed
        How many timetables are drawn for vehicles that come at intervals without exact times
        (default 1, at most 100), and the seed of the draw (default 0).
    snap_radius
        How far a point may lie from the nearest street, in metres; default 300, at most 1,600.
    allow_partial
        Whether a moment that only some of the feeds cover is answered, with a warning.

    Raises
    ------
    UsageError
        If an option does not exist, its value is out of range, or two contradict one another.
    """

    mode: Literal["transit", "walk", "cycle", "car"] = "transit"
    transit_modes: Annotated[tuple[str, ...], BeforeValidator(names_of(tuple(TRANSIT_MODES)))] = (
        tuple(TRANSIT_MODES)
    )
    access_modes: Annotated[tuple[str, ...], BeforeValidator(_street_modes)] = ("walk",)
    egress_modes: Annotated[tuple[str, ...], BeforeValidator(_street_modes)] = ("walk",)
    direct_modes: Annotated[tuple[str, ...], BeforeValidator(_street_modes)] = ("walk",)
    walk_speed: float = Field(default=3.6, ge=0.5, le=20)
    cycle_speed: float = Field(default=12.0, ge=1, le=60)
    car_speeds: Annotated[
        dict[str, float],
        BeforeValidator(values_by_name(CAR_CLASSES, _car_speed, "road class")),
    ] = Field(default={})
    car_time_factors: Annotated[
        dict[str, tuple[float, ...]],
        BeforeValidator(values_by_name(CAR_CLASSES, _time_factors, "road class")),
    ] = Field(default={})
    junction_delays: bool = True
    driving_side: Literal["left", "right"] = "left"
    max_time: Annotated[float | str, BeforeValidator(duration(1, 1440))] = 120.0
    max_walk_time: Annotated[float | str, BeforeValidator(duration(0, 1440))] = 20.0
    max_cycle_time: Annotated[float | str, BeforeValidator(duration(0, 1440))] = 30.0
    max_car_time: Annotated[float | str, BeforeValidator(duration(0, 1440))] = 30.0
    max_access_time: _LimitsByVehicle = Field(default={})
    max_egress_time: _LimitsByVehicle = Field(default={})
    max_transfer_time: Annotated[float | str, BeforeValidator(duration(0, 120))] = 10.0
    boarding_slack: Annotated[float | str, BeforeValidator(duration(1, 60))] = 1.0
    max_rides: int = Field(default=8, ge=1, le=MOST_RIDES)
    wheelchair: bool = False
    wheelchair_unknown: Literal["allow", "refuse"] = "allow"
    frequency_draws: int = Field(default=1, ge=1, le=100)
    frequency_seed: int = Field(default=0, ge=0)
    snap_radius: float = Field(default=300.0, gt=0, le=MAX_SNAP_RADIUS)
    allow_partial: bool = True

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        """Refuse options that the others leave without any effect: they cannot be meant."""
        given = self.model_fields_set
        if self.mode != "transit":
            for name in (name for name in _TRANSIT_ONLY if name in given):
                msg = f'{name}: is for mode "transit"; the mode is "{self.mode}"'
                raise ValueError(msg)
        used = self.street_modes
        for mode, names in _OF_MODE.items():
            for name in (name for name in names if name in given and mode not in used):
                ways = f"the mode, nor one of access, egress or direct modes, is {mode}"
                msg = f"{name}: has no effect, because neither {ways}"
                raise ValueError(msg)
        if self.wheelchair and "cycle" in used:
            msg = "wheelchair: cannot be combined with cycling"
            raise ValueError(msg)
        if self.wheelchair and self.mode == "car":
            msg = 'wheelchair: has no effect on the way, because the mode is "car"'
            raise ValueError(msg)
        if "wheelchair_unknown" in given and not self.wheelchair:
            msg = "wheelchair_unknown: has no effect without wheelchair"
            raise ValueError(msg)
        for name in ("max_access_time", "max_egress_time"):
            for vehicle in getattr(self, name):
                if vehicle not in self.transit_modes:
                    msg = f"{name}: limits the way to {vehicle}, which transit_modes leaves out"
                    raise ValueError(msg)
        return self

    @property
    def street_modes(self) -> frozenset[str]:
        """Modes that use the streets in any part of a journey, changes left out."""
        if self.mode != "transit":
            return frozenset({self.mode})
        return frozenset({*self.access_modes, *self.egress_modes, *self.direct_modes})

    @property
    def walk_speed_mph(self) -> int:
        """Walking speed in whole metres per hour."""
        return int(self.walk_speed * 1000 + 0.5)

    @property
    def cycle_speed_mph(self) -> int:
        """Cycling speed in whole metres per hour."""
        return int(self.cycle_speed * 1000 + 0.5)

    @property
    def car_speeds_mph(self) -> dict[str, int]:
        """Speeds of the named road classes in whole metres per hour."""
        return {name: int(speed * 1000 + 0.5) for name, speed in self.car_speeds.items()}

    @property
    def car_time_percent(self) -> dict[str, tuple[int, ...]]:
        """Factors of time of the named road classes in whole per cent, one for each band."""
        return {
            name: tuple(int(factor * 100 + 0.5) for factor in factors)
            for name, factors in self.car_time_factors.items()
        }

    @property
    def max_time_s(self) -> int:
        """Longest travel time in seconds."""
        return to_seconds(self.max_time)

    @property
    def max_walk_time_s(self) -> int:
        """Longest walk to, from or without stops in seconds."""
        return to_seconds(self.max_walk_time)

    @property
    def access_limits_s(self) -> dict[str, int]:
        """Longest way to some kinds of vehicles in seconds."""
        return {name: to_seconds(minutes) for name, minutes in self.max_access_time.items()}

    @property
    def egress_limits_s(self) -> dict[str, int]:
        """Longest way from some kinds of vehicles in seconds."""
        return {name: to_seconds(minutes) for name, minutes in self.max_egress_time.items()}

    @property
    def max_transfer_time_s(self) -> int:
        """Longest walk between stops in seconds."""
        return to_seconds(self.max_transfer_time)

    @property
    def boarding_slack_s(self) -> int:
        """Time kept before boarding in seconds."""
        return to_seconds(self.boarding_slack)

    @property
    def snap_radius_mm(self) -> int:
        """Snap radius in whole millimetres."""
        return int(self.snap_radius * 1000 + 0.5)

    def longest_s(self, street_mode: str) -> int:
        """
        Give the longest way by a street mode to, from or without stops.

        Parameters
        ----------
        street_mode
            ``"walk"``, ``"cycle"`` or ``"car"``.

        Returns
        -------
        int
            Seconds.
        """
        limits: dict[str, Any] = {
            "walk": self.max_walk_time,
            "cycle": self.max_cycle_time,
            "car": self.max_car_time,
        }
        return to_seconds(limits[street_mode])


class BuildOptions(Options):
    """
    How a network is built.

    Parameters
    ----------
    stop_snap_radius
        How far a stop, or an entrance of a station, may lie from the nearest street, in metres;
        default 300, at most 1,600.
    on_error
        What a faulty row of a timetable does: ``"raise"`` stops the build (default), ``"skip"``
        leaves out the row or its trip and reports it.
    area
        Where the network is wanted: a GeoDataFrame of polygons, the path of a polygon layer, or a
        bounding box (west, south, east, north in degrees, as numbers or as text with commas).
        Streets that do not reach it and trips that stop there fewer than twice are left out.
        Default None: all is kept.
    area_buffer
        How far around the area streets and trips are kept, in metres; default 5,000, at most
        200,000. Journeys that leave the area by more are lost.

    Raises
    ------
    UsageError
        If an option does not exist or its value is out of range.
    """

    stop_snap_radius: float = Field(default=300.0, gt=0, le=MAX_SNAP_RADIUS)
    on_error: Literal["raise", "skip"] = "raise"
    area: Any = None
    area_buffer: float = Field(default=5000.0, ge=0, le=200_000)

    @property
    def stop_snap_radius_mm(self) -> int:
        """Snap radius of stops in whole millimetres."""
        return int(self.stop_snap_radius * 1000 + 0.5)
