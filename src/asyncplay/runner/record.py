"""Writing the trace: records into shared memory, lines down a pipe. The only place that does either.

Nothing here may raise into the snippet, and every name is bound at import, since snippets replace what they can reach. What does not fit is
counted in the header. Definitions are written before the record that needs them is committed.
"""

from __future__ import annotations

import itertools
import json
import mmap
import os
import struct
import time
from collections.abc import Callable

from asyncplay.trace import wire

_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_write = os.write
time_ns = time.monotonic_ns
_real: Callable[[], int] = time_ns
_pack = wire.RECORD.pack_into
_pack_word = struct.Struct("<Q").pack_into
_pack_beat = struct.Struct("<QQ").pack_into
_pack_rate = struct.Struct("<QQ").pack_into
_SIZE, _HEADER = wire.RECORD_SIZE, wire.HEADER_SIZE
_AT = wire.BEAT_TASK_AT
TEXT_MAX = 600
"""Characters of one text in a line: with escapes, a line stays under LINE_MAX."""

_memory: mmap.mmap | bytearray = bytearray(wire.HEADER_SIZE)
_slot: Callable[[], int] = itertools.count().__next__
_capacity = 0
_lines_fd = -1
_start = 0
_made = 0
"""How many records were made."""


def _now_real() -> int:
    return _real() - _start


now: Callable[[], int] = _now_real
"""Nanoseconds on the run's clock since the snippet's first line. `clock` replaces it for a virtual run: look it up when it is called."""


def open_trace(trace_fd: int, lines_fd: int) -> None:
    """Attach to the parent's memory and pipe."""
    global _memory, _slot, _capacity, _lines_fd
    _memory = mmap.mmap(trace_fd, os.fstat(trace_fd).st_size)
    _capacity = (len(_memory) - _HEADER) // _SIZE
    _slot = itertools.count().__next__
    _lines_fd = lines_fd


def begin() -> int:
    """The snippet's first line is next: time counts from here. Returns the real monotonic nanosecond."""
    global _start
    _start = _real()
    _pack_word(_memory, wire.STARTED_AT, _start)
    tell_clock(0, _start, 1)
    return _start


def stand_still(at: int) -> None:
    """The program is paused since that real nanosecond: a real run's clock stands still until `go_on`."""
    global _real
    _real = lambda: at  # noqa: E731  `now` was bound by others: only what it reads can be exchanged


def go_on(lost: int) -> None:
    """The pause is over; so many nanoseconds of it do not count."""
    global _real, _start
    _real = time_ns
    _start += lost


def stop() -> None:
    """Record nothing from here on: this is a forked child, and the trace is its parent's."""
    global _capacity, _lines_fd, _memory
    _capacity = 0
    _lines_fd = -1
    _memory = bytearray(wire.HEADER_SIZE)


def is_open() -> bool:
    """Whether this process records: a forked child does not."""
    return _lines_fd >= 0


def put(kind: int, t: int, t0: int, task: int, a: int = 0, b: int = 0, c: int = 0, d: int = 0, loop: int = 0, e: int = 0) -> None:
    """Append a record. The words are those of wire.RECORD."""
    global _made
    n = _slot()
    _made = n + 1
    if n < _capacity:
        _pack(_memory, _HEADER + n * _SIZE, t, t0, task, a, b, c, d, kind, loop, e, n + 1)
    elif _capacity:
        _pack_word(_memory, wire.DROPPED_AT, n - _capacity + 1)


def beat(task: int, since: int) -> None:
    """Tell the parent whose step runs, since which real nanosecond; 0, 0 between steps."""
    _pack_beat(_memory, _AT, task, since)


def memory() -> mmap.mmap | bytearray:
    """The shared memory, for who reads the heartbeat."""
    return _memory


def tell_clock(t: int, since: int, rate: float) -> None:
    """The parent can reckon the run's clock: it is t at that real nanosecond, and goes so many times as fast as the real one from then on."""
    _pack_word(_memory, wire.CLOCK_AT, t)
    _pack_rate(_memory, wire.CLOCK_SINCE_AT, since, int(rate * 1e6))


def clip(text: object, most: int = TEXT_MAX) -> str:
    """A text short enough for a line."""
    return text[:most] if type(text) is str else "?"


def line(kind: str, **values: object) -> None:
    """Write one line; a definition."""
    if _lines_fd < 0:
        return
    try:
        data = _encode({"k": kind, **values}).encode() + b"\n"
        if len(data) <= wire.LINE_MAX:
            _write(_lines_fd, data)
    except (OSError, ValueError, TypeError):
        pass


def fact(kind: str, **values: object) -> None:
    """Write one line that is a fact of its own: it carries its place among the records, and its time."""
    line(kind, n=_made, t=max(0, now()), **values)


_strings: dict[str, int] = {"": 0}


def string(text: str) -> int:
    """The id of an interned string."""
    found = _strings.get(text)
    if found is None:
        found = _strings[text] = len(_strings)
        line("str", id=found, s=text)
    return found
