"""Where things are kept that can be made again from a network."""

from pathlib import Path

from accessibility.routing import user_cache_folder

__all__ = ["DERIVED", "derived_folders"]

DERIVED = "derived"
"""Folder beside a network's arrays for what is made from them."""


def derived_folders(network: Path) -> list[Path]:
    """
    List the folders for what is made from a network.

    Parameters
    ----------
    network
        The network's folder.

    Returns
    -------
    list of Path
        Beside its arrays, or where that is read-only in the user's cache.
    """
    return [network / DERIVED, user_cache_folder() / DERIVED]
