"""The Note: one place for words beside the panels. NOW while the run is live, END when it is over. Pure text; the pane wraps it."""

from __future__ import annotations

from collections.abc import Sequence

from asyncplay.insight.clean import visible
from asyncplay.insight.trouble import advice, budget_text, rings, wait_sentence
from asyncplay.insight.words import called, short
from asyncplay.trace.events import ProgramPaused, RunFinished
from asyncplay.trace.output import OutputLine
from asyncplay.trace.snapshot import Snapshot, TaskState

SEARCH_MAX = 5000
"""Among more tasks than that the one whose timer rings next is not looked for: this is asked at every frame."""
TIE_S = 1e-6
MESSAGE_MAX = 200


def note(snap: Snapshot, now: float | None = None, source: str = "", output: Sequence[OutputLine] = ()) -> tuple[str, str]:
    """Title and text. At the end it holds the best advice, which takes a look at all tasks: ask once, not at every frame."""
    title, text = ("END", end_note(snap, source, output)) if snap.finished else ("NOW", now_note(snap, snap.at if now is None else now))
    if snap.damaged is not None:
        title += "  ! trace damaged"
    elif snap.events_dropped:
        title += f"  ! {snap.events_dropped} events lost"
    return title, text


def now_note(snap: Snapshot, now: float) -> str:
    """Who has the loop now; if nobody, what it waits for."""
    if snap.started is None:
        return "The program starts."
    if snap.damaged is not None:
        return f"The trace cannot be trusted any more: {visible(snap.damaged[:MESSAGE_MAX])}. What the program prints is still shown."
    if snap.events_dropped:
        return "More happened than can be recorded. From here on the states of the tasks are unknown."
    held = snap.blocked_now
    if held is not None:
        line = f" on line {held.line}" if held.line else ""
        seconds = max(0.0, now - held.since)
        if held.elsewhere:
            return f"Another thread has held the interpreter for {seconds:.2f} s{line}, in C code. Nothing else can run."
        if held.task is None:
            return f"The program has held the thread for {seconds:.2f} s{line}, outside every task."
        return f"{called(held.task, snap)} has held the loop for {seconds:.2f} s{line}. Nothing else can run."
    if snap.running is not None:
        task = snap.tasks[snap.running]
        return f"{called(task.id, snap)} runs{f', last seen on line {task.line}' if task.line else ''}."
    if snap.idle:
        return "Nobody runs. " + _idle(snap)
    if snap.ready:
        return f"Nobody runs yet. {called(snap.ready[0], snap)} is first in the ready queue."
    if not snap.tasks:
        return "The program runs outside every loop; there are no tasks yet."
    return "Nobody runs."


_PAUSES = {"start": "Paused before the first step", "step": "One step was made", "breakpoint": "Breakpoint"}


def paused_text(paused: ProgramPaused, snap: Snapshot, keys: str) -> str:
    """Where the program stands; `keys`: how it goes on."""
    who = f": {called(paused.task or 0, snap)} is next{f', on line {paused.line}' if paused.line else ''}" if paused.task in snap.tasks else ""
    return f"{_PAUSES.get(paused.reason, 'Paused')}{who}. Its clock stands still. {keys}"


def _idle(snap: Snapshot) -> str:
    if snap.idle_until is None:
        return "The loop waits for I/O."
    who = _sleeper(snap, snap.idle_until)
    return f"The loop sleeps until {snap.idle_until:.3f} s, when {f'the timer of {called(who.id, snap)}' if who else 'a timer'} rings."


def _sleeper(snap: Snapshot, until: float) -> TaskState | None:
    if len(snap.tasks) > SEARCH_MAX:
        return None
    for task in snap.tasks.values():
        if task.wait is not None and task.wait.until is not None and abs(task.wait.until - until) <= TIE_S:
            return task
    return None


def end_note(snap: Snapshot, source: str = "", output: Sequence[OutputLine] = ()) -> str:
    """How the run ended, the best advice, the exit code."""
    finished = snap.finished
    if finished is None:
        return ""
    words = [_end(snap, finished)]
    best = next((a for a in advice(snap, source, output) if a.rule != "deadlock"), None) if finished.outcome != "deadlock" else None
    if best is not None:
        where = f"Line {best.line}: " if best.line and f"line {best.line}" not in best.message else ""
        words.append(where + best.message)
    if finished.outcome not in ("stopped", "setup_failed"):
        words.append(f"Exit code {finished.exit_code}.")
    return " ".join(words)


def _end(snap: Snapshot, finished: RunFinished) -> str:
    at = f"{snap.at:.3f} s"
    match finished.outcome:
        case "finished":
            return f"Finished in {at}."
        case "failed":
            return _failed(snap, at)
        case "deadlock":
            return f"Deadlock at {at}: {_deadlock(snap)} Nothing can wake {'it' if _stuck(snap) == 1 else 'them'}."
        case "timeout":
            return f"Out of time after {finished.limit_value or finished.wall_seconds:g} s."
        case "killed":
            return _killed(finished)
        case "setup_failed":
            return "No run: no sandbox could be set up. asyncplay doctor has the cure."
        case _:
            return f"Stopped at {at}."


def _failed(snap: Snapshot, at: str) -> str:
    error = snap.error
    if error is None:
        return f"The program ended with an error code at {at}."
    line = f" on line {error.line}" if error.line else ""
    message = visible(error.message[:MESSAGE_MAX].replace("\n", " "))
    if _unreadable(error.type) and not snap.tasks:
        where = f"line {error.line}" if error.line else "the program"
        return f"Python could not read {where}: {message}. Nothing ran."
    return f"Failed at {at} with {visible(error.type)}{line}{': ' + message if message else ''}."


def _unreadable(name: str) -> bool:
    """Whether an exception of that name means that Python could not read the text."""
    return name in ("SyntaxError", "IndentationError", "TabError")


def _killed(finished: RunFinished) -> str:
    if finished.limit and (budget := budget_text(finished.limit, finished.limit_line)):
        return f"Killed: {budget}."
    if finished.limit:
        line = f" on line {finished.limit_line}" if finished.limit_line else ""
        value = _value(finished.limit, finished.limit_value)
        return f"Killed: {finished.limit} went over {value}{line}."
    return f"The program died of {finished.signal or 'a signal'}. All until then is kept."


def _value(limit: str, value: float | None) -> str:
    if value is None:
        return "its limit"
    if limit in ("memory", "disk", "file"):
        return f"{value / 2**20:g} MiB"
    return f"{value:g} s" if limit in ("cpu", "wall") else f"{value:g}"


def _stuck(snap: Snapshot) -> int:
    return sum(not snap.tasks[i].library for i in snap.deadlock)


def _deadlock(snap: Snapshot) -> str:
    for ring in rings(snap):
        if len(ring) > 1:
            pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
            return " and ".join(f"{short(a)} waits for {short(b)}" for a, b in list(pairs)[:4]) + "."
    own = [snap.tasks[i] for i in snap.deadlock if not snap.tasks[i].library]
    if not own:
        return "no task is left, and the loop runs for ever."
    more = f"; and {len(own) - 2} more tasks wait" if len(own) > 2 else ""
    return "; ".join(wait_sentence(task, snap) for task in own[:2]) + more + "."
