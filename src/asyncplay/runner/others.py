"""What of the snippet's is not asyncio and may still do something: threads, children, alarms, and descriptors whose other end is elsewhere.

While there is any of it a virtual clock must not jump, or code gets timeouts that no real run would give it. A thread that waits by the clock
itself is no reason to wait: `waiting` knows those.
"""

from __future__ import annotations

import _thread
import os
import select
import selectors
import signal
import socket
import stat
import sys
import threading
import time
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asyncplay.runner import alarms, jobs
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.runner.private import kept

_os, _socket, _S_ISSOCK = kept(os), kept(socket), stat.S_ISSOCK
_ident = _thread.get_ident
_fstat = os.fstat
_waitid = getattr(os, "waitid", None)
_poll, _select = getattr(select, "poll", None), select.select
_POLLIN, _POLLOUT = getattr(select, "POLLIN", 1), getattr(select, "POLLOUT", 4)
_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_getitimer = getattr(signal, "getitimer", None)
_ITIMER_REAL = getattr(signal, "ITIMER_REAL", 0)
_threads = threading._active  # type: ignore[attr-defined]
_limbo = threading._limbo  # type: ignore[attr-defined]
_count, _listdir, _open = _thread._count, os.listdir, open
_Main, _Dummy = threading._MainThread, threading._DummyThread  # type: ignore[attr-defined]
_sleep, _start_new, _frames = time.sleep, _thread.start_new_thread, sys._current_frames
BEGIN_MAX = 4000
"""So many looks, a second or two long, are enough for a thread to begin."""
_main = threading.main_thread()
own = 0
"""Threads of the runner's own, which Python counts with the program's."""


def alone() -> bool:
    """Whether this is the only thread there is."""
    return _count() <= own and not _limbo and len(_threads) <= 1


def starting() -> bool:
    """Whether a thread is about to begin."""
    return bool(_limbo)


def known() -> list[threading.Thread]:
    """The threads that `threading` has started, and that live."""
    return [thread for thread in list(_threads.values()) if type(thread) is not _Main and type(thread) is not _Dummy]


def unknown(count: int = 0) -> bool:
    """Whether a thread lives that `threading` has not started, but for so many that are parked; also one that is over, nearly."""
    return _count() - own - len(known()) > count


def listed(thread: threading.Thread) -> bool:
    """Whether that thread is among those that live; one that is over, or nearly, is not."""
    return thread.ident in _threads


def threads(parked: Collection[int]) -> bool:
    """Whether any thread may do something: all but this one, those that are parked, and workers of executors that have no job."""
    if _limbo:  # asked first: a thread that starts meanwhile is among the others then
        return True
    me, main = _ident(), _main.ident
    mine = {thread.ident: thread for thread in known()}
    waiting = {*parked, me}
    others = [thread for ident, thread in mine.items() if ident not in waiting]
    if others and not (all(_is_of_a_pool(thread) for thread in others) and _all_idle(mine, waiting)):
        return True
    if main not in (me, None) and main not in parked:
        return True
    return unknown(sum(ident not in mine and ident != main for ident in waiting))


def let_begin() -> None:
    """Python counts a thread only once it runs: give those that the system has made already time for that. C code's own are never counted."""
    for _ in range(25):
        if in_system() <= _count() + 1:
            return
        _sleep(0.002)


def in_system() -> int:
    """How many threads the system counts in this process; 0 where that is not known."""
    try:
        return len(_listdir("/proc/self/task"))
    except OSError:
        alarms.let_out()
        return 0


def start_new_thread(*args: Any) -> int:
    """_thread.start_new_thread: returns once the thread runs, as `Thread.start` does, so that no clock jumps before it is counted."""
    count, before = _count(), set(_listing("/proc/self/task"))
    ident = _start_new(*args)
    new = set(_listing("/proc/self/task")) - before if before else set()
    for _ in range(BEGIN_MAX):
        if _count() > count or ident in _frames() or new.isdisjoint(_listing("/proc/self/task")):
            break  # it is counted; or runs, though another one that ended meanwhile hides that in the count; or is over
        _sleep(0.0005)
    return ident


def _is_of_a_pool(thread: Any) -> bool:
    """Whether this is a worker of an executor that may be without a job; while it shuts down it is about to end, and no clock may jump past that."""
    args = getattr(thread, "_args", None)
    if not args or getattr(getattr(thread, "_target", None), "__module__", "") != "concurrent.futures.thread":
        return False
    executor = args[0]() if callable(args[0]) else None
    return executor is None if type(executor) is not ThreadPoolExecutor else not executor._shutdown


def _all_idle(mine: dict[int | None, threading.Thread], waiting: Collection[int]) -> bool:
    """Whether every job of the pools is under way in a worker that waits: then the other workers have none."""
    return jobs.open_jobs() <= sum(_is_worker(mine[ident]) for ident in waiting if ident in mine)


def _is_worker(thread: Any) -> bool:
    return getattr(getattr(thread, "_target", None), "__module__", "") == "concurrent.futures.thread"


def starved(me: int) -> bool:
    """Whether another thread of this process would run if there were a processor for it. `me`: the system's number of this one."""
    for thread in _listing("/proc/self/task"):
        try:
            if thread != str(me) and _read(f"/proc/self/task/{thread}/stat").rpartition(b")")[2].split()[:1] == [b"R"]:
                return True
        except OSError:
            alarms.let_out()
    return False


def _listing(folder: str) -> list[str]:
    try:
        return _listdir(folder)
    except OSError:
        alarms.let_out()
        return []


def children() -> bool:
    """Whether a child process lives; one that is over, and that nobody has waited for, does not."""
    if _waitid is None:
        return False
    try:
        if _waitid(_os.P_ALL, 0, _os.WEXITED | _os.WNOHANG | _os.WNOWAIT) is None:
            return True
    except OSError:
        alarms.let_out()
        return False
    try:
        pids = [pid for thread in _listdir("/proc/self/task") for pid in _read(f"/proc/self/task/{thread}/children").split()]
    except OSError:
        alarms.let_out()
        return True
    return any(_lives(pid.decode()) for pid in pids)


def _read(path: str) -> bytes:
    with _open(path, "rb") as file:
        return file.read(1 << 16)


def _lives(pid: str) -> bool:
    try:
        return _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()[:1] != [b"Z"]
    except OSError:
        alarms.let_out()
        return False


def alarm() -> bool:
    """Whether the system's own timer is going to ring."""
    return bool(_getitimer is not None and _getitimer(_ITIMER_REAL)[0])


NONE, INSIDE, OUTSIDE = range(3)


def descriptors(fds: Iterable[int], own: int) -> int:
    """What may come by these descriptors: nothing, something from this process itself, or something from outside. `own`: the loop's self-pipe."""
    found = NONE
    for fd in fds:
        if fd != own:
            found = max(found, _origin(fd))
    return found


def ready(selector: selectors.BaseSelector) -> bool:
    """Whether a select would find something; asked by another thread than the one that waits, which some selectors refuse (`poll`)."""
    try:
        keys = [*selector.get_map().values()]
        if _poll is None:
            return any(_select([key.fd for key in keys if key.events & _READ], [key.fd for key in keys if key.events & _WRITE], [], 0))
        poll = _poll()
        for key in keys:
            poll.register(key.fd, (_POLLIN if key.events & _READ else 0) | (_POLLOUT if key.events & _WRITE else 0))
        return bool(poll.poll(0))
    except (OSError, RuntimeError, ValueError):  # it is changed this moment: somebody does something
        return True


def _origin(fd: int) -> int:
    try:
        if not _S_ISSOCK(_fstat(fd).st_mode):
            return INSIDE  # a pipe: whoever else held its other end would be a child
        with _socket.socket(fileno=_os.dup(fd)) as sock:
            return _origin_of(sock)
    except OSError:
        alarms.let_out()
        return NONE


def _origin_of(sock: socket.socket) -> int:
    if sock.family not in (_socket.AF_INET, _socket.AF_INET6):
        return INSIDE
    if sock.type == _socket.SOCK_STREAM and sock.getsockopt(_socket.SOL_SOCKET, _socket.SO_ACCEPTCONN):
        return INSIDE
    try:
        peer = str(sock.getpeername()[0])
    except OSError:
        alarms.let_out()
        return OUTSIDE if sock.type == _socket.SOCK_STREAM else INSIDE  # it is still connecting; a datagram socket of its own
    return INSIDE if peer.startswith("127.") or peer in ("::1", "::ffff:127.0.0.1") else OUTSIDE
