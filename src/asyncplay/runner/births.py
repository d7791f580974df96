"""A task's first appearance: its number, its coroutine, who made it and where, and its name; and the names of plain callbacks."""

from __future__ import annotations

import functools
import os
import weakref
from asyncio import events, futures, locks, queues, tasks
from types import BuiltinFunctionType, CoroutineType, FunctionType, GeneratorType, MethodType
from typing import Any

from asyncplay.runner import kinds, loops, record, sites, things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_type, _id = type, id
_partial = functools.partial
_Task: Any = tasks.Task
_PyTask: Any = tasks._PyTask  # type: ignore[attr-defined]
_isinstance = isinstance
_codes, _caller, _slot, _pack = sites.codes.get, sites.caller, record.slot, record.pack
unnamed: set[int] = set()
"""Tasks whose name was not looked at yet: it may be set after the creation (3.11)."""
MINE, SETS_STATE, ENDS_SLEEP = 1, 2, 3
quiets: dict[int, int] = {}
"""What `quiet` says, by the address of a function's code."""
QUIETS_MAX = 10_000
TRACEBACK_MAX = 2000
_traceback: Any = vars(BaseException)["__traceback__"].__get__
"""An exception's own, whatever its class calls so."""
_keep: list[Any] = []
_ASYNCIO = os.path.dirname(events.__file__) + os.sep
_HANDED_OUT = frozenset(function.__code__.co_filename for function in (locks.Event.set, queues.Queue.put_nowait))
"""Methods of locks, events and queues are callbacks only where the snippet makes them such: `call_soon(event.set)`."""
_sets_state = next((c for c in futures._chain_future.__code__.co_consts if getattr(c, "co_name", "") == "_set_state"), None)  # type: ignore[attr-defined]
"""The code by which asyncio learns that a job of an executor is over."""
_ends_sleep = futures._set_result_unless_cancelled.__code__  # type: ignore[attr-defined]
via = 0
"""The address of the coroutine of which the loop's create_task just makes a task: its own frames stand next on the stack."""
origins: dict[int, tuple[weakref.ref[Any], int]] = {}
"""By a coroutine's address: it, and the site that asked for a task of it, where a factory's code, or another thread, calls the constructor."""
ORIGINS_MAX = 1000


def created(task: Any, state: loops.LoopState, depth: int, t: float = 0) -> int:
    """A task is seen for the first time."""
    coro = task._coro
    if state.reserved is not None and state.reserved[1] is coro:
        return _follow(task, state.reserved[0])
    number = things.reserve()
    if via == _id(coro):
        depth += 3  # past call_soon and both of create_task
    elif origins and (site := origin(coro)):
        tell(number, state, coro, 0, 0, t, site)
        return _follow(task, number)
    tell(number, state, coro, depth + 1, 0, t)
    return _follow(task, number)


def _follow(task: Any, number: int) -> int:
    """Only what was told is followed: nothing may be said of a task whose creation was not."""
    try:
        things.add_task(task, number)
        unnamed.add(number)
    except BaseException:  # a signal handler's
        things.drop_task(task, number)
        record.put(wire.GONE, record.now(), 0, number)
        raise
    return number


def asked(coro: Any, site: int) -> None:
    """Whoever asks for a task of this coroutine is not going to be seen when it is made."""
    if site and _type(coro) is CoroutineType:
        if len(origins) >= ORIGINS_MAX:
            origins.clear()
        origins[_id(coro)] = weakref.ref(coro), site


def origin(coro: Any) -> int:
    """Who asked for it, if that was told."""
    reference, site = origins.pop(_id(coro), (None, 0))
    return site if reference is not None and reference() is coro else 0


def late(task: Any, state: loops.LoopState, _depth: int, t: float = 0) -> int:
    """A task is seen for the first time that has begun before: who made it, and where, is not known."""
    by, state.task = state.task, 0
    try:
        return created(task, state, -1, t)
    finally:
        state.task = by


def tell(number: int, state: loops.LoopState, coro: Any, depth: int, eager: int = 0, t: float = 0, site: int = 0) -> None:
    """The record of a task's creation. `depth`: how far out its maker's frame is; 0: that is `site`."""
    kind = _type(coro)
    if kind is CoroutineType:
        code = _codes(_id(coro.cr_code)) or sites.code(coro.cr_code, coro.__qualname__)
    elif kind is GeneratorType:
        code = sites.code(coro.gi_code, coro.__qualname__)
    else:
        code = sites.code(None, kinds.name(kind))
    parent = state.task
    t0 = state.begun if parent else state.handle
    if origins and not parent and not site:
        site = origin(coro)
    if depth and not site:
        site = _caller(depth + 1)
    t = t or record.now()
    at = _slot()
    try:
        _pack(record.memory, at, t, t0, number, parent, site, code, eager, state.created, state.turn, at)
    except record.struct_error:
        record.full(at)
    except BaseException:  # a signal handler's: it is told, and nobody is going to follow it
        record.put(wire.GONE, t, 0, number)
        raise


def named(task: Any, number: int) -> None:
    """The first step is over: whatever name it has now is its name."""
    unnamed.discard(number)
    name = (_PyTask if _isinstance(task, _PyTask) else _Task).get_name(task)  # one that the program's class has instead is not asked
    if type(name) is str and name != f"Task-{number}" and name != "None":  # what 3.13 calls a task of a factory whose name was not given
        record.put(wire.NAMED, record.now(), 0, number, 0, 0, record.string(record.clip(name, 100)))


def code_of(callback: Any) -> int:
    """The id of what a plain callback is; asked of functions and C types alone."""
    kind = _type(callback)
    if kind is FunctionType:
        return sites.code(callback.__code__, callback.__qualname__)
    if kind is MethodType:
        return code_of(callback.__func__)
    if kind is _partial:
        return code_of(callback.func)
    if issubclass(kind, BuiltinFunctionType):
        return sites.code(None, kinds.method(callback))
    return sites.code(None, kinds.name(kind))


def quiet(callback: Any) -> int:
    """Whether a plain callback is a function of asyncio's own, and which; 0 for anything else."""
    kind = _type(callback)
    if kind is functools.partial:  # wait_for's, up to 3.11; sockets'
        callback = callback.func
        kind = _type(callback)
    if kind is MethodType:
        callback = callback.__func__
        kind = _type(callback)
    if kind is not FunctionType:
        return 0
    code = callback.__code__
    found = quiets.get(_id(code))
    if found is None:
        found = SETS_STATE if code is _sets_state else ENDS_SLEEP if code is _ends_sleep else MINE
        if not code.co_filename.startswith(_ASYNCIO) or code.co_filename in _HANDED_OUT:
            found = 0
        if len(quiets) < QUIETS_MAX:
            quiets[_id(code)] = found
            _keep.append(code)
    return found


def raised_on(error: BaseException) -> int:
    """The snippet's line that raised it, or through which it came last; 0 for none."""
    line, tb = 0, _traceback(error)
    for _ in range(TRACEBACK_MAX):
        if tb is None:
            break
        if sites.is_own(tb.tb_frame.f_code):
            line = tb.tb_lineno
        tb = tb.tb_next
    return line or 0


def describe(error: BaseException) -> str:
    """`Type: message`, without running any method of the exception's own."""
    kind = type(error)
    message = BaseException.args.__get__(error)  # type: ignore[attr-defined]
    first = message[0] if message else ""
    if type(first) is not str:
        return kinds.name(kind)
    text = repr(first) if kind is KeyError else first
    return record.clip(f"{kinds.name(kind)}: {text}" if text else kinds.name(kind), 300)
