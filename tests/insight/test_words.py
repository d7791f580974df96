"""The words and glyphs of states and waits."""

from __future__ import annotations

import pytest

from asyncplay.insight.words import GLYPHS, called, glyph, label, mark, ordinal, state_text, wait_words
from asyncplay.trace import events as ev
from tests.trace.builder import Story


def words(story: Story, task: int, now: float | None = None, room: int = 12) -> str:
    """What the Tasks pane says of that task."""
    snap = story.recording.latest()
    return wait_words(snap.tasks[task], snap, snap.at if now is None else now, room)


def sleeping(**more) -> Story:
    """One task that sleeps until 1.0 s."""
    return Story().create(1).begin(1).wait(1, "sleep", 21, until=1.0, **more)


def test_marks_are_one_character():
    """Digits, letters, then a star."""
    assert "".join(map(mark, (1, 9, 10, 35, 36, 1000))) == "19az**"


def test_ordinals():
    """English has its exceptions."""
    assert " ".join(ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)) == "1st 2nd 3rd 4th 11th 12th 13th 21st 112th"


def test_a_countdown_has_two_decimals():
    """It ends at nought."""
    assert words(sleeping(), 1, 0.62) == "sleep 0.38 s"
    assert words(sleeping(), 1, 1.2) == "sleep 0.00 s"


def test_a_due_timer_is_late_while_somebody_holds_the_loop():
    """Otherwise it is about to ring."""
    story = sleeping().create(2).begin(2)
    assert words(story, 1, 1.8) == "late 0.80 s"
    assert words(story, 1, 0.8) == "sleep 0.20 s"


def test_places_in_the_ready_queue():
    """New tasks and woken ones stand in one queue."""
    story = Story().create(1).begin(1).create(2, parent=1).give_way(1)
    assert (words(story, 2), words(story, 1)) == ("new 1st", "ready 2nd")


def test_running_and_blocking():
    """From the watchdog's word on a step blocks."""
    story = Story().create(1).begin(1)
    assert words(story, 1) == "runs"
    assert words(story.after(0.06).block(1, 4, 0.0), 1, 1.3) == "BLOCKS 1.30 s"


def test_a_lock_names_its_owner_where_there_is_room():
    """By the mark of the task."""
    story = Story().create(1).create(2).take(7, 2, 4).begin(1).wait(1, "lock", 5, obj=7, object="Lock 1")
    assert words(story, 1) == "lock 1"
    assert words(story, 1, room=20) == "lock 1 (2 has it)"


def test_tasks_waited_for_are_those_not_over():
    """And only their number, where they are too many."""
    story = Story().create(1).begin(1)
    for n in range(2, 9):
        story.create(n, parent=1)
    story.wait(1, "gather", 5, tasks=(2, 3, 4)).begin(2).end(2)
    assert words(story, 1) == "gather 3 4"
    story.wake(1).begin(1).wait(1, "gather", 5, tasks=(3, 4, 5, 6, 7, 8))
    assert words(story, 1) == "gather of 6"
    assert words(story, 1, room=30) == "gather 3 4 5 6 7 8"


@pytest.mark.parametrize(
    ("outcome", "error", "said", "shown"),
    [
        ("returned", None, "done", "√"),
        ("raised", "ValueError: x", "FAILED ValueError", "!"),
        ("cancelled", None, "cancelled", "x"),
    ],
)
def test_how_a_task_ended(outcome, error, said, shown):
    """In one word and one glyph."""
    story = Story().create(1).begin(1).end(1, outcome, error)
    snap = story.recording.latest()
    assert words(story, 1) == said
    assert glyph(snap.tasks[1], snap) == shown


def test_a_collected_task_is_lost():
    """Garbage collection is no good end."""
    assert words(sleeping().add(ev.TaskDestroyed(0, 1)), 1) == "lost"


def test_a_state_that_may_be_wrong_is_unknown():
    """Once events are lost; ends that were seen stay known."""
    story = Story().create(1).create(2).begin(2).end(2).add(ev.EventsDropped(0, 5))
    snap = story.recording.latest()
    assert (words(story, 1), glyph(snap.tasks[1], snap), words(story, 2)) == ("unknown", "?", "done")


def test_every_glyph_has_a_letter():
    """For terminals without the characters."""
    assert all(len(shown) == 1 and len(letter) == 1 and letter.isascii() for shown, letter in GLYPHS.values())
    snap = sleeping().recording.latest()
    assert glyph(snap.tasks[1], snap, ascii=True) == "W"


def test_names_are_safe_to_show():
    """The program chooses them."""
    snap = Story().create(1).add(ev.TaskNamed(0, 1, "\x1b[2Jx")).recording.latest()
    assert label(snap.tasks[1]) == "^[[2Jx"
    assert called(1, snap) == "1 ^[[2Jx"
    assert called(5, snap) == "task 5"


def test_row_one():
    """Each state of a session fits its 23 cells."""
    live = Story().create(1).begin(1).recording.latest()
    held = Story().create(1).begin(1).block(1, 19, 0.0).recording.latest()
    over = Story().after(2.002).finish().recording.latest()
    killed = Story().finish("killed", 137, limit="memory", limit_value=2.0**20 * 768).recording.latest()
    told = [
        state_text("starting", live, 0),
        state_text("running", live, 0.62),
        state_text("running", held, 1.3),
        state_text("running", live, 4.1, playhead=0.3),
        state_text("finished", over, 2.002, playhead=1.002),
        state_text("finished", over, 2.002),
        state_text("failed", over, 2.002),
        state_text("deadlock", over, 2.002),
        state_text("timeout", over, 2.002),
        state_text("killed", killed, 2.002),
        state_text("stopped", over, 2.002),
        state_text("setup_failed", over, 2.002),
    ]
    assert told == [
        "► STARTING", "► RUNNING 0.62 s  LIVE", "■ BLOCKED 1.3 s line 19", "◄ BACK 0.300, now 4.1 s",
        "◄ BACK 1.002 of 2.002 s", "√ FINISHED in 2.002 s", "! FAILED at 2.002 s", "∞ DEADLOCK at 2.002 s", "! TIMEOUT at 2.002 s",
        "! KILLED: memory", "■ STOPPED at 2.0 s", "! SETUP FAILED",
    ]  # fmt: skip
    assert all(len(text) <= 23 for text in told)
    assert state_text("running", live, 1, ascii=True).isascii()
