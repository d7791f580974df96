"""The Locals pane: frames and variables of the selected task, or the way to have them."""

from __future__ import annotations

from asyncplay.trace import events as ev
from asyncplay.trace.world import Variables
from asyncplay.ui.render.locals import OFF, SELECT, local_rows
from tests.trace.builder import Story


def shown(story: Story, task: int | None, recorded: bool = True) -> list[str]:
    rows = local_rows(story.recording.latest(), task, recorded, 80, False)
    return ["".join(text for text, _ in row.row) for row in rows]


def story() -> Story:
    frames = (Variables("main", 7, (("a", "5", False),)), Variables("inner", 4, (("x", "5", False), ("y", "'tea\x1b'", True))))
    s = Story().create(1, "main").begin(1).add(ev.LineReached(0, 1, 4)).add(ev.LineReached(0, 1, 4)).wait(1, "sleep", 4)
    return s.add(ev.VariablesSeen(0, 1, frames))


def test_frames_are_shown_with_their_lines_and_what_changed():
    """Outermost first; control characters are made visible; the line says how often it was reached."""
    assert shown(story(), 1) == [
        " ║1 main",
        " main  line 7",
        "     a              5",
        " └ inner  line 4, reached 2 times",
        "     x              5",
        "   * y              'tea^['",
    ]


def test_a_task_that_runs_shows_what_it_last_suspended_with():
    """Nothing stale is passed off as new."""
    assert shown(story().wake(1).begin(1), 1)[0] == " ►1 main as it last suspended"


def test_without_variables_the_pane_says_how_to_get_them():
    """And without a task, what to do."""
    bare = Story().create(1, "main").begin(1).wait(1, "sleep", 4)
    assert OFF in shown(bare, 1, recorded=False)
    assert shown(bare, None) == [SELECT]


def test_each_row_leads_to_its_frames_line():
    """Enter goes there."""
    rows = local_rows(story().recording.latest(), 1, True, 80, False)
    assert [row.line for row in rows] == [None, 7, 7, 4, 4, 4]
