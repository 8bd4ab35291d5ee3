"""Corrections made to services and origins before anything is routed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from accessibility.errors import InputError
from accessibility.places.corrections.correction_file import (
    ACTIONS,
    Correction,
    Corrections,
    read_corrections,
)
from accessibility.places.corrections.service_rows import (
    moved_point,
    nearest_of,
    row_of,
    with_service,
    without_service,
)
from accessibility.places.osm.services import Services
from accessibility.places.points import Points

__all__ = ["Corrected", "Corrections", "apply_corrections", "read_corrections"]


@dataclass(frozen=True, eq=False)
class Corrected:
    """
    What has become of services and origins.

    Parameters
    ----------
    services
        The services, in their order; None if none were given.
    origins
        The origins; None if none were given.
    used
        Every row that was applied, in the order of the file.
    not_asked
        Rows about kinds of services that were not given, or about origins when none were.
    corrections
        The table.
    """

    services: list[Services] | None
    origins: Points | None
    used: tuple[Correction, ...]
    not_asked: tuple[Correction, ...]
    corrections: Corrections

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each action were applied."""
        found = Counter(row.action for row in self.used)
        return {action: found[action] for action in ACTIONS if found[action]}

    def as_json(self) -> dict[str, Any]:
        """
        Say what was done, for the provenance of an answer.

        Returns
        -------
        dict
            The file's hash, the counts by action, every row that was applied, and those that were
            not asked.
        """
        return {
            "sha256": self.corrections.sha256,
            "counts": self.counts,
            "used": [row.as_json() for row in self.used],
            "not_asked": [row.as_json() for row in self.not_asked],
        }

    def __str__(self) -> str:
        words = ", ".join(f"{count} {action}" for action, count in self.counts.items())
        left = f"; {len(self.not_asked)} not asked" if self.not_asked else ""
        return f"{self.corrections.label}: {words or 'nothing to correct'}{left}."


class _Found(NamedTuple):
    """A service: the place of its kind among the services, and its row there."""

    kind: int
    row: int


def apply_corrections(
    corrections: Corrections,
    services: Sequence[Services] | None = None,
    origins: Points | None = None,
) -> Corrected:
    """
    Correct services and origins.

    Parameters
    ----------
    corrections
        What `read_corrections` gave.
    services
        Services by kind; they stay as they are. An id without a kind means that service in all
        kinds that have it.
    origins
        Origins, which the action ``snap`` is about; they stay as they are.

    Returns
    -------
    Corrected
        Services and origins, and which rows were applied.

    Raises
    ------
    InputError
        If a row is about a service or an origin that is not there (the nearest is told) or that
        another row corrects too, or if it closes the last service of a kind.
    """
    kinds = None if services is None else list(services)
    used: list[Correction] = []
    not_asked: list[Correction] = []
    touched: dict[tuple[str, str], Correction] = {}
    for row in corrections.rows:
        if row.action == "snap":
            if origins is None:
                not_asked.append(row)
                continue
            _touch(corrections, touched, ("", row.id), row)
            origins = moved_point(origins, _origin(corrections, row, origins), _place(row))
        elif kinds is None or (row.kind and row.kind not in {one.kind for one in kinds}):
            not_asked.append(row)
            continue
        else:
            _correct(corrections, row, kinds, touched)
        used.append(row)
    if kinds is not None:
        kinds = [_noted(found, corrections, touched) for found in kinds]
    return Corrected(kinds, origins, tuple(used), tuple(not_asked), corrections)


def _correct(
    corrections: Corrections,
    row: Correction,
    kinds: list[Services],
    touched: dict[tuple[str, str], Correction],
) -> None:
    """Apply a row to the services that it is about."""
    label = f"{corrections.label} line {row.line}"
    if row.action == "added":
        at = [one.kind for one in kinds].index(row.kind)
        _touch(corrections, touched, (row.kind, row.id), row)
        kinds[at] = with_service(kinds[at], row.id, _place(row), row.name or None, label)
        return
    for kind, place in _services(corrections, row, kinds):
        found = kinds[kind]
        _touch(corrections, touched, (found.kind, str(found.points.ids[place])), row)
        if row.action == "closed":
            kinds[kind] = without_service(found, place, label)
        else:
            kinds[kind] = replace(found, points=moved_point(found.points, place, _place(row)))


def _services(corrections: Corrections, row: Correction, kinds: Sequence[Services]) -> list[_Found]:
    asked = [(n, one) for n, one in enumerate(kinds) if not row.kind or one.kind == row.kind]
    if row.id:
        found = [
            _Found(number, place)
            for number, one in asked
            if (place := row_of(one.points, row.id)) is not None
        ]
        known = [name for _, one in asked for name in one.points.ids.to_pylist()]
    else:
        sought = row.name.casefold()
        found = [
            _Found(number, place)
            for number, one in asked
            for place, name in enumerate(one.names)
            if name is not None and name.casefold() == sought
        ]
        known = [name for _, one in asked for name in one.names]
        if len(found) > 1:
            ids = ", ".join(str(kinds[k].points.ids[place]) for k, place in found)
            problem = f"is the name of {len(found)} services ({ids})"
            remedy = "Give the id instead."
            raise _fault(corrections, row, problem, remedy, "name", row.name)
    if not found:
        field, value = ("id", row.id) if row.id else ("name", row.name)
        what = row.kind or "service"
        remedy = nearest_of(value, known, "services" if field == "id" else "names")
        raise _fault(corrections, row, f"is no {what} that is there", remedy, field, value)
    return found


def _origin(corrections: Corrections, row: Correction, origins: Points) -> int:
    place = row_of(origins, row.id)
    if place is None:
        remedy = nearest_of(row.id, origins.ids.to_pylist(), "origins")
        raise _fault(corrections, row, "is no origin", remedy, "id", row.id)
    return place


def _touch(
    corrections: Corrections,
    touched: dict[tuple[str, str], Correction],
    subject: tuple[str, str],
    row: Correction,
) -> None:
    if subject in touched:
        problem = f"{row.subject} is corrected by line {touched[subject].line} too"
        raise InputError.at(corrections.label, problem, "Keep one of the two.", line=row.line)
    touched[subject] = row


def _noted(
    services: Services,
    corrections: Corrections,
    touched: dict[tuple[str, str], Correction],
) -> Services:
    counts = Counter(row.action for (kind, _), row in touched.items() if kind == services.kind)
    if not counts:
        return services
    words = ", ".join(f"{counts[action]} {action}" for action in ACTIONS if counts[action])
    note = f"{services.kind}: corrected by {corrections.label}: {words}."
    return replace(services, notes=[*services.notes, note])


def _place(row: Correction) -> tuple[float, float]:
    if row.place is None:
        msg = f"a correction of the action {row.action} has a place"
        raise TypeError(msg)
    return row.place


def _fault(
    corrections: Corrections, row: Correction, problem: str, remedy: str, field: str, value: str
) -> InputError:
    return InputError.at(
        corrections.label, problem, remedy, line=row.line, field=field, value=value
    )
