"""Names the line of a step that holds the thread, while it does: a thread of its own that looks every POLL_S.

It is started below `threading`, so that a program sees no thread that is not its own, and ended before a fork (3.12 and later warn about a fork
beside threads).
"""

from __future__ import annotations

import _thread
import os
import struct
import sys
import time

from asyncplay.runner import clock, control, loops, record, sites
from asyncplay.trace import wire

POLL_S = 0.02
BLOCK_NS = 50_000_000
AGAIN_NS = 200_000_000
_real = time.monotonic_ns
_sleep = time.sleep
_listdir = os.listdir
_frames = sys._current_frames
_beat = struct.Struct("<QQ").unpack_from
_allocate, _start = _thread.allocate_lock, _thread.start_new_thread


def _threads() -> int:
    """How many threads the system counts in this process; 0 where that is not known."""
    try:
        return len(_listdir("/proc/self/task"))
    except OSError:
        return 0


class Watchdog:
    def __init__(self) -> None:
        self._main = _thread.get_ident()
        self._bell = _allocate()
        self._gone = _allocate()
        self._alive = False
        self._told: tuple[int, int] = (0, 0)
        self._told_at = 0
        self._quiet_since = _real()

    def start(self) -> None:
        self._alive = True
        self._bell.acquire()
        self._gone.acquire()
        _start(self._watch, ())

    def forget(self) -> None:
        """This is a forked child: the thread is not in it."""
        self._alive = False

    def stop(self) -> None:
        """End the thread, and wait for that."""
        if not self._alive:
            return
        self._alive = False
        threads = _threads()
        self._bell.release()
        self._gone.acquire()
        self._gone.release()
        for _ in range(500):  # it has said that it ends; the system's count, which fork looks at (3.12), follows
            if not threads or _threads() < threads:
                return
            _sleep(0.0001)

    def _watch(self) -> None:
        try:
            while not self._bell.acquire(timeout=POLL_S):
                control.hear(0)
                if not clock.is_still():
                    self._look()
            self._bell.release()
        except Exception:
            pass
        finally:
            self._gone.release()

    def _look(self) -> None:
        task, since = _beat(record.memory(), wire.BEAT_TASK_AT)
        real = _real()
        if not since:
            if loops.ever_ran:
                return
            task, since = 0, self._quiet_since
        if real - since < BLOCK_NS:
            return
        frame = _frames().get(self._main)
        site = sites.of(frame)
        frame = None
        if (since, site) == self._told or (since == self._told[0] and real - self._told_at < AGAIN_NS):
            return
        self._told, self._told_at = (since, site), real
        now = record.now()
        begun = now if clock.virtual else max(0, since - clock.base)
        record.put(wire.BLOCKED, now, begun, task, 0, site)
