"""Who holds a lock or a semaphore's slot: asyncio does not know, so it is watched where it is stored.

`Lock._locked` and `Semaphore._value` get a class attribute that has only a setter. Python looks in the instance first when a descriptor has
no getter, so reading costs what it did, no method is wrapped, and no traceback gains a frame.
"""

from __future__ import annotations

import sys
from asyncio import locks
from typing import Any

from asyncplay.runner import entry, loops, made, record, sites, steps, things, values
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_getframe = sys._getframe
_hands_over = locks.Semaphore._wake_up_next.__code__
"""Here a slot goes from whoever releases it to the first who waits: the next one that is woken has it."""


class _Stored:
    """A setter for one attribute: the value goes where it went before, and a change of holder is recorded."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __delete__(self, thing: Any) -> None:
        try:
            del thing.__dict__[self._name]
        except KeyError:
            raise AttributeError(self._name) from None

    def __set__(self, thing: Any, value: Any) -> None:
        before = thing.__dict__.get(self._name)
        thing.__dict__[self._name] = value
        if before is None:
            made.here(thing, 3)
            if type(value) is int:
                made.initial[id(thing)] = value
            return
        if value is before:
            return
        try:
            _changed(thing, before, value)
        except Exception:
            steps.failed()


class _Told(_Stored):
    """The same for what a barrier counts: one that is followed tells its new value."""

    def __set__(self, thing: Any, value: Any) -> None:
        before = thing.__dict__.get(self._name)
        thing.__dict__[self._name] = value
        if value is not before and (number := _followed(id(thing))):
            try:
                if type(value) is int and value >= 0:
                    record.put(wire.VALUE, record.now(), 0, 0, value, 0, number)
            except Exception:
                steps.failed()


_followed = things._objects.get


def _changed(thing: Any, before: Any, value: Any) -> None:
    if type(value) is bool:
        taken, left = value, 0
    elif type(value) is int and type(before) is int and value != before:
        taken, left = value < before, value + 1 if value >= 0 else 0
    else:
        return
    state = loops.here()
    task, begun, iteration = (state.task, state.begun, state.turn) if state is not None and state.task else (0, 0, 0)
    number = values.number(thing)
    loop = state.number if state is not None else 0
    if taken and _getframe(2).f_code is _hands_over:
        entry.handed_over = number, left
        return
    kind = wire.TAKEN if taken else wire.RELEASED
    record.put(kind, record.now(), begun, task, 0, sites.caller(3), number, left, loop, iteration)


def install() -> None:
    made.install()
    locks.Lock._locked = _Stored("_locked")  # type: ignore[attr-defined]
    locks.Semaphore._value = _Stored("_value")  # type: ignore[assignment]
    locks.Barrier._count = _Told("_count")  # type: ignore[attr-defined]
