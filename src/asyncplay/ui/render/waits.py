"""The Waits pane as rows: a ring drawn as one, the tree of who waits for whom, locks with holders and queues, and the cure."""

from __future__ import annotations

from asyncplay.insight.waits import NAMED_MAX, Ring, Waits, held_by, title
from asyncplay.insight.words import GLYPHS, mark, role
from asyncplay.late import dataclass
from asyncplay.trace.snapshot import Snapshot
from asyncplay.ui.render.rows import Row, fit, wrap

NOBODY = " Nobody waits for anybody."


@dataclass(frozen=True, slots=True)
class WaitRow:
    """A row, and the task that it is about."""

    row: Row
    task: int | None = None


def wait_rows(found: Waits, snap: Snapshot, width: int, ascii: bool) -> list[WaitRow]:
    """All of it."""
    if not found.rows and not found.rings and not found.dead:
        return [WaitRow([(NOBODY, "text.quiet")])]
    rows: list[WaitRow] = []
    if found.rings or found.dead:
        rows.append(WaitRow([(f" {title(snap, found)}", "outcome.bad")]))
    in_rings: set[int] = set()
    for ring in found.rings:
        rows += ring_rows(ring, width, ascii)
        in_rings |= set(ring.tasks)
        rows += [WaitRow([(f"    {line}", "text")]) for line in ring.victims]
        in_rings |= {edge.task for edge in found.edges if edge.on in ring.tasks} if len(ring.victims) < NAMED_MAX else set()
    rows += [WaitRow([(f" {ring.made}", "text.quiet")]) for ring in found.rings if ring.made]
    things = [held_by(thing, snap) for thing in found.things if not found.rings or not in_rings & set(thing.queue)]
    cure = next((ring.cure for ring in found.rings if ring.cure), found.cure)
    if cure:
        lines = wrap(cure, width - 8)
        rows += [WaitRow([(" CURE  " if not n else "       ", "outcome.good"), (line, "text")]) for n, line in enumerate(lines)]
    if found.rings and len(in_rings) == len({row.task for row in found.rows if row.task is not None}):
        return rows
    rows += _tree(found, snap, ascii, in_rings)
    rows += [WaitRow([(f" {thing}", "text.quiet")]) for thing in things]
    return rows


def _tree(found: Waits, snap: Snapshot, ascii: bool, in_rings: set[int]) -> list[WaitRow]:
    rows = []
    for row in found.rows:
        if row.task is None or row.task in in_rings:
            continue
        task = snap.tasks[row.task]
        kind = role(task, snap)
        branch = "  " * max(0, row.depth - 1) + (("`-" if ascii else "└ ") if row.depth else "")
        again = "  (see above)" if row.again else ""
        text = row.text.removeprefix(mark(task.id)).lstrip() if row.task < 36 else row.text
        look = GLYPHS[kind][ascii] + mark(task.id) + " "
        rows.append(WaitRow([(f" {branch}", "text.quiet"), (look, f"state.{kind}"), (text + again, "text")], task.id))
    return rows


def ring_rows(ring: Ring, width: int, ascii: bool) -> list[WaitRow]:
    """Each waits for the next below, the last for the first: an arrow on the left goes up, one on the right down."""
    last = len(ring.lines) - 1
    corners = ("+>", "| ", "+-", "-+", "<|", "<+") if ascii else ("┌►", "│ ", "└─", "─┐", "◄┤", "◄┘")
    rows = []
    for n, (task, line) in enumerate(zip(ring.tasks, ring.lines, strict=True)):
        if not last:
            left, right = ("+>", "-+") if ascii else ("►►", "─┐")
        elif not n:
            left, right = corners[0], corners[3]
        elif n < last:
            left, right = corners[1], corners[4]
        else:
            left, right = corners[2], corners[5]
        rows.append(WaitRow([(f" {left} ", "state.failed"), (fit(line, width - 7), "text"), (right + " ", "state.failed")], task))
    return rows
