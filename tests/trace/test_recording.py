"""Recordings: any moment can be visited, in any order; output becomes lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asyncplay.trace import events as ev
from asyncplay.trace.fold import Fold, IllegalEvent
from asyncplay.trace.output import STDIN_TEXT, OutputLines
from asyncplay.trace.recording import Recording
from tests.trace.builder import Story, event_lists


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
    assert recording.latest() == truth[-1]
    for n in seeks:
        assert recording.snapshot_at(n) == truth[max(0, min(n, recording.seq))]


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
