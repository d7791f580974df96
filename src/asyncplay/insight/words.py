"""What states and waits are called on screen: their words and glyphs, defined here and nowhere else. Colours are not known here."""

from __future__ import annotations

from asyncplay.insight.clean import visible
from asyncplay.trace.events import RunFinished, Wait
from asyncplay.trace.snapshot import Snapshot, TaskState, deadline

GLYPHS = {
    "running": ("►", "R"), "blocking": ("■", "B"), "ready": ("○", "Q"), "waiting": ("║", "W"), "late": ("║", "W"), "done": ("√", "D"),
    "failed": ("!", "F"), "cancelled": ("x", "C"), "lost": ("¬", "L"), "unknown": ("?", "U"),
}  # fmt: skip
"""The mark of each role, and its letter for terminals without these characters."""

LATE_S = 0.05
"""A timer that is due for longer than this, while somebody holds the loop, makes its task late."""
LABEL_MAX = 40
NEVER_S = 1e9
"""A timer that is due later than this never rings: `sleep(inf)`."""
_ENDS = {"returned": "done", "raised": "failed", "cancelled": "cancelled", "destroyed": "lost"}
_NUMBERED = frozenset({"lock", "semaphore", "event", "condition", "barrier", "queue.get", "queue.put", "queue.join"})
_OF_TASKS = frozenset({"gather", "wait", "wait_for", "as_completed", "shield", "taskgroup", "task"})


def mark(task_id: int) -> str:
    """The one character that stands for a task: its number, then letters, then `*`."""
    if task_id < 10:
        return str(task_id)
    return chr(ord("a") + task_id - 10) if task_id < 36 else "*"


def role(task: TaskState, snap: Snapshot, now: float | None = None) -> str:
    """Which row of the table of states it is in: a key of GLYPHS."""
    if task.state == "done":
        return _ENDS.get(task.outcome or "", "unknown")
    if snap.damaged is not None or snap.events_dropped:
        return "unknown"  # better than a state that may be wrong
    if task.state == "running":
        return "blocking" if snap.blocked_now is not None and snap.blocked_now.task == task.id else "running"
    if task.state in ("created", "ready"):
        return "ready"
    until = task.wait.until if task.wait else None
    if until is not None and now is not None and now - until > LATE_S and (snap.running is not None or snap.blocked_now is not None):
        return "late"
    return "waiting"


def glyph(task: TaskState, snap: Snapshot, ascii: bool = False) -> str:
    """The mark of its state."""
    return GLYPHS[role(task, snap)][ascii]


def label(task: TaskState) -> str:
    """Its name as panels show it: the program's own if it gave one, else its coroutine's. Safe to show."""
    return visible(task.label[:LABEL_MAX])


def called(task_id: int, snap: Snapshot) -> str:
    """The task in a sentence: `1 main`."""
    task = snap.tasks.get(task_id)
    number = mark(task_id) if task_id < 36 else str(task_id)
    return f"{number} {label(task)}" if task else f"task {number}"


def short(task_id: int) -> str:
    """A task among others in a sentence: its number alone, as its mark has it."""
    return mark(task_id) if task_id < 36 else str(task_id)


def ready(task: int, snap: Snapshot) -> tuple[int, ...]:
    """Who is ready in the loop of that task, first to run first."""
    return ready_in(snap.tasks[task].loop, snap)


def ready_in(loop: int, snap: Snapshot) -> tuple[int, ...]:
    """The same by the loop: loops that run at a time, in threads, have a queue each."""
    if several(snap):
        return tuple(i for i in snap.ready if snap.tasks[i].loop == loop)
    return snap.ready


def several(snap: Snapshot) -> bool:
    """Whether more than one loop runs."""
    return len(snap.loops) > 1 and sum(loop.running for loop in snap.loops.values()) > 1


def ordinal(n: int) -> str:
    """1st, 2nd, 3rd, 4th, … 11th …"""
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def wait_words(task: TaskState, snap: Snapshot, now: float, room: int = 12) -> str:
    """The task's state in words; the longest form that has room, else the shortest."""
    kind = role(task, snap, now)
    if kind == "running":
        return "runs"
    if kind == "blocking":
        since = snap.blocked_now.since if snap.blocked_now else task.since
        return f"BLOCKS {max(0.0, now - since):.2f} s"
    if kind == "ready":
        word = "new" if task.state == "created" else "ready"
        return f"{word} {ordinal(ready(task.id, snap).index(task.id) + 1)}" if task.id in snap.ready else word
    if kind == "failed":
        return f"FAILED {visible((task.error or '').split(':')[0][:LABEL_MAX])}".rstrip()
    if kind == "late" and task.wait and task.wait.until is not None:
        return f"late {now - task.wait.until:.2f} s"
    if kind == "waiting":
        forms = wait_forms(task, snap, now)
        return next((form for form in forms if len(form) <= room), forms[-1])
    return kind


def wait_forms(task: TaskState, snap: Snapshot, now: float) -> list[str]:
    """What a suspended task waits for, longest form first."""
    wait = task.wait
    if wait is None:
        return ["unknown"]
    limit = deadline(snap, task.id)
    if wait.until is not None:
        own = [f"{wait.kind} {max(0.0, wait.until - now):.2f} s" if wait.until < NEVER_S else f"{wait.kind} for ever"]
        if wait.kind not in _OF_TASKS:
            return own
        return [f"{_wait_forms(wait, task, snap)[0]}, {max(0.0, wait.until - now):.2f} s at most", *own]
    forms = _wait_forms(wait, task, snap)
    return forms if limit is None else [f"{forms[0]}, {max(0.0, limit.when - now):.2f} s at most", *forms]


def _wait_forms(wait: Wait, task: TaskState, snap: Snapshot) -> list[str]:
    if wait.kind in _NUMBERED and wait.object:
        name = numbered(wait, snap)
        owner = owner_of(task, snap)
        return [name] if owner is None else [f"{name} ({'it' if owner == task.id else short(owner)} has it)", name]
    if wait.kind in _OF_TASKS:
        left = [i for i in wait.tasks if i in snap.tasks and snap.tasks[i].state != "done"]
        if left:
            return [" ".join([wait.kind, *map(short, left)]), f"{wait.kind} of {len(left)}", wait.kind]
    return [wait.kind]


def numbered(wait: Wait, snap: Snapshot) -> str:
    """Its kind, and the object's name in the source, else its number: `lock a`, `lock 1`."""
    return f"{wait.kind} {named(wait.obj, wait.object, snap)}" if wait.object and wait.kind in _NUMBERED else wait.kind


def named(obj: int | None, name: str, snap: Snapshot) -> str:
    """What the source calls an object, else the number in the name that the trace gave it."""
    thing = snap.objects.get(obj) if obj is not None else None
    return visible(thing.label) if thing is not None and thing.label else visible(name[:LABEL_MAX]).rsplit(" ", 1)[-1]


_KINDS = {"BoundedSemaphore": "semaphore", "PriorityQueue": "queue", "LifoQueue": "queue"}


def thing_name(obj: int, snap: Snapshot) -> str:
    """`lock a`, `queue 2`: an object by its type, and by its name in the source or its number; empty where it is not known."""
    thing = snap.objects.get(obj)
    if thing is None:
        return ""
    kind = visible(thing.name[:LABEL_MAX]).rpartition(" ")[0]
    return f"{_KINDS.get(kind, kind[:1].lower() + kind[1:])} {named(obj, thing.name, snap)}"


def owner_of(task: TaskState, snap: Snapshot) -> int | None:
    """The task that holds what this one waits for; the one that has held it longest, where there are several."""
    holds = snap.owners.get(task.wait.obj, ()) if task.wait and task.wait.obj is not None else ()
    return next((holder for holder, _ in holds if holder is not None), None)


def held_words(task: TaskState, owner: int, snap: Snapshot) -> str:
    """`, which 3 has`; a lock that a task took and never gave back is still its."""
    if owner == task.id:
        return ", which it has itself"
    over = owner in snap.tasks and snap.tasks[owner].state == "done"
    return f", which {short(owner)} has, though it is over" if over else f", which {short(owner)} has"


def state_text(status: str, snap: Snapshot, now: float, playhead: float | None = None, ascii: bool = False, digits: int = 3) -> str:
    """Row 1: what the run is doing or how it ended, in 23 cells. `status` is the session's; `playhead` the time on show when it is not the end."""
    text = _state_text(status, snap, now, playhead, digits)
    return text.translate(_ASCII) if ascii else text


_ASCII = str.maketrans({"►": ">", "■": "#", "║": "|", "◄": "<", "√": "+", "∞": "&"})


def _state_text(status: str, snap: Snapshot, now: float, playhead: float | None, digits: int) -> str:
    if status == "starting":
        return "► STARTING"
    if playhead is not None:
        back = f"◄ BACK {playhead:.{digits}f}"
        return f"{back}, now {now:.1f} s" if status == "running" else f"{back} of {now:.3f} s"
    if status == "running":
        held = snap.blocked_now
        if snap.paused is not None:
            return f"║ PAUSED at {snap.paused.at:.3f} s"
        if held is not None:
            return f"■ BLOCKED {max(0.0, now - held.since):.1f} s" + (f" line {held.line}" if held.line else "")
        return f"► RUNNING {now:.2f} s  LIVE"
    return end_text(snap.finished, status, snap.at)


def end_text(finished: RunFinished | None, status: str, at: float) -> str:
    """How the run ended, in 23 cells."""
    match status:
        case "finished":
            return f"√ FINISHED in {at:.3f} s"
        case "failed":
            return f"! FAILED at {at:.3f} s"
        case "deadlock":
            return f"∞ DEADLOCK at {at:.3f} s"
        case "timeout":
            return f"! TIMEOUT at {(finished.limit_value if finished and finished.limit_value else at):g} s"
        case "killed":
            why = (finished.limit or finished.signal) if finished else None
            return f"! KILLED: {why}" if why else "! KILLED"
        case "setup_failed":
            return "! SETUP FAILED"
        case _:
            return f"■ STOPPED at {at:.1f} s"
