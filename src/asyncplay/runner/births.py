"""A task's first appearance: its number, its coroutine, who made it and where, and its name; and the names of plain callbacks."""

from __future__ import annotations

import functools
from types import BuiltinFunctionType, CoroutineType, FunctionType, GeneratorType, MethodType
from typing import Any

from asyncplay.runner import loops, record, sites, things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_type, _id = type, id
unnamed: set[int] = set()
"""Tasks whose name was not looked at yet: it may be set after the creation (3.11)."""
_told_cancelled: set[int] = set()
"""Tasks of which it was told that they are to be cancelled before they begin."""


def created(task: Any, state: loops.LoopState, depth: int) -> int:
    """A task is seen for the first time."""
    coro = task._coro
    if state.reserved is not None and state.reserved[1] is coro:
        number = things.add_task(task, state.reserved[0])
        unnamed.add(number)
        return number
    number = things.add_task(task)
    unnamed.add(number)
    if state.task:
        state.fresh.append(things.reference(number))
    tell(number, state, coro, depth + 1)
    return number


def tell(number: int, state: loops.LoopState, coro: Any, depth: int, eager: int = 0) -> None:
    """The record of a task's creation."""
    kind = _type(coro)
    if kind is CoroutineType:
        code, name = coro.cr_code, coro.__qualname__
    elif kind is GeneratorType:
        code, name = coro.gi_code, coro.__qualname__
    else:
        code, name = None, kind.__name__
    parent = state.task
    t0 = state.begun if parent else state.handle
    site = sites.caller(depth + 1)
    record.put(wire.CREATED, record.now(), t0, number, parent, site, sites.code(code, name), eager, state.number, state.iteration >> 8)


def named(task: Any, number: int) -> None:
    """The first step is over: whatever name it has now is its name."""
    unnamed.discard(number)
    name = task.get_name()
    if type(name) is str and name != f"Task-{number}":
        record.put(wire.NAMED, record.now(), 0, number, 0, 0, record.string(record.clip(name, 100)))


def look_for_cancelled(state: loops.LoopState, by: int, t: int) -> None:
    """The step is over that made these tasks: whoever is to be cancelled before it has begun was cancelled in it."""
    for reference in state.fresh:
        task = reference()
        if task is not None and task._must_cancel:
            number = things.number_of(task)
            _told_cancelled.add(number)
            record.put(wire.CANCEL, t, state.begun, number, by, 0, 0, 0, state.number, state.iteration >> 8)
    state.fresh.clear()


def cancelled(number: int, state: loops.LoopState) -> None:
    """A step begins in which the task meets its cancellation, that was asked for while it was ready: nobody knows by whom."""
    if number in _told_cancelled:
        _told_cancelled.discard(number)
    else:
        record.put(wire.CANCEL, state.begun, 0, number, 0, 0, 0, 0, state.number, state.iteration >> 8)


def code_of(callback: Any) -> int:
    """The id of what a plain callback is; asked of functions and C types alone."""
    kind = _type(callback)
    if kind is FunctionType:
        return sites.code(callback.__code__, callback.__qualname__)
    if kind is MethodType:
        return code_of(callback.__func__)
    if kind is functools.partial:
        return code_of(callback.func)
    if issubclass(kind, BuiltinFunctionType):
        return sites.code(None, callback.__qualname__)
    return sites.code(None, kind.__name__)


def describe(error: BaseException) -> str:
    """`Type: message`, without running any method of the exception's own."""
    kind = type(error)
    message = BaseException.args.__get__(error)  # type: ignore[attr-defined]
    first = message[0] if message else ""
    if type(first) is not str:
        return kind.__name__
    text = repr(first) if kind is KeyError else first
    return record.clip(f"{kind.__name__}: {text}" if text else kind.__name__, 300)
