"""A run's events, packed: a sequence that decodes a chunk when somebody looks into it. Grows at its end; nothing in it changes.

One writer. A reader in another thread may read what was there when it looked: chunk and tail change places in one assignment.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Any, overload

from asyncplay.trace.columns import Column, Layout, Table, Unfit, narrow
from asyncplay.trace.events import EVENTS, Event

CHUNK = 2048
"""Events in a packed chunk."""
CACHED = 6
"""Chunks that are kept decoded."""
LAYOUTS = {cls: Layout(cls) for cls in EVENTS.values()}


class Chunk:
    """CHUNK events: their kinds one byte each, and for each kind its columns. Or, where they do not fit into columns, as they are."""

    __slots__ = ("columns", "kinds", "raw")

    def __init__(self, kinds: bytes, columns: list[tuple[type[Event], list[Column]]], raw: list[Event] | None = None) -> None:
        self.kinds = kinds
        """For each event the number of its kind among `columns`."""
        self.columns = columns
        self.raw = raw

    def events(self, table: Table) -> list[Event]:
        if self.raw is not None:
            return self.raw
        if len(self.columns) == 1:
            cls, columns = self.columns[0]
            return list(LAYOUTS[cls].unpack(columns, table))
        nexts = [iter(LAYOUTS[cls].unpack(columns, table)).__next__ for cls, columns in self.columns]
        return [nexts[kind]() for kind in self.kinds]


def pack(events: Sequence[Event], table: Table) -> Chunk:
    """These events as a chunk."""
    groups: dict[type[Event], list[Event]] = {}
    for event in events:
        cls = type(event)
        if cls in groups:
            groups[cls].append(event)
        else:
            groups[cls] = [event]
    numbers = {cls: n for n, cls in enumerate(groups)}
    try:
        columns = [(cls, [narrow(one) for one in LAYOUTS[cls].pack(group, table)]) for cls, group in groups.items()]
    except (Unfit, KeyError):
        return Chunk(b"", [], list(events))
    return Chunk(bytes([numbers[type(event)] for event in events]), columns)


class Events(Sequence[Event]):
    """All events of a recording, by place."""

    def __init__(self, table: Table | None = None, chunks: list[Chunk] | None = None, tail: list[Event] | None = None, size: int = CHUNK) -> None:
        self.table = table or Table()
        self.chunks = chunks or []
        self.size = size
        """Events in each chunk."""
        self._tail: tuple[int, list[Event]] = (len(self.chunks) * size, tail or [])
        self._cache: OrderedDict[int, list[Event]] = OrderedDict()

    @property
    def tail(self) -> list[Event]:
        """The last events, which fill no chunk yet."""
        return self._tail[1]

    def append(self, event: Event) -> None:
        start, tail = self._tail
        tail.append(event)
        if len(tail) >= self.size:
            self._pack(start, tail)

    def extend(self, events: Sequence[Event]) -> None:
        start, tail = self._tail
        tail.extend(events)
        if len(tail) >= self.size:
            self._pack(start, tail)

    def _pack(self, start: int, tail: list[Event]) -> None:
        done = 0
        while len(tail) - done >= self.size:
            self.chunks.append(pack(tail[done : done + self.size], self.table))
            done += self.size
        self._tail = (start + done, tail[done:])

    def __len__(self) -> int:
        start, tail = self._tail
        return start + len(tail)

    @overload
    def __getitem__(self, n: int) -> Event: ...
    @overload
    def __getitem__(self, n: slice) -> list[Event]: ...
    def __getitem__(self, n: int | slice) -> Any:
        start, tail = self._tail
        if isinstance(n, slice):
            first, last, step = n.indices(start + len(tail))
            if step != 1:
                return [self[i] for i in range(first, last, step)]
            if first >= start:
                return tail[first - start : last - start]
            return list(chain.from_iterable(self.pieces(first, last)))
        if n < 0:
            n += start + len(tail)
        if n >= start:
            return tail[n - start]
        if n < 0:
            raise IndexError(n)
        return self.chunk(n // self.size)[n % self.size]

    def __iter__(self) -> Iterator[Event]:
        for piece in self.pieces(0, len(self)):
            yield from piece

    def of(self, classes: Collection[type[Event]]) -> Iterator[tuple[int, Event]]:
        """The events of these classes alone, each with its place; the others are not made."""
        start, tail = self._tail
        for n, chunk in enumerate(self.chunks):
            if chunk.raw is not None:
                yield from ((n * self.size + i, event) for i, event in enumerate(chunk.raw) if type(event) in classes)
                continue
            found: list[tuple[int, Event]] = []
            for number, (cls, columns) in enumerate(chunk.columns):
                if cls in classes:
                    places = (n * self.size + i for i, kind in enumerate(chunk.kinds) if kind == number)
                    found += zip(places, LAYOUTS[cls].unpack(columns, self.table), strict=True)
            yield from sorted(found, key=_place)
        yield from ((i, event) for i, event in enumerate(tail, start) if type(event) in classes)

    def glance(self, n: int) -> Event:
        """The n-th event; its chunk is not decoded for it."""
        start, tail = self._tail
        if n >= start:
            return tail[n - start]
        chunk, place = self.chunks[n // self.size], n % self.size
        if chunk.raw is not None:
            return chunk.raw[place]
        kind = chunk.kinds[place]
        cls, columns = chunk.columns[kind]
        found: Event = cls(*LAYOUTS[cls].row(columns, chunk.kinds.count(kind, 0, place), self.table))
        return found

    def pieces(self, first: int, last: int) -> Iterator[list[Event]]:
        """The events from one place to another, a list for each chunk that they lie in."""
        start, tail = self._tail
        while first < min(last, start):
            end = min(last, (first // self.size + 1) * self.size)
            whole = self.chunk(first // self.size)
            yield whole if end - first == self.size else whole[first % self.size : first % self.size + end - first]
            first = end
        if first < last:
            yield tail[first - start : last - start]

    def chunk(self, number: int) -> list[Event]:
        """A chunk, decoded; the last few are kept."""
        found = self._cache.get(number)
        if found is None:
            found = self.chunks[number].events(self.table)
            self._cache[number] = found
            while len(self._cache) > CACHED:
                self._cache.popitem(last=False)
        return found


def _place(found: tuple[int, Event]) -> int:
    return found[0]
