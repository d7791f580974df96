"""On a virtual clock: the whole program waits in the system, in C code that nobody stands in for (`acquire`, a socket outside a loop, `poll`).

What it waits for takes real time, so the clock goes with the real one meanwhile, or a timeout would have taken none. The watchdog's thread finds
out. Computing takes no time on this clock, and neither does waiting for a processor, a disk or somebody who reads what is written: the kernel tells
where each thread waits, and how long it ran or could have run. Where it does not tell, the clock stands.
"""

from __future__ import annotations

import _thread
import os

from asyncplay.runner import clock, waiting
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_open, _read, _close, _listdir, _RDONLY = os.open, os.read, os.close, os.listdir, os.O_RDONLY
_native_id = getattr(_thread, "get_native_id", _thread.get_ident)
_lock = _thread.RLock()
_WAITS = tuple(b"futex poll select sleep sigtimedwait sigsuspend pause wait_woken sk_wait skb_wait accept pipe_read".split())
"""Parts of the names of the kernel's functions in which a thread waits for time to pass or for somebody else."""
_used: dict[str, int] = {}
"""Of each thread the nanoseconds that it ran or was ready to run."""
_looked = 0
_waited = 0
"""So much of the time up to the last look the whole program waited."""
_flows = False


def look() -> None:
    """Now and then, by the watchdog's thread."""
    global _used, _looked, _waited, _flows
    real, before = clock.active_ns(), _used
    window, _looked = real - _looked, real
    if waiting.somebody_parked() or (waiting.flows() and not _flows):
        _used, _waited = {}, 0  # who is parked sees to the clock
        return
    wait, _used = _threads()
    ran = sum(_used.values()) - sum(before.values())
    known = wait and before.keys() == _used.keys()
    if not known or ran * 4 > window:
        _waited = max(0, window - ran) if known else 0  # it waits since a moment ago
        stop()
        return
    with _lock:
        if _flows:
            return
        _waited += window - ran
        if _waited > waiting.GRACE_NS:
            waiting.flow(1, _waited)
            _waited, _flows, clock.woken = 0, True, stop


def stop() -> None:
    """Somebody goes on: he has looked at the clock."""
    global _flows, _looked
    with _lock:
        if _flows:
            _flows, clock.woken = False, None
            waiting.flow(-1)
            _looked = clock.active_ns()


def _threads() -> tuple[bool, dict[str, int]]:
    """Whether all threads but this one wait for something other than the machine, and how long each could have run so far."""
    me, used = str(_native_id()), {}
    try:
        for thread in _listdir("/proc/self/task"):
            if thread != me:
                at = _text(f"/proc/self/task/{thread}/wchan")
                if not any(one in at for one in _WAITS):
                    return False, {}
                ran, ready = _text(f"/proc/self/task/{thread}/schedstat").split()[:2]
                used[thread] = int(ran) + int(ready)
    except (OSError, ValueError):
        return False, {}
    return True, used


def _text(path: str) -> bytes:
    fd = _open(path, _RDONLY)
    try:
        return _read(fd, 200)
    finally:
        _close(fd)
