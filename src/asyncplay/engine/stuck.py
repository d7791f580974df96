"""A runner that cannot speak, because C code holds its interpreter (a regular expression, a big sum): asked by a signal, it writes its stack.

Its watchdog tells when it looked last. When that is SILENT_NS ago and no record came since, the runner is asked; the answer names the line.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from asyncplay.engine.transport import TraceMemory
from asyncplay.trace.codec import Decoder
from asyncplay.trace.events import Event
from asyncplay.trace.snapshot import Snapshot

SILENT_NS = 110_000_000
"""The watchdog looks every 20 ms."""
AGAIN_NS = 500_000_000
Answer = list[tuple[str, int, str]]


class Stuck:
    """Asks, and understands the answer."""

    def __init__(self, memory: TraceMemory, ask: Callable[[], None], path: str) -> None:
        self._memory = memory
        self._ask = ask
        self._path = path
        self._taken = -1
        self._moved_at = 0
        self._asked_at = 0
        self._heard = 0
        """Frames of the answer so far."""
        self._told: int | None = None
        """The line that was named last of the present step."""
        self._since: float | None = None

    def look(self, decoder: Decoder, snap: Callable[[], Snapshot], at: float) -> list[Event]:
        """To be called now and then while there is nothing else to read: the events of a step that was found to be stuck."""
        now = time.monotonic_ns()
        if self._memory.taken != self._taken:
            self._taken, self._moved_at, self._told, self._since = self._memory.taken, now, None, None
            decoder.dump.pop()
            return []
        watched = self._memory.watched()
        heard, self._heard = self._heard, decoder.dump.count
        if heard and heard == self._heard:  # it comes in pieces: nothing more has come since the last look
            self._heard = 0
            return self._understand(decoder.dump.pop(), decoder, snap(), at, max(0.0, at - (now - min(watched, now)) / 1e9))
        if watched and now - watched > SILENT_NS and now - self._moved_at > SILENT_NS and now - self._asked_at > AGAIN_NS:
            self._asked_at = now
            self._ask()
        return []

    def _understand(self, answer: Answer, decoder: Decoder, snap: Snapshot, at: float, since: float) -> list[Event]:
        own = [(line, name) for file, line, name in answer if file == self._path]
        if not own or snap.idle or snap.paused is not None or snap.finished is not None:
            return []
        if own[0][0] == self._told:
            return []
        self._told = own[0][0]
        if self._since is None:
            self._since = max(since, snap.at)  # it began after all that was told
        names = {name for _, name in own}
        task = snap.running
        if task is None:
            ready = [snap.tasks[i] for i in snap.ready[:8]]
            task = next((t.id for t in ready if t.coro.rsplit(".", 1)[-1] in names), None)
        return decoder.held(task, self._since, own[0][0], at)
