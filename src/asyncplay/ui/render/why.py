"""The Why pane as rows: each event a sentence, with its time."""

from __future__ import annotations

from asyncplay.insight.clean import visible
from asyncplay.insight.words import mark
from asyncplay.trace.events import Event
from asyncplay.trace.snapshot import Snapshot
from asyncplay.ui.render.rows import Row
from asyncplay.ui.theme import task_role

NONE_YET = " Select a task or move the playhead: the reason stands here."
TEXT_MAX = 400


def why_row(at: float, task: int | None, sentence: str, here: bool, later: bool, ascii: bool) -> Row:
    """`▌  1.002  1 main printed "table is set" on line 22.`"""
    pointer = (">" if ascii else "▌") if here else " "
    look = "text.quiet" if later else "text"
    time = f"{f'({at:.3f})':>9}" if later else f"{at:8.3f} "
    return [(pointer, "focus"), (f"{time} ", "text.quiet"), (sentence, task_role(task) if task is not None and not later else look)]


def plain(event: Event, snap: Snapshot) -> str:
    """What a filter looks in: kind, task, line and text of an event, without looking at the state before and after it."""
    task = getattr(event, "task", None)
    found = snap.tasks.get(task) if isinstance(task, int) else None
    parts = [event.kind.replace("_", " ")]
    if found is not None:
        parts += [mark(found.id), str(found.id), found.label]
    line = getattr(event, "line", None)
    if line:
        parts.append(f"line {line}")
    wait = getattr(event, "wait", None)
    if wait is not None:
        parts += [wait.kind, wait.object or ""]
    parts += [str(value) for name in ("text", "message", "type", "error", "outcome", "name", "category") if (value := getattr(event, name, None))]
    return visible(" ".join(parts)[:TEXT_MAX]).casefold()
