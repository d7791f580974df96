"""asyncio's own methods, wrapped in place, so that every loop is seen: tasks, timers, I/O, loops. What happens at each step is in `steps`.

The originals do all the work and are called inside. Our own frames are taken out of tracebacks and stacks by `disguise`.
"""

from __future__ import annotations

import asyncio
import threading
from asyncio import base_events, events, tasks
from types import CoroutineType
from typing import Any

from asyncplay.runner import (
    births,
    cancels,
    chains,
    depth,
    disguise,
    eager,
    entry,
    handles,
    loops,
    record,
    refused,
    report,
    signals,
    sites,
    steps,
    things,
    world,
)
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_Loop: Any = base_events.BaseEventLoop
_this_thread, _main_thread = threading.current_thread, threading.main_thread
_id = id
_put = record.put
_states = loops.states
_create_task = _Loop.create_task
_threadsafe = tasks.run_coroutine_threadsafe
_run_forever, _close, _timer_cancelled = _Loop.run_forever, _Loop.close, _Loop._timer_handle_cancelled
_ThreadSafe: Any = getattr(events, "_ThreadSafeHandle", None)
"""The handle of call_soon_threadsafe (3.14), which makes it itself and tells `_call_soon` nothing."""
_init_thread_safe: Any = getattr(_ThreadSafe, "__init__", None)
MASK = wire.MASK32


def timer_cancelled(self: Any, handle: Any) -> None:
    """BaseEventLoop._timer_handle_cancelled; called for a timer that rang, too."""
    if handle._scheduled:
        try:
            state = _states.get(_id(self)) or loops.of(self)
            address = _id(handle)
            _put(wire.UNTIMED, record.now(), state.begun, state.task, 0, 0, address & MASK, address >> 32, state.number, state.turn)
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
        entry.queued(loop, callback, self)


def _create_eager(self: Any, coro: Any, options: Any) -> Any:
    """The task's first step runs inside its constructor: it has a number, and is in a step, before it can be seen."""
    state = loops.of(self)
    before = state.task, state.current, state.begun, state.since, state.reserved
    number = things.reserve()
    births.tell(number, state, coro, 2, 1)
    state.reserved = number, coro
    state.begun = t0 = record.now()
    state.since = 0 if steps.plain else record.time_ns()
    state.task, state.current = number, None
    task = None
    try:
        task = _create_task(self, coro, **options)
        return task
    finally:
        state.task, state.current, state.begun, state.since, state.reserved = before
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
    if handles.used:
        handles.settle()  # the program may have a `Handle._run` of its own by now
    depth.give(depth.LOOP)
    try:
        _run_forever(self)
    except BaseException as error:  # Ctrl+C, say: our frames, this one among them, are no part of where it came from
        error.__traceback__ = report.without_ours(error.__traceback__)
        raise
    finally:
        depth.give(-depth.LOOP)
        loops.stops(state)
        self = None


def close(self: Any) -> None:
    """BaseEventLoop.close."""
    loops.closes(self)
    _close(self)


def shift(lost: int) -> None:
    """A pause is over, and does not count."""
    steps.base += lost / steps.NS
    handles.shift(lost)
    for state in list(_states.values()):
        state.last = 0


class _Listener:
    """What a task takes for a loop, to show by what it will be called."""

    heard: Any = None

    def get_debug(self) -> bool:
        return False

    def call_soon(self, callback: Any, **_: Any) -> None:
        self.heard = type(callback)


async def _nothing() -> None: ...


def prepare() -> None:
    """Wrap. Before any run is known: this is done once, for all of them."""
    _learn_step()
    sites.end_at(steps.run.__code__)
    chains.on_unknown = _seen_late
    disguise.wear(*_DRESSED, *eager.DRESSED)
    entry.prepare()
    disguise.install()
    cancels.install()
    signals.install()
    world.install()
    refused.install()


def _learn_step() -> None:
    """Know the type of a C task's steps before the first one: it would go another way, a frame deeper."""
    coro, loop = _nothing(), _Listener()
    task: Any = asyncio.Task(coro, loop=loop, name="_")  # type: ignore[arg-type]
    coro.close()
    task._log_destroy_pending = False
    steps.learn(loop.heard)


def install(base: int, virtual: bool) -> None:
    """A run begins. `base`: the loop's clock at the snippet's first line, in nanoseconds."""
    steps.plain, steps.base, loops.base = not virtual, base / steps.NS, base
    entry.install(base)


_DRESSED: tuple[disguise.Dressed, ...] = (
    disguise.dress(events.Handle, _run=steps.run),
    disguise.dress(tasks, run_coroutine_threadsafe=run_coroutine_threadsafe),
    (asyncio, {"run_coroutine_threadsafe": run_coroutine_threadsafe}),
    disguise.dress(
        _Loop, create_task=create_task, run_forever=disguise.uncounted(run_forever), close=close,
        _timer_handle_cancelled=timer_cancelled,
    ),
)  # fmt: skip
if _ThreadSafe is not None:
    _DRESSED += (disguise.dress(_ThreadSafe, __init__=thread_safe),)
