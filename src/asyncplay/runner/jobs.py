"""What goes on beside the loops: jobs of executors, threads, subprocesses; told when each begins and when it ends."""

from __future__ import annotations

import functools
import weakref

from asyncplay.runner import record
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

MOST = 10_000
"""So many are followed at a time."""
_count = 0
_running: dict[int, int] = {}
"""Jobs that go on, by the address of the object that stands for each."""


_items: dict[int, weakref.ref[object]] = {}
_ref, _id, _partial = weakref.ref, id, functools.partial


def hold(item: object) -> None:
    """An item of work of a thread pool was made: from `submit` until its worker lets go of it, it is open."""
    key = _id(item)
    _items[key] = _ref(item, _partial(_items.pop, key))


def none_open() -> bool:
    """Whether no thread pool has work, be it in a queue, with a worker that has not begun it, or under way."""
    return not _items


def open_jobs() -> int:
    """How much work thread pools have, in all of these states."""
    return len(_items)


def begin(what: str, name: str, key: int, task: int = 0, begun: float = 0, site: int = 0) -> None:
    """`key`: the address of the object that stands for it; `task`, `begun`, `site`: in whose step that was, since when, and where."""
    global _count
    if len(_running) >= MOST:
        record.lose()
        return
    _count += 1
    _running[key] = _count
    record.put(wire.JOB, record.now(), begun, task, 1, site, _count, wire.JOBS.index(what), 0, record.string(record.clip(name, 100)))


def end(key: int, code: object = None) -> None:
    """It is over; a subprocess with a return code."""
    number = _running.pop(key, 0)
    if number:
        told = code + 2**31 if type(code) is int and -(2**30) < code < 2**30 else 0
        record.put(wire.JOB, record.now(), 0, 0, 2, 0, number, told)
