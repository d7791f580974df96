"""A deadlock that no loop can see by itself: every thread stands still, and none can ever be woken.

A loop sleeps for ever in its thread while the main one waits in `join`; a job of a pool waits for the `result()` of the loop that waits for it. The
watchdog looks: each thread must be in a loop's endless sleep with nothing watched, in a wait of `threading`'s without a timeout, or in a pool's
worker without a job; the system must have it asleep, and not have let it run since the last look (whoever waits for the interpreter alone wakes all
the time). Where that is true of all for STANDS_NS nobody can end it: whatever they wait for, only one of them could do.
"""

from __future__ import annotations

import _thread
import os
import sys
import threading
import time
from concurrent.futures import thread as thread_pools
from types import FrameType
from typing import Any

from asyncplay.runner import idle, jobs, loops, record, sites, waiting
from asyncplay.runner import others as beside
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

STANDS_NS = 150_000_000
_real, _ident, _frames, _id = time.monotonic_ns, _thread.get_ident, sys._current_frames, id
_active, _main = threading._active, threading.main_thread()  # type: ignore[attr-defined]
_getpid = getattr(os, "getpid", int)
_worker = getattr(getattr(thread_pools, "_worker", None), "__code__", None)
_shutdown = getattr(getattr(threading, "_shutdown", None), "__code__", None)
_WAITS = {
    function.__code__: name
    for owner, name in ((threading.Condition, "wait"), (threading.Thread, "join"), (threading.Thread, "_wait_for_tstate_lock"))
    if (function := getattr(owner, name, None)) is not None
}
"""What waits for another thread, with its argument `timeout`: None, or -1, is for ever."""
_made = 0
_seen: list[tuple[Any, ...]] | None = None
_since = 0


def look() -> None:
    """To be called now and then by a thread that is none of the program's."""
    global _made, _seen, _since
    if not idle.sleeping:
        _seen = None
        return
    made, now = record.made(), _real()
    if made != _made or (stand := _everybody()) is None:
        _made, _seen = made, None
    elif stand != _seen:
        _seen, _since = stand, now
    elif now - _since > STANDS_NS and not (beside.children() or beside.alarm() or idle.has_handler() or beside.in_system() > len(stand) + 1):
        _tell()  # else a thread of C code's own, which nobody knows, may call


def _everybody() -> list[tuple[Any, ...]] | None:
    """Where each thread stands, if none can go on by itself."""
    frames, me = _frames(), _ident()
    try:
        if beside.starting() or len(frames) != len(_active) + 1 or any(state.task or state.handle for state in list(loops.states.values())):
            return None
        found = []
        for ident, frame in frames.items():
            if ident != me:
                stand = _stand(ident, _active.get(ident), frame)
                if stand is None:
                    return None
                found.append(stand)
        return found
    finally:
        frames.clear()


def _stand(ident: int, thread: Any, frame: FrameType) -> tuple[Any, ...] | None:
    parked = waiting.parked(ident)
    if parked is not None:
        until, is_there = parked
        endless = not until and (ident in idle.sleeping or not _runs_a_loop(ident)) and not is_there()
        return (ident, until, waiting.changes()) if endless else None
    loop = idle.sleeping.get(ident)
    if loop is None and not _waits_for_ever(frame):
        return None
    slept = _slept(_getpid() if thread is _main else getattr(thread, "_native_id", None))  # a fork leaves the main thread's as it was
    return None if slept is None else (ident, _id(loop), _id(frame), frame.f_lasti, slept)


def _runs_a_loop(ident: int) -> bool:
    return any(state.thread == ident and state.loop is not None for state in list(loops.states.values()))


def _waits_for_ever(frame: FrameType) -> bool:
    code = frame.f_code
    if code is _worker:
        return jobs.none_open() or not _has_job(frame)
    return code is _shutdown or (code in _WAITS and frame.f_locals.get("timeout", 0) in (None, -1))


def _has_job(frame: FrameType) -> bool:
    """Whether a worker has taken one, and only not begun it."""
    return frame.f_locals.get("work_item") is not None


def _slept(native: Any) -> bytes | None:
    """How often the system's thread went to sleep, if it sleeps now."""
    try:
        text = beside._read(f"/proc/self/task/{int(native)}/status")
    except (OSError, TypeError, ValueError):
        return None
    if b"\nState:\tS" not in text:
        return None
    return text.partition(b"\nvoluntary_ctxt_switches:")[2] or None


def _tell() -> None:
    for ident, frame in _frames().items():
        thread = _active.get(ident)
        if ident in idle.sleeping or thread is None or frame.f_code is _worker:
            continue
        line = _own_line(frame)
        who = "The main thread" if thread is _main else f"Thread {record.clip(thread._name, 60)}"
        where = f" waits on line {line} for another thread" if line else " is over: Python waits for the other threads"
        record.fact("note", s=f"{who}{where}, and nothing can end that either.")
    asleep = [loops.states.get(_id(loop)) for loop in idle.sleeping.values()]
    state = asleep[0] if len(asleep) == 1 else None
    idle.tell_deadlock(state.number if state is not None else 0)


def _own_line(frame: FrameType | None) -> int:
    while frame is not None:
        if sites.is_own(frame.f_code):
            return frame.f_lineno or 0
        frame = frame.f_back
    return 0
