"""What a suspended task waits for: the walk from its coroutine to the future at the end, and the word for what stands there.

No frame's variables are read, no method of the user's is called: only attributes that C types give, and the garbage collector's references.
CPython's own call graph (3.14) stops at async generators; this walk does not.
"""

from __future__ import annotations

import _socket
import asyncio
import gc
from asyncio import base_events, base_subprocess, locks, queues, streams, subprocess, taskgroups, tasks, threads
from collections.abc import Callable, Iterator
from types import AsyncGeneratorType, CellType, CodeType, CoroutineType, FunctionType, GeneratorType, SimpleNamespace
from typing import Any

from asyncplay.runner import alarms, kinds, record, sites, things, values
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_id = id
_referents = gc.get_referents
_KIND = {name: number for number, name in enumerate(wire.WAITS)}
_SLEEP, _FUTURE, _TASK, _GATHER = _KIND["sleep"], _KIND["future"], _KIND["task"], _KIND["gather"]
_UNKNOWN, _SHIELD, _THREAD, _WAIT = _KIND["unknown"], _KIND["shield"], _KIND["thread"], _KIND["wait"]
_GROUP, _LOCK, _CONDITION = _KIND["taskgroup"], _KIND["lock"], _KIND["condition"]
_WAIT_FOR, _AS_COMPLETED = _KIND["wait_for"], _KIND["as_completed"]
_ON_PRIMITIVE = frozenset(_KIND[k] for k in ("lock", "semaphore", "event", "condition", "barrier", "queue.get", "queue.put", "queue.join"))
_ON_FD = frozenset(_KIND[k] for k in ("stream.read", "stream.drain", "stream.close", "stream.connect", "stream.accept", "socket", "datagram"))
SEARCH_MAX = 300
DEPTH_MAX = 20
_SETS = kinds.ids(set, frozenset, list)
_ends_cancelled = getattr(getattr(tasks, "_cancel_and_wait", None), "__code__", None)
_ITERATOR = getattr(tasks, "_AsCompletedIterator", None)
"""What as_completed makes from 3.13 on."""
_Gathering: Any = tasks._GatheringFuture  # type: ignore[attr-defined]
_Future, _Task, _Queue, _Group, _Socket = asyncio.Future, asyncio.Task, queues.Queue, taskgroups.TaskGroup, _socket.socket
_Reader, _Writer = streams.StreamReader, streams.StreamWriter
_awaited: Any = asyncio.Future(loop=SimpleNamespace(get_debug=bool)).__await__()  # type: ignore[arg-type]
FutureIter: type = type(_awaited) if type(_awaited) is not GeneratorType else object
"""What a coroutine awaits that awaits a future or a task of C: nothing stands behind it."""
_WALKED = kinds.ids(CoroutineType, GeneratorType, AsyncGeneratorType)
_PRIMITIVES = kinds.ids(
    locks.Lock, locks.Event, locks.Condition, locks.Semaphore, locks.BoundedSemaphore, locks.Barrier, queues.Queue, queues.PriorityQueue,
    queues.LifoQueue,
)  # fmt: skip
_FAMILIES = (locks.Lock, locks.Event, locks.Condition, locks.Semaphore, locks.Barrier, queues.Queue)

leaves: dict[int, int] = {}
"""Wait kinds by the address of a standard-library coroutine function's code: the walk ends there."""
_keep: list[CodeType] = []


def _leaf(kind: str, *owners: tuple[object, str]) -> None:
    for owner, name in owners:
        function = getattr(owner, name, None)
        code = getattr(function, "__code__", None)
        if code is not None:
            _keep.append(code)
            leaves[_id(code)] = _KIND[kind]


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
    _leaf("stream.connect", (loop, "connect_read_pipe"), (loop, "connect_write_pipe"), (loop, "connect_accepted_socket"), (loop, "start_tls"))
    _leaf("stream.drain", (loop, "sendfile"))
    _leaf("socket", *((selecting, name) for name in vars(selecting) if name.startswith("sock_")), (loop, "sock_sendfile"))
    _leaf("subprocess", (process, "wait"), (process, "communicate"), (sub, "_wait"), (subprocess, "create_subprocess_exec"))
    _leaf("subprocess", (subprocess, "create_subprocess_shell"), (unix_events._UnixSelectorEventLoop, "_make_subprocess_transport"))
    iterator = getattr(tasks, "_AsCompletedIterator", None)
    if iterator is not None:
        _leaf("as_completed", (iterator, "_wait_for_one"))
    for constant in tasks.as_completed.__code__.co_consts if hasattr(tasks.as_completed, "__code__") else ():
        if isinstance(constant, CodeType) and constant.co_name == "_wait_for_one":
            _keep.append(constant)
            leaves[_id(constant)] = _KIND["as_completed"]


_learn()


def walk(coro: Any) -> tuple[int, Any, int]:
    """From a task's coroutine: the stack's number, the last coroutine on the way, and the wait kind where it is a known one (else 0)."""
    return walk_on(coro, 0, sites.roots, None)


def walk_past(coro: Any, stack: int, leaf: Any) -> tuple[int, Any, int]:
    """What `walk` says, for a task that stands in wait_for: from 3.12 on that awaits a coroutine itself, and what that waits for is the answer."""
    inner = leaf.cr_await
    if (_id(type(inner)) in _WALKED or _wrapped(inner) is not None) and not _cancels(inner):
        return walk_on(coro, 0, sites.roots, None, _WAIT_FOR)
    return stack, leaf, _WAIT_FOR


def _cancels(inner: Any) -> bool:
    """Up to 3.11 wait_for waits in a coroutine of its own for the end of the task that it has cancelled."""
    return type(inner) is CoroutineType and inner.cr_code is _ends_cancelled


def walk_on(coro: Any, up: int, level: Any, leaf: Any, past: int = 0) -> tuple[int, Any, int]:
    """The same from somewhere on the way on, through waits of the kind `past`."""
    while level is not None:
        kind = type(coro)
        if kind is CoroutineType:
            code = coro.cr_code
            known = leaves.get(_id(code))
            if known is not None and known != past:
                return (level.get(_id(code)) or sites.add(level, up, _id(code), code, code.co_firstlineno, known))[0], coro, known
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
        up, level = level.get(key) or sites.add(level, up, key, code, frame.f_lineno)
        leaf, coro = coro, after
    return up, leaf, 0


def walk_anew(coro: Any, up: int, level: Any, leaf: Any) -> tuple[int, Any, int]:
    """The same where a quicker walk came upon something new, and not upon an alarm of the program's."""
    alarms.let_out()
    return walk_on(coro, up, level, leaf)


def _wrapped(thing: Any) -> Any:
    if thing is None or not kinds.is_from_c(type(thing), "builtins", "_asyncio"):
        return None
    if isinstance(thing, _Future):
        return None
    found = _referents(thing)
    for inner in found:
        if _id(type(inner)) in _WALKED:
            return inner
    for inner in found:  # anext with a default wraps what is wrapped already
        if kinds.of(inner) in _WRAPPERS:
            return _wrapped(inner)
    return None


_WRAPPERS = frozenset(("async_generator_asend", "async_generator_athrow", "coroutine_wrapper", "anext_awaitable"))


def classify(kind: int, leaf: Any, future: Any) -> tuple[int, int, int]:
    """(wait kind, object, awaited task) for a task that waits on this future; `kind` is what `walk` knew. See wire.STEP for c and d."""
    try:
        if kind == _SLEEP:
            return kind, 0, 0
        if kind in _ON_PRIMITIVE:
            if kind == _CONDITION and (lock := _takes_back(leaf)) is not None:
                return _LOCK, _primitive(_LOCK, lock), 0
            return kind, _primitive(kind, leaf), 0
        if kind in _ON_FD:
            return kind, *_descriptor(leaf)
        if kind:
            return kind, *_composed(kind, leaf, future)
        if things.is_task(future):
            return _TASK, 0, things.tasks.get(_id(future)) or on_unknown(future)
        if type(future) is _Gathering:
            return _GATHER, _gather(future), 0
        return _by_callbacks(future)
    except Exception:  # something of asyncio's is not as we know it: that the task waits is told all the same
        record.lose()
        alarms.let_out()
        return kind or _UNKNOWN, 0, 0


on_unknown: Callable[[Any], int] = id
"""Set by `patch`. The number of a task that is awaited and was never seen."""


def _gather(future: Any) -> int:
    """A gather by its tasks, and by those of the gathers in it."""
    return things.group(future, "gather", [*_gathered(future, 0)])


def _gathered(future: Any, depth: int) -> Iterator[Any]:
    for child in future._children:
        if type(child) is _Gathering and depth < DEPTH_MAX:
            yield from _gathered(child, depth + 1)
        else:
            yield child


places: list[int | None] = [None] * len(wire.WAITS)
"""Where among a leaf coroutine's references its primitive was found, by the wait kind; a frame that was asked for stands before it."""


def _takes_back(leaf: Any) -> Any:
    """Notified, a task waits for the condition's lock before it goes on: the coroutine that takes it, if that is what it waits for."""
    for _ in range(DEPTH_MAX):
        leaf = leaf.cr_await
        if type(leaf) is not CoroutineType:
            return None
        if leaves.get(_id(leaf.cr_code)) == _LOCK:
            return leaf
    return None


def _primitive(kind: int, leaf: Any) -> int:
    """The number of the lock, queue, event … whose method the leaf is."""
    found = _referents(leaf)
    for place, thing in enumerate(found):
        if _id(type(thing)) in _PRIMITIVES:
            if kind != _CONDITION and ((known := places[kind]) is None or place < known):
                places[kind] = place
            return values.number(thing)
    for thing in found:
        if issubclass(type(thing), _FAMILIES):  # a subclass of the user's
            return values.number(thing)
    return 0


def _descriptor(leaf: Any) -> tuple[int, int]:
    """The stream that a leaf waits for, if it is one, and its descriptor + 1."""
    stream = 0
    for _ in range(DEPTH_MAX):  # a connection that is being made has its socket in a coroutine further in
        for thing in _referents(leaf):
            kind, fd = type(thing), None
            if kind is _Reader:
                fd = values.descriptor(thing._transport)
                stream = things.of(thing, "StreamReader", fd=fd)
            elif kind is _Writer:
                fd = values.descriptor(thing._transport)
            elif kind is base_events.Server:
                fd = next((_Socket.fileno(one) for one in thing._sockets or () if issubclass(type(one), _Socket)), None)
            elif issubclass(kind, _Socket):
                fd = _Socket.fileno(thing)
            if fd is not None:
                return stream, fd + 1
        leaf = leaf.cr_await
        if type(leaf) is not CoroutineType:
            break
    return stream, 0


def _composed(kind: int, leaf: Any, future: Any) -> tuple[int, int]:
    """Waits for tasks: the object they make together, or the one task."""
    if kind == _GROUP:
        for thing in _referents(leaf):
            if issubclass(type(thing), _Group):
                return things.group(thing, "TaskGroup", thing._tasks), 0
    elif kind == _WAIT:
        for thing in _referents(leaf):
            if _id(type(thing)) in _SETS:
                return things.group(future, "wait", thing), 0
    elif kind == _WAIT_FOR:
        return _waited_for(leaf)
    elif kind == _AS_COMPLETED:
        return things.group(future, "as_completed", _todo(leaf)), 0
    return 0, 0


def _waited_for(leaf: Any) -> tuple[int, int]:
    """wait_for: until 3.11 it makes a task of what it waits for, from 3.12 on it awaits it itself."""
    for thing in _referents(leaf):
        if things.is_task(thing):
            return 0, things.tasks.get(_id(thing), 0)
        if type(thing) is _Gathering:
            return _gather(thing), 0
        if type(thing) is _Future:
            kind, obj, task = _by_callbacks(thing)
            if kind == _SHIELD:
                return obj, task
    return 0, 0


def _todo(leaf: Any) -> Any:
    """The tasks that as_completed still waits for: those that it hears of (to 3.12), an iterator's attribute."""
    for thing in _referents(leaf):
        if type(thing) is _ITERATOR:
            return thing._todo
        if type(thing) is CellType and type(thing.cell_contents) is _Queue:
            return [task for task in things.some_pending(SEARCH_MAX) if _completes_into(task, thing.cell_contents)]
    return ()


def _completes_into(task: Any, queue: Any) -> bool:
    """Whether as_completed is told of the end of this task, by this queue."""
    for callback, _ in (task._callbacks if type(task) is _Task else None) or ():
        if type(callback) is FunctionType and callback.__qualname__ == "as_completed.<locals>._on_completion":
            return any(cell.cell_contents is queue for cell in callback.__closure__ or ())
    return False


def _by_callbacks(future: Any) -> tuple[int, int, int]:
    """shield and executors leave a closure of theirs on the future; anything else is a plain future."""
    kind = type(future)
    if kind is not _Future and not issubclass(kind, _Future) and kinds.module(kind) != "asyncio.futures":
        return _UNKNOWN, 0, 0
    callbacks = future._callbacks if kind is _Future else None
    for callback, _ in callbacks or ():
        name = callback.__qualname__ if type(callback) is FunctionType else None
        if name == "shield.<locals>._outer_done_callback":
            for cell in callback.__closure__ or ():
                inner = cell.cell_contents
                if inner is not future and things.is_task(inner):
                    return _SHIELD, 0, things.tasks.get(_id(inner), 0)
                if type(inner) is _Gathering:
                    return _SHIELD, _gather(inner), 0
            return _SHIELD, 0, 0
        if name is not None and name.startswith("_chain_future.<locals>"):
            return _THREAD, 0, 0
    address = _id(future)
    return _FUTURE, address & wire.MASK32, address >> 32
