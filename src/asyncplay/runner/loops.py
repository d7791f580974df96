"""What the tracer remembers of each event loop: its number, the task in a step, since when, and its iteration."""

from __future__ import annotations

import asyncio
import selectors as _selectors
import threading
from typing import Any

from asyncplay.runner import record
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_running = asyncio.events._get_running_loop
_get_ident, _native_id = threading.get_ident, getattr(threading, "get_native_id", threading.get_ident)
_id = id
NUMBER_MAX = 0xFFFF


class LoopState:
    __slots__ = (
        "asked", "begun", "created", "current", "done", "handle", "iteration", "last", "loop", "main", "number", "own", "reserved", "running",
        "selector", "since", "started", "step", "task", "thread", "timer", "turn", "woken",
    )  # fmt: skip

    def __init__(self, number: int, loop: Any) -> None:
        self.number = number
        self.loop = loop
        self.main = False
        """It runs in the main thread."""
        self.started = False
        self.thread = 0
        self.task = 0
        """Whose step runs; 0 between steps."""
        self.current: Any = None
        """That task itself."""
        self.running: Any = None
        """Its handle, where that is one of ours (see `handles`)."""
        self.begun: float = 0
        """The begin of that step, or of the plain callback that runs, on the run's clock."""
        self.since = 0
        """The same as a real nanosecond, where the run's clock is another one; else 0."""
        self.last: float = 0
        """When the last step or callback of the present iteration ended, and the next one begins; 0: not known."""
        self.handle = 0
        """The address of the plain callback that runs."""
        self.own: Any = 0
        """The callback that runs, or ran last, is the snippet's: there is a line to look for."""
        self.iteration = 0
        """Times 256, as it stands in a record of a step: room for the kind of wait, which is added to it."""
        self.turn = 0
        """The iteration itself; its low 24 bits."""
        self.step, self.woken, self.timer = wire.STEP | number << 16, wire.WOKEN | number << 16, wire.TIMER | number << 16
        self.created, self.done = wire.CREATED | number << 16, wire.DONE | number << 16
        """The words of the records that are made most."""
        self.asked: list[Any] = []
        """What `cancels` has to look at when the present step is over."""
        self.reserved: tuple[int, Any] | None = None
        """Number and coroutine of an eager task whose first step runs before it can be seen."""
        self.selector = 0


class Unselected(LoopState):
    """Of a loop whose sleeps are not seen, so that the end of one step says nothing about the begin of the next."""

    __slots__ = ()
    last = property(lambda self: 0, lambda self, value: None)


def selecting() -> list[Any]:
    """The classes whose `select` is that of the selectors there are: PollSelector and DevpollSelector have theirs from a class of their own."""
    kinds = [getattr(_selectors, f"{name}Selector", None) for name in ("Epoll", "Poll", "Select", "Kqueue", "Devpoll")]
    owners = [next(base for base in kind.__mro__ if "select" in vars(base)) for kind in kinds if kind is not None]
    return list(dict.fromkeys(owners))


states: dict[int, LoopState] = {}
selectors: dict[int, LoopState] = {}
_count = 0
ever_ran = False
seen_selectors: tuple[type, ...] = ()
"""The selectors whose sleeps `idle` sees."""
base = 0
"""The real nanosecond at the run's first line, moved on by what was lost in pauses."""
only: LoopState | None = None
"""The state of the loop that runs, while no other does: then nobody needs to look for it."""


def of(loop: Any) -> LoopState:
    """A loop's state, made when it is first seen."""
    global _count, only
    state = states.get(_id(loop))
    if state is None:
        _count = number = _count + 1  # no other thread has a turn in between
        selector = getattr(loop, "_selector", None)
        seen = isinstance(selector, seen_selectors)
        state = states[_id(loop)] = (LoopState if seen else Unselected)(min(number, NUMBER_MAX), None)
        only = None  # after it is there: `starts` sets this first and counts then
        if selector is not None:
            state.selector = _id(selector)
            selectors[state.selector] = state
    return state


def of_selector(selector: object) -> LoopState | None:
    return selectors.get(_id(selector))


def here() -> LoopState | None:
    """The state of the loop that runs in this thread."""
    loop = _running()
    return states.get(_id(loop)) if loop is not None else None


def starts(loop: Any, main: bool) -> LoopState:
    """The loop begins to run: from here to `stops` it is held."""
    global ever_ran, only
    ever_ran = True
    state = of(loop)
    only = state
    if len(states) != 1:
        only = None
    state.loop, state.main, state.started, state.thread = loop, main, True, _get_ident()
    record.put(wire.LOOP, record.now(), 0, 0, a=1, c=_native_id(), loop=state.number)
    return state


def stops(state: LoopState) -> None:
    global only
    only = None
    state.loop = state.current = None
    state.since = state.task = state.handle = 0
    record.put(wire.LOOP, record.now(), 0, 0, a=2, loop=state.number)


def since(state: LoopState) -> int:
    """The real nanosecond at which the present step or callback of a loop began; 0 between them. May be asked by another thread."""
    return state.since or (int(state.begun) + base if state.task or state.handle else 0)


def shift(lost: int) -> None:
    """A pause is over, and does not count: a step that was stopped inside began so much later."""
    global base
    base += lost
    for state in list(states.values()):
        if state.since:
            state.since += lost


def closes(loop: Any) -> None:
    """The loop is closed: its address may belong to another one soon."""
    state = states.pop(_id(loop), None)
    if state is not None:
        selectors.pop(state.selector, None)
        record.put(wire.LOOP, record.now(), 0, 0, a=3, loop=state.number)
