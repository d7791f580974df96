"""What a run's memory and pipes hold, read in slices, understood, and handed on as events in their true order.

An event of the trace waits its turn in a queue; output is told when a claim of the trace's says whose it was, or when nobody is going to claim it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from asyncplay.engine.output import OutputMatcher
from asyncplay.engine.process import Warden
from asyncplay.engine.request import RunRequest
from asyncplay.engine.stuck import Stuck
from asyncplay.engine.taps import Taps
from asyncplay.trace import wire
from asyncplay.trace.codec import Decoder, OutputClaim
from asyncplay.trace.events import Event
from asyncplay.trace.snapshot import Snapshot

UNCLAIMED_S = 0.05
"""So long after the last bytes nobody is going to claim what is left."""
LINES_MAX = 1 << 22
"""Bytes of lines in one pump."""
BATCH = 200
"""Events that are folded between two looks at the clock."""
RECORDS = 512
"""Records decoded at once: a slice of time, too."""
BURST = 4096
"""After so many bytes of lines in one read the pipe may be full again at once."""
HOLE_S = 1.0
"""A thread that lost its turn in the act of recording has it again long before."""


class Pump:
    """One run's. `add` takes events in order; `now` is the run's clock."""

    def __init__(self, request: RunRequest, warden: Warden, add: Callable[[list[Event]], None], now: Callable[[], float]) -> None:
        self._warden = warden
        self._add = add
        self._now = now
        self._decoder = Decoder(request.source)
        self._stuck = Stuck(warden.memory, self._ask, request.path)
        self._output = OutputMatcher(request.keep_output, lambda event: add([event]), request.pass_output)
        self._taps = Taps(self._output, float(request.output_rate or 0))
        self._queue: deque[Event | OutputClaim] = deque()
        self._heard_at = time.monotonic()
        self.is_stalled = False
        """The next event is output that is held back by the rate."""
        self._behind = 0
        """Bytes of records in the last read: while there are any, claims may be on their way."""
        self._again = False
        """The last read was a full one, or brought output whose claim may come at once."""
        self._hole_since = 0.0
        """Since when a slot stands unfilled before records that are there."""

    @property
    def has_more(self) -> bool:
        """There is more to do, now or soon, without a word from outside."""
        return bool(self._queue) or self._again

    @property
    def flows(self) -> bool:
        """Records came with the last read."""
        return bool(self._behind)

    @property
    def rest_s(self) -> float:
        """So long nobody needs to look, unless he is woken."""
        return self._stuck.rest_s

    def work(self, seconds: float) -> None:
        """Read and hand on, for about so long."""
        end = time.monotonic() + seconds
        if not self._queue:
            self._read()
        self._settle(end)
        self._output.count_dropped(self._now())

    def look_for_blocks(self, latest: Callable[[], Snapshot]) -> None:
        """Tell of a step that blocks the loop and says nothing."""
        for event in self._stuck.look(self._decoder, latest, self._now()):
            self._add([event])

    def is_done(self) -> bool:
        """The warden is gone and nothing more can come: the pipes ended, and the memory holds no further record."""
        warden = self._warden
        if not warden.hung_up or self._queue or not all(pipe.ended for pipe in (warden.lines, warden.stdout, warden.stderr)):
            return False
        records = warden.memory.take()
        if not records and self._skip_hole():
            records = warden.memory.take()
        self._queue.extend(self._decoder.records(records))
        return not records

    def _skip_hole(self) -> bool:
        """Step over slots that stay unfilled, if there is something behind them."""
        slots = self._warden.memory.hole()
        if slots:
            self._warden.memory.skip(slots)
            self._decoder.skip(slots)
        return slots > 0

    def _look_for_hole(self, got: bool) -> None:
        """A hole that stays for HOLE_S is stepped over, or the run's picture would stand still until its end."""
        if got or not self._warden.memory.hole():
            self._hole_since = 0.0
        elif not self._hole_since:
            self._hole_since = time.monotonic()
        elif time.monotonic() - self._hole_since > HOLE_S:
            self._hole_since = 0.0
            self._skip_hole()

    def finish(self) -> float:
        """Hand on what has no turn any more; when the program ended, on its clock."""
        for event in self._decoder.finish():
            self._add([event])
        at = self._decoder.ended if self._decoder.ended is not None else self._now()
        self._output.finish(at)
        return at

    def _ask(self, thread: int, insist: bool) -> None:
        """Where do you stand?"""
        self._warden.command(b"%c%d" % (b"W" if insist else b"w", thread))

    def _read(self) -> None:
        warden = self._warden
        records = warden.memory.take(RECORDS)  # first the records, then the lines and the output that they speak of
        taken = 0
        while taken < LINES_MAX and (data := warden.lines.read()):
            self._decoder.lines(data)
            taken += len(data)
        got = self._taps.drain(warden)
        self._queue.extend(self._decoder.records(records))
        self._behind = len(records)
        self._again = len(records) >= RECORDS * wire.RECORD_SIZE or taken >= BURST or bool(records and got)
        self._look_for_hole(bool(records))
        if got:
            self._heard_at = time.monotonic()

    def _settle(self, end: float) -> None:
        queue = self._queue
        self.is_stalled = False
        while queue:
            batch: list[Event] = []
            while queue and len(batch) < BATCH:
                event = queue[0]
                if isinstance(event, OutputClaim):
                    break
                batch.append(event)
                queue.popleft()
            self._add(batch)
            if queue and isinstance(queue[0], OutputClaim):
                if not self._settle_claim(queue[0]):
                    return
                queue.popleft()
            if time.monotonic() > end:
                return
        if self._behind == 0:
            if time.monotonic() - self._heard_at > UNCLAIMED_S:  # a time, not a count of pumps: the writer may be held up before its claim
                self._output.flush(self._now())
            self._output.overfull(self._now())

    def _settle_claim(self, claim: OutputClaim) -> bool:
        """Tell the output that a task claims; False while its bytes are held back. A claim that fits nowhere is dropped: its bytes come unclaimed."""
        if self._output.settle(claim):
            return True
        self._taps.drain(self._warden)
        if self._output.settle(claim):
            return True
        self.is_stalled = self._taps.shut and not self._warden.hung_up
        return not self.is_stalled
