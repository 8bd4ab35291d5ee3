"""Networks that join the streets of one run with the timetables of another."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from accessibility.errors import InputError
from accessibility.network.network import Network
from accessibility.options import BuildOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accessibility.progress import Progress
    from accessibility.results.index import IndexResult

__all__ = ["feeds_of", "files_of", "join_network", "network_of", "streets_of"]


def network_of(result: "IndexResult") -> Network:
    """
    Open the network of a run.

    Parameters
    ----------
    result
        The run.

    Returns
    -------
    Network
        The network, which is still the one that was used.

    Raises
    ------
    InputError
        If another network lies there now.
    NetworkError
        If none lies there any more.
    """
    told = result.provenance["inputs"]
    network = Network.open(told["network_path"])
    if network.key != told["network"]:
        problem = f"was used by {result.folder}, and another network lies there now"
        remedy = "Keep each network in a folder of its own, or run that index again."
        raise InputError.at(network.path, problem, remedy)
    return network


def streets_of(result: "IndexResult") -> list[str]:
    """
    Tell which streets a run used.

    Parameters
    ----------
    result
        The run.

    Returns
    -------
    list of str
        Hashes of its extracts.
    """
    return _hashes(result, "osm")


def feeds_of(result: "IndexResult") -> list[str]:
    """
    Tell which timetables a run used.

    Parameters
    ----------
    result
        The run.

    Returns
    -------
    list of str
        Hashes of its feeds, in an order that does not depend on how they were given.
    """
    return sorted(_hashes(result, "gtfs"))


def _hashes(result: "IndexResult", kind: str) -> list[str]:
    inputs = result.provenance["inputs"].get("network_inputs") or []
    return [str(each["sha256"]) for each in inputs if each["kind"] == kind]


def join_network(
    streets: Network,
    feeds: "Sequence[Path]",
    path: Path,
    progress: "Progress | None" = None,
) -> Network:
    """
    Build a network of the streets of another one, and of feeds.

    Parameters
    ----------
    streets
        The network whose extract and options are used.
    feeds
        The timetables.
    path
        The folder to write.
    progress
        Hears how far the work is and may cancel it.

    Returns
    -------
    Network
        The network; the one that is there if it is of these inputs.

    Raises
    ------
    InputError
        If the extract is no longer there, or not what it was; or a feed is faulty.
    """
    ((osm, sha256),) = files_of(streets, "osm")
    given = dict(streets.manifest["options"])
    area: Any = None
    if given.pop("area") is not None and streets.area is not None:
        from geopandas import GeoDataFrame  # noqa: PLC0415 - slow to import

        # The area with its buffer: only its own outline would be widened once more.
        area = GeoDataFrame(geometry=[streets.area.zone], crs=4326)
        given["area_buffer"] = 0.0
    options = BuildOptions(**given)
    network = Network.build(osm, list(feeds), path, options, progress, area)
    used = {each["sha256"] for each in network.manifest["inputs"]}
    if sha256 not in used:
        problem = f"is no longer what {streets.path} was built from"
        raise InputError.at(osm, problem, "Bring the extract of that time back.")
    return network


def files_of(network: Network, kind: str) -> list[tuple[Path, str]]:
    """
    Find the files that a network was built from.

    Parameters
    ----------
    network
        The network.
    kind
        ``osm`` or ``gtfs``.

    Returns
    -------
    list of tuple
        Each file and its hash.

    Raises
    ------
    InputError
        If one of them is no longer there.
    """
    entries = zip(network.manifest["inputs"], network.manifest["paths"], strict=True)
    found = [(Path(path), str(entry["sha256"])) for entry, path in entries if entry["kind"] == kind]
    for path, _ in found:
        if not path.exists():
            problem = f"is no longer there, and {network.path} was built from it"
            raise InputError.at(path, problem, "Bring it back: it is joined with other inputs.")
    return found
