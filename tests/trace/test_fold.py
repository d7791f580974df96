"""The fold: what each event does, what is illegal, and that freezing shares without leaking."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from asyncplay.trace import events as ev
from asyncplay.trace.events_loop import TimerCancelled, TimerScheduled
from asyncplay.trace.fold import READY_MAX, Fold, IllegalEvent
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import Block, deadline
from tests.trace.builder import Story, event_lists


@settings(max_examples=150, deadline=None)
@given(event_lists)
def test_an_illegal_event_raises_and_changes_nothing(events):
    """A fold that met illegal events equals, all the way, one that never did."""
    tried, clean = Fold(), Fold()
    for event in events:
        before = tried.freeze()
        try:
            tried.apply(event)
        except IllegalEvent:
            assert tried.freeze() is before
        else:
            clean.apply(event)
        assert tried.freeze() == clean.freeze()


@settings(max_examples=100, deadline=None)
@given(event_lists)
def test_a_snapshot_never_changes(events):
    """What was frozen stays as it was, whatever comes after; counts always add up."""
    fold, told = Fold(), []
    for event in events:
        try:
            fold.apply(event)
        except IllegalEvent:
            continue
        snap = fold.freeze()
        told.append((snap, repr(snap)))
        assert sum(snap.counts.values()) == len(snap.tasks)
        assert sum(snap.own_counts.values()) == sum(not t.library for t in snap.tasks.values())
        assert snap.peak >= len(snap.tasks) - snap.counts["done"]
        assert set(snap.ready) == {i for i, t in snap.tasks.items() if t.state in ("created", "ready")}
    assert all(repr(snap) == text for snap, text in told)


@pytest.mark.parametrize(
    "event",
    [
        ev.StepStarted(0, 9),
        ev.StepStarted(0, 2),
        ev.StepEnded(0, 3, None, (), None, 0.0),
        ev.TaskCreated(0, 1, None, "f", None, None, False, 1),
        ev.TaskCreated(0, -1, None, "f", None, None, False, 1),
        ev.TaskCreated(0, 4, 9, "f", None, None, False, 1),
        ev.TaskDone(0, 2, "returned", None, 0.0),
        ev.TaskDone(0, 1, "exploded", None, 0.0),
        ev.TaskWoken(0, 2, None, None, False),
        ev.ObjectTaken(0, -1, 1, None),
        ev.OutputWritten(0, 9, "stdout", "x", None),
        ev.OutputWritten(0, None, "stdin", "x", None),
        ev.OutputDropped(0, "stdout", -1),
        ev.RunStarted(0, "p", "3", "real"),
        ev.Deadlocked(0, 1, (9,)),
        ev.StepBlocked(0, 3, None, 0.0),
        ev.StepStarted(float("inf"), 3),
        ev.Event(0),
    ],
    ids=repr,
)
def test_what_cannot_follow_is_refused(event):
    """Unknown tasks, steps of done tasks, ids used twice, negative ids and counts, times without end."""
    story = Story().create(1).begin(1).create(2, parent=1).create(3, parent=1).begin(2).end(2)
    with pytest.raises(IllegalEvent):
        story.add(event)


def test_nothing_new_freezes_to_the_same_object():
    """Panels may compare snapshots by identity."""
    fold = Fold()
    fold.apply(ev.NoteMade(0, "hello"))
    assert fold.freeze() is fold.freeze()


def test_time_never_runs_backwards():
    """An event that claims to be earlier counts as happening now."""
    story = Story().after(1.0).create(1)
    story.time = 0.5
    snap = story.begin(1).recording.latest()
    assert snap.at == 1.0
    assert snap.tasks[1].since == 1.0


def test_the_times_of_a_task_add_up():
    """Created and ready count as ready; a step's own figure counts as running."""
    story = Story().create(1).after(0.1).begin(1).after(0.2).wait(1, "sleep", 5).after(0.4).wake(1).after(0.8).begin(1).end(1)
    task = story.recording.latest().tasks[1]
    assert [round(s, 6) for s in (task.ready_s, task.running_s, task.suspended_s)] == [0.9, 0.2, 0.4]
    assert (task.steps, task.state, task.outcome, task.wait) == (2, "done", "returned", None)


def test_the_ready_queue_is_first_in_first_out():
    """Made, woken and merely yielding tasks queue in the order of their events."""
    story = Story().create(1).begin(1).create(2, parent=1).create(3, parent=1).give_way(1)
    assert story.recording.latest().ready == (2, 3, 1)
    story.begin(2).wait(2, "event").begin(3).wake(2, by=3)
    assert story.recording.latest().ready == (1, 2)


def test_a_snapshot_names_only_the_head_of_a_long_queue():
    """A hundred thousand ready tasks must not be copied ten times a second."""
    story = Story()
    for n in range(1, READY_MAX + 50):
        story.create(n)
    snap = story.recording.latest()
    assert snap.ready == tuple(range(1, READY_MAX + 1))
    assert snap.counts["created"] == READY_MAX + 49


def test_a_task_woken_before_its_step_ends_is_ready_at_once():
    """Waiting for a future that is done already, or being cancelled by itself, wakes a task while it still runs."""
    story = Story().create(1).begin(1).wake(1).wait(1, "future", 5)
    task = story.recording.latest().tasks[1]
    assert (task.state, task.wait) == ("ready", None)


def test_an_eager_step_runs_inside_its_creators():
    """When it ends, the creator is the one that runs."""
    story = Story().create(1).begin(1).create(2, parent=1).begin(2)
    assert story.recording.latest().running == 2
    assert story.wait(2, "sleep").recording.latest().running == 1


def test_a_block_is_put_down_at_the_end_of_its_step():
    """Its line is the watchdog's, its length the step's; until then it shows as blocked now."""
    story = Story().create(1).begin(1).create(2, parent=1).after(0.06).block(1, 3, 0.0)
    assert story.recording.latest().blocked_now == ev.StepBlocked(0.06, 1, 3, 0.0)
    snap = story.after(0.24).wait(1, "sleep", 9).recording.latest()
    assert snap.blocked_now is None
    assert snap.blocks == (Block(1, 3, 0.3, 0.0, 1),)


def test_what_an_eager_task_holds_is_not_its_makers_block_too():
    """Its first step runs inside its maker's, however deep; only what the maker held itself counts for it."""
    story = Story().create(1).begin(1).create(2, parent=1).begin(2).create(3, parent=2).begin(3).after(0.1).wait(3, "sleep").wait(2, "sleep")
    assert [(b.task, round(b.seconds, 3)) for b in story.recording.latest().blocks] == [(3, 0.1)]
    story.after(0.17).wait(1, "sleep")
    assert [(b.task, round(b.seconds, 3)) for b in story.recording.latest().blocks] == [(3, 0.1), (1, 0.17)]
    story.begin(3).after(0.3).end(3).begin(1).after(0.4).end(1)
    assert [(b.task, round(b.seconds, 3)) for b in story.recording.latest().blocks][2:] == [(3, 0.3), (1, 0.4)]


def test_a_block_keeps_nobody_of_another_loop_from_running():
    """A loop in another thread goes on; a task that another run left behind does not count either."""
    story = Story().add(ev.LoopStarted(0, 1, 7)).add(ev.LoopStarted(0, 2, 8)).create(1).begin(1)
    story.add(ev.TaskCreated(0, 2, None, "far", 4, 3, False, 2)).create(3, parent=1)
    assert story.after(0.3).wait(1, "sleep", 9).recording.latest().blocks[0].others == 1
    story.add(ev.CallbackRan(0.6, 2, "late", 0.15))
    assert story.recording.latest().blocks[1].others == 1


def test_a_step_cut_off_by_the_end_is_a_block_too():
    """`while True: pass` never ends its step; the run's end does."""
    snap = Story().create(1).begin(1).after(0.06).block(1, 3, 0.0).after(0.94).finish("timeout", 124).recording.latest()
    assert snap.blocks == (Block(1, 3, 1.0, 0.0, 0),)


def test_code_outside_every_task_is_shown_but_not_counted_as_a_block():
    """Without a loop there is nobody whom it keeps from running."""
    story = Story().after(0.1).block(None, 2, 0.0)
    assert story.recording.latest().blocked_now is not None
    assert story.after(1).finish().recording.latest().blocks == ()


def test_a_long_callback_is_a_block():
    """It holds the loop as a step does."""
    story = Story().create(1).after(0.2)
    story.add(ev.CallbackRan(0.2, 1, "late", 0.15))
    assert [(b.task, round(b.seconds, 6), round(b.at, 6)) for b in story.recording.latest().blocks] == [(None, 0.15, 0.05)]


def test_locks_know_their_owners():
    """The longest holder comes first; a task gives back its own hold, a stranger the oldest."""
    story = Story().create(1).create(2).create(3).take(7, 1, 10).take(7, 2, 11)
    assert story.recording.latest().owners == {7: ((1, 10), (2, 11))}
    story.add(ev.ObjectReleased(0, 7, 2))
    assert story.recording.latest().owners == {7: ((1, 10),)}
    story.add(ev.ObjectReleased(0, 7, 3))
    assert story.recording.latest().owners == {}


def test_whoever_is_left_when_main_ends_is_orphaned():
    """Cancelled by no task after the loop's main task was over: that is asyncio.run cleaning up."""
    story = Story().create(1).begin(1).create(2, "tea", parent=1).create(3, "cake", parent=1).wait(1, "sleep")
    story.begin(2).wait(2, "sleep").begin(3).wait(3, "sleep").wake(1).begin(1).wake(3, by=1, cancelled=True).end(1)
    story.wake(2, cancelled=True).begin(3).end(3, "cancelled").begin(2).end(2, "cancelled")
    tasks = story.recording.latest().tasks
    assert [tasks[i].orphaned for i in (1, 2, 3)] == [False, True, False]


def test_a_second_run_of_a_loop_has_its_own_main():
    """As with asyncio.Runner; tasks of callbacks and of the library are no mains."""
    story = Story().create(1).begin(1).end(1).create(2, library=True).begin(2).end(2).create(3).begin(3).wait(3, "sleep")
    story.create(4).begin(4).wait(4, "sleep").create(5).begin(5).end(5).wake(4, cancelled=True)
    assert not story.recording.latest().tasks[4].orphaned


def test_losses_and_damage_are_kept():
    """Increments are summed; the first damage is the one that is told."""
    story = Story().add(ev.EventsDropped(0, 3)).add(ev.EventsDropped(0, 4)).add(ev.TraceDamaged(0, "one")).add(ev.TraceDamaged(0, "two"))
    story.add(ev.OutputDropped(0, "stdout", 5)).add(ev.OutputDropped(0, "stderr", 6))
    snap = story.recording.latest()
    assert (snap.events_dropped, snap.damaged, snap.output_dropped) == (7, "one", 11)


def test_the_timer_that_ends_a_wait_is_found_in_whatever_order_moments_are_looked_at():
    """Only timers that are newer than the newest of the last look are looked at: forth, back, and in a run with the same numbers in between."""

    def run(name: str) -> Recording:
        s = Story().create(1).begin(1)
        for number in range(1, 9):
            s.add(TimerScheduled(s.recording.latest().at, number, 10.0 - number, 1, number, 1, name if number % 3 else ""))
        s.wait(1, "future", 9)
        for number in (8, 1, 7):
            s.add(TimerCancelled(s.recording.latest().at, number))
        return s.recording

    one, other = run("Timeout._on_timeout"), run("")
    snaps = [one.snapshot_at(n) for n in range(one.seq + 1)]
    forth = [deadline(snap, 1) for snap in snaps]
    assert [found and found.id for found in forth[-4:]] == [8, 7, 7, 5]
    assert [deadline(snap, 1) for snap in reversed(snaps)] == forth[::-1]
    for n in (*range(0, len(snaps), 3), *range(len(snaps) - 1, 0, -4)):
        assert deadline(other.latest(), 1) is None
        assert deadline(snaps[n], 1) == forth[n]
