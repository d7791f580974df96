"""Another legal order of what is ready: the steps of tasks that stand next to each other in the ready queue are shuffled, by a seed.

Nothing else is moved: asyncio's own callbacks keep their places among them, since asyncio relies on their order. The same seed gives the same run, as
far as the run depends on nothing but the order: `random` is seeded with it, too. A step's place follows from the seed, its task and its number
among the task's steps, not from what was shuffled before. On the real clock timers that are due within CLOSE_S of each other ring together (at the
last of them): which of them made it into an iteration would be chance, and the next order with it.
"""

from __future__ import annotations

import random
from asyncio import base_events
from typing import Any

from asyncplay.runner import clock, gate, loops, things
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_Loop: Any = base_events.BaseEventLoop
_run_once = _Loop._run_once
_id, _hash = id, hash
CLOSE_S, LATE_S = 0.001, 0.005
"""So close timers are one moment, and none is later than that for it."""
LOOK_MAX = 2000
BOOK_MAX = 20_000
_books: dict[int, dict[int, list[int]]] = {}
"""For each loop its tasks, by number: which of them that is, in order of their first steps, and how many steps it has had."""
_COUNT = -1


def install(seed: int) -> None:
    """Shuffle from here on."""
    random.seed(seed)

    def run_once(self: Any) -> None:
        """BaseEventLoop._run_once: whatever step will run in this iteration is in the queue already; what is added until then are callbacks."""
        if self._ready:
            _reorder(self._ready, seed, _books.setdefault(loops.of(self).number, {}))
        _run_once(self)

    _Loop._run_once = run_once
    if not clock.virtual:  # that one knows how close
        for kind in loops.selecting():
            kind.select = _late(kind.select)


def _late(select: Any) -> Any:
    def late(self: Any, timeout: float | None = None) -> Any:
        if timeout is not None and timeout > 0:
            state = loops.of_selector(self)
            if state is not None and state.loop is not None and state.loop._scheduled:
                timeout += _spread(state.loop._scheduled)
        return select(self, timeout)

    return late


def _spread(heap: Any) -> float:
    """Seconds from the first timer to the last one that rings with it. Looks only at the top of the heap."""
    first = heap[0]._when
    found: list[float] = []
    places = [0]
    for place in places:
        if place < len(heap) and heap[place]._when <= first + LATE_S and len(found) < LOOK_MAX:
            found.append(heap[place]._when)
            places += (2 * place + 1, 2 * place + 2)
    last = first
    for when in sorted(found):
        if when > last + CLOSE_S:
            break
        last = when
    return float(last - first)


def _reorder(ready: Any, seed: int, book: dict[int, list[int]]) -> None:
    """In place and without a change of length: another thread may append meanwhile."""
    first, count = 0, len(ready)
    steps: list[tuple[int, int, Any]] = []
    for n, handle in enumerate([*ready][:count]):
        task = gate.task_of(handle._callback)
        if task is not None:
            first = first if steps else n
            steps.append((_place(task, seed, book), n, handle))
        else:
            _put_back(ready, first, steps)
            steps = []
    _put_back(ready, first, steps)


def _place(task: Any, seed: int, book: dict[int, list[int]]) -> int:
    """Where the next step of a task comes among others."""
    number = things.tasks.get(_id(task), 0)
    entry = book.get(number)
    if entry is None:
        if len(book) >= BOOK_MAX:
            for one in [one for one in book if one not in things.pending and one != _COUNT]:
                del book[one]
        seen = book.setdefault(_COUNT, [0])
        entry = book[number] = [seen[0], 0]
        seen[0] += 1
    entry[1] += 1
    return _hash((seed, entry[0], entry[1]))


def _put_back(ready: Any, first: int, steps: list[tuple[int, int, Any]]) -> None:
    if len(steps) > 1:
        steps.sort()
        for n, step in enumerate(steps):
            ready[first + n] = step[2]
