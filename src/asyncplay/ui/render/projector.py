"""What only the projector shows: three fixed rows on top, marks with letter and glyph, notes in full words, the keys pressed. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from asyncplay.insight.clean import visible
from asyncplay.insight.words import GLYPHS, label, mark, role, wait_words
from asyncplay.trace.snapshot import Snapshot, TaskState
from asyncplay.ui.frame import Frame
from asyncplay.ui.render.marks import LOOKED_AT, Mark
from asyncplay.ui.render.rows import Row, cut, fit

TITLE_AT = 35
LETTERS = {
    "running": "R", "blocking": "B", "ready": "Q", "waiting": "W", "late": "W", "done": "D", "failed": "F", "cancelled": "C", "lost": "L",
    "unknown": "U",
}  # fmt: skip
WORDS = {"running": "RUNS", "blocking": "BLOCKS", "ready": "READY", "waiting": "WAITS", "late": "LATE"}
_LEFT = re.compile(r"(.+) (\d+\.\d+ s)")


def title_row(title: str, state: str, width: int, toast: str = "", dirty: bool = False) -> Row:
    """The state first: it is what is looked at from afar."""
    at = min(TITLE_AT, width)
    tail = " *" if dirty else ""
    words = cut(toast or title, max(0, width - at - 1 - len(tail))) + tail
    return [(fit(f" {state}", at), "text.title"), (fit(f" {words}", width - at), "toast" if toast else "text")]


def stage_rows(frame: Frame, width: int) -> list[Row]:
    """Who has the loop, and what was printed last."""
    text = " ".join(frame.note[1].split()).replace("Nobody runs. The loop ", "nobody runs: it ", 1)
    return [
        [(" LOOP     ", "text.title"), (cut(text, max(0, width - 11)), "text")],
        [(" PRINTED  ", "text.title"), (cut(_printed(frame), max(0, width - 11)), "text")],
    ]


def _printed(frame: Frame) -> str:
    lines, count = (frame.recording.output, frame.snap.output) if frame.recording is not None else ([], 0)
    last = next((line for line in lines[max(0, count - 20) : count][::-1] if line.stream != "note"), None)
    if last is None:
        return "nothing yet"
    task = frame.snap.tasks.get(last.task) if last.task is not None else None
    who = f" by {mark(task.id)} {label(task)}" if task is not None else ""
    return f"last, at {last.at:.3f} s,{who}:  {visible(last.text[:200])}"


def marks(snap: Snapshot, now: float, ascii: bool) -> tuple[dict[int, Mark], dict[int, str]]:
    """As `editor_marks`, with the state's letter beside the glyph, and names and states in full."""
    on_line: dict[int, list[TaskState]] = {}
    for task in islice(snap.tasks.values(), LOOKED_AT):
        line = task.def_line if task.state == "created" else task.line
        if task.state != "done" and line is not None and not task.library:
            on_line.setdefault(line, []).append(task)
    found: dict[int, Mark] = {}
    notes: dict[int, str] = {}
    for line, tasks in on_line.items():
        first = next((task for task in tasks if task.state == "running"), tasks[0])
        kind = role(first, snap, now)
        glyph, letter = GLYPHS[kind][ascii], LETTERS.get(kind, "U")
        number = mark(first.id) if len(tasks) == 1 else "+"
        found[line] = Mark(glyph, (letter if glyph != letter else "") + number, f"state.{kind}")
        notes[line] = _words(first, snap, now, kind) if len(tasks) == 1 else f"{len(tasks)} tasks: " + " ".join(mark(task.id) for task in tasks[:9])
    return found, notes


def _words(task: TaskState, snap: Snapshot, now: float, kind: str) -> str:
    name, word = f"{mark(task.id)} {label(task)}", WORDS.get(kind, kind.upper())
    words = wait_words(task, snap, now, 40)
    if kind in ("running", "ready"):
        return f"{name} {word}" + (f": {words}" if kind == "ready" else "")
    left = _LEFT.fullmatch(words)
    return f"{name} {word}: {left[1]}, {left[2]} left" if left and kind == "waiting" else f"{name} {word}: {words}"


def keys_row(pressed: Sequence[str], width: int) -> Row:
    """The newest last."""
    words = "  ".join(pressed)
    room = max(0, width - 8)
    return [(" KEYS  ", "text.title"), (words if len(words) <= room else words[len(words) - room :], "text")]
