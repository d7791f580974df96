"""Long maps and sets of keyframes in a recording file: numbers in columns. One that several keyframes share is written once."""

from __future__ import annotations

import json
from array import array
from typing import Any

from asyncplay.trace import world
from asyncplay.trace.columns import Layout, Table, narrow
from asyncplay.trace.keyframes import Flat
from asyncplay.trace.plain import Misfit
from asyncplay.trace.saved_chunks import Reading, Writing, check_values

LAYOUTS = {cls.__name__: Layout(cls) for cls in (world.Timer, world.Callback, world.IoWait, world.Job, world.Thing, world.Loop)}
_KINDS = {"dict": dict, "set": set}


class Longs:
    """Collects them, and each of their values once."""

    def __init__(self, table: Table) -> None:
        self._out = Writing()
        self._table = table
        self._done: dict[int, int] = {}
        self._pools: dict[str, dict[int, tuple[int, Any]]] = {name: {} for name in LAYOUTS}
        """Of each class the values, by identity, with their places."""

    def put(self, flat: Flat) -> int | None:
        """Its place; None if it does not fit into columns."""
        place = self._done.get(id(flat))
        if place is not None:
            return place
        values, name, places = flat.all_values(), "", array("I")
        keys = flat.keys
        if isinstance(keys, tuple):
            return None
        if values is not None:
            name = type(values[0]).__name__
            if name not in LAYOUTS or any(type(value) is not LAYOUTS[name].cls for value in values):
                return None
            pool = self._pools[name]
            places = array("I", [pool.setdefault(id(value), (len(pool), value))[0] for value in values])
        self._out.text(json.dumps([flat.kind.__name__, name, keys.typecode]))
        self._out.column(keys)
        self._out.column(places)
        self._done[id(flat)] = len(self._done)
        return len(self._done) - 1

    def bytes(self) -> bytes:
        """The pools, then the maps. Unfit if a value does not fit into columns."""
        out = Writing()
        for name, pool in self._pools.items():
            out.text(name)
            for column in LAYOUTS[name].pack([value for _, value in pool.values()], self._table):
                out.column(column)
        return out.bytes() + self._out.bytes()


def longs_of(data: Reading, table: Table) -> list[tuple[Flat, type | None]]:
    """All of them, each with the class of its values."""
    pools: dict[str, list[Any]] = {}
    for name, layout in LAYOUTS.items():
        if data.text() != name:
            raise Misfit("other maps")
        columns = [data.column(code) for code in layout.typecodes]
        if any(len(column) != len(columns[0]) for column in columns):
            raise Misfit("columns of different lengths")
        check_values(layout, columns, table)
        pools[name] = list(layout.unpack(columns, table))
    out: list[tuple[Flat, type | None]] = []
    while data.left:
        kind, name, code = json.loads(data.text())
        if code not in ("h", "i", "q"):
            raise Misfit("other numbers")
        flat = Flat(_KINDS[kind]())
        keys, places = data.column(code), data.column("I")
        if name and (len(places) != len(keys) or (places and max(places) >= len(pools[name])) or flat.kind is set):
            raise Misfit("values that are not there")
        flat.read(keys, narrow(places), pools[name] if name else None)
        out.append((flat, LAYOUTS[name].cls if name else None))
    return out
