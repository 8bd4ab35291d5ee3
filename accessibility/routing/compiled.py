"""How every kernel of this package is compiled."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba

from accessibility.routing.kept import keep_by_source

P = ParamSpec("P")
T = TypeVar("T")

keep_by_source()


def kernel(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a function with numba: no Python objects, no GIL, kept on disk.

    Never with numba's own parallelism: blocks of origins run in threads of the caller.

    Parameters
    ----------
    function
        A function over numpy arrays and numbers.

    Returns
    -------
    callable
        The same function, compiled at its first call for the types of its arguments.
    """
    compiled: Callable[P, T] = numba.njit(nogil=True, cache=True, error_model="numpy")(function)
    return compiled


def inlined(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a small helper into the kernels that call it.

    A call that hands over a tuple of arrays counts references to every one of them, which costs
    more than what a small helper does.

    Parameters
    ----------
    function
        A function over numpy arrays and numbers, called in inner loops.

    Returns
    -------
    callable
        The same function, put into its callers before they are compiled.
    """
    compiled: Callable[P, T] = numba.njit(nogil=True, error_model="numpy", inline="always")(
        function
    )
    return compiled
