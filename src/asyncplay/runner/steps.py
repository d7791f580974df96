"""The hot path: what is done around each step of a task, and each callback. How these enter the ready queue: `entry`; the shorter way: `handles`.

A wrapper leaves no reference behind in its frame (a traceback keeps the frame, the frame would keep the task, and "exception was never
retrieved" would come late), and swallows the tracer's own failures, which are counted. What these functions do is written out where it
stands, since a call costs as much as what most calls would do.
"""

from __future__ import annotations

import gc
import struct
import time
from asyncio import events, futures, tasks
from types import BuiltinFunctionType, CoroutineType, FunctionType, MethodType
from typing import Any

from asyncplay.runner import alarms, births, cancel_chain, cancels, chains, jobs, kinds, loops, record, sites, things, values
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_id, _type = id, type
_clock, _real = time.monotonic, time.monotonic_ns
_put, _slot, _pack = record.put, record.slot, record.pack
_pack_step = struct.Struct("<ddIII8xIII").pack_into
"""A record without c and d."""
_full = struct.error
_states = loops.states
_number = things.tasks.get
_is_task = things.is_task
_containers, _told, _others_watched = values.containers, values.told, values.others
_pending, _discard = things.pending, things.pending.discard
_code_of = births.code_of
_len, _map = len, map
_queues, _queue_at = values.queues, values.queues.get
_objects, _referents = things._objects.get, gc.get_referents
_places = chains.places
_Function = FunctionType
waker: Any = futures.Future
waking: Any = tasks.Task
"""The types of what wakes a task; None: it must be looked at more closely."""
_quiets = births.quiets.get
_queueing = things.queueing
_ON_QUEUE = [name.startswith("queue.") for name in wire.WAITS]
_roots, _Coroutine, _FutureIter = sites.roots, CoroutineType, chains.FutureIter
_SLEEP, _TASK, _WAIT_FOR = map(wire.WAITS.index, ("sleep", "task", "wait_for"))
_TimerHandle = events.TimerHandle
_Task, _cancelling, _requests = tasks.Task, tasks.Task.cancelling, cancel_chain.count
_TASK, _UNKNOWN = wire.WAITS.index("task"), wire.WAITS.index("unknown")
LONG_NS = 1_000_000
"""A callback of asyncio's own that takes longer is told."""
Step: Any = None
"""The type of a C task's step; seen with the first one."""
holders: set[int] = {*kinds.ids(BuiltinFunctionType, MethodType)}
"""Addresses of the types of callbacks whose `__self__` may be a task: steps and wake-ups of C tasks and Python ones. Reading it runs nothing."""
_others = kinds.Known()
_unnamed = births.unnamed
_walk, _classify, _sample, _leaves = chains.walk_on, chains.classify, values.sample, chains.leaves
MASK = wire.MASK32
_quiet, _MINE, _SETS_STATE = births.quiet, births.MINE, births.SETS_STATE

plain = True
"""The run's clock is the real one, less `base`: no call is needed to read it."""
base = 0.0
"""The real clock at the snippet's first line, in seconds."""
NS = 1e9

original_run = events.Handle._run


def failed() -> None:
    """The tracer could not make out a fact: it is counted, and the program goes on."""
    record.lose()
    alarms.let_out()


def learn(kind: type) -> bool:
    """Whether callbacks of a type that is new here carry their task; only C types of asyncio's own are asked."""
    global Step
    if _id(kind) in _others.found:
        return False
    if kinds.is_from_c(kind, "builtins", "_asyncio") and kinds.has(kind, "__self__"):
        holders.add(_id(kind))
        if Step is None:
            Step = kind
        return True
    return _others.note(kind, False)


def _look_closely() -> None:
    """Somebody has `task.cancel` in his hands: a method of a task's that is told of a future's end need not be its wake-up."""
    global waker, waking
    waker = waking = None


cancels.on_taken = _look_closely


def wakes(kind: type) -> bool:
    """Whether what is of that type wakes a task when it ends, and nothing else."""
    return kind is waker or kind is waking


def is_step(callback: Any, kind: type) -> bool:
    """Whether a method of a task's makes a step of it; `cancel`, say, does not."""
    if kind is BuiltinFunctionType:
        return bool(callback.__name__ == "task_wakeup")
    return kind is not MethodType or (_type(callback.__func__) is _Function and callback.__func__.__name__ in ("__step", "__wakeup"))


def run(self: Any) -> None:
    """Handle._run: one step of a task."""
    callback = self._callback
    kind = _type(callback)
    if kind is _Function:
        callback = None
        _run_plain(self)
        self = None
        return
    task: Any = callback.__self__ if kind is Step or _id(kind) in holders or learn(kind) else None
    if kind is not Step and task is not None and not (self._args and wakes(_type(self._args[0]))) and not is_step(callback, kind):
        cancels.by_handle(self, task, self._loop)
        task = None  # `loop.call_soon(task.cancel)`
    number = _number(_id(task)) if task is not None else None
    if number is None:
        callback = task = None
        _run_other(self)
        self = None
        return
    state = loops.only or _states.get(_id(self._loop)) or loops.of(self._loop)
    if plain:
        state.begun = t0 = state.last or (_clock() - base) * NS
    else:
        state.begun = t0 = record.now()
        state.since = _real()
    state.task, state.current = number, task
    if task._must_cancel:
        cancels.meets(number, state)
    try:
        original_run(self)
    finally:
        if plain:
            state.last = t = (_clock() - base) * NS
            spent = 0
        else:
            t, spent = record.now(), (_real() - state.since) // 1000 & MASK  # a pause inside the step moved `since` on
            state.since = 0
        state.task, state.current = 0, None
        try:
            if state.asked:
                cancels.look_again(state, number, t)
            suspended(task, number, t, t0, state, spent)
            if _unnamed and number in _unnamed:
                births.named(task, number)
            if _others_watched or (_queues and [*_map(_len, _containers)] != _told):
                _sample(t, state.number)
        except Exception:
            failed()
        self = task = callback = None


class _Raises:
    """Stands for a handle's context until the callback is run in it: that raises this, and nothing else happens."""

    def __init__(self, handle: Any, error: BaseException) -> None:
        self.handle, self.context, self.error = handle, handle._context, error

    def run(self, *_: object) -> None:
        self.handle._context = self.context
        raise self.error


def complain(handle: Any, error: BaseException) -> None:
    """What Handle._run does with an exception, done by itself. The frame that caught it here gives way to its own in the traceback."""
    handle._context = _Raises(handle, error.with_traceback(error.__traceback__ and error.__traceback__.tb_next))
    original_run(handle)


def suspended(task: Any, number: int, t: float, t0: float, state: loops.LoopState, spent: int) -> None:
    """The step is over: why, and what the task waits for now."""
    future = task._fut_waiter
    if future is None and task._state != "PENDING":
        _done(task, number, t, t0, state, spent)
        return
    coro, leaf, stack, kind = task._coro, None, 0, 0
    level: Any = _roots
    try:  # what `chains.walk` does, where nothing is new and all are coroutines
        while _type(coro) is _Coroutine:
            key = _id(coro.cr_code)
            if key in _leaves:
                stack, kind = level[key]
                leaf = coro
                break
            stack, level = level[key + coro.cr_frame.f_lasti]
            leaf, coro = coro, coro.cr_await
        else:
            if coro is not None and _type(coro) is not _FutureIter:
                stack, leaf, kind = _walk(coro, stack, level, leaf)
    except Exception:
        stack, leaf, kind = chains.walk_anew(coro, stack, level, leaf)
    try:
        if future is None:
            at = _slot()
            _pack_step(record.memory, at, t, t0, number, state.iteration, stack, state.step, spent, at)
            return
        if kind == _SLEEP:
            at = _slot()
            _pack_step(record.memory, at, t, t0, number, _SLEEP + state.iteration, stack, state.step, spent, at)
            return
        if (place := _places[kind]) is not None and (thing := _objects(_id(_referents(leaf)[place]))):  # as `chains.classify` would
            awaited = 0
        elif not kind and (awaited := _number(_id(future), 0)):
            kind, thing = _TASK, 0
        else:
            if kind == _WAIT_FOR:
                stack, leaf, kind = chains.walk_past(task._coro, stack, leaf)
            kind, thing, awaited = _classify(kind, leaf, future)
        if _ON_QUEUE[kind] and (place := _queue_at(thing)) is not None:
            _queueing[number] = thing
            _told[place] = awaited = _len(_containers[place])
            awaited += 1
        at = _slot()  # after what the classification told
        _pack(record.memory, at, t, t0, number, kind + state.iteration, stack, thing, awaited, state.step, spent, at)
    except _full:
        record.full(at)
    except Exception:  # the classification asks more than can be known for certain: the step is told without it
        failed()
        _put(wire.STEP, t, t0, number, _UNKNOWN + state.iteration, stack, 0, 0, state.number, spent)


def _done(task: Any, number: int, t: float, t0: float, state: loops.LoopState, spent: int) -> None:
    """That was its last step."""
    if number not in _pending:
        return  # it was over before: a step too many
    _discard(number)
    if task._state == "CANCELLED":
        outcome, text, line = 3, 0, 0
    elif (error := task._exception) is not None:
        outcome, text, line = 2, record.string(births.describe(error)), births.raised_on(error)
    else:
        asked = _cancelling(task) if _type(task) is _Task else _requests(task)
        outcome, text, line = 9 if asked and cancels.swallowed(task, number) else 1, 0, 0
    at = _slot()
    try:
        _pack(record.memory, at, t, t0, number, outcome + state.iteration, 0, text, line, state.done, spent, at)
    except _full:
        record.full(at)


def _run_other(self: Any) -> None:
    """Handle._run of a task that is seen for the first time, or of a plain callback."""
    callback = self._callback
    task = callback.__self__ if _id(_type(callback)) in holders and is_step(callback, _type(callback)) else None
    callback = None
    if _is_task(task):
        births.created(task, loops.of(self._loop), 2)
        task = None
        run(self)
    else:
        task = None
        _run_plain(self)
    self = None


def _run_plain(self: Any) -> None:
    """Handle._run of a plain callback. Short ones of asyncio's own are not told: what they do (wake somebody, end a job) is."""
    state = loops.only or _states.get(_id(self._loop)) or loops.of(self._loop)
    handle, callback, job = _id(self), self._callback, 0
    quiet = _quiets(_id(callback.__code__)) if _type(callback) is _Function else None
    if quiet is None:
        quiet = _quiet(callback)
    if quiet == _SETS_STATE:
        job = _id(self._args[0])
    elif quiet == _MINE:
        if _type(self) is _TimerHandle:
            quiet = 0
        elif self._args and (ended := _number(_id(self._args[0]))) and ended not in _pending:
            state.task = ended  # a done-callback of gather, of a group …: what it does is done by the task that has ended
    callback = None
    if plain:
        state.begun = t0 = state.last or (_clock() - base) * NS
    else:
        state.begun = t0 = record.now()
        state.since = _real()
    state.handle, state.own = handle, not quiet
    try:
        original_run(self)
    finally:
        if plain:
            state.last = t = (_clock() - base) * NS
            spent, long = 0, t - t0 > LONG_NS
        else:
            t, spent = record.now(), (_real() - state.since) // 1000 & MASK
            state.since, long = 0, spent > LONG_NS // 1000
        state.task = state.handle = state.own = 0
        try:
            if job:
                jobs.end(job)
            if not quiet or long:
                code = _code_of(self._callback) if self._callback is not None else 0  # None: it was cancelled, and is run all the same
                _put(wire.CALLBACK, t, t0, 0, state.iteration, handle & MASK, code, handle >> 32, state.number, spent)
                if _queues or _others_watched:
                    _sample(t, state.number)
        except Exception:
            failed()
        self = None
