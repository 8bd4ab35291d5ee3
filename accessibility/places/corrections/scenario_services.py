"""Services that a scenario closes or adds."""

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from accessibility.places.corrections.service_rows import (
    nearest_of,
    row_of,
    with_service,
    without_service,
)
from accessibility.places.osm.services import Services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accessibility.network.scenario.contents import CloseService
    from accessibility.network.scenario.scenario import Scenario

__all__ = ["apply_to_services"]

logger = logging.getLogger("accessibility")


def apply_to_services(services: "Sequence[Services]", scenario: "Scenario") -> list[Services]:
    """
    Close and add services as a scenario says.

    Services to which the scenario was applied already stay as they are. Changes to kinds that are
    not among the services are passed over, and the log says so.

    Parameters
    ----------
    services
        Services by kind; they stay as they are.
    scenario
        The scenario.

    Returns
    -------
    list of Services
        In the same order; their notes count what was closed and added.

    Raises
    ------
    InputError
        If a service to be closed is not there (the nearest identifier is told), one to be added is
        there, or none would be left.
    """
    kinds = {found.kind for found in services}
    closed, added = scenario.contents.close_service, scenario.contents.add_service
    elsewhere = sorted({change.kind for change in (*closed, *added)} - kinds)
    if elsewhere:
        logger.warning(
            "%s changes services of kinds that are not asked for: %s.",
            scenario.label,
            ", ".join(elsewhere),
        )
    return [
        found if found.scenario == scenario.digest else _applied(found, scenario)
        for found in services
    ]


def _applied(services: Services, scenario: "Scenario") -> Services:
    contents, kind = scenario.contents, services.kind
    changed = services
    for number, gone in enumerate(contents.close_service):
        if gone.kind == kind:
            row = _row(changed, gone, scenario, number)
            changed = without_service(changed, row, scenario.label)
    for new in contents.add_service:
        if new.kind == kind:
            place = new.lon, new.lat
            changed = with_service(changed, new.id, place, new.name, scenario.label)
    counts = {
        "closed": sum(change.kind == kind for change in contents.close_service),
        "added": sum(change.kind == kind for change in contents.add_service),
    }
    notes = [
        f"{kind}: {count} {what} by the scenario {scenario.name}."
        for what, count in counts.items()
        if count
    ]
    return replace(changed, notes=[*services.notes, *notes], scenario=scenario.digest)


def _row(services: Services, change: "CloseService", scenario: "Scenario", number: int) -> int:
    row = row_of(services.points, change.id)
    if row is None:
        remedy = nearest_of(change.id, services.points.ids.to_pylist(), "services")
        place = ("close_service", number, "id")
        raise scenario.fault(place, f"is no {services.kind}", remedy, change.id)
    return row
