"""The timeline: what stands in each cell of a lane, at any zoom."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from asyncplay.insight.axis import Window, bounds, labels, moved, place_of, seq_at, showing, whole, zoomed
from asyncplay.insight.lanes import GLYPHS, lanes, totals
from asyncplay.insight.tree import Tree, tree
from asyncplay.trace import events as ev
from asyncplay.trace.fold import IllegalEvent
from asyncplay.trace.recording import Recording
from tests.trace.builder import Story, event_lists


def drawn(recording: Recording, window: Window, *tasks: int, selected: int | None = None, now: float | None = None) -> list[str]:
    return [lane.text() for lane in lanes(recording, window, tasks, selected, now)]


def tea() -> Story:
    """Task 1 sleeps until 1.0, awaits 2 and ends at 2.5; 2 prints at once and sleeps until 2.0."""
    s = Story().create(1).begin(1).create(2, "brew", parent=1).after(0.01).wait(1, "sleep", 5, until=1.0).begin(2).say("on\n", 2, 3).after(0.01)
    s.wait(2, "sleep", 4, until=2.0).after(0.98).wake(1).begin(1).after(0.01).wait(1, "task", 6, tasks=(2,)).after(0.99).wake(2).begin(2)
    return s.wake(1, by=2).end(2).after(0.5).begin(1).after(0.01).end(1)


def test_a_lane_shows_each_state_in_its_time():
    """Running, waiting, woken by a timer, ready, printed, ended; blank when it is over."""
    assert drawn(tea().recording, Window(0.0, 3.0, 30), 1, 2) == ["█─────────t─────────○○○○○√    ", "p───────────────────√         "]


def test_in_one_cell_the_strongest_glyph_wins():
    """The end before a print before the timer before states."""
    assert drawn(tea().recording, Window(0.0, 9.0, 3), 1, 2) == ["√  ", "√  "]
    early = Story().create(1).begin(1).say("x\n", 1).wait(1, "sleep", 1, until=0.5).after(0.5).wake(1).begin(1).wait(1, "event").after(9.5)
    assert drawn(early.idle().recording, Window(0.0, 10.0, 5), 1) == ["p────"]
    assert drawn(early.recording, Window(0.25, 10.25, 5), 1) == ["t────"]


def test_blocking_and_late_are_stretches():
    """A step of 2 s blocks; a task whose timer was due meanwhile was late."""
    s = Story().create(1).begin(1).create(2, parent=1).wait(1, "event").begin(2).wait(2, "sleep", 3, until=1.0).wake(1).begin(1).after(3.0)
    s.wait(1, "event").wake(2).begin(2).after(1.0).wait(2, "event")
    assert drawn(s.recording, Window(0.0, 4.0, 8), 1, 2) == ["BBBBBBB─", "█─░░░░tB"]


def test_a_run_that_goes_on_is_drawn_until_now():
    """A held loop shows as blocking and late at once; beyond now nothing is known."""
    s = Story().create(1).begin(1).create(2, parent=1).wait(1, "event").begin(2).wait(2, "sleep", 3, until=1.0).wake(1).begin(1)
    assert drawn(s.recording, Window(0.0, 4.0, 8), 1, 2, now=2.5) == ["BBBBBB  ", "█─░░░░  "]


def test_the_selected_task_shows_who_woke_it():
    """An arrow in the waker's lane points to its lane."""
    s = Story().create(1).begin(1).create(2, parent=1).wait(1, "task", 2, tasks=(2,)).after(1.0).begin(2).after(0.01).wake(1, by=2).after(0.01)
    s.wait(2, "event").after(0.98)
    s.begin(1).after(0.01).wait(1, "event")
    window = Window(0.0, 2.0, 4)
    assert drawn(s.recording, window, 1, 2, selected=1)[1] == "○○▲─"
    assert drawn(s.recording, window, 2, 1, selected=1)[0] == "○○▼─"
    assert drawn(s.recording, window, 1, 2)[1] == "○○█─"


def test_the_selected_task_shows_whom_it_awaits():
    """Where it begins to, an arrow in its own lane points to that one's."""
    s = Story().create(1).create(2, parent=1).after(0.6).begin(1).after(0.01).wait(1, "task", 2, tasks=(2,))
    window = Window(0.0, 2.0, 4)
    assert drawn(s.recording, window, 1, 2, now=2.0, selected=1)[0] == "○▼──"
    assert drawn(s.recording, window, 2, 1, now=2.0, selected=1)[1] == "○▲──"
    assert drawn(s.recording, window, 1, 2, now=2.0, selected=2)[0] == "○█──"


def test_lost_events_make_a_lane_unknown():
    """A state that may be wrong is not shown."""
    s = Story().create(1).begin(1).wait(1, "sleep", 2, until=9.0).after(2.0).add(ev.EventsDropped(2.0, 3))
    assert drawn(s.recording, Window(0.0, 2.0, 4), 1) == ["█???"]


def test_by_step_each_step_is_as_long_as_the_others():
    """Microseconds become visible; a step's marks stand in its first cell."""
    recording = tea().recording
    window = whole(recording, 12, "step")
    assert (window.start, window.end) == (0.0, 5.0)
    assert drawn(recording, window, 1, 2) == ["███─t███─○█√", "  ○p█──t█√  "]
    assert place_of(recording, recording.seq, "step") == 4.0


def test_the_axis_has_round_numbers():
    """As the screens draw it: the first label behind its tick, the others before theirs."""
    assert labels(Window(0.0, 2.002, 68)) == ("seconds", "┬0           0.5┬             1.0┬             1.5┬             2.0┬")
    unit, text = labels(Window(0.0, 0.0025, 100))
    assert unit == "milliseconds"
    assert text.startswith("┬0 ms            0.5┬                1.0┬")
    assert labels(Window(0.5, 0.500001, 40))[0] == "microseconds"
    assert labels(Window(0.0, 5.0, 50, "step")) == ("steps", "┬0                 2┬                  4┬         ")


def test_zooming_keeps_what_is_under_the_playhead_in_place():
    """Down to a microsecond, never beyond the run."""
    full = Window(0.0, 10.0, 50)
    near = zoomed(full, 4, 6.0, full)
    assert abs((6.0 - near.start) / near.span - 0.6) < 1e-9
    for _ in range(40):
        near = zoomed(near, 2, 6.0, full)
    assert abs(near.span - 1e-6) < 1e-9
    assert near.start <= 6.0 <= near.end
    for _ in range(40):
        near = zoomed(near, 0.5, 6.0, full)
    assert near == full
    part = Window(2.0, 4.0, 50)
    assert moved(part, -5, full) == Window(0.0, 2.0, 50)
    assert showing(part, 3.0, full) is part
    assert showing(part, 9.5, full) == Window(8.0, 10.0, 50)


def test_a_click_on_a_cell_is_a_playhead():
    """After the first event in it, or after all before it where it is empty."""
    recording = tea().recording
    window = Window(0.0, 3.0, 30)
    assert recording.index.times[seq_at(recording, window, 10) - 1] == 1.0
    n = seq_at(recording, window, 13)
    assert recording.index.times[n - 1] < 1.3


def test_the_tree_can_be_folded_and_filtered():
    """Children stand under their maker; a filter lists what matches."""
    snap = Story().create(1, "main").create(2, "a", parent=1).create(3, "b", parent=2).create(4, "lib", parent=1, library=True).recording.latest()
    assert [(p.task, p.branch) for p in tree(snap)] == [(1, ""), (2, "└ "), (3, "  └ ")]
    assert [(p.task, p.children, p.folded) for p in tree(snap, {2})] == [(1, 1, False), (2, 1, True)]
    assert [p.task for p in tree(snap, text="b")] == [3]
    assert [p.task for p in tree(snap, library=True)] == [1, 2, 3, 4]
    keep = Tree()
    assert keep.rows(snap) is keep.rows(snap)


def test_a_tasks_times_add_up_at_any_moment():
    """Busy, ready, waiting and the part of it that was late, the present state included."""
    s = Story().create(1).after(0.5).begin(1).create(2, parent=1).after(0.1).wait(1, "sleep", 2, until=1.0).begin(2).after(2.0)
    found = totals(s.recording, s.recording.latest(), 1, now=2.6)
    assert [round(x, 6) for x in (found.busy, found.ready, found.waiting, found.late)] == [0.1, 0.5, 2.0, 1.6]


@settings(max_examples=150, deadline=None)
@given(event_lists, st.integers(1, 40), st.sampled_from(["time", "step"]), st.integers(1, 8), st.integers(0, 5))
def test_any_recording_can_be_drawn_at_any_zoom(events, width, by, factor, selected):
    """Each lane has its width in known glyphs, and a run drawn in one cell shows the end of each task that ended."""
    recording = Recording()
    for event in events:
        try:
            recording.append(event)
        except IllegalEvent:
            pass
    full = whole(recording, width, by)
    window = zoomed(full, factor, full.end / 2, full)
    tasks = list(recording.latest().tasks)
    for lane in lanes(recording, window, tasks, selected):
        assert len(lane.cells) == width
        assert set(lane.cells) <= GLYPHS.keys()
    assert bounds(recording, window) == sorted(bounds(recording, window))
    assert len(labels(window)[1]) == width
    for lane in lanes(recording, whole(recording, 1), tasks):
        outcome = recording.latest().tasks[lane.task].outcome
        assert outcome is None or lane.cells == (outcome,)
