"""Corrections that an office keeps, applied to what an index run is made from."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from accessibility.analysis.service_kinds import Kind
from accessibility.places.corrections.correction_file import read_corrections
from accessibility.places.corrections.corrections import apply_corrections
from accessibility.places.points import Places

__all__ = ["correct_inputs"]


def correct_inputs(
    path: str | Path | None, origins: Places, kinds: dict[str, Kind]
) -> tuple[Places, dict[str, Kind], dict[str, Any] | None, list[str]]:
    """
    Correct the services and origins of a run.

    Parameters
    ----------
    path
        The table of corrections; None corrects nothing.
    origins
        The origins.
    kinds
        The services by kind.

    Returns
    -------
    origins : Places
        The same, some of them elsewhere.
    kinds : dict
        The same kinds, with services moved, closed or added.
    told : dict or None
        Every row that was used, for the provenance.
    notes : list of str
        How many there were, as a sentence.

    Raises
    ------
    InputError
        If a row is faulty, or about something that is not there.
    """
    if path is None:
        return origins, kinds, None, []
    services = [kind.as_services() for kind in kinds.values()]
    done = apply_corrections(read_corrections(path), services, origins.points)
    corrected = {
        one.kind: replace(
            kinds[one.kind], points=one.points, names=pa.array(one.names, pa.string())
        )
        for one in done.services or ()
    }
    points = origins.points if done.origins is None else done.origins
    return replace(origins, points=points), corrected, done.as_json(), [str(done)]
