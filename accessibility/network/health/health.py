"""Did my network really build? What was read, how it fits together, and what is wrong with it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from accessibility.errors import UsageError
from accessibility.network.area import worded
from accessibility.network.extent import Extent
from accessibility.network.gtfs.feed_report import FeedReport
from accessibility.network.gtfs.problems import Problem, Severity
from accessibility.network.health.service_levels import ServicesOn, services_on
from accessibility.network.health.stop_links import FarStop, StopLinks, count_links

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from accessibility.network.area import Area
    from accessibility.network.gtfs.timetable import Timetable
    from accessibility.network.travel.joining import SnappedPoints

__all__ = ["HealthReport", "compose"]

NOTABLE_PERCENT = 10
"""From this share of the stops on, stops outside the streets are a warning."""

LITTLE = 0.005
"""Share of an area without streets that is not worth a word."""


@dataclass(frozen=True)
class HealthReport:
    """
    The health of a network.

    Parameters
    ----------
    street_counts
        What was read from the street map, by name.
    street_extent
        West, south, east and north of the streets that can be walked, in degrees; None if there are
        none.
    stop_snap_radius
        How far a stop may lie from a street, in metres.
    feeds
        What was read from each feed.
    links
        How the served stops of each feed lie to the streets.
    findings
        What is wrong with the network as a whole.
    timetable
        The timetables, for `services_on`; not part of the JSON.
    area
        The area to which the network was cut, in words; empty if it was not.
    """

    street_counts: dict[str, int]
    street_extent: Extent | None
    stop_snap_radius: float
    feeds: tuple[FeedReport, ...]
    links: tuple[StopLinks, ...]
    findings: tuple[Problem, ...]
    timetable: "Timetable | None" = field(default=None, repr=False, compare=False)
    area: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong: with the network as a whole, then feed by feed."""
        return (*self.findings, *(problem for feed in self.feeds for problem in feed.problems))

    @property
    def usable(self) -> bool:
        """Whether journeys can be computed at all."""
        return not any(problem.severity == "error" for problem in self.findings)

    @property
    def stops_served(self) -> int:
        """Stops that some trip serves, over all feeds."""
        return sum(link.served for link in self.links)

    @property
    def stops_linked(self) -> int:
        """Served stops that join a street."""
        return sum(link.linked for link in self.links)

    @property
    def stops_through_entrances(self) -> int:
        """Those of `stops_linked` that are entered through entrances of their stations."""
        return sum(link.through_entrances for link in self.links)

    @property
    def stops_too_far(self) -> int:
        """Served stops that lie among the streets, and too far from one."""
        return sum(link.too_far for link in self.links)

    @property
    def stops_outside(self) -> int:
        """Served stops that lie outside the streets."""
        return sum(link.outside for link in self.links)

    @property
    def stops_beyond(self) -> int:
        """Served stops that join no street and lie beyond the area of the network."""
        return sum(link.beyond for link in self.links)

    def services_on(self, day: date | str) -> ServicesOn:
        """
        Count what runs on a service day.

        Parameters
        ----------
        day
            The service day: a date, or text such as ``"2023-06-13"``.

        Returns
        -------
        ServicesOn
            Trips and departures by feed, agency, mode and hour.

        Raises
        ------
        UsageError
            If the text is no date, or the report was read from JSON without its timetable.
        """
        if self.timetable is None:
            raise UsageError(
                "This report has no timetable at hand. Open its network and ask network.health."
            )
        return services_on(self.timetable, _date(day))

    def to_json(self) -> str:
        """
        Write the report as JSON.

        Returns
        -------
        str
            Everything but the timetable.
        """
        return json.dumps(asdict(replace(self, timetable=None)), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str, timetable: "Timetable | None" = None) -> Self:
        """
        Read a report.

        Parameters
        ----------
        text
            What `to_json` wrote.
        timetable
            The timetables of the same network, for `services_on`.

        Returns
        -------
        HealthReport
            Equal to the one that was written.
        """
        parts: dict[str, Any] = json.loads(text)
        return cls(
            street_counts=parts["street_counts"],
            street_extent=_extent(parts["street_extent"]),
            stop_snap_radius=parts["stop_snap_radius"],
            feeds=tuple(_feed(feed) for feed in parts["feeds"]),
            links=tuple(_links(links) for links in parts["links"]),
            findings=tuple(Problem(**problem) for problem in parts["findings"]),
            timetable=timetable,
            area=parts.get("area", ""),
        )

    def __str__(self) -> str:
        from accessibility.network.health.health_text import report_text  # noqa: PLC0415 - it draws this

        return report_text(self)


def _date(day: object) -> date:
    if isinstance(day, date):
        return day.date() if isinstance(day, datetime) else day
    try:
        return date.fromisoformat(str(day))
    except ValueError:
        raise UsageError(f'"{day}" is no date. Give one such as 2023-06-13.') from None


def _extent(parts: list[float] | None) -> Extent | None:
    return None if parts is None else (parts[0], parts[1], parts[2], parts[3])


def _feed(parts: dict[str, Any]) -> FeedReport:
    read = {
        "agencies": tuple(parts["agencies"]),
        "extent": _extent(parts["extent"]),
        "whole_extent": _extent(parts.get("whole_extent")),
        "files_not_read": tuple(parts["files_not_read"]),
        "problems": tuple(Problem(**problem) for problem in parts["problems"]),
    }
    return FeedReport(**(parts | read))


def _links(parts: dict[str, Any]) -> StopLinks:
    return StopLinks(**(parts | {"farthest": tuple(FarStop(**stop) for stop in parts["farthest"])}))


def compose(
    *,
    timetable: "Timetable",
    feeds: Sequence[FeedReport],
    street_counts: Mapping[str, int],
    street_extent: Extent | None,
    stops: "SnappedPoints",
    through_entrances: "NDArray[np.bool_]",
    stop_snap_radius: float,
    area: "Area | None" = None,
) -> HealthReport:
    """
    Put the report of a network together.

    Parameters
    ----------
    timetable, feeds
        As `read_feeds` gave them.
    street_counts
        What was read from the street map, by name.
    street_extent
        West, south, east and north of the streets that can be walked, in degrees; None if there are
        none.
    stops
        Where stops and entrances join the streets themselves.
    through_entrances
        Which stops are entered through entrances of their stations.
    stop_snap_radius
        How far a stop may lie from a street, in metres.
    area
        The area to which streets and feeds were cut, if they were.

    Returns
    -------
    HealthReport
        With findings about how streets and feeds fit together.
    """
    report = HealthReport(
        street_counts=dict(street_counts),
        street_extent=street_extent,
        stop_snap_radius=float(stop_snap_radius),
        feeds=tuple(feeds),
        links=count_links(timetable, stops, through_entrances, street_extent, area),
        findings=(),
        timetable=timetable,
        area="" if area is None else str(area),
    )
    findings = _findings(report) + ([] if area is None else _area_findings(report, area))
    return replace(report, findings=tuple(findings))


def _findings(report: HealthReport) -> list[Problem]:
    """What is wrong with how streets and feeds fit together."""
    if report.street_extent is None:
        message = "hold nothing that can be walked in a connected piece of 40 junctions or more"
        return [
            Problem(
                "error",
                "no_streets",
                "streets",
                message,
                "Check that the extract is of the right place.",
            )
        ]
    found = []
    if report.feeds and report.stops_linked == 0:
        message = f"do not meet: none of {report.stops_served:,} served stops joins a street"
        remedy = "Check that the extract and the feeds are of the same place."
        found.append(Problem("error", "no_stop_linked", "streets and feeds", message, remedy))
    for link in report.links:
        found += _link_findings(link, report)
    return found + _validity_findings(report.feeds)


def _link_findings(link: StopLinks, report: HealthReport) -> list[Problem]:
    found = []
    if link.outside:
        message = (
            f"has {link.outside:,} of {link.served:,} served stops outside the streets: "
            "nobody walks to or from them"
        )
        remedy = "Take a larger extract of the streets if journeys from there matter."
        severe = link.outside * 100 >= NOTABLE_PERCENT * link.served
        severity: Severity = "warning" if severe else "info"
        found.append(
            Problem(severity, "stops_outside", link.feed, message, remedy, count=link.outside)
        )
    if link.too_far:
        message = (
            f"has {link.too_far:,} of {link.served:,} served stops among the streets but more than "
            f"{report.stop_snap_radius:g} m from one that can be walked: "
            "nobody walks to or from them"
        )
        remedy = "Check their coordinates and the streets around them, or raise stop_snap_radius."
        found.append(
            Problem("warning", "stops_too_far", link.feed, message, remedy, count=link.too_far)
        )
    if link.entrances_too_far:
        message = (
            f"has {link.entrances_too_far:,} entrances of stations among the streets but more than "
            f"{report.stop_snap_radius:g} m from one that can be walked: nobody uses them"
        )
        remedy = "Check their coordinates and the streets around them, or raise stop_snap_radius."
        count = link.entrances_too_far
        found.append(Problem("info", "entrances_too_far", link.feed, message, remedy, count=count))
    return found


def _validity_findings(feeds: Sequence[FeedReport]) -> list[Problem]:
    """Feeds that never run, and feeds that no date has in common."""
    found = [
        Problem(
            "warning", "never_runs", feed.name, "has no trip that ever runs", "Check its calendar."
        )
        for feed in feeds
        if feed.first_date is None and not (feed.trips == 0 and feed.clipped.get("trips"))
    ]
    dates = [
        (f.first_date, f.last_date)
        for f in feeds
        if f.first_date is not None and f.last_date is not None
    ]
    if len(dates) > 1 and max(first for first, _ in dates) > min(last for _, last in dates):
        message = "have no date in common"
        remedy = "Take feeds of the same time, or ask for dates that the feed you need covers."
        found.append(Problem("warning", "no_common_date", "feeds", message, remedy))
    return found


def _area_findings(report: HealthReport, area: "Area") -> list[Problem]:
    """What of the area the streets and the feeds do not cover."""
    found = []
    if report.street_extent is not None:
        lacking = 1 - area.covered_by(report.street_extent)
        if lacking >= LITTLE:
            message = f"end before the area does: {lacking:.0%} of it lies outside them"
            remedy = "Take a larger extract, unless there is only sea."
            severity: Severity = "warning" if lacking * 100 >= NOTABLE_PERCENT else "info"
            found.append(Problem(severity, "area_not_covered", "streets", message, remedy))
    for feed in report.feeds:
        if feed.trips == 0 and feed.whole_extent is not None and feed.clipped.get("trips"):
            message = (
                "has no trip that stops twice in the area: its stops cover "
                f"{worded(feed.whole_extent)}"
            )
            remedy = "Check that the feed is of the same place, or leave it out."
            found.append(Problem("warning", "feed_outside_area", feed.name, message, remedy))
    return found
