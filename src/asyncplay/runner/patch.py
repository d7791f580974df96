"""asyncio's own methods, wrapped in place, so that every loop is seen: tasks, timers, I/O, loops. What happens at each step is in `steps`.

The originals do all the work and are called inside. Our own frames are taken out of tracebacks and stacks by `disguise`.
"""

from __future__ import annotations

import asyncio
import threading
import time
from asyncio import base_events, events, futures, tasks
from types import CoroutineType
from typing import Any

from asyncplay.runner import births, cancels, chains, disguise, eager, loops, record, signals, sites, steps, things, world
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_Loop: Any = base_events.BaseEventLoop
_real = time.monotonic_ns
_this_thread, _main_thread = threading.current_thread, threading.main_thread
_id = id
_put = record.put
_states = loops.states
_ends_sleep = futures._set_result_unless_cancelled  # type: ignore[attr-defined]
_call_at, _create_task = _Loop.call_at, _Loop.create_task
_threadsafe = tasks.run_coroutine_threadsafe
_run_forever, _close, _timer_cancelled = _Loop.run_forever, _Loop.close, _Loop._timer_handle_cancelled
_ThreadSafe: Any = getattr(events, "_ThreadSafeHandle", None)
"""The handle of call_soon_threadsafe (3.14), which makes it itself and tells `_call_soon` nothing."""
_init_thread_safe: Any = getattr(_ThreadSafe, "__init__", None)
_slot, _pack = record.slot, record.pack
MASK = wire.MASK32
NEVER, LATEST = 4e9, 1 << 62
"""A timer may be set for the end of time; no record has room for that."""
_zero = 0
"""The loop's clock at the snippet's first line, in nanoseconds."""


def call_at(self: Any, when: float, callback: Any, *args: Any, context: Any = None) -> Any:
    """BaseEventLoop.call_at: a timer is set."""
    handle = _call_at(self, when, callback, *args, context=context)
    try:
        state = loops.only or _states.get(_id(self)) or loops.of(self)
        rings = int(when * 1e9) - _zero if when < NEVER else LATEST
        if not 0 <= rings <= LATEST:
            rings = 0 if rings < 0 else LATEST
        code, site, task = 0, 0, state.task
        if callback is not _ends_sleep or not task:  # who sleeps is told, with its line, by the step that this ends
            code, site = births.code_of(callback), sites.caller(2) if task else 0
        address = _id(handle)
        t = _real() - steps.base if steps.plain else record.now()
        at = _slot()
        word = wire.TIMER | state.number << 16
        _pack(record.memory, at, t, rings, task, code, site, address & MASK, address >> 32, word, state.iteration >> 8, at)
    except record.struct_error:
        record.full(at)
    except Exception:
        steps.failed()
    return handle


def timer_cancelled(self: Any, handle: Any) -> None:
    """BaseEventLoop._timer_handle_cancelled; called for a timer that rang, too."""
    if handle._scheduled:
        try:
            state = _states.get(_id(self)) or loops.of(self)
            address = _id(handle)
            _put(wire.UNTIMED, record.now(), state.begun, state.task, 0, 0, address & MASK, address >> 32, state.number, state.iteration >> 8)
        except Exception:
            steps.failed()
    _timer_cancelled(self, handle)


def create_task(self: Any, coro: Any, **options: Any) -> Any:
    """BaseEventLoop.create_task. A task that begins at once never goes through _call_soon, and is found here."""
    factory = self._task_factory
    asked = options.get("eager_start")  # 3.14
    if factory is None and not asked:
        births.via = _id(coro)
        try:
            return _create_task(self, coro, **options)
        finally:
            births.via = 0
    if type(coro) is CoroutineType and (asked or (asked is None and eager.makes(factory))) and self.is_running():
        return _create_eager(self, coro, options)
    t0 = record.now()
    births.asked(coro, sites.caller(2))
    try:
        task = _create_task(self, coro, **options)
    finally:
        births.origins.pop(_id(coro), None)
    try:
        if things.is_task(task) and not things.tasks.get(_id(task)):
            eager.learn(factory)
            state = loops.of(self)
            number = births.created(task, state, 1)
            _first_step(task, number, state, t0)
    except Exception:
        steps.failed()
    return task


def thread_safe(self: Any, callback: Any, args: Any, loop: Any, context: Any = None) -> None:
    """_ThreadSafeHandle.__init__: told before it is in the queue, since the loop's own thread may run it at once."""
    _init_thread_safe(self, callback, args, loop, context)
    if not births.quiet(callback):
        steps.queued(loop, callback, self)


def _create_eager(self: Any, coro: Any, options: Any) -> Any:
    """The task's first step runs inside its constructor: it has a number, and is in a step, before it can be seen."""
    state = loops.of(self)
    before = state.task, state.begun, state.since, state.reserved
    number = things.reserve()
    births.tell(number, state, coro, 2, 1)
    state.reserved = number, coro
    state.task = number
    outer, steps.current = steps.current, None
    state.begun = t0 = record.now()
    state.since = _real()
    task = None
    try:
        task = _create_task(self, coro, **options)
        return task
    finally:
        state.task, state.begun, state.since, state.reserved = before
        steps.current = outer
        try:
            if things.is_task(task):
                if not things.tasks.get(_id(task)):
                    things.add_task(task, number)
                if eager.has_begun(coro):
                    _first_step(task, number, state, t0)
            else:
                _put(wire.DONE, record.now(), t0, number, 2, 0, 0, 0, state.number)
        except Exception:
            steps.failed()
        task = None


def run_coroutine_threadsafe(coro: Any, loop: Any) -> Any:
    """asyncio's own: the task is made later, in the loop's thread, where nobody knows any more who asked for it."""
    births.asked(coro, sites.caller(2))
    return _threadsafe(coro, loop)


def _seen_late(task: Any) -> int:
    """A task of `Task(…, eager_start=True)`, which nobody sees begin: somebody awaits it, so it is suspended."""
    state = loops.of(task._loop)
    number = births.late(task, state, 0)
    t = record.now()
    _first_step(task, number, state, t)
    return number


def _first_step(task: Any, number: int, state: loops.LoopState, t0: int) -> None:
    steps.suspended(task, number, record.now(), t0, state, 0)
    births.named(task, number)


def run_forever(self: Any) -> None:
    """BaseEventLoop.run_forever: a loop runs, from here to its end."""
    state = loops.starts(self, _this_thread() is _main_thread())
    try:
        _run_forever(self)
    finally:
        loops.stops(state)
        self = None


def close(self: Any) -> None:
    """BaseEventLoop.close."""
    loops.closes(self)
    _close(self)


def shift(lost: int) -> None:
    """A pause is over, and does not count."""
    steps.base += lost
    for state in list(_states.values()):
        state.last = 0


def install(base: int, virtual: bool) -> None:
    """Wrap. `base`: the loop's clock at the snippet's first line, in nanoseconds."""
    global _zero
    steps.plain, steps.base, _zero = not virtual, base, base
    sites.step = steps.run.__code__
    chains.on_unknown = _seen_late
    disguise.wear(*_DRESSED, *eager.DRESSED)
    disguise.install()
    cancels.install()
    signals.install()
    world.install()


_DRESSED: tuple[disguise.Dressed, ...] = (
    disguise.dress(events.Handle, _run=steps.run),
    disguise.dress(tasks, run_coroutine_threadsafe=run_coroutine_threadsafe),
    (asyncio, {"run_coroutine_threadsafe": run_coroutine_threadsafe}),
    disguise.dress(
        _Loop, _call_soon=steps.call_soon, call_at=call_at, create_task=create_task, run_forever=run_forever, close=close,
        _timer_handle_cancelled=timer_cancelled,
    ),
)  # fmt: skip
if _ThreadSafe is not None:
    _DRESSED += (disguise.dress(_ThreadSafe, __init__=thread_safe),)
