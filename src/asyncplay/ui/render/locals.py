"""The Locals pane as rows: the selected task's frames, outermost first, each with its line and what its variables held when it suspended."""

from __future__ import annotations

from asyncplay.insight.clean import visible
from asyncplay.insight.words import GLYPHS, mark, role
from asyncplay.late import dataclass
from asyncplay.trace.snapshot import Snapshot
from asyncplay.ui.render.rows import Row, cut, wrap

SELECT = " Select a waiting task to see its variables."
OFF = " Variables were not recorded. Enter has them recorded in the next run."
NONE_YET = " Nothing yet: variables are noted when a task suspends."
NAME = 14


@dataclass(frozen=True, slots=True)
class LocalRow:
    """A row, and the line of the frame that it is about."""

    row: Row
    line: int | None = None


def local_rows(snap: Snapshot, task: int | None, recorded: bool, width: int, ascii: bool) -> list[LocalRow]:
    """All of it. `recorded`: this run, or the next where there is none, has variables."""
    state = snap.tasks.get(task) if task is not None else None
    if state is None:
        return _hint(SELECT if recorded or not snap.seq else OFF, width)
    kind = role(state, snap)
    head: Row = [(f" {GLYPHS[kind][ascii]}{mark(state.id)} ", f"state.{kind}"), (visible(state.label), "text.title")]
    frames = snap.variables.get(state.id)
    if frames is None:
        return [LocalRow(head), *_hint(NONE_YET if recorded else OFF, width)]
    rows = [LocalRow([*head, (" as it last suspended" if state.state in ("running", "ready") else "", "text.quiet")])]
    for depth, frame in enumerate(frames):
        often = snap.reached.get(frame.line or 0, 0)
        count = f", reached {often} time{'s' if often != 1 else ''}" if often else ""
        where = f"  line {frame.line}{count}" if frame.line else ""
        branch = ("`- " if ascii else "└ ") if depth else ""
        rows.append(LocalRow([(f" {'  ' * max(0, depth - 1)}{branch}{visible(frame.name)}", "text.title"), (where, "text.quiet")], frame.line))
        for name, text, changed in frame.values:
            new = ("*") if changed else " "
            value = cut(visible(text), max(4, width - NAME - 10))
            look = "state.ready" if changed else "text"
            rows.append(LocalRow([(f"   {new} ", look), (f"{visible(name):<{NAME}} ", "text"), (value, look)], frame.line))
        if not frame.values:
            rows.append(LocalRow([("     no variables", "text.quiet")], frame.line))
    return rows


def _hint(text: str, width: int) -> list[LocalRow]:
    """Whole, in however narrow a pane."""
    return [LocalRow([(f" {line}", "text.quiet")]) for line in wrap(text.strip(), max(10, width - 2))]
