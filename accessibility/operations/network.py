"""Networks: build, open, check, and when they run."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from accessibility.errors import NoServiceDataError
from accessibility.files import check_page
from accessibility.network.calendar import best_served_date, full_service, trips_per_date
from accessibility.network.health.health_text import verdict_text
from accessibility.network.network import Network
from accessibility.operations.answers import begun, cut
from accessibility.operations.parameters import AbsolutePath, Parameters, reader
from accessibility.operations.request import Answer, Context, Operation
from accessibility.options import TRANSIT_MODES, BuildOptions
from accessibility.sample_town import NETWORK, copy_sample

if TYPE_CHECKING:
    from accessibility.network.gtfs.timetable import Timetable

__all__ = ["OPERATIONS"]

LONGEST_TEXT = 20_000
"""Bytes of a report in a summary."""
MOST_DAYS = 3_660
"""Days of a calendar in a summary: ten years."""


class SampleParameters(Parameters):
    """
    Where the sample town goes.

    Parameters
    ----------
    folder
        The folder.
    """

    folder: AbsolutePath


class BuildParameters(Parameters):
    """
    What a network is built from.

    Parameters
    ----------
    osm, gtfs, path
        Streets, timetables, and the folder of the network.
    area, area_buffer, stop_snap_radius, on_error
        As the fields of `BuildOptions`.
    """

    osm: AbsolutePath
    gtfs: list[AbsolutePath]
    path: AbsolutePath
    area: str | None = None
    area_buffer: float | None = None
    stop_snap_radius: float | None = None
    on_error: Literal["raise", "skip"] | None = None


class OpenParameters(Parameters):
    """
    Which network.

    Parameters
    ----------
    network
        Folder of the network.
    """

    network: AbsolutePath


class CheckParameters(OpenParameters):
    """
    What to say of a network.

    Parameters
    ----------
    date
        Also what runs on this date.
    html
        Also a page, in this file.
    """

    date: str | None = None
    html: AbsolutePath | None = None


def _sample(asked: SampleParameters, context: Context) -> Answer:
    inputs = copy_sample(asked.folder)
    feeds = [inputs["bus"], inputs["rail"]]
    return _built(inputs["osm"], feeds, asked.folder / NETWORK, BuildOptions(), context, inputs)


def _build(asked: BuildParameters, context: Context) -> Answer:
    names = ("area", "area_buffer", "stop_snap_radius", "on_error")
    given = {name: getattr(asked, name) for name in names}
    options = BuildOptions(**{name: value for name, value in given.items() if value is not None})
    return _built(asked.osm, asked.gtfs, asked.path, options, context, {})


def _built(
    osm: Path,
    feeds: list[Path],
    path: Path,
    options: BuildOptions,
    context: Context,
    files: dict[str, Path],
) -> Answer:
    context.networks.close(path)  # some systems keep folders that are open from being replaced
    context.searches.compile(context.progress)
    Network.build(osm, feeds, path, options, context.progress)
    return Answer(_summary(context.networks.open(path)), {"network": path, **files})


def _open(asked: OpenParameters, context: Context) -> Answer:
    network = context.networks.open(asked.network)
    context.searches.begin()  # while people look at what they have opened
    return Answer(_summary(network))


def _summary(network: Network) -> dict[str, Any]:
    """What a network is, in a few lines."""
    health, timetable = network.health, network.timetable
    run = {mode for feed in health.feeds for mode, trips in feed.trips_by_mode.items() if trips}
    verdict = verdict_text(health)
    inputs = zip(network.manifest["paths"], network.manifest["inputs"], strict=True)
    return {
        "path": str(network.path),
        "verdict": f"{verdict[0].upper()}{verdict[1:]}",
        "usable": health.usable,
        "bbox": None if health.street_extent is None else list(health.street_extent),
        "timezone": timetable.timezone or None,
        "feeds": begun(
            (
                {"name": feed.name, "first": feed.first_date, "last": feed.last_date}
                for feed in health.feeds
            ),
            most=200,
        ),
        "vehicles": [mode for mode in TRANSIT_MODES if mode in run],
        "trips": sum(feed.trips for feed in health.feeds),
        "stops": health.stops_served,
        "problems": len(health.problems),
        "default_date": _default_date(timetable),
        "inputs": begun(
            ({"path": path, "sha256": entry["sha256"]} for path, entry in inputs), most=200
        ),
    }


def _default_date(timetable: "Timetable") -> str | None:
    try:
        return best_served_date(timetable).isoformat()
    except NoServiceDataError:
        return None


def _check(asked: CheckParameters, context: Context) -> Answer:
    if asked.html is not None:
        check_page(asked.html)  # before anything that takes time
    network = context.networks.open(asked.network)
    health = network.health
    services = None if asked.date is None else str(health.services_on(asked.date))
    files = {}
    if asked.html is not None:
        from accessibility.reports.health import health_page  # noqa: PLC0415 - slow to load

        health_page(network, asked.html, date=asked.date)
        files["html"] = asked.html
    return Answer(
        {
            "text": cut(str(health), LONGEST_TEXT),
            "services_text": None if services is None else cut(services, LONGEST_TEXT),
            "usable": health.usable,
        },
        files,
    )


def _calendar(asked: OpenParameters, context: Context) -> Answer:
    timetable = context.networks.open(asked.network).timetable
    first, counts = trips_per_date(timetable)
    full = full_service(counts)
    default = best_served_date(timetable)
    begin = max(0, min((default - first).days - MOST_DAYS // 2, len(counts) - MOST_DAYS))
    shown = slice(begin, begin + MOST_DAYS)
    return Answer(
        {
            "first": (first + timedelta(days=begin)).isoformat(),
            "trips": counts[shown].tolist(),
            "full": full[shown].tolist(),
            "default": default.isoformat(),
        }
    )


OPERATIONS = {
    "sample": Operation(reader(SampleParameters), _sample),
    "build": Operation(reader(BuildParameters), _build),
    "open": Operation(reader(OpenParameters), _open),
    "check": Operation(reader(CheckParameters), _check),
    "calendar": Operation(reader(OpenParameters), _calendar),
}
