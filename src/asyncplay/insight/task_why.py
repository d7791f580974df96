"""Why a task is in the state that it is in: what woke it, its place in the ready queue, who was before it or passed over. Pure."""

from __future__ import annotations

from bisect import bisect_left

from asyncplay.insight.cancels import cancelled
from asyncplay.insight.clean import visible
from asyncplay.insight.phrases import chain_words, child_ended, duration, end_of, is_io, moment, on, place_words, some, what
from asyncplay.insight.phrases import over as wait_over
from asyncplay.insight.words import called, ready, ready_in
from asyncplay.trace import events as ev
from asyncplay.trace.index import END_CODES, READY_CODES, RUNS, Track
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import Snapshot, TaskState


def task_why(recording: Recording, snap: Snapshot, task: int, now: float | None = None, digits: int = 3) -> str:
    """The reason for that task's state at a snapshot of the recording."""
    found = snap.tasks.get(task)
    track = recording.index.tracks.get(task)
    if found is None or track is None:
        return "This task is not made yet."
    now = snap.at if now is None else max(now, snap.at)
    match found.state:
        case "running":
            text = _running(recording, snap, found, track, digits)
        case "suspended":
            text = _suspended(snap, found, now)
        case "done":
            text = _over(recording, snap, found, track, digits)
        case _:
            text = _waits_its_turn(recording, snap, found, track, now, digits)
    return " ".join(text.split())


def _running(recording: Recording, snap: Snapshot, task: TaskState, track: Track, digits: int) -> str:
    n = track.codes.rfind(RUNS, 0, bisect_left(track.seqs, snap.seq))
    cause = _cause(recording, track, n - 1, snap, digits) if n > 0 else "it began at once."
    queue = _before_it(recording, track, n, snap, task.id)
    blocks = ""
    if snap.blocked_now is not None and snap.blocked_now.task == task.id:
        blocks = f" It has held the loop since {moment(snap.blocked_now.since, digits)}: nobody else can run."
    return f"{called(task.id, snap)} runs: {cause} {queue}{blocks} {_just(recording, snap, task)}"


def _cause(recording: Recording, track: Track, n: int, snap: Snapshot, digits: int) -> str:
    """What put the task into the ready queue: the n-th event of its track."""
    seq = track.seqs[n]
    event, at = recording.events[seq], moment(recording.index.times[seq], digits)
    if isinstance(event, ev.TaskCreated):
        maker = f"by {called(event.parent, snap)} " if event.parent is not None else ""
        return f"it was made {maker.strip()}{on(event.line)} at {at}.".replace("made  on", "made on")
    if isinstance(event, ev.StepEnded):
        if event.wait is None:
            return f"it gave way{on(event.line)} at {at}, and its turn came again."
        return f"it was woken while it still ran, and so was ready again at {at}."
    if not isinstance(event, ev.TaskWoken):
        return ""
    if event.cancelled:
        then = recording.snapshot_at(seq + 1)
        return f"it {_comma(cancelled(then.tasks[event.task], then))} at {at}."
    wait = _wait_before(recording, track, n)
    over = f"its {wait_over(wait, snap)} ended" if wait is not None else "its wait ended"
    if ended := end_of(event.by, recording.snapshot_at(seq)):
        return f"{over} with the {ended} at {at}."
    if event.by is not None:
        return f"{over} when {called(event.by, snap)} woke it{on(event.line)} at {at}."
    if wait is not None and wait.until is not None and recording.index.times[seq] >= wait.until:
        late = recording.index.times[seq] - wait.until
        return f"{over} when its timer rang at {at}{f', {duration(late)} late' if late >= 0.05 else ''}."
    if wait is not None and is_io(wait.kind):
        return f"{'data came' if wait.kind == 'stream.read' else 'I/O came'} while it waited in {wait.kind}{on(wait.line)}, at {at}."
    if wait is not None and (child := child_ended(wait, snap, recording.index.times[track.seqs[n - 1]], recording.index.times[seq])):
        return f"{over} with the {child} at {at}."
    if event.line is None and wait is not None and wait.kind == "thread":
        return f"{over} when its job was done, at {at}."
    return f"{over} when a callback{on(event.line)} woke it at {at}." if event.line else f"{over} when a callback of the loop woke it at {at}."


def _wait_before(recording: Recording, track: Track, n: int) -> ev.Wait | None:
    event = recording.events[track.seqs[n - 1]] if n > 0 else None
    return event.wait if isinstance(event, ev.StepEnded) else None


def _before_it(recording: Recording, track: Track, n: int, snap: Snapshot, task: int) -> str:
    """Who was before it in the ready queue, and who was passed over: the n-th event of its track began its step."""
    if n < 1 or track.codes[n - 1] not in READY_CODES:
        return ""
    woken, began = track.seqs[n - 1], track.seqs[n]
    ahead = ready_in(snap.tasks[task].loop, recording.snapshot_at(woken))
    waited = recording.index.times[began] - recording.index.times[woken]
    if not ahead:
        return "Nobody was before it in the ready queue."
    still = {i for i in recording.snapshot_at(began).ready if not _has_run(recording, i, woken, began)}
    ran, passed = [i for i in ahead if i not in still], [i for i in ahead if i in still]
    text = f"It was ready for {duration(waited)}."
    if len(ran) == 1:
        text += f" One was before it: {called(ran[0], snap)}{_ran(recording, ran[0], woken, began)}."
    elif ran:
        text += f" {len(ran)} were before it: {some(ran)}."
    if passed:
        text += f" {some(passed)} had been ready longer, but {'was' if len(passed) == 1 else 'were'} passed over."
    return text


def _has_run(recording: Recording, task: int, since: int, until: int) -> bool:
    """Whether it had its turn between these places: it may be ready again."""
    track = recording.index.tracks[task]
    n = track.codes.find(RUNS, bisect_left(track.seqs, since))
    return 0 <= n < len(track.seqs) and track.seqs[n] < until


def _ran(recording: Recording, task: int, since: int, until: int) -> str:
    """For how long that task ran between these places."""
    track, total = recording.index.tracks[task], 0.0
    n = track.codes.find(RUNS, bisect_left(track.seqs, since))
    while 0 <= n < len(track.seqs) - 1 and track.seqs[n] < until:
        total += recording.index.times[track.seqs[n + 1]] - recording.index.times[track.seqs[n]]
        n = track.codes.find(RUNS, n + 1)
    return f", which ran {duration(total)}"


def _just(recording: Recording, snap: Snapshot, task: TaskState) -> str:
    """What it did last, where the playhead stands right behind that."""
    event = recording.events[snap.seq - 1] if snap.seq else None
    if isinstance(event, ev.TimerScheduled) and event.task == task.id:
        return f"It has just set a timer{on(event.line)}, {duration(event.when - snap.at)}."
    if isinstance(event, ev.TaskCreated) and event.parent == task.id:
        return f"It has just made {called(event.task, snap)}{on(event.line)}."
    if isinstance(event, ev.TaskWoken) and event.by == task.id and event.task != task.id:
        return f"It has just {'cancelled' if event.cancelled else 'woken'} {called(event.task, snap)}{on(event.line)}."
    return ""


def _suspended(snap: Snapshot, task: TaskState, now: float) -> str:
    wait = task.wait
    who = called(task.id, snap)
    if wait is None:
        return f"{who} waits; for what is not known."
    late = ""
    if wait.until is not None and now - wait.until >= 0.05:
        late = f" Its timer was due {duration(now - wait.until)} ago"
        late += f", but {called(snap.running, snap)} holds the loop." if snap.running is not None else "."
    queue: list[int] = []
    if wait.obj is not None and wait.kind in ("lock", "semaphore", "queue.get"):
        queue = [t.id for t in snap.tasks.values() if t.wait is not None and t.wait.obj == wait.obj and t.since < task.since]
    before = f" {some(queue)} {'waits' if len(queue) == 1 else 'wait'} for it longer." if queue else ""
    chain = chain_words(task.chain)
    calls = f" It came there by {chain}." if chain else ""
    head = f"{who} waits{on(wait.line or task.line)} for {what(wait, task, snap, now)}."
    return f"{head} It has waited {duration(now - task.since)}.{late}{before}{calls}"


def _waits_its_turn(recording: Recording, snap: Snapshot, task: TaskState, track: Track, now: float, digits: int) -> str:
    n = bisect_left(track.seqs, snap.seq) - 1
    cause = _cause(recording, track, n, snap, digits) if n >= 0 else ""
    queue = ready(task.id, snap)
    place = queue.index(task.id) if task.id in queue else None
    before = f" Before it: {some(queue[:place])}." if place else " Nobody is before it." if place == 0 else ""
    holder = f" {called(snap.running, snap)} has the loop." if snap.running is not None else ""
    return f"{called(task.id, snap)} is {place_words(task.id, snap)}: {cause} It has been ready for {duration(now - task.since)}.{before}{holder}"


def _comma(text: str) -> str:
    """So that what follows belongs to the whole, and not to its last clause."""
    return text + "," if "," in text else text


def _over(recording: Recording, snap: Snapshot, task: TaskState, track: Track, digits: int) -> str:
    ways = {"returned": "returned", "raised": "failed", "cancelled": _comma(cancelled(task, snap)), "destroyed": "was thrown away while it waited"}
    end = track.seqs[-1] if track.codes[-1] in END_CODES else None
    event = recording.events[end] if end is not None else None
    raised = on(event.line) if isinstance(event, ev.TaskDone) else ""
    error = f"{raised} with {visible(task.error[:200])}" if task.error else ""
    at = recording.index.times[end] if end is not None else task.since
    times = f"busy {duration(task.running_s)}, ready {duration(task.ready_s)}, waiting {duration(task.suspended_s)}"
    steps = "1 step" if task.steps == 1 else f"{task.steps} steps"
    return f"{called(task.id, snap)} {ways.get(task.outcome or '', 'is over')}{error} at {moment(at, digits)}, after {steps}: {times}."
