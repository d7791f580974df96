"""The panes: every one is declared here once, with its digit and its title; screens, keys and tab strip are made from it.

A pane is a widget that is shown a frame (`ui/widgets/pane.py`). To add one: write its widget, put a line here, and its digit into `ui/commands.py`.
"""

from __future__ import annotations

from asyncplay.late import dataclass
from asyncplay.ui.widgets.lesson import LessonPane
from asyncplay.ui.widgets.locals import LocalsPane
from asyncplay.ui.widgets.loop import LoopPane
from asyncplay.ui.widgets.note import NotePane
from asyncplay.ui.widgets.output import OutputPane
from asyncplay.ui.widgets.pane import Pane
from asyncplay.ui.widgets.problems import ProblemsPane
from asyncplay.ui.widgets.runs import RunsPane
from asyncplay.ui.widgets.tasks import TasksPane
from asyncplay.ui.widgets.timeline import TimelinePane
from asyncplay.ui.widgets.waits import WaitsPane
from asyncplay.ui.widgets.why import WhyPane


@dataclass(frozen=True, slots=True)
class PaneSpec:
    """One of them. Without a digit no key leads to it (the Note)."""

    id: str
    title: str
    digit: str
    widget: type[Pane]


PANES = (
    PaneSpec("tasks", "Tasks", "0", TasksPane),
    PaneSpec("note", "Note", "", NotePane),
    PaneSpec("output", "Output", "1", OutputPane),
    PaneSpec("timeline", "Timeline", "2", TimelinePane),
    PaneSpec("loop", "Loop", "3", LoopPane),
    PaneSpec("why", "Why", "4", WhyPane),
    PaneSpec("lesson", "Lesson", "5", LessonPane),
    PaneSpec("waits", "Waits", "6", WaitsPane),
    PaneSpec("locals", "Locals", "7", LocalsPane),
    PaneSpec("problems", "Problems", "8", ProblemsPane),
    PaneSpec("runs", "Runs", "9", RunsPane),
)
BY_ID = {spec.id: spec for spec in PANES}
QUESTIONS = ("question", "prompt", "difference", "find", "predict", "lessons")
"""What stands in the tab area in a tab's place while something is asked."""
TABS = tuple(spec.id for spec in PANES if spec.digit)
"""Those with a digit: tabs, where they have no place of their own (`ui/layout.py`)."""
