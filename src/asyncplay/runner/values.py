"""What is in the things that tasks wait for: a queue's items, an event's flag, a semaphore's free slots, a barrier's waiters.

asyncio calls nobody when the first two change, and wrapping every put, get and set would cost more than all the rest. So they are looked at after
each step, which is when somebody else could see a change. At most so many of them; of what comes later the value is not known, and is not told. The
other two are kept in an attribute that tells of each change (`owners`).
"""

from __future__ import annotations

from asyncio import locks, selector_events
from asyncio.queues import Queue
from collections import deque
from typing import Any

from asyncplay.runner import alarms, kinds, made, record, things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

QUEUES_MAX, EVENTS_MAX = 128, 48
"""A look at an event costs several times what one at a queue does. (An attribute that tells costs each `put` a call: a queue clears an event.)"""
_FREE = ()
containers: list[Any] = [_FREE, _FREE]
"""What is in queues that are watched; beside it the lengths that were told last, and the queues' numbers: the same place in each list. Two places
are always there, so that after each step nobody needs a loop to look at as many."""
told: list[int] = [0, 0]
numbers: list[int] = [0, 0]
more: list[int] = []
"""The numbers beyond those two."""
queues: dict[int, int] = {}
"""The place of a queue in these lists, by its number."""
others: list[list[Any]] = []
"""Events: [number, a weak reference, the value that was told last]."""
_objects = things._objects
_id, _len = id, len
_HOLDS = kinds.ids(deque, list)
_Event, _Barrier, _Semaphore = locks.Event, locks.Barrier, locks.Semaphore
_Transport: Any = selector_events._SelectorTransport  # type: ignore[attr-defined]


def number(thing: Any) -> int:
    """The number of a primitive."""
    return _objects.get(_id(thing)) or _first(thing)


def _first(thing: Any) -> int:
    """It is seen for the first time: its limit and its value are told, and its value is looked at from now on."""
    kind = type(thing)
    limit = value = None
    looks = watched = False
    try:
        if issubclass(kind, Queue):
            limit = thing._maxsize if type(thing._maxsize) is int and thing._maxsize > 0 else None
            if _id(type(thing._queue)) in _HOLDS and (looks := _len(queues) < QUEUES_MAX):
                value = _len(thing._queue)
        elif issubclass(kind, _Event):
            if watched := _len(others) < EVENTS_MAX:
                value = int(thing._value is True)
        elif issubclass(kind, _Barrier):
            limit, value = thing._parties, thing._count
        elif issubclass(kind, _Semaphore):
            value, limit = thing._value, made.initial.get(_id(thing))
        found = things.of(thing, kinds.name(kind), limit, value, place=made.place(thing))
    except Exception:
        alarms.let_out()
        return things.of(thing, kinds.name(kind))
    if looks and found:
        place = queues[found] = numbers.index(0) if 0 in numbers else _len(numbers)
        numbers[place : place + 1] = [found]
        told[place : place + 1] = [value or 0]
        containers[place : place + 1] = [thing._queue]
        more[:] = numbers[2:]
    elif watched and found:
        others.append([found, things.reference(-found), value])
    return found


def forget(number: int) -> None:
    """That object is gone. (A queue's container is held until then; it goes with the queue.)"""
    place = queues.pop(number, None)
    if place is not None:
        last = containers[-1], told[-1], numbers[-1]
        if _len(numbers) > 2:
            del containers[-1], told[-1], numbers[-1]
        else:
            last = _FREE, 0, 0
        if place < _len(numbers):
            containers[place], told[place], numbers[place] = last
            if last[2]:
                queues[last[2]] = place
        more[:] = numbers[2:]
    elif others:
        others[:] = [one for one in others if one[0] != number]


things.on_gone = forget


def sample(t: float, loop: int) -> None:
    """A step is over: tell what has changed."""
    changed = []
    for place, container in enumerate(containers):
        value = _len(container)
        if value != told[place]:
            told[place] = value
            changed.append((numbers[place], value))
    for one in others:
        thing = one[1]()
        if thing is not None:
            value = int(thing._value is True)
            if value != one[2]:
                one[2] = value
                changed.append((one[0], value))
    for n in range(0, _len(changed), 2):  # two in a record
        obj, value = changed[n]
        more, second = changed[n + 1] if n + 1 < _len(changed) else (0, 0)
        record.put(wire.VALUE, t, 0, 0, value, second, obj, more, loop)


def descriptor(transport: Any) -> int | None:
    """The descriptor of one of asyncio's own transports."""
    fd = None
    if isinstance(transport, _Transport):
        fd = transport._sock_fd
    elif kinds.module(type(transport)) == "asyncio.unix_events":
        fd = getattr(transport, "_fileno", None)
    elif kinds.of(transport) == "_SSLProtocolTransport" and kinds.module(type(transport)) == "asyncio.sslproto":
        protocol = transport._ssl_protocol
        return descriptor(protocol._transport) if protocol is not None else None  # None: TLS is closed
    return fd if type(fd) is int and 0 <= fd < 1 << 31 else None
