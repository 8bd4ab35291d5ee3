"""
What libosmium does not check in a PBF file and may not survive: a NUL byte inside a text.

libosmium keeps tags as texts that end in NUL. One in the middle of a text makes two of one, so that
keys and values no longer pair, and reading goes on in memory that holds something else: the process
may end without a word. So the texts are looked at before libosmium sees the file.
"""

import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa

from accessibility.errors import InputError

__all__ = ["check_texts"]

_MAX_BLOB_HEADER: Final = 64 * 1024
_MAX_BLOB: Final = 32 * 1024 * 1024
"""Bounds that the format sets; libosmium refuses what is larger."""

_MAX_PARTS: Final = 100_000
"""More parts than a block can mean to have: a table, some groups, some numbers."""

_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5
_BLOB_SIZE: Final = 3
_RAW, _RAW_SIZE, _ZLIB, _LZ4 = 1, 2, 3, 6
_TEXT_TABLE: Final = 1
_TEXT: Final = 1


class _Broken(Exception):  # noqa: N818 - never leaves this module
    """What is no protocol buffer; libosmium says so better."""


def check_texts(path: Path) -> None:
    """
    Refuse an extract with a text that holds a NUL byte.

    Everything else that may be wrong with the file is left to libosmium.

    Parameters
    ----------
    path
        An OpenStreetMap file in PBF format.

    Raises
    ------
    InputError
        If there is such a text.
    """
    state = path.stat()
    _check(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=4)
def _check(path: Path, size: int, mtime_ns: int) -> None:
    """Look through a file, once for all that read it."""
    del size, mtime_ns  # they tell one state of the file from another
    with path.open("rb") as file:
        for blob in _blobs(file):
            try:
                fault = _fault(_unpacked(blob))
            except (_Broken, zlib.error, pa.ArrowException, OSError):
                continue
            if fault is not None:
                problem = f"holds {fault}: it is damaged"
                remedy = "Get the file again and compare its size with that of the source."
                raise InputError.at(path, problem, remedy)


def _blobs(file: BinaryIO) -> Iterator[memoryview]:
    """Blobs of a file up to its end, or to where it cannot be followed."""
    while len(length := file.read(4)) == 4:
        header_size = int.from_bytes(length, "big")
        if header_size > _MAX_BLOB_HEADER:
            return
        try:
            header = dict(_fields(memoryview(file.read(header_size))))
        except _Broken:
            return
        size = header.get(_BLOB_SIZE)
        if not isinstance(size, int) or size > _MAX_BLOB:
            return
        yield memoryview(file.read(size))


def _unpacked(blob: memoryview) -> memoryview:
    """What a blob holds; nothing if it is packed in a way that libosmium cannot read either."""
    parts = dict(_fields(blob))
    if isinstance(raw := parts.get(_RAW), memoryview):
        return raw
    size = parts.get(_RAW_SIZE)
    if not isinstance(size, int) or not 0 < size <= _MAX_BLOB:
        return memoryview(b"")
    if isinstance(packed := parts.get(_ZLIB), memoryview):
        return memoryview(zlib.decompressobj().decompress(packed, size))
    if isinstance(packed := parts.get(_LZ4), memoryview):
        return memoryview(pa.Codec("lz4_raw").decompress(packed, size, asbytes=True))
    return memoryview(b"")


def _fault(block: memoryview) -> str | None:
    """Say what of a block libosmium may not survive."""
    for part, (number, table) in enumerate(_fields(block)):
        if number == _TEXT_TABLE and isinstance(table, memoryview):
            text = _text_with_nul(table.tobytes())
            if text is not None:
                return f"a text with a NUL byte in it ({text[:40]!r})"
        if part > _MAX_PARTS:
            return f"a block of more than {_MAX_PARTS:,} parts"
    return None


def _text_with_nul(table: bytes) -> bytes | None:
    """The first text of a table that holds a NUL byte: a NUL may also be the length of a text."""
    nul = table.find(0)
    at = 0
    while nul >= 0:
        # Nearly always a text of at most 127 bytes, so this loop is all that takes time.
        while at + 1 < len(table) and table[at] == _TEXT << 3 | _BYTES and table[at + 1] < 128:
            end = at + 2 + table[at + 1]
            if end > nul:
                break
            at = end
        (number, text), at = _field(memoryview(table), at)
        if number == _TEXT and isinstance(text, memoryview) and 0 in text.tobytes():
            return text.tobytes()
        nul = table.find(0, at)
    return None


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Numbers and values of the fields of a protocol buffer; a value of bytes is a view."""
    at = 0
    while at < len(message):
        field, at = _field(message, at)
        yield field


def _field(message: memoryview, at: int) -> tuple[tuple[int, int | memoryview], int]:
    """Number and value of a field, and where it ends."""
    key, at = _varint(message, at)
    number, kind = key >> 3, key & 7
    if kind == _VARINT:
        value, at = _varint(message, at)
        return (number, value), at
    if kind == _BYTES:
        length, at = _varint(message, at)
    elif kind in {_FIXED_64, _FIXED_32}:
        length = 8 if kind == _FIXED_64 else 4
    else:
        raise _Broken
    if at + length > len(message):
        raise _Broken
    return (number, message[at : at + length]), at + length


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    for end in range(at, min(at + 10, len(message))):
        byte = message[end]
        value |= (byte & 127) << shift
        if byte < 128:
            return value, end + 1
        shift += 7
    raise _Broken
