"""The hot path: what is done around each step of a task, and whenever something enters a ready queue.

A wrapper leaves no reference behind in its frame (a traceback keeps the frame, the frame would keep the task, and "exception was never
retrieved" would come late), and swallows the tracer's own failures, which are counted. What these functions do is written out where it
stands, since a call costs as much as what most calls would do.
"""

from __future__ import annotations

import struct
import time
from asyncio import base_events, events, futures
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from asyncplay.runner import births, chains, jobs, loops, record, sites, things, values
from asyncplay.trace import wire

_id, _type = id, type
_real = time.monotonic_ns
_put = record.put
_pack = struct.Struct("<QQIIIIIIII").pack_into
_full = struct.error
_states = loops.states
_tasks = things.tasks
_number = things.tasks.get
_is_task = things.is_task
_running = events._get_running_loop
_watched = things.watched
_holders: set[type] = {BuiltinFunctionType, MethodType}
"""Types of callbacks whose `__self__` may be a task: the steps and wake-ups of C tasks and of Python ones. Reading it runs no code of the user's."""
_others: set[type] = set()
_unnamed = births.unnamed
_walk, _classify, _sample = chains.walk, chains.classify, values.sample
MASK = wire.MASK32
_sets_state = next(c for c in futures._chain_future.__code__.co_consts if getattr(c, "co_name", "") == "_set_state")  # type: ignore[attr-defined]
"""The code by which asyncio learns that a job of an executor is over."""

plain = True
"""The run's clock is the real one, less `base`: no call is needed to read it."""
base = 0
"""The real clock at the snippet's first line, in nanoseconds, when `plain`."""
current = 0
"""The task whose step runs, of whichever loop entered one last."""
failures = 0
handed_over: tuple[int, int] | None = None
"""A semaphore's slot that goes to whoever is woken next: the semaphore, and its value + 1."""

original_run = events.Handle._run
original_call_soon = base_events.BaseEventLoop._call_soon  # type: ignore[attr-defined]


def failed() -> None:
    global failures
    failures += 1


def _learn(kind: type) -> bool:
    """Whether callbacks of a type that is new here carry their task; only C types of asyncio's own are asked."""
    if kind in _others:
        return False
    if kind.__module__ in ("builtins", "_asyncio") and "__self__" in kind.__dict__:
        _holders.add(kind)
        return True
    _others.add(kind)
    return False


def run(self: Any) -> None:
    """Handle._run: one step of a task."""
    global current
    callback = self._callback
    task: Any = callback.__self__ if _type(callback) in _holders or _learn(_type(callback)) else None
    number = _number(_id(task))
    if number is None:
        callback = task = None
        try:
            _run_other(self)
        finally:
            self = None
        return
    state = _states.get(_id(self._loop)) or loops.of(self._loop)
    began = _real()
    state.task = current = number
    state.since = began
    state.begun = began - base if plain else record.now()
    if task._must_cancel:
        births.cancelled(number, state)
    try:
        original_run(self)
    finally:
        state.task = current = 0
        try:
            end = _real()
            if plain:
                t, spent = end - base, 0
            else:
                t, spent = record.now(), (end - state.since) // 1000 & MASK  # a pause inside the step moved `since` on
            state.since = 0
            if state.fresh:
                births.look_for_cancelled(state, number, t)
            suspended(task, number, t, state, spent)
            if number in _unnamed:
                births.named(task, number)
            if _watched:
                _sample(t, state.number)
        except Exception:
            failed()
        self = task = callback = None


def suspended(task: Any, number: int, t: int, state: loops.LoopState, spent: int) -> None:
    """The step is over: why, and what the task waits for now."""
    if task._state != "PENDING":
        _done(task, number, t, state, spent)
        return
    stack, leaf, kind = _walk(task._coro)
    thing = awaited = 0
    future = task._fut_waiter
    if future is not None:
        kind, thing, awaited = _classify(kind, leaf, future)
    else:
        kind = 0
    at = record.slot()
    try:
        _pack(record.memory, at, t, state.begun, number, kind | state.iteration, stack, thing, awaited, state.step, spent, at)
    except _full:
        record.full(at)


def _done(task: Any, number: int, t: int, state: loops.LoopState, spent: int) -> None:
    """That was its last step."""
    things.pending.discard(number)
    if task._state == "CANCELLED":
        outcome, text = 3, 0
    else:
        error = task._exception
        text = record.string(births.describe(error)) if error is not None else 0
        outcome = 2 if error is not None else 9 if task.cancelling() else 1
    _put(wire.DONE, t, state.begun, number, outcome | state.iteration, 0, text, 0, state.number, spent)


def _run_other(self: Any) -> None:
    """Handle._run of a plain callback, or of a task that is seen for the first time."""
    state = _states.get(_id(self._loop)) or loops.of(self._loop)
    task = self._callback.__self__ if _type(self._callback) in _holders else None
    if _is_task(task):
        births.created(task, state, 3)
        task = None
        try:
            run(self)
        finally:
            self = None
        return
    task = None
    handle, code = _id(self), 0
    job = 0
    if self._callback is not None:  # None: it was cancelled, and is run all the same
        code = births.code_of(self._callback)
        if _type(self._callback) is FunctionType and self._callback.__code__ is _sets_state:
            job = _id(self._args[0])
    state.handle = handle
    state.since = began = _real()
    t0 = record.now()
    try:
        original_run(self)
    finally:
        state.handle = state.since = 0
        try:
            if job:
                jobs.end(job)
            t, spent = record.now(), (_real() - began) // 1000 & MASK
            _put(wire.CALLBACK, t, t0, 0, state.iteration, handle & MASK, code, handle >> 32, state.number, spent)
            if _watched:
                _sample(t, state.number)
        except Exception:
            failed()
        self = None


def call_soon(self: Any, callback: Any, args: Any, context: Any) -> Any:
    """BaseEventLoop._call_soon: a task is new, or enters the ready queue; or a plain callback does."""
    task = callback.__self__ if _type(callback) in _holders or _learn(_type(callback)) else None
    number = _number(_id(task))
    if number is not None and number == current:
        task = None
        return original_call_soon(self, callback, args, context)
    try:
        state = _states.get(_id(self)) or loops.of(self)
        if number is not None:
            _woken(self, state, number, args)
        elif _is_task(task):
            births.created(task, state, 2)
            number = 0
    except Exception:
        failed()
    task = None
    handle = original_call_soon(self, callback, args, context)
    if number is None:
        _queued(self, callback, handle)
    return handle


def _woken(loop: Any, state: loops.LoopState, number: int, args: Any) -> None:
    """A task enters the ready queue: by whose doing, and where."""
    global handed_over
    by = begun = site = 0
    if _running() is loop:
        if number == state.task:
            return
        by = state.task
        if by:
            begun, site = state.begun, sites.caller(3)
        else:
            begun = state.handle
    cancelled = 0
    if args:
        future = args[0]
        cancelled = 1 if future._state == "CANCELLED" else 0
        future = None
    _put(wire.WOKEN, record.now(), begun, number, by, site, 0, cancelled, state.number, state.iteration >> 8)
    if handed_over is not None:
        _put(wire.TAKEN, record.now(), 0, number, 1, 0, handed_over[0], handed_over[1], state.number)
        handed_over = None


def _queued(loop: Any, callback: Any, handle: Any) -> None:
    """A plain callback enters the ready queue."""
    try:
        state = _states.get(_id(loop)) or loops.of(loop)
        by = begun = site = 0
        if _running() is loop:
            by = state.task
            begun, site = (state.begun, sites.caller(3)) if by else (state.handle, 0)
        address = _id(handle)
        _put(
            wire.QUEUED, record.now(), begun, by, births.code_of(callback), site, address & MASK, address >> 32, state.number,
            state.iteration >> 8,
        )  # fmt: skip
    except Exception:
        failed()
