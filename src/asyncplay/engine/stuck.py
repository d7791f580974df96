"""A runner that cannot speak, because C code holds its interpreter (a regular expression, a big sum): asked by a signal, it writes its stack.

Its watchdog tells every 20 ms when it looked last. Where that is SILENT_NS ago it missed a look, and whatever keeps it from its turn has done so for
HELD_NS at least; if no record came since, the runner is asked, and the innermost line of the answer is the one that holds it. The signal goes to the
thread of a loop, or to another one that computes while that does not: it alone can tell its own stack. What stands in a loop's own sleep, or merely
called `asyncio.run`, holds nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from asyncplay.engine.transport import TraceMemory
from asyncplay.trace.codec import Decoder
from asyncplay.trace.dump import Stack, as_dumped
from asyncplay.trace.events import Event
from asyncplay.trace.snapshot import Snapshot
from asyncplay.trace.world import Loop

SILENT_NS = 75_000_000
"""The watchdog looks every 20 ms, and gets the interpreter within 5 from whoever runs Python code."""
HELD_NS = 50_000_000
AGAIN_NS = 500_000_000
NEXT_NS = 100_000_000
"""Where nobody answered, or several loops run, somebody is asked again after so long."""
POLITE = 2
"""So often only who computes is asked: a signal cuts some calls short."""
PIECES_NS = 15_000_000
"""After so long no more frames of an answer are waited for."""
REST_S = 0.02
STEP = "/asyncplay/runner/steps.py"
"""Where the runner makes a step of a task (`run`), and runs a callback."""
HANDLE = "/asyncio/events.py"
"""Where a handle runs what it is for (`_run`): asyncio's own, called from there, or one of `runner/handles`, which looks the same."""


class Stuck:
    """Asks, and understands the answer."""

    def __init__(self, memory: TraceMemory, ask: Callable[[int, bool], None], path: str) -> None:
        self._memory = memory
        self._ask = ask
        self._path = as_dumped(path)
        self._taken = -1
        self._moved_at = 0
        self._ask_at = 0
        self._asked: Loop | None = None
        """The loop whose thread was asked last; None: the main thread, for no loop is awake."""
        self._turn = 0
        """How often it was asked since the last record."""
        self._heard = 0
        """Frames of the answer so far, and when the last one came."""
        self._heard_at = 0
        self._told: int | None = None
        """The line that was named last of the present step."""
        self._since: float | None = None
        self.rest_s = REST_S
        """The next look is due then."""

    def look(self, decoder: Decoder, snap: Callable[[], Snapshot], at: float) -> list[Event]:
        """To be called now and then while there is nothing else to read: the events of a step that was found to be stuck."""
        now = time.monotonic_ns()
        self.rest_s = REST_S
        if self._memory.taken != self._taken:
            self._taken, self._moved_at = self._memory.taken, now
            self._told, self._since, self._turn, self._ask_at = None, None, 0, 0
            decoder.dump.pop()
            return []
        watched = self._memory.watched()
        if decoder.dump.count != self._heard:  # it comes in pieces
            self._heard, self._heard_at = decoder.dump.count, now
        if self._heard and (decoder.dump.whole or now - self._heard_at > PIECES_NS):
            self._heard = 0
            return self._understand(decoder.dump.pop(), decoder, snap(), at, max(0.0, at - (now - min(watched, now)) / 1e9))
        if not watched:
            return []
        due = max(watched + SILENT_NS, self._moved_at + HELD_NS, self._ask_at)
        if now < due:
            self.rest_s = min(REST_S, (due - now) / 1e9 + 0.0005)
            return []
        self._ask_next(snap(), now)
        return []

    def _ask_next(self, snap: Snapshot, now: int) -> None:
        self._ask_at = now + NEXT_NS
        if snap.paused is not None:  # its watchdog does not look
            return
        loops = [loop for loop in snap.loops.values() if loop.running]
        self._asked = loops[self._turn % len(loops)] if loops else None
        rounds = self._turn // max(1, len(loops))
        self._turn += 1
        if rounds > POLITE:
            self._ask_at = now + AGAIN_NS
        self._ask(self._asked.thread if self._asked is not None else 0, rounds >= POLITE)

    def _understand(self, stack: Stack, decoder: Decoder, snap: Snapshot, at: float, since: float) -> list[Event]:
        if snap.paused is not None or snap.finished is not None:
            return []
        place = _step_in(stack)
        elsewhere = place is None and _is_of_a_thread(stack)
        if self._asked is None if elsewhere else place is None and self._asked is not None and not stack.cut:
            return []  # no loop waits for that thread; between two steps
        own = [(line, name) for file, line, name in stack.frames[:place] if file == self._path]
        if not own or own[0][0] in (0, self._told):  # 0: it had no line at that moment
            return []
        self._told = own[0][0]
        self._ask_at = time.monotonic_ns() + AGAIN_NS
        if self._since is None:
            self._since = max(since, snap.at)  # it began after all that was told
        task = self._whose({name for _, name in own}, snap) if place is None or stack.frames[place][2] in ("run", "_run") else None
        return decoder.held(None if elsewhere else task, self._since, own[0][0], at, elsewhere)

    def _whose(self, names: set[str], snap: Snapshot) -> int | None:
        """The task in whose step that is: the one known to be in a step of that loop, else the first that is ready and has such a coroutine."""
        if self._asked is None:
            return None
        loop = self._asked.id
        if snap.counts.get("running"):
            for task in snap.tasks.values():
                if task.state == "running" and task.loop == loop:
                    return task.id
        ready = [snap.tasks[i] for i in snap.ready[:64]]
        return next((t.id for t in ready if t.loop == loop and as_dumped(t.coro.rsplit(".", 1)[-1]) in names), None)


def _is_of_a_thread(stack: Stack) -> bool:
    """Whether that is a thread that runs no loop."""
    names = [name for _, _, name in stack.frames]
    return not stack.cut and names[-1:] == ["_bootstrap"] and "run_forever" not in names


def _step_in(stack: Stack) -> int | None:
    """The place of the frame that makes a step or runs a callback."""
    place = next((n for n, (file, _, name) in enumerate(stack.frames) if file.endswith(STEP) or (file.endswith(HANDLE) and name == "_run")), None)
    if place is not None and place + 1 < len(stack.frames) and stack.frames[place + 1][0].endswith(STEP):
        return place + 1
    return place
