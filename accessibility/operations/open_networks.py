"""Networks that stay open, with what was prepared for their questions."""

import gc
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from accessibility.errors import NetworkError

if TYPE_CHECKING:
    from accessibility.network.network import Network

__all__ = ["OpenNetworks"]

MOST = 4
"""So many networks stay open."""


class _Opened(NamedTuple):
    """A network, and by what to tell that its folder holds the same one."""

    network: "Network"
    state: tuple[int, int, int]


class OpenNetworks:
    """The networks that were asked for last."""

    def __init__(self) -> None:
        self._opened: OrderedDict[Path, _Opened] = OrderedDict()

    def open(self, path: Path) -> "Network":
        """
        Give a network; one that was opened before, if its folder has not changed.

        Parameters
        ----------
        path
            The folder.

        Returns
        -------
        Network
            The network; its files were compared with their hashes when it was opened.

        Raises
        ------
        NetworkError
            If there is none, or none any more, or it is broken.
        """
        from accessibility.network.network import Network  # noqa: PLC0415 - it loads numba

        known = self._opened.get(path)
        state = _state(path)
        if known is not None and known.state == state:
            self._opened.move_to_end(path)
            return known.network
        self.close(path)
        if known is not None and state is None:
            msg = (
                f"The network {path} was open, and its folder is gone or empty now. "
                "Build it again, or choose another network."
            )
            raise NetworkError(msg)
        network = Network.open(path)
        network.verify()
        if state is not None:
            self._opened[path] = _Opened(network, state)
        while len(self._opened) > MOST:
            self._opened.popitem(last=False)
        return network

    def close(self, path: Path) -> None:
        """
        Let go of a network, so that its folder can be replaced on every system.

        Parameters
        ----------
        path
            The folder; nothing happens if it is not open.
        """
        if self._opened.pop(path, None) is not None:
            gc.collect()

    def close_all(self) -> None:
        """Let go of all networks, to give their memory back."""
        self._opened.clear()
        gc.collect()


def _state(path: Path) -> tuple[int, int, int] | None:
    """What of the manifest changes when a network is built anew; None if there is none."""
    from accessibility.network.store import MANIFEST  # noqa: PLC0415

    try:
        found = (path / MANIFEST).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
