"""asyncio's own methods, wrapped in place, so that every loop is seen: what happens around each step, task, timer and wake-up.

The originals do all the work and are called inside. A wrapper leaves no reference behind in its frame (a traceback keeps the frame, the frame
would keep the task, and "exception was never retrieved" would come late), takes its own frame out of debug-mode source tracebacks, and
swallows the tracer's own failures, which the header counts.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from asyncio import base_events, constants, events
from typing import Any

from asyncplay.runner import chains, loops, record, sites, things
from asyncplay.trace import wire

_Loop: Any = base_events.BaseEventLoop
_Handle: Any = events.Handle
_getframe = sys._getframe
_OURS = os.path.dirname(os.path.dirname(__file__)) + os.sep
_real = time.monotonic_ns
_id, _type = id, type
_put, _beat = record.put, record.beat
_now = record.now
_base = 0
"""The real clock at the snippet's first line, in nanoseconds; later by the length of the pauses since."""
_zero = 0
"""The loop's clock at the snippet's first line, in nanoseconds."""
_virtual = False
_states = loops.states
_tasks = things.tasks
_is_task = things.is_task
_running = events._get_running_loop
_holds_self: dict[type, bool] = {}
_unnamed: set[int] = set()
"""Tasks whose name was not looked at yet: it may be set after the creation (3.11)."""
failures = 0

_run, _call_soon, _call_at, _create_task = _Handle._run, _Loop._call_soon, _Loop.call_at, _Loop.create_task
_run_forever, _close = _Loop.run_forever, _Loop.close


def _failed() -> None:
    global failures
    failures += 1


def _holder(callback: object) -> Any:
    """The task whose step or wake-up a callback is; None for anything else. Only C types are asked."""
    kind = _type(callback)
    holds = _holds_self.get(kind)
    if holds is None:
        holds = _holds_self[kind] = kind.__module__ in ("builtins", "_asyncio") and "__self__" in kind.__dict__
    if not holds:
        return None
    task = callback.__self__  # type: ignore[attr-defined]
    return task if _is_task(task) else None


def run(self: Any) -> None:
    """Handle._run: one step of a task, or one plain callback."""
    task = _holder(self._callback)
    number = _tasks.get(_id(task), 0) if task is not None else 0
    loop = self._loop
    state = _states.get(_id(loop)) or loops.of(loop)
    if task is not None and not number:
        number = _created(task, state, 2)
    began = _real()
    t0 = _now() if _virtual else began - _base
    state.task, state.begun = number, t0
    _beat(number, began)
    name = "" if number else _name(self._callback)
    try:
        _run(self)
    finally:
        state.task = 0
        try:
            end = _real()
            t = _now() if _virtual else end - _base
            spent = (end - began) // 1000 & wire.MASK32
            if number:
                if number in _unnamed:
                    _named(task, number)
                _suspended(task, number, t, t0, spent, state.number)
            else:
                _put(wire.CALLBACK, t, t0, 0, 0, 0, record.string(name), 0, state.number, spent)
        except Exception:
            _failed()
        self = task = loop = None


def _suspended(task: Any, number: int, t: int, t0: int, spent: int, loop: int) -> None:
    """The step is over: why, and what the task waits for now."""
    status = task._state
    if status != "PENDING":
        error = None if status == "CANCELLED" else task._exception
        things.pending.discard(number)
        outcome = 3 if status == "CANCELLED" else 2 if error is not None else 1
        _put(wire.DONE, t, t0, number, outcome, 0, record.string(describe(error)) if error is not None else 0, 0, loop, spent)
        return
    stack, leaf, kind = chains.walk(task._coro)
    future = task._fut_waiter
    if future is None:
        _put(wire.STEP, t, t0, number, 0, stack, 0, 0, loop, spent)
    else:
        kind, thing, awaited = chains.classify(kind, leaf, future)
        _put(wire.STEP, t, t0, number, kind, stack, thing, awaited, loop, spent)


def describe(error: BaseException) -> str:
    """`Type: message`, without running any method of the exception's own."""
    kind = type(error)
    message = BaseException.args.__get__(error)  # type: ignore[attr-defined]
    first = message[0] if message else ""
    if type(first) is not str:
        return kind.__name__
    text = repr(first) if kind is KeyError else first
    return record.clip(f"{kind.__name__}: {text}" if text else kind.__name__, 300)


def _name(callback: Any) -> str:
    """A plain callback's name, asked of functions and C types alone."""
    kind = _type(callback)
    if kind.__module__ == "builtins" and kind.__name__ in ("function", "method", "builtin_function_or_method"):
        return record.clip(callback.__qualname__, 100)
    return record.clip(kind.__name__, 100)


def _named(task: Any, number: int) -> None:
    _unnamed.discard(number)
    name = task.get_name()
    if type(name) is str and name != f"Task-{number}":
        _put(wire.NAMED, _now(), 0, number, 0, 0, record.string(record.clip(name, 100)))


def _created(task: Any, state: loops.LoopState, depth: int, coro: Any = None, eager: int = 0) -> int:
    """A task is seen for the first time."""
    number = things.add_task(task)
    _unnamed.add(number)
    coro = task._coro if coro is None else coro
    kind = _type(coro)
    if kind.__module__ == "builtins" and kind.__name__ in ("coroutine", "generator"):
        code = coro.cr_code if kind.__name__ == "coroutine" else coro.gi_code
        name = coro.__qualname__
    else:
        code, name = None, kind.__name__
    site = sites.caller(depth + 1)
    _put(wire.CREATED, _now(), state.begun if state.task else 0, number, state.task, site, sites.code(code, name), eager, state.number)
    return number


def call_soon(self: Any, callback: Any, args: Any, context: Any) -> Any:
    """BaseEventLoop._call_soon: a task is new, or enters the ready queue."""
    try:
        task = _holder(callback)
        if task is not None:
            state = _states.get(_id(self)) or loops.of(self)
            number = _tasks.get(_id(task))
            if number is None:
                _created(task, state, 2)
            elif number != state.task:
                by = state.task if state.task and _running() is self else 0
                cancelled = 1 if args and args[0]._state == "CANCELLED" else 0
                _put(wire.WOKEN, _now(), state.begun if by else 0, number, by, sites.caller(2) if by else 0, 0, cancelled, state.number)
    except Exception:
        _failed()
    task = None
    handle = _call_soon(self, callback, args, context)
    if handle._source_traceback:
        handle._source_traceback = _stack(_getframe(1))
    return handle


def _stack(frame: Any) -> traceback.StackSummary:
    """Debug mode: where a callback was made, as asyncio keeps it, less our frames."""
    frames = (pair for pair in traceback.walk_stack(frame) if not pair[0].f_code.co_filename.startswith(_OURS))
    stack = traceback.StackSummary.extract(frames, limit=constants.DEBUG_STACK_DEPTH, lookup_lines=False)
    stack.reverse()
    return stack


_timers = 0


def call_at(self: Any, when: float, callback: Any, *args: Any, context: Any = None) -> Any:
    """BaseEventLoop.call_at: a timer is set."""
    global _timers
    handle = _call_at(self, when, callback, *args, context=context)
    if handle._source_traceback:
        handle._source_traceback = _stack(_getframe(1))
    try:
        state = loops.of(self)
        _timers += 1
        rings = min(max(int(when * 1e9) - _zero, 0), 1 << 62)
        t = _now()
        _put(wire.TIMER, t, rings, state.task, 0, sites.caller(2) if state.task else 0, _timers, 0, state.number, 1 if state.task else 0)
    except Exception:
        _failed()
    return handle


def create_task(self: Any, coro: Any, **options: Any) -> Any:
    """BaseEventLoop.create_task: an eager task never goes through _call_soon, and is found here."""
    t0, began = _now(), _real()
    task = _create_task(self, coro, **options)
    try:
        if _is_task(task) and _id(task) not in _tasks:
            state = loops.of(self)
            number = _created(task, state, 1, coro, 1)
            _unnamed.discard(number)
            _suspended(task, number, _now(), t0, (_real() - began) // 1000 & wire.MASK32, state.number)
    except Exception:
        _failed()
    return task


def run_forever(self: Any) -> None:
    """BaseEventLoop.run_forever: a loop runs, from here to its end."""
    import threading

    state = loops.starts(self, threading.current_thread() is threading.main_thread())
    try:
        _run_forever(self)
    finally:
        _beat(0, 0)
        loops.stops(state)
        self = None


def close(self: Any) -> None:
    """BaseEventLoop.close."""
    loops.closes(self)
    _close(self)


def shift(lost: int) -> None:
    """A pause is over, and does not count."""
    global _base
    _base += lost


def install(base: int, virtual: bool) -> None:
    """Wrap. `base`: the loop's clock at the snippet's first line, in nanoseconds."""
    global _now, _base, _zero, _virtual
    _now, _base, _zero, _virtual = record.now, base, base, virtual
    _Handle._run = run
    sites.step = run.__code__
    for name, function in (
        ("_call_soon", call_soon), ("call_at", call_at), ("create_task", create_task), ("run_forever", run_forever), ("close", close),
    ):  # fmt: skip
        setattr(_Loop, name, function)
