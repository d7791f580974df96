"""The Runs pane as rows: the settings of the next run, then every run that is kept, the last first."""

from __future__ import annotations

import time

from asyncplay.insight.words import end_text
from asyncplay.ui.next_run import NextRun
from asyncplay.ui.render.rows import Row, fit
from asyncplay.ui.run import Run

NONE_YET = " No runs yet. Press @program.run."


def next_row(settings: NextRun) -> Row:
    """What F5 would run with."""
    return [(" NEXT     ", "text.title"), (settings.words(), "text"), ("   Enter changes it", "text.quiet")]


def run_row(run: Run, shown: bool, width: int, ascii: bool) -> Row:
    """`▌3  14:21:15  √ FINISHED in 2.002 s      5 lines  05 create_task …`."""
    snap = run.recording.latest()
    state = f"► going on, {run.now:.1f} s" if run.going else end_text(snap.finished, run.status, snap.at)
    role = {"finished": "outcome.good", "running": "state.running", "starting": "state.running"}.get(run.status, "outcome.bad")
    began = time.strftime("%H:%M:%S", time.localtime(run.began)) if run.began else "from file"
    kept = f"  kept in {run.file}" if run.file else ""
    return [
        ((">" if ascii else "▌") if shown else " ", "focus"),
        (f"{run.number:<3} {began:<10} ", "text"),
        (fit(state, 24), role),
        (f"{snap.output:>6} lines  ", "text.quiet"),
        (run.title, "text"),
        (kept, "text.quiet"),
    ]
