"""Who waits for whom, and the one picture of the loop."""

from __future__ import annotations

from hypothesis import given, settings

from asyncplay.insight.loopview import Ready, Running, Timer, Waiting, loop_view
from asyncplay.insight.waits import Edge, held_by, title, waits
from asyncplay.trace import events as ev
from asyncplay.trace.fold import IllegalEvent
from asyncplay.trace.recording import Recording
from tests.trace.builder import Story, event_lists


def embrace() -> Story:
    """Screen (d): 2 has lock 1 and wants lock 2, 3 has lock 2 and wants lock 1, main waits for both."""
    s = Story().create(1, "main").begin(1).create(2, "grab", parent=1).create(3, "grab", parent=1).wait(1, "gather", 20, tasks=(2, 3))
    s.begin(2).take(7, 2, 12).give_way(2).begin(3).take(8, 3, 12).wait(3, "lock", 15, obj=7, object="Lock 1")
    return s.begin(2).wait(2, "lock", 15, obj=8, object="Lock 2").after(1.0).add(ev.Deadlocked(1.0, 1, (1, 2, 3)))


def test_a_ring_is_told_in_words_and_lines_with_its_cure():
    """Each of the ring, who else is caught, and what helps."""
    found = waits(embrace().recording.latest())
    ring = found.rings[0]
    assert ring.tasks == (2, 3)
    assert ring.lines == (
        "2 grab took lock 1 on line 12, waits on line 15 for lock 2, which 3 has",
        "3 grab took lock 2 on line 12, waits on line 15 for lock 1, which 2 has",
    )
    assert ring.victims == ("1 main waits on line 20 for gather of 2 and 3: it cannot go on either",)
    assert ring.cure == "Take the locks in one order everywhere (lock 1, then lock 2), or add a timeout."
    assert title(embrace().recording.latest(), found) == "RING OF 2   (no task is ready, no timer is set, no I/O is awaited)"


def test_the_tree_goes_from_who_waits_down_to_what_everything_hangs_on():
    """A task that stands there already is not opened again, so a ring has an end."""
    found = waits(embrace().recording.latest())
    assert [(row.depth, row.task, row.again) for row in found.rows] == [(0, 1, False), (1, 2, False), (2, 3, False), (3, 2, True), (1, 3, True)]
    assert Edge(2, 3, "lock", 8, 15) in found.edges
    assert Edge(1, 2, "gather", None, 20) in found.edges


def test_a_lock_knows_its_holder_and_its_queue():
    """First come, first served."""
    s = Story().create(1, "a").create(2, "b").create(3, "c").begin(1).take(7, 1, 4).wait(1, "sleep", 5, until=9.0)
    s.begin(3).after(0.1).wait(3, "lock", 8, obj=7, object="Lock 1").begin(2).after(0.1).wait(2, "lock", 8, obj=7, object="Lock 1")
    snap = s.recording.latest()
    found = waits(snap)
    assert (found.things[0].holders, found.things[0].queue) == (((1, 4),), (3, 2))
    assert held_by(found.things[0], snap) == "lock 1: 1 a (line 4) has it; waiting: 3, 2"
    assert [row.text for row in found.rows if row.task == 2] == ["2 b waits on line 8 for lock 1, which 1 has (2 of 2 in its queue)"]
    assert not found.rings
    assert not found.dead


def test_a_deadlock_without_a_ring_has_its_cure_too():
    """A consumer whose producer is gone."""
    s = Story().create(1).begin(1).wait(1, "queue.get", 4, obj=2, object="Queue 1").add(ev.Deadlocked(0, 1, (1,)))
    found = waits(s.recording.latest())
    assert found.cure.startswith("queue.get 1: Nobody is left who puts into it.")
    assert title(s.recording.latest(), found).startswith("DEADLOCK")


def test_a_task_that_waits_for_itself_is_a_ring_of_one():
    """Taking a lock twice."""
    s = Story().create(1).begin(1).take(7, 1, 3).wait(1, "lock", 4, obj=7, object="Lock 1")
    ring = waits(s.recording.latest()).rings[0]
    assert ring.tasks == (1,)
    assert ring.cure == "A lock of asyncio cannot be taken twice by one task: do not take lock 1 again inside its own `async with`."


def test_the_loops_picture_names_all_that_it_could_do_next():
    """Who runs and since when, who is ready in order, timers with what is left of them, I/O and threads."""
    s = Story().create(1, "main").begin(1).create(2, parent=1).create(3, parent=1).create(4, parent=1).create(5, parent=1).wait(1, "sleep", 5, until=2.0)
    s.begin(2).after(0.5).wait(2, "stream.read", 6).begin(3).wait(3, "thread", 7).begin(4)
    view = loop_view(s.recording.latest(), now=0.75)
    assert view.running == Running(4, 3, 0.5, False)
    assert view.ready == (Ready(5, 1, 0.0, True),)
    assert view.timers == (Timer(2.0, 1.25, 1, 5, "sleep"),)
    assert view.io == (Waiting("stream.read", (2,), None, 0.5, 6),)
    assert view.jobs == (Waiting("thread", (3,), None, 0.5, 7),)
    assert not view.idle


def test_a_timer_that_is_due_while_the_loop_is_held_is_late():
    """What is left of it falls below nothing."""
    s = Story().create(1).begin(1).create(2, parent=1).wait(1, "sleep", 5, until=0.5).begin(2)
    assert loop_view(s.recording.latest(), now=1.0).timers[0].late


def test_the_loops_picture_is_the_same_in_whatever_order_moments_are_looked_at():
    """Only what is another task's state than at the last look is looked at: forth, back, in jumps, and in a run in between."""
    s = Story().create(1).begin(1).create(2, parent=1).create(3, parent=1).create(4, parent=1).wait(1, "sleep", 5, until=0.5)
    s.begin(2).wait(2, "stream.read", 6).begin(3).wait(3, "sleep", 7, until=0.5).begin(4).wait(4, "thread", 8).idle(0.5)
    s.after(0.5).wake(3).wake(1).begin(3).wait(3, "stream.read", 9).begin(1).wait(1, "sleep", 5, until=2.0)
    other = Story().create(1).begin(1).wait(1, "stream.read", 5).recording.latest()
    snaps = [s.recording.snapshot_at(n) for n in range(s.recording.seq + 1)]
    forth = [loop_view(snap) for snap in snaps]
    assert [one.task for one in forth[-1].timers] == [1]
    assert [one.tasks for one in forth[-1].io] == [(2,), (3,)]
    assert [loop_view(snap) for snap in reversed(snaps)] == forth[::-1]
    for n in (*range(0, len(snaps), 3), *range(len(snaps) - 1, 0, -4)):
        assert loop_view(other).io == (Waiting("stream.read", (1,), None, 0.0, 5),)
        assert loop_view(snaps[n]) == forth[n]


def test_an_idle_loop_says_until_when():
    """And nobody runs."""
    view = loop_view(Story().create(1).begin(1).wait(1, "sleep", 5, until=0.5).idle(0.5).recording.latest())
    assert (view.idle, view.idle_until, view.running, view.ready) == (True, 0.5, None, ())


@settings(max_examples=100, deadline=None)
@given(event_lists)
def test_every_state_has_its_waits_and_its_loop(events):
    """Whatever was recorded: no ring without an end, and each edge joins two tasks that are there."""
    recording = Recording()
    for event in events:
        try:
            recording.append(event)
        except IllegalEvent:
            continue
        snap = recording.latest()
        found = waits(snap)
        assert all(edge.task in snap.tasks and edge.on in snap.tasks for edge in found.edges)
        assert sorted(row.task for row in found.rows if not row.again) == sorted({row.task for row in found.rows})
        assert [one.place for one in loop_view(snap).ready] == list(range(1, len(snap.ready) + 1))


def test_a_lock_whose_owner_is_over_says_so():
    """It never gave it back: nobody will."""
    story = Story().create(1).begin(1).create(2, "takes", 1, 5).wait(1, "sleep", 6).begin(2).take(7, 2, 3).end(2).create(3, "w", 1, 5).begin(3)
    snap = story.wait(3, "lock", 9, obj=7, object="Lock 1").recording.latest()
    assert [row.text for row in waits(snap).rows if row.task == 3] == ["3 w waits on line 9 for lock 1, which 2 has, though it is over"]
