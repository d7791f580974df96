"""What a suspended task waits for: the walk from its coroutine to the future at the end, and the word for what stands there.

No frame's variables are read, no method of the user's is called: only attributes that C types give, and the garbage collector's references.
CPython's own call graph (3.14) stops at async generators; this walk does not.
"""

from __future__ import annotations

import asyncio
import gc
from asyncio import base_events, base_subprocess, locks, queues, streams, subprocess, taskgroups, tasks, threads
from types import AsyncGeneratorType, CodeType, CoroutineType, GeneratorType
from typing import Any

from asyncplay.runner import sites, things
from asyncplay.trace import wire

_id = id
_referents = gc.get_referents
_KIND = {name: number for number, name in enumerate(wire.WAITS)}
_SLEEP, _FUTURE, _TASK, _GATHER = _KIND["sleep"], _KIND["future"], _KIND["task"], _KIND["gather"]
_UNKNOWN, _SHIELD, _THREAD, _WAIT = _KIND["unknown"], _KIND["shield"], _KIND["thread"], _KIND["wait"]
_GROUP = _KIND["taskgroup"]
_Gathering: type = tasks._GatheringFuture  # type: ignore[attr-defined]
_WALKED = (CoroutineType, GeneratorType, AsyncGeneratorType)
_PRIMITIVES = frozenset(
    {
        locks.Lock, locks.Event, locks.Condition, locks.Semaphore, locks.BoundedSemaphore, locks.Barrier, queues.Queue, queues.PriorityQueue,
        queues.LifoQueue, taskgroups.TaskGroup, streams.StreamReader,
    }
)  # fmt: skip

_leaves: dict[int, int] = {}
"""Wait kinds by the address of a standard-library coroutine function's code: the walk ends there."""
_keep: list[CodeType] = []


def _leaf(kind: str, *owners: tuple[object, str]) -> None:
    for owner, name in owners:
        function = getattr(owner, name, None)
        code = getattr(function, "__code__", None)
        if code is not None:
            _keep.append(code)
            _leaves[_id(code)] = _KIND[kind]


def _learn() -> None:
    loop, sub, process = base_events.BaseEventLoop, base_subprocess.BaseSubprocessTransport, subprocess.Process
    from asyncio import selector_events, unix_events

    selecting, mixin = selector_events.BaseSelectorEventLoop, streams.FlowControlMixin
    _leaf("sleep", (tasks, "sleep"))
    _leaf("lock", (locks.Lock, "acquire"))
    _leaf("event", (locks.Event, "wait"))
    _leaf("condition", (locks.Condition, "wait"), (locks.Condition, "wait_for"))
    _leaf("semaphore", (locks.Semaphore, "acquire"))
    _leaf("barrier", (locks.Barrier, "wait"))
    _leaf("queue.get", (queues.Queue, "get"))
    _leaf("queue.put", (queues.Queue, "put"))
    _leaf("queue.join", (queues.Queue, "join"))
    _leaf("wait", (tasks, "_wait"), (tasks, "wait"))
    _leaf("wait_for", (tasks, "wait_for"))
    _leaf("taskgroup", (taskgroups.TaskGroup, "__aexit__"), (taskgroups.TaskGroup, "_aexit"))
    _leaf("thread", (threads, "to_thread"), (loop, "shutdown_default_executor"), (loop, "getaddrinfo"), (loop, "getnameinfo"))
    _leaf("stream.read", (streams.StreamReader, "_wait_for_data"))
    _leaf("stream.drain", (streams.StreamWriter, "drain"), (mixin, "_drain_helper"))
    _leaf("stream.close", (streams.StreamWriter, "wait_closed"), (base_events.Server, "wait_closed"))
    _leaf("stream.connect", (streams, "open_connection"), (streams, "open_unix_connection"), (loop, "create_connection"))
    _leaf("stream.accept", (base_events.Server, "serve_forever"))
    _leaf("datagram", (loop, "create_datagram_endpoint"))
    _leaf("socket", *((selecting, name) for name in vars(selecting) if name.startswith("sock_")))
    _leaf("subprocess", (process, "wait"), (process, "communicate"), (sub, "_wait"), (subprocess, "create_subprocess_exec"))
    _leaf("subprocess", (subprocess, "create_subprocess_shell"), (unix_events._UnixSelectorEventLoop, "_make_subprocess_transport"))
    iterator = getattr(tasks, "_AsCompletedIterator", None)
    if iterator is not None:
        _leaf("as_completed", (iterator, "_wait_for_one"))
    for constant in tasks.as_completed.__code__.co_consts if hasattr(tasks.as_completed, "__code__") else ():
        if isinstance(constant, CodeType) and constant.co_name == "_wait_for_one":
            _keep.append(constant)
            _leaves[_id(constant)] = _KIND["as_completed"]


_learn()


def walk(coro: Any) -> tuple[int, Any, int]:
    """From a task's coroutine: the stack's number, the last coroutine on the way, and the wait kind where it is a known one (else 0)."""
    level, up = sites.root(), 0
    last: Any = None
    for _ in range(sites.DEPTH_MAX):
        kind = type(coro)
        if kind is CoroutineType:
            code = coro.cr_code
            known = _leaves.get(_id(code))
            if known is not None:
                node = level.get(_id(code))
                if node is None:
                    node = sites.add(level, up, _id(code), code, code.co_firstlineno)
                return node[0], coro, known
            frame, after = coro.cr_frame, coro.cr_await
        elif kind is GeneratorType:
            code, frame, after = coro.gi_code, coro.gi_frame, coro.gi_yieldfrom
        elif kind is AsyncGeneratorType:
            code, frame, after = coro.ag_code, coro.ag_frame, coro.ag_await
        else:  # async_generator_asend, coroutine_wrapper and their like say nothing of what they wrap
            coro = _wrapped(coro)
            if coro is None:
                break
            continue
        if frame is None:
            break
        key = _id(code) + frame.f_lasti
        node = level.get(key)
        if node is None:
            node = sites.add(level, up, key, code, frame.f_lineno)
        up, level = node
        last, coro = coro, after
        frame = None
    return up, last, 0


def _wrapped(thing: Any) -> Any:
    if thing is None or type(thing).__module__ not in ("builtins", "_asyncio"):
        return None
    if isinstance(thing, asyncio.Future):
        return None
    for inner in _referents(thing):
        if type(inner) in _WALKED:
            return inner
    return None


def classify(kind: int, leaf: Any, future: Any) -> tuple[int, int, int]:
    """(wait kind, object, awaited task) for a task that waits on this future; `kind` is what `walk` knew."""
    if kind == _SLEEP:
        return kind, 0, 0
    if kind:
        return kind, _primitive(kind, leaf, future), 0
    if things.is_task(future):
        return _TASK, 0, things.tasks.get(_id(future), 0)
    if type(future) is _Gathering:
        return _GATHER, things.of(future, "gather", lambda: things.numbers(future._children)  # type: ignore[attr-defined]
        ), 0
    return _by_callbacks(future)


def _primitive(kind: int, leaf: Any, future: Any) -> int:
    for thing in _referents(leaf):
        name = type(thing)
        if name in _PRIMITIVES or (kind == _WAIT and name in (set, frozenset, list)):
            if kind == _WAIT:
                return things.of(future, "wait", lambda found=thing: things.numbers(found))  # type: ignore[misc]
            if kind == _GROUP and name is taskgroups.TaskGroup:
                return things.of(thing, "TaskGroup", lambda found=thing: things.numbers(found._tasks))  # type: ignore[misc]
            return things.of(thing, name.__name__)
    for thing in _referents(leaf):  # a subclass of the user's
        if isinstance(thing, tuple(_PRIMITIVES)):
            return things.of(thing, type(thing).__name__)
    return 0


def _by_callbacks(future: Any) -> tuple[int, int, int]:
    """shield and executors leave a closure of theirs on the future; anything else is a plain future."""
    if not isinstance(future, asyncio.Future) and type(future).__module__ != "asyncio.futures":
        return _UNKNOWN, 0, 0
    callbacks = future._callbacks if type(future) is asyncio.Future else None
    for callback, _ in callbacks or ():
        name = getattr(callback, "__qualname__", None) if type(callback).__name__ == "function" else None
        if name == "shield.<locals>._outer_done_callback":
            for cell in callback.__closure__ or ():
                inner = cell.cell_contents
                if inner is not future and things.is_task(inner):
                    return _SHIELD, 0, things.tasks.get(_id(inner), 0)
            return _SHIELD, 0, 0
        if name is not None and name.startswith("_chain_future.<locals>"):
            return _THREAD, 0, 0
    return _FUTURE, things.of(future, "Future"), 0
