"""Pieces of sentences about a run: moments, durations, what a task waits for, who is ready, who runs next. Pure."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from typing import TYPE_CHECKING

from asyncplay.insight.clean import visible
from asyncplay.insight.words import NEVER_S, called, held_words, numbered, ordinal, owner_of, ready, several, short
from asyncplay.trace.events import Frame, LoopIdle, StepStarted, Wait
from asyncplay.trace.snapshot import Snapshot, TaskState, deadline

if TYPE_CHECKING:  # the first picture needs no recording
    from asyncplay.trace.recording import Recording

NAMED_MAX = 4
CHAIN_MAX = 8
AHEAD_MAX = 200
"""So many events are searched for what the loop did next."""
TEXT_MAX = 60


def duration(seconds: float) -> str:
    """`1.0 s`, `0.38 s`, `80 ms`, `0.08 ms`, `4 µs`."""
    seconds = max(0.0, seconds)
    if seconds >= NEVER_S:
        return "for ever"
    if seconds >= 0.0995:
        text = f"{seconds:.2f}"
        return (text[:-1] if text.endswith("0") else text) + " s"
    if seconds >= 0.00995:
        return f"{seconds * 1e3:.0f} ms"
    if seconds >= 0.00001 or seconds == 0:
        return f"{seconds * 1e3:.2g} ms"
    return f"{seconds * 1e6:.2g} µs" if seconds >= 0.9e-6 else "less than 1 µs"


def moment(at: float, digits: int = 3) -> str:
    return f"{at:.{digits}f} s" if at < NEVER_S else "the end of time"


def on(line: int | None) -> str:
    return f" on line {line}" if line else ""


def of_line(line: int | None) -> str:
    return f" of line {line}" if line else ""


def some(ids: tuple[int, ...] | list[int], total: int | None = None) -> str:
    """`2, 3 and 4`; `2, 3, 4, 5 and 8 more`."""
    total = len(ids) if total is None else total
    words = [short(i) for i in ids[:NAMED_MAX]]
    if total > len(words):
        return ", ".join(words) + f" and {total - len(words)} more"
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def names(ids: tuple[int, ...] | list[int], snap: Snapshot, total: int | None = None) -> str:
    """`2 brew_tea, 3 grab and 7 more`."""
    total = len(ids) if total is None else total
    words = [called(i, snap) for i in ids[:NAMED_MAX]]
    if total > len(words):
        return ", ".join(words) + f" and {total - len(words)} more"
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


PLAIN = {
    "future": "the result of a future", "thread": "a thread's result", "stream.read": "data on its socket or pipe", "stream.drain": "room to write",
    "stream.connect": "a connection", "stream.accept": "a client", "stream.close": "its connection to close", "socket": "its socket",
    "datagram": "a datagram", "subprocess": "a subprocess", "unknown": "something",
}  # fmt: skip
_OF_TASKS = {
    "task": "task {}", "gather": "all of {} (gather)", "wait": "{} (wait)", "wait_for": "{} (wait_for)", "as_completed": "the next of {}",
    "shield": "{} (shielded)", "taskgroup": "its task group: {}",
}  # fmt: skip
_UNNAMED = {
    "task": "a task", "gather": "what it gathers", "wait": "what it gave to wait()", "wait_for": "what its wait_for awaits",
    "as_completed": "the next result (as_completed)", "shield": "what it shields", "taskgroup": "its task group",
}  # fmt: skip
"""The same where nobody is known who could be named: futures, or all are over."""
_THEMSELVES = frozenset({"sleep", "gather", "wait", "wait_for", "shield"})
"""Waits that have a name of their own."""
_OBJECTS = {
    "lock": "{}", "semaphore": "{}", "event": "{} to be set", "condition": "{} to be notified", "barrier": "{}", "queue.get": "an item in {}",
    "queue.put": "room in {}", "queue.join": "{} to be worked off",
}  # fmt: skip


def what(wait: Wait, task: TaskState, snap: Snapshot, now: float) -> str:
    """What it waits for: `a timer, 1.0 s`; `lock 1, which 3 has`; `task 2`."""
    if wait.kind == "sleep":
        return f"a timer, {duration(wait.until - now)}" if wait.until is not None else "a timer"
    if wait.kind in _OF_TASKS:
        left = [i for i in wait.tasks if i in snap.tasks and snap.tasks[i].state != "done"]
        text = _OF_TASKS[wait.kind].format(some(left)) if left else _UNNAMED[wait.kind]
    elif wait.kind in _OBJECTS:
        text = _object_words(wait, snap)
        owner = owner_of(task, snap)
        if owner is not None:
            text += held_words(task, owner, snap)
    else:
        text = PLAIN.get(wait.kind, wait.kind)
    if wait.signal:
        text += f" (the handler of {visible(wait.signal)} has it)"
    if wait.until is not None:
        return f"{text}, for {duration(wait.until - now)} at most"
    limit = deadline(snap, task.id)
    return text if limit is None else f"{text}, for {duration(limit.when - now)} at most: the timeout{of_line(limit.line)}"


def chain_words(chain: tuple[Frame, ...]) -> str:
    """By which of the snippet's coroutines a task came to where it waits: `main (line 20), down (line 16, 3 times), async generator inner (line 4)`;
    nothing where there is one alone."""
    own = [(("async generator " if f.generator else "") + visible(f.name[:TEXT_MAX]).rpartition(".")[2], f.line) for f in chain if f.snippet]
    runs = [(place, len(list(same))) for place, same in groupby(own)]
    words = [f"{name} (line {line}{f', {count} times' if count > 1 else ''})" for (name, line), count in runs]
    if len(words) > CHAIN_MAX:
        words[CHAIN_MAX // 2 : -CHAIN_MAX // 2] = [f"{len(words) - CHAIN_MAX} more"]
    return ", ".join(words) if len(own) > 1 else ""


def ready_words(snap: Snapshot) -> str:
    """`Ready: 2 brew_tea.` Nothing where nobody is."""
    count = snap.counts.get("ready", 0) + snap.counts.get("created", 0)
    return f"Ready: {names(snap.ready, snap, count)}." if snap.ready else ""


def place_words(task: int, snap: Snapshot) -> str:
    """Its place in the ready queue."""
    return f"{ordinal(ready(task, snap).index(task) + 1)} in the ready queue" if task in snap.ready else "in the ready queue"


def next_step(recording: Recording, seq: int) -> tuple[int, int] | None:
    """The place of the next begin of a step at or after that place, and its task."""
    steps = recording.index.steps
    n = bisect_left(steps, seq)
    if n == len(steps):
        return None
    event = recording.events[steps[n]]
    return (steps[n], event.task) if isinstance(event, StepStarted) else None


def next_idle(recording: Recording, seq: int, before: int | None) -> LoopIdle | None:
    """The loop's going to sleep after that place, before the next step."""
    end = min(recording.seq, seq + AHEAD_MAX, before if before is not None else recording.seq)
    return next((e for e in recording.events[seq:end] if isinstance(e, LoopIdle)), None)


def then(recording: Recording, seq: int, snap: Snapshot, digits: int = 3) -> str:
    """What the loop did after this moment: who ran next, or that it slept. Told from the trace; nothing where that is not known yet, or which loop
    is meant."""
    if several(snap):
        return ""
    who = ready_words(snap)
    if snap.running is not None:
        return who
    step = next_step(recording, seq)
    idle = next_idle(recording, seq, step[0] if step else None)
    if not snap.ready:
        if idle is not None:
            until = f"until {moment(idle.until, digits)}" if idle.until is not None else "until I/O comes"
            return f"Nobody is ready: the loop sleeps {until}."
        return "Nobody is ready." if snap.finished is None else ""
    if step is None or idle is not None or step[1] not in snap.tasks:
        return who
    line = snap.tasks[step[1]].line
    word = "So" if step[1] == snap.ready[0] else "Next"
    return f"{who} {word} {called(step[1], snap)} runs{f', from line {line}' if line else ''}."


def quoted(text: str) -> str:
    """Printed text inside a sentence: its first line, safe and short."""
    lines = text.split("\n")
    first = visible(lines[0][: TEXT_MAX + 1])
    more = len(first) > TEXT_MAX or any(lines[1:])
    return f'"{first[:TEXT_MAX]}{"…" if more else ""}"'


def is_io(kind: str) -> bool:
    return kind.startswith(("stream.", "socket", "datagram", "subprocess"))


def over(wait: Wait, snap: Snapshot) -> str:
    """A wait that is over, by its kind alone, since who holds or is awaited may have changed: `sleep on line 5`, `wait on line 9 for lock a`."""
    line = on(wait.line)
    if wait.kind in _THEMSELVES:
        return f"{wait.kind}{line}"
    if wait.kind == "task":
        what = f"task {short(wait.tasks[0])}" if wait.tasks else "a task"
    elif wait.kind in _OBJECTS:
        what = _object_words(wait, snap)
    else:
        what = _UNNAMED.get(wait.kind) or PLAIN.get(wait.kind, wait.kind)
    return f"wait{line} for {what}"


def _object_words(wait: Wait, snap: Snapshot) -> str:
    """`lock a`, `an item in queue jobs`."""
    return _OBJECTS[wait.kind].format(numbered(wait, snap).replace(".get", "").replace(".put", "").replace(".join", ""))


_ENDS = {"returned": "end", "raised": "failure", "cancelled": "cancellation"}


def end_of(by: int | None, snap: Snapshot) -> str | None:
    """`failure of 3 work`, of a task that is over: what it does then, others do that were told of its end."""
    task = snap.tasks.get(by) if by is not None else None
    return f"{_ENDS[task.outcome]} of {called(task.id, snap)}" if task is not None and task.outcome in _ENDS else None


def child_ended(wait: Wait, snap: Snapshot, began: float, woken: float) -> str | None:
    """By which child's end a wait for several tasks, of that time, is over, as far as that is certain: "failure of 3 work"."""
    tasks = [task for n in wait.tasks if (task := snap.tasks.get(n)) is not None]
    done = [task for task in tasks if task.state == "done" and task.outcome in _ENDS and task.since <= woken]
    new = sorted((task for task in done if task.since >= began), key=lambda task: task.since)
    if not new:
        return None
    failed = [task for task in new if task.outcome != "returned"] if wait.kind in ("gather", "taskgroup") else []
    last = len(done) == len(wait.tasks) and wait.kind != "as_completed"
    if wait.kind in ("gather", "taskgroup") and not failed and not last:
        return None
    by = failed[0] if failed and not last else new[-1] if last else new[0]
    return f"{_ENDS[str(by.outcome)]} of {called(by.id, snap)}"
