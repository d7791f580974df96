"""A program that forks: the trace is its parent's and says which process the child is; in the child tracing ends.

Nobody tells a hook that runs after a fork whose number the child has; the kernel lists a thread's children, and the new one is that which was
not there before.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from asyncplay.runner import alarms, control, idle, record, watchdog
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_open, _read, _close, _RDONLY = os.open, os.read, os.close, os.O_RDONLY
PATH = "/proc/thread-self/children"
MOST = 1 << 16
_before: frozenset[bytes] = frozenset()


def children() -> frozenset[bytes]:
    """This thread's children as the kernel lists them; empty where it does not."""
    try:
        fd = _open(PATH, _RDONLY)
    except OSError:
        alarms.let_out()
        return frozenset()
    try:
        return frozenset(_read(fd, MOST).split())
    except OSError:
        alarms.let_out()
        return frozenset()
    finally:
        _close(fd)


def install(dog: watchdog.Watchdog) -> None:
    os.register_at_fork(before=_about_to(dog), after_in_parent=_in_parent(dog), after_in_child=_in_child(dog))


def _about_to(dog: watchdog.Watchdog) -> Callable[[], None]:
    def before() -> None:
        global _before
        dog.stop()
        if record.is_open():
            _before = children()

    return before


def _in_parent(dog: watchdog.Watchdog) -> Callable[[], None]:
    def parent() -> None:
        if record.is_open():
            idle.after_fork = dog.start
            new = children() - _before
            record.fact("fork", pid=int(next(iter(new))) if len(new) == 1 else 0)

    return parent


def _in_child(dog: watchdog.Watchdog) -> Callable[[], None]:
    def child() -> None:
        record.stop()
        control.forget()
        dog.forget()

    return child
