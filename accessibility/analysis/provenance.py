"""What an answer was made from: enough to tell whether another one would be the same."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from accessibility import __version__
from accessibility.analysis.questions import as_json
from accessibility.network.store import fingerprint
from accessibility.tables import file_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accessibility.moments import When
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions
    from accessibility.places.points import Points

__all__ = ["file_asked", "provenance_of", "told_points"]


def provenance_of(
    result: str,
    network: "Network",
    options: "TravelOptions",
    moments: "Sequence[When | None]",
    points: "dict[str, Points]",
    **asked: Any,
) -> dict[str, Any]:
    """
    Say what an answer was made from.

    Parameters
    ----------
    result
        What kind of answer it is.
    network
        The network.
    options
        What travellers can and will do.
    moments
        The departures or deadlines; one that is None where there is none.
    points
        The points by their role.
    **asked
        What else was asked.

    Returns
    -------
    dict
        Text, numbers, lists and dictionaries: the program's version, the network and its inputs by
        hash, points by number and hash, moments and options.
    """
    when = [None if moment is None else as_json(moment) for moment in moments]
    return {
        "product": f"access-to-services {__version__}",
        "result": result,
        "network": network.key,
        "inputs": network.manifest["inputs"],
        **told_points(points),
        "when": when if len(when) > 1 else when[0],
        **asked,
        "options": options.model_dump(mode="json"),
    }


def told_points(points: "dict[str, Points]") -> dict[str, dict[str, object]]:
    """
    Say which points were asked about.

    Parameters
    ----------
    points
        The points by their role or kind.

    Returns
    -------
    dict
        For each their number, and a hash of them.
    """
    return {
        role: {"count": len(chosen), "sha256": chosen.fingerprint()}
        for role, chosen in points.items()
    }


def file_asked(path: str | Path) -> dict[str, str]:
    """
    Name a file that was asked with, so that it can be found again.

    Parameters
    ----------
    path
        The file, or a layer of it.

    Returns
    -------
    dict
        Its name and its hash.
    """
    file, _ = file_of(path)
    return {"file": Path(path).name, "sha256": fingerprint(file)}
