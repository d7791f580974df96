"""Another legal order of what is ready: the steps of tasks that stand next to each other in the ready queue are shuffled, by a seed.

Nothing else is moved: asyncio's own callbacks keep their places among them, since asyncio relies on their order. The same seed gives the same run, as
far as the run depends on nothing but the order: `random` is seeded with it, too.
"""

from __future__ import annotations

import random
from asyncio import base_events
from typing import Any

from asyncplay.runner import gate
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_Loop: Any = base_events.BaseEventLoop
_run_once = _Loop._run_once


def install(seed: int) -> None:
    """Shuffle from here on."""
    shuffle = random.Random(seed).shuffle
    random.seed(seed)

    def run_once(self: Any) -> None:
        """BaseEventLoop._run_once: whatever step will run in this iteration is in the queue already; what is added until then are callbacks."""
        ready = self._ready
        if len(ready) > 1:
            _reorder(ready, shuffle)
        ready = None
        _run_once(self)

    _Loop._run_once = run_once


def _reorder(ready: Any, shuffle: Any) -> None:
    """In place and without a change of length: another thread may append meanwhile."""
    first, count = 0, len(ready)
    steps: list[Any] = []
    for n, handle in enumerate([*ready][:count]):
        if gate.task_of(handle._callback) is not None:
            first = first if steps else n
            steps.append(handle)
        else:
            _put_back(ready, first, steps, shuffle)
            steps = []
    _put_back(ready, first, steps, shuffle)


def _put_back(ready: Any, first: int, steps: list[Any], shuffle: Any) -> None:
    if len(steps) > 1:
        shuffle(steps)
        for n, handle in enumerate(steps):
            ready[first + n] = handle
