"""Where the tasks stand, for the editor: marks by line, and words for the ends of the lines."""

from __future__ import annotations

from itertools import islice

from asyncplay.insight.words import GLYPHS, mark, role, wait_words
from asyncplay.late import dataclass
from asyncplay.trace.snapshot import Snapshot, TaskState


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in the gutter of a line: a state's glyph, the task's mark, and the state's role."""

    glyph: str
    label: str
    role: str


LOOKED_AT = 1000
"""So many tasks at most are looked at for each frame."""


def editor_marks(snap: Snapshot, now: float, ascii: bool) -> tuple[dict[int, Mark], dict[int, str]]:
    """Marks and notes by line number. `+`: several tasks stand on that line."""
    on_line: dict[int, list[TaskState]] = {}
    for task in islice(snap.tasks.values(), LOOKED_AT):
        state = task.state
        if state != "done" and (line := task.def_line if state == "created" else task.line) is not None and not task.library:
            if line in on_line:
                on_line[line].append(task)
            else:
                on_line[line] = [task]
    marks: dict[int, Mark] = {}
    notes: dict[int, str] = {}
    for line, tasks in on_line.items():
        first = next((task for task in tasks if task.state == "running"), tasks[0])
        kind = role(first, snap, now)
        marks[line] = Mark(GLYPHS[kind][ascii], mark(first.id) if len(tasks) == 1 else "+", f"state.{kind}")
        if len(tasks) == 1:
            notes[line] = wait_words(first, snap, now, 24)
        elif len({task.state for task in tasks}) == 1 and first.state == "suspended":
            notes[line] = " ".join([*(mark(task.id) for task in tasks[:6]), *(["+"] if len(tasks) > 6 else []), "wait"])
        else:
            notes[line] = f"{len(tasks)} tasks"
    return marks, notes


def problem_marks(snap: Snapshot) -> dict[int, str]:
    """`E` where the run's error was, `w` where a warning points."""
    found = {warning.line: "w" for warning in snap.warnings if warning.line}
    if snap.error is not None and snap.error.line:
        found[snap.error.line] = "E"
    return found
