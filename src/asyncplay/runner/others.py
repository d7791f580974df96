"""What of the snippet's is not asyncio and may still do something: threads, children, alarms, and descriptors whose other end is elsewhere.

While there is any of it a virtual clock must not jump, or code gets timeouts that no real run would give it. A thread that waits by the clock
itself is no reason to wait: `waiting` knows those.
"""

from __future__ import annotations

import _thread
import os
import signal
import socket
import stat
import threading
from collections.abc import Container, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.runner.private import kept

_os, _socket, _S_ISSOCK = kept(os), kept(socket), stat.S_ISSOCK
_ident = _thread.get_ident
_fstat = os.fstat
_waitid = getattr(os, "waitid", None)
_getitimer = getattr(signal, "getitimer", None)
_ITIMER_REAL = getattr(signal, "ITIMER_REAL", 0)
_threads = threading._active  # type: ignore[attr-defined]
_limbo = threading._limbo  # type: ignore[attr-defined]


def alone() -> bool:
    """Whether this is the only thread there is."""
    return len(_threads) + len(_limbo) <= 1


def listed(thread: threading.Thread) -> bool:
    """Whether that thread is among those that live; one that is over, or nearly, is not."""
    return thread.ident in _threads


def threads(parked: Container[int]) -> bool:
    """Whether any thread may do something: all but this one, those that are parked, and workers of executors that have no job."""
    if _limbo:  # asked first: a thread that starts meanwhile is among the others then
        return True
    me = _ident()
    return any(ident != me and ident not in parked and not _has_no_job(thread) for ident, thread in list(_threads.items()))


def _has_no_job(thread: Any) -> bool:
    """Whether this is a worker of an executor all of whose workers are idle. An executor counts a worker as busy from `submit` on."""
    args = getattr(thread, "_args", None)
    if not args or getattr(getattr(thread, "_target", None), "__module__", "") != "concurrent.futures.thread":
        return False
    executor = args[0]() if callable(args[0]) else None
    if type(executor) is not ThreadPoolExecutor:
        return executor is None  # its executor is gone: it is about to end
    if executor._shutdown:
        return False  # it is about to end, too, and somebody joins it: no clock may jump past that
    return executor._work_queue.empty() and executor._idle_semaphore._value >= len(executor._threads)


def children() -> bool:
    """Whether a child process lives, or waits to be reaped."""
    if _waitid is None:
        return False
    try:
        _waitid(_os.P_ALL, 0, _os.WEXITED | _os.WNOHANG | _os.WNOWAIT)
    except OSError:
        return False
    return True


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


def _origin(fd: int) -> int:
    try:
        if not _S_ISSOCK(_fstat(fd).st_mode):
            return INSIDE  # a pipe: whoever else held its other end would be a child
        with _socket.socket(fileno=_os.dup(fd)) as sock:
            return _origin_of(sock)
    except OSError:
        return NONE


def _origin_of(sock: socket.socket) -> int:
    if sock.family not in (_socket.AF_INET, _socket.AF_INET6):
        return INSIDE
    if sock.type == _socket.SOCK_STREAM and sock.getsockopt(_socket.SOL_SOCKET, _socket.SO_ACCEPTCONN):
        return INSIDE
    try:
        peer = str(sock.getpeername()[0])
    except OSError:
        return OUTSIDE if sock.type == _socket.SOCK_STREAM else INSIDE  # it is still connecting; a datagram socket of its own
    return INSIDE if peer.startswith("127.") or peer in ("::1", "::ffff:127.0.0.1") else OUTSIDE
