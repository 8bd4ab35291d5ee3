"""The health report as plain text for a terminal."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accessibility.network.extent import Extent
    from accessibility.network.gtfs.feed_report import FeedReport
    from accessibility.network.gtfs.problems import Problem
    from accessibility.network.health.health import HealthReport
    from accessibility.network.health.service_levels import AgencyServices, ServicesOn
    from accessibility.network.health.stop_links import StopLinks

__all__ = ["feed_rules", "report_text", "services_text", "verdict_text"]

WIDTH = 100
FRACTIONS = (
    (1 / 4, "about a quarter"),
    (1 / 3, "about a third"),
    (1 / 2, "about half"),
    (2 / 3, "about two thirds"),
    (3 / 4, "about three quarters"),
)
NEAR = 0.04
"""How far a share may be from a fraction that stands for it."""

BAR = 30


def report_text(report: "HealthReport") -> str:
    """
    Write a report.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    str
        Lines of at most 100 characters, the verdict first.
    """
    lines = [*_wrapped(f"Verdict: {verdict_text(report)}"), ""]
    if report.area:
        lines += [*_wrapped(f"Cut to {report.area}; what lies beyond was left out."), ""]
    lines += ["Streets"]
    lines += _pairs([("extent", _extent(report.street_extent))])
    lines += _pairs(
        [(name.replace("_", " "), f"{n:,}") for name, n in report.street_counts.items()]
    )
    for feed, link in zip(report.feeds, report.links, strict=True):
        lines += ["", f"Feed {feed.name}", *_feed(feed, link, report.stop_snap_radius)]
    if not report.feeds:
        lines += ["", "No timetables: only walks can be asked."]
    return "\n".join([*lines, "", *_problems(report.problems)])


def verdict_text(report: "HealthReport") -> str:
    """
    Weigh a report in a sentence or two.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    str
        Going on from the word "Verdict:".
    """
    if not report.usable:
        reason = next(problem for problem in report.findings if problem.severity == "error")
        return f"this network cannot be used. The {reason.file} {reason.message}. {reason.remedy}"
    reservations = []
    if report.stops_outside:
        reservations.append(
            f"{_share(report.stops_outside, report.stops_served)} of the stops "
            f"({report.stops_outside:,} of {report.stops_served:,}) lie outside the streets"
        )
    if report.stops_too_far:
        reservations.append(
            f"another {report.stops_too_far:,} over {report.stop_snap_radius:g} m from any"
            if report.stops_outside
            else f"{report.stops_too_far:,} of {report.stops_served:,} stops lie over "
            f"{report.stop_snap_radius:g} m from any street"
        )
    counts = Counter(problem.severity for feed in report.feeds for problem in feed.problems)
    if counts["error"]:
        reservations.append("faulty rows of the timetables were left out")
    elif counts["warning"]:
        reservations.append("the timetables gave rise to warnings")
    if any(
        problem.code == "area_not_covered" and problem.severity == "warning"
        for problem in report.findings
    ):
        reservations.append("the streets do not cover the whole area")
    if any(problem.code == "no_common_date" for problem in report.findings):
        reservations.append("the feeds have no date in common")
    if not reservations:
        return "the network built, and all its parts fit together."
    return f"the network built, but {_listed(reservations)}."


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _share(part: int, whole: int) -> str:
    share = part / whole
    near, words = min(FRACTIONS, key=lambda fraction: abs(fraction[0] - share))
    return words if abs(near - share) <= NEAR else f"{share:.0%}" if share >= 0.01 else "under 1%"


def _feed(feed: "FeedReport", link: "StopLinks", radius: float) -> list[str]:
    if feed.first_date is None:
        dates = "no trip ever runs"
    else:
        dates = (
            f"{feed.first_date} to {feed.last_date}, last trip ends {feed.last_moment} "
            f"({feed.timezone})"
        )
    modes = ", ".join(f"{n:,} {mode}" for mode, n in feed.trips_by_mode.items())
    lines = _pairs(
        [
            ("file", feed.file),
            ("valid", dates.replace("T", " ")),
            ("agencies", f"{len(feed.agencies)}: {', '.join(feed.agencies)}"),
            ("trips", f"{feed.trips:,} ({modes or 'none'}) on {feed.routes:,} routes"),
            ("stop times", f"{feed.stop_times:,} kept of {feed.rows['stop_times']:,}"),
            *feed_rules(feed),
            ("stops", f"{feed.stops:,}, of which {feed.stops_served:,} are served"),
            ("extent", _extent(feed.extent)),
            *_clipped(feed),
        ]
    )
    width = len(f"{link.served:,}")
    through = f", {link.through_entrances:,} of them through entrances of their stations"
    for count, words in (
        (link.linked, f"join a street{through if link.through_entrances else ''}"),
        (link.too_far, f"lie among the streets, but more than {radius:g} m from one"),
        (link.outside, "lie outside the streets"),
        *([(link.beyond, "lie beyond the area, on trips that touch it")] if link.beyond else []),
    ):
        percent = f"{count / link.served:6.1%}" if link.served else ""
        lines.append(f"    {count:>{width},} {percent}  {words}")
    lines += [
        f"      too far: {stop.distance:,.0f} m  {stop.stop_id}  {stop.name}"
        for stop in link.farthest
    ]
    return lines


def feed_rules(feed: "FeedReport") -> list[tuple[str, str]]:
    """
    Say what a feed holds beyond plain trips, as far as it holds anything.

    Parameters
    ----------
    feed
        The feed.

    Returns
    -------
    list of tuple
        Topic and words.
    """
    said = []
    if feed.trips_at_intervals:
        unknown = f"{feed.trips_of_unknown_phase:,} of unknown phase"
        said.append(("intervals", f"{feed.trips_at_intervals:,} trips repeated, {unknown}"))
    if feed.trips_in_blocks:
        said.append(("blocks", f"{feed.trips_in_blocks:,} trips share a vehicle with others"))
    if feed.rules_for_changes:
        types = [f"{n:,} of type {name}" for name, n in feed.rules_for_changes.items()]
        said.append(("changes", f"rules of transfers.txt: {', '.join(types)}"))
    for what, known in (
        ("stops", feed.stops_by_wheelchair),
        ("trips", feed.trips_by_wheelchair),
    ):
        if known.keys() - {"unknown"}:
            named = ", ".join(f"{known.get(word, 0):,} {word}" for word in ("yes", "no", "unknown"))
            said.append(("wheelchair", f"{what}: {named}"))
    return said


def _clipped(feed: "FeedReport") -> list[tuple[str, str]]:
    if not feed.clipped:
        return []
    trips, stops = feed.clipped["trips"], feed.clipped["stops"]
    return [("left out", f"{trips:,} trips and {stops:,} stops beyond the area")]


def _extent(extent: "Extent | None") -> str:
    if extent is None:
        return "none"
    west, south, east, north = extent
    return f"{west:.4f} to {east:.4f} E, {south:.4f} to {north:.4f} N"


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[str]:
    wide = max((len(name) for name, _ in pairs), default=0)
    wide = max(wide, 10)
    indent = " " * (wide + 4)
    return [
        line for name, value in pairs for line in _wrapped(f"  {name:<{wide}}  {value}", indent)
    ]


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _problems(problems: "Sequence[Problem]") -> list[str]:
    if not problems:
        return ["Problems: none"]
    counts = Counter(problem.severity for problem in problems)
    named = ", ".join(f"{counts[s]} {s}" for s in ("error", "warning", "info") if counts[s])
    lines = [f"Problems: {named}"]
    for severity in ("error", "warning", "info"):
        for problem in problems:
            if problem.severity == severity:
                lines += _wrapped(f"  {severity:<7}  {problem}", " " * 11)
    return lines


def services_text(services: "ServicesOn") -> str:
    """
    Write what runs on a service day.

    Parameters
    ----------
    services
        What runs.

    Returns
    -------
    str
        A table by feed, agency and mode, what is lacking, and a table by hour.
    """
    lines = [
        (
            f"On {services.weekday} {services.date}: {services.trips:,} trips, "
            f"{services.departures:,} departures "
            f"(a usual {services.weekday} has {services.usual_trips:,} trips)"
        )
    ]
    for feed in services.feeds:
        lines += [
            "",
            f"  {feed.feed}: {_state(feed.valid, feed.trips, feed.first_date, feed.last_date)}",
        ]
        wide = max((len(row.agency) for row in feed.agencies), default=0)
        lines += [
            f"    {row.agency:<{wide}}  {row.mode:<10}  {row.trips:>7,} trips"
            f"  {row.departures:>9,} departures{_usual(row)}"
            for row in feed.agencies
        ]
    if services.findings:
        lines += ["", *_problems(services.findings)]
    if services.departures:
        lines += ["", *_hours(services)]
    return "\n".join(lines)


def _usual(row: "AgencyServices") -> str:
    usual = "" if row.usual_trips is None else f"  usually {row.usual_trips:>7,}"
    if row.lack is None:
        return usual
    return f"{usual}  {'! ended' if row.lack == 'service_ended' else '! few'}"


def _state(valid: bool, trips: int, first: str | None, last: str | None) -> str:  # noqa: FBT001
    if first is None:
        return "no trip of it ever runs"
    if not valid:
        return f"not valid on this date, only from {first} to {last}"
    return f"{trips:,} trips" if trips else "valid, but no trip runs on this date"


def _hours(services: "ServicesOn") -> list[str]:
    modes = services.departures_by_hour
    totals = [sum(hour) for hour in zip(*modes.values(), strict=True)]
    lines = [
        "  Departures by hour of the service day"
        + (" (24 and more: past midnight)" if len(totals) > 24 else "")
    ]
    lines.append("  hour " + "".join(f"{mode:>12}" for mode in modes))
    for hour, total in enumerate(totals):
        if total:
            counts = "".join(f"{departures[hour]:>12,}" for departures in modes.values())
            lines.append(f"  {hour:>4} {counts}  {'#' * max(1, round(BAR * total / max(totals)))}")
    return lines
