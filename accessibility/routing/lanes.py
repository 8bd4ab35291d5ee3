"""Sixteen numbers handled at once: a row of lanes, one for each search of a block.

numba leaves it to the compiler whether a loop over sixteen numbers becomes vector instructions, and
for a loop this short it decides against. These few operations are therefore written as vectors; any
processor runs them, a wide one in a single step.
"""

from collections.abc import Callable
from typing import Any, TypeAlias, cast

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from numpy.typing import NDArray

__all__ = ["FAR", "LANES", "lower", "settle"]

LANES = 16
FAR = np.int32(2**30)
"""Milliseconds that stand for "not reached"; no sum of two terms overflows."""

_NUMBER = ir.IntType(32)
_INDEX = ir.IntType(64)
_ROW = ir.VectorType(_NUMBER, LANES)
_ALIGNED = 4
"""Rows of numpy's arrays are aligned like their numbers."""


@intrinsic
def _lower(typing: Any, into: Any, row: Any, source: Any, place: Any, more: Any) -> Any:  # noqa: ARG001
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        target = _row(context, builder, signature, arguments, 0)
        reached = _sum(context, builder, signature, arguments)
        builder.store(_least(builder, reached, builder.load(target, align=_ALIGNED)), target, 4)
        return context.get_dummy_value()

    return types.void(into, types.int64, source, types.int64, types.int32), code


@intrinsic
def _settle(typing: Any, into: Any, row: Any, source: Any, place: Any, more: Any) -> Any:  # noqa: ARG001
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        target = _row(context, builder, signature, arguments, 0)
        reached = _sum(context, builder, signature, arguments)
        far = ir.Constant(_ROW, [int(FAR)] * LANES)
        builder.store(_least(builder, reached, far), target, _ALIGNED)
        return context.get_dummy_value()

    return types.void(into, types.int64, source, types.int64, types.int32), code


def _row(context: Any, builder: Any, signature: Any, arguments: Any, which: int) -> Any:
    """Point at a row: the argument after the array is its number."""
    rows = context.make_array(signature.args[which])(context, builder, arguments[which])
    begin = builder.mul(arguments[which + 1], ir.Constant(_INDEX, LANES))
    return builder.bitcast(builder.gep(rows.data, [begin]), _ROW.as_pointer())


def _sum(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    row = builder.load(_row(context, builder, signature, arguments, 2), align=_ALIGNED)
    nothing = ir.Constant(_ROW, ir.Undefined)
    first = builder.insert_element(nothing, arguments[4], ir.Constant(_NUMBER, 0))
    return builder.add(row, builder.shuffle_vector(first, nothing, ir.Constant(_ROW, [0] * LANES)))


def _least(builder: Any, one: Any, other: Any) -> Any:
    return builder.select(builder.icmp_signed("<", one, other), one, other)


Rows: TypeAlias = NDArray[np.int32]
_Operation: TypeAlias = Callable[[Rows, int, Rows, int, int], None]

lower = cast("_Operation", _lower)
"""`lower(into, row, source, place, more)`: lower every lane of a row to what the lane of a row of
`source` and `more` milliseconds come to, where that is less. Both arrays are C-contiguous, `LANES`
wide."""

settle = cast("_Operation", _settle)
"""`settle(into, row, source, place, more)`: set every lane of a row to that sum, `FAR` at most."""
