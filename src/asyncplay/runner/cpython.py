"""What the runner takes from CPython that no documentation promises. Looked at once, before anything is wrapped: docs/cpython-internals.md says
what each is for.

A Python that lacks something vital is not traced: its snippet runs, and a note says why. For anything else that is missing a stand-in, which
nobody calls, is put in its place, so that the other modules need not ask; what is not shown then is said in a note, too.
"""

from __future__ import annotations

import sys
import threading
import traceback
import warnings
from asyncio import base_events, base_subprocess, base_tasks, events, futures, locks, runners, selector_events, tasks, timeouts
from concurrent.futures import thread as thread_pools
from typing import Any

_Loop: Any = base_events.BaseEventLoop
_Task: Any = tasks.Task
_VITAL: tuple[tuple[Any, str], ...] = (
    *((events.Handle, name) for name in ("_run", "_callback", "_args", "_loop")),
    *((_Loop, name) for name in ("_call_soon", "_run_once", "_ready", "_scheduled", "_task_factory")),
    *((_Task, name) for name in ("_coro", "_fut_waiter", "_state", "_exception", "_callbacks", "_must_cancel", "_loop")),
    (events, "_get_running_loop"),
)  # fmt: skip
_TIMERS, _IO, _JOBS, _NAMES = "timers that are cancelled", "descriptors", "threads and executor jobs", "names of tasks in a gather"
_USEFUL: tuple[tuple[Any, str, str], ...] = (
    (_Loop, "_timer_handle_cancelled", _TIMERS),
    (_Loop, "_asyncgen_finalizer_hook", "async generators left open"),
    *((selector_events.BaseSelectorEventLoop, f"_{do}_{what}", _IO) for do in ("add", "remove") for what in ("reader", "writer")),
    (selector_events, "_SelectorTransport", _IO),
    (base_subprocess.BaseSubprocessTransport, "_process_exited", "ends of subprocesses"),
    (threading.Thread, "_bootstrap_inner", _JOBS),
    (threading, "_active", _JOBS),
    (threading, "_limbo", _JOBS),
    (thread_pools, "_WorkItem", _JOBS),
    (futures, "_chain_future", _JOBS),
    (futures, "_set_result_unless_cancelled", "ends of sleeps"),
    (tasks, "_GatheringFuture", _NAMES),
    (tasks, "_PyTask", "tasks of the Python implementation"),
    (events, "_set_running_loop", "loops of another make"),
    (locks.Semaphore, "_wake_up_next", "to whom a semaphore's slot goes"),
    (runners.Runner, "_on_sigint", "deadlocks in asyncio.run"),
    *((owner, name, "what cancels a task") for owner, name in ((runners, "_cancel_all_tasks"), (timeouts.Timeout, "_on_timeout"))),
    (base_tasks, "_task_get_stack", "Task.get_stack without our frames"),
    (traceback, "_walk_tb_with_full_positions", "tracebacks without our frames"),
    (_Loop, "_set_coroutine_origin_tracking", "where coroutines were made, without our frames"),
    (warnings, "_warn_unawaited_coroutine", "where coroutines were made, without our frames"),
    (warnings, "_showwarnmsg", "warnings"),
    (warnings, "_showwarnmsg_impl", "warnings"),
)  # fmt: skip
_CLASSES = frozenset({"_SelectorTransport", "_WorkItem", "_GatheringFuture", "_PyTask"})
_MAPS = frozenset({"_active", "_limbo"})


def _has(owner: Any, name: str) -> bool:
    """Whether it is there; an attribute of a Python class's objects is where its constructor sets it."""
    if hasattr(owner, name):
        return True
    makers = [vars(kind).get("__init__") for kind in getattr(owner, "__mro__", ())]
    return any(name in maker.__code__.co_names for maker in makers if hasattr(maker, "__code__"))


def _missing(*_: Any, **__: Any) -> None:
    """A stand-in."""


def _stand_in(name: str) -> Any:
    if name in _MAPS:
        return {}
    return type(name, (), dict.fromkeys(("__init__", "cancel"), _missing)) if name in _CLASSES else _missing


def _named(owner: Any, name: str) -> str:
    return f"{getattr(owner, '__qualname__', owner.__name__)}.{name}"


vital = [_named(owner, name) for owner, name in _VITAL if not _has(owner, name)]
"""What is missing without which nothing can be traced."""
useful = {_named(owner, name): lost for owner, name, lost in _USEFUL if not _has(owner, name)}
"""What is missing, and what is not shown for that."""
_FUNCTIONS = frozenset({"_run", "_call_soon", "_run_once", "_get_running_loop"})
for _owner, _name, *_ in (*_USEFUL, *(one for one in _VITAL if one[1] in _FUNCTIONS)):
    if not _has(_owner, _name):
        setattr(_owner, _name, _stand_in(_name))


def notes() -> list[str]:
    """What to say of this Python before the snippet begins: nothing, if it is one that we know."""
    version = sys.version.split()[0]
    said = []
    if vital:
        said.append(f"asyncplay does not know this Python ({version} has no {', '.join(vital[:3])}): the program runs, and is not traced.")
    elif useful:
        lost = ", ".join(dict.fromkeys(useful.values()))
        said.append(f"asyncplay does not know this Python well ({version} has no {', '.join([*useful][:3])}). Not shown: {lost}.")
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        said.append("This Python runs without its lock (GIL): where several threads run loops at once, some of the trace may be missing.")
    return said
