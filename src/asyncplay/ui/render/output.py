"""The Output pane as rows: time, task, and what was printed, made safe to show."""

from __future__ import annotations

import re
from collections.abc import Sequence

from asyncplay.insight.clean import visible
from asyncplay.insight.words import label, mark
from asyncplay.trace.output import OutputLine
from asyncplay.trace.snapshot import Snapshot
from asyncplay.ui.render.rows import Piece, Row, fit
from asyncplay.ui.theme import task_role

SHOWN_MAX = 4096
"""Characters of one line that are shown."""
_FRAME = re.compile(r'^\s*File "(.*)", line (\d+)')
_WARNING = re.compile(r"^(.*):(\d+): \w+(Warning|Error)")


def output_row(line: OutputLine, snap: Snapshot, name_width: int = 9, later: bool = False) -> Row:
    """One line of output; what came on stderr has a `!` before it. A later one than the playhead: its time is in brackets, all is quiet."""
    if later:
        return [(text, "text.quiet") for text, _ in _row(line, snap, name_width, f"{f'({line.at:.3f})':>9}  ")]
    return _row(line, snap, name_width, f"{line.at:8.3f}  ")


def _row(line: OutputLine, snap: Snapshot, name_width: int, at: str) -> Row:
    text = visible(line.text[:SHOWN_MAX])
    if line.stream == "note":
        return [(f"{at}[{text}]", "text.quiet")]
    task = snap.tasks.get(line.task) if line.task is not None else None
    if task is None and line.stream == "stderr":  # a traceback, a warning: every column is needed
        return [(at[:-1], "text.quiet"), ("!", "state.failed"), (text, "text")]
    who = f"{mark(task.id)} {fit(label(task), name_width)}" if task is not None else " " * (name_width + 2)
    role = task_role(task.id) if task is not None else "text"
    error = line.stream == "stderr"
    return [
        (at, "text.quiet"),
        (who, role),
        ("!" if error else " ", "state.failed"),
        (text, "text" if error or task is None else role),
    ]


def difference_piece(ascii: bool) -> Piece:
    """Behind the line that was not predicted."""
    return f"   {'<' if ascii else '◄'} first difference", "mark.warning"


LOOKED_BACK = 12


def source_line(lines: Sequence[OutputLine], index: int, path: str) -> int | None:
    """The line of the snippet that a printed line leads to: the one that it names (a traceback, a warning), the frame above it, else its own."""
    line = lines[index]
    named = _named_line(line, path)
    if named is None and line.stream == "stderr":
        above = (lines[i] for i in range(index - 1, max(-1, index - LOOKED_BACK), -1))
        named = next((found for one in above if one.stream == "stderr" and (found := _named_line(one, path)) is not None), None)
    return named if named is not None else line.line


def _named_line(line: OutputLine, path: str) -> int | None:
    for pattern in (_FRAME, _WARNING):
        found = pattern.match(line.text[:SHOWN_MAX])
        if found is not None and found[1] == path:
            return int(found[2])
    return None


def dropped_row(snap: Snapshot) -> Row | None:
    """What was thrown away."""
    if not snap.output_dropped:
        return None
    return [(f" ! {snap.output_dropped:,} more bytes were printed and are not kept here", "mark.warning")]
