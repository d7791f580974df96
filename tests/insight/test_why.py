"""The sentence for each kind of event, and the reason for each state of a task, held against traces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from asyncplay.insight.why import _TELL, sentence, task_why
from asyncplay.trace import events as ev
from asyncplay.trace.fold import IllegalEvent
from asyncplay.trace.recording import Recording
from asyncplay.trace.world import Variables
from tests.trace.builder import Story, event_lists


def last(story: Story) -> str:
    return sentence(story.recording, story.recording.seq)


def tea() -> Story:
    s = Story().create(1, "main", line=25).begin(1).create(2, "brew_tea", parent=1, line=19).say("tea is planned\n", 1, 20)
    s.add(ev.TimerScheduled(0.0, 1, 1.0, 1, 21)).wait(1, "sleep", 21, until=1.0).begin(2).wait(2, "sleep", 14, until=2.0).idle(1.0).after(1.002)
    return s.wake(1).begin(1).say("table is set\n", 1, 22).wait(1, "task", 23, tasks=(2,))


TEA = [
    "The program begins: CPython 3.11.7, real clock.",
    "1 main was made on line 25, outside every task. It does not run yet: it is 1st in the ready queue.",
    "1 main runs for the first time, from line 3. It was ready for 0 ms.",
    "1 main made 2 brew_tea on line 19. It does not run yet: it is 1st in the ready queue.",
    '1 main printed "tea is planned" on line 20 (step 1 of its 2).',
    "1 main set a timer on line 21: it rings in 1.0 s, at 1.000 s.",
    "1 main suspended at line 21: it waits for a timer, 1.0 s. Ready: 2 brew_tea. So 2 brew_tea runs, from line 3.",
    "2 brew_tea runs for the first time, from line 3. It was ready for 0 ms.",
    "2 brew_tea suspended at line 14: it waits for a timer, 2.0 s. Nobody is ready: the loop sleeps until 1.000 s.",
    "Nobody is ready: the loop sleeps until 1.000 s, when the timer of 1 main rings.",
    "The timer of 1 main rang: its sleep on line 21 is over. It is 1st in the ready queue. Ready: 1 main. So 1 main runs, from line 21.",
    "1 main runs on from line 21. It was ready for 0 ms.",
    '1 main printed "table is set" on line 22 (step 2 of its 2).',
    "1 main suspended at line 23: it waits for task 2. Nobody is ready.",
]


@pytest.mark.parametrize("n", range(len(TEA)))
def test_each_event_of_a_run_is_a_sentence(n):
    """In the names and lines of the snippet; who runs next is told from the trace."""
    assert sentence(tea().recording, n + 1) == TEA[n]


def two() -> Story:
    """2 waits on line 5 for 1, which runs."""
    return Story().create(1, "main").create(2, "w", parent=1).begin(1).give_way(1).begin(2).wait(2, "task", 5, tasks=(1,)).begin(1)


CASES = [
    (two().wake(2, by=1, line=7), "1 main woke 2 w on line 7: its wait on line 5 for task 1 is over. It is 1st in the ready queue. Ready: 2 w."),
    (two().wake(2, by=1, line=7, cancelled=True), "1 main cancelled 2 w on line 7. It is 1st in the ready queue, and gets CancelledError at line 5 when it runs. Ready: 2 w."),
    (two().wake(2), "A callback of the loop woke 2 w: its wait on line 5 for task 1 is over. It is 1st in the ready queue. Ready: 2 w."),
    (two().wake(1, by=1), "1 main woke 1 main, which was running already."),
    (two().wake(1, by=1, cancelled=True), "1 main cancelled 1 main. It gets CancelledError at its next await."),
    (two().wake(2, by=1, cancelled=True).give_way(1).begin(2), "2 w runs on from line 5: it was cancelled and gets CancelledError there. It was ready for 0 ms. Still ready: 1."),
    (two().wake(1, by=1).wait(1, "future", 8), "1 main suspended on line 8, but was woken already: it is 1st in the ready queue. Ready: 1 main."),
    (two().give_way(1), "1 main gave way and is ready again, 1st in the ready queue. Ready: 1 main."),
    (two().after(0.06).end(1), "1 main returned. The step held the loop for 60 ms. Nobody is ready."),
    (two().end(1, "raised", "ValueError: no"), "1 main failed: ValueError: no. Nobody is ready."),
    (two().end(1, "cancelled"), "1 main ended, cancelled. Nobody is ready."),
    (two().add(ev.TaskDestroyed(0, 2)), "2 w was thrown away while it still waited: nobody had kept a reference to it."),
    (two().add(ev.TaskNamed(0, 2, "tea\x1b")), "Task 2 is called tea^[ from now on."),
    (two().create(3, "lazy", parent=1, line=4), "1 main made 3 lazy on line 4. It does not run yet: it is 1st in the ready queue."),
    (two().wait(1, "lock", 9, obj=7, object="Lock 1"), "1 main suspended at line 9: it waits for lock 1. Nobody is ready."),
    (two().take(7, 2, 3).wait(1, "lock", 9, obj=7, object="Lock 1"), "1 main suspended at line 9: it waits for lock 1, which 2 has. Nobody is ready."),
    (two().wait(1, "queue.get", 9, obj=7, object="Queue 2"), "1 main suspended at line 9: it waits for an item in queue 2. Nobody is ready."),
    (two().wait(1, "stream.read", 9, until=3.0), "1 main suspended at line 9: it waits for data on its socket or pipe, for 3.0 s at most. Nobody is ready."),
    (two().wait(1, "stream.read", 9).wake(1), "I/O came for 1 main: its wait on line 9 for data on its socket or pipe is over. It is 1st in the ready queue. Ready: 1 main."),
    (two().wait(1, "sleep", 9, until=1.0).after(1.5).wake(1), "The timer of 1 main rang, 0.5 s late: its sleep on line 9 is over. It is 1st in the ready queue. Ready: 1 main."),
    (two().take(7, 1, 3), "1 main took lock 1 on line 3."),
    (two().take(7, 1, 3).wait(1, "sleep").create(3).begin(3).wait(3, "lock", 8, obj=7, object="Lock 1").add(ev.ObjectReleased(0, 7, 1)), "1 main released lock 1. 3 waits for it."),
    (two().add(ev.CallbackRan(0, 1, "f", 0.002)), "The loop ran a callback, f, for 2 ms."),
    (two().idle(), "Nobody is ready and no timer is set: the loop sleeps until I/O comes."),
    (two().say("x\x1b[m", None, 3, "stderr"), 'The program printed "x^[[m" to stderr on line 3, outside every task.'),
    (two().add(ev.OutputDropped(0, "stdout", 9)), "9 bytes of stdout were thrown away: there was more than is kept."),
    (two().add(ev.StdinRead(0, 1, 6)), "1 main asked for input on line 6: it got an end of file."),
    (two().add(ev.WarningIssued(0, "RuntimeWarning", "oh", 6)), 'Python warned on line 6: RuntimeWarning: "oh".'),
    (two().add(ev.ErrorRaised(0, "ValueError", "oh", 6)), 'ValueError ended the program on line 6: "oh".'),
    (two().after(0.06).block(1, 6, 0.0), "1 main has held the loop since 0.000 s; seen on line 6. No other task can run."),
    (two().after(0.06).block(None, 6, 0.0), "The program has held the thread since 0.000 s, outside every task; seen on line 6."),
    (two().wait(1, "event", 8, obj=3, object="Event 1").add(ev.Deadlocked(0, 1, (1, 2))), "Deadlock: 1 main waits on line 8 for event 1; 2 w waits on line 5 for task 1. Nothing can wake them."),
    (two().wait(1, "task", 8, tasks=(2,)).add(ev.Deadlocked(0, 1, (1, 2))), "Deadlock: 1 main waits on line 8 for task 2; 2 w waits on line 5 for task 1. Nothing can wake them."),
    (two().add(ev.LoopStarted(0, 1, 5)), "Loop 1 runs."),
    (two().add(ev.LoopClosed(0, 1)), "Loop 1 was closed."),
    (two().add(ev.LoopForeign(0, "uvloop.Loop")), "A loop that cannot be traced was started: uvloop.Loop."),
    (two().add(ev.ProcessForked(0, 9)), "The program forked: the child, process 9, is not traced."),
    (two().add(ev.ProcessForked(0, 0)), "The program forked: the child is not traced."),
    (two().add(ev.ProgramPaused(0, 2, 5, "breakpoint")), "A breakpoint: 2 w stands on line 5. Everything stands still, the clock too."),
    (two().add(ev.ProgramPaused(0, None, None, "pause")), "The program was paused. Everything stands still, the clock too."),
    (two().add(ev.ProgramResumed(0)), "The program goes on; its clock runs again."),
    (two().add(ev.CancelAsked(0, 2)), "You cancelled 2 w: CancelledError will be raised where it waits."),
    (two().add(ev.LimitReached(0, "virtual-seconds", 315360000, 7)), "Ten years passed on the virtual clock: something waits for ever on line 7. The run ends here."),
    (two().add(ev.LineReached(0, 1, 6)), "1 main came to line 6."),
    (two().add(ev.VariablesSeen(0, 1, (Variables("main", 6, (("x", "1", False), ("y", "'a'", True))),))), "1 main left y = 'a'."),
    (two().add(ev.NoteMade(0, "main() was run.")), "main() was run."),
    (two().add(ev.EventsDropped(0, 4)), "4 more events could not be recorded."),
    (two().add(ev.TraceDamaged(0, "torn")), "From here on the trace cannot be trusted: torn."),
    (two().finish("killed", 137, signal="SIGSEGV"), "The program was killed: SIGSEGV. Exit code 137."),
]


@pytest.mark.parametrize(("story", "text"), CASES, ids=[text[:40] for _, text in CASES])
def test_each_kind_of_sentence_says_what_the_trace_shows(story, text):
    """The last event of a story, in words."""
    assert last(story) == text


def test_every_kind_of_event_has_its_sentence():
    """A new event that nobody can put into words is a gap that the reader would see."""
    assert set(_TELL) == set(ev.EVENTS.values())


def test_an_eager_step_is_told_as_one():
    """It does not wait in the queue, so nothing is said of a place there."""
    s = Story().create(1, "main").begin(1).create(2, "w", parent=1, line=4).begin(2)
    seen = Story().create(1, "main").begin(1).create(2, "w", parent=1, line=4).add(ev.ObjectSeen(0, 7, "Lock 1", 0, None)).begin(2)
    assert sentence(seen.recording, 4) == sentence(s.recording, 4)
    assert sentence(s.recording, 4) == "1 main made 2 w on line 4. It is eager: its first step runs at once, inside that of 1 main."


def children(kind: str, *outcomes: str) -> Story:
    """1 waits on line 5 for 2 and 3, which end so, one after the other; then it is woken by no task."""
    s = Story().create(1, "main").create(2, "a", parent=1).create(3, "b", parent=1).begin(1).wait(1, kind, 5, tasks=(2, 3), obj=9, object=f"{kind} 1")
    for task, outcome in enumerate(outcomes, 2):
        s = s.after(task).begin(task).end(task, outcome)
    return s.after(5).wake(1)


@pytest.mark.parametrize(
    ("kind", "outcomes", "child"),
    [
        ("gather", ("returned", "returned"), "The end of 3 b woke 1 main"),
        ("gather", ("raised",), "The failure of 2 a woke 1 main"),
        ("gather", ("returned",), "A callback of the loop woke 1 main"),
        ("taskgroup", ("returned", "cancelled"), "The cancellation of 3 b woke 1 main"),
        ("wait", ("returned",), "The end of 2 a woke 1 main"),
        ("wait", ("returned", "returned"), "The end of 3 b woke 1 main"),
        ("as_completed", ("returned", "returned"), "The end of 2 a woke 1 main"),
        ("wait", (), "A callback of the loop woke 1 main"),
    ],
)
def test_a_wait_for_several_tasks_says_whose_end_it_was(kind, outcomes, child):
    """Between a task's last step and who awaits it stands a callback of asyncio's; what it means is whose end that was."""
    assert last(children(kind, *outcomes)).startswith(child)


def test_a_task_that_is_ready_says_whose_end_made_it_so():
    """Also at a later moment, when more have ended."""
    s = children("wait", "returned").after(6).begin(3).end(3, "returned")
    assert "with the end of 2 a at 7.000 s" in why(s, 1)


def test_before_everything_there_is_nothing_to_say():
    """The playhead at the start."""
    assert sentence(tea().recording, 0) == "Nothing has happened yet."


def why(story: Story, task: int) -> str:
    return task_why(story.recording, story.recording.latest(), task)


def test_a_running_task_says_what_woke_it_and_who_was_before_it():
    """Screen (c): its sleep ended when its timer rang; nobody was before it."""
    recording = tea().recording
    assert task_why(recording, recording.snapshot_at(13), 1) == (
        "1 main runs: its sleep on line 21 ended when its timer rang at 1.002 s. Nobody was before it in the ready queue."
    )


def test_a_task_that_had_others_before_it_names_them():
    """Screen (h): who was before it, and for how long that ran; what it has just done."""
    s = Story().create(1, "a").create(2, "b").begin(1).after(0.03).wait(1, "event", 2).after(0.05).begin(2)
    s.add(ev.TimerScheduled(s.time, 1, s.time + 1.0, 2, 14))
    assert why(s, 2) == (
        "2 b runs: it was made at 0.000 s. It was ready for 80 ms. One was before it: 1 a, which ran 30 ms. "
        "It has just set a timer on line 14, 1.0 s."
    )


def test_a_task_that_was_passed_over_is_named():
    """With a seed the loop takes another than the first."""
    s = Story().create(1, "a").create(2, "b").create(3, "c").begin(3)
    assert why(s, 3).endswith("It was ready for 0 ms. 1 and 2 had been ready longer, but were passed over.")


def test_a_task_that_had_its_turn_and_gave_way_was_not_passed_over():
    """It is ready again, behind the one that runs now."""
    s = Story().create(1, "a").create(2, "b").begin(1).give_way(1).begin(2)
    assert why(s, 2).endswith("It was ready for 0 ms. One was before it: 1 a, which ran 0 ms.")


def test_loops_that_run_at_a_time_have_a_ready_queue_each():
    """Who is ready in another thread is neither before a task nor passed over by it, and who runs next is not foretold."""
    s = Story().add(ev.LoopStarted(0.0, 1, 10)).add(ev.LoopStarted(0.0, 2, 11))
    for task, loop in ((1, 1), (2, 2), (3, 2)):
        s.add(ev.TaskCreated(0.0, task, None, "w", None, None, False, loop))
    assert "is 1st in the ready queue" in why(s, 2)
    assert sentence(s.recording, s.recording.seq).endswith("It does not run yet: it is 2nd in the ready queue.")
    s.begin(2)
    assert sentence(s.recording, s.recording.seq) == "2 w runs for the first time. It was ready for 0 ms. Still ready: 3."
    assert why(s, 2).endswith("Nobody was before it in the ready queue.")
    s.wait(2, "event", 8)
    assert sentence(s.recording, s.recording.seq) == "2 w suspended at line 8: it waits for event to be set."


def test_a_waiting_task_says_for_what_and_how_long():
    """Who has what it wants, who waits for it longer, and whether its timer is overdue."""
    s = two().take(7, 1, 3).create(3, "x").create(4, "y").wait(1, "sleep", 2, until=0.5).begin(3).wait(3, "lock", 8, obj=7, object="Lock 1").after(1.0)
    s.begin(4).wait(4, "lock", 8, obj=7, object="Lock 1").after(1.0).create(5, "z").begin(5)
    assert why(s, 4) == "4 y waits on line 8 for lock 1, which 1 has. It has waited 1.0 s. 3 waits for it longer."
    assert why(s, 1) == "1 main waits on line 2 for a timer, 0 ms. It has waited 2.0 s. Its timer was due 1.5 s ago, but 5 z holds the loop."


def test_a_ready_task_says_its_place():
    """What put it there, and who has the loop meanwhile."""
    s = two().create(3, "x", parent=1, line=4).wake(2, by=1, line=9).after(0.5)
    assert why(s, 2) == (
        "2 w is 2nd in the ready queue: its wait on line 5 for task 1 ended when 1 main woke it on line 9 at 0.000 s. "
        "It has been ready for 0 ms. Before it: 3. 1 main has the loop."
    )


def test_a_task_that_is_over_says_how_and_what_it_cost():
    """Outcome, steps, and its three times."""
    s = two().after(0.5).end(1, "raised", "ValueError: no")
    assert why(s, 1) == "1 main failed with ValueError: no at 0.500 s, after 2 steps: busy 0.5 s, ready 0 ms, waiting 0 ms."


@settings(max_examples=100, deadline=None)
@given(event_lists)
def test_any_recording_can_be_put_into_words(events):
    """Whatever was recorded, each event and each task's state at it has a sentence of one line."""
    recording = Recording()
    for event in events:
        try:
            recording.append(event)
        except IllegalEvent:
            pass
    for n in range(recording.seq + 1):
        text = sentence(recording, n)
        assert text
        assert "\n" not in text
        snap = recording.snapshot_at(n)
        assert all(task_why(recording, snap, task) for task in snap.tasks)
