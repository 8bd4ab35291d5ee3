"""The health of a network as a page that people read, file and print."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from accessibility import __version__
from accessibility.files import check_page
from accessibility.maps.stops import draw_all_stops, draw_stops_near_streets
from accessibility.network.health.health_text import feed_rules, verdict_text
from accessibility.network.health.stop_links import LINKED, OUTSIDE, TOO_FAR
from accessibility.reports.calendar_map import LEVEL_COLOURS, calendar_map
from accessibility.reports.day import choose_day, hours_of, rows_of
from accessibility.reports.page import write_page
from accessibility.reports.problem_groups import ProblemGroup, count_severities, grouped
from accessibility.reports.street_tables import street_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accessibility.network.gtfs.feed_report import FeedReport
    from accessibility.network.gtfs.problems import Problem
    from accessibility.network.health.health import HealthReport
    from accessibility.network.health.service_levels import ServicesOn
    from accessibility.network.health.stop_links import StopLinks
    from accessibility.network.network import Network

__all__ = ["health_page"]

TEMPLATE: Final = "health.html"
OSM: Final = "© OpenStreetMap contributors"


class FeedSection(NamedTuple):
    """
    What the page says of a feed.

    Parameters
    ----------
    report, links
        The feed in numbers, and how its stops lie to the streets.
    file
        Name of its file, without the folders above it: they are of one machine.
    rules
        What it holds beyond plain trips: topic and words.
    problems
        What is wrong with it.
    span
        Where its period begins in that of all feeds, and how long it is, in per cent; None if no
        trip ever runs.
    """

    report: "FeedReport"
    links: "StopLinks"
    file: str
    rules: list[tuple[str, str]]
    problems: list[ProblemGroup]
    span: tuple[float, float] | None


def health_page(
    network: "Network",
    path: str | Path,
    *,
    date: dt.date | str | None = None,
    attribution: str = OSM,
) -> Path:
    """
    Write the health of a network as one page that opens in a browser, offline.

    It begins with a verdict and shows a map of the stops, what runs on a date, a calendar of all
    dates, each feed with its problems, the streets, and what the network was made from. Equal
    networks of one name give equal bytes.

    Parameters
    ----------
    network
        The network.
    path
        The page to write: ``.html`` or ``.htm``.
    date
        The service day to show, such as ``"2023-06-13"``; default the date with full service
        nearest to the middle of the period that all feeds share.
    attribution
        Whose data the map shows. The default is what the licence of OpenStreetMap asks for.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    UsageError
        If the file is of another kind, or the date is none.
    OutputError
        If the page cannot be written.
    """
    path = Path(path)
    check_page(path)
    health = network.health
    chosen = choose_day(network.timetable, health.feeds) if date is None else None
    shown = chosen.day if chosen else date
    services = None if shown is None else health.services_on(shown)
    findings = services.findings if services else ()
    span = _span(health.feeds)
    values: dict[str, object] = {
        "name": network.path.resolve().name,
        "health": health,
        "verdict": verdict_text(health),
        "level": _level(health, services),
        "severities": count_severities([*health.problems, *findings]),
        "near": draw_stops_near_streets(network),
        "all": draw_all_stops(network),
        "states": {"linked": LINKED, "too_far": TOO_FAR, "outside": OUTSIDE},
        "services": services,
        "why": chosen.why if chosen else "",
        "hours": hours_of(services) if services else None,
        "rows_of": rows_of,
        "day_problems": grouped(findings),
        "calendar": calendar_map(network.timetable, _day(services)) if services and span else None,
        "level_colours": LEVEL_COLOURS,
        "feeds": _sections(health, span),
        "asked_at": _place(span, _day(services)) if services and span else None,
        "general": grouped(_general(health)),
        "streets": street_tables(health.street_counts),
        "manifest": network.manifest,
        "key": network.key,
        "attribution": attribution,
        "version": __version__,
    }
    write_page(path, TEMPLATE, values)
    return path


def _day(services: "ServicesOn") -> dt.date:
    return dt.date.fromisoformat(services.date)


def _level(health: "HealthReport", services: "ServicesOn | None") -> str:
    """Weigh the whole: the style sheet has a colour for each level, the page a word."""
    if not health.usable:
        return "bad"
    doubtful = any(problem.severity != "info" for problem in health.problems)
    if services is not None:
        doubtful |= bool(services.findings) or not services.trips
        doubtful |= not all(feed.valid and feed.trips for feed in services.feeds)
    return "doubtful" if doubtful else "good"


def _general(health: "HealthReport") -> "list[Problem]":
    """Findings that are about no single feed."""
    names = {feed.name for feed in health.feeds}
    return [problem for problem in health.findings if problem.file not in names]


Span = tuple[dt.date, dt.date]


def _span(feeds: "Sequence[FeedReport]") -> Span | None:
    """First and last service day of all feeds."""
    days = [day for feed in feeds for day in (feed.first_date, feed.last_date) if day is not None]
    if not days:
        return None
    return dt.date.fromisoformat(min(days)), dt.date.fromisoformat(max(days))


def _place(span: Span, day: dt.date) -> float | None:
    """Where the middle of a day lies in a period, in per cent; None outside."""
    first, last = span
    return _percent(span, (day - first).days + 0.5) if first <= day <= last else None


def _percent(span: Span, days: float) -> float:
    return 100 * days / ((span[1] - span[0]).days + 1)


def _sections(health: "HealthReport", span: Span | None) -> list[FeedSection]:
    sections = []
    for report, links in zip(health.feeds, health.links, strict=True):
        found = [problem for problem in health.findings if problem.file == report.name]
        within = None
        if span and report.first_date and report.last_date:
            first = dt.date.fromisoformat(report.first_date)
            last = dt.date.fromisoformat(report.last_date)
            begin = _percent(span, (first - span[0]).days)
            within = begin, _percent(span, (last - first).days + 1)
        sections.append(
            FeedSection(
                report,
                links,
                Path(report.file).name,
                feed_rules(report),
                grouped([*found, *report.problems]),
                within,
            )
        )
    return sections
