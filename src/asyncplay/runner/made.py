"""Where locks, events, queues … were made: their names stand there in the source.

The constructors are wrapped. (A class attribute with a setter, as `owners` has them, would see the same, but its value has to go through the
object's `__dict__`: such an object is slower for good, up to CPython 3.12, whose inline values end with that.) The place is told when the object is
first waited for.
"""

from __future__ import annotations

import sys
from asyncio import locks, queues
from itertools import islice
from types import CodeType
from typing import Any

from asyncplay.runner import alarms, disguise, record, sites
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

PLACES_MAX = 5000
OBJECTS_MAX = 50_000
MANY = 1
"""Added to a place's number, doubled: more than one was made there."""
_KINDS = (locks.Event, locks.Condition, locks.Barrier, queues.Queue)
_id = id
_getframe = sys._getframe


class _Place:
    __slots__ = ("code", "count", "number", "offset", "told")

    def __init__(self, number: int, code: CodeType, offset: int) -> None:
        self.number = number
        self.code = code
        self.offset = offset
        self.count = 0
        self.told = False


_places: dict[tuple[int, int], _Place] = {}
initial: dict[int, int] = {}
"""The slots that a semaphore was made with, by its address."""
_of: dict[int, _Place | None] = {}
"""The place of what was made last at an address."""


def _wrapped(original: Any) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        here(self, 2)

    return __init__


def here(thing: Any, depth: int) -> None:
    """This is being made, by the frame so many up or one outside of it."""
    try:
        if len(_of) > OBJECTS_MAX:
            _of.clear()
            initial.clear()
        _of[_id(thing)] = place = _place(type(thing), depth + 1)
        if place is not None:
            place.count += 1
    except Exception:
        record.lose()
        alarms.let_out()


def _place(kind: type, depth: int) -> _Place | None:
    frame = _getframe(depth)
    for _ in range(40):
        code = frame.f_code
        if sites.is_own(code):
            key = _id(code) + frame.f_lasti, _id(kind)  # a condition makes its lock at the same place
            place = _places.get(key)
            if place is None and len(_places) < PLACES_MAX:
                place = _places[key] = _Place(len(_places) + 1, code, frame.f_lasti)
            return place
        if sites.is_end(code) or frame.f_back is None:
            return None
        frame = frame.f_back
    return None


def place(thing: object) -> int:
    """The number of its place, doubled, and MANY; told to the parent the first time. 0 where it is not known."""
    found = _of.get(_id(thing))
    if found is None:
        return 0
    if not found.told:
        found.told = True
        line, _, column, _ = next(islice(found.code.co_positions(), found.offset // 2, None))
        record.line("made", id=found.number, line=line or 0, col=column or 0)
    return found.number << 1 | (MANY if found.count > 1 else 0)


def install() -> None:
    disguise.wear(*_DRESSED)


_DRESSED = [disguise.dress(kind, __init__=_wrapped(kind.__init__)) for kind in _KINDS]
