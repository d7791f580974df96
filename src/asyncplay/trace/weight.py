"""About how many bytes of memory a recording takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from asyncplay.trace.columns import Column
from asyncplay.trace.keyframes import Flat
from asyncplay.trace.recording import Recording

OBJECT, ENTRY, ARRAY = 120, 100, 80
"""A small object with its fields, an entry of a dict with key and value, what an array takes beside its numbers."""


def weight(recording: Recording) -> int:
    """Events, states, index and output. To be asked once for a run that is over: it looks at all of its parts."""
    packed, keys, index = recording.packed, recording.keyframes, recording.index
    total = OBJECT * len(packed.tail)
    for chunk in packed.chunks:
        total += len(chunk.kinds) + OBJECT * len(chunk.raw or ()) + sum(_columns(columns) for _, columns in chunk.columns)
    total += _columns(keys.rows.columns) + _columns(keys.rows.of.values()) + OBJECT * len(keys.rows.fixed)
    total += sum(OBJECT + (len(value) if isinstance(value, str) else 0) for value in packed.table.values)
    seen: set[int] = set()
    total += sum(_state(frame.rest, seen) for frame in keys.frames)
    total += _columns([index.times, index.steps, index.switches, index.iterations])
    for track in index.tracks.values():
        total += 2 * OBJECT + _columns([track.seqs, track.wakers, track.prints]) + len(track.codes)
    return total + sum(OBJECT + len(line.text) for line in recording.output)


def _columns(columns: Iterable[Column]) -> int:
    return sum(ARRAY + len(one) * one.itemsize for one in columns)


def _state(rest: Iterable[Any], seen: set[int]) -> int:
    """The parts of a state that no state before it shares."""
    total = 0
    for value in rest:
        if id(value) in seen:
            continue
        if isinstance(value, Flat):
            seen.add(id(value))
            total += value.weight(seen)
        elif isinstance(value, dict | set | list | tuple):
            seen.add(id(value))
            total += ENTRY * len(value)
    return total
