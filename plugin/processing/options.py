"""What a traveller can and will do: the same parameters for every algorithm that computes times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..i18n import tr
from ..layers.modes import mode_words, street_words
from .values import Option

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

__all__ = ["contradiction", "given_options", "travel_options"]

_TRANSIT_ONLY = (
    "transit_modes",
    "access_modes",
    "egress_modes",
    "direct_modes",
    "max_walk_time",
    "max_cycle_time",
    "max_car_time",
    "max_transfer_time",
    "boarding_slack",
    "max_rides",
    "wheelchair_unknown",
    "full_coverage",
)
"""Options that say nothing of a way on streets alone."""
_OF_CYCLING = ("cycle_speed", "max_cycle_time")
_OF_DRIVING = ("max_car_time",)
_WAYS = ("access_modes", "egress_modes", "direct_modes")


def _vehicle_words() -> dict[str, str]:
    return {
        "tram": tr("tram"),
        "subway": tr("underground"),
        "rail": tr("train"),
        "bus": tr("bus"),
        "ferry": tr("ferry"),
        "cable_tram": tr("cable tram"),
        "aerial_lift": tr("cable car"),
        "funicular": tr("funicular"),
        "trolleybus": tr("trolleybus"),
        "monorail": tr("monorail"),
        "other": tr("other vehicle"),
    }


def travel_options() -> list[Option]:
    """Options in the order in which people read them, that of the mode first."""
    return [*_main_options(), *_advanced_options()]


def _main_options() -> list[Option]:
    beside = tr("To the first stop, from the last one, or all the way beside public transport.")
    return [
        Option(
            "mode",
            tr("Way to travel"),
            tr("Public transport includes the walks to and from stops, and the direct way where "
               "that is quicker. The others use streets alone."),
            "transit",
            choices=mode_words(),
        ),
        Option(
            "max_time",
            tr("Longest travel time (minutes)"),
            tr("Longer travel times count as not reached."),
            120.0,
            (1, 1440),
        ),
        Option("max_walk_time", tr("Longest walk (minutes)"), beside, 20.0, (0, 1440)),
        Option(
            "walk_speed",
            tr("Walking speed (km/h)"),
            tr("Speed of everybody on foot; hills do not count."),
            3.6,
            (0.5, 20),
        ),
        Option(
            "cycle_speed",
            tr("Cycling speed (km/h)"),
            tr("Speed of those who cycle."),
            12.0,
            (1, 60),
        ),
        Option(
            "wheelchair",
            tr("Wheelchair"),
            tr("No steps; only stops and vehicles that are open to wheelchairs."),
            False,
        ),
        Option(
            "snap_radius",
            tr("Farthest from a street (metres)"),
            tr("Points that lie farther from any street have no answer and are listed."),
            300.0,
            (1, 1600),
        ),
    ]  # fmt: skip


def _advanced_options() -> list[Option]:
    street, vehicles = street_words(), _vehicle_words()
    beside = tr("To or from a stop, or all the way beside public transport.")
    options = [
        Option(
            "transit_modes",
            tr("Vehicles"),
            tr("Vehicles that may be boarded."),
            tuple(vehicles),
            choices=vehicles,
        ),
        Option(
            "access_modes",
            tr("Ways to the first stop"),
            tr("How people get to the first vehicle."),
            ("walk",),
            choices=street,
        ),
        Option(
            "egress_modes",
            tr("Ways from the last stop"),
            tr("How people go on from the last vehicle."),
            ("walk",),
            choices=street,
        ),
        Option(
            "direct_modes",
            tr("Ways without a vehicle"),
            tr("How people go all the way where that is quicker than public transport."),
            ("walk",),
            choices=street,
        ),
        Option("max_cycle_time", tr("Longest way by bicycle (minutes)"), beside, 30.0, (0, 1440)),
        Option("max_car_time", tr("Longest way by car (minutes)"), beside, 30.0, (0, 1440)),
        Option(
            "max_transfer_time",
            tr("Longest change on foot (minutes)"),
            tr("Walk from one stop to another."),
            10.0,
            (0, 120),
        ),
        Option(
            "boarding_slack",
            tr("Time kept before boarding (minutes)"),
            tr("Time that people want to have at a stop before each vehicle."),
            1.0,
            (0.02, 60),
        ),
        Option(
            "max_rides",
            tr("Most vehicles"),
            tr("How many vehicles may be boarded in one journey."),
            8,
            (1, 20),
        ),
        Option(
            "wheelchair_unknown",
            tr("Stops and vehicles that do not say"),
            tr("With a wheelchair: what counts where the timetables say nothing."),
            "allow",
            choices={"allow": tr("are open to wheelchairs"), "refuse": tr("are closed to them")},
        ),
        Option(
            "full_coverage",
            tr("Refuse days that some timetables miss"),
            tr("Otherwise such a day is answered with a warning."),
            False,
        ),
    ]
    return [option._replace(is_advanced=True) for option in options]


def given_options(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> dict[str, Any]:
    """Read the options that differ from their defaults, the rest is left to the worker."""
    given = {}
    for option in travel_options():
        value = option.value(algorithm, parameters, context)
        if value != option.default:
            given[option.name] = list(value) if isinstance(value, tuple) else value
    return given


def as_worker_options(given: dict[str, Any]) -> dict[str, Any]:
    """Options by the worker's names and in its sense."""
    options = dict(given)
    if options.pop("full_coverage", False):
        options["allow_partial"] = False
    return options


def contradiction(given: dict[str, Any]) -> str:
    """
    Say which options the others leave without any effect: they cannot be meant.

    Parameters
    ----------
    given
        What `given_options` read.

    Returns
    -------
    str
        A sentence, empty if all is well.
    """
    labels = {option.name: option.label for option in travel_options()}
    mode = given.get("mode", "transit")
    for name in _TRANSIT_ONLY:
        if mode != "transit" and name in given:
            told = tr('"{option}" is for public transport only; the way to travel is {mode}.')
            return told.format(option=labels[name], mode=mode_words()[mode])
    used = {mode, *(way for name in _WAYS for way in given.get(name, ()))}
    for way, names in (("cycle", _OF_CYCLING), ("car", _OF_DRIVING)):
        for name in names:
            if way not in used and name in given:
                told = tr('"{option}" has no effect: nobody travels {mode}.')
                return told.format(option=labels[name], mode=mode_words()[way])
    if given.get("wheelchair") and "cycle" in used:
        return tr("A wheelchair cannot be combined with cycling.")
    if given.get("wheelchair") and mode == "car":
        return tr("A wheelchair makes no difference by car.")
    if "wheelchair_unknown" in given and not given.get("wheelchair"):
        told = tr('"{option}" has no effect without a wheelchair.')
        return told.format(option=labels["wheelchair_unknown"])
    return ""
