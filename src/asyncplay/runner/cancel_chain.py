"""Through which tasks a request to cancel comes to the task that meets it, and which requests were told.

Asked to cancel a task, C code asks the task that this one waits for, and so on; a gather asks its children.
"""

from __future__ import annotations

import weakref
from asyncio import tasks
from collections.abc import Iterator
from types import FrameType, FunctionType
from typing import Any

from asyncplay.runner import things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_id, _type = id, type
_Gathering: Any = tasks._GatheringFuture  # type: ignore[attr-defined]
_CTask: Any = getattr(tasks, "_CTask", None)
gather_cancel: Any = getattr(getattr(_Gathering, "cancel", None), "__code__", None)
_counts: dict[int, int] = {}
"""How many requests were told, of the tasks that got some; the oldest are forgotten."""
COUNTS_MAX = 10_000
_chain: list[tuple[Any, int]] = []
"""The tasks through which the last request came, each with a reference and its number; from the one that was asked inwards."""
_child = 0
"""How many children of a gather were asked, so that nobody looks through all of them for each."""
CHAIN_MAX = 200


def enter(task: Any, number: int, via: int) -> None:
    """That task is asked, by way of another (or of none: a new request)."""
    if not via:
        _chain.clear()
    if len(_chain) < CHAIN_MAX:
        _chain.append((reference(task, number), number))


def reference(task: Any, number: int) -> Any:
    return things.reference(number) if _id(task) in things.tasks else weakref.ref(task)


def is_gathers(frame: FrameType) -> bool:
    """Whether a gather asks its children."""
    return frame.f_code is gather_cancel


def outer(task: Any, frame: FrameType, calls: bool, in_c: bool) -> int:
    """The number of the task whose own cancellation comes to this one, because it waits for it."""
    gathers = calls and is_gathers(frame)
    if not gathers and not in_c:
        return 0
    for place in range(len(_chain) - 1, -1, -1):
        weak, number = _chain[place]
        found = weak()
        waiter = found._fut_waiter if found is not None else None
        if waiter is not None and (_has(waiter, task, frame) if gathers else waiter is task):
            del _chain[place + 1 :]
            return number
    return 0


def _has(waiter: Any, task: Any, frame: FrameType) -> bool:
    """Whether this gather, which passes its cancellation on, has that task; each child is asked in its turn."""
    global _child
    if _type(waiter) is not _Gathering:
        return False
    if frame.f_back is not None and frame.f_back.f_code is frame.f_code:
        return True  # a gather inside a gather
    children = waiter._children
    for start, end in ((_child, len(children)), (0, _child)):
        for place in range(start, min(end, len(children))):
            if children[place] is task:
                _child = place + 1
                return True
    return False


def count(task: Any) -> int:
    """How many requests it has got."""
    return int(_CTask.cancelling(task) if _CTask is not None and isinstance(task, _CTask) else task._num_cancels_requested)


def counted(number: int, requests: int) -> None:
    """So many were told."""
    _counts[number] = requests
    if len(_counts) > COUNTS_MAX:
        del _counts[next(iter(_counts))]


def is_new(task: Any) -> bool:
    """Whether it got a request that was not told."""
    return count(task) > _counts.get(things.tasks.get(_id(task), 0), 0)


def asked(task: Any) -> Iterator[Any]:
    """A task and those that wait for it, as far as they were asked and that was not told."""
    for _ in range(CHAIN_MAX):
        yield task
        task = next((one for one in _awaiting(task) if is_new(one)), None)
        if task is None:
            return


def _awaiting(future: Any, depth: int = 0) -> Iterator[Any]:
    """The tasks that are told of its end, themselves or by a gather."""
    for callback, _ in future._callbacks or ():
        if _type(callback) is FunctionType:
            for cell in callback.__closure__ or ():
                if _type(cell.cell_contents) is _Gathering and depth < CHAIN_MAX:
                    yield from _awaiting(cell.cell_contents, depth + 1)
        elif things.is_task(getattr(callback, "__self__", None)):
            yield callback.__self__
