"""Long maps and sets of keyframes in a recording file: numbers in columns. One that several keyframes share is written once."""

from __future__ import annotations

import json

from asyncplay.trace import world
from asyncplay.trace.columns import Column, Layout, Table, Unfit
from asyncplay.trace.keyframes import Flat
from asyncplay.trace.plain import Misfit
from asyncplay.trace.saved_chunks import Reading, Writing, check_values

LAYOUTS = {cls.__name__: Layout(cls) for cls in (world.Timer, world.Callback, world.IoWait, world.Job, world.Thing, world.Loop)}
_KINDS = {"dict": dict, "set": set}


class Longs:
    """Collects them."""

    def __init__(self, table: Table) -> None:
        self.out = Writing()
        self._table = table
        self._places: dict[int, int] = {}

    def put(self, flat: Flat) -> int | None:
        """Its place; None if it does not fit into columns."""
        place = self._places.get(id(flat))
        if place is not None:
            return place
        columns: list[Column] = []
        name = ""
        if isinstance(flat.keys, tuple):
            return None
        if flat.values is not None:
            name = type(flat.values[0]).__name__
            if name not in LAYOUTS or any(type(value) is not LAYOUTS[name].cls for value in flat.values):
                return None
            try:
                columns = LAYOUTS[name].pack(flat.values, self._table)
            except Unfit:
                return None
        self.out.text(json.dumps([flat.kind.__name__, name]))
        for column in (flat.keys, *columns):
            self.out.column(column)
        self._places[id(flat)] = len(self._places)
        return len(self._places) - 1


def longs_of(data: Reading, table: Table) -> list[tuple[Flat, type | None]]:
    """All of them, each with the class of its values."""
    out: list[tuple[Flat, type | None]] = []
    while data.left:
        kind, name = json.loads(data.text())
        keys = data.column("q")
        flat = Flat(_KINDS[kind]())
        flat.keys = keys
        layout = LAYOUTS[name] if name else None
        if layout is not None:
            columns = [data.column(code) for code in layout.typecodes]
            if any(len(column) != len(keys) for column in columns) or flat.kind is set:
                raise Misfit("columns of different lengths")
            check_values(layout, columns, table)
            flat.values = tuple(layout.unpack(columns, table))
        out.append((flat, layout.cls if layout else None))
    return out
