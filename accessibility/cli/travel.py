"""The options of travellers and moments: the same for every command that computes times."""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accessibility.cli.sharing import with_options
from accessibility.cli.wording import in_words_of_the_command, options_by_flag
from accessibility.errors import UsageError

if TYPE_CHECKING:
    from accessibility.network.network import Network

__all__ = ["MINUTES", "MOMENT", "Asked", "asks_travel", "numbers_of"]

MINUTES = "MINUTES|1h30m"
MOMENT = '"YYYY-MM-DD HH:MM"'
MODES = "walk|cycle|car"


def _option(kind: Any, text: str, metavar: str | None = None) -> Any:
    return Annotated[kind | None, typer.Option(help=text, metavar=metavar)]


_TRAVEL: dict[str, Any] = {
    "mode": _option(str, "How people travel; default transit.", f"transit|{MODES}"),
    "walk_speed": _option(float, "Walking speed, km/h; default 3.6."),
    "cycle_speed": _option(float, "Cycling speed, km/h; default 12."),
    "max_time": _option(str, "Longest travel time; default 120.", MINUTES),
    "snap_radius": _option(float, "How far a point may lie from a street, metres; default 300."),
    "wheelchair": Annotated[
        bool, typer.Option("--wheelchair", help="No steps; only accessible stops and vehicles.")
    ],
    "wheelchair_unknown": _option(
        str, "Stops and vehicles that do not say; default allow.", "allow|refuse"
    ),
    "transit_modes": _option(str, "Vehicles that may be boarded, as bus,rail; default all."),
    "access_modes": _option(str, "Ways to the first stop, as walk,cycle; default walk.", MODES),
    "egress_modes": _option(str, "Ways from the last stop; default walk.", MODES),
    "direct_modes": _option(str, "Ways without a vehicle; default walk.", MODES),
    "max_walk_time": _option(
        str, "Longest walk to the first stop, from the last, or all the way; default 20.", MINUTES
    ),
    "max_cycle_time": _option(str, "The same by bicycle; default 30.", MINUTES),
    "max_car_time": _option(str, "The same by car; default 30.", MINUTES),
    "max_access_time": _option(
        str, "Longest way to vehicles of a kind, as bus=8,rail=12.", "KIND=MINUTES,…"
    ),
    "max_egress_time": _option(str, "Longest way from vehicles of a kind.", "KIND=MINUTES,…"),
    "max_transfer_time": _option(str, "Longest walk between two stops; default 10.", MINUTES),
    "boarding_slack": _option(str, "Time kept at a stop before boarding; default 1.", MINUTES),
    "max_rides": _option(int, "Most vehicles boarded in one journey; default 8."),
    "car_speeds": _option(
        str, "Speeds of road classes without a limit, as residential=30.", "CLASS=KM/H,…"
    ),
    "car_time_factors": _option(
        str,
        "Congestion at 7-9, 10-16 and 16-19 h, as primary=1.4/1.1/1.3.",
        "CLASS=F/F/F,…",
    ),
    "driving_side": _option(str, "Side of the road; default left.", "left|right"),
    "no_junction_delays": Annotated[
        bool, typer.Option("--no-junction-delays", help="Turns cost no time; they do by default.")
    ],
    "frequency_draws": _option(int, "Timetables drawn where intervals are inexact; default 1."),
    "frequency_seed": _option(int, "Seed of that draw; default 0."),
    "full_coverage": Annotated[
        bool, typer.Option("--full-coverage", help="Refuse a moment that some timetables miss.")
    ],
}

_WHEN: dict[str, Any] = {
    "depart": Annotated[
        list[str] | None,
        typer.Option(help="Local date and time of departure; may be repeated.", metavar=MOMENT),
    ],
    "arrive": Annotated[
        list[str] | None,
        typer.Option(help="Local date and time of the deadline; may be repeated.", metavar=MOMENT),
    ],
    "window": _option(
        str, "Ask each minute of a window after the departure, or before the deadline.", MINUTES
    ),
    "measure": _option(
        str, "Whether the wait at the outer end counts; default elapsed.", "elapsed|journey"
    ),
}

_NETWORK: dict[str, Any] = {
    "scenario": Annotated[
        Path | None,
        typer.Option(
            help="Change timetables and services first, to ask what if.", metavar="FILE.toml"
        ),
    ],
}

_FLAGS = {
    "wheelchair": "wheelchair",
    "no_junction_delays": "junction_delays",
    "full_coverage": "allow_partial",
}
"""Flags, and the option that each turns on, or off where it has another name."""


_OTHERWISE = {
    option: f"--{flag.replace('_', '-')}" for flag, option in _FLAGS.items() if option != flag
}
"""Options that the command line calls otherwise."""


class Asked:
    """
    What was asked on the command line of travellers and moments.

    Parameters
    ----------
    values
        Values by the names of the options, None where nothing was given.
    """

    def __init__(self, values: dict[str, Any]) -> None:
        from accessibility.moments import ArriveBy, DepartAt, When
        from accessibility.options import TravelOptions

        travel = {name: values[name] for name in _TRAVEL if values[name] is not None}
        # A flag that was not given says nothing: it must not contradict the mode.
        for flag, option in _FLAGS.items():
            if travel.pop(flag):
                travel[option] = option == flag
        with options_by_flag(moment="--arrive" if values["arrive"] else "--depart", **_OTHERWISE):
            self.options = TravelOptions(**travel)
            further = {
                name: values[name] for name in ("window", "measure") if values[name] is not None
            }
            self.moments: list[When] = [
                DepartAt(moment, **further) for moment in values["depart"] or ()
            ]
            self.moments += [ArriveBy(moment, **further) for moment in values["arrive"] or ()]
        self._check(further)
        self._scenario: Path | None = values["scenario"]

    @property
    def files(self) -> list[Path]:
        """Files that are read besides those of points."""
        return [] if self._scenario is None else [self._scenario]

    def open(self, path: Path, *, services: bool = False) -> "Network":
        """
        Open the network that is asked, changed by the scenario if there is one.

        Parameters
        ----------
        path
            Its folder.
        services
            Whether the command asks for services by kind, which a scenario may change.

        Returns
        -------
        Network
            Its files are what they were when it was built. What a scenario did is told.
        """
        from accessibility.network.network import Network

        network = Network.open(path)
        network.verify()
        if self._scenario is None:
            return network
        changed = network.with_scenario(self._scenario)
        if changed.scenario is not None:
            typer.echo(changed.scenario.told(), err=True)
            if changed.scenario.changes_services and not services:
                msg = "Points are taken as they are given: only nearest closes and adds services."
                typer.echo(msg, err=True)
        return changed

    def write_provenance(self, output: Path, provenance: dict[str, Any]) -> None:
        """
        Say beside a layer what it was made from, if there is a scenario.

        Parameters
        ----------
        output
            The layer.
        provenance
            What it was made from. Without a scenario that of an earlier run is removed.
        """
        from accessibility.results.beside import write_provenance

        write_provenance(output, None if self._scenario is None else provenance)

    def _check(self, further: dict[str, Any]) -> None:
        mode = self.options.mode
        if not self.moments and mode == "transit":
            msg = (
                'Public transport needs a departure or a deadline: --depart "2023-06-13 08:00" or '
                '--arrive "2023-06-13 09:00"; or give --mode walk, cycle or car.'
            )
            raise UsageError(msg)
        if not self.moments and further:
            msg = (
                f"--{next(iter(further))} needs the moment that it belongs to: --depart, --arrive."
            )
            raise UsageError(msg)

    @property
    def when(self) -> Any:
        """What the functions of the package take: None, one moment, or a list."""
        return self.moments if len(self.moments) > 1 else next(iter(self.moments), None)


def asks_travel(command: Callable[..., None]) -> Callable[..., None]:
    """
    Give a command the options of travellers and moments.

    Parameters
    ----------
    command
        Takes `asked`, an `Asked`, besides its own options; opens its network by it.

    Returns
    -------
    callable
        The command for typer.
    """
    options: dict[str, tuple[Any, Any]] = {
        name: (annotation, False if name in _FLAGS else None)
        for name, annotation in {**_WHEN, **_TRAVEL, **_NETWORK}.items()
    }
    with_travel = with_options(command, "asked", options, Asked)
    names = inspect.signature(with_travel).parameters

    @functools.wraps(with_travel)
    def wrapped(**values: Any) -> None:
        with in_words_of_the_command(names, _OTHERWISE):
            with_travel(**values)

    return wrapped


def numbers_of(percentiles: str) -> list[int]:
    """
    Read percentiles.

    Parameters
    ----------
    percentiles
        Such as ``25,50,75``.

    Returns
    -------
    list of int
        The numbers.

    Raises
    ------
    UsageError
        If they are none.
    """
    try:
        return [int(part) for part in percentiles.split(",")]
    except ValueError:
        msg = f'--percentiles "{percentiles}": give whole numbers from 1 to 100, as 25,50,75.'
        raise UsageError(msg) from None
