"""A recording as the bytes of one file, and back. Pure: who reads and writes files is `engine.files`.

The events are the recording; the index and the keyframes lie in the file too, so that opening a million events folds none of them. These
are a convenience and are believed only as far as they fit: if not, or if they are missing, everything is made again from the events. Of a
damaged file, the events before the damage are shown. docs/trace-format.md describes the bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import MISSING, field, fields
from itertools import chain
from typing import Any

from asyncplay.late import dataclass
from asyncplay.trace import container, saved_chunks, saved_index, saved_states
from asyncplay.trace.columns import Table, Unfit
from asyncplay.trace.container import BadRecording
from asyncplay.trace.definitions import TEXT_MAX
from asyncplay.trace.events import EVENTS, TraceDamaged
from asyncplay.trace.fold import IllegalEvent
from asyncplay.trace.plain import Misfit
from asyncplay.trace.recording import KEYFRAME_EVERY, Recording
from asyncplay.trace.store import CHUNK, LAYOUTS, Chunk, Events

HEAD, SOURCE, TABLE, EVENTS_, RAW, INDEX = b"HEAD", b"SRCE", b"TABL", b"EVNT", b"RAWE", b"INDX"
STATES = frozenset({INDEX, b"VALS", b"ROWS", b"LONG", b"STAT"})
DOUBTS = (Misfit, Unfit, IllegalEvent, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError, struct.error)
"""All that bytes of the wrong shape can lead to."""
EVENTS_MAX = 20_000_000
__all__ = ["BadRecording", "Saved", "dump", "load"]


@dataclass(slots=True)
class Saved:
    """What a file held."""

    recording: Recording
    settings: dict[str, Any] = field(default_factory=dict)
    """How it was run: clock, seed, python, argv …; plain values, for show."""
    damage: str | None = None
    """What is wrong with it; the recording holds all until there."""


def dump(recording: Recording, settings: dict[str, Any] | None = None, made_by: str = "") -> Iterator[bytes]:
    """The file's bytes, piece by piece."""
    return container.written(_sections(recording, settings or {}, made_by))


def _sections(recording: Recording, settings: dict[str, Any], made_by: str) -> Iterator[tuple[bytes, bytes]]:
    events = recording.packed
    head = {
        "made_by": made_by, "path": recording.path, "events": recording.seq, "settings": settings,
        "kinds": {name: [list(LAYOUTS[cls].names), LAYOUTS[cls].typecodes] for name, cls in EVENTS.items()},
    }  # fmt: skip
    yield HEAD, json.dumps(head).encode()
    yield SOURCE, recording.source.encode("utf-8", "surrogatepass")
    told = 0
    for chunk in events.chunks:
        yield from _chunk(chunk, events.table, told)
        told = max(told, saved_chunks.needed(chunk))
    if events.tail:
        yield RAW, saved_chunks.raw_bytes(events.tail)
    yield INDEX, saved_index.index_bytes(recording.index)
    yield from saved_states.keyframe_sections(recording.keyframes, told)


def _chunk(chunk: Chunk, table: Table, told: int) -> Iterator[tuple[bytes, bytes]]:
    if chunk.raw is not None:
        yield RAW, saved_chunks.raw_bytes(chunk.raw)
        return
    needed = saved_chunks.needed(chunk)
    if needed > told:
        yield TABLE, saved_chunks.values_bytes(table.values[told:needed])
    yield EVENTS_, saved_chunks.chunk_bytes(chunk)


def load(data: bytes) -> Saved:
    """What is in a file's bytes. BadRecording if it is no recording that can be read."""
    reader = _Reader()
    whole = False
    try:
        for name, section in container.sections(data):
            if name == container.LAST:
                whole = True
            else:
                reader.take(name, section)
    except DOUBTS as error:
        if isinstance(error, BadRecording):
            raise
        reader.damage = reader.damage or "a part of it cannot be understood"
    if reader.head is None:
        raise BadRecording("its beginning is damaged")
    if not whole and reader.damage is None:
        reader.damage = "it is damaged or cut off"
    return reader.saved()


class _Reader:
    """Collects sections in their order."""

    def __init__(self) -> None:
        self.head: dict[str, Any] | None = None
        self.damage: str | None = None
        self.source = ""
        self.kinds: list[Any] = []
        self.events = Events()
        self.tail: list[Any] = []
        self.states: dict[bytes, bytes] = {}

    def take(self, name: bytes, data: bytes) -> None:
        if name == HEAD and self.head is None:
            self._head(json.loads(data))
        elif self.head is None:
            raise BadRecording("its beginning is damaged")
        elif name == SOURCE:
            self.source = data.decode("utf-8", "replace")
        elif name == TABLE:
            for value in saved_chunks.values_of(data):
                self.events.table.add(value)
        elif name in (EVENTS_, RAW):
            self._events(name, data)
        elif name in STATES:
            self.states[name] = data

    def _head(self, head: Any) -> None:
        if not isinstance(head, dict) or not isinstance(head.get("kinds"), dict) or not isinstance(head.get("settings"), dict):
            raise BadRecording("its beginning is damaged")
        self.head = head
        self.kinds = [_kind(name, shape) for name, shape in head["kinds"].items()]

    def _events(self, name: bytes, data: bytes) -> None:
        if len(self.events) + len(self.tail) > EVENTS_MAX:
            raise Misfit("too many events")
        chunk = saved_chunks.chunk_of(data, self.kinds, self.events.table) if name == EVENTS_ else None
        if chunk is not None and len(chunk.kinds) == CHUNK and not self.tail:
            self.events.chunks.append(chunk)
            self.events = Events(self.events.table, self.events.chunks)
            return
        found = chunk.events(self.events.table) if chunk is not None else saved_chunks.raw_of(data)
        if len(found) == CHUNK and not self.tail:
            self.events = Events(self.events.table, [*self.events.chunks, Chunk(b"", [], found)])
        else:
            self.tail += found

    def saved(self) -> Saved:
        assert self.head is not None
        path = self.head.get("path")
        recording = Recording(self.source, str(path)[:TEXT_MAX] if path else "")
        settings = {str(k)[:100]: v for k, v in self.head["settings"].items()}
        if self.damage is None and self._with_states(recording):
            return Saved(recording, settings)
        try:
            recording.extend(chain(self.events, self.tail))
        except DOUBTS:
            self.damage = self.damage or "its events contradict each other"
        if self.damage is not None:
            recording.append(TraceDamaged(recording.latest().at, self.damage))
        return Saved(recording, settings, self.damage)

    def _with_states(self, recording: Recording) -> bool:
        """Whether the index and the keyframes fit, and were taken over."""
        if not self.states.keys() >= STATES:
            return False
        table = Table(self.events.table.values)
        events = Events(table, self.events.chunks, list(self.tail))
        try:
            index = saved_index.index_of(self.states.pop(INDEX), len(events))
            recording.take_over(events, index, saved_states.keyframes_of(self.states, table, len(events)))
        except DOUBTS:
            return False
        return True


def _kind(name: str, shape: Any) -> Any:
    """The class of a kind of event, and its columns in this file: fields that came later have their defaults."""
    cls = EVENTS.get(name)
    if cls is None:
        raise BadRecording(f"it was made by another asyncplay: there is no event {str(name)[:40]!r} here")
    layout = LAYOUTS[cls]
    names, codes = shape
    optional = [f.name for f in fields(cls) if f.default is not MISSING]
    if list(layout.names[: len(names)]) != names or any(name not in optional for name in layout.names[len(names) :]):
        raise BadRecording(f"it was made by another asyncplay: its events {str(name)[:40]!r} have other parts")
    return cls, len(names), codes


assert KEYFRAME_EVERY == CHUNK
