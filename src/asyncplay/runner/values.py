"""What is in the things that tasks wait for: a queue's items, an event's flag, a semaphore's free slots, a barrier's waiters.

asyncio calls nobody when these change, and wrapping every put and get would cost more than all the rest. So they are looked at after each
step, which is when somebody else could see a change. At most WATCHED_MAX of them; of what comes later the value is not known, and is not told.
"""

from __future__ import annotations

from asyncio import locks, queues, selector_events
from collections import deque
from typing import Any

from asyncplay.runner import record, things
from asyncplay.trace import wire

WATCHED_MAX = 48
_watched = things.watched
_objects = things._objects
_id = id
_QUEUE, _EVENT, _BARRIER = range(3)
_HOLDS = (deque, list)


def number(thing: Any) -> int:
    """The number of a primitive."""
    return _objects.get(_id(thing)) or _first(thing)


def _first(thing: Any) -> int:
    """It is seen for the first time: its limit and its value are told, and its value is looked at from now on."""
    kind, limit, value = type(thing), None, None
    look = None
    try:
        if issubclass(kind, queues.Queue):
            look, limit = _QUEUE, thing._maxsize if type(thing._maxsize) is int and thing._maxsize > 0 else None
        elif issubclass(kind, locks.Event):
            look = _EVENT
        elif issubclass(kind, locks.Barrier):
            look, limit = _BARRIER, thing._parties
        elif issubclass(kind, locks.Semaphore):
            value = thing._value
        if look is not None and len(_watched) < WATCHED_MAX:
            value = _value(thing, look)
        else:
            look = None
        found = things.of(thing, kind.__name__, limit, value)
    except Exception:
        return things.of(thing, kind.__name__)
    if look is not None and found:
        _watched[found] = [things.reference(-found), look, value]
    return found


def _value(thing: Any, look: int) -> int:
    if look == _QUEUE:
        held = thing._queue
        return len(held) if type(held) in _HOLDS else 0
    if look == _EVENT:
        return 1 if thing._value is True else 0
    return int(thing._count)


def sample(t: int, loop: int) -> None:
    """A step is over: tell what has changed."""
    waiting = 0, 0
    for obj, watched in list(_watched.items()):
        reference, look, before = watched
        thing = reference()
        if thing is None:
            continue
        value = _value(thing, look)
        if value != before:
            watched[2] = value
            if waiting[0]:
                record.put(wire.VALUE, t, 0, 0, waiting[1], value, waiting[0], obj, loop)
                waiting = 0, 0
            else:
                waiting = obj, value
    if waiting[0]:
        record.put(wire.VALUE, t, 0, 0, waiting[1], 0, waiting[0], 0, loop)


def descriptor(transport: Any) -> int | None:
    """The descriptor of one of asyncio's own transports."""
    fd = None
    if isinstance(transport, selector_events._SelectorTransport):  # type: ignore[attr-defined]
        fd = transport._sock_fd
    elif type(transport).__module__ == "asyncio.unix_events":
        fd = getattr(transport, "_fileno", None)
    elif type(transport).__name__ == "_SSLProtocolTransport" and type(transport).__module__ == "asyncio.sslproto":
        return descriptor(transport._ssl_protocol._transport)
    return fd if type(fd) is int and 0 <= fd < 1 << 31 else None
