"""Panes of running text as rows: the Lesson, the Problems, the Note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asyncplay import late
from asyncplay.insight.clean import visible
from asyncplay.late import dataclass
from asyncplay.ui.render.rows import Row, wrap

if TYPE_CHECKING:
    from asyncplay.insight.trouble import advice
    from asyncplay.trace.recording import Recording
else:
    (advice,) = late.functions("asyncplay.insight.trouble", "advice")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, and its line of the snippet."""

    kind: str
    line: int | None
    text: str


def problems(recording: Recording | None) -> list[Problem]:
    """What the run had to complain of: the error, warnings, advice."""
    if recording is None:
        return []
    snap = recording.latest()
    found = []
    if snap.error is not None:
        found.append(Problem("E", snap.error.line, f"{snap.error.type}: {snap.error.message}".rstrip(": ")))
    found += [Problem("w", warning.line, f"{warning.category}: {warning.message}") for warning in snap.warnings[:200]]
    if snap.finished is not None:
        found += [Problem("w", tip.line, tip.message) for tip in advice(snap, recording.source, recording.output)]
    return [Problem(problem.kind, problem.line, visible(problem.text[:600])) for problem in found]


def problem_row(problem: Problem) -> Row:
    place = f"line {problem.line}" if problem.line else "-"
    return [(f" {problem.kind} ", "mark.error" if problem.kind == "E" else "mark.warning"), (f"{place:<9}", "text.quiet"), (problem.text, "text")]


def note_rows(text: str, width: int) -> list[Row]:
    return [[(f" {line}", "text")] for line in wrap(text, width - 2)]
