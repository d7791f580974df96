"""The panes: every one is declared here once, with its place, its digit and its title; screens, keys and tab strip are made from it.

A pane is a widget that is shown a frame (`ui/widgets/pane.py`). To add one: write its widget, put a line here, and its digit into `ui/commands.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from asyncplay.ui.widgets.lesson import LessonPane
from asyncplay.ui.widgets.note import NotePane
from asyncplay.ui.widgets.output import OutputPane
from asyncplay.ui.widgets.pane import Pane
from asyncplay.ui.widgets.problems import ProblemsPane
from asyncplay.ui.widgets.tasks import TasksPane


@dataclass(frozen=True, slots=True)
class PaneSpec:
    """One of them. `place` is `side` or `area`, the tab area. Without a digit no key leads to it (the Note)."""

    id: str
    title: str
    digit: str
    widget: type[Pane]
    place: str = "area"
    lessons_only: bool = False


PANES = (
    PaneSpec("tasks", "Tasks", "0", TasksPane, "side"),
    PaneSpec("note", "Note", "", NotePane, "side"),
    PaneSpec("output", "Output", "1", OutputPane),
    PaneSpec("lesson", "Lesson", "5", LessonPane, lessons_only=True),
    PaneSpec("problems", "Problems", "8", ProblemsPane),
)
BY_ID = {spec.id: spec for spec in PANES}
TABS = {spec.id: spec for spec in PANES if spec.place == "area"}


def make(place: str, ascii: bool) -> list[Pane]:
    """The widgets of one place."""
    return [spec.widget(ascii, id=spec.id) for spec in PANES if spec.place == place]
