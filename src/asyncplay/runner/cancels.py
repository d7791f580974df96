"""Who asks for a task's cancellation, on which line, and through which chain of tasks.

`Task.cancel` is C code that sets a flag and tells nobody. So the type's own dict holds, in its place, a descriptor that notes who asks for the
method and hands out the very method that was there: no call is wrapped, and `task.cancel` is what it always was. C code that passes a
cancellation on to the task that one waits for looks the method up in the same way, so each link of the chain is seen.
"""

from __future__ import annotations

import gc
import opcode
import sys
import threading
from asyncio import runners, taskgroups, tasks, timeouts
from collections.abc import Callable
from types import BuiltinFunctionType, CodeType, FrameType
from typing import Any

from asyncplay.runner import alarms, loops, record, sites, things
from asyncplay.runner import cancel_chain as chain
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_id, _type = id, type
_getframe, _get_ident = sys._getframe, threading.get_ident
_HOW = {name: number for number, name in enumerate(wire.ASKS)}
_PyTask: Any = tasks._PyTask  # type: ignore[attr-defined]
_CTask: Any = getattr(tasks, "_CTask", None)
_METHOD = opcode.opmap["LOAD_METHOD"] if sys.version_info < (3, 12) else None  # later it is a flag of LOAD_ATTR
_ATTRIBUTES = frozenset(found for name in ("LOAD_ATTR", "LOAD_SUPER_ATTR") if (found := opcode.opmap.get(name)) is not None)
_CALLS, _LOOKS, _IN_C = range(3)
PLACES_MAX = 5000
FRAMES_MAX = 400
SEARCH_MAX = 1000
hows: dict[int, int] = {}
"""What a function of asyncio's own that cancels is called, by its code's address."""
_places: dict[int, int] = {}
"""Whether `cancel` is called, or only looked up, by a place in some code."""
_keep: list[CodeType] = []
_told: set[int] = set()
"""Tasks of which it was told that they are to be cancelled in their next step."""
_groups: dict[int, list[int]] = {}
"""Requests by a group of the task's own that failed, each by its count: until 3.12 the group takes back only some."""
_fails: Any = getattr(getattr(taskgroups.TaskGroup, "_on_task_done", None), "__code__", None)
on_taken: Callable[[], None] = print
"""Called when somebody takes the method of a task's and does not call it: it may become a callback. Set by `steps`."""
def _learn() -> None:
    group: Any = taskgroups.TaskGroup
    for how, owner, name in (
        ("run", runners, "_cancel_all_tasks"), ("interrupt", runners.Runner, "_on_sigint"), ("timeout", timeouts.Timeout, "_on_timeout"),
        ("taskgroup", group, "_abort"), ("taskgroup", group, "_on_task_done"), ("taskgroup", group, "__aexit__"), ("taskgroup", group, "_aexit"),
        ("wait_for", tasks, "wait_for"), ("wait_for", tasks, "_cancel_and_wait"), ("gather", chain._Gathering, "cancel"),
    ):  # fmt: skip
        code = getattr(getattr(owner, name, None), "__code__", None)
        if code is not None:
            _keep.append(code)
            hows[_id(code)] = _HOW[how]


class _Cancel:
    """Stands for `cancel` in a class's dict."""

    def __init__(self, original: Any) -> None:
        self._original = original

    def __get__(self, task: Any, owner: Any = None) -> Any:
        try:
            _looked_up(task, _getframe(1))
        except Exception:
            record.lose()
            alarms.let_out()
        return self._original.__get__(task, owner)

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self._original(*args, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._original, name)

    def __repr__(self) -> str:
        return repr(self._original)

    __class__ = property(lambda self: type(self._original))
    __doc__ = property(lambda self: self._original.__doc__)


def _looked_up(task: Any, frame: FrameType) -> None:
    if task is None:  # `Task.cancel`: for whom, is seen by its effect
        state = loops.here()
        if state is not None and state.task:
            state.asked.append((None, 0, 0, _site(frame)[0]))
        return
    number, state = things.tasks.get(_id(task), 0), loops.here()
    if not number and state is not None and state.reserved is not None and task._coro is state.reserved[1]:
        number = state.reserved[0]  # an eager task's first step
    if not number or task._state != "PENDING":
        return
    use = _use(frame)
    via = chain.outer(task, frame, use == _CALLS, use == _IN_C) or _told_late(task, frame, use, state)
    if use == _CALLS or via:
        _ask(task, number, state, frame, via)
        return
    on_taken()
    if state is not None and state.task:  # whether it is called, the end of the step will show
        state.asked.append((chain.reference(task, number), number, chain.count(task), _site(frame)[0]))


def _use(frame: FrameType) -> int:
    """Whether the instruction that looks it up calls it next, or only takes it; or whether C code does either."""
    code, place = frame.f_code, frame.f_lasti
    key = _id(code) + place
    found = _places.get(key)
    if found is None:
        op, argument = code.co_code[place : place + 2]
        found = _CALLS if op == _METHOD or (op in _ATTRIBUTES and argument & 1 and _METHOD is None) else _LOOKS if op in _ATTRIBUTES else _IN_C
        if len(_places) < PLACES_MAX:
            _places[key] = found
            _keep.append(code)
    return found


def _ask(
    task: Any, number: int, state: loops.LoopState | None, frame: FrameType | None, via: int, how: int = 0, counted: int = 0
) -> None:
    """It is told, and what comes of it is on its way."""
    site, found = _site(frame)
    by, begun, loop, iteration = 0, 0.0, 0, 0
    if state is not None:
        by, loop, iteration = state.task, state.number, state.turn
        begun = state.begun if by else state.handle
    how = how or found
    if how in (_HOW["interrupt"], _HOW["user"], _HOW["run"]):
        by, begun = 0, 0.0
    elif not by and not how:
        its = loops.of(task._loop)
        outside = state is None and (not its.loop or its.thread == _get_ident())
        how = _HOW["outside"] if outside else _HOW["thread"] if state is None else _HOW["callback"]
    chain.enter(task, number, via)
    chain.counted(number, counted or chain.count(task) + 1)
    if number in _groups or (frame is not None and frame.f_code is _fails):
        _by_group(task, number, frame)
    waiter = task._fut_waiter
    if waiter is None or waiter._state != "PENDING":
        _told.add(number)
        if state is not None and by == number:
            state.asked.append((chain.reference(task, number), number, -1, site))
    record.put(wire.CANCEL, record.now(), begun, number, by, site, via, how, loop, iteration)


def _by_group(task: Any, number: int, frame: FrameType | None) -> None:
    """One more request, perhaps by a group of this task's own; what was taken back meanwhile counts no more."""
    requests = chain.count(task)
    levels = [level for level in _groups.pop(number, ()) if level <= requests]
    if frame is not None and frame.f_code is _fails:
        levels.append(requests + 1)
    if levels and len(_groups) < SEARCH_MAX:
        _groups[number] = levels


def swallowed(task: Any, number: int) -> bool:
    """A task returns that was asked to end: whether somebody's request is left, beside those of groups of its own that failed."""
    requests = chain.count(task)
    return bool(requests > sum(level <= requests for level in _groups.pop(number, ())))


def _site(frame: FrameType | None) -> tuple[int, int]:
    """The snippet's line, and what function of asyncio's own stands between it and the cancellation."""
    how = 0
    start = frame
    for _ in range(FRAMES_MAX):
        if frame is None:
            break
        code = frame.f_code
        how = how or hows.get(_id(code), 0)
        if how == _HOW["gather"]:
            how = 0  # it passes on what somebody further out asked for
        if how == _HOW["interrupt"]:
            return 0, how
        if sites.is_end(code) or sites.is_own(code):
            break
        frame = frame.f_back
    return sites.of(start), how


def by_handle(handle: Any, task: Any, loop: Any) -> None:
    """A callback is about to run that is a method of a task's: `loop.call_soon(task.cancel)`."""
    try:
        callback = handle._callback
        number = things.tasks.get(_id(task), 0)
        if issubclass(_type(callback), BuiltinFunctionType) and callback.__name__ == "cancel" and number and task._state == "PENDING":
            state = loops.of(loop)
            state.handle = _id(handle)
            _ask(task, number, state, None, 0, _HOW["callback"])
    except Exception:
        record.lose()
        alarms.let_out()


def woken(task: Any) -> int:
    """A task is woken by a cancelled future; 1. If that is its own cancellation and was not told, by a method that somebody had kept, it is now."""
    try:
        number = things.tasks.get(_id(task), 0)
        if number and chain.is_new(task):
            _ask_all([*chain.asked(task)], loops.here(), _getframe(2))
    except Exception:
        record.lose()
        alarms.let_out()
    return 1


def _told_late(task: Any, frame: FrameType, use: int, state: loops.LoopState | None) -> int:
    """The same, where that task was asked by a method that somebody had kept: it is told now."""
    if use != _IN_C and not chain.is_gathers(frame):
        return 0
    return _ask_all([*chain.asked(task)][1:], state, frame)


def _ask_all(inwards: list[Any], state: loops.LoopState | None, frame: FrameType) -> int:
    """Tell of tasks that were asked one through the other, the innermost first; the number of that one."""
    via = 0
    for one in reversed(inwards):
        number = things.tasks.get(_id(one), 0)
        _ask(one, number, state, frame, via, counted=chain.count(one))
        via = number
    return via


def look_again(state: loops.LoopState, by: int, t: float) -> None:
    """A step is over in which `cancel` was looked up: what came of it, where that was not certain, and of a task that cancelled itself."""
    asked, state.asked = state.asked, []
    for reference, number, count, site in asked:
        task = reference() if reference is not None else None
        if reference is None:
            _by_effect(state, by, t, site)
        elif task is None:
            continue
        elif count < 0:
            waiter = task._fut_waiter
            if waiter is not None and waiter._state == "CANCELLED":  # its own step has ended the wait that it begins
                _told.discard(number)
                record.put(wire.WOKEN, t, state.begun, number, by, site, 0, 1, state.number, state.turn)
        elif chain.count(task) > count:
            _tell(task, number, state, by, t, site)


def _by_effect(state: loops.LoopState, by: int, t: float, site: int) -> None:
    for task in things.some_pending(SEARCH_MAX):
        one: Any = task
        number = things.tasks.get(_id(one), 0)
        if chain.is_new(one):
            _tell(one, number, state, by, t, site)


def _tell(task: Any, number: int, state: loops.LoopState, by: int, t: float, site: int) -> None:
    chain.counted(number, chain.count(task))
    if task._must_cancel:
        _told.add(number)
    record.put(wire.CANCEL, t, state.begun, number, by, site, 0, 0, state.number, state.turn)


def meets(number: int, state: loops.LoopState) -> None:
    """A step begins in which the task meets a cancellation that was asked for while it was ready."""
    if number in _told:
        _told.discard(number)
    else:
        record.put(wire.CANCEL, state.begun, 0, number, 0, 0, 0, _HOW["unknown"], state.number, state.turn)


def install() -> None:
    _learn()
    if _CTask is not None:
        own = gc.get_referents(_CTask.__dict__)[0]
        if _type(own) is dict and "cancel" in own:
            own["cancel"] = _Cancel(own["cancel"])
    if "cancel" in _PyTask.__dict__:
        _PyTask.cancel = _Cancel(_PyTask.__dict__["cancel"])

