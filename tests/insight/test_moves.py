"""Moves of the playhead: each kind finds its next and previous event, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asyncplay.insight.moves import KINDS, at_time, find, time_of
from asyncplay.trace import events as ev
from asyncplay.trace.fold import IllegalEvent
from asyncplay.trace.recording import Recording
from tests.trace.builder import Story, event_lists


def told() -> Recording:
    """Places: 0 run, 1 create 1, 2 begin 1, 3 create 2, 4 print, 5 wait 1, 6 begin 2, 7 wait 2, 8 idle, 9 wake 1, 10 begin 1, 11 block, 12 cancel 2,
    13 wait 1, 14 begin 2, 15 cancelled 2."""
    s = Story().create(1).begin(1).create(2, parent=1).say("hi\n", 1, 5).wait(1, "sleep", 5, until=1.0).begin(2).wait(2, "event", 9)
    s.idle(1.0).after(1.0).wake(1).begin(1).after(0.1).block(1, 6, 1.0).wake(2, by=1, cancelled=True).wait(1, "task", 7).begin(2)
    return s.end(2, "cancelled").recording


@pytest.mark.parametrize(
    ("kind", "stops"),
    [
        ("step", [3, 7, 11, 15]),
        ("switch", [3, 7, 11, 15]),
        ("print", [5]),
        ("trouble", [13, 16]),
        ("block", [12]),
        ("event", list(range(1, 17))),
    ],
)
def test_a_kind_of_move_stops_at_its_events_alone(kind, stops):
    """Forward from the start and backward from the end, each stop once."""
    recording = told()
    forward, seq = [], 0
    while (found := find(recording, seq, kind, 1)) is not None:
        forward.append(seq := found)
    assert forward == stops
    backward, seq = [], recording.seq + 1 if kind != "event" else recording.seq
    while (found := find(recording, seq, kind, -1)) is not None:
        backward.append(seq := found)
    assert backward == stops[::-1] if kind != "event" else [*stops[-2::-1], 0]


def test_the_steps_of_the_selected_task_are_its_own():
    """Another task's steps are passed by; without a task there is none."""
    recording = told()
    assert [find(recording, n, "task_step", 1, 2) for n in (0, 7, 15)] == [7, 15, None]
    assert [find(recording, n, "task_step", -1, 2) for n in (16, 15, 7)] == [15, 7, None]
    assert find(recording, 0, "task_step", 1) is None
    assert find(recording, 0, "task_step", 1, 99) is None


def test_a_step_twice_of_one_task_is_no_switch():
    """A task that gives way and is alone goes on: no other got the loop."""
    recording = Story().create(1).begin(1).give_way(1).begin(1).give_way(1).recording
    assert find(recording, 3, "switch", 1) is None
    assert find(recording, 3, "step", 1) == 5


def test_a_long_step_that_no_watchdog_saw_is_a_block_at_its_end():
    """And one that it saw is not told twice."""
    seen = Story().create(1).begin(1).after(0.06).block(1, 3, 0.0).after(1).wait(1, "sleep").recording
    unseen = Story().create(1).begin(1).after(1).wait(1, "sleep").recording
    assert [find(r, 0, "block", 1) for r in (seen, unseen)] == [4, 4]
    assert find(seen, 4, "block", 1) is None


def test_a_time_is_the_playhead_after_all_that_happened_by_then():
    """The time typed by the user may lie between events."""
    recording = told()
    assert [at_time(recording, t) for t in (-1.0, 0.0, 0.5, 1.0, 99.0)] == [0, 9, 9, 11, 16]
    assert [time_of(recording, n) for n in (0, 9, 10, 99)] == [0.0, 0.0, 1.0, 1.1]


@settings(max_examples=100, deadline=None)
@given(event_lists, st.integers(0, 70), st.sampled_from(KINDS), st.sampled_from([1, -1]), st.integers(0, 5))
def test_a_move_goes_the_way_it_should_and_comes_back(events, seq, kind, direction, task):
    """Whatever was recorded: a stop lies in the direction of the move, and from beyond it the way back leads to it."""
    recording = Recording()
    for event in events:
        try:
            recording.append(event)
        except IllegalEvent:
            pass
    seq = min(seq, recording.seq)
    found = find(recording, seq, kind, direction, task)
    if found is None:
        return
    assert 0 <= found <= recording.seq
    assert (found - seq) * direction > 0
    if kind == "step":
        assert isinstance(recording.events[found - 1], ev.StepStarted)
    if found > 0 and kind != "event":
        assert find(recording, found + 1, kind, -1, task) == found
