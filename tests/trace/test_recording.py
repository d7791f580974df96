"""Recordings: any moment can be visited, in any order; output becomes lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asyncplay.trace import events as ev
from asyncplay.trace.fold import Fold, IllegalEvent
from asyncplay.trace.output import STDIN_TEXT, OutputLines
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import Snapshot
from tests.trace.builder import Story, crowd, event_lists


@settings(max_examples=100, deadline=None)
@given(event_lists, st.integers(1, 9), st.lists(st.integers(-2, 70), min_size=1, max_size=12))
def test_snapshot_at_equals_the_fold_in_any_seek_order(events, spacing, seeks):
    """Every prefix folds, and visiting moments in any order, while it grows or after, gives what a fresh fold of that prefix gives."""
    recording = Recording(keyframe_every=spacing)
    truth = [Fold().freeze()]
    fold = Fold()
    for n, event in enumerate(events):
        try:
            recording.append(event)
        except IllegalEvent:
            continue
        fold.apply(event)
        truth.append(fold.freeze())
        recording.snapshot_at(seeks[n % len(seeks)])
    assert alike(recording.latest(), truth[-1])
    for n in seeks:
        assert alike(recording.snapshot_at(n), truth[max(0, min(n, recording.seq))])


def alike(a: Snapshot, b: Snapshot) -> bool:
    """The same, where a number that is none (an event's time may be) is the same as itself."""
    return a == b or repr(a) == repr(b)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40), st.integers(0, 10**6), st.integers(1, 60), st.randoms(use_true_random=False))
def test_a_long_run_is_the_same_packed_and_whole(tasks, seed, spacing, rnd):
    """Events, snapshots and lines of a busy run, kept in chunks and keyframes, are those of a plain fold, in any order and while it grows."""
    events = crowd(tasks, 150, seed)
    recording, fold, truth = Recording(keyframe_every=spacing), Fold(), [Fold().freeze()]
    for event in events:
        fold.apply(event)
        truth.append(fold.freeze())
    left = events
    while left:
        n = rnd.randint(1, 90)
        recording.extend(left[:n])
        left = left[n:]
        at = rnd.randint(0, recording.seq)
        assert recording.snapshot_at(at) == truth[at]
    assert list(recording.events) == events
    for at in rnd.sample(range(len(truth)), min(40, len(truth))):
        snap = recording.snapshot_at(at)
        assert list(snap.tasks) == list(truth[at].tasks)
        assert snap == truth[at]
        assert (len(snap.tasks), 1 in snap.tasks, 10**9 in snap.tasks) == (len(truth[at].tasks), 1 in truth[at].tasks, False)
        assert recording.events[:at] == events[:at]
        assert recording.events[at - 5 : at] == events[at - 5 : at]
        if at:
            assert recording.events[at - 1] == recording.packed.glance(at - 1) == events[at - 1]
    for n, snap in enumerate(truth[-20:], len(truth) - 20):
        assert recording.snapshot_at(n) == snap


def test_what_a_seek_showed_stays_as_it_was():
    """Later seeks share states with a snapshot, and change none of it."""
    recording = Recording(keyframe_every=50)
    recording.extend(crowd(20, 200))
    told = [(snap, repr(snap)) for n in range(0, recording.seq, 17) for snap in [recording.snapshot_at(n)]]
    for n in range(recording.seq, 0, -13):
        recording.snapshot_at(n)
    assert all(repr(snap) == text for snap, text in told)


def test_a_batch_is_taken_up_to_what_is_illegal():
    """What comes before it is kept, it and what follows is not, and the recording goes on."""
    recording = Recording(keyframe_every=3)
    good = crowd(3, 10)
    with pytest.raises(IllegalEvent):
        recording.extend([*good, ev.StepStarted(0, 999), ev.NoteMade(0, "never")])
    recording.append(ev.NoteMade(0, "later"))
    assert list(recording.events) == [*good, ev.NoteMade(0, "later")]
    assert recording.output[-1].seq == len(good)


def test_what_fits_into_no_column_is_kept_as_it_is():
    """A number that is none, and one that is too large."""
    recording = Recording(keyframe_every=2)
    odd = [ev.LoopStarted(0.0, 1, 2**60), ev.LoopIdle(0.0, 1, float("inf")), ev.OutputDropped(0.0, "stdout", 2**40), ev.NoteMade(0.0, "x")]
    recording.extend(odd)
    assert list(recording.events) == odd
    assert recording.snapshot_at(3).output_dropped == 2**40


@settings(max_examples=100, deadline=None)
@given(event_lists)
def test_a_snapshot_counts_the_lines_of_its_output(events):
    """The fold's number of lines is that of the lines which began by then."""
    recording = Recording()
    for event in events:
        try:
            recording.append(event)
        except IllegalEvent:
            continue
        assert recording.latest().output == len(recording.output)
    for n in range(recording.seq + 1):
        assert recording.snapshot_at(n).output == sum(line.seq < n for line in recording.output)


def test_an_illegal_event_is_not_kept():
    """Neither its place, nor its output."""
    recording = Recording()
    with pytest.raises(IllegalEvent):
        recording.append(ev.OutputWritten(0, 5, "stdout", "x\n", None))
    assert (recording.seq, recording.output, len(recording.events)) == (0, [], 0)


def test_lines_grow_by_chunks_of_their_own_stream():
    """A partial line stays open; it belongs to who began it; the other stream does not cut it."""
    story = Story().create(1).create(2).say("one ", 1, 5).say("oh\n", stream="stderr").after(1).say("two\nthree", 2, 6)
    lines = [(x.at, x.task, x.stream, x.text, x.line) for x in story.recording.output]
    assert lines == [(0, 1, "stdout", "one two", 5), (0, None, "stderr", "oh", None), (1, 2, "stdout", "three", 6)]


@given(st.lists(st.text(alphabet="ab\r\n", max_size=6), max_size=20))
def test_chunks_make_the_lines_of_the_whole_text(chunks):
    """However the text is cut, the lines are those between line ends, without them."""
    output = OutputLines()
    for chunk in chunks:
        output.add(ev.OutputWritten(0, None, "stdout", chunk, None))
        assert output.lines is not None  # looking in between changes nothing
    *whole, rest = "".join(chunks).split("\n")
    assert [line.text for line in output.lines] == [line.removesuffix("\r") for line in whole] + [rest] * bool(rest)


def test_what_asyncplay_says_stands_among_the_output():
    """An empty standard input and notes are lines of their own stream."""
    story = Story().add(ev.StdinRead(0, None, 4)).add(ev.NoteMade(0, "main() was run"))
    assert [(x.stream, x.text, x.line) for x in story.recording.output] == [("note", STDIN_TEXT, 4), ("note", "main() was run", None)]


def test_of_a_batch_with_illegal_events_the_others_are_taken():
    """And told, so that a run that lies still has its end."""
    recording = Recording()
    good = crowd(3, 10)
    assert recording.take([ev.StepStarted(0, 999), *good, ev.StepStarted(0, 999), ev.NoteMade(0, "end")]) == [*good, ev.NoteMade(0, "end")]
    assert list(recording.events) == [*good, ev.NoteMade(0, "end")]
