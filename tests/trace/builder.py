"""Short words for making traces: whole recordings of events, the runner's bytes, and hypothesis strategies for both."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from asyncplay.trace import events as ev
from asyncplay.trace import wire
from asyncplay.trace.events import Event, Wait
from asyncplay.trace.recording import Recording


class Story:
    """Tells a legal run, event by event; time stands still unless told to pass."""

    def __init__(self, source: str = "") -> None:
        self.recording = Recording(source=source, path="story.py")
        self.time = 0.0
        self._begun: dict[int, float] = {}
        self.add(ev.RunStarted(0.0, "story.py", "3.11.7", "real"))

    def add(self, event: Event) -> Story:
        self.recording.append(event)
        return self

    def after(self, seconds: float) -> Story:
        self.time += seconds
        return self

    def create(self, task: int, coro: str = "main", parent: int | None = None, line: int | None = None, library: bool = False) -> Story:
        return self.add(ev.TaskCreated(self.time, task, parent, coro, line, None if library else 3, library, 1))

    def begin(self, task: int) -> Story:
        self._begun[task] = self.time
        return self.add(ev.StepStarted(self.time, task))

    def wait(self, task: int, kind: str, line: int | None = None, **more: Any) -> Story:
        wait = Wait(kind, line, **more)
        return self.add(ev.StepEnded(self.time, task, wait, (), line, self.time - self._begun[task]))

    def give_way(self, task: int) -> Story:
        return self.add(ev.StepEnded(self.time, task, None, (), None, self.time - self._begun[task]))

    def end(self, task: int, outcome: str = "returned", error: str | None = None) -> Story:
        return self.add(ev.TaskDone(self.time, task, outcome, error, self.time - self._begun[task]))

    def wake(self, task: int, by: int | None = None, line: int | None = None, cancelled: bool = False) -> Story:
        return self.add(ev.TaskWoken(self.time, task, by, line, cancelled))

    def take(self, obj: int, task: int, line: int | None = None) -> Story:
        if obj not in self.recording.latest().objects:
            self.add(ev.ObjectSeen(self.time, obj, f"Lock {max(1, obj - 6)}", None, None))
        return self.add(ev.ObjectTaken(self.time, obj, task, line))

    def say(self, text: str, task: int | None = None, line: int | None = None, stream: str = "stdout") -> Story:
        return self.add(ev.OutputWritten(self.time, task, stream, text, line))

    def block(self, task: int | None, line: int | None, since: float) -> Story:
        return self.add(ev.StepBlocked(self.time, task, line, since))

    def idle(self, until: float | None = None) -> Story:
        return self.add(ev.LoopIdle(self.time, 1, until))

    def finish(self, outcome: str = "finished", exit_code: int = 0, **more: Any) -> Story:
        rest = {"signal": None, "limit": None, "limit_value": None, "limit_line": None, "wall_seconds": self.time, "peak_memory": None}
        return self.add(ev.RunFinished(self.time, outcome, exit_code, **(rest | more)))


def crowd(tasks: int, steps: int, seed: int = 1) -> list[Event]:
    """The events of a busy run: tasks that sleep, give way, wake each other, print, hold locks and end, and new ones in their place."""
    rnd = random.Random(seed)
    out: list[Event] = [ev.RunStarted(0.0, "crowd.py", "3.11.7", "real")]
    chains = [(), (ev.Frame("main", "crowd.py", 5, True),), (ev.Frame("main", "crowd.py", 5, True), ev.Frame("sleep", "tasks.py", 600, False))]
    state, now, last = {}, 0.0, 0
    while len(state) < tasks or last < tasks:
        last += 1
        out.append(ev.TaskCreated(now, last, None, "worker", 3, 9, last % 7 == 0, 1))
        state[last] = "ready"
    for _ in range(steps):
        task = rnd.choice([t for t, s in state.items() if s == "ready"] or [None])
        now += rnd.choice([0.0, 0.001, 0.2])
        if task is None:
            sleeper = rnd.choice(list(state))
            out += [ev.LoopIdle(now, 1, now + 1), ev.TaskWoken(now + 1, sleeper, None, None, False)]
            state[sleeper], now = "ready", now + 1
            continue
        out.append(ev.StepStarted(now, task))
        if rnd.random() < 0.2:
            out.append(ev.OutputWritten(now, task, "stdout", rnd.choice(["a\n", "b", "c\nd"]), 4))
        if rnd.random() < 0.2:
            out.append(rnd.choice([ev.ObjectTaken(now, 3, task, 6), ev.ObjectReleased(now, 3, task)]))
        waiting = [t for t, s in state.items() if s == "waiting"]
        if waiting and rnd.random() < 0.5:
            other = rnd.choice(waiting)
            out.append(ev.TaskWoken(now, other, task, 7, rnd.random() < 0.1))
            state[other] = "ready"
        now += rnd.choice([0.0, 0.001, 0.06])
        how = rnd.random()
        if how < 0.1 and len(state) > 1:
            out.append(ev.TaskDone(now, task, rnd.choice(["returned", "raised", "cancelled"]), None, 0.001))
            last += 1
            out.append(ev.TaskCreated(now, last, rnd.choice([None, task]), f"new{last % 3}", 3, 9, False, 1))
            del state[task]
            state[last] = "ready"
        else:
            wait = rnd.choice([None, Wait("sleep", 5, None, None, now + 1), Wait("lock", 6, 3, "Lock 1"), Wait("gather", 7, 4, "g", None, (1, 2))])
            out.append(ev.StepEnded(now, task, wait, rnd.choice(chains), rnd.choice([None, 5]), 0.001))
            state[task] = "waiting" if wait else "ready"
    return out


def place(index: int) -> int:
    """The commit word of a record."""
    return (wire.HEADER_SIZE + index * wire.RECORD_SIZE) & wire.MASK32


class Wire:
    """Writes what a runner would: records and lines as bytes. Times are in nanoseconds."""

    def __init__(self) -> None:
        self.records = b""
        self.lines = b""

    @property
    def count(self) -> int:
        return len(self.records) // wire.RECORD_SIZE

    def line(self, k: str, **values: Any) -> Wire:
        self.lines += json.dumps({"k": k, **values}).encode() + b"\n"
        return self

    def fact(self, k: str, t: int = 0, **values: Any) -> Wire:
        return self.line(k, n=self.count, t=t, **values)

    def record(self, kind: int, t: int, t0: int = 0, task: int = 0, **words: int) -> Wire:
        rest = {"a": 0, "b": 0, "c": 0, "d": 0, "loop": 1, "e": 0, "commit": place(self.count)} | words
        self.records += wire.RECORD.pack(t, t0, task, rest["a"], rest["b"], rest["c"], rest["d"], kind, rest["loop"], rest["e"], rest["commit"])
        return self

    def snippet(self) -> Wire:
        """A coroutine `main` on line 3 whose site 1 is line 5, called from site 2 of a library, and an object 7."""
        self.line("code", id=1, name="main", file="a.py", line=3, lib=False)
        self.line("site", id=1, up=0, name="main", file="a.py", line=5, lib=False)
        self.line("site", id=2, up=1, name="sleep", file="tasks.py", line=600, lib=True)
        return self.line("obj", id=7, type="Lock", tasks=[])


ids = st.integers(0, 5)
clean = st.floats(-1, 20)
"""Times of events that a snapshot holds whole: a NaN is not equal to itself."""
times = st.floats(-1, 20) | st.sampled_from([float("nan"), float("inf"), 0.0])
lines = st.none() | st.integers(1, 9)
maybe_task = st.none() | ids
texts = st.sampled_from(["", "a", "a\n", "b\nc", "\n", "x\r\n", "é\u2028"])
waits = st.none() | st.builds(Wait, st.sampled_from(["sleep", "lock", "gather"]), lines, ids, st.just("Lock 1"), st.none() | times)
spans = st.floats(0, 1)
streams = st.sampled_from(["stdout", "stderr", "stdin"])
outcomes = st.sampled_from(["returned", "raised", "cancelled", "vanished"])

one_event: st.SearchStrategy[Event] = st.one_of(
    st.builds(ev.TaskCreated, times, ids, maybe_task, st.just("f"), lines, lines, st.booleans(), st.integers(-1, 2)),
    st.builds(ev.StepStarted, times, ids),
    st.builds(ev.StepStarted, times, ids),
    st.builds(ev.StepEnded, times, ids, waits, st.just(()), lines, spans),
    st.builds(ev.StepEnded, times, ids, waits, st.just(()), lines, spans),
    st.builds(ev.TaskWoken, times, ids, maybe_task, lines, st.booleans()),
    st.builds(ev.TaskDone, times, ids, outcomes, st.none(), spans),
    st.builds(ev.TaskNamed, times, ids, st.just("n")),
    st.builds(ev.TaskDestroyed, times, ids),
    st.builds(ev.StepBlocked, clean, maybe_task, lines, clean),
    st.builds(ev.ObjectTaken, times, st.integers(-1, 2), maybe_task, lines),
    st.builds(ev.ObjectReleased, times, st.integers(-1, 2), maybe_task),
    st.builds(ev.OutputWritten, times, maybe_task, streams, texts, lines),
    st.builds(ev.OutputDropped, times, st.just("stdout"), st.integers(-1, 9)),
    st.builds(ev.TimerScheduled, times, ids, times, maybe_task, lines),
    st.builds(ev.LoopStarted, times, st.integers(-1, 2), ids),
    st.builds(ev.LoopIdle, times, ids, st.none() | times),
    st.builds(ev.LoopClosed, times, ids),
    st.builds(ev.CallbackRan, times, ids, st.just("c"), spans, st.none() | ids, st.none() | ids),
    st.builds(ev.CallbackScheduled, times, ids, ids, st.just("c"), maybe_task, lines),
    st.builds(ev.TimerRang, times, ids),
    st.builds(ev.TimerCancelled, times, ids),
    st.builds(ev.LoopIterated, times, ids, st.integers(-1, 9)),
    st.builds(ev.LoopStopped, times, ids),
    st.builds(ev.LoopComplained, clean, ids, st.just("m"), st.none(), maybe_task, lines),
    st.builds(ev.IoWatched, times, ids, st.integers(-1, 3), st.sampled_from(["read", "write", "x"]), st.just("accept"), maybe_task, lines),
    st.builds(ev.IoUnwatched, times, ids, ids, st.sampled_from(["read", "write", "x"])),
    st.builds(ev.JobStarted, times, ids, st.just("thread"), st.just("t"), maybe_task, lines),
    st.builds(ev.JobEnded, times, ids, st.none() | st.just("-9")),
    st.builds(ev.ObjectSeen, times, st.integers(-1, 2), st.just("Queue 1"), st.none() | ids, st.none() | ids),
    st.builds(ev.ObjectChanged, times, ids, ids),
    st.builds(ev.GeneratorAbandoned, times, st.just("g"), lines),
    st.builds(ev.CancelRequested, times, ids, maybe_task, lines),
    st.builds(ev.StdinRead, times, maybe_task, lines),
    st.builds(ev.NoteMade, times, st.just("note")),
    st.builds(ev.WarningIssued, clean, st.just("W"), st.just("m"), lines),
    st.builds(ev.Deadlocked, times, ids, st.lists(ids, max_size=3).map(tuple)),
    st.builds(ev.EventsDropped, times, st.integers(-1, 3)),
    st.builds(ev.TraceDamaged, times, st.just("r")),
    st.builds(ev.RunStarted, clean, st.just("p"), st.just("3.11"), st.just("real")),
    st.builds(ev.RunFinished, clean, st.just("finished"), ids, *[st.none()] * 4, spans, st.none()),
)
event_lists = st.lists(one_event, max_size=60)

small = st.integers(0, 6)
wild = st.integers(0, wire.MASK32)
words = small | small | wild
record_words = st.tuples(
    st.integers(0, 10**9) | st.integers(0, 2**64 - 1), st.integers(0, 10**9), small, words, words, words, words,
    st.integers(0, 24) | st.integers(1, 22), small, words,
)  # fmt: skip
json_values = st.none() | st.booleans() | st.integers(-2, 9) | st.floats() | st.text(max_size=5) | st.lists(st.integers(-1, 9), max_size=3)
KEYS = ("id", "s", "name", "file", "line", "lib", "up", "type", "tasks", "path", "python", "clock", "cat", "msg", "task", "pid", "n", "t", "loop", "error", "count")
line_objects = st.fixed_dictionaries({"k": st.sampled_from([*wire.LINE_KINDS, "what"])}, optional={k: json_values | st.integers(0, 9) for k in KEYS})


def packed(rows: list[tuple[int, ...]]) -> bytes:
    """Records of these words with true commit words."""
    return b"".join(wire.RECORD.pack(*row, place(n)) for n, row in enumerate(rows))


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """The bytes in pieces, cut at these places."""
    ends = sorted({min(p, len(data)) for p in places} | {0, len(data)})
    return [data[a:b] for a, b in pairwise(ends)]
