"""The object that `run --json` prints: a recording's facts, in the shape that the contract's schema fixes."""

from __future__ import annotations

from typing import Any

from asyncplay.insight.trouble import advice
from asyncplay.insight.words import owner_of
from asyncplay.trace.events import RunFinished
from asyncplay.trace.output import OutputLine
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import Snapshot, TaskState, deadline

KEEP_OUTPUT = 1_000_000
"""A report holds so many bytes of output."""


def report(
    recording: Recording,
    *,
    keep_output: int = KEEP_OUTPUT,
    output_dropped: int | None = None,
    sandbox: str = "open",
    clock: str = "real",
    seed: int | None = None,
    source: str | None = None,
    python: str = "",
) -> dict[str, Any]:
    """All that the run shows. `output_dropped`: bytes that never came into the recording, if that is known better than the recording knows."""
    snap = recording.latest()
    finished = snap.finished
    output, cut = _output(recording.output, keep_output)
    error = snap.error
    source = recording.source if source is None else source
    return {
        "version": 1,
        "outcome": finished.outcome if finished else "stopped",
        "exit_code": finished.exit_code if finished else 130,
        "error": {"type": error.type, "message": error.message, "line": error.line} if error else None,
        "limit": _limit(finished),
        "signal": finished.signal if finished else None,
        "loop_seconds": snap.at,
        "wall_seconds": finished.wall_seconds if finished else snap.at,
        "tasks": [_task(task, snap) for task in snap.tasks.values()],
        "output": output,
        "output_dropped_bytes": cut + (snap.output_dropped if output_dropped is None else output_dropped),
        "warnings": [{"category": w.category, "message": w.message, "line": w.line} for w in snap.warnings],
        "blocked": [{"task": b.task, "line": b.line, "seconds": b.seconds, "at": b.at} for b in snap.blocks],
        "advice": [{"rule": a.rule, "line": a.line, "message": a.message} for a in advice(snap, source, recording.output)],
        "deadlock": [task for task in snap.deadlock if not snap.tasks[task].library],
        "events": recording.seq,
        "dropped": snap.events_dropped,
        "peak_memory_bytes": finished.peak_memory if finished else None,
        "sandbox": sandbox,
        "python": snap.started.python if snap.started else python,
        "clock": clock,
        "seed": seed,
    }


def _limit(finished: RunFinished | None) -> dict[str, Any] | None:
    if finished is None or finished.limit is None or finished.limit_value is None:
        return None
    return {"name": finished.limit, "value": finished.limit_value, "line": finished.limit_line}


def _task(task: TaskState, snap: Snapshot) -> dict[str, Any]:
    waiting: dict[str, Any] | None = None
    if task.state == "suspended" and task.wait is not None:
        waiting = {"kind": task.wait.kind, "line": task.wait.line, "object": task.wait.object, "owner": owner_of(task, snap)}
        limit = deadline(snap, task.id)
        waiting |= {
            "until": task.wait.until, "tasks": list(task.wait.tasks), "fd": task.wait.fd,
            "timeout": None if limit is None else {"at": limit.when, "line": limit.line},
            "signal": task.wait.signal,
            "chain": [{"name": f.name, "line": f.line, "generator": f.generator} for f in task.chain if f.snippet],
        }  # fmt: skip
    asked = None
    if task.cancelled_how or task.cancelled_by is not None or task.cancelled_line is not None:
        asked = {"by": task.cancelled_by, "line": task.cancelled_line, "via": task.cancelled_via, "how": task.cancelled_how}
    return {
        "id": task.id, "name": task.name, "coro": task.coro, "parent": task.parent, "created_line": task.created_line,
        "created_at": task.created_at, "state": task.state, "outcome": task.outcome, "steps": task.steps, "running_s": task.running_s,
        "ready_s": task.ready_s, "suspended_s": task.suspended_s, "library": task.library, "loop": task.loop, "waiting_on": waiting,
        "cancelled": asked,
    }  # fmt: skip


def _output(lines: list[OutputLine], keep: int) -> tuple[list[dict[str, Any]], int]:
    """The first lines, as many bytes of them as are kept, and how many bytes were not. A line's end counts as one."""
    kept: list[dict[str, Any]] = []
    room = keep
    cut = 0
    for line in lines:
        if line.stream == "note":
            continue
        data = line.text.encode("utf-8", "backslashreplace")
        text = line.text
        if len(data) >= room:
            text = data[:room].decode("utf-8", "ignore")
            cut += len(data) + 1 - room
            if not room:
                continue
        room = max(0, room - len(data) - 1)
        kept.append({"seconds": line.at, "task": line.task, "stream": line.stream, "text": text, "line": line.line})
    return kept, cut
