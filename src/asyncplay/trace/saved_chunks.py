"""Events in a recording file: chunks as columns of little-endian numbers, and what stands in no column as JSON."""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections.abc import Sequence
from typing import Any

from asyncplay.trace.columns import VALUE, WAIT, Column, Layout, Table, narrow, wide
from asyncplay.trace.events import EVENTS, Event, Wait
from asyncplay.trace.plain import HINTS, Misfit, fits, made, plain, value_of
from asyncplay.trace.store import CHUNK, LAYOUTS, Chunk

_COUNT = struct.Struct("<I")
_SIZE = struct.Struct("<Q")
_ORDER = list(EVENTS)


def numbers(column: Column) -> bytes:
    """A column's bytes."""
    if sys.byteorder == "big":
        column = array(column.typecode, column)
        column.byteswap()
    return column.tobytes()


def column(code: str, data: bytes) -> Column:
    """A column of these bytes."""
    found = array(code)
    found.frombytes(data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


class Writing:
    """Columns and texts, one behind the other, each with its size before it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def column(self, column: Column) -> None:
        self._put(numbers(column))

    def text(self, text: str) -> None:
        self._put(text.encode())

    def _put(self, data: bytes) -> None:
        self._parts += (_SIZE.pack(len(data)), data)

    def bytes(self) -> bytes:
        return b"".join(self._parts)


class Reading:
    """The same, read. Misfit beyond the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    @property
    def left(self) -> bool:
        return self._place < len(self._data)

    def column(self, code: str) -> Column:
        return column(code, self._get())

    def text(self) -> str:
        return self._get().decode()

    def _get(self) -> bytes:
        place = self._place + _SIZE.size
        size = _SIZE.unpack_from(self._data, self._place)[0]
        if place + size > len(self._data):
            raise Misfit("it ends too early")
        self._place = place + size
        return self._data[place : self._place]


def needed(chunk: Chunk) -> int:
    """How many values of the table a chunk speaks of."""
    most = 0
    for cls, columns in chunk.columns:
        for kind, values in _by_kind(LAYOUTS[cls], columns):
            if kind in (VALUE, WAIT) and len(values):
                most = max(most, max(values) + 1)
    return most


def _by_kind(layout: Layout, columns: Sequence[Column]) -> list[tuple[str, Column]]:
    """Each column with the kind of its field; a wait's second column is left out."""
    out, n = [], 0
    for kind in layout.kinds:
        out.append((kind, columns[n]))
        n += 2 if kind == WAIT else 1
    return out


def values_bytes(values: Sequence[Any]) -> bytes:
    return json.dumps([plain(value) for value in values]).encode()


def values_of(data: bytes) -> list[Any]:
    found = json.loads(data)
    if not isinstance(found, list):
        raise Misfit("no table")
    return [value_of(one) for one in found]


def raw_bytes(events: Sequence[Event]) -> bytes:
    return values_bytes(events)


def raw_of(data: bytes) -> list[Event]:
    found = values_of(data)
    if not all(type(event) in LAYOUTS for event in found):
        raise Misfit("no event")
    return found


def chunk_bytes(chunk: Chunk) -> bytes:
    """count, kinds used; each kind's number and count; the kind of each event; the columns."""
    out = [_COUNT.pack(len(chunk.kinds)), _COUNT.pack(len(chunk.columns))]
    for cls, columns in chunk.columns:
        out.append(_COUNT.pack(_ORDER.index(cls.kind)) + _COUNT.pack(len(columns[0])))
    out.append(chunk.kinds)
    out += [numbers(wide(one, code)) for cls, columns in chunk.columns for one, code in zip(columns, LAYOUTS[cls].typecodes, strict=True)]
    return b"".join(out)


def chunk_of(data: bytes, kinds: Sequence[tuple[type[Event], int, str]], table: Table) -> Chunk:
    """A chunk, all of its numbers checked. `kinds`: of each kind in the file the class, how many fields it has there, and its columns."""
    count, used = _COUNT.unpack_from(data, 0)[0], _COUNT.unpack_from(data, 4)[0]
    if not 0 < count <= CHUNK or not 0 < used <= len(kinds):
        raise Misfit("no chunk")
    place = 8 + 8 * used
    order, place = data[place : place + count], place + count
    found = []
    for n in range(used):
        number, many = _COUNT.unpack_from(data, 8 + 8 * n)[0], _COUNT.unpack_from(data, 12 + 8 * n)[0]
        cls, parts, codes = kinds[number]
        columns = []
        if order.count(n) != many or not many:
            raise Misfit("no chunk")
        for code in codes:
            size = many * array(code).itemsize
            columns.append(column(code, data[place : place + size]))
            if len(columns[-1]) != many:
                raise Misfit("a chunk is too short")
            place += size
        found.append((cls, [narrow(one) for one in _checked(cls, parts, columns, table, many)]))
    if place != len(data) or sum(order.count(n) for n in range(used)) != count:
        raise Misfit("no chunk")
    return Chunk(order, found)


def _checked(cls: type[Event], parts: int, columns: list[Column], table: Table, many: int) -> list[Column]:
    """The columns, if every value that they speak of is in the table and fits its field."""
    layout = LAYOUTS[cls]
    short = layout if parts == len(layout.names) else Layout(cls, layout.names[:parts])
    if len(columns) != len(short.typecodes):
        raise Misfit("other columns")
    check_values(short, columns, table)
    if parts < len(layout.names):  # made by an older version: what came later has its default
        rows = zip(*short.fields_of(columns, table), strict=True)
        return layout.pack([made(cls, list(row)) for row in rows], table)
    return columns


def check_values(layout: Layout, columns: Sequence[Column], table: Table) -> None:
    """Misfit if a column speaks of a value that is not in the table or does not fit its field."""
    hints = HINTS[layout.cls]
    for name, (kind, numbers_) in zip(layout.names, _by_kind(layout, columns), strict=True):
        if kind in (VALUE, WAIT):
            hint = Wait | None if kind == WAIT else hints[name]
            if not all(fits(table.values[v], hint) for v in set(numbers_)):
                raise Misfit(name)
