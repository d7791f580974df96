"""What stands beside tasks: descriptors that are watched, jobs of executors, threads, subprocesses, complaints, abandoned generators.

All of it is rare, so that each may cost a little more.
"""

from __future__ import annotations

import _socket
import asyncio
import contextvars
import functools
import threading
from asyncio import base_events, base_subprocess, events, futures, selector_events
from collections.abc import Callable
from concurrent.futures import thread as thread_pools
from types import BuiltinFunctionType
from typing import Any

from asyncplay.runner import births, depth, disguise, jobs, kinds, loops, record, sites, steps, things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_Loop: Any = base_events.BaseEventLoop
_Selecting: Any = selector_events.BaseSelectorEventLoop
_Process: Any = base_subprocess.BaseSubprocessTransport
_Thread: Any = threading.Thread
_add_reader, _add_writer = _Selecting._add_reader, _Selecting._add_writer
_remove_reader, _remove_writer = _Selecting._remove_reader, _Selecting._remove_writer
_run_in_executor, _complain, _finalize = _Loop.run_in_executor, _Loop.call_exception_handler, _Loop._asyncgen_finalizer_hook
_init_process, _process_exited, _bootstrap = _Process.__init__, _Process._process_exited, _Thread._bootstrap_inner
_Item: Any = thread_pools._WorkItem
_init_item = _Item.__init__
_set_running_loop, _shutdown_asyncgens = events._set_running_loop, _Loop.shutdown_asyncgens
_Future = futures.Future
_get_ident = threading.get_ident
_foreign: set[str] = set()
_in_foreign: set[int] = set()
"""Threads in which a loop of another make runs."""
on_foreign: Callable[[int], None] | None = None
"""Called with 1 when such a loop begins to run, and with -1 when it stops: it sleeps by the real clock, and so must the run's clock go."""
FOREIGN_MAX = 20
_id = id
MASK = wire.MASK32
_WHAT = {name: number for number, name in enumerate(wire.IO)}
_CALLBACKS = {
    "_accept_connection": "accept", "_sock_accept": "accept", "_sock_connect_cb": "connect", "_read_from_self": "loop", "_write_ready": "write",
    "_sock_sendall": "write", "_sock_sendto": "write", "_sock_write_done": "write", "_do_wait": "exit",
}  # fmt: skip
"""What a descriptor is watched for, by the name of asyncio's own callback; else for what the direction says."""


def _acting(loop: Any) -> tuple[loops.LoopState, int, float, int]:
    """The loop's state, the task in a step, the step's begin, and the line."""
    state = loops.of(loop)
    if state.task:
        return state, state.task, state.begun, sites.caller(3)
    return state, 0, 0, 0


def _watch(loop: Any, way: int, fd: Any, handle: Any, callback: Any) -> None:
    try:
        state, task, _, site = _acting(loop)
        number = _descriptor(loop, fd)
        name = getattr(callback, "__name__", "") if kinds.is_from_c(type(callback), "builtins") else ""
        what = _WHAT[_CALLBACKS.get(name, "read" if way == 1 else "write")] if isinstance(name, str) else 0
        if number >= 0:
            record.put(wire.WATCH, record.now(), _id(handle), task, way, site, number, what, state.number, state.turn)
    except Exception:
        steps.failed()


def _descriptor(loop: Any, fd: Any) -> int:
    """A number, or what has one; no method of the user's is called."""
    if type(fd) is int:
        return fd
    if issubclass(type(fd), _socket.socket):
        return _socket.socket.fileno(fd)
    for number, key in loop._selector._fd_to_key.items():
        if key.fileobj is fd:
            return int(number)
    return -1


def _unwatch(loop: Any, way: int, number: int) -> None:
    try:
        if number >= 0:
            state = loops.of(loop)
            record.put(wire.WATCH, record.now(), 0, 0, way, 0, number, 0, state.number, state.turn)
    except Exception:
        steps.failed()


def add_reader(self: Any, fd: Any, callback: Any, *args: Any) -> Any:
    handle = _add_reader(self, fd, callback, *args)
    _watch(self, 1, fd, handle, callback)
    return handle


def add_writer(self: Any, fd: Any, callback: Any, *args: Any) -> Any:
    handle = _add_writer(self, fd, callback, *args)
    _watch(self, 2, fd, handle, callback)
    return handle


def remove_reader(self: Any, fd: Any) -> Any:
    number = _descriptor(self, fd)
    removed = _remove_reader(self, fd)
    if removed:
        _unwatch(self, 3, number)
    return removed


def remove_writer(self: Any, fd: Any) -> Any:
    number = _descriptor(self, fd)
    removed = _remove_writer(self, fd)
    if removed:
        _unwatch(self, 4, number)
    return removed


def run_in_executor(self: Any, executor: Any, func: Any, *args: Any) -> Any:
    future = _run_in_executor(self, executor, func, *args)
    try:
        if type(future) is _Future:
            jobs.begin("executor", _function_name(func), _id(future), *_acting(self)[1:])
    except Exception:
        steps.failed()
    return future


def init_item(self: Any, *args: Any, **options: Any) -> None:
    """concurrent.futures.thread._WorkItem.__init__."""
    _init_item(self, *args, **options)
    try:
        jobs.hold(self)
    except Exception:
        steps.failed()


def _function_name(func: Any) -> str:
    if type(func) is functools.partial:  # to_thread's is one of a context's run, of what was given to it
        inner, args = func.func, func.args
        func = args[0] if args and type(inner.__self__ if type(inner) is BuiltinFunctionType else None) is contextvars.Context else inner
    if kinds.is_from_c(type(func), "builtins") and kinds.of(func) in ("function", "method", "builtin_function_or_method"):
        return str(func.__qualname__)
    return func.__name__ if type(func) is type else kinds.of(func)


def init_process(self: Any, loop: Any, *args: Any, **options: Any) -> None:
    _init_process(self, loop, *args, **options)
    try:
        jobs.begin("subprocess", f"process {self._pid}" if type(self._pid) is int else "process", _id(self), *_acting(loop)[1:])
    except Exception:
        steps.failed()


def process_exited(self: Any, returncode: Any) -> Any:
    jobs.end(_id(self), returncode)
    return _process_exited(self, returncode)


def bootstrap_inner(self: Any) -> None:
    """threading.Thread._bootstrap_inner: a thread of the program's, from its begin to its end."""
    try:
        name = self._name
        jobs.begin("thread", name if type(name) is str else "thread", _id(self))
        depth.give(depth.THREAD)
    except Exception:
        steps.failed()
    try:
        _bootstrap(self)
    finally:
        try:
            jobs.end(_id(self))
        except Exception:
            steps.failed()


def complain(self: Any, context: Any) -> None:
    """BaseEventLoop.call_exception_handler."""
    try:
        if type(context) is dict:
            _told(self, context)
    except Exception:
        steps.failed()
    _complain(self, context)


def _told(loop: Any, context: dict[str, Any]) -> None:
    message, error = context.get("message"), context.get("exception")
    one = context["task"] if "task" in context else context.get("future")
    number = things.number_of(one) if one is not None else 0
    if one is None:
        number = loops.of(loop).task  # in whose step the loop was told
    line = births.raised_on(error) if isinstance(error, BaseException) else 0
    record.fact(
        "moan", loop=loops.of(loop).number, msg=record.clip(message, 300), task=number, line=line,
        error=births.describe(error) if isinstance(error, BaseException) else None,
    )  # fmt: skip


def finalize(self: Any, agen: Any) -> None:
    """BaseEventLoop._asyncgen_finalizer_hook: an async generator is collected before its end."""
    try:
        _left_open(agen)
    except Exception:
        steps.failed()
    _finalize(self, agen)


async def shutdown_asyncgens(self: Any) -> None:
    """BaseEventLoop.shutdown_asyncgens: the loop ends, and closes the async generators that nobody did."""
    try:
        for agen in list(self._asyncgens):
            if agen.ag_frame is not None:
                _left_open(agen)
        agen = None
    except Exception:
        steps.failed()
    await _shutdown_asyncgens(self)


def _left_open(agen: Any) -> None:
    frame = agen.ag_frame
    line = frame.f_lineno if frame is not None and sites.is_own(agen.ag_code) else 0
    record.fact("agen", name=record.clip(agen.__qualname__, 200), line=line)


def set_running_loop(loop: Any, /) -> None:
    """asyncio's own note of which loop runs in a thread: by it a loop of another make (uvloop, …) is seen."""
    _set_running_loop(loop)
    foreign = loop is not None and not issubclass(type(loop), _Loop)
    if foreign or _in_foreign:
        try:
            _runs_foreign(foreign)
        except Exception:
            steps.failed()
    if foreign:
        try:
            name = f"{kinds.module(type(loop))}.{kinds.qualname(type(loop))}"
            if name not in _foreign and len(_foreign) < FOREIGN_MAX:
                _foreign.add(name)
                loops.ever_ran = True
                record.fact("loop", name=record.clip(name, 200))
                text = f"{name} is no loop of asyncio's own: it runs, by the real clock, and little or nothing of what its tasks do is traced."
                record.fact("note", s=record.clip(text, 300))
        except Exception:
            steps.failed()


def _runs_foreign(runs: bool) -> None:
    """A loop of another make begins or ends to run in this thread, if that is new."""
    me = _get_ident()
    if runs == (me in _in_foreign):
        return
    if runs:
        _in_foreign.add(me)
    else:
        _in_foreign.discard(me)
    if on_foreign is not None:
        on_foreign(1 if runs else -1)


for function in (process_exited, add_reader, add_writer):
    births.quiets[_id(function.__code__)] = births.MINE


def install() -> None:
    disguise.wear(*_DRESSED)


_DRESSED = (
    disguise.dress(events, _set_running_loop=set_running_loop),
    (asyncio, {"_set_running_loop": set_running_loop}),
    disguise.dress(_Selecting, _add_reader=add_reader, _add_writer=add_writer, _remove_reader=remove_reader, _remove_writer=remove_writer),
    disguise.dress(_Loop, run_in_executor=run_in_executor, call_exception_handler=complain),
    disguise.dress(_Loop, _asyncgen_finalizer_hook=finalize, shutdown_asyncgens=shutdown_asyncgens),
    disguise.dress(_Process, __init__=init_process, _process_exited=process_exited),
    disguise.dress(_Thread, _bootstrap_inner=disguise.uncounted(bootstrap_inner)),
    disguise.dress(_Item, __init__=init_item),
)
