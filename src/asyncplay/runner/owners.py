"""Who holds a lock or a semaphore's slot: asyncio does not know, so it is watched where it is stored.

`Lock._locked` and `Semaphore._value` get a class attribute that has only a setter. Python looks in the instance first when a descriptor has
no getter, so reading costs what it did, no method is wrapped, and no traceback gains a frame.
"""

from __future__ import annotations

from asyncio import locks
from typing import Any

from asyncplay.runner import loops, record, sites, things
from asyncplay.trace import wire


class _Stored:
    """A setter for one attribute: the value goes where it went before, and a change of holder is recorded."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __set__(self, thing: Any, value: Any) -> None:
        before = thing.__dict__.get(self._name)
        thing.__dict__[self._name] = value
        if before is None or value == before:
            return
        try:
            taken = value is True or (value is not False and value < before)
            state = loops.here()
            task, begun = (state.task, state.begun) if state is not None and state.task else (0, 0)
            kind = wire.TAKEN if taken else wire.RELEASED
            record.put(kind, record.now(), begun, task, 0, sites.caller(2), things.of(thing, type(thing).__name__))
        except Exception:
            pass


def install() -> None:
    locks.Lock._locked = _Stored("_locked")  # type: ignore[attr-defined]
    locks.Semaphore._value = _Stored("_value")  # type: ignore[assignment]
