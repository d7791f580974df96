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

from asyncplay.runner import alarms
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire


def _encoder() -> Callable[[object], str]:
    """JSON by the C code that `json` calls, itself: what is Python in that module the snippet can replace."""
    c, escape = getattr(json.encoder, "c_make_encoder", None), json.encoder.encode_basestring_ascii
    if c is None:
        return json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
    chunks, join = c(None, None, escape, None, ":", ",", False, False, True), "".join
    return lambda values: join(chunks(values, 0))


_encode = _encoder()
_write = os.write
time_ns = time.monotonic_ns
_real: Callable[[], int] = time_ns
pack = struct.Struct("<ddIIIIIIII").pack_into  # wire.RECORD, with kind and loop as one word
MASK32 = wire.MASK32
struct_error = struct.error
_pack_word = struct.Struct("<Q").pack_into
_pack_beat = struct.Struct("<QQ").pack_into
_pack_rate = struct.Struct("<QQ").pack_into
_SIZE, _HEADER = wire.RECORD_SIZE, wire.HEADER_SIZE
_AT = wire.BEAT_TASK_AT
ASIDE = 200
"""From this number on the runner keeps its own descriptors; the limit is 256."""
TEXT_MAX = 600
"""Characters of one text in a line: with escapes, a line stays under LINE_MAX."""

_places = itertools.count(_HEADER, _SIZE)
memory: mmap.mmap | bytearray = bytearray(wire.HEADER_SIZE)
"""The shared memory. Who writes records of his own (`patch`) takes it anew each time: a forked child's is another one."""
slot: Callable[[], int] = _places.__next__
"""Reserves room for one record: its place in the memory. Safe across threads."""
_lines_fd = -1
_identity = (0, 0)
"""The pipe's device and number: a program may close all that it did not open, and open something else under that number."""
_fstat = os.fstat
_pinned: memoryview | None = None
"""While somebody has a view of it nobody can close the memory."""
_start = 0
_lost = 0
"""So many things were not told beside records that found no room."""


def _now_real() -> int:
    return _real() - _start


now: Callable[[], int] = _now_real
"""Nanoseconds on the run's clock since the snippet's first line. `clock` replaces it for a virtual run: look it up when it is called."""


def open_trace(trace_fd: int, lines_fd: int) -> None:
    """Attach to the parent's memory and pipe."""
    global memory, _lines_fd, _identity, _pinned
    memory = _map(trace_fd)
    _pinned = memoryview(memory)
    _lines_fd = lines_fd
    status = _fstat(lines_fd)
    _identity = status.st_dev, status.st_ino


def _map(fd: int) -> mmap.mmap:
    """Map it. Until 3.12 a mapping keeps a copy of the descriptor: it gets a high number, so that the snippet's files have theirs."""
    size = os.fstat(fd).st_size
    if hasattr(mmap.mmap, "seekable"):  # 3.13
        return mmap.mmap(fd, size, trackfd=False)  # type: ignore[call-arg]
    taken: list[int] = []
    try:
        while not taken or taken[-1] < ASIDE:
            taken.append(os.dup(fd))
        return mmap.mmap(fd, size)
    except OSError:
        pass  # so many descriptors are not allowed: a low number will do
    finally:
        for one in taken:
            os.close(one)
    return mmap.mmap(fd, size)


def begin() -> int:
    """The snippet's first line is next: time counts from here. Returns the real monotonic nanosecond."""
    global _start
    _start = _real()
    _pack_word(memory, wire.STARTED_AT, _start)
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


_ignore: Callable[[], object] | None = None
"""Has the system ignore the question where a thread stands. (`signal.signal` would show.)"""


def prepare() -> None:
    """What `answer_where` needs, which is the same for every run."""
    global _ignore
    if wire.WHERE:
        try:
            import ctypes
            import faulthandler  # noqa: F401

            call, number, ignored = ctypes.CDLL(None).signal, int(wire.WHERE), ctypes.c_void_p(1)
            _ignore = lambda: call(number, ignored)  # noqa: E731
        except (ImportError, OSError, AttributeError):
            pass


def answer_where() -> None:
    """Let a signal's handler in C write the stack among the lines, on a thread that nobody else could make speak."""
    if _ignore is not None:
        try:
            import faulthandler

            _ignore()  # what it gives back when Python ends: the question may be on its way then, and must end nothing
            faulthandler.register(wire.WHERE, file=_lines_fd, all_threads=False)
        except (ImportError, OSError, RuntimeError, ValueError):
            pass


def stop() -> None:
    """Record nothing from here on: this is a forked child, and the trace is its parent's."""
    global _lines_fd, memory
    _lines_fd = -1
    memory = bytearray(wire.HEADER_SIZE)


def is_open() -> bool:
    """Whether this process records: a forked child does not."""
    return _lines_fd >= 0


def put(kind: int, t: float, t0: float, task: int, a: int = 0, b: int = 0, c: int = 0, d: int = 0, loop: int = 0, e: int = 0) -> None:
    """Append a record. The words are those of wire.RECORD."""
    at = slot()
    try:
        pack(memory, at, t, t0, task, a, b, c, d, kind | loop << 16, e, at & MASK32)
    except struct_error:
        full(at)


def full(at: int) -> None:
    """A record found no room."""
    if len(memory) > _HEADER:
        _pack_word(memory, wire.DROPPED_AT, (at - len(memory)) // _SIZE + 1)


def made() -> int:
    """How many records were made."""
    return (int(repr(_places)[6:].partition(",")[0]) - _HEADER) // _SIZE  # "count(4096, 48)": pickling one is going away (3.14)


def beat(task: int, since: int, now: int) -> None:
    """Tell the parent whose step runs, since which real nanosecond (0, 0: none does), and when that was seen."""
    _pack_beat(memory, _AT, task, since)
    _pack_word(memory, wire.WATCHED_AT, now)


def tell_clock(t: int, since: int, rate: float) -> None:
    """The parent can reckon the run's clock: it is t at that real nanosecond, and goes so many times as fast as the real one from then on."""
    _pack_word(memory, wire.CLOCK_AT, t)
    _pack_rate(memory, wire.CLOCK_SINCE_AT, since, int(rate * 1e6))


def clip(text: object, most: int = TEXT_MAX) -> str:
    """A text short enough for a line."""
    return text[:most] if type(text) is str else "?"


def line(kind: str, **values: object) -> None:
    """Write one line; a definition."""
    if _lines_fd < 0:
        return
    try:
        data = _encode({"k": kind, **values}).encode() + b"\n"
        status = _fstat(_lines_fd)
        if len(data) <= wire.LINE_MAX and (status.st_dev, status.st_ino) == _identity:
            _write(_lines_fd, data)
        else:
            lose()
    except (OSError, ValueError, TypeError, MemoryError, RecursionError):
        lose()
        alarms.let_out()


def fact(kind: str, **values: object) -> None:
    """Write one line that is a fact of its own: it carries its place among the records, and its time."""
    line(kind, n=made(), t=max(0, now()), **values)


STRINGS_MAX = 20_000
_strings: dict[str, int] = {"": 0}
_next_string = itertools.count(1).__next__


def string(text: str) -> int:
    """The id of an interned string. Beyond the bound: that of one which says so."""
    found = _strings.get(text)
    if found is None:
        if len(_strings) >= STRINGS_MAX:
            lose()
            return _strings.get("…") or _define("…")
        found = _define(text)
    return found


def _define(text: str) -> int:
    found = _next_string()
    line("str", id=found, s=text)
    _strings[text] = found  # only now: another thread's record may come before the line else
    return found


def lose() -> None:
    """Something is not told: a definition found no room or no pipe, or the tracer failed. How many these are stands in the header at once."""
    global _lost
    _lost += 1
    try:
        _pack_word(memory, wire.LOST_AT, _lost)
    except ValueError:  # a program that looks for it can close the memory
        pass
