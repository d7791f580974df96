"""What just happened, and why: a plain sentence for each event, and the reason for a task's state. Pure.

True by construction: a sentence says only what the event and the snapshots before and after it show; what the loop did next is read
from the events that follow, never foretold.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asyncplay.insight.cancels import cancelled
from asyncplay.insight.clean import visible
from asyncplay.insight.phrases import child_ended, duration, end_of, is_io, moment, on, place_words, quoted, some, then, what
from asyncplay.insight.phrases import over as wait_over
from asyncplay.insight.task_why import task_why
from asyncplay.insight.trouble import budget_text, rings, wait_sentence
from asyncplay.insight.unawaited import plain
from asyncplay.insight.why_loop import TELL_LOOP
from asyncplay.insight.words import NEVER_S, called, ready, several, short, thing_name
from asyncplay.late import dataclass
from asyncplay.trace import events as ev
from asyncplay.trace.index import RUNS
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import Snapshot

__all__ = ["sentence", "task_why"]

ERROR_MAX = 200
_BEFORE_A_STEP = (ev.ObjectSeen, ev.ObjectChanged)
"""Events that no task does: an eager step's first one may stand before its begin."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An event in its place."""

    recording: Recording
    seq: int
    before: Snapshot
    after: Snapshot
    digits: int

    def name(self, task: int) -> str:
        return called(task, self.after)

    def then(self) -> str:
        return then(self.recording, self.seq, self.after, self.digits)


def sentence(recording: Recording, seq: int, digits: int = 3) -> str:
    """The event under playhead `seq`, in words. `digits`: decimals of a moment."""
    if seq <= 0 or not recording.seq:
        return "Nothing has happened yet."
    seq = min(seq, recording.seq)
    event = recording.events[seq - 1]
    tell = _TELL.get(type(event))
    if tell is None:
        return event.kind.replace("_", " ").capitalize() + "."
    before = recording.snapshot_at(seq - 1)
    return " ".join(tell(Seen(recording, seq, before, recording.snapshot_at(seq), digits), event).split())


def _run_started(x: Seen, e: ev.RunStarted) -> str:
    return f"The program begins: CPython {visible(e.python)}, {visible(e.clock)} clock."


def _created(x: Seen, e: ev.TaskCreated) -> str:
    who = x.name(e.task)
    maker = f"{x.name(e.parent)} made {who}{on(e.line)}" if e.parent is not None else f"{who} was made{on(e.line)}, outside every task"
    following = x.seq
    while following < x.recording.seq and isinstance(x.recording.events[following], _BEFORE_A_STEP):
        following += 1
    step = x.recording.events[following] if following < x.recording.seq else None
    if isinstance(step, ev.StepStarted) and step.task == e.task and x.after.running is not None:
        return f"{maker}. It is eager: its first step runs at once, inside that of {x.name(x.after.running)}."
    return f"{maker}. It does not run yet: it is {place_words(e.task, x.after)}."


def _named(x: Seen, e: ev.TaskNamed) -> str:
    return f"Task {short(e.task)} is called {visible(e.name[:ERROR_MAX])} from now on."


def _started(x: Seen, e: ev.StepStarted) -> str:
    task = x.before.tasks[e.task]
    if task.state == "created":
        head = f"{x.name(e.task)} runs for the first time" + (f", from line {task.line}" if task.line else "")
    elif task.cancelling:
        head = f"{x.name(e.task)} runs on{_from(task.line)}: it was cancelled and gets CancelledError there"
    else:
        head = f"{x.name(e.task)} runs on{_from(task.line)}"
    queue = ready(e.task, x.before)
    passed = queue[: queue.index(e.task)] if e.task in queue else ()
    over = f" {some(passed)} stood before it in the ready queue." if passed else ""
    return f"{head}. It was ready for {duration(x.after.at - task.since)}.{over} {_still_ready(x.after, e.task)}"


def _from(line: int | None) -> str:
    return f" from line {line}" if line else ""


def _still_ready(snap: Snapshot, task: int | None = None) -> str:
    """In the loop of that task (None: in any)."""
    queue = snap.ready if task is None else ready(task, snap)
    count = snap.counts.get("ready", 0) + snap.counts.get("created", 0) if queue is snap.ready else len(queue)
    return f"Still ready: {some(queue, count)}." if queue else ""


def _ended(x: Seen, e: ev.StepEnded) -> str:
    who, task = x.name(e.task), x.after.tasks[e.task]
    held = f" The step held the loop for {duration(e.busy)}." if e.busy >= 0.05 else ""
    if e.wait is None:
        return f"{who} gave way{on(e.line)} and is ready again, {place_words(e.task, x.after)}.{held} {x.then()}"
    if task.state != "suspended":
        return f"{who} suspended{on(e.line)}, but was woken already: it is {place_words(e.task, x.after)}.{held} {x.then()}"
    line = f" at line {e.line}" if e.line else ""
    return f"{who} suspended{line}: it waits for {what(e.wait, task, x.after, x.after.at)}.{held} {x.then()}"


def _woken(x: Seen, e: ev.TaskWoken) -> str:
    who, task = x.name(e.task), x.before.tasks[e.task]
    by = x.name(e.by) if e.by is not None else ""
    if e.cancelled:
        after = x.after.tasks[e.task]
        if task.cancelling or after.cancelled_how == "awaited":
            head = f"{who} {cancelled(after, x.after)}"
        else:
            head = f"{by} cancelled {who}{on(e.line)}" if by else f"{who} was cancelled" + (" by its loop, which ends" if after.orphaned else "")
        if task.state == "running":
            return f"{head}. It gets CancelledError at its next await."
        return f"{head}. It is {place_words(e.task, x.after)}, and gets CancelledError{_at(task.line)} when it runs. {x.then()}"
    wait = task.wait
    if task.state != "suspended" or wait is None:
        return f"{by or 'A callback'} woke {who}, which was {'running' if task.state == 'running' else 'ready'} already."
    over = f"its {wait_over(wait, x.after)} is over"
    place = f"It is {place_words(e.task, x.after)}. {x.then()}"
    if ended := end_of(e.by, x.before):
        return f"The {ended} woke {who}: {over}. {place}"
    if by:
        return f"{by} woke {who}{on(e.line)}: {over}. {place}"
    if wait.until is not None and x.after.at >= wait.until:
        return f"The timer of {who} rang{_lateness(x.after.at - wait.until)}: {over}. {place}"
    if child := child_ended(wait, x.after, task.since, x.after.at):
        return f"The {child} woke {who}: {over}. {place}"
    if e.line is None and wait.kind == "thread":
        return f"The job that {who} waited for is done: {over}. {place}"
    callback = f"A callback woke {who}{on(e.line)}" if e.line else f"A callback of the loop woke {who}"
    return f"{'I/O came for ' + who if is_io(wait.kind) else callback}: {over}. {place}"


def _at(line: int | None) -> str:
    return f" at line {line}" if line else ""


def _lateness(seconds: float) -> str:
    return f", {duration(seconds)} late" if seconds >= 0.05 else ""


def _done(x: Seen, e: ev.TaskDone) -> str:
    who = x.name(e.task)
    held = f" The step held the loop for {duration(e.busy)}." if e.busy >= 0.05 else ""
    if e.outcome == "raised":
        head = f"{who} failed{on(e.line)}: {visible((e.error or 'an exception')[:ERROR_MAX])}."
    else:
        head = f"{who} returned." if e.outcome == "returned" else f"{who} ended, cancelled."
    return f"{head}{held} {x.then()}"


def _destroyed(x: Seen, e: ev.TaskDestroyed) -> str:
    return f"{x.name(e.task)} was thrown away while it still waited: nobody had kept a reference to it."


def _timer(x: Seen, e: ev.TimerScheduled) -> str:
    who = x.name(e.task) if e.task is not None else "A callback"
    if e.when >= NEVER_S:
        return f"{who} set a timer{on(e.line)}: it never rings."
    return f"{who} set a timer{on(e.line)}: it rings in {duration(e.when - x.after.at)}, at {moment(e.when, x.digits)}."


def _callback(x: Seen, e: ev.CallbackRan) -> str:
    where = f" (line {e.line})" if e.line else ""
    return f"The loop ran a callback, {visible(plain(e.name)[:ERROR_MAX])}{where}, for {duration(e.seconds)}."


def _idle(x: Seen, e: ev.LoopIdle) -> str:
    if e.until is None:
        return "Nobody is ready and no timer is set: the loop sleeps until I/O comes."
    sleepers = [t.id for t in x.after.tasks.values() if t.wait is not None and t.wait.until == e.until]
    whose = f"the timer of {names_(sleepers, x)}" if sleepers else "a timer"
    return f"Nobody is ready: the loop sleeps until {moment(e.until, x.digits)}, when {whose} rings."


def names_(ids: list[int], x: Seen) -> str:
    return x.name(ids[0]) if len(ids) == 1 else some(ids)


def _taken(x: Seen, e: ev.ObjectTaken) -> str:
    return f"{x.name(e.task) if e.task is not None else 'The program'} took {object_name(x, e.obj)}{on(e.line)}."


def _released(x: Seen, e: ev.ObjectReleased) -> str:
    waiting = [t.id for t in x.after.tasks.values() if t.wait is not None and t.wait.obj == e.obj]
    queue = f" {some(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for it." if waiting else ""
    return f"{x.name(e.task) if e.task is not None else 'The program'} released {object_name(x, e.obj)}.{queue}"


def object_name(x: Seen, obj: int) -> str:
    """`lock a`; the trace may have had no room to tell of it."""
    return thing_name(obj, x.after) or "a lock or semaphore"


def _output(x: Seen, e: ev.OutputWritten) -> str:
    """`1 main printed "table is set" on line 22 (step 2 of its 3).`"""
    to = " to stderr" if e.stream == "stderr" else ""
    if e.task is None:
        return f"The program printed {quoted(e.text)}{to}{on(e.line)}, outside every task."
    track = x.recording.index.tracks[e.task]
    return f"{x.name(e.task)} printed {quoted(e.text)}{to}{on(e.line)} (step {x.after.tasks[e.task].steps} of its {track.codes.count(RUNS)})."


def _blocked(x: Seen, e: ev.StepBlocked) -> str:
    held = f"has held the {'loop' if e.task is not None else 'thread'} since {moment(e.since, x.digits)}"
    if e.elsewhere:
        since = moment(e.since, x.digits)
        return f"Another thread has held the interpreter since {since}, in C code; seen{on(e.line)}. No task can run. {_still_ready(x.after)}"
    if e.task is None:
        return f"The program {held}, outside every task; seen{on(e.line)}."
    others = "No other task of its loop" if several(x.after) else "No other task"
    return f"{x.name(e.task)} {held}; seen{on(e.line)}. {others} can run. {_still_ready(x.after, e.task)}"


def _deadlocked(x: Seen, e: ev.Deadlocked) -> str:
    for ring in rings(x.after):
        return f"Deadlock: {'; '.join(wait_sentence(x.after.tasks[i], x.after) for i in ring[:4])}. Nothing can wake them."
    own = [x.after.tasks[i] for i in e.tasks if not x.after.tasks[i].library]
    if not own:
        return "Deadlock: no task is left, and the loop runs for ever."
    return f"Deadlock: {'; '.join(wait_sentence(t, x.after) for t in own[:3])}. Nothing can wake {'it' if len(own) == 1 else 'them'}."


def _finished(x: Seen, e: ev.RunFinished) -> str:
    ways = {
        "finished": "The program is over", "failed": "The program failed", "deadlock": "The program was ended: deadlock",
        "timeout": "The program was ended: out of time", "killed": f"The program was killed: {e.limit or e.signal or 'by a signal'}",
        "setup_failed": "The program could not be started", "stopped": "The program was stopped",
    }  # fmt: skip
    return f"{ways.get(e.outcome, 'The program is over')}. Exit code {e.exit_code}."


def _limit(x: Seen, e: ev.LimitReached) -> str:
    text = budget_text(e.name, e.line) or f"the limit {visible(e.name)} was reached{on(e.line)}"
    return f"{text[0].upper()}{text[1:]}. The run ends here."


def _variables(x: Seen, e: ev.VariablesSeen) -> str:
    changed = [f"{visible(name)} = {visible(text)}" for frame in e.frames for name, text, fresh in frame.values if fresh]
    who = x.name(e.task) if e.task is not None else "A task"
    return f"{who} left {'; '.join(changed[:4])}{' …' if len(changed) > 4 else ''}." if changed else f"{who}: its variables were noted."


_PAUSES = {"start": "The program is paused from the start", "step": "One step was made", "breakpoint": "A breakpoint"}


def _paused(x: Seen, e: ev.ProgramPaused) -> str:
    head = _PAUSES.get(e.reason, "The program was paused")
    where = f": {x.name(e.task)} stands{on(e.line)}" if e.task is not None else ""
    return f"{head}{where}. Everything stands still, the clock too."


_TELL: dict[type[ev.Event], Callable[[Seen, Any], str]] = {
    ev.RunStarted: _run_started,
    ev.RunFinished: _finished,
    ev.LoopStarted: lambda x, e: f"Loop {e.loop} runs.",
    ev.LoopClosed: lambda x, e: f"Loop {e.loop} was closed.",
    ev.LoopIdle: _idle,
    ev.LoopForeign: lambda x, e: f"A loop that cannot be traced was started: {visible(e.name)}.",
    ev.TaskCreated: _created,
    ev.TaskNamed: _named,
    ev.StepStarted: _started,
    ev.StepEnded: _ended,
    ev.TaskWoken: _woken,
    ev.TaskDone: _done,
    ev.TaskDestroyed: _destroyed,
    ev.TimerScheduled: _timer,
    ev.CallbackRan: _callback,
    ev.ObjectTaken: _taken,
    ev.ObjectReleased: _released,
    ev.OutputWritten: _output,
    ev.OutputDropped: lambda x, e: f"{e.count} bytes of {e.stream} were thrown away: there was more than is kept.",
    ev.StdinRead: lambda x, e: f"{x.name(e.task) if e.task is not None else 'The program'} asked for input{on(e.line)}: it got an end of file.",
    ev.WarningIssued: lambda x, e: f"Python warned{on(e.line)}: {visible(e.category)}: {quoted(e.message)}.",
    ev.ErrorRaised: lambda x, e: f"{visible(e.type)} ended the program{on(e.line)}: {quoted(e.message)}.",
    ev.StepBlocked: _blocked,
    ev.Deadlocked: _deadlocked,
    ev.ProcessForked: lambda x, e: f"The program forked: the child{f', process {e.pid},' if e.pid else ''} is not traced.",
    ev.ProgramPaused: _paused,
    ev.ProgramResumed: lambda x, e: "The program goes on; its clock runs again.",
    ev.CancelAsked: lambda x, e: f"You cancelled {x.name(e.task) if e.task is not None else 'a task'}: CancelledError will be raised where it waits.",
    ev.LimitReached: _limit,
    ev.LineReached: lambda x, e: f"{x.name(e.task) if e.task is not None else 'The program'} came to line {e.line}.",
    ev.VariablesSeen: _variables,
    ev.NoteMade: lambda x, e: visible(e.text),
    ev.EventsDropped: lambda x, e: f"{e.count} more events could not be recorded.",
    ev.TraceDamaged: lambda x, e: f"From here on the trace cannot be trusted: {visible(e.reason)}.",
    **{kind: lambda x, e, tell=tell: tell(x.before, x.after, e) for kind, tell in TELL_LOOP.items()},  # type: ignore[misc]
}
