"""On which part of a network an answer depends: a new timetable changes no drive."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accessibility.network.network import Network
    from accessibility.options import TravelOptions

__all__ = ["network_key", "streets_key"]

STREETS = "osm"
"""Kind of the input that streets are made from."""


def streets_key(network: "Network") -> dict[str, Any]:
    """
    Say what the streets of a network were made from.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    dict
        Equal for networks with equal streets, whatever their timetables.
    """
    manifest = network.manifest
    inputs = [each["sha256"] for each in manifest["inputs"] if each["kind"] == STREETS]
    decisive = ("format_version", "options", "product")
    return {"streets": inputs, **{name: manifest[name] for name in decisive}}


def network_key(network: "Network", options: "TravelOptions") -> dict[str, Any]:
    """
    Say what answers of a network depend on.

    Parameters
    ----------
    network
        The network.
    options
        What travellers can and will do.

    Returns
    -------
    dict
        Of those who take no vehicle the streets, otherwise the whole network.
    """
    if options.mode == "transit":
        return {"network": network.key}
    return streets_key(network)
