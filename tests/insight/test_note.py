"""The Note's sentences."""

from __future__ import annotations

from asyncplay.insight.note import note
from asyncplay.trace import events as ev
from tests.insight.test_trouble import embrace
from tests.trace.builder import Story


def now(story: Story, at: float | None = None) -> str:
    """The NOW note."""
    title, text = note(story.recording.latest(), at)
    assert title == "NOW"
    return text


def end(story: Story, source: str = "") -> str:
    """The END note."""
    title, text = note(story.recording.latest(), None, source, story.recording.output)
    assert title == "END"
    return text


def test_who_runs():
    """With the last line that is known."""
    assert now(Story().create(1).begin(1)) == "1 main runs, last seen on line 3."


def test_nobody_runs_until_a_timer_rings():
    """Whose it is, where that is known."""
    story = Story().create(1).begin(1).wait(1, "sleep", 21, until=1.0).idle(1.0)
    assert now(story) == "Nobody runs. The loop sleeps until 1.000 s, when the timer of 1 main rings."
    assert now(story.idle(2.0)) == "Nobody runs. The loop sleeps until 2.000 s, when a timer rings."


def test_nobody_runs_until_something_comes():
    """Without a timer there is only I/O to wait for."""
    assert now(Story().create(1).begin(1).wait(1, "stream.read", 4).idle()) == "Nobody runs. The loop waits for I/O."


def test_who_blocks():
    """For how long, and where."""
    story = Story().create(1).begin(1).block(1, 19, 0.0)
    assert now(story, 1.3) == "1 main has held the loop for 1.30 s on line 19. Nothing else can run."
    assert now(Story().block(None, 2, 0.0), 1.0) == "The program has held the thread for 1.00 s on line 2, outside every task."


def test_losses_stand_in_the_title():
    """A number that is known, and no sentence that may be wrong."""
    title, text = note(Story().create(1).begin(1).add(ev.EventsDropped(0, 214)).recording.latest())
    assert title == "NOW  ! 214 events lost"
    assert "unknown" in text
    title, text = note(Story().add(ev.TraceDamaged(0, "bad \x1b[2J")).recording.latest())
    assert title == "NOW  ! trace damaged"
    assert "bad ^[[2J" in text


def test_a_good_end():
    """Time and exit code."""
    assert end(Story().after(2.002).finish()) == "Finished in 2.002 s. Exit code 0."


def test_a_good_end_with_advice():
    """The best piece of it."""
    story = Story().add(ev.WarningIssued(0, "RuntimeWarning", "coroutine 'brew' was never awaited", 2)).finish()
    assert end(story) == ("Finished in 0.000 s. Line 2: Calling brew() only makes a coroutine; it never ran. Write await brew(). Exit code 0.")


def test_a_deadlock():
    """The ring in short."""
    story = embrace().add(ev.Deadlocked(1.0, 1, (1, 2, 3))).after(0.002).finish("deadlock", 75)
    assert end(story) == "Deadlock at 1.002 s: 2 waits for 3 and 3 waits for 2. Nothing can wake them. Exit code 75."
    story = Story().create(1).begin(1).wait(1, "event", 4).add(ev.Deadlocked(0, 1, (1,))).finish("deadlock", 75)
    assert end(story) == "Deadlock at 0.000 s: 1 main waits on line 4 for event. Nothing can wake it. Exit code 75."


def test_bad_ends():
    """What happened, where, and the exit code where there is one."""
    error = ev.ErrorRaised(0, "ValueError", "x\x07", 2)
    assert end(Story().create(1).add(error).finish("failed", 1)) == "Failed at 0.000 s with ValueError on line 2: x^G. Exit code 1."
    error = ev.ErrorRaised(0, "SyntaxError", "'(' was never closed", 14)
    assert end(Story().add(error).finish("failed", 1)) == "Python could not read line 14: '(' was never closed. Nothing ran. Exit code 1."
    assert end(Story().finish("failed", 3)) == "The program ended with an error code at 0.000 s. Exit code 3."
    story = Story().finish("killed", 137, limit="memory", limit_value=768.0 * 2**20, limit_line=14)
    assert end(story) == "Killed: memory went over 768 MiB on line 14. Exit code 137."
    assert end(Story().finish("killed", 139, signal="SIGSEGV")) == "The program died of SIGSEGV. All until then is kept. Exit code 139."
    assert end(Story().finish("timeout", 124, limit_value=300.0)) == "Out of time after 300 s. Exit code 124."
    assert end(Story().after(4.1).finish("stopped", 130)) == "Stopped at 4.100 s."
    assert end(Story().finish("setup_failed", 125)) == "No run: no sandbox could be set up. asyncplay doctor has the cure."
